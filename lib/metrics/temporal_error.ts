import { assertSameSize, type Matte } from "../raster/frame.ts";
import type { RegionOption } from "./mask_scores.ts";

/**
 * A matte with the true one.
 *
 * @category Evaluation
 */
export interface MattePair {
  /** What was found, H × W. */
  readonly matte: Matte;
  /** What there is, H × W. */
  readonly truth: Matte;
}

/**
 * How wrongly a matte changes from one frame to the next (dtSSD):
 * `√(mean ((p₁ − p₀) − (t₁ − t₀))²) · 10²`, alpha as 0–1.
 *
 * An error that stays the same costs nothing here: this measures unrest. Over a
 * clip it is averaged, with 0 for the first frame.
 *
 * @example The truth stands still, the matte comes up by 51 of 255
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const pixel = (level: number) => ({ width: 1, height: 1, data: Uint8Array.of(level) });
 * const before = { matte: pixel(100), truth: pixel(9) };
 * const now = { matte: pixel(151), truth: pixel(9) };
 * assertAlmostEquals(dtSSD(now, before), 20);
 * ```
 *
 * @param now A frame's mattes, H × W.
 * @param before Those of the frame before it, H × W.
 * @param options Which pixels count.
 * @returns 0–200; 0 if no pixel counts.
 * @throws {RangeError} If the sizes differ.
 * @see Erofeev et al., "Perceptually Motivated Benchmark for Video Matting", BMVC 2015,
 * https://doi.org/10.5244/C.29.99; as in RobustVideoMatting's evaluate_lr.py.
 * @category Evaluation
 */
export function dtSSD(now: MattePair, before: MattePair, options: RegionOption = {}): number {
  return temporalError(now, before, options).dtSSD;
}

/**
 * How much a matte flickers where nothing happens: `mean |p₁ − p₀| · 10³` over
 * the pixels at which the truth is the same in both frames, alpha as 0–1.
 *
 * It is what a viewer sees as boiling edges and sparks on a wall. Unlike
 * {@linkcode dtSSD} it asks nothing of moving pixels, where no matte is in step.
 *
 * @example Of three pixels one moves, one of the others flares up
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const row = (...data: number[]) => ({ width: 3, height: 1, data: Uint8Array.from(data) });
 * const before = { matte: row(0, 0, 0), truth: row(0, 0, 0) };
 * const now = { matte: row(255, 255, 0), truth: row(255, 0, 0) };
 * assertAlmostEquals(flicker(now, before), 500);
 * ```
 *
 * @param now A frame's mattes, H × W.
 * @param before Those of the frame before it, H × W.
 * @param options Which pixels count.
 * @returns 0–1000; 0 if no pixel counts.
 * @throws {RangeError} If the sizes differ.
 * @see This definition is our own: the term has no agreed one. It is the mean absolute
 * temporal difference, restricted to where the right answer is "no change".
 * @category Evaluation
 */
export function flicker(now: MattePair, before: MattePair, options: RegionOption = {}): number {
  return temporalError(now, before, options).flicker;
}

/** Both in one pass. */
export function temporalError(
  now: MattePair,
  before: MattePair,
  { region }: RegionOption,
): { dtSSD: number; flicker: number } {
  assertSameSize("compare mattes over time", {
    matte: now.matte,
    truth: now.truth,
    "matte before": before.matte,
    "truth before": before.truth,
    ...(region && { region }),
  });
  const p1 = now.matte.data;
  const t1 = now.truth.data;
  const p0 = before.matte.data;
  const t0 = before.truth.data;
  const counted = region?.data;
  let count = 0;
  let squared = 0;
  let still = 0;
  let unrest = 0;
  for (let i = 0; i < p1.length; i++) {
    if (counted !== undefined && counted[i] === 0) continue;
    const change = p1[i] - p0[i];
    const wanted = t1[i] - t0[i];
    count++;
    squared += (change - wanted) * (change - wanted);
    if (wanted === 0) {
      still++;
      unrest += Math.abs(change);
    }
  }
  return {
    dtSSD: count > 0 ? 1e2 * Math.sqrt(squared / (255 * 255 * count)) : 0,
    flicker: still > 0 ? 1e3 * unrest / (255 * still) : 0,
  };
}
