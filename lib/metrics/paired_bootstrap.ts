import { assertOption, COUNT, type NumberRange } from "../raster/option_checks.ts";

/**
 * Options of {@linkcode pairedBootstrap}.
 *
 * @category Evaluation
 */
export interface PairedBootstrapOptions {
  /**
   * How much each difference counts in the mean; more than 0.
   *
   * @default {1 each}
   */
  weights?: readonly number[] | undefined;
  /**
   * How often the differences are drawn anew.
   *
   * @default {10000}
   */
  resamples?: number;
  /**
   * How sure the interval is to hold the true mean, 0.5–0.999.
   *
   * @default {0.95}
   */
  level?: number;
  /**
   * Seed of the draws: the same differences always give the same interval.
   *
   * @default {1}
   */
  seed?: number;
}

/**
 * The fewest pairs for an interval. With 5 pairs, all of them differ in one direction by chance once in
 * 16 times: nothing can be told at 95 %.
 *
 * @category Evaluation
 */
export const FEWEST_PAIRS: number = 6;

const LEVELS: NumberRange = { least: 0.5, most: 0.999 };
const RESAMPLES: NumberRange = { least: 100, most: 1e7, isWhole: true };

/**
 * The mean of differences between pairs, and an interval that holds the true mean with a given
 * confidence: each pair is one clip, measured twice.
 *
 * The interval is the expanded percentile bootstrap: pairs are drawn anew with replacement, and the
 * percentiles lie as much further out as Student's t is wider than the normal distribution. A plain
 * percentile or BCa interval is too narrow for few clips. Where weights differ much, as many pairs
 * count as Kish's effective size says.
 *
 * @example Better on all of six clips
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 *
 * const { mean, interval } = pairedBootstrap([0.01, 0.02, 0.03, 0.04, 0.05, 0.06]);
 * assertEquals(mean.toFixed(3), "0.035");
 * assert(interval !== undefined && interval[0] > 0);
 * ```
 *
 * @param differences One for each pair.
 * @param options Weights, and how it is drawn.
 * @returns The mean, and the interval; none of fewer than {@linkcode FEWEST_PAIRS} pairs.
 * @throws {RangeError} If an option is out of its range, or there is not one weight a difference.
 * @see Hesterberg, "What Teachers Should Know About the Bootstrap", The American Statistician 69
 * (2015), https://doi.org/10.1080/00031305.2015.1089789, section 4.2.
 * @category Evaluation
 */
export function pairedBootstrap(
  differences: readonly number[],
  options: PairedBootstrapOptions = {},
): { mean: number; interval: [number, number] | undefined } {
  const { weights = differences.map(() => 1), resamples = 10000, level = 0.95, seed = 1 } = options;
  assertOption("draw pairs", "resamples", resamples, RESAMPLES);
  assertOption("draw pairs", "level", level, LEVELS);
  assertOption("draw pairs", "seed", seed, COUNT);
  if (weights.length !== differences.length || weights.some((weight) => !(weight > 0))) {
    throw new RangeError("Cannot draw pairs: 'weights' must be one a difference, more than 0 each");
  }
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const mean = differences.reduce((all, each, i) => all + weights[i] * each, 0) / sum;
  const squares = weights.reduce((all, weight) => all + weight ** 2, 0);
  // Rounding must not make six clips of one weight into five.
  const pairs = Math.floor(sum ** 2 / squares + 1e-9);
  if (pairs < FEWEST_PAIRS) return { mean, interval: undefined };
  const means = drawnMeans(differences, weights, resamples, seed).sort();
  const share = expandedShare(pairs, level);
  const rank = Math.max(0, Math.floor(share * resamples) - 1);
  return { mean, interval: [means[rank], means[resamples - 1 - rank]] };
}

/** The means of pairs that were drawn with replacement. */
function drawnMeans(
  differences: readonly number[],
  weights: readonly number[],
  resamples: number,
  seed: number,
): Float64Array {
  const count = differences.length;
  const parts = Float64Array.from(differences, (each, i) => weights[i] * each);
  const means = new Float64Array(resamples);
  // Xorshift of 32 bits (Marsaglia 2003), whose state must not be 0.
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x6d2b79f5) | 0 || 1;
  for (let r = 0; r < resamples; r++) {
    let [part, weight] = [0, 0];
    for (let i = 0; i < count; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const drawn = Math.floor((state >>> 0) / 2 ** 32 * count);
      part += parts[drawn];
      weight += weights[drawn];
    }
    means[r] = part / weight;
  }
  return means;
}

/** Which share of the means lies beyond each end of the interval: Hesterberg's α′ / 2. */
function expandedShare(pairs: number, level: number): number {
  const t = studentQuantile(level, pairs - 1);
  return 0.5 - normalHalf(Math.sqrt(pairs / (pairs - 1)) * t);
}

/** How far from 0 a share of Student's t lies at most. */
function studentQuantile(share: number, freedom: number): number {
  let [low, high] = [0, 1e4];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (studentWithin(middle, freedom) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Which share of Student's t lies within ±t: Abramowitz and Stegun, 26.7.3 and 26.7.4. */
function studentWithin(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const cosine = Math.cos(angle);
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= (k - 1) / k * cosine ** 2;
    sum += term;
  }
  const part = Math.sin(angle) * sum;
  return isOdd ? 2 / Math.PI * (angle + part) : part;
}

/** Which share of the normal distribution lies between 0 and x: Abramowitz and Stegun, 26.2.11. */
function normalHalf(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; term > 1e-17 * sum; k += 2) {
    term *= x * x / k;
    sum += term;
  }
  return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * sum;
}
