import type { Frame } from "../../raster/frame.ts";
import { frameFrom } from "../../raster/frame_from.ts";
import type { RefineOptions } from "../../refine/refine_moments.ts";
import { chooseEstimator, chooseSteps } from "../frames/choose_estimator.ts";
import { budgetLeft, liveBudget, liveRefinement, methodLookahead } from "./latency.ts";
import { GuardedEstimator } from "./guarded_estimator.ts";
import type { LiveOptions } from "./live_options.ts";

/** A method at work, and what is done to its mattes. */
export interface LiveMethod extends Disposable {
  readonly guard: GuardedEstimator;
  /** May be replaced while it works. */
  refine: RefineOptions;
}

/** What {@linkcode chooseLive} goes by. */
export type LiveMethodOptions = Omit<LiveOptions, "background" | "fit" | "edges" | "signal">;

/**
 * Find a method that looks no farther ahead than it may, and its refinement.
 *
 * @param options The method, and what is said of it.
 * @returns Makes its estimator.
 * @throws {RangeError} If there is no such method, setting or step, or a number is out of range: at once;
 * if the method looks too far ahead: when it is made.
 * @throws {TypeError} If it is no method, or lacks what it needs.
 */
export function chooseLive(options: LiveMethodOptions): () => LiveMethod {
  const { method, threshold, settings, cleanPlate, openSegmenter, openDepth } = options;
  const { refine, lowLatency = false, onNotice, onFailure, onRecovery, timeLimit } = options;
  const budget = liveBudget(lowLatency);
  const start = chooseEstimator(method, {
    threshold,
    openSegmenter,
    openDepth,
    refine,
    onNotice,
    lookahead: methodLookahead(chooseSteps(method, options), budget),
    ...(settings && { settings }),
    ...(cleanPlate && { cleanPlate: frameFrom(cleanPlate) as Frame }),
  });
  return () => {
    const chosen = start();
    try {
      const steps = liveRefinement(chosen.refine.steps, budgetLeft(chosen.estimator, budget));
      const guard = new GuardedEstimator(chosen.estimator, { onFailure, onRecovery, timeLimit });
      return { guard, refine: { ...chosen.refine, steps }, [Symbol.dispose]: () => end(guard) };
    } catch (error) {
      chosen[Symbol.dispose]();
      throw error;
    }
    function end(guard: GuardedEstimator) {
      guard.retire();
      chosen[Symbol.dispose]();
    }
  };
}

/**
 * The refinement alone, for a method at work.
 *
 * @param guard The method.
 * @param options What is said of it.
 * @throws {RangeError} If there is no such step, or a number is out of range.
 */
export function refinementFor(
  guard: GuardedEstimator,
  options: Pick<LiveMethodOptions, "method" | "refine" | "openSegmenter" | "lowLatency">,
): RefineOptions {
  const left = budgetLeft(guard, liveBudget(options.lowLatency ?? false));
  const steps = liveRefinement(chooseSteps(options.method, options), left);
  return { steps, linesScaled: (options.refine ?? "auto") === "auto" };
}
