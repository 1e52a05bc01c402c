import type { MaskEstimator } from "../../methods/estimator.ts";
import type { RefineStep } from "../../refine/refinement.ts";

/**
 * How many frames of look-ahead live replacement allows, over the method and all steps of its refinement.
 *
 * @param lowLatency Whether none is wanted.
 */
export function liveBudget(lowLatency: boolean): 0 | 1 {
  return lowLatency ? 0 : 1;
}

/** Which number of a step says how far it looks ahead. */
const LOOKAHEAD = { smooth: 1 } as const;

/**
 * How far a refinement looks ahead.
 *
 * @param steps Its steps.
 * @returns How many frames later a matte comes out than it went in.
 */
export function lookaheadOf(steps: readonly RefineStep[]): number {
  return steps.reduce((sum, step) => sum + stepLookahead(step), 0);
}

function stepLookahead({ name, numbers }: RefineStep): number {
  return name === "smooth" ? numbers[LOOKAHEAD.smooth] : 0;
}

/**
 * A refinement that looks ahead no farther than so many frames: the first steps that would, may, and
 * those behind them do with what is left. `smooth:1:0` is still a mean with the frame before.
 *
 * @example No look-ahead
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseRefinement } from "../../refine/refinement.ts";
 *
 * const steps = parseRefinement("open:1,smooth:1");
 * assertEquals(liveRefinement(steps, 0), parseRefinement("open:1,smooth:1:0"));
 * assertEquals(liveRefinement(steps, 1), steps);
 * ```
 *
 * @param steps The steps.
 * @param budget How many frames in all.
 * @returns The same steps, shortened.
 */
export function liveRefinement(
  steps: readonly RefineStep[],
  budget: number,
): readonly RefineStep[] {
  let left = budget;
  return steps.map((step) => {
    const lookahead = Math.min(left, stepLookahead(step));
    left -= lookahead;
    if (step.name !== "smooth") return step;
    const numbers = step.numbers.with(LOOKAHEAD.smooth, lookahead);
    return { ...step, numbers };
  });
}

/**
 * Whether the frame of look-ahead is the method's, to look at one frame while the one before is finished,
 * rather than the refinement's.
 *
 * @param steps The refinement.
 * @param budget How many frames in all.
 * @returns The look-ahead that the method is to have.
 */
export function methodLookahead(steps: readonly RefineStep[], budget: 0 | 1): 0 | 1 {
  return lookaheadOf(steps) > 0 ? 0 : budget;
}

/**
 * Check that a method looks no farther ahead than is allowed.
 *
 * @param estimator The method.
 * @param budget How many frames in all.
 * @returns How many are left for its refinement.
 * @throws {RangeError} If it looks farther.
 */
export function budgetLeft({ window }: MaskEstimator, budget: number): number {
  const { after = 0 } = window ?? {};
  if (after <= budget) return budget - after;
  throw new RangeError(
    `Cannot replace live: the method looks ${after} frames ahead, and live it may look ${budget} ahead`,
  );
}
