/**
 * Somebody who passes: the clip that the tests of several estimators share.
 *
 * @module
 */

import type { Frame, MaskEstimator, NumberedFrame } from "../../mod.ts";
import { numbered, row } from "../helpers.ts";

/** Frames as a video. */
export async function* clip(frames: readonly Frame[]): AsyncGenerator<NumberedFrame> {
  for (const [i, frame] of frames.entries()) yield numbered(i + 1, frame);
}

/** Somebody of level 200 passes over four pixels of level 50, one a frame. */
export const passing = [0, 1, 2, 3].map((at) => row([0, 1, 2, 3].map((x) => x === at ? 200 : 50)));
/** Where they are. */
export const steps = [[255, 0, 0, 0], [0, 255, 0, 0], [0, 0, 255, 0], [0, 0, 0, 255]];

/** Every frame's mask. */
export async function masksOf(estimator: MaskEstimator, frames: readonly Frame[]) {
  const masks: (number[] | undefined)[] = [];
  for await (const frame of clip(frames)) {
    const estimate = await estimator.estimate(frame);
    masks.push(estimate && [...estimate.matte.data]);
  }
  return masks;
}

/** The same of an estimator that looks ahead: each frame's own, and those that come last. */
export async function allMasksOf(estimator: MaskEstimator, frames: readonly Frame[]) {
  const masks = await masksOf(estimator, frames);
  const early = masks.splice(0, estimator.lookahead ?? 0);
  for (const _ of early) {
    const estimate = await estimator.flush?.();
    masks.push(estimate && [...estimate.matte.data]);
  }
  return masks;
}
