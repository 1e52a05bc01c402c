import type { MaskCounts } from "./mask_scores.ts";

/** The least share of a frame that somebody worth finding covers: 304 pixels of 640×480. */
const LEAST_SOMEBODY = 0.001;
/** Of whom less than this share is found, is lost. */
const LEAST_FOUND = 0.1;

/**
 * Whether a frame loses the people in it: less than a tenth of the true foreground is found.
 *
 * Recall decides, not IoU. A mask that holds other things instead has lost them too; one
 * that holds them and half of the room has not. A frame of which less than 0.1 % is
 * foreground (nobody, or a fingertip at the edge) is not asked.
 *
 * @example Of a hundred pixels of somebody, nine, or ten
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const found = (truePositives: number) => ({
 *   truePositives,
 *   falseNegatives: 100 - truePositives,
 *   falsePositives: 300,
 *   trueNegatives: 1000,
 * });
 * assertEquals([isLost(found(9)), isLost(found(10))], [true, false]);
 * const empty = { ...found(0), falseNegatives: 0 };
 * assertEquals(isLost(empty), undefined);
 * ```
 *
 * @param counts The frame's pixels by what mask and truth say: see {@linkcode compareMasks}.
 * @returns Whether they are lost; `undefined` where nobody of a size worth finding is.
 * @see This definition is our own: IoU averages such frames away, and a viewer does not.
 * @category Evaluation
 */
export function isLost(counts: MaskCounts): boolean | undefined {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts;
  const real = truePositives + falseNegatives;
  const all = real + falsePositives + trueNegatives;
  if (real === 0 || real < LEAST_SOMEBODY * all) return undefined;
  return truePositives < LEAST_FOUND * real;
}
