/**
 * SIMD twins of the filters: what `SimdPixels` calls. They check what the plain
 * ones check, take scratch memory, and leave to the plain ones what is rare.
 *
 * @module
 */

import { assertRadius } from "../pixels/filter/box_blur.ts";
import { type GaussianSize, gaussianWeights } from "../pixels/filter/gaussian_blur.ts";
import {
  guidedFilter,
  type GuidedFilterOptions,
  planGuidedFilter,
} from "../pixels/filter/guided/guided_filter.ts";
import { isMask, medianBlur } from "../pixels/filter/median_blur.ts";
import { GROWTHS, type MorphologyOptions } from "../pixels/filter/morphology.ts";
import * as plain from "../pixels/filter/morphology.ts";
import { readableWhile } from "../raster/overlap.ts";
import { assertElement, halfWidths } from "../pixels/filter/structuring_element.ts";
import {
  assertSameSize,
  createGray,
  createMatte,
  type Frame,
  type Gray,
  type Matte,
  type OutOption,
} from "../raster/frame.ts";
import type { KernelBench } from "../memory/kernel_bench.ts";
import type { Pixels } from "./pixels.ts";

/** Masks are grown by smaller elements as pictures are: it is as fast. */
const SMALLEST_REACH = 8;

/** The largest reach of what grows a mask: it is counted in bytes. */
const LARGEST_REACH = 254;

/** A plane of rows is kept for each width of an element: this many bytes in all. */
const MOST_ROWS = 2 ** 25;

/** The largest radius whose medians are faster to find bit by bit than by histograms. */
const LARGEST_MEDIAN = 5;

/** The twin of `dilate`, `erode`, `open` or `close`. */
export function grow(
  bench: KernelBench,
  action: keyof typeof GROWTHS,
  gray: Gray,
  radius: number,
  options: MorphologyOptions,
): Gray {
  const { out = createGray(gray.width, gray.height), shape = "ellipse" } = options;
  assertElement(action, shape, radius);
  assertSameSize(action, { gray, out });
  if (radius === 0) return plain[action](gray, radius, { shape, out });
  const { width, height } = gray;
  const { kernels } = bench;
  const data = readableInPlace(gray.data, out.data);
  bench.work([data], out.data, (to, source) => {
    const isFlat = radius >= SMALLEST_REACH && radius <= LARGEST_REACH &&
      kernels.isMask(source, data.length) !== 0;
    const growOnce = isFlat ? growMask : shape === "rect" ? growSquare : growStrips;
    let from = source;
    for (const flip of GROWTHS[action]) {
      growOnce(bench, { from, to, width, height }, halfWidths(shape, radius), flip);
      from = to;
    }
  });
  return out;
}

/** Where a picture lies, and where what becomes of it goes. */
interface Place {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly height: number;
}

/** Of 0 and 255: the time does not depend on the element. */
function growMask(bench: KernelBench, place: Place, halves: Int32Array, flip: number): void {
  const { from, to, width, height } = place;
  const radius = halves.length - 1;
  const room = Math.ceil(width / 16) * 16 * (height + 2) + 32;
  withRoom(bench, 256, (reaches) => {
    const table = new Uint8Array(bench.arena.buffer, reaches, 256).fill(0);
    halves.forEach((half, distance) => table[distance] = half + 1);
    withRoom(bench, room, (scratch) => {
      bench.kernels.growMask(from, to, width, height, radius, reaches, flip, scratch);
    });
  });
}

function growSquare(bench: KernelBench, place: Place, halves: Int32Array, flip: number): void {
  const { from, to, width, height } = place;
  const radius = halves.length - 1;
  const [right, down] = [Math.min(radius, width - 1), Math.min(radius, height - 1)];
  withRoom(bench, (width + 2 * right) * (height + 2 * down) + 128, (scratch) => {
    bench.kernels.growSquare(from, to, width, height, right, down, flip, scratch);
  });
}

/** By an element's rows, in strips as wide as there is room for rows. */
function growStrips(bench: KernelBench, place: Place, halves: Int32Array, flip: number): void {
  const { from, to, width, height } = place;
  const radius = halves.length - 1;
  const { widths, words } = elementRows(halves);
  const planes = widths * (2 * radius + 1) + 1;
  // At least four times what a strip reads of its neighbours.
  const widest = Math.max(8 * radius, Math.floor(MOST_ROWS / planes));
  if (width <= widest) {
    growRows(bench, place, radius, { widths, words }, flip);
    return;
  }
  const bytes = new Uint8Array(bench.arena.buffer);
  // A strip's neighbours must still be as they were.
  withRoom(bench, width * height, (whole) => {
    bytes.copyWithin(whole, from, from + width * height);
    withRoom(bench, widest * height, (strip) => {
      const inner = widest - 2 * radius;
      for (let left = 0; left < width; left += inner) {
        const first = Math.max(0, left - radius), end = Math.min(width, left + inner + radius);
        const stripWidth = end - first;
        copyRows(bytes, whole + first, width, strip, stripWidth, stripWidth, height);
        const own = { from: strip, to: strip, width: stripWidth, height };
        growRows(bench, own, radius, { widths, words }, flip);
        const kept = Math.min(inner, width - left);
        copyRows(bytes, strip + left - first, stripWidth, to + left, width, kept, height);
      }
    });
  });
}

/** Copy a part of each row. */
function copyRows(
  bytes: Uint8Array,
  from: number,
  fromStride: number,
  to: number,
  toStride: number,
  count: number,
  rows: number,
): void {
  for (let y = 0; y < rows; y++, from += fromStride, to += toStride) {
    bytes.copyWithin(to, from, from + count);
  }
}

function growRows(
  bench: KernelBench,
  { from, to, width, height }: Place,
  radius: number,
  { widths, words }: ReturnType<typeof elementRows>,
  flip: number,
): void {
  const rows = 2 * radius + 1;
  const room = Math.ceil(width / 64) * 64 * (widths * rows + 1) + 12 * rows + 2 * radius + 256;
  withRoom(bench, 4 * words.length, (element) => {
    new Int32Array(bench.arena.buffer, element, words.length).set(words);
    withRoom(bench, room, (scratch) => {
      bench.kernels.growRows(
        ...[from, to, width, height, radius, element, widths, flip, scratch] as const,
      );
    });
  });
}

/** The twin of `guidedFilter`. */
export function filterByGuide(
  bench: KernelBench,
  matte: Matte,
  guide: Frame | Gray,
  radius: number,
  epsilon: number,
  options: GuidedFilterOptions,
): Matte {
  const { out = createMatte(matte.width, matte.height), subsample = 1 } = options;
  const plan = planGuidedFilter(matte, guide, radius, epsilon, subsample, out);
  if (plan === undefined) return guidedFilter(matte, guide, radius, epsilon, { out });
  const { kernels } = bench;
  const { width, height } = matte;
  const { channels, radius: reach, epsilon: variance, scale } = plan;
  const levels = "bitmap" in guide ? guide.bitmap : guide.data;
  const inputs = [matte.data, levels].map((bytes) => readableWhile(bytes, out.data));
  const room = kernels.guidedFilterBytes(width, height, reach, channels, subsample);
  withRoom(bench, room, (scratch) => {
    bench.work(inputs, out.data, (to, from, by) => {
      const sides = [width, height, channels, reach, subsample] as const;
      kernels.guidedFilter(from, by, to, ...sides, variance, scale, scratch);
    });
  });
  return out;
}

/** The twin of `medianBlur`. */
export function medianOf(
  bench: KernelBench,
  by: Pick<Pixels, "boxBlur" | "threshold">,
  gray: Gray,
  radius: number,
  options: OutOption<Gray>,
): Gray {
  const { out = createGray(gray.width, gray.height) } = options;
  assertRadius("blur", radius);
  assertSameSize("blur", { gray, out });
  if (radius > 1 && isMask(gray.data)) {
    return by.threshold(by.boxBlur(gray, radius, { out }), 127, { out });
  }
  if (radius === 0 || radius > LARGEST_MEDIAN) return medianBlur(gray, radius, { out });
  const { width, height } = gray;
  const data = readableInPlace(gray.data, out.data);
  withRoom(bench, (width + 2 * radius + 64) * (height + 2 * radius) + 64, (scratch) => {
    bench.work([data], out.data, (to, from) => {
      bench.kernels.medianBlur(from, to, width, height, radius, scratch);
    });
  });
  return out;
}

/** The twin of `gaussianBlur`. */
export function gaussianOf(
  bench: KernelBench,
  gray: Gray,
  size: number | GaussianSize,
  options: OutOption<Gray>,
): Gray {
  const { out = createGray(gray.width, gray.height) } = options;
  const weights = gaussianWeights(size);
  assertSameSize("blur", { gray, out });
  const { width, height } = gray;
  const radius = weights.length - 1;
  const rows = 2 * radius + 1;
  const stride = Math.ceil(width / 16) * 16;
  const data = readableInPlace(gray.data, out.data);
  withRoom(bench, 2 * stride * rows + 2 * stride + 18 * rows + 256, (scratch) => {
    bench.work([data, weights], out.data, (to, from, table) => {
      bench.kernels.gaussianBlur(from, to, width, height, radius, table, scratch);
    });
  });
  return out;
}

/** An element as the kernel takes it: the widths that its rows have, then which of them each has. */
function elementRows(halves: Int32Array): { widths: number; words: Int32Array } {
  const widths = [...new Set(halves)].sort((a, b) => a - b);
  const which = Array.from(halves, (half) => widths.indexOf(half));
  return { widths: widths.length, words: Int32Array.from([...widths, ...which]) };
}

/** Bytes for a kernel that works in place, but not on what lies over its output otherwise. */
function readableInPlace(bytes: Uint8Array, out: Uint8Array): Uint8Array {
  const isSame = bytes.buffer === out.buffer && bytes.byteOffset === out.byteOffset;
  return isSame ? out : readableWhile(bytes, out);
}

/** Take some bytes of the kernels' memory while something is done. */
function withRoom(bench: KernelBench, length: number, work: (address: number) => void): void {
  const address = bench.arena.allocate(length);
  try {
    work(address);
  } finally {
    bench.arena.free(address);
  }
}
