/**
 * The second half of blurring a frame: from the blurred sums of cells to
 * colours, also where nothing is in reach, and from these to pixels.
 *
 * @module
 */

import { type BlurPlan, reachOf, type Sums } from "./blur_sums.ts";

/** Three numbers a cell: red, green and blue, 0–255. */
type Colors = Float32Array;

/** Below this share of the weight that a place could have, colours from farther away are mixed in. */
const LEAST_COVERAGE = 1 / 32;

/** What is behind a foreground that fills the whole frame. */
export const UNKNOWN = 128;

/**
 * The mean colour of each cell; where too little counts, mixed with that of
 * coarser and coarser cells.
 *
 * @param sums The blurred sums.
 * @param plan The cells and boxes.
 */
export function fillColors(sums: Sums, plan: BlurPlan): Colors {
  const across = reachOf(plan.columns, plan.width, plan);
  const down = reachOf(plan.rows, plan.height, plan);
  return colorsOf(sums, across, down);
}

function colorsOf(sums: Sums, across: Float64Array, down: Float64Array): Colors {
  const [columns, rows] = [across.length, down.length];
  const colors = new Float32Array(3 * columns * rows);
  const isThin = meanColors(sums, across, down, colors);
  if (!isThin) return colors;
  if (columns * rows === 1) return sums[3] > 0 ? colors : colors.fill(UNKNOWN);
  const coarse = colorsOf(halveSums(sums, columns, rows), halveReach(across), halveReach(down));
  mixColors(sums, across, down, coarse, colors);
  return colors;
}

/** Colours where anything counts; returns whether it is too little anywhere. */
function meanColors(
  sums: Sums,
  across: Float64Array,
  down: Float64Array,
  colors: Colors,
): boolean {
  let isThin = false;
  for (let y = 0, s = 0, c = 0; y < down.length; y++) {
    const least = 255 * LEAST_COVERAGE * down[y];
    for (let x = 0; x < across.length; x++, s += 4, c += 3) {
      const weight = sums[s + 3];
      isThin ||= weight < least * across[x];
      if (weight === 0) continue;
      colors[c] = sums[s] / weight;
      colors[c + 1] = sums[s + 1] / weight;
      colors[c + 2] = sums[s + 2] / weight;
    }
  }
  return isThin;
}

/** Bring each thin place up to the least weight with the colour of the coarser cells around. */
function mixColors(
  sums: Sums,
  across: Float64Array,
  down: Float64Array,
  coarse: Colors,
  colors: Colors,
): void {
  const coarseColumns = (across.length + 1) >> 1;
  const coarseRows = (down.length + 1) >> 1;
  for (let y = 0, s = 0, c = 0; y < down.length; y++) {
    // The nearer coarse row counts three quarters, the next one on this side a quarter.
    const near = (y >> 1) * coarseColumns;
    const far = clampIndex((y >> 1) + (y & 1 ? 1 : -1), coarseRows) * coarseColumns;
    for (let x = 0; x < across.length; x++, s += 4, c += 3) {
      const least = 255 * LEAST_COVERAGE * across[x] * down[y];
      if (sums[s + 3] >= least) continue;
      const share = 1 - sums[s + 3] / least;
      const column = x >> 1;
      const next = clampIndex(column + (x & 1 ? 1 : -1), coarseColumns);
      for (let channel = 0; channel < 3; channel++) {
        const upper = towards(coarse, near + column, near + next, channel);
        const lower = towards(coarse, far + column, far + next, channel);
        const around = upper + (lower - upper) / 4;
        colors[c + channel] += (around - colors[c + channel]) * share;
      }
    }
  }
}

function towards(colors: Colors, near: number, far: number, channel: number): number {
  const color = colors[3 * near + channel];
  return color + (colors[3 * far + channel] - color) / 4;
}

function clampIndex(index: number, length: number): number {
  return Math.min(length - 1, Math.max(0, index));
}

function halveSums(sums: Sums, columns: number, rows: number): Sums {
  const halfColumns = (columns + 1) >> 1;
  const halves = new Float64Array(4 * halfColumns * ((rows + 1) >> 1));
  for (let y = 0, s = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const h = 4 * ((y >> 1) * halfColumns + (x >> 1));
      for (let channel = 0; channel < 4; channel++, s++) halves[h + channel] += sums[s];
    }
  }
  return halves;
}

/**
 * How much weight cells twice as large could have.
 *
 * @param reach That of cells along a side.
 */
export function halveReach(reach: Float64Array): Float64Array {
  const halves = new Float64Array((reach.length + 1) >> 1);
  reach.forEach((weight, x) => halves[x >> 1] += weight);
  return halves;
}

/**
 * Write each pixel's colour, interpolated between the middles of cells.
 *
 * @param colors One a cell.
 * @param plan The cells.
 * @param bitmap RGBA, written to; opaque.
 */
export function spreadColors(
  colors: Colors,
  { width, height, cell, columns, rows }: BlurPlan,
  bitmap: Uint8ClampedArray,
): void {
  const line = new Float32Array(3 * (columns + 1));
  for (let y = 0, p = 0; y < height; y++) {
    const at = (y + 0.5) / cell - 0.5;
    const above = Math.floor(at);
    const upper = 3 * columns * clampIndex(above, rows);
    const lower = 3 * columns * clampIndex(above + 1, rows);
    for (let c = 0; c < 3 * columns; c++) {
      line[c] = colors[upper + c] + (colors[lower + c] - colors[upper + c]) * (at - above);
    }
    line.copyWithin(3 * columns, 3 * columns - 3, 3 * columns);
    p = spreadLine(line, width, cell, columns, bitmap, p);
  }
}

function spreadLine(
  line: Colors,
  width: number,
  cell: number,
  columns: number,
  bitmap: Uint8ClampedArray,
  p: number,
): number {
  for (let x = 0, column = -1; x < width; column++) {
    // From one cell's middle to the next; before the first and after the last there is but one.
    const end = Math.min(width, Math.floor(cell / 2) + cell * (column + 1));
    const near = 3 * clampIndex(column, columns);
    const far = column < 0 ? near : near + 3;
    const red = line[near];
    const green = line[near + 1];
    const blue = line[near + 2];
    const redStep = line[far] - red;
    const greenStep = line[far + 1] - green;
    const blueStep = line[far + 2] - blue;
    for (; x < end; x++, p += 4) {
      const share = (x + 0.5) / cell - 0.5 - column;
      bitmap[p] = red + redStep * share;
      bitmap[p + 1] = green + greenStep * share;
      bitmap[p + 2] = blue + blueStep * share;
      bitmap[p + 3] = 255;
    }
  }
  return p;
}
