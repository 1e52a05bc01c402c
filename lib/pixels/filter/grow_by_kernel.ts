/**
 * Morphology by kernels: for masks, for rectangles, and for any element by its rows.
 *
 * @module
 */

import type { KernelMemory } from "../../memory/kernel_memory.ts";
import { readableInPlace } from "../../memory/overlap.ts";
import type { Gray } from "../../raster/frame.ts";

/** Masks are grown by smaller elements as pictures are: it is as fast. */
const SMALLEST_REACH = 8;

/** The largest reach of what grows a mask: it is counted in bytes. */
const LARGEST_REACH = 254;

/** A plane of rows is kept for each width of an element: this many bytes in all. */
const MOST_ROWS = 2 ** 25;

/**
 * Let a picture grow by kernels, once or twice.
 *
 * @param memory Where `gray` lies.
 * @param flips What is done, one after the other: 0 lets what is bright grow, 255 what is dark.
 * @param gray The picture.
 * @param halves Half widths of the element's rows, from the middle one on.
 * @param isRectangle Whether the element is one.
 * @param out Takes the result; may be `gray`.
 */
export function growByKernel(
  memory: KernelMemory,
  flips: readonly number[],
  gray: Gray,
  halves: Int32Array,
  isRectangle: boolean,
  out: Gray,
): void {
  const { width, height } = gray;
  const radius = halves.length - 1;
  const data = readableInPlace(gray.data, out.data);
  memory.work([data], out.data, (to, source) => {
    const isFlat = radius >= SMALLEST_REACH && radius <= LARGEST_REACH &&
      memory.kernels.isMask(source, data.length) !== 0;
    const growOnce = isFlat ? growMask : isRectangle ? growSquare : growStrips;
    let from = source;
    for (const flip of flips) {
      growOnce(memory, { from, to, width, height }, halves, flip);
      from = to;
    }
  });
}

/** Where a picture lies, and where what becomes of it goes. */
interface GrowthPlaces {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly height: number;
}

/** Of 0 and 255: the time does not depend on the element. */
function growMask(
  memory: KernelMemory,
  place: GrowthPlaces,
  halves: Int32Array,
  flip: number,
): void {
  const { from, to, width, height } = place;
  const radius = halves.length - 1;
  const room = Math.ceil(width / 16) * 16 * (height + 2) + 32;
  memory.withRoom(256, (reaches) => {
    const table = new Uint8Array(memory.arena.buffer, reaches, 256).fill(0);
    halves.forEach((half, distance) => table[distance] = half + 1);
    memory.withRoom(room, (scratch) => {
      memory.kernels.growMask(from, to, width, height, radius, reaches, flip, scratch);
    });
  });
}

function growSquare(
  memory: KernelMemory,
  place: GrowthPlaces,
  halves: Int32Array,
  flip: number,
): void {
  const { from, to, width, height } = place;
  const radius = halves.length - 1;
  const [right, down] = [Math.min(radius, width - 1), Math.min(radius, height - 1)];
  memory.withRoom((width + 2 * right) * (height + 2 * down) + 128, (scratch) => {
    memory.kernels.growSquare(from, to, width, height, right, down, flip, scratch);
  });
}

/** By an element's rows, in strips as wide as there is room for rows. */
function growStrips(
  memory: KernelMemory,
  place: GrowthPlaces,
  halves: Int32Array,
  flip: number,
): void {
  const { from, to, width, height } = place;
  const radius = halves.length - 1;
  const { widths, words } = elementRows(halves);
  const planes = widths * (2 * radius + 1) + 1;
  // At least four times what a strip reads of its neighbours.
  const widest = Math.max(8 * radius, Math.floor(MOST_ROWS / planes));
  if (width <= widest) {
    growRows(memory, place, radius, { widths, words }, flip);
    return;
  }
  // A strip's neighbours must still be as they were.
  memory.withRoom(width * height, (whole) => {
    memory.withRoom(widest * height, (strip) => {
      // The memory may have grown for these two.
      const bytes = new Uint8Array(memory.arena.buffer);
      bytes.copyWithin(whole, from, from + width * height);
      const inner = widest - 2 * radius;
      for (let left = 0; left < width; left += inner) {
        const first = Math.max(0, left - radius), end = Math.min(width, left + inner + radius);
        const stripWidth = end - first;
        copyRows(bytes, whole + first, width, strip, stripWidth, stripWidth, height);
        const own = { from: strip, to: strip, width: stripWidth, height };
        growRows(memory, own, radius, { widths, words }, flip);
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
  memory: KernelMemory,
  { from, to, width, height }: GrowthPlaces,
  radius: number,
  { widths, words }: ReturnType<typeof elementRows>,
  flip: number,
): void {
  const rows = 2 * radius + 1;
  const room = Math.ceil(width / 64) * 64 * (widths * rows + 1) + 12 * rows + 2 * radius + 256;
  memory.withRoom(4 * words.length, (element) => {
    new Int32Array(memory.arena.buffer, element, words.length).set(words);
    memory.withRoom(room, (scratch) => {
      memory.kernels.growRows(
        from,
        to,
        width,
        height,
        radius,
        element,
        widths,
        flip,
        scratch,
      );
    });
  });
}

/** An element as the kernel takes it: the widths that its rows have, then which of them each has. */
function elementRows(halves: Int32Array): { widths: number; words: Int32Array } {
  const widths = [...new Set(halves)].sort((a, b) => a - b);
  const which = Array.from(halves, (half) => widths.indexOf(half));
  return { widths: widths.length, words: Int32Array.from([...widths, ...which]) };
}
