/**
 * What comes out for the two labelled clips, byte for byte, by the command line: each method with its own
 * refinement and others, backgrounds, edges, fits and ranges. Taken before the code was moved about; a change
 * that is meant is taken anew with `UPDATE=1 deno test -A tests/golden_test.ts`, and named in CHANGELOG.
 */
import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { golden, sumOf, type Sums, TABLE } from "./golden.ts";
import { BEACH, ffmpeg, ROOT, runCliHere, sha256, temporaryFolder } from "./helpers.ts";

const LABELLED = fileURLToPath(new URL("examples/media/labelled/", ROOT));

const plates = ["--clean-plate", "PLATE"];
const everyStep = "open:1,close:2,erode:1,dilate:1,median:1,remove:20,largest:2,fill:all:bottom," +
  "guided:6:0.001:2,hold:8,smooth,gaussian:0.8,blur:1,levels:20:235";

const onBoth: [name: string, ...args: string[]][] = [
  ["tutorial", "-m", "tutorial"],
  ["difference", "-m", "difference"],
  ["median", "-m", "median"],
  ["average", "-m", "average"],
  ["mog2", "-m", "mog2"],
  ["knn", "-m", "knn"],
  ["clean-plate", "-m", "clean-plate", ...plates],
  ["chroma", "-m", "chroma", "--set", "key=#6080a0"],
];

const onWalk: [name: string, ...args: string[]][] = [
  ["difference, none", "-m", "difference", "--refine", "none"],
  ["difference, three frames", "-m", "difference", "--set", "threeFrames=true"],
  ["median, none", "-m", "median", "--refine", "none"],
  ["average, none", "-m", "average", "--refine", "none"],
  ["mog2, none", "-m", "mog2", "--refine", "none"],
  ["knn, none", "-m", "knn", "--refine", "none"],
  ["clean-plate, none", "-m", "clean-plate", ...plates, "--refine", "none"],
  ["clean-plate, every step", "-m", "clean-plate", ...plates, "--refine", everyStep],
  ["tutorial, every step", "-m", "tutorial", "--refine", everyStep],
  [
    "clean-plate, edges",
    "-m",
    "clean-plate",
    ...plates,
    "--feather",
    "3",
    "--light-wrap",
    "0.4",
    "--despill",
  ],
  ["clean-plate, frames", "-m", "clean-plate", ...plates, "--frames", "10-20"],
  ["median, frames", "-m", "median", "--frames", "31-40"],
  ["tutorial, cover", "-m", "tutorial", "--fit", "cover"],
  ["tutorial, size", "-m", "tutorial", "--size", "160x90", "--fit", "contain"],
  ["median, warm-up", "-m", "median", "--warm-up", "9"],
];

const backgrounds: [name: string, background: string][] = [
  ["blur", "blur:9"],
  ["color", "color:teal"],
  ["transparent", "transparent"],
  ["video", `${LABELLED}sway/input.mp4`],
];

const found: Sums = {};
const isUpdate = Deno.env.get("UPDATE") === "1";

/** Compare checksums with those that were kept, or keep them. */
function assertGolden(name: string, sum: string): void {
  found[name] = sum;
  if (!isUpdate) assertEquals(sum, golden[name], `${name} is not what it was`);
}

function addTest(name: string, clip: string, background: string, args: readonly string[]): void {
  Deno.test(`golden outputs: ${name}`, async () => {
    await using folder = await temporaryFolder();
    const targets = ["-o", `${folder.path}/out%d.png`, "--mattes", `${folder.path}/matte%d.png`];
    const video = `${LABELLED}${clip}/input.mp4`;
    const named = args.map((word) => word === "PLATE" ? `${LABELLED}${clip}/plate.png` : word);
    const { code, stderr } = await runCliHere([video, background, ...targets, "-q", ...named]);
    assertEquals(code, 0, stderr);
    assertGolden(`${name}: mattes`, await sumOf(folder.path, /^matte/));
    assertGolden(`${name}: pictures`, await sumOf(folder.path, /^out/));
  });
}

for (const [name, ...args] of onBoth) {
  for (const clip of ["walk", "sway"]) addTest(`${name}, ${clip}`, clip, BEACH, args);
}
for (const [name, ...args] of onWalk) addTest(name, "walk", BEACH, args);
for (const [name, background] of backgrounds) {
  addTest(`clean-plate, ${name}`, "walk", background, ["-m", "clean-plate", ...plates]);
}

/** `segment` with a segmenter that takes what is dark for a person, the same on every processor. */
function segmentModule(options: string): string {
  return `import { grayscale, resizeArea, SegmentEstimator, threshold } from "${new URL(
    "mod.ts",
    ROOT,
  )}";
    const segment = (frame) => {
      const small = resizeArea(grayscale(frame), { width: 64, height: 36 });
      const matte = threshold(small, 110, { out: { ...small, data: small.data.slice() } });
      matte.data.forEach((level, i) => matte.data[i] = 255 - level);
      return Promise.resolve(matte);
    };
    const open = () =>
      Promise.resolve({ segment, reset() {}, [Symbol.asyncDispose]: () => Promise.resolve() });
    export default {
      refine: "smooth:1,levels:64:191",
      create: () => new SegmentEstimator(open, ${options}),
    };`;
}

for (const options of ["{}", "{ every: 3 }", "{ plate: false }", "{ roi: true }"]) {
  Deno.test(`golden outputs: segment ${options}`, async () => {
    await using folder = await temporaryFolder();
    await Deno.writeTextFile(`${folder.path}/segment.ts`, segmentModule(options));
    const targets = ["-o", `${folder.path}/out%d.png`, "--mattes", `${folder.path}/matte%d.png`];
    const video = `${LABELLED}walk/input.mp4`;
    const args = [video, BEACH, ...targets, "-q", "-m", `${folder.path}/segment.ts`];
    const { code, stderr } = await runCliHere(args);
    assertEquals(code, 0, stderr);
    assertGolden(`segment ${options}: mattes`, await sumOf(folder.path, /^matte/));
    assertGolden(`segment ${options}: pictures`, await sumOf(folder.path, /^out/));
  });
}

Deno.test("golden outputs: mattes beside a video out, which has accurate colours", async () => {
  await using folder = await temporaryFolder();
  const targets = ["-o", `${folder.path}/out.mp4`, "--mattes", `${folder.path}/mattes.mkv`];
  const args = [`${LABELLED}walk/input.mp4`, BEACH, ...targets, "-q", "-m", "median"];
  const { code, stderr } = await runCliHere(args);
  assertEquals(code, 0, stderr);
  const raw = `${folder.path}/mattes.raw`;
  await ffmpeg("-i", `${folder.path}/mattes.mkv`, "-f", "rawvideo", "-pix_fmt", "gray", raw);
  assertGolden("mattes beside a video", await sha256(await Deno.readFile(raw)));
});

Deno.test("golden outputs: the tutorial's JPEGs, by the pool and by the pipeline", async () => {
  for (const [name, ...args] of [["pool"], ["pipeline", "--feather", "0", "--refine", "open:0"]]) {
    await using folder = await temporaryFolder();
    const video = `${LABELLED}walk/input.mp4`;
    const { code, stderr } = await runCliHere([
      video,
      BEACH,
      "-o",
      `${folder.path}/output%d.jpg`,
      "-q",
      ...args,
    ]);
    assertEquals(code, 0, stderr);
    assertGolden(`JPEGs, ${name}`, await sumOf(folder.path, /jpg$/));
  }
});

Deno.test({
  name: "golden outputs: the table is written",
  ignore: !isUpdate,
  fn: () => Deno.writeTextFile(TABLE, JSON.stringify(found, undefined, 2) + "\n"),
});
