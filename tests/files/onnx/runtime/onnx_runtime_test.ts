import { fileURLToPath } from "node:url";
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { cachedFolder } from "../../../../lib/files/packages/deno_cache.ts";
import { openSession } from "../../../../lib/files/onnx/open_session.ts";
import { NATIVE, type RuntimePackage, WASM } from "../../../../lib/files/onnx/onnx_packages.ts";
import { OnnxGraph } from "../../../../lib/networks/onnx/onnx_graph.ts";
import { namesIn, type Outcome, ROOT, runProgram, temporaryFolder } from "../../../helpers.ts";

// Which build of ONNX Runtime is taken, whence it comes, and what Deno has to permit.

function oneMore(): Uint8Array {
  const graph = new OnnxGraph("one more");
  const sum = graph.node("Add", [graph.input("x", [1]), graph.constant(Float32Array.of(1), [])]);
  graph.output(sum, [1], { name: "y" });
  return graph.toBytes();
}

// Both builds are in the cache from here on.
for (const runtime of ["native", "wasm"] as const) {
  await using _ = await openSession(oneMore(), { name: "n", runtime });
}

const folderOf = ({ name, version }: RuntimePackage) => cachedFolder(name, version);

/** A program that adds one to one, and ends by itself. */
const program = (address: string, runtime: string) => `
import { openSession } from "${address}lib/files/onnx/open_session.ts";
const model = Uint8Array.fromBase64("${oneMore().toBase64()}");
const options = { name: "one", runtime: "${runtime}", onNotice: console.error };
try {
  await using session = await openSession(model, options);
  const { y } = await session.run({ x: { dims: [1], data: Float32Array.of(1) } });
  console.log(session.runtime, y.data[0]);
} catch (error) {
  console.log(error.name, error.message);
}`;

/** Run it in a folder of its own, and see what is left there. */
async function runOne(
  permissions: readonly string[],
  options: { env?: Record<string, string>; runtime?: string; address?: string; flags?: string[] } =
    {},
): Promise<Outcome & { names: string[] }> {
  const { env = {}, runtime = "auto", address = ROOT.href, flags = [] } = options;
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/deno.json`, "{}");
  await Deno.writeTextFile(`${folder.path}/one.ts`, program(address, runtime));
  const args = ["run", "--quiet", "--no-prompt", ...permissions, ...flags, "one.ts"];
  const outcome = await runProgram(Deno.execPath(), args, { cwd: folder.path, env });
  return { ...outcome, names: namesIn(folder.path) };
}

const names = ["deno.json", "one.ts"];
const env = ["--allow-env=DENO_DIR,XDG_CACHE_HOME,HOME"];

Deno.test("openSession() runs natively with --allow-read and --allow-ffi, and leaves no lock file", async () => {
  const outcome = await runOne(["--allow-read", "--allow-ffi", ...env]);
  assertEquals(outcome, { code: 0, stdout: "onnxruntime-node 2\n", stderr: "", names });
  const folder = await folderOf(NATIVE);
  const narrow = await runOne(["--allow-read", `--allow-ffi=${folder}`, ...env]);
  assertEquals(narrow, outcome);
});

Deno.test("openSession() keeps no account of the user: builds that do so leave a device id and a log", async () => {
  await using home = await temporaryFolder();
  const cache = (await folderOf(NATIVE))!.replace(/\/npm\/[^/]+\/onnxruntime-node\/[^/]+$/, "");
  const env = { HOME: home.path, TMPDIR: home.path, DENO_DIR: cache };
  const { stdout } = await runOne(["-A"], { env, runtime: "native" });
  assertEquals([stdout, namesIn(home.path)], ["onnxruntime-node 2\n", []]);
});

Deno.test("openSession() takes WebAssembly without --allow-ffi, and says what would help", async () => {
  assertEquals(await runOne(["--allow-read", ...env]), {
    code: 0,
    stdout: "onnxruntime-web 2\n",
    stderr: "onnxruntime-web runs the model, five times slower than onnxruntime-node: " +
      "it needs --allow-ffi\n",
    names,
  });
  const { stdout } = await runOne(["--allow-read", ...env], { runtime: "native" });
  assertEquals(stdout, "ModelError Cannot use onnxruntime-node: it needs --allow-ffi\n");
});

Deno.test("openSession() asks a Deno of its own where the environment may not be read", async () => {
  const { stdout, stderr } = await runOne(
    ["--allow-read", "--allow-ffi", "--allow-run", "--allow-write"],
  );
  assertEquals([stdout, stderr], ["onnxruntime-node 2\n", ""]);
});

Deno.test("openSession() says that npm cannot be reached, or takes the build that is there", async () => {
  await using cache = await temporaryFolder();
  const offline = { DENO_DIR: cache.path, NPM_CONFIG_REGISTRY: "http://127.0.0.1:9" };
  const without = await runOne(["-A"], { env: offline });
  assertMatch(
    without.stdout,
    /^ModelError Cannot fetch npm:onnxruntime-node@[\d.]+: the npm registry cannot be reached; .*\n$/,
  );
  assertEquals(without.names, names);

  const registry = `${cache.path}/npm/registry.npmjs.org/onnxruntime-web`;
  await Deno.mkdir(registry, { recursive: true });
  await Deno.symlink(await folderOf(WASM) ?? "", `${registry}/${WASM.version}`);
  const { stdout, stderr } = await runOne(["-A"], { env: offline });
  assertEquals(stdout, "onnxruntime-web 2\n");
  assertStringIncludes(stderr, "the npm registry cannot be reached");
});

Deno.test("openSession() takes WebAssembly where the library does not load", async () => {
  await using cache = await temporaryFolder();
  const registry = `${cache.path}/npm/registry.npmjs.org`;
  const broken = `${registry}/onnxruntime-node/${NATIVE.version}`;
  await Deno.mkdir(broken, { recursive: true });
  await Deno.writeTextFile(`${broken}/package.json`, "{}");
  await Deno.mkdir(`${registry}/onnxruntime-web`);
  const web = await folderOf(WASM) ?? "";
  await Deno.symlink(web, `${registry}/onnxruntime-web/${WASM.version}`);
  const options = { env: { DENO_DIR: cache.path } };
  const { stdout, stderr } = await runOne(["-A"], options);
  assertEquals(stdout, "onnxruntime-web 2\n");
  assertMatch(stderr, /^onnxruntime-web runs the model, .*: it cannot be loaded here .*\n$/);
  const native = await runOne(["-A"], { ...options, runtime: "native" });
  assertMatch(native.stdout, /^ModelError Cannot use onnxruntime-node: it cannot be loaded /);
});

Deno.test("openSession() works from a URL, in both builds", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const file = await Deno.open(new URL(new URL(request.url).pathname.slice(1), ROOT));
      return new Response(file.readable, { headers: { "content-type": "application/typescript" } });
    },
  );
  const address = `http://127.0.0.1:${server.addr.port}/`;
  for (const [runtime, name] of [["auto", "onnxruntime-node"], ["wasm", "onnxruntime-web"]]) {
    // What is imported from a URL belongs in the user's lock file, if there is to be one.
    const outcome = await runOne(["-A"], { runtime, address, flags: ["--no-lock"] });
    assertEquals(outcome, { code: 0, stdout: `${name} 2\n`, stderr: "", names });
  }
});

Deno.test("openSession() needs nothing of this project's lock file, and writes nothing to it", async () => {
  await using folder = await temporaryFolder();
  const script = `${folder.path}/one.ts`;
  await Deno.writeTextFile(script, program(ROOT.href, "auto"));
  const config = fileURLToPath(new URL("deno.json", ROOT));
  const before = await Deno.readTextFile(new URL("deno.lock", ROOT));
  const args = ["run", "-A", "--quiet", `--config=${config}`, script];
  const { stdout, stderr } = await runProgram(Deno.execPath(), args);
  assertEquals([stdout, stderr], ["onnxruntime-node 2\n", ""]);
  const frozen = await runProgram(Deno.execPath(), [
    ...args.slice(0, 2),
    "--frozen",
    ...args.slice(2),
  ]);
  assertEquals([frozen.stdout, frozen.stderr], ["onnxruntime-node 2\n", ""]);
  assertEquals(await Deno.readTextFile(new URL("deno.lock", ROOT)), before);
});
