/**
 * What tests of refinement share: the stages driven as the pipeline drives them.
 *
 * @module
 */

import {
  createEstimator,
  type Frame,
  type MaskEstimator,
  type Matte,
  type RefineOptions,
} from "../../mod.ts";
import { FrameStore } from "../../lib/pixels/mod.ts";
import { estimateMoments } from "../../lib/methods/estimate_frames.ts";
import type { MatteMoment } from "../../lib/moments/matte_moment.ts";
import { momentsOf } from "../../lib/moments/moment.ts";
import { refineMoments } from "../../lib/refine/refine_moments.ts";
import { parseRefinement } from "../../lib/refine/refinement.ts";
import { clip } from "../methods/passing.ts";

/** A frame with what a method says of it. */
export interface Estimated {
  readonly frame: Frame;
  readonly matte: Matte | undefined;
}

/** What came out for a frame; copies. */
export interface Refined {
  readonly number: number;
  /** The first byte of what is shown. */
  readonly shown: number;
  readonly alphas: number[] | undefined;
}

/** Steps as they are written, or as they are told to the pipeline. */
export type Steps = string | RefineOptions;

const optionsOf = (steps: Steps): RefineOptions =>
  typeof steps === "string" ? { steps: parseRefinement(steps) } : steps;

/** The refined mattes of an estimator's, as the pipeline makes them. */
export function refinedMoments(
  estimator: MaskEstimator,
  frames: AsyncIterable<Frame & { number: number }>,
  steps: Steps,
  store: FrameStore,
  signal?: AbortSignal,
): AsyncGenerator<MatteMoment, void, void> {
  const estimated = estimateMoments(momentsOf(frames, store), estimator, { store, signal });
  return refineMoments(estimated, optionsOf(steps), { store, signal });
}

/** The same, looked at. */
export async function refinedBy(
  estimator: MaskEstimator,
  frames: readonly Frame[],
  steps: Steps,
  store: FrameStore = new FrameStore(undefined),
): Promise<Refined[]> {
  const seen: Refined[] = [];
  for await (using item of refinedMoments(estimator, clip(frames), steps, store)) {
    const { moment: { number }, matte, foreground } = item;
    seen.push({ number, shown: foreground.bitmap[0], alphas: matte && [...matte.data] });
  }
  return seen;
}

/** What becomes of given mattes. */
export async function refined(
  moments: readonly Estimated[],
  steps: Steps,
  store?: FrameStore,
): Promise<(Uint8Array | undefined)[]> {
  using estimator = createEstimator(({ number }) => moments[number - 1].matte);
  const seen = await refinedBy(estimator, moments.map(({ frame }) => frame), steps, store);
  return seen.map(({ alphas }) => alphas && Uint8Array.from(alphas));
}
