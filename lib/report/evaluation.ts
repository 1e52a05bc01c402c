/**
 * What `evaluate` has found: clips, methods, metrics, and a few pictures.
 *
 * @module
 */

import type { ClipResult } from "../pipeline/evaluate_clip.ts";
import type { Frame, Matte } from "../raster/frame.ts";

/**
 * Some methods on some clips.
 *
 * @category Evaluation
 */
export interface Evaluation {
  /** The methods' names, in the order of the rows. */
  readonly methods: readonly string[];
  /** The clips, in order. */
  readonly clips: readonly EvaluatedClip[];
}

/**
 * The methods on one clip.
 *
 * @category Evaluation
 */
export interface EvaluatedClip {
  /** The clip's name. */
  readonly name: string;
  /** Which clips it counts together with: means are taken by group, then over the groups. */
  readonly group?: string;
  /** Each method's outcome, in the order of {@linkcode Evaluation.methods}. */
  readonly outcomes: readonly MethodOutcome[];
  /** What some frames look like; for the report. */
  readonly strips: readonly Strip[];
}

/**
 * How a method did on a clip, or why it could not.
 *
 * @category Evaluation
 */
export interface MethodOutcome {
  /** The method's name. */
  readonly method: string;
  /** What was measured. */
  readonly result?: ClipResult;
  /** Why there is no result, in one line. */
  readonly failure?: string;
  /** Whether it is a method of the user's that has looked at the picture of the empty room. */
  readonly usesPlate?: boolean;
}

/**
 * One frame, and what each method made of it; all of one size.
 *
 * @category Evaluation
 */
export interface Strip {
  /** The frame's number. */
  readonly number: number;
  /** Why it was chosen: "beginning". */
  readonly reason: string;
  /** The frame itself. */
  readonly input: Frame;
  /** The true matte. */
  readonly truth: Matte;
  /** The mattes, by the method's name. */
  readonly mattes: ReadonlyMap<string, Matte>;
}
