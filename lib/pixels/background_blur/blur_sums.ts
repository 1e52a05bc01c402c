/**
 * The first half of blurring a frame: weighted sums of cells, and three boxes
 * over them.
 *
 * Sums are whole numbers below 2⁵³ in doubles, and so exact: a running sum goes
 * back to just 0 where nothing is left in it. At radius 500 a cell holds up to
 * 64² · 255² and the boxes, at most 17 wide, multiply that by 17⁶ at most:
 * 6.5 · 10¹⁵ < 2⁵³ = 9.0 · 10¹⁵.
 *
 * @module
 */

import type { Size } from "../../raster/frame.ts";

/** How a frame is blurred. */
export interface BlurPlan extends Size {
  /** Side of a cell in pixels: a power of 2. */
  readonly cell: number;
  /** Cells in a row, the last perhaps of fewer pixels. */
  readonly columns: number;
  /** Rows of cells. */
  readonly rows: number;
  /** The boxes' radii in cells. */
  readonly radii: readonly [number, number, number];
}

/** Four numbers a cell: red, green and blue times weight, and weight. */
export type Sums = Float64Array;

/**
 * Choose the cells and boxes.
 *
 * @param size The frame's sides.
 * @param radius 0–500.
 */
export function planBlur({ width, height }: Size, radius: number): BlurPlan {
  const cell = radius < 8 ? 1 : 2 ** Math.floor(Math.log2(radius / 4));
  const columns = Math.ceil(width / cell);
  const rows = Math.ceil(height / cell);
  if (cell === 1) return { width, height, cell, columns, rows, radii: [radius, radius, radius] };
  // Averaging over cells and interpolating between them blur too.
  const added = (cell ** 2 - 1) / 12 + cell ** 2 / 6;
  const variance = (radius * (radius + 1) - added) / cell ** 2;
  // A box's variance is q (q + 1) / 3; the first `wider` boxes have q + 1.
  const q = Math.floor((Math.sqrt(1 + 4 * variance) - 1) / 2);
  const wider = Math.round(3 * (variance - q * (q + 1)) / (2 * (q + 1)));
  const [a, b, c] = [0, 1, 2].map((box) => box < wider ? q + 1 : q);
  return { width, height, cell, columns, rows, radii: [a, b, c] };
}

/**
 * Sum up each cell.
 *
 * @param bitmap RGBA; alpha is not read.
 * @param matte What does not count; `undefined` if all counts.
 * @param plan The cells.
 */
export function collectSums(
  bitmap: Uint8ClampedArray,
  matte: Uint8Array | undefined,
  { width, height, cell, columns, rows }: BlurPlan,
): Sums {
  const sums = new Float64Array(4 * columns * rows);
  for (let y = 0, i = 0, p = 0; y < height; y++) {
    let s = 4 * Math.floor(y / cell) * columns;
    for (let start = 0; start < width; start += cell, s += 4) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let weight = 0;
      for (const end = i + Math.min(cell, width - start); i < end; i++, p += 4) {
        const w = matte === undefined ? 255 : 255 - matte[i];
        red += w * bitmap[p];
        green += w * bitmap[p + 1];
        blue += w * bitmap[p + 2];
        weight += w;
      }
      sums[s] += red;
      sums[s + 1] += green;
      sums[s + 2] += blue;
      sums[s + 3] += weight;
    }
  }
  return sums;
}

/**
 * Sum up three boxes after one another, along rows and columns.
 *
 * @param sums One entry a cell; overwritten.
 * @param plan The cells and boxes.
 * @returns The sums, in the memory of `sums`.
 */
export function blurSums(sums: Sums, { columns, rows, radii }: BlurPlan): Sums {
  if (radii[0] === 0) return sums;
  const turned = new Float64Array(sums.length);
  blurRows(sums, columns, rows, radii, turned);
  blurRows(turned, rows, columns, radii, sums);
  return sums;
}

/** Blur each row and write it as a column. */
function blurRows(
  from: Sums,
  length: number,
  lines: number,
  radii: readonly number[],
  to: Sums,
): void {
  const [first, second] = [new Float64Array(4 * length), new Float64Array(4 * length)];
  for (let line = 0; line < lines; line++) {
    boxRow(from, 4 * line * length, length, radii[0], first, 0, 4);
    boxRow(first, 0, length, radii[1], second, 0, 4);
    boxRow(second, 0, length, radii[2], to, 4 * line, 4 * lines);
  }
}

/** A running sum over 2 · radius + 1 entries, less where the row ends. */
function boxRow(
  from: Sums,
  start: number,
  length: number,
  radius: number,
  to: Sums,
  d: number,
  step: number,
): void {
  const end = start + 4 * length;
  let red = 0;
  let green = 0;
  let blue = 0;
  let weight = 0;
  for (let s = start; s < Math.min(end, start + 4 * radius); s += 4) {
    red += from[s];
    green += from[s + 1];
    blue += from[s + 2];
    weight += from[s + 3];
  }
  for (let s = start; s < end; s += 4, d += step) {
    const enters = s + 4 * radius;
    if (enters < end) {
      red += from[enters];
      green += from[enters + 1];
      blue += from[enters + 2];
      weight += from[enters + 3];
    }
    const leaves = s - 4 * radius - 4;
    if (leaves >= start) {
      red -= from[leaves];
      green -= from[leaves + 1];
      blue -= from[leaves + 2];
      weight -= from[leaves + 3];
    }
    to[d] = red;
    to[d + 1] = green;
    to[d + 2] = blue;
    to[d + 3] = weight;
  }
}

/**
 * How much weight each place along a side would have if all counted, a pixel counting 1.
 *
 * @param length Cells along the side.
 * @param side Pixels along the side.
 * @param plan The cells and boxes.
 */
export function reachOf(length: number, side: number, { cell, radii }: BlurPlan): Float64Array {
  const row = new Float64Array(4 * length);
  for (let x = 0; x < length; x++) row[4 * x + 3] = Math.min(cell, side - x * cell);
  if (radii[0] > 0) {
    const turned = new Float64Array(4 * length);
    blurRows(row, length, 1, radii, turned);
    row.set(turned);
  }
  return Float64Array.from({ length }, (_, x) => row[4 * x + 3]);
}
