import { assertSameSize, type Matte } from "../raster/frame.ts";
import type { RegionOption } from "./mask_scores.ts";

/**
 * Mean absolute difference (MAD): `mean |p − t| · 10³`, alpha as 0–1.
 *
 * @example Off by 51 of 255 at one of two pixels
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const row = (...data: number[]) => ({ width: 2, height: 1, data: Uint8Array.from(data) });
 * assertAlmostEquals(meanAbsoluteDifference(row(0, 51), row(0, 0)), 100);
 * ```
 *
 * @param matte What was found, H × W.
 * @param truth What there is, H × W.
 * @param options Which pixels count.
 * @returns 0–1000; 0 if no pixel counts.
 * @throws {RangeError} If the sizes differ.
 * @see MAD of RobustVideoMatting's evaluate_lr.py, equal but for its float32.
 * @category Evaluation
 */
export function meanAbsoluteDifference(
  matte: Matte,
  truth: Matte,
  options: RegionOption = {},
): number {
  return matteError(matte, truth, options).mad;
}

/**
 * Mean squared error (MSE): `mean (p − t)² · 10³`, alpha as 0–1.
 *
 * @example Off by 51 of 255 at one of two pixels
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const row = (...data: number[]) => ({ width: 2, height: 1, data: Uint8Array.from(data) });
 * assertAlmostEquals(meanSquaredError(row(0, 51), row(0, 0)), 20);
 * ```
 *
 * @param matte What was found, H × W.
 * @param truth What there is, H × W.
 * @param options Which pixels count.
 * @returns 0–1000; 0 if no pixel counts.
 * @throws {RangeError} If the sizes differ.
 * @see MSE of RobustVideoMatting's evaluate_lr.py, equal but for its float32.
 * @category Evaluation
 */
export function meanSquaredError(matte: Matte, truth: Matte, options: RegionOption = {}): number {
  return matteError(matte, truth, options).mse;
}

/** Both errors in one pass; the sums are whole numbers, so nothing is lost. */
export function matteError(
  matte: Matte,
  truth: Matte,
  { region }: RegionOption,
): { mad: number; mse: number } {
  assertSameSize("compare mattes", { matte, truth, ...(region && { region }) });
  const found = matte.data;
  const real = truth.data;
  const counted = region?.data;
  let count = 0;
  let absolute = 0;
  let squared = 0;
  for (let i = 0; i < found.length; i++) {
    if (counted !== undefined && counted[i] === 0) continue;
    const error = found[i] - real[i];
    count++;
    absolute += Math.abs(error);
    squared += error * error;
  }
  if (count === 0) return { mad: 0, mse: 0 };
  return { mad: 1e3 * absolute / (255 * count), mse: 1e3 * squared / (255 * 255 * count) };
}
