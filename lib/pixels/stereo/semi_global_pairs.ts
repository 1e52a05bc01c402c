/**
 * Plain loops that work on two 16-bit numbers at once, where no number can become larger than 16 bits
 * have: both are in one of 32 bits, the first in its lower half.
 *
 * *Benefit*: a match by these takes about a third of the time of one by single numbers
 * (docs/measurements/stereo.md). V8 compiles a `Math.min` to a branch, and noise makes branches wrong.
 *
 * *Correctness*: sums and differences of pairs are pairs of sums and differences as long as each result
 * is from 0 to 65535. A difference of numbers below 32768 tells by the highest bit which was larger, if
 * that bit was set before. `fitsPairs` says when all stay below. The cross-check against OpenCV
 * (tests/opencv) and the tests of this folder have both kinds of options.
 *
 * @module
 */

import type { SignalLines } from "./semi_global_costs.ts";
import { MOST_COST, type SemiGlobalPlan } from "./semi_global_plan.ts";

/** The highest bits of both numbers. */
const HIGH = 0x80008000 | 0;

/** Ones in both. */
const BOTH = 0x10001;

/** Between bytes: the bit above the eighth of both numbers. */
const ABOVE_BYTES = 0x01000100;

/**
 * Whether no cost can become too large: then loops over pairs do for loops over numbers that stop at the
 * largest.
 */
export function fitsPairs({ channels, cap, radius, p2 }: SemiGlobalPlan): boolean {
  const most = channels * (Math.min(2 * cap, 255) + (255 >> 2)) * (2 * radius + 1) ** 2;
  return most + 2 * p2 <= MOST_COST;
}

/** Two neighbours of each byte of a line side by side. */
function pairsOf(bytes: Uint8Array, bits: number, to: Int32Array): void {
  for (let i = 0; i < bytes.length; i++) to[i] = (bytes[i] | bytes[i + 1] << 16) + bits;
}

/** The right picture's lines, as pairs. */
export interface PairLines {
  readonly values: Int32Array;
  readonly lows: Int32Array;
  readonly highs: Int32Array;
}

/** Room for so many bytes of lines. */
export function createPairLines(length: number): PairLines {
  return {
    values: new Int32Array(length),
    lows: new Int32Array(length),
    highs: new Int32Array(length),
  };
}

/**
 * Compare the pixels of two rows: the twin of `pixelCosts`.
 *
 * @param pairs Room.
 * @param to Gets the costs of each column by disparity.
 */
export function pixelCostsOfPairs(
  { width, channels, first, columns, depth, least }: SemiGlobalPlan,
  left: SignalLines,
  right: SignalLines,
  { values, lows, highs }: PairLines,
  to: Int32Array,
): void {
  pairsOf(right.values, ABOVE_BYTES, values);
  pairsOf(right.lows, ABOVE_BYTES, lows);
  pairsOf(right.highs, 0, highs);
  const count = depth >> 1;
  for (let line = 0; line < 2 * channels; line++) {
    const isLevel = line >= channels;
    for (let x = 0; x < columns; x++) {
      const i = line * width + first + x;
      const u = left.values[i] * BOTH;
      const high = left.highs[i] * BOTH;
      const uAbove = u + ABOVE_BYTES;
      const lowAbove = left.lows[i] * BOTH + ABOVE_BYTES;
      let from = line * width + width - 1 - first - x + least;
      const end = (x + 1) * count;
      for (let p = x * count; p < end; p++, from += 2) {
        // Differences that are negative give way to 0.
        const v = values[from];
        const a = uAbove - highs[from];
        const b = lows[from] - u;
        const c = v - high;
        const d = lowAbove - v + ABOVE_BYTES;
        const aSign = a & ABOVE_BYTES;
        const bSign = b & ABOVE_BYTES;
        const cSign = c & ABOVE_BYTES;
        const dSign = d & ABOVE_BYTES;
        const off = a & (aSign - (aSign >>> 8)) | b & (bSign - (bSign >>> 8));
        const back = c & (cSign - (cSign >>> 8)) | d & (dSign - (dSign >>> 8));
        const e = off + ABOVE_BYTES - back;
        const eSign = e & ABOVE_BYTES;
        const apart = off - (e & (eSign - (eSign >>> 8)));
        if (line === 0) to[p] = apart;
        else to[p] += isLevel ? apart >>> 2 & 0x003f003f : apart;
      }
    }
  }
}

/** Sum pixels' costs over the block's width: the twin of `sumAcross`. Places are those of pairs. */
export function sumPairsAcross(
  { columns, depth, radius, row }: SemiGlobalPlan,
  pixels: Int32Array,
  sums: Int32Array,
  to: number,
): void {
  const column = depth >> 1;
  const last = (row >> 1) - column;
  for (let d = 0; d < column; d++) {
    let sum = pixels[d] * (radius + 1);
    for (let x = 1; x <= radius; x++) sum += pixels[Math.min(x, columns - 1) * column + d];
    sums[to + d] = sum;
  }
  for (let p = column; p <= last; p += column) {
    const comes = Math.min(p + radius * column, last);
    const goes = Math.max(p - (radius + 1) * column, 0);
    const at = to + p;
    for (let d = 0; d < column; d++) {
      sums[at + d] = sums[at - column + d] + pixels[comes + d] - pixels[goes + d];
    }
  }
}

/** Go from the costs of one row's blocks to those of the next: the twin of `moveCosts`. */
export function movePairs(
  { row }: SemiGlobalPlan,
  costs: Int32Array,
  before: number,
  to: number,
  sums: Int32Array,
  comes: number,
  goes: number,
): void {
  const count = row >> 1;
  for (let i = 0; i < count; i++) {
    costs[to + i] = costs[before + i] + sums[comes + i] - sums[goes + i];
  }
}

/**
 * Take a path one pixel farther: the twin of `follow`. Places are those of pairs; costs and totals are at
 * the same.
 */
export function followPairs(
  { depth, p1 }: SemiGlobalPlan,
  path: Int32Array,
  at: number,
  least: number,
  costs: Int32Array,
  totals: Int32Array,
  to: number,
): number {
  const leastHigh = least * BOTH + HIGH | 0;
  const besideHigh = (least - p1) * BOTH + HIGH | 0;
  let lowestHigh = MOST_COST * BOTH + HIGH | 0;
  let here = path[at];
  // The costs of the disparities one lower.
  let lower = MOST_COST | here << 16;
  const count = depth >> 1;
  for (let d = 0; d < count; d++) {
    const after = path[at + d + 1];
    const higher = here >>> 16 | after << 16;
    const a = (lower | HIGH) - higher | 0;
    const aSign = a & HIGH;
    const beside = lower - (a & aSign - (aSign >>> 15)) | 0;
    // By how much each way is better than the jump: the most counts.
    const b = leastHigh - here | 0;
    const bSign = b & HIGH;
    const straight = b & bSign - (bSign >>> 15);
    const c = besideHigh - beside - straight | 0;
    const cSign = c & HIGH;
    const cost = costs[to + d] - straight - (c & cSign - (cSign >>> 15)) | 0;
    path[at + d] = cost;
    const e = lowestHigh - cost | 0;
    const eSign = e & HIGH;
    lowestHigh = lowestHigh - (e & eSign - (eSign >>> 15)) | 0;
    const total = totals[to + d] + cost | 0;
    totals[to + d] = (total & HIGH) === 0 ? total : mostOf(total);
    lower = higher;
    here = after;
  }
  return Math.min(lowestHigh & MOST_COST, lowestHigh >>> 16 & MOST_COST);
}

/** The largest cost instead of any that is larger. */
function mostOf(pair: number): number {
  return Math.min(pair & 0xffff, MOST_COST) | Math.min(pair >>> 16, MOST_COST) << 16;
}
