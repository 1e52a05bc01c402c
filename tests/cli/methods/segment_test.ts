import { loneFolder } from "../../../lib/files/packages/lone_package.ts";
import { TURBO_JPEG } from "../../../lib/files/pictures/turbojpeg.ts";
import { NATIVE, WASM } from "../../../lib/files/onnx/onnx_packages.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { cachedFolder } from "../../../lib/files/packages/deno_cache.ts";
import { findFfmpeg, openJpegCodec, openLabelledClip } from "../../../lib/files/mod.ts";
import { OnnxGraph } from "../../../lib/networks/onnx/onnx_graph.ts";
import { cliArguments, ffmpeg, namesIn, ROOT, runProgram } from "../../helpers.ts";
import { iouOf } from "../../methods/rooms.ts";
import { mixNetwork } from "../../networks/tiny_networks.ts";
import { hasFfprobe, streamsOf } from "../ffprobe.ts";
import {
  assertFailed,
  assertRefused,
  numberedNames,
  readPicture,
  snapshot,
  type Workplace,
  workplace,
} from "../helpers.ts";

const LABELLED = fileURLToPath(new URL("examples/media/labelled/", ROOT));

/** A network of 64×36 that takes what is red for a person: so runs take no time. */
const red = mixNetwork({
  ...{ input: ["picture", [1, 36, 64, 3]], mix: [[1, 0, 0]] },
  ...{ outputs: ["person"], dims: [1, 36, 64, 1] },
});

/** A place with that network in it. */
async function placeWithModel(): Promise<Workplace> {
  const place = await workplace();
  await Deno.writeFile(place.file("red.onnx"), red);
  return place;
}

// Both builds are in the cache from here on: runs have nothing to say of fetching them.
for (const runtime of [NATIVE, WASM]) await loneFolder(runtime);

const segment = ["-m", "segment", "--model", "red.onnx"];

/** The first channel of a picture. */
async function redOf(path: string): Promise<number[]> {
  const { bitmap } = await readPicture(path);
  return [...bitmap.filter((_, p) => p % 4 === 0)];
}

Deno.test("cli -m segment with one's own network: a video and the mattes as pictures", async () => {
  await using place = await placeWithModel();
  const args = ["clip.mp4", "color:blue", ...segment, "-o", "out.mp4", "--mattes", "m"];
  const { stderr } = await place.succeed(args);
  assertMatch(stderr, /^out\.mp4, 12 frames read, [^\n]+\n$/);
  assertEquals(namesIn(place.file("m")), numberedNames(1, 12, "matte", ".png"));
  if (!hasFfprobe) return;
  const [{ width, height, nb_read_packets }] = await streamsOf(place.file("out.mp4"));
  assertEquals([width, height, nb_read_packets], [64, 48, "12"]);
});

Deno.test("cli -m segment: the mattes are the network's, each under its frame's number", async () => {
  await using place = await placeWithModel();
  const bare = ["--refine", "none", "--set", "plate=no", "--size", "64x36"];
  // One frame all black, the next one all red, and so on.
  const color = "geq=r='255*mod(N,2)':g=0:b=0,format=rgb24";
  const made = ["-f", "lavfi", "-i", `color=black:s=64x36:r=5,${color}`, "-frames:v", "5"];
  await ffmpeg(...made, "-c:v", "ffv1", "-pix_fmt", "bgr0", place.file("blink.mkv"));
  const args = ["blink.mkv", "color:blue", ...segment, ...bare, "--mattes", "m", "-o", "out%d.png"];
  await place.succeed(args);
  for (let number = 1; number <= 5; number++) {
    const wanted = number % 2 === 0 ? 255 : 0;
    const mattes = await redOf(place.file(`m/matte${number}.png`));
    assert(mattes.every((alpha) => Math.abs(alpha - wanted) < 3), `matte ${number}: ${mattes[0]}`);
    const [first] = await redOf(place.file(`out${number}.png`));
    assert(Math.abs(first - wanted) < 3, `picture ${number}: ${first}`);
  }
});

Deno.test("cli -m segment --frames and --resume write what the whole run writes", async () => {
  await using place = await placeWithModel();
  const args = ["clip.mp4", "color:blue", ...segment, "--mattes"];
  await place.succeed([...args, "all", "-o", "all"]);
  await place.succeed([...args, "some", "-o", "some", "--frames", "5-6"]);
  const all = await snapshot(place.file("all"));
  const some = await snapshot(place.file("some"));
  assertEquals(Object.keys(some).sort(), [
    "matte5.png",
    "matte6.png",
    "output5.jpg",
    "output6.jpg",
  ]);
  for (const [name, sum] of Object.entries(some)) assertEquals([name, sum], [name, all[name]]);
  await place.succeed([...args, "resumed", "-o", "resumed", "--frames", "-9"]);
  await place.succeed([...args, "resumed", "-o", "resumed", "--resume"]);
  assertEquals(await snapshot(place.file("resumed")), all);
});

Deno.test("cli -m segment takes a still picture for a video of one frame", async () => {
  await using place = await placeWithModel();
  await ffmpeg("-i", place.file("clip.mp4"), "-frames:v", "1", place.file("photo.jpg"));
  const run = async (...args: string[]) => {
    const { stderr } = await place.succeed(["photo.jpg", "color:blue", ...segment, ...args]);
    assertStringIncludes(stderr, "1 frame read");
  };
  await run("-o", "a%d.png", "--mattes", "m%d.png");
  await run("-o", "folder");
  await run("-o", "one.mp4");
  await run("-o", "bare.png", "--mattes", "bare_m.png");
  await run("-o", "bare.jpg");
  assertEquals(
    namesIn(place.path).filter((name) => /^(a|bare|m|one)/.test(name)),
    ["a1.png", "bare.jpg", "bare.png", "bare_m.png", "m1.png", "one.mp4"],
  );
  assertEquals(namesIn(place.file("folder")), ["photo.jpg"]);
  for (const [name, same] of [["bare.png", "a1.png"], ["bare_m.png", "m1.png"]]) {
    assertEquals(await Deno.readFile(place.file(name)), await Deno.readFile(place.file(same)));
  }
  if (hasFfprobe) assertEquals((await streamsOf(place.file("one.mp4")))[0].nb_read_packets, "1");
});

Deno.test("cli -m segment refuses one name for a still picture that cannot be written so", async () => {
  await using place = await placeWithModel();
  await ffmpeg("-i", place.file("clip.mp4"), "-frames:v", "1", place.file("photo.jpg"));
  await Deno.copyFile(place.file("clip.mp4"), place.file("video.jpg"));
  const refused = (video: string, output: string, code: number, says: string[]) =>
    assertRefused(place, [video, "transparent", ...segment, "-o", output], { code, says });
  await refused("photo.jpg", "one.jpg", 2, ["JPEG has no transparency"]);
  await refused("photo.jpg", "./photo.jpg", 2, ["JPEG has no transparency"]);
  await refused("none.jpg", "one.png", 1, ["'none.jpg'", "there is no such file"]);
  await refused("clip.mp4", "one.png", 2, ["'one.png' is one name for many pictures"]);
  // What it is, not what it is called.
  await refused("video.jpg", "one.png", 2, ["'one.png' is one name for many pictures"]);
  await refused(".", "one.png", 2, ["several files need a folder", "-o one/"]);
  const over = ["photo.jpg", "blur", ...segment, "-o", "./photo.jpg"];
  await assertRefused(place, over, { code: 2, says: ["would overwrite the input 'photo.jpg'"] });
  const plain = ["photo.jpg", "bg.jpg", "-o", "one.jpg"];
  await assertRefused(place, plain, { code: 1, says: ["at least 3 frames", "'photo.jpg' has 1"] });
});

Deno.test({
  name: "cli -m segment reads standard input, which can be read once only",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await placeWithModel();
    const words = cliArguments(["-", "color:blue", ...segment, "-o", "out"]);
    const command = [Deno.execPath(), ...words].map((word) => `'${word}'`).join(" ");
    const outcome = await runProgram("sh", ["-c", `cat clip.mp4 | ${command}`], place.settings);
    assertEquals(outcome.code, 0, outcome.stderr);
    assertMatch(outcome.stderr, /^note: standard input cannot be read twice: [^\n]+\n12 pictures /);
    assertEquals(namesIn(place.file("out")), numberedNames(1, 12));
  },
});

Deno.test("cli -m segment --every 3 carries the network's word along for two frames of three", async () => {
  await using place = await placeWithModel();
  const bare = [...segment, "--refine", "none", "--set", "plate=no", "--mattes"];
  const args = ["clip.mp4", "color:blue", "-o", "out", ...bare];
  await place.succeed([...args, "each"]);
  await place.succeed([...args, "third", "--every", "3"]);
  await place.succeed([...args, "set", "--set", "every=3"]);
  const [each, third, set] = await Promise.all(
    ["each", "third", "set"].map((folder) => snapshot(place.file(folder))),
  );
  assertEquals(third, set);
  const at = (sums: Record<string, string>, number: number) => sums[`matte${number}.png`];
  for (const number of [1, 4, 7, 10]) {
    assertEquals(at(third, number), at(each, number));
    // Everything moves in the clip; what is carried is not what the network would say there.
    for (const between of [number + 1, number + 2]) {
      assert(at(third, between) !== at(third, number));
      assert(at(third, between) !== at(each, between));
    }
  }
});

Deno.test("cli -m segment --model-mean and --model-std reach the network", async () => {
  await using place = await placeWithModel();
  const args = ["clip.mp4", "color:blue", ...segment, "--frames", "1", "-o", "out", "--mattes"];
  const bare = ["--refine", "none", "--set", "plate=no"];
  await place.succeed([...args, "a", ...bare]);
  // The same as the family has; and half as bright.
  const more = ["--model-mean", "0", "--model-layout", "nhwc", "--model-output", "person"];
  await place.succeed([...args, "b", ...bare, ...more, "--model-std", "255"]);
  await place.succeed([...args, "c", ...bare, ...more, "--model-std", "510"]);
  const [a, b, c] = await Promise.all(
    ["a", "b", "c"].map((folder) => redOf(place.file(`${folder}/matte1.png`))),
  );
  assertEquals(b, a);
  assert(c.every((alpha, i) => Math.abs(alpha - a[i] / 2) <= 1));
});

Deno.test("cli -m segment says nothing of options that have an effect, and names those that have none", async () => {
  await using place = await placeWithModel();
  const args = ["clip.mp4", "color:blue", "--frames", "1", "-o", "out"];
  const noted = async (...more: string[]) => {
    const { stderr } = await place.succeed([...args, ...more]);
    return [...stderr.matchAll(/^note: (\S+) has no effect here$/gm)].map(([, option]) => option);
  };
  const own = ["--model-layout", "nhwc", "--every", "2"];
  assertEquals(await noted(...segment, ...own), []);
  // A method without a network does not even look for the file.
  assertEquals(await noted("-m", "median", "--model", "none.onnx", ...own), [
    "--model",
    "--model-layout",
    "--every",
  ]);
});

/** A graph that is none of a network that segments. */
function graphBytes(build: (graph: OnnxGraph) => void): Uint8Array {
  const graph = new OnnxGraph("other");
  build(graph);
  return graph.toBytes();
}

const models: Record<string, [content: string | Uint8Array | undefined, says: string[]]> = {
  "none.onnx": [undefined, ["'none.onnx'", "there is no such file"]],
  "empty.onnx": ["", ["'empty.onnx'", "the file is empty"]],
  "cut.onnx": [red.slice(0, -30), ["'cut.onnx'", "it breaks off"]],
  "text.tflite": ["hello", ["'text.tflite'", "it is neither ONNX nor TensorFlow Lite"]],
  "lfs.onnx": [
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    ["'lfs.onnx'", "it is a pointer of Git LFS", "git lfs pull"],
  ],
  "operator.onnx": [
    graphBytes((graph) => {
      const x = graph.input("x", [1, 36, 64, 3]);
      graph.output(graph.node("Frobnicate", [x]), [1, 36, 64, 1], { name: "y" });
    }),
    ["'operator.onnx'", "its operator 'Frobnicate' is unknown"],
  ],
  "no_picture.onnx": [
    graphBytes((graph) => graph.output(graph.input("x", [2]), [2], { name: "y" })),
    ["'no_picture.onnx'", "it must take one picture", "'x' 2"],
  ],
  "five.onnx": [
    mixNetwork({
      ...{ input: ["x", [1, 3, 36, 64]], mix: Array(5).fill([1, 0, 0]) },
      ...{ outputs: ["y"], dims: [1, 5, 36, 64] },
    }),
    ["'five.onnx'", "it is of no family that is known", "1×5×36×64", "'--model-mean'"],
  ],
};

for (const [name, [content, says]] of Object.entries(models)) {
  Deno.test(`cli -m segment refuses --model ${name}, before it writes anything`, async () => {
    await using place = await workplace();
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    if (bytes !== undefined) await Deno.writeFile(place.file(name), bytes);
    const args = ["clip.mp4", "bg.jpg", "-m", "segment", "--model", name, "-o", "out.mp4"];
    await assertRefused(place, args, { code: 1, says });
  });
}

Deno.test("cli -m segment refuses a --model that is a folder", async () => {
  await using place = await workplace();
  await Deno.mkdir(place.file("folder.onnx"));
  const args = ["clip.mp4", "bg.jpg", "-m", "segment", "--model", "folder.onnx", "-o", "out"];
  await assertRefused(place, args, { code: 1, says: ["'folder.onnx'", "it is a folder"] });
});

const wrong: [args: string[], code: number, says: string[]][] = [
  [["--model", "nonsense"], 2, ["'nonsense'", "fast, quality, or a file ending in .onnx"]],
  [["--model", "net.pt"], 2, ["'net.pt'", ".onnx or .tflite"]],
  [["--model", ""], 2, ["'--model <which>'", "fast, quality"]],
  [["--model-size", "nonsense"], 2, ["'--model-size'", "WIDTHxHEIGHT", "'nonsense'"]],
  [["--model-size", "0x9"], 2, ["'--model-size'", "'0x9'"]],
  [["--model-size", "99x99"], 1, ["'--model-size'", "64x36, as its input is", "99x99"]],
  [["--model-layout", "nonsense"], 2, ["'--model-layout'", "nchw or nhwc", "'nonsense'"]],
  [["--model-layout", "nchw"], 1, ["'--model-layout'", "must be nhwc", "1×36×64×3"]],
  [["--model-output", "pha"], 1, ["'--model-output'", "person", "'pha'"]],
  [["--model-output", ":"], 2, ["'--model-output'", "':'"]],
  [["--model-mean", "x"], 2, ["'--model-mean'", "'x'"]],
  [["--model-std", "0"], 2, ["'--model-std'", "above 0"]],
  [["--every", "0"], 2, ["--every", "whole number of at least 1"]],
  [["--every", "1.5"], 2, ["--every", "whole number"]],
  [["--set", "every=0"], 2, ["'every'", "whole number of at least 1"]],
  [["--set", "every=1.5"], 2, ["'every'", "whole number"]],
  [["--set", "plate=perhaps"], 2, ["'plate'", "perhaps"]],
  [["--refine", "levels:200:100"], 2, ["'levels'", "200:100"]],
];

for (const [args, code, says] of wrong) {
  Deno.test(`cli -m segment refuses ${args.join(" ")}`, async () => {
    await using place = await placeWithModel();
    const all = ["clip.mp4", "bg.jpg", ...segment, ...args, "-o", "out.mp4"];
    await assertRefused(place, all, { code, says });
  });
}

Deno.test("cli -m segment without --allow-ffi runs in WebAssembly, and says so", async () => {
  await using place = await placeWithModel();
  const permissions = ["--allow-read", "--allow-write", "--allow-run", "--allow-env"];
  const args = ["clip.mp4", "color:blue", ...segment, "--frames", "-3", "-o"];
  const { stderr } = await place.succeed([...args, "wasm", "--mattes", "wasm"], {
    permissions: [...permissions, "--no-prompt"],
  });
  const notice = /^note: onnxruntime-web runs the model, [^\n]+: it needs --allow-ffi\n/m;
  assertMatch(stderr, notice);
  assertEquals(stderr.match(/^note: onnxruntime/gm)?.length, 1);
  await place.succeed([...args, "native", "--mattes", "native"]);
  assertEquals(await snapshot(place.file("wasm")), await snapshot(place.file("native")));
});

/** A cache of Deno's with what the lock file names, but neither networks nor what runs them. */
async function cacheWithoutNetworks(place: Workplace): Promise<string> {
  const commander = (await cachedFolder("@commander-js/extra-typings", "15.1.0"))!;
  const registry = commander.slice(0, commander.indexOf("/@commander-js/"));
  const cache = place.file("cache");
  const copies = cache + registry.slice(registry.lastIndexOf("/npm/"));
  await Deno.mkdir(copies, { recursive: true });
  const { npm } = JSON.parse(await Deno.readTextFile(new URL("deno.lock", ROOT)));
  // As in "@scope/name@1.0.0_peer@2.0.0".
  const all = Object.keys(npm).map((key) => /^@?[^@/]+/.exec(key)![0]);
  const names = new Set([...all, TURBO_JPEG.name.replace(/\/.*/, "")]);
  const paths = [...names].map((name) => `${registry}/${name}`)
    .filter((path) => namesIn(registry).some((name) => path.endsWith(`/${name}`)));
  // Linked where the cache lies on the same disk.
  const { code } = await runProgram("cp", ["-rl", ...paths, copies]);
  if (code !== 0) await runProgram("cp", ["-r", ...paths, copies]);
  return cache;
}

Deno.test({
  name: "cli -m segment says in one line that npm cannot be reached, in a run and an evaluation",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await placeWithModel();
    const DENO_DIR = await cacheWithoutNetworks(place);
    // Not another registry: of that nothing is in the cache.
    const env = { DENO_DIR, HTTPS_PROXY: "http://127.0.0.1:9" };
    const reason = "the npm registry cannot be reached; run it once with a ";
    const run = ["clip.mp4", "bg.jpg", "-m", "segment", "-o", "out.mp4", "-q"];
    const says = ["Cannot fetch npm:@mediapipe/selfie_segmentation@", reason];
    const first = await place.run(run, { env });
    assertFailed(first, { code: 1, says });
    // Who names the method knows of others.
    assertEquals(first.stderr.includes("-m median"), false);
    const own = await place.run([...run, "--model", "red.onnx"], { env });
    assertFailed(own, { code: 1, says: ["Cannot fetch npm:onnxruntime-node@", reason] });
    assertEquals(namesIn(place.path).includes("out.mp4"), false);
    const methods = ["--methods", "tutorial,segment", "--edges-every", "0"];
    const all = await place.run(["evaluate", `${LABELLED}walk`, ...methods], { env });
    assertEquals(all.code, 1);
    const words =
      /^note: fetching npm:@mediapipe\S+ \(4 MB\), once\nerror: walk: Cannot fetch [^\n]+\n$/;
    assertMatch(all.stderr, words);
    assertMatch(all.stdout, /^tutorial +0\.6/m);
    // Nobody asked for it.
    await Deno.mkdir(place.file("labelled"));
    for (const name of ["input.mp4", "truth.mp4"]) {
      await Deno.copyFile(place.file("clip.mp4"), place.file(`labelled/${name}`));
    }
    const byDefault = await place.run(["evaluate", "labelled"], { env });
    assertEquals(byDefault.code, 0);
    assertStringIncludes(
      byDefault.stderr,
      "note: segment is left out, its networks are not fetched yet: -m segment fetches 105 MB, once\n",
    );
    assertEquals(/fetching|error/.test(byDefault.stderr), false);
    assertMatch(byDefault.stdout, /^median /m);
    assertEquals(byDefault.stdout.includes("segment"), false);
  },
});

/** Start the command line, to be interrupted. */
function start(place: Workplace, args: readonly string[], env: Record<string, string> = {}) {
  return new Deno.Command(Deno.execPath(), {
    ...{ args: cliArguments(args), cwd: place.path, env: { ...place.settings.env, ...env } },
    ...{ stdin: "null", stdout: "piped", stderr: "piped" } as const,
  }).spawn();
}

/** Wait for something. */
async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error("It does not come");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

Deno.test({
  name: "cli -m segment ends on SIGINT with 130, and whole pictures stay",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await placeWithModel();
    // 3,600 frames: more than are written before the signal comes.
    const again = ["-stream_loop", "299", "-i", place.file("clip.mp4"), "-c", "copy"];
    await ffmpeg(...again, place.file("long.mp4"));
    const pictures = start(place, ["long.mp4", "bg.jpg", ...segment, "-o", "out"]);
    await until(() => namesIn(place.file("out")).includes("output5.jpg"));
    pictures.kill("SIGINT");
    const output = await pictures.output();
    const words = new TextDecoder().decode(output.stderr);
    const names = namesIn(place.file("out"));
    assertEquals([output.code, names], [130, numberedNames(1, names.length)]);
    assertEquals(words, `error: interrupted by SIGINT (${names.length} pictures written)\n`);
  },
});

Deno.test({
  name: "cli -m segment ends on SIGINT while a network is being fetched",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await workplace();
    const DENO_DIR = await cacheWithoutNetworks(place);
    // A way to the registry on which nobody answers.
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const way = { DENO_DIR, HTTPS_PROXY: `http://127.0.0.1:${listener.addr.port}` };
    // Deno would ask there for its own newest version, too.
    const env = { ...way, DENO_NO_UPDATE_CHECK: "1" };
    const child = start(place, ["clip.mp4", "bg.jpg", "-m", "segment", "-o", "out.mp4"], env);
    const late = setTimeout(() => listener.close(), 20_000);
    using _connection = await listener.accept();
    clearTimeout(late);
    child.kill("SIGINT");
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    const { code, stderr } = await child.output();
    clearTimeout(timer);
    const words = new TextDecoder().decode(stderr);
    assertEquals(code, 130);
    assertMatch(
      words,
      /^(note: fetching npm:@mediapipe[^\n]+, once\n)?error: interrupted by SIGINT\n$/,
    );
    assertEquals(namesIn(place.path).filter((name) => name.includes("out")), []);
  },
});

Deno.test("cli -m segment: MediaPipe's network finds the drawn figure of a labelled clip", async () => {
  await using place = await workplace();
  const args = [`${LABELLED}sway/input.mp4`, "bg.jpg", "-m", "segment", "-o", "out%d.jpg"];
  await place.succeed([...args, "--mattes", "m%d.png"]);
  using jpeg = await openJpegCodec();
  const clip = await openLabelledClip(`${LABELLED}sway`, { ffmpeg: await findFfmpeg(), jpeg });
  let sum = 0, count = 0;
  for await (const { truth } of clip.read()) {
    const matte = await redOf(place.file(`m${++count}.png`));
    sum += iouOf(Uint8ClampedArray.from(matte), truth!.matte.data);
  }
  assertEquals([count, namesIn(place.path).includes("m46.png")], [45, false]);
  // Measured 0.961.
  assert(sum / count > 0.93, `IoU ${sum / count}`);
});

Deno.test("cli evaluate --methods segment with one's own network", async () => {
  await using place = await placeWithModel();
  const args = ["evaluate", `${LABELLED}walk`, "--edges-every", "0", "--json"];
  const evaluated = async (...more: string[]) => {
    const { stdout, stderr } = await place.succeed([...args, ...more]);
    assertEquals(stderr, "");
    return JSON.parse(stdout).clips[0].methods;
  };
  const own = ["--model", "red.onnx"];
  const { segment, tutorial } = await evaluated("--methods", "tutorial,segment", ...own);
  assertEquals([segment.framesRead, segment.framesMeasured], [45, 45]);
  assertEquals(tutorial.framesMeasured, 43);
  const some = await evaluated("--methods", "segment", ...own, "--every", "9");
  assert(some.segment.iou !== segment.iou);
});

Deno.test("cli evaluate names the options of networks where no method has one", async () => {
  await using place = await placeWithModel();
  const args = ["evaluate", `${LABELLED}walk`, "--methods", "tutorial", "--edges-every", "0"];
  const more = ["--model", "none.onnx", "--every", "2"];
  const { stderr } = await place.succeed([...args, ...more]);
  const notes = ["--model", "--every"].map((option) => `note: ${option} has no effect here\n`);
  assertEquals(stderr, notes.join(""));
  assertEquals((await place.succeed([...args, ...more, "-q"])).stderr, "");
});

Deno.test("cli evaluate refuses what a run refuses of a network", async () => {
  await using place = await placeWithModel();
  const args = ["evaluate", `${LABELLED}walk`, "--methods", "segment"];
  const usage = await place.run([...args, "--model-layout", "x"]);
  assertFailed(usage, { code: 2, says: ["'--model-layout'"] });
  const missing = await place.run([...args, "--model", "none.onnx"]);
  assertEquals(missing.code, 1);
  const words = "error: walk: Cannot open the model 'none.onnx': there is no such file\n";
  assertEquals(missing.stderr, words);
});

Deno.test({
  name:
    "cli that would take segment names -m median where its networks cannot be fetched, and ends",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await workplace();
    await Deno.copyFile(place.file("bg.jpg"), place.file("my photo.jpg"));
    const env = { DENO_DIR: await cacheWithoutNetworks(place), HTTPS_PROXY: "http://127.0.0.1:9" };
    const run = (...args: string[]) => place.run(args, { env, isBare: true });
    const before = namesIn(place.path);
    const one = await run("clip.mp4", "my photo.jpg", "-o", "out.mp4");
    assertEquals(one.code, 1, one.stderr);
    assertMatch(
      one.stderr,
      /^note: the method for a video is segment[^\n]*\n(note: [^\n]+\n)*error: Cannot fetch /,
    );
    const instead = /; without networks: deno run -A \S*cli\.ts (.*)\n$/.exec(one.stderr)?.[1];
    assertEquals(instead, "clip.mp4 'my photo.jpg' -o out.mp4 -m median");
    // No file, no folder, no other method.
    assertEquals(namesIn(place.path), before);
    // Of several files the first tells it for all.
    await Deno.copyFile(place.file("clip.mp4"), place.file("other.mp4"));
    const { code, stdout } = await run("clip.mp4", "other.mp4", "bg.jpg", "-o", "out/", "--json");
    const { files } = JSON.parse(stdout);
    assertEquals([code, files.length, files[0].state], [1, 1, "failed"]);
    assertStringIncludes(files[0].error, "-o out/ --json -m median");
    // Of a photo median makes nothing.
    const photo = await run("my photo.jpg", "bg.jpg", "-o", "one.png");
    assertEquals(photo.code, 1);
    assertStringIncludes(photo.stderr, "error: Cannot fetch ");
    assertEquals(photo.stderr.includes("-m median"), false);
  },
});

Deno.test("cli takes segment for a photo, and for options of its own, and says so", async () => {
  await using place = await placeWithModel();
  await ffmpeg("-i", place.file("clip.mp4"), "-frames:v", "1", place.file("photo.png"));
  const run = async (...args: string[]) => {
    const { stdout, stderr } = await place.succeed([...args, "--json"], { isBare: true });
    assertEquals(JSON.parse(stdout).method, "segment");
    assertEquals(stderr.match(/^note: the method/gm)?.length, 1);
  };
  await run("photo.png", "transparent", "--model", "red.onnx", "-o", "cut.png");
  await run("clip.mp4", "bg.jpg", "--model", "red.onnx", "-o", "frames");
  await run("clip.mp4", "bg.jpg", "--model", "red.onnx", "--every", "2", "-o", "o.mp4");
  assertEquals(namesIn(place.file("frames")), numberedNames(1, 12));
});
