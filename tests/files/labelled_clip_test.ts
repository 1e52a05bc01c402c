import { fileURLToPath } from "node:url";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  encodeGrayPng,
  findFfmpeg,
  findLabelledClips,
  openJpegCodec,
  openLabelledClip,
} from "../../lib/files/mod.ts";
import { hasDistance } from "../../lib/files/labelled_clip.ts";
import { UnsupportedMediaError } from "../../mod.ts";
import { ffmpeg, grayOf, ROOT, temporaryFolder } from "../helpers.ts";

const LABELLED = fileURLToPath(new URL("examples/media/labelled", ROOT));

async function open(folder: string) {
  const jpeg = await openJpegCodec();
  return await openLabelledClip(folder, { ffmpeg: await findFfmpeg(), jpeg });
}

/** The truths of a clip, by rows of numbers. */
async function truthsOf(folder: string) {
  const truths: (number[] | undefined)[] = [];
  for await (const { truth } of (await open(folder)).read()) {
    truths.push(truth && [...truth.matte.data]);
  }
  return truths;
}

async function writePictures(folder: string, name: string, pictures: readonly number[][][]) {
  await Deno.mkdir(folder, { recursive: true });
  for (const [i, rows] of pictures.entries()) {
    const number = String(i + 1).padStart(6, "0");
    await Deno.writeFile(`${folder}/${name}${number}.png`, encodeGrayPng(grayOf(rows)));
  }
}

const black = [[0, 0, 0], [0, 0, 0]];

Deno.test("openLabelledClip() reads the example clips, as often as one likes", async () => {
  const clip = await open(`${LABELLED}/walk`);
  assertEquals([clip.name, clip.cleanPlate?.width], ["walk", 320]);
  for (let round = 0; round < 2; round++) {
    let [frames, white] = [0, 0];
    for await (const { frame, truth } of clip.read()) {
      frames++;
      assertEquals([frame.number, frame.width], [frames, 320]);
      white += truth?.matte.data.filter((level) => level === 255).length ?? 0;
    }
    assertEquals([frames, white > 100_000], [45, true]);
  }
});

Deno.test("openLabelledClip() has the exact levels of a gray FFV1 truth", async () => {
  await using folder = await temporaryFolder();
  const levels = Array.from({ length: 256 }, (_, level) => level);
  await writePictures(`${folder.path}/input`, "f", [[levels, levels]]);
  await writePictures(`${folder.path}/made`, "f", [[levels, levels]]);
  const made = `${folder.path}/made/f%06d.png`;
  await ffmpeg("-i", made, "-c:v", "ffv1", "-pix_fmt", "gray", `${folder.path}/truth.mkv`);
  assertEquals(await truthsOf(folder.path), [[...levels, ...levels]]);
});

Deno.test("openLabelledClip() reads numbered pictures in folders", async () => {
  await using folder = await temporaryFolder();
  await writePictures(`${folder.path}/input`, "in", [black, black]);
  await writePictures(`${folder.path}/truth`, "t", [black, [[0, 128, 255], [7, 0, 0]]]);
  assertEquals(await truthsOf(folder.path), [black.flat(), [0, 128, 255, 7, 0, 0]]);
});

Deno.test("openLabelledClip() reads CDnet's layout", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/highway`;
  await writePictures(`${path}/input`, "in", [black, black, black, black]);
  const outside = [[85, 85, 85], [170, 85, 85]];
  await writePictures(`${path}/groundtruth`, "gt", [
    black,
    [[0, 50, 85], [170, 255, 255]],
    outside,
    black,
  ]);
  const roi = `${folder.path}/roi.png`;
  await Deno.writeFile(roi, encodeGrayPng(grayOf([[255, 255, 255], [255, 255, 0]])));
  await ffmpeg("-i", roi, `${path}/ROI.bmp`);
  await Deno.writeTextFile(`${path}/temporalROI.txt`, "2 3\n");
  const clip = await open(path);
  const truths = [];
  for await (const { truth } of clip.read()) truths.push(truth);
  // Frames 1 and 4 are out of the range, of frame 3 nothing is known.
  assertEquals(truths.map((truth) => truth === undefined), [true, false, true, true]);
  assertEquals([...truths[1]?.matte.data ?? []], [0, 0, 0, 0, 255, 255]);
  assertEquals([...truths[1]?.region?.data ?? []], [255, 255, 0, 0, 255, 0]);
  assertEquals([...truths[1]?.shadow?.data ?? []], [0, 255, 0, 0, 0, 0]);
  assertEquals(findLabelledClips(folder.path), [path]);
});

Deno.test("openLabelledClip() reads a video of CDnet's levels, in which some frames are unknown", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const [unknown, known] = [[[170, 170, 170], [170, 170, 170]], [[0, 170, 255], [255, 85, 50]]];
  await writePictures(`${path}/input`, "in", [black, black, black]);
  await writePictures(`${path}/made`, "gt", [unknown, known, unknown]);
  const video = `${path}/groundtruth.mkv`;
  await ffmpeg("-i", `${path}/made/gt%06d.png`, "-c:v", "ffv1", "-pix_fmt", "gray", video);
  assertEquals(await truthsOf(path), [undefined, [0, 0, 255, 255, 0, 0], undefined]);
  assertEquals(findLabelledClips(path), [path]);
});

Deno.test("findLabelledClips() finds those in the folder, sorted", () => {
  assertEquals(findLabelledClips(LABELLED), [`${LABELLED}/sway`, `${LABELLED}/walk`]);
});

Deno.test("findLabelledClips() follows links", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  await Deno.symlink(`${LABELLED}/walk`, `${path}/walk`, { type: "dir" });
  await Deno.symlink(`${path}/nowhere`, `${path}/broken`, { type: "dir" });
  assertEquals(findLabelledClips(path), [`${path}/walk`]);
});

Deno.test("findLabelledClips() says what is missing", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  assertThrows(() => findLabelledClips(`${path}/none`), Deno.errors.NotFound, "no such folder");
  assertThrows(() => findLabelledClips(path), UnsupportedMediaError, "no labelled clip in it");
  await Deno.writeTextFile(`${path}/input.mp4`, "");
  assertThrows(() => findLabelledClips(path), UnsupportedMediaError, "truth.* is missing");
  assertThrows(() => findLabelledClips(`${path}/input.mp4`), UnsupportedMediaError, "no folder");
});

Deno.test("openLabelledClip() refuses another size, and another number of frames", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  await writePictures(`${path}/input`, "in", [black, black]);
  await writePictures(`${path}/truth`, "t", [[[0, 0], [0, 0]]]);
  await assertRejects(() => open(path), UnsupportedMediaError, "the truth must be 3×2");
  await writePictures(`${path}/truth`, "t", [black]);
  await assertRejects(() => truthsOf(path), UnsupportedMediaError, "input has more than 1 frames");
  await writePictures(`${path}/truth`, "t", [black, black, black]);
  await assertRejects(() => truthsOf(path), UnsupportedMediaError, "truth has more than 2 frames");
  await Deno.writeFile(`${path}/plate.png`, encodeGrayPng(grayOf([[0]])));
  await assertRejects(() => open(path), UnsupportedMediaError, "the clean plate must be 3×2");
});

/** What a clip's frames tell of distance: the right eye's first row of red, and the depths. */
async function distancesOf(folder: string) {
  const distances: { right: number[] | undefined; depth: (number | undefined)[] }[] = [];
  for await (const { frame: { right, depth, width } } of (await open(folder)).read()) {
    distances.push({
      right: right && Array.from({ length: width }, (_, x) => right.bitmap[4 * x]),
      depth: Array.from(depth?.disparity ?? [], (value) => Number(value.toFixed(3))),
    });
  }
  return distances;
}

async function blackClip(path: string, frames: number) {
  await writePictures(`${path}/input`, "in", Array(frames).fill(black));
  await writePictures(`${path}/truth`, "t", Array(frames).fill(black));
}

Deno.test("openLabelledClip() gives frames what the right eye sees, and depth, as often as one likes", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  await blackClip(path, 2);
  assertEquals([(await open(path)).hasDistance, hasDistance(path)], [false, false]);
  assertEquals(await distancesOf(path), Array(2).fill({ right: undefined, depth: [] }));

  await writePictures(`${path}/right`, "r", [[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [0, 0, 0]]]);
  // Nothing was measured where it is 0.
  const rows = [[0, 51, 255], [102, 102, 204]];
  await writePictures(`${path}/depth`, "d", rows.map((row) => [row, row]));
  const clip = await open(path);
  assertEquals([clip.hasDistance, hasDistance(path)], [true, true]);
  for (let round = 0; round < 2; round++) {
    assertEquals(await distancesOf(path), [
      { right: [1, 2, 3], depth: [NaN, 0.2, 1, NaN, 0.2, 1] },
      { right: [7, 8, 9], depth: [0.4, 0.4, 0.8, 0.4, 0.4, 0.8] },
    ]);
  }
});

Deno.test("openLabelledClip() reads 16 bits of depth, of another size than the frames", async () => {
  await using folder = await temporaryFolder();
  const { path } = folder;
  const rows = Array.from({ length: 2 }, () => Array(4).fill(0));
  await writePictures(`${path}/input`, "in", [rows]);
  await writePictures(`${path}/truth`, "t", [rows]);
  const words = Uint16Array.of(0x4001, 0x4002);
  await Deno.writeFile(`${path}/raw`, new Uint8Array(words.buffer));
  const raw = ["-f", "rawvideo", "-pix_fmt", "gray16le", "-s", "2x1", "-i", `${path}/raw`];
  await ffmpeg(...raw, "-c:v", "ffv1", `${path}/depth.mkv`);
  for await (const { frame: { depth } } of (await open(path)).read()) {
    assertEquals([depth?.width, depth?.height], [2, 1]);
    assertEquals(depth?.disparity, Float32Array.of(0x4001 / 65535, 0x4002 / 65535));
  }
});

const unfit: [name: string, pictures: number[][][], says: string][] = [
  ["right", [[[0, 0], [0, 0]]], "Both eyes must be of one size"],
  ["depth", [[[0], [0], [0]]], "must have the shape of the pictures"],
];
for (const [name, pictures, says] of unfit) {
  Deno.test(`openLabelledClip() refuses another size of ${name}.*, before frames are read`, async () => {
    await using folder = await temporaryFolder();
    await blackClip(folder.path, 1);
    await writePictures(`${folder.path}/${name}`, "x", pictures);
    const error = await assertRejects(() => open(folder.path), UnsupportedMediaError, says);
    assertEquals(error.message.includes("\n"), false);
    assertEquals(error.message.includes(`${folder.path}/${name}`), true);
  });
}

for (const name of ["right", "depth"]) {
  Deno.test(`openLabelledClip() refuses ${name}.* of another length`, async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    await blackClip(path, 3);
    // By one frame headers may err: it shows when the clip is read.
    await writePictures(`${path}/${name}`, "x", [black, black]);
    await assertRejects(
      () => distancesOf(path),
      UnsupportedMediaError,
      `'${path}/${name}' ends after 2 frames, and '${path}/input' goes on`,
    );
    await writePictures(`${path}/${name}`, "x", Array(4).fill(black));
    await assertRejects(
      () => distancesOf(path),
      UnsupportedMediaError,
      `'${path}/${name}' goes on after 3 frames`,
    );
    await writePictures(`${path}/${name}`, "x", Array(9).fill(black));
    await assertRejects(() => open(path), UnsupportedMediaError, "Both must be of one length");
  });

  Deno.test(`openLabelledClip() refuses ${name}.* that is no video`, async () => {
    await using folder = await temporaryFolder();
    await blackClip(folder.path, 1);
    await Deno.writeTextFile(`${folder.path}/${name}.mkv`, "no video");
    await assertRejects(() => open(folder.path), UnsupportedMediaError, `${name}.mkv`);
  });
}
