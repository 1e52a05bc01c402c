import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { hasScreen } from "../../../lib/app/compare/has_screen.ts";
import { sampledParts } from "../../../lib/app/compare/sample_method.ts";
import { sampleMethods, type SampleProgress } from "../../../lib/app/mod.ts";
import { findFfmpeg, openJpegCodec, readImage } from "../../../lib/files/mod.ts";
import { methodTraits } from "../../../lib/methods/method_traits.ts";
import { replaceBackground } from "../../../mod.ts";
import { BEACH, ROOT, temporaryFolder } from "../../helpers.ts";

const WALK = fileURLToPath(new URL("examples/media/labelled/walk/", ROOT));
const VIDEO = `${WALK}input.mp4`;
/** Frames a second. */
const RATE = 25;
const PLATE = `${WALK}plate.png`;

/** A picture that a run has written. */
async function written(path: string): Promise<number[]> {
  using jpeg = await openJpegCodec();
  const { bitmap } = await readImage(path, { jpeg, ffmpeg: () => findFfmpeg() });
  return [...bitmap];
}

// One that compares frames, one that remembers all, one with a survey, one that needs a plate, one that shows
// another frame than the one that is due.
for (const method of ["difference", "mog2", "median", "clean-plate", "tutorial"] as const) {
  Deno.test(`sampleMethods() gives the pictures of a run: ${method}`, async () => {
    await using folder = await temporaryFolder();
    const output = `${folder.path}/out%d.png`;
    const cleanPlate = methodTraits[method].needsPlate ? PLATE : undefined;
    const how = { cleanPlate, feather: 2 };
    const frames = { first: 40, last: 40 };
    const mattes = `${folder.path}/matte%d.png`;
    await replaceBackground(VIDEO, BEACH, output, { ...how, method, frames, mattes });
    // Far apart: who looks back a few frames only reads two parts.
    const asked = { ...how, methods: [method], output, frames: [40, 12] };
    const [sampled] = await sampleMethods(VIDEO, BEACH, asked);
    assert(sampled.failure === undefined, sampled.failure);
    assertEquals([...sampled.samples.keys()], [12, 40]);
    const { composite, matte } = sampled.samples.get(40)!;
    assertEquals([...composite.bitmap], await written(`${folder.path}/out40.png`));
    const levels = await written(`${folder.path}/matte40.png`);
    assertEquals([...matte.data], levels.filter((_, p) => p % 4 === 0));
    assert(sampled.framesPerSecond! > 0);
  });
}

Deno.test("sampleMethods() with runUp gives the pictures of a run that begins there", async () => {
  await using folder = await temporaryFolder();
  const how = { method: "mog2", frames: { first: 9, last: 9 } };
  const start = 31 / RATE;
  await replaceBackground(VIDEO, BEACH, `${folder.path}/out%d.png`, { ...how, start });
  const totals = new Set<number | undefined>();
  const [sampled] = await sampleMethods(VIDEO, BEACH, {
    ...{ methods: ["mog2"], output: "out%d.png", frames: [10, 40], runUp: 8 },
    onProgress: ({ total }) => void totals.add(total),
  });
  assert(sampled.failure === undefined, sampled.failure);
  const { composite } = sampled.samples.get(40)!;
  assertEquals([...composite.bitmap], await written(`${folder.path}/out9.png`));
  assertEquals([...totals], [9 + 9]);
});

Deno.test("sampleMethods() tells of each method why it cannot work, and samples the others", async () => {
  const progress: SampleProgress[] = [];
  const sampled = await sampleMethods(VIDEO, BEACH, {
    frames: [3],
    methods: ["clean-plate", "depth", "average", "./nowhere.ts"],
    onProgress: (now) => void progress.push(now),
  });
  const [plate, depth, average, nowhere] = sampled;
  assertEquals(sampled.map(({ name }) => name), [
    "clean-plate",
    "depth",
    "average",
    "./nowhere.ts",
  ]);
  assertStringIncludes(plate.failure!, "cleanPlate");
  assertStringIncludes(depth.failure!, "distances");
  assertStringIncludes(nowhere.failure!, "nowhere.ts");
  assert(average.failure === undefined);
  assert(average.command.endsWith(`cli.ts ${VIDEO} ${BEACH} -m average`), average.command);
  assertEquals(progress.at(-1), {
    ...{ method: "average", place: 3, count: 4, stage: "frames", framesRead: 3, total: 3 },
  });
  assert(progress.some(({ stage }) => stage === "survey"));
});

Deno.test("sampleMethods() says why a method has no picture: it warms up, or the video is over", async () => {
  const reason = async (...frames: number[]) => {
    const [{ failure }] = await sampleMethods(VIDEO, BEACH, { frames, methods: ["mog2"] });
    return failure;
  };
  assertEquals(await reason(4), "it makes no picture of frames 1 to 5");
  assertEquals(await reason(46, 99), "the video has no frames 46, 99");
  assertEquals(
    await reason(99, 5),
    "it makes no picture of frames 1 to 5, and the video has no frame 99",
  );
});

Deno.test("hasScreen() takes green and blue for screens, but no wall, wood, skin or grayish room", () => {
  const is = (...[r, g, b]: number[]) =>
    hasScreen({ width: 1, height: 1, bitmap: Uint8ClampedArray.of(r, g, b, 255) });
  for (const color of [[0, 177, 64], [40, 90, 45], [20, 60, 190]]) assert(is(...color), `${color}`);
  for (const color of [[200, 140, 80], [144, 112, 74], [150, 30, 40], [90, 110, 100], [7, 7, 7]]) {
    assert(!is(...color), `${color}`);
  }
});

Deno.test("sampleMethods() refuses what no method could sample", async () => {
  const frames = [1];
  await assertRejects(() => sampleMethods(VIDEO, BEACH, { frames: [] }), RangeError, "'frames'");
  await assertRejects(() => sampleMethods(VIDEO, BEACH, { frames: [0] }), RangeError, "got 0");
  await assertRejects(() => sampleMethods("-", BEACH, { frames }), Error, "read only once");
  const missing = () => sampleMethods("no.mp4", BEACH, { frames, methods: ["median"] });
  await assertRejects(missing, Deno.errors.NotFound, "no.mp4");
});

Deno.test("sampledParts() reads a video in parts where that is allowed and saves frames", () => {
  const firstNeeded = (number: number) => Math.max(1, number - 20);
  assertEquals(sampledParts([5, 30, 200], { firstNeeded, mayPart: false }), [
    { first: 1, wanted: [5, 30, 200] },
  ]);
  assertEquals(sampledParts([100, 132, 133, 160], { firstNeeded, mayPart: true }), [
    { first: 80, wanted: [100, 132, 133, 160] },
  ]);
  assertEquals(sampledParts([100, 133], { firstNeeded, mayPart: true }), [
    { first: 80, wanted: [100] },
    { first: 113, wanted: [133] },
  ]);
});
