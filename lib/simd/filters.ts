/**
 * SIMD twins of the filters: what `SimdPixels` calls. They check what the plain
 * ones check, take scratch memory, and leave to the plain ones what is rare.
 *
 * @module
 */

import {
  guidedFilter,
  type GuidedFilterOptions,
  planGuidedFilter,
} from "../pixels/guided_filter.ts";
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
} from "../raster.ts";
import type { KernelBench } from "./kernel_bench.ts";

/** The largest reach of an element that is no rectangle: a plane of rows is kept for each width. */
const LARGEST_ELEMENT = 64;

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
  // The kernels may work in place, but not on what lies over them otherwise.
  const data = isSamePlace(gray.data, out.data) ? out.data : readableWhile(gray.data, out.data);
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

/** An element as the kernel takes it: the widths that its rows have, then which of them each has. */
function elementRows(halves: Int32Array): { widths: number; words: Int32Array } {
  const widths = [...new Set(halves)].sort((a, b) => a - b);
  const which = Array.from(halves, (half) => widths.indexOf(half));
  return { widths: widths.length, words: Int32Array.from([...widths, ...which]) };
}

/** Whether two views begin at the same byte. */
function isSamePlace(a: Uint8Array, b: Uint8Array): boolean {
  return a.buffer === b.buffer && a.byteOffset === b.byteOffset;
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
