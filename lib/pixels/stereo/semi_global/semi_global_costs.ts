/**
 * Plain loops that compare pixels and blocks: what it costs to take a column of the left picture for one
 * of the right, by disparity.
 *
 * @module
 */

import { MOST_COST, type SemiGlobalPlan } from "./semi_global_plan.ts";

/** Bytes of one row of a picture: a line of slopes and one of levels for each channel. */
export interface SignalLines {
  readonly values: Uint8Array;
  /** The least and the most on the way from the half pixel before to that after. */
  readonly lows: Uint8Array;
  readonly highs: Uint8Array;
}

/** Pixels as they lie: 1 or 4 bytes each. */
export interface Pixels {
  readonly bytes: Uint8Array | Uint8ClampedArray;
  readonly step: number;
}

/**
 * The signals of a row: horizontal slopes (Sobel's, cut), then the levels, channel by channel.
 *
 * @param plan The match.
 * @param pixels The picture.
 * @param y Which row.
 * @param isMirrored Whether from right to left: there disparities grow with the place in the line.
 * @param to Gets `2 · channels` lines.
 */
export function signalLines(
  { width, height, channels, cap }: SemiGlobalPlan,
  { bytes, step }: Pixels,
  y: number,
  isMirrored: boolean,
  { values, lows, highs }: SignalLines,
): void {
  const above = y > 0 ? -width * step : 0;
  const below = y < height - 1 ? width * step : 0;
  const direction = isMirrored ? -1 : 1;
  for (let channel = 0; channel < channels; channel++) {
    const slopes = channel * width;
    const levels = (channels + channel) * width;
    let to = isMirrored ? width - 1 : 0;
    for (let x = 0, p = y * width * step + channel; x < width; x++, p += step, to += direction) {
      if (x === 0 || x === width - 1) {
        values[slopes + to] = cap;
        values[levels + to] = cap;
        continue;
      }
      const slope = 2 * (bytes[p + step] - bytes[p - step]) +
        bytes[p + above + step] - bytes[p + above - step] +
        bytes[p + below + step] - bytes[p + below - step];
      values[slopes + to] = Math.max(-cap, Math.min(slope, cap)) + cap;
      values[levels + to] = bytes[p];
    }
  }
  for (let line = 0; line < 2 * channels; line++) {
    const start = line * width;
    const end = start + width - 1;
    for (let i = start; i <= end; i++) {
      const value = values[i];
      const before = i > start ? (value + values[i - 1]) >> 1 : value;
      const after = i < end ? (value + values[i + 1]) >> 1 : value;
      lows[i] = Math.min(before, value, after);
      highs[i] = Math.max(before, value, after);
    }
  }
}

/**
 * Compare the pixels of two rows as Birchfield and Tomasi do: half a pixel to each side is free. Levels
 * count a quarter.
 *
 * @param plan The match.
 * @param left Signals of the left picture.
 * @param right Those of the right one, mirrored.
 * @param to Gets the costs of each column by disparity.
 */
export function pixelCosts(
  { width, channels, first, columns, depth, least, row }: SemiGlobalPlan,
  left: SignalLines,
  right: SignalLines,
  to: Int16Array,
): void {
  const { values, lows, highs } = right;
  to.fill(0, 0, row);
  for (let line = 0; line < 2 * channels; line++) {
    const shift = line < channels ? 0 : 2;
    for (let x = 0; x < columns; x++) {
      const i = line * width + first + x;
      const u = left.values[i];
      const low = left.lows[i];
      const high = left.highs[i];
      const start = line * width + width - 1 - first - x + least;
      const p = x * depth;
      for (let d = 0; d < depth; d++) {
        const v = values[start + d];
        const off = Math.max(u - highs[start + d], lows[start + d] - u);
        const back = Math.max(v - high, low - v);
        to[p + d] += Math.max(Math.min(off, back), 0) >> shift;
      }
    }
  }
}

/** A 16-bit number, or the one at the end that is nearer. */
const saturated = (value: number) => Math.max(-MOST_COST - 1, Math.min(value, MOST_COST));

/**
 * Sum pixels' costs over the block's width.
 *
 * @param plan The match.
 * @param pixels The costs of a row's pixels.
 * @param sums Gets the sums.
 * @param to Where in `sums` they begin.
 * @param addsFirst Whether what comes is added before what goes is taken off.
 */
export function sumAcross(
  { columns, depth, radius, row }: SemiGlobalPlan,
  pixels: Int16Array,
  sums: Int16Array,
  to: number,
  addsFirst: boolean,
): void {
  for (let d = 0; d < depth; d++) {
    let sum = pixels[d] * (radius + 1);
    for (let x = 1; x <= radius; x++) sum += pixels[Math.min(x, columns - 1) * depth + d];
    sums[to + d] = Math.min(sum, MOST_COST);
  }
  for (let p = depth; p < row; p += depth) {
    const comes = Math.min(p + radius * depth, row - depth);
    const goes = Math.max(p - (radius + 1) * depth, 0);
    for (let d = 0; d < depth; d++) {
      const sum = sums[to + p - depth + d];
      const come = pixels[comes + d];
      const go = pixels[goes + d];
      sums[to + p + d] = addsFirst
        ? Math.min(sum + come, MOST_COST) - go
        : Math.min(sum - go + come, MOST_COST);
    }
  }
}

/**
 * Add a row's sums to the costs of the first row's blocks.
 *
 * @param times How often the row counts.
 */
export function addSums(
  { row }: SemiGlobalPlan,
  costs: Int16Array,
  to: number,
  sums: Int16Array,
  from: number,
  times: number,
): void {
  for (let i = 0; i < row; i++) {
    costs[to + i] = saturated(costs[to + i] + Math.min(sums[from + i] * times, MOST_COST));
  }
}

/**
 * Go from the costs of one row's blocks to those of the next.
 *
 * @param costs The costs of a row at `before`; gets those of the next at `to`.
 * @param sums Has the sums of the row that comes, and of the one that goes.
 * @param addsFirst In how many numbers what comes is added before what goes is taken off.
 */
export function moveCosts(
  { row }: SemiGlobalPlan,
  costs: Int16Array,
  before: number,
  to: number,
  sums: Int16Array,
  comes: number,
  goes: number,
  addsFirst: number,
): void {
  for (let i = 0; i < addsFirst; i++) {
    costs[to + i] = saturated(saturated(costs[before + i] + sums[comes + i]) - sums[goes + i]);
  }
  for (let i = addsFirst; i < row; i++) {
    costs[to + i] = saturated(saturated(costs[before + i] - sums[goes + i]) + sums[comes + i]);
  }
}
