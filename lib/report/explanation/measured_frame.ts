import { countLevels, type LevelCounts } from "./count_levels.ts";
import { type Explanation, trustedMethod } from "./explanation.ts";
import { type MaskFailures, maskFailures } from "./mask_failures.ts";
import { type ChangeSteps, changeSteps, type CutSteps, cutSteps } from "./tutorial_steps.ts";

/** What the tutorial's steps make of the frame at its threshold, and how that fails. */
export interface MeasuredFrame {
  readonly steps: ChangeSteps & CutSteps;
  /** The method that is taken for the truth, if one tells a person from a room. */
  readonly reference: ReturnType<typeof trustedMethod>;
  /** How many pixels have each level of change. */
  readonly counts: LevelCounts;
  readonly failures: MaskFailures;
}

/**
 * Measure the frame of an explanation.
 *
 * @param explanation The frame, and what other methods make of it.
 */
export function measureFrame(explanation: Explanation): MeasuredFrame {
  const change = changeSteps(explanation);
  const cut = cutSteps(explanation, change, explanation.level);
  const reference = trustedMethod(explanation);
  return {
    steps: { ...change, ...cut },
    reference,
    counts: countLevels(change.gray, reference?.matte),
    failures: maskFailures(cut.mask, explanation.next, cut.result),
  };
}
