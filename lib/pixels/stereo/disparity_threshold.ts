import type { Disparity, Gray } from "../../raster/frame.ts";
import { levelCounts, LEVELS, otsuLevelOf } from "./otsu_level.ts";
import { assertChoice, assertOption, assertOptions } from "../../raster/option_checks.ts";

/**
 * Options of {@linkcode disparityThreshold}.
 *
 * @category Primitives: stereo
 */
export interface DisparityThresholdOptions {
  /**
   * How it is chosen: `gap` takes the widest stretch of levels that hardly any pixel has, between two
   * crowds of pixels; `otsu` the level with the largest variance between what is below and above.
   *
   * @default {"gap"}
   */
  method?: "gap" | "otsu";
  /**
   * How far two crowds must lie apart, in pixels of disparity or levels of a gray picture: a scene with
   * less is flat.
   *
   * @default {2 pixels, 8 levels}
   */
  leastGap?: number;
  /**
   * The share of the known pixels that a crowd has at least.
   *
   * @default {0.01}
   */
  leastShare?: number;
}

/**
 * Where a scene is divided.
 *
 * @category Primitives: stereo
 */
export interface FoundThreshold {
  /** What has more is near; `undefined` for a flat scene. */
  readonly threshold: number | undefined;
  /** How empty it is between the crowds, from 0, a flat scene, to 1, where no pixel lies between. */
  readonly confidence: number;
}

/** The histogram is smoothed over so many parts of the least gap. */
const SMOOTHED = 0.25;

/** A level is empty that has less of the lower crowd around it. */
const EMPTY = 0.25;

/** The share of pixels at each end that the steps leave out: what is matched wrong lies anywhere. */
const OUTLIERS = 0.002;

/** About so many pixels are looked at. */
const SAMPLES = 2 ** 16;

const FLAT: FoundThreshold = { threshold: undefined, confidence: 0 };

/**
 * The disparity that divides a scene into what is near and what is far.
 *
 * @example A person at 40 pixels before a wall at 10
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const disparity = Float32Array.from({ length: 100 }, (_, i) => i % 10 < 3 ? 40 : 10);
 * const { threshold, confidence } = disparityThreshold({ width: 10, height: 10, disparity });
 * assertEquals([Math.round(threshold!), confidence], [25, 1]);
 * ```
 *
 * @param picture Disparities, of which NaN does not count, or a depth picture in which near is bright.
 * @param options How it is chosen.
 * @returns The threshold, and how sure it is.
 * @throws {RangeError} If an option is out of its range.
 * @see {@linkcode otsuLevel} for Otsu's threshold alone.
 * @category Primitives: stereo
 */
export function disparityThreshold(
  picture: Disparity | Gray,
  options: DisparityThresholdOptions = {},
): FoundThreshold {
  const isGray = "data" in picture;
  const { method = "gap", leastGap = isGray ? 8 : 2, leastShare = 0.01 } = options;
  assertChoice("choose a threshold", "method", method, ["gap", "otsu"]);
  assertOption("choose a threshold", "leastGap", leastGap, { least: 0, isAbove: true });
  assertOptions("choose a threshold", { leastShare }, { leastShare: { least: 0, most: 0.5 } });
  const histogram = isGray
    ? { counts: levelCounts(picture), least: 0, step: 1 }
    : histogramOf(picture.disparity);
  if (histogram === undefined) return FLAT;
  const { least, step } = histogram;
  const gap = widestGap(histogram, leastGap / step, leastShare);
  if (method === "gap") {
    if (gap === undefined) return FLAT;
    return { threshold: least + (gap.start + gap.end) / 2 * step, confidence: gap.confidence };
  }
  const level = otsuLevelOf(histogram.counts);
  const confidence = gap?.confidence ?? 0;
  if (level === undefined || confidence === 0) return FLAT;
  // A gray picture's level is the last that is far; a step is as wide as its values.
  return { threshold: isGray ? level : least + (level + 1) * step, confidence };
}

/** How many pixels have which of 256 levels: a gray picture's, or equal steps of the disparities. */
interface Histogram {
  readonly counts: Float64Array;
  /** What level 0 starts with. */
  readonly least: number;
  /** What a level is wide. */
  readonly step: number;
}

function histogramOf(values: Float32Array): Histogram | undefined {
  let least = Infinity, most = -Infinity;
  const stride = strideOf(values);
  for (let i = 0; i < values.length; i += stride) {
    if (values[i] < least && values[i] > -Infinity) least = values[i];
    if (values[i] > most && values[i] < Infinity) most = values[i];
  }
  if (!(most > least)) return undefined;
  const whole = countSteps(values, least, most);
  // What few pixels have may lie far away, and make the steps wide.
  const known = sumOf(whole.counts);
  let low = 0, high = LEVELS - 1;
  for (let below = whole.counts[0]; below < known * OUTLIERS; below += whole.counts[++low]);
  for (let above = whole.counts[high]; above < known * OUTLIERS; above += whole.counts[--high]);
  if (low === 0 && high === LEVELS - 1) return whole;
  return countSteps(values, least + low * whole.step, least + (high + 1) * whole.step);
}

/** Some ten thousand pixels are enough. Odd steps come by all columns. */
function strideOf(values: Float32Array): number {
  return Math.floor(values.length / SAMPLES) | 1;
}

function countSteps(values: Float32Array, least: number, most: number): Histogram {
  const counts = new Float64Array(LEVELS);
  const step = (most - least) / LEVELS, stride = strideOf(values);
  for (let i = 0; i < values.length; i += stride) {
    const value = values[i];
    if (value >= least && value <= most) {
      counts[Math.min(LEVELS - 1, Math.floor((value - least) / step))]++;
    }
  }
  return { counts, least, step };
}

function sumOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Levels from `start` up to, but without `end`. */
interface Gap {
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
}

/**
 * The widest stretch of levels with few pixels that has a crowd on both sides.
 *
 * @param least How many levels it is long at least.
 * @param leastShare What a crowd is.
 */
function widestGap(
  { counts }: Histogram,
  least: number,
  leastShare: number,
): Gap | undefined {
  const smooth = meansAround(counts, Math.max(1, Math.round(SMOOTHED * least)));
  const fewer = lowerCrowd(smooth);
  const sums = new Float64Array(LEVELS + 1);
  for (let i = 0; i < LEVELS; i++) sums[i + 1] = sums[i] + counts[i];
  const crowd = Math.max(leastShare * sums[LEVELS], Number.MIN_VALUE);
  let best: Gap | undefined, width = 0;
  for (let start = 0; start < LEVELS; start++) {
    if (!(smooth[start] < EMPTY * fewer[start])) continue;
    let end = start, filled = 0;
    for (; end < LEVELS && smooth[end] < EMPTY * fewer[end]; end++) {
      filled += smooth[end] / fewer[end];
    }
    const isBetween = sums[start] >= crowd && sums[LEVELS] - sums[end] >= crowd;
    if (isBetween && end - start >= least && end - start > width) {
      width = end - start;
      best = { start, end, confidence: 1 - filled / width };
    }
    start = end;
  }
  return best;
}

/** Means over so many levels to each side. */
function meansAround(counts: Float64Array, radius: number): Float64Array {
  return counts.map((_, level) => {
    const start = Math.max(0, level - radius), end = Math.min(LEVELS, level + radius + 1);
    return sumOf(counts.subarray(start, end)) / (2 * radius + 1);
  });
}

/** For each level the most that one level has on the side of it that has less. */
function lowerCrowd(counts: Float64Array): Float64Array {
  const fewer = new Float64Array(LEVELS);
  for (let level = 0, most = 0; level < LEVELS; level++) {
    most = Math.max(most, counts[level]);
    fewer[level] = most;
  }
  for (let level = LEVELS - 1, most = 0; level >= 0; level--) {
    most = Math.max(most, counts[level]);
    fewer[level] = Math.min(fewer[level], most);
  }
  return fewer;
}
