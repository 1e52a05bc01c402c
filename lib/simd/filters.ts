/**
 * SIMD twins of the filters: what `SimdPixels` calls. They check what the plain
 * ones check, take scratch memory, and leave to the plain ones what is rare.
 *
 * @module
 */

import { assertRadius } from "../pixels/blur.ts";
import { type GaussianSize, gaussianWeights } from "../pixels/gaussian_blur.ts";
import {
  guidedFilter,
  type GuidedFilterOptions,
  planGuidedFilter,
} from "../pixels/guided_filter.ts";
import { isMask, medianBlur } from "../pixels/median.ts";
import { GROWTHS, type MorphologyOptions } from "../pixels/morphology.ts";
import * as plain from "../pixels/morphology.ts";
import { readableWhile } from "../pixels/overlap.ts";
import { assertElement, halfWidths } from "../pixels/structuring_element.ts";
import {
  assertSameSize,
  createGray,
  createMatte,
  type Frame,
  type Gray,
  type Matte,
  type OutOption,
} from "../raster.ts";
import type { KernelBench } from "./kernel_bench.ts";
import type { Pixels } from "./pixels.ts";

/** The largest reach of an element that is no rectangle: a plane of rows is kept for each width. */
const LARGEST_ELEMENT = 64;

/** The largest radius whose medians are faster to find bit by bit than by histograms. */
const LARGEST_MEDIAN = 7;

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
  const isSquare = shape === "rect";
  if (radius === 0 || (!isSquare && radius > LARGEST_ELEMENT)) {
    return plain[action](gray, radius, { shape, out });
  }
  const { width, height } = gray;
  const { kernels } = bench;
  const data = readableInPlace(gray.data, out.data);
  bench.work([data], out.data, (to, source) => {
    if (isSquare) {
      const [right, down] = [Math.min(radius, width - 1), Math.min(radius, height - 1)];
      const room = (width + 2 * right) * (height + 2 * down) + 128;
      withRoom(bench, room, (scratch) => {
        let from = source;
        for (const flip of GROWTHS[action]) {
          kernels.growSquare(from, to, width, height, right, down, flip, scratch);
          from = to;
        }
      });
      return;
    }
    const { widths, words } = elementRows(halfWidths(shape, radius));
    const rows = 2 * radius + 1;
    const room = Math.ceil(width / 64) * 64 * (widths * rows + 1) + 12 * rows + 256;
    withRoom(bench, 4 * words.length, (element) => {
      new Int32Array(bench.arena.buffer, element, words.length).set(words);
      withRoom(bench, room, (scratch) => {
        let from = source;
        for (const flip of GROWTHS[action]) {
          kernels.growRows(from, to, width, height, radius, element, widths, flip, scratch);
          from = to;
        }
      });
    });
  });
  return out;
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
  withRoom(bench, 2 * stride * rows + stride + 18 * rows + 128, (scratch) => {
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
