import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { replaceBackground, type ReplaceFileEvent, type ReplaceFileOptions } from "../../mod.ts";
import { exactMethods } from "./exact_methods.ts";
import { golden, sumOf } from "../golden.ts";
import {
  BEACH,
  ffmpeg,
  namesIn,
  ROOT,
  runCliHere,
  runProgram,
  temporaryFolder,
  WAVE,
} from "../helpers.ts";

const LABELLED = fileURLToPath(new URL("examples/media/labelled/", ROOT));

for (const [method, options] of exactMethods) {
  for (const clip of ["walk", "sway"]) {
    // The golden sums are of what the command line writes.
    Deno.test(`replaceBackground() gives the command line's mattes and pictures: ${method}, ${clip}`, async () => {
      await using folder = await temporaryFolder();
      const { path } = folder;
      const video = `${LABELLED}${clip}/input.mp4`;
      const cleanPlate = method === "clean-plate" ? `${LABELLED}${clip}/plate.png` : undefined;
      await replaceBackground(video, BEACH, `${path}/out%d.png`, {
        ...options,
        method,
        cleanPlate,
        mattes: `${path}/matte%d.png`,
      });
      assertEquals(await sumOf(path, /^matte/), golden[`${method}, ${clip}: mattes`]);
      assertEquals(await sumOf(path, /^out/), golden[`${method}, ${clip}: pictures`]);
    });
  }
}

// A network's mattes differ from processor to processor in the last bit: there is no golden sum.
Deno.test("replaceBackground() gives the command line's mattes and pictures: segment", async () => {
  await using folder = await temporaryFolder();
  const [ours, theirs] = ["ours", "theirs"].map((name) => `${folder.path}/${name}`);
  for (const path of [ours, theirs]) await Deno.mkdir(path);
  const video = `${LABELLED}walk/input.mp4`;
  const mattes = `${ours}/matte%d.png`;
  await replaceBackground(video, BEACH, `${ours}/out%d.png`, { method: "segment", mattes });
  const targets = ["-o", `${theirs}/out%d.png`, "--mattes", `${theirs}/matte%d.png`, "-q"];
  const { code, stderr } = await runCliHere([video, BEACH, ...targets, "-m", "segment"]);
  assertEquals(code, 0, stderr);
  assertEquals(await sumOf(ours, /^matte/), await sumOf(theirs, /^matte/));
  assertEquals(await sumOf(ours, /^out/), await sumOf(theirs, /^out/));
  assertEquals((await sumOf(ours, /^out/)).startsWith("45 "), true);
});

Deno.test("replaceBackground() without options writes the tutorial's pictures", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const video = `${LABELLED}walk/input.mp4`;
  const seen: number[] = [];
  const result = await replaceBackground(video, BEACH, `${path}/output%d.jpg`, {
    onProgress: ({ framesRead }, total) => seen.push(framesRead, total ?? 0),
  });
  assertEquals(await sumOf(path, /^output/), golden["JPEGs, pool"]);
  const { seconds, ...rest } = result;
  const size = { width: 320, height: 180 };
  assertEquals(rest, {
    framesRead: 45,
    framesWritten: 43,
    output: `${path}/output%d.jpg`,
    ...size,
  });
  assert(seconds > 0);
  assertEquals(seen.slice(-2), [45, 45]);
});

Deno.test("replaceBackground() writes a video whose pictures and sound are the command line's, packet for packet", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const video = `${path}/in.mp4`;
  const sound = ["-f", "lavfi", "-i", "sine=d=2", "-c:v", "copy", "-c:a", "aac", "-shortest"];
  await ffmpeg("-i", `${LABELLED}walk/input.mp4`, ...sound, video);
  const options = { method: "difference", feather: 2, crf: 30, start: 0.5 };
  await replaceBackground(video, "color:teal", `${path}/library.mkv`, options);
  const args = ["-m", "difference", "--feather", "2", "--crf", "30", "--start", "0.5", "-q"];
  const target = ["-o", `${path}/cli.mkv`];
  const { code, stderr } = await runCliHere([video, "color:teal", ...target, ...args]);
  assertEquals(code, 0, stderr);
  const packets = await Promise.all(["library", "cli"].map(async (name) => {
    const list = `${path}/${name}.txt`;
    await ffmpeg("-i", `${path}/${name}.mkv`, "-map", "0", "-c", "copy", "-f", "framemd5", list);
    return (await Deno.readTextFile(list)).split("\n").filter((line) => /^\d/.test(line));
  }));
  assertEquals(packets[0], packets[1]);
  const count = (stream: number) =>
    packets[0].filter((line) => line.startsWith(`${stream},`)).length;
  assert(count(0) > 20 && count(1) > 20);
});

Deno.test("replaceBackground() tells what it notices, refuses what the command line refuses, and leaves nothing", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const out = `${path}/out.mp4`;
  const notices: string[] = [];
  const onNotice = (text: string) => notices.push(text);
  await replaceBackground(WAVE, "blur", out, {
    method: "tutorial",
    duration: 0.2,
    jpegQuality: 80,
    onNotice,
  });
  assertEquals(notices, ["'jpegQuality' has no effect here"]);
  const wrong: [options: ReplaceFileOptions, error: string][] = [
    [{ jpegQuality: 101 }, "'jpegQuality' must be a whole number from 1 to 100, got 101"],
    [{ feather: -1 }, "'feather' must be"],
    [{ methd: "median" } as ReplaceFileOptions, "no option 'methd' (Did you mean 'method'?)"],
    [{ duration: "0.2" } as object, `'duration' must be a number, got "0.2"`],
    [
      { modelOptions: { sizes: "320" } } as object,
      "no option 'modelOptions.sizes' (Did you mean 'modelOptions.size'?)",
    ],
    [
      { method: "tutorial" },
      `Cannot replace a background: '${out}' is there already: 'overwrite' replaces it`,
    ],
    [{ method: "medain", overwrite: true }, "there is no method 'medain' (Did you mean median?)"],
    [{ settings: { samples: 24 }, method: "median", overwrite: true }, "samples"],
    [{ method: "clean-plate", overwrite: true }, "'method' clean-plate needs 'cleanPlate'"],
    [{ model: "none.onnx", modelOptions: { mean: "x" } }, "'modelOptions.mean' must be"],
    [{ method: "segment", settings: { every: 0 }, overwrite: true }, "'every' must be"],
    [{ refine: "opne:1", overwrite: true }, "opne"],
    [{ stereo: "x" } as object, "'stereo' must be sbs, sbs-half, tb or tb-half, got x"],
    [{ depth: WAVE, near: "x" } as object, "'near' must be bright or dark, got x"],
  ];
  for (const [options, words] of wrong) {
    const error = await assertRejects(() => replaceBackground(WAVE, BEACH, out, options), Error);
    assertStringIncludes(error.message, words);
    assertEquals([error.message.includes("--"), error.stack?.includes("--")], [false, false]);
  }
  await assertRejects(
    () => replaceBackground(WAVE, "blurr:24", out, { overwrite: true }),
    RangeError,
    "there is no file 'blurr:24' (Did you mean blur:24?)",
  );
  await assertRejects(
    () => replaceBackground(`${path}/none.mp4`, BEACH, out, { overwrite: true }),
    Error,
    "none.mp4",
  );
  const given = new AbortController();
  const onProgress = () => given.abort(new Error("enough"));
  const cut = { method: "tutorial", onProgress, signal: given.signal };
  await assertRejects(
    () => replaceBackground(WAVE, BEACH, `${path}/cut.mp4`, cut),
    Error,
    "enough",
  );
  assertEquals(namesIn(path).sort(), ["out.mp4"]);
});

Deno.test("replaceBackground() tells of the survey, the run and its end by onEvent", async () => {
  await using folder = await temporaryFolder();
  const events: ReplaceFileEvent[] = [];
  await replaceBackground(`${LABELLED}walk/input.mp4`, BEACH, `${folder.path}/out.mp4`, {
    method: "median",
    duration: 0.4,
    lightWrap: 0.5,
    jpegQuality: 80,
    onEvent: (event) => events.push(event),
  });
  const progress = events.filter((one) => one.event === "progress");
  const last = (stage: string) => progress.findLast((one) => one.stage === stage);
  const counts = { framesRead: 10, total: 10, event: "progress" as const };
  assertEquals(last("survey"), { ...counts, stage: "survey", framesWritten: 0 });
  assertEquals(last("run"), { ...counts, stage: "run", framesWritten: 10 });
  assertEquals(last("finish"), { ...counts, stage: "finish", framesWritten: 10 });
  assertEquals(events.filter(({ event }) => event === "notice"), [
    { event: "notice", text: "'jpegQuality' has no effect here" },
  ]);
});

Deno.test({
  name: "replaceBackground() tells of a package that it fetches by onEvent",
  // The carried libturbojpeg is there for Linux.
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    const paths = [WAVE, BEACH, `${path}/out%d.png`].map((path) => JSON.stringify(path));
    const code = `const { replaceBackground } = await import("${new URL("mod.ts", ROOT)}");
      const onEvent = (event) => event.event === "fetch" && console.log(JSON.stringify(event));
      await replaceBackground(${paths}, { duration: 0.2, onEvent });`;
    const args = ["eval", "--no-config", "--no-lock", code];
    const { stdout, stderr } = await runProgram(Deno.execPath(), args, {
      env: { DENO_DIR: `${path}/cache` },
    });
    const fetch = { event: "fetch", package: "npm:@julusian/jpeg-turbo@3.0.1", bytes: 2974085 };
    const events = stdout.trim().split("\n").map((line) => JSON.parse(line || "null"));
    const wanted = ["begun", "ended"].map((state) => ({ ...fetch, state }));
    assertEquals(events, wanted, stderr);
  },
});
