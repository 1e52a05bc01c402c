import { assertGrays, assertWhole, type Gray } from "../../raster/frame.ts";

/** Levels of a gray picture. */
export const LEVELS = 256;

/** OpenCV's FLT_EPSILON. */
const EPSILON = 2 ** -23;

/**
 * Otsu's threshold: the level with the largest variance between what is above it and the rest.
 *
 * @example Two crowds of levels
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const data = Uint8Array.of(10, 11, 12, 200, 201);
 * assertEquals(otsuLevel({ width: 5, height: 1, data }), 12);
 * ```
 *
 * @param gray The picture, H × W.
 * @returns The last level that is below, 0–255; 0 if the picture has one level alone.
 * @throws {RangeError} If its buffer does not fit.
 * @see OpenCV `cv::threshold` with `THRESH_OTSU`: equal on every input.
 * @see Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979, doi:10.1109/TSMC.1979.4310076
 * @category Primitives: stereo
 */
export function otsuLevel(gray: Gray): number {
  assertGrays("choose a level", { gray });
  assertWhole("choose a level", "gray", gray);
  return otsuLevelOf(levelCounts(gray)) ?? 0;
}

/** How many pixels have which level. */
export function levelCounts({ data }: Gray): Float64Array {
  const counts = new Float64Array(LEVELS);
  for (let i = 0; i < data.length; i++) counts[data[i]]++;
  return counts;
}

/**
 * The same by the counts of the levels, in OpenCV's order of operations.
 *
 * @returns `undefined` if there is but one level.
 */
export function otsuLevelOf(counts: Float64Array): number | undefined {
  let total = 0, mean = 0;
  for (let level = 0; level < LEVELS; level++) {
    total += counts[level];
    mean += level * counts[level];
  }
  const scale = 1 / total;
  mean *= scale;
  let share = 0, lowMean = 0, largest = 0, best: number | undefined;
  for (let level = 0; level < LEVELS; level++) {
    const here = counts[level] * scale;
    lowMean *= share;
    share += here;
    const rest = 1 - share;
    if (Math.min(share, rest) < EPSILON || Math.max(share, rest) > 1 - EPSILON) continue;
    lowMean = (lowMean + level * here) / share;
    const highMean = (mean - share * lowMean) / rest;
    const variance = share * rest * (lowMean - highMean) * (lowMean - highMean);
    if (variance > largest) {
      largest = variance;
      best = level;
    }
  }
  return best;
}
