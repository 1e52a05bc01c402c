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
import type { Best } from "./semi_global_paths.ts";
import { MOST_COST, type SemiGlobalPlan } from "./semi_global_plan.ts";

/** The highest bits of both numbers. */
const HIGH = 0x80008000 | 0;

/** Ones in both. */
const BOTH = 0x10001;

/** Of bytes that are taken from each other three times: a bit that stays above them. */
const ABOVE_BYTES = 0x02000200;

/**
 * Whether no cost can become too large: then loops over pairs do for loops over numbers that stop at the
 * largest.
 */
export function fitsPairs({ channels, cap, radius, p2 }: SemiGlobalPlan): boolean {
  const most = channels * (Math.min(2 * cap, 255) + (255 >> 2)) * (2 * radius + 1) ** 2;
  return most + 2 * p2 <= MOST_COST;
}

/** The right picture's lines, as pairs: neighbours side by side. */
export interface PairLines {
  readonly lows: Int32Array;
  readonly highs: Int32Array;
  /** How far the values are above and below these. */
  readonly aboveLows: Int32Array;
  readonly belowHighs: Int32Array;
}

/** Room for so many bytes of lines. */
export function createPairLines(length: number): PairLines {
  return {
    lows: new Int32Array(length),
    highs: new Int32Array(length),
    aboveLows: new Int32Array(length),
    belowHighs: new Int32Array(length),
  };
}

/** Write lines as pairs. */
function pairLines({ values, lows, highs }: SignalLines, to: PairLines): void {
  let low = 0, high = 0, value = 0;
  for (let i = values.length - 1; i >= 0; i--) {
    low = lows[i] | low << 16;
    high = highs[i] | high << 16;
    value = values[i] | value << 16;
    to.lows[i] = low;
    to.highs[i] = high;
    to.aboveLows[i] = value - low;
    to.belowHighs[i] = high - value;
  }
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
  pairs: PairLines,
  to: Int32Array,
): void {
  pairLines(right, pairs);
  const { lows, highs, aboveLows, belowHighs } = pairs;
  const count = depth >> 1;
  const size = channels * width;
  for (let channel = 0; channel < channels; channel++) {
    const keep = channel === 0 ? 0 : -1;
    for (let x = 0; x < columns; x++) {
      const i = channel * width + first + x;
      const slope = left.values[i];
      const above = slope * BOTH + ABOVE_BYTES;
      const below = ABOVE_BYTES - slope * BOTH;
      const aboveLow = (slope - left.lows[i]) * BOTH + ABOVE_BYTES;
      const belowHigh = (left.highs[i] - slope) * BOTH + ABOVE_BYTES;
      const j = size + i;
      const level = left.values[j];
      const above2 = level * BOTH + ABOVE_BYTES;
      const below2 = ABOVE_BYTES - level * BOTH;
      const aboveLow2 = (level - left.lows[j]) * BOTH + ABOVE_BYTES;
      const belowHigh2 = (left.highs[j] - level) * BOTH + ABOVE_BYTES;
      let from = channel * width + width - 1 - first - x + least;
      const end = (x + 1) * count;
      for (let p = x * count; p < end; p++, from += 2) {
        // How far one's value is outside of the other's range: the less of both, if it is not below 0.
        const a = aboveLow - belowHighs[from] | 0;
        const aSign = a & ABOVE_BYTES;
        const b = above - highs[from] - (a & aSign - (aSign >>> 9)) | 0;
        const bSign = b & ABOVE_BYTES;
        const c = belowHigh - aboveLows[from] | 0;
        const cSign = c & ABOVE_BYTES;
        const d = below + lows[from] - (c & cSign - (cSign >>> 9)) | 0;
        const dSign = d & ABOVE_BYTES;
        const slopes = b & bSign - (bSign >>> 9) | d & dSign - (dSign >>> 9);
        // The same of levels.
        const q = from + size;
        const e = aboveLow2 - belowHighs[q] | 0;
        const eSign = e & ABOVE_BYTES;
        const f = above2 - highs[q] - (e & eSign - (eSign >>> 9)) | 0;
        const fSign = f & ABOVE_BYTES;
        const g = belowHigh2 - aboveLows[q] | 0;
        const gSign = g & ABOVE_BYTES;
        const h = below2 + lows[q] - (g & gSign - (gSign >>> 9)) | 0;
        const hSign = h & ABOVE_BYTES;
        const levels = f & fSign - (fSign >>> 9) | h & hSign - (hSign >>> 9);
        to[p] = (to[p] & keep) + slopes + (levels >>> 2 & 0x003f003f) | 0;
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

/** Look for the disparity with the least total: the twin of `findFirst`. Places are those of pairs. */
export function findFirstOfPairs(
  { depth }: SemiGlobalPlan,
  totals: Int32Array,
  from: number,
  best: Best,
): void {
  let cost = MOST_COST;
  let index = -1;
  let lessHigh = (MOST_COST - 1) * BOTH + HIGH | 0;
  const count = depth >> 1;
  for (let d = 0; d < count; d++) {
    const pair = totals[from + d];
    // A bit where it is less.
    if ((lessHigh - pair & HIGH) === 0) continue;
    const [first, second] = [pair & MOST_COST, pair >>> 16];
    index = 2 * d + (second < first ? 1 : 0);
    cost = Math.min(first, second);
    lessHigh = (cost - 1) * BOTH + HIGH | 0;
  }
  best.index = index;
  best.cost = cost;
}

/** Whether a disparity after the best one costs as little: the twin of `isRepeated`. */
export function isRepeatedInPairs(
  { depth }: SemiGlobalPlan,
  totals: Int32Array,
  from: number,
  { index, cost }: Best,
): boolean {
  const start = index + 2 >> 1;
  // The upper half of the best one's own pair.
  if ((index & 1) === 0 && totals[from + start - 1] >>> 16 === cost) return true;
  const both = cost * BOTH;
  const count = depth >> 1;
  for (let d = start; d < count; d++) {
    // No high bit where both are the same.
    if (((totals[from + d] ^ both) + MOST_COST * BOTH & HIGH) !== HIGH) return true;
  }
  return false;
}
