import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { createDisparity } from "../../raster/disparity.ts";
import type { Disparity, OutOption, Size } from "../../raster/frame.ts";
import { assertOptions, COUNT } from "../../raster/option_checks.ts";
import { assertDisparity } from "./assert_disparity.ts";

/**
 * What {@linkcode filterSpeckles} takes for a speckle.
 *
 * @category Primitives: stereo
 */
export interface FilterSpecklesOptions extends OutOption<Disparity> {
  /** Regions of at most so many pixels are speckles. */
  maxSpeckleSize: number;
  /** Pixels side by side whose disparities differ by at most so much, in pixels, are of one region. */
  maxDiff: number;
}

/**
 * Forget the disparities of small regions: wrong matches come in specks, objects do not.
 *
 * A region is what can be walked through, up, down, left and right, without a step in disparity of
 * more than `maxDiff`.
 *
 * @example One pixel that differs from all around it
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const disparity = { width: 5, height: 1, disparity: Float32Array.of(4, 4, 9, 4.5, 4.5) };
 * const clean = filterSpeckles(disparity, { maxSpeckleSize: 1, maxDiff: 1 });
 * assertEquals([...clean.disparity], [4, 4, NaN, 4.5, 4.5]);
 * ```
 *
 * @param disparity The disparities, H × W; NaN is unknown.
 * @param options How small, and what is a step; `out` may be `disparity`.
 * @returns `out`, or a new H × W map.
 * @throws {RangeError} If the sizes differ, or an option is out of its range.
 * @see OpenCV `cv::filterSpeckles`: equal for `16 · disparity` and a whole `16 · maxDiff`.
 * @category Primitives: stereo
 */
export function filterSpeckles(disparity: Disparity, options: FilterSpecklesOptions): Disparity {
  const { maxSpeckleSize, maxDiff } = options;
  const { out = createDisparity(disparity.width, disparity.height) } = options;
  assertDisparity("filter speckles", "disparity", disparity, disparity);
  assertDisparity("filter speckles", "out", out, disparity);
  assertOptions("filter speckles", { maxSpeckleSize, maxDiff }, {
    maxSpeckleSize: COUNT,
    maxDiff: { least: 0 },
  });
  // Differences of 32 bits, as the kernel has them.
  const step = Math.fround(maxDiff);
  const memory = memoryOf(disparity.disparity);
  if (memory !== undefined && maxSpeckleSize > 0) {
    filterByKernel(memory, disparity, maxSpeckleSize, step, out);
    return out;
  }
  if (out !== disparity) out.disparity.set(disparity.disparity);
  if (maxSpeckleSize > 0) clearSpeckles(out, maxSpeckleSize, step);
  return out;
}

/** Bytes that the kernel keeps of a run of pixels without a step. */
const RUN_BYTES = 16;

function filterByKernel(
  memory: KernelMemory,
  map: Disparity,
  size: number,
  step: number,
  out: Disparity,
): void {
  memory.work([map.disparity], out.disparity, (to, from) => {
    filterSpecklesAt(memory, to, from, map, size, step);
  });
}

/**
 * {@linkcode filterSpeckles} of numbers in a kernel memory.
 *
 * @param memory The memory.
 * @param to Address of the result.
 * @param from Address of the map; may be the same.
 * @param mapSize The map's sides.
 * @param maxSize Regions of at most so many pixels are speckles.
 * @param step Differences of at most so much are none: a number of 32 bits.
 */
export function filterSpecklesAt(
  memory: KernelMemory,
  to: number,
  from: number,
  { width, height }: Size,
  maxSize: number,
  step: number,
): void {
  const pixels = width * height;
  const most = Math.min(maxSize, pixels);
  // Noise has a run a pixel, objects have few: what is set aside for these is seldom too little.
  let isDone = false;
  for (let room = Math.min(pixels, 8 * height + (pixels >> 3)); !isDone; room = pixels) {
    memory.withRoom(4 * (height + 1) + RUN_BYTES * room, (scratch) => {
      const { filterSpeckles } = memory.kernels;
      isDone = filterSpeckles(to, from, width, height, most, step, room, scratch) !== 0;
    });
  }
}

/** The same in place, by the plain loop. */
function clearSpeckles({ width, height, disparity }: Disparity, size: number, step: number): void {
  // Pixels that point to an earlier one of their region, the first of all to itself.
  const roots = new Int32Array(width * height);
  const areas = new Int32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const value = disparity[i];
      // With NaN no difference is small.
      const left = x > 0 && Math.abs(Math.fround(value - disparity[i - 1])) <= step;
      const above = y > 0 && Math.abs(Math.fround(value - disparity[i - width])) <= step;
      let root = left ? rootOf(roots, i - 1) : i;
      if (above) {
        const other = rootOf(roots, i - width);
        const [first, last] = [Math.min(root, other), Math.max(root, other)];
        if (first !== last && last !== i) {
          roots[last] = first;
          areas[first] += areas[last];
        }
        root = first;
      }
      roots[i] = root;
      areas[root]++;
    }
  }
  for (let i = 0; i < roots.length; i++) {
    // What an earlier pixel points to is the root already.
    const root = roots[i] = roots[roots[i]];
    if (areas[root] <= size) disparity[i] = NaN;
  }
}

/** The first pixel of a region; the way to it is halved. */
function rootOf(roots: Int32Array, pixel: number): number {
  let at = pixel;
  while (roots[at] !== at) at = roots[at] = roots[roots[at]];
  return at;
}
