/**
 * Draws a labelled set for methods that tell by distance: rooms in which somebody is near, seen by two eyes,
 * and the same with depth instead of the right eye.
 *
 *     deno run -A tests/bench/scenes/stereo.ts FOLDER
 *     deno run -A cli.ts evaluate FOLDER/* --methods depth
 *
 * It needs ffmpeg with libx264.
 *
 * | folder    | beside `input.mkv` and `truth.mkv`                                                       |
 * | --------- | ---------------------------------------------------------------------------------------- |
 * | `clean/`  | `right.mkv`, in another exposure; noise of half a level                                  |
 * | `noisy/`  | `right.mkv`, also a pixel too low; noise of two levels                                   |
 * | `depth/`  | `depth.mkv`, 16 bits, near is bright                                                     |
 * | `holes/`  | `depth.mkv` at a quarter of the width and of the height; 5 % of it is 0: nothing measured |
 *
 * @module
 */

import { addNoise, encode, repeatable } from "../../../examples/media/drawing/camera.ts";
import type { Canvas } from "../../../examples/media/drawing/drawing.ts";
import { exposedRgba, movedDown } from "../../../examples/media/drawing/layers.ts";
import { gaussianTable, valueNoise } from "../../../examples/media/drawing/noise.ts";
import {
  frameRate,
  rooms,
  type StereoFrame,
  stereoFrames,
  view,
} from "../../../examples/media/drawing/stereo_rooms.ts";

/** Lossless but for the colours' resolution: the noise is what it is said to be. */
const VIDEO = [
  ...["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p"],
  ...repeatable,
];
const FFV1 = ["-c:v", "ffv1", "-level", "3", ...repeatable];

/** Disparity that is white in a depth video. */
const WHITE = 80;
/** How many times smaller the coarse depth is, in each direction. */
const COARSE = 4;
/** How much of it is holes, and how large they are about, in its pixels. */
const [HOLES, HOLE_SIZE] = [0.05, 3];

const noise = gaussianTable(1 << 18, 17);

/**
 * Draw the set.
 *
 * @param folder Where its folders go.
 */
export async function makeStereoSet(folder: string): Promise<void> {
  for (const [name, room] of Object.entries(rooms)) {
    const frames = [...stereoFrames(room)];
    const clean = `${folder}/clean/${name}`;
    await writeEyes(clean, frames, { gain: room.gain, level: 0.5, rows: 0 });
    const noisy = `${folder}/noisy/${name}-noisy`;
    await writeEyes(noisy, frames, { gain: room.gain, level: 2, rows: 1 });
    const depths = frames.map(({ disparity }) => disparity);
    await writeDepth(`${folder}/depth/${name}-depth`, clean, depths, 1);
    const coarse = depths.map((map, index) => pierced(shrunk(map), index));
    await writeDepth(`${folder}/holes/${name}-holes`, clean, coarse, COARSE);
  }
}

/** What is wrong with the pictures. */
interface Faults {
  /** The right eye's exposure, where the left one's is 1. */
  readonly gain: number;
  /** Deviation of the noise, in gray levels. */
  readonly level: number;
  /** How many rows the right eye's picture is too low. */
  readonly rows: number;
}

async function writeEyes(
  folder: string,
  frames: readonly StereoFrame[],
  { gain, level, rows }: Faults,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const size = `${view.width}x${view.height}`;
  const noised = ({ width, height, colors }: Canvas, index: number): Canvas => {
    const canvas = { width, height, colors: colors.slice() };
    addNoise(canvas, noise, index, level);
    return canvas;
  };
  const left = frames.values().map(({ left }, i) => exposedRgba(noised(left, 2 * i), 1));
  await encode(left, size, frameRate, [...VIDEO, `${folder}/input.mkv`]);
  const right = frames.values().map(({ right }, i) =>
    exposedRgba(noised(movedDown(right, rows), 2 * i + 1), gain)
  );
  await encode(right, size, frameRate, [...VIDEO, `${folder}/right.mkv`]);
  const mattes = frames.values().map(({ matte }) => matte);
  await encode(mattes, size, frameRate, [...FFV1, `${folder}/truth.mkv`], "gray");
}

/** The same pictures as those of another clip, with depth. */
async function writeDepth(
  folder: string,
  source: string,
  depths: readonly Float32Array[],
  divisor: number,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const name of ["input.mkv", "truth.mkv"]) {
    await Deno.copyFile(`${source}/${name}`, `${folder}/${name}`);
  }
  const size = `${view.width / divisor}x${view.height / divisor}`;
  const pictures = depths.values().map(levelsOf);
  await encode(pictures, size, frameRate, [...FFV1, `${folder}/depth.mkv`], "gray16le");
}

/** Disparities as 16 bits, the lower byte first. */
function levelsOf(map: Float32Array): Uint8ClampedArray {
  const bytes = new Uint8ClampedArray(2 * map.length);
  const words = new DataView(bytes.buffer);
  map.forEach((disparity, i) => words.setUint16(2 * i, 65535 * disparity / WHITE, true));
  return bytes;
}

/** One of each square's pixels. */
function shrunk(map: Float32Array): Float32Array {
  const width = view.width / COARSE;
  return Float32Array.from({ length: map.length / COARSE ** 2 }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return map[(COARSE * y + COARSE / 2) * view.width + COARSE * x + COARSE / 2];
  });
}

/** With holes, elsewhere in each frame. */
function pierced(map: Float32Array, index: number): Float32Array {
  const width = view.width / COARSE;
  const heights = map.map((_, i) =>
    valueNoise((i % width) / HOLE_SIZE, Math.floor(i / width) / HOLE_SIZE, 400 + index)
  );
  const last = heights.toSorted()[Math.floor(HOLES * heights.length)];
  return map.map((disparity, i) => heights[i] < last ? 0 : disparity);
}

if (import.meta.main) {
  const [folder] = Deno.args;
  if (folder === undefined) {
    console.error("Usage: deno run -A tests/bench/scenes/stereo.ts FOLDER");
    Deno.exit(2);
  }
  await makeStereoSet(folder);
}
