import { assertOption } from "../../raster/option_checks.ts";
import { type Descriptors, WORDS } from "./describe_corners.ts";

/**
 * A corner of one picture that looks like one of another.
 *
 * @category Primitives: features
 */
export interface DescriptorMatch {
  /** Which of the one picture. */
  readonly from: number;
  /** Which of the other. */
  readonly to: number;
  /** In how many of the 256 bits they differ. */
  readonly distance: number;
}

/**
 * Options of {@linkcode matchDescriptors}.
 *
 * @category Primitives: features
 */
export interface MatchDescriptorsOptions {
  /**
   * In how many bits two corners may differ, 0–256.
   *
   * @default {64}
   */
  largest?: number;
}

/**
 * Which corners of two pictures are the same: each the other's nearest by Hamming distance.
 *
 * @example The second is the third
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const words = Int32Array.from({ length: 24 }, (_, k) => k < 8 ? -1 : k < 16 ? 0 : 0x55555555);
 * const from = { count: 2, words: words.slice(0, 16) };
 * const to = { count: 2, words: words.slice(8) };
 * assertEquals(matchDescriptors(from, to), [{ from: 1, to: 0, distance: 0 }]);
 * ```
 *
 * @param from Descriptors of the one picture.
 * @param to Descriptors of the other.
 * @param options How much they may differ.
 * @returns The pairs, in the order of `from`; of equally near ones the first counts.
 * @throws {RangeError} If the option is out of range.
 * @see OpenCV `cv::BFMatcher` with `NORM_HAMMING` and `crossCheck`: the same pairs, before those that
 * differ too much are left out.
 * @category Primitives: features
 */
export function matchDescriptors(
  from: Descriptors,
  to: Descriptors,
  options: MatchDescriptorsOptions = {},
): DescriptorMatch[] {
  const { largest = 64 } = options;
  assertOption("match descriptors", "largest", largest, { least: 0, most: 256, isWhole: true });

  const nearestTo = new Int32Array(from.count).fill(-1);
  const distanceTo = new Int32Array(from.count).fill(257);
  const nearestFrom = new Int32Array(to.count).fill(-1);
  const distanceFrom = new Int32Array(to.count).fill(257);
  for (let f = 0; f < from.count; f++) {
    for (let t = 0; t < to.count; t++) {
      const distance = descriptorDistance(from.words, f, to.words, t);
      if (distance < distanceTo[f]) {
        distanceTo[f] = distance;
        nearestTo[f] = t;
      }
      if (distance < distanceFrom[t]) {
        distanceFrom[t] = distance;
        nearestFrom[t] = f;
      }
    }
  }
  const matches: DescriptorMatch[] = [];
  for (let f = 0; f < from.count; f++) {
    const t = nearestTo[f];
    if (t < 0 || nearestFrom[t] !== f || distanceTo[f] > largest) continue;
    matches.push({ from: f, to: t, distance: distanceTo[f] });
  }
  return matches;
}

/**
 * In how many bits two descriptors differ.
 *
 * @param from Words of the one picture's descriptors.
 * @param f Which of them.
 * @param to Words of the other's.
 * @param t Which of them.
 * @returns 0–256.
 */
export function descriptorDistance(
  from: Int32Array,
  f: number,
  to: Int32Array,
  t: number,
): number {
  let count = 0;
  for (let word = 0, p = WORDS * f, q = WORDS * t; word < WORDS; word++, p++, q++) {
    // Bits are added in pairs, then in fours, then all bytes at once.
    let bits = from[p] ^ to[q];
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
