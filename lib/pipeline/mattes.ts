import { FrameStore } from "../memory/frame_store.ts";
import { KernelMemory } from "../memory/kernel_memory.ts";
import { estimateMoments, type StageOptions } from "../methods/estimate_frames.ts";
import type { MaskEstimator } from "../methods/estimator.ts";
import type { MatteMoment } from "../moments/matte_moment.ts";
import { momentsOf } from "../moments/moment.ts";
import { lookbackOf, refineMoments, type RefineOptions } from "../refine/refine_moments.ts";
import type { FrameRange } from "./progress.ts";
import type { Frames } from "./resets/frame_feed.ts";
import { mattesInBlocks, type Resets } from "./resets/mattes_in_blocks.ts";

export type { Frames };

/** What {@linkcode mattesOf} works with. */
export interface MatteOptions extends StageOptions {
  /** Tells foreground from background; it has seen nothing yet. */
  readonly estimator: MaskEstimator;
  /** What is done to its mattes. */
  readonly refine?: RefineOptions | undefined;
  /** Whether and how the method begins anew; of no effect where each matte depends on a few frames. */
  readonly resets?: Resets | undefined;
  /**
   * The numbers of the frames whose mattes are wanted.
   *
   * @default {all}
   */
  readonly range?: FrameRange | undefined;
}

const ALL: FrameRange = { first: 1, last: Infinity };

/**
 * The pipeline from frames to refined mattes: what a run composes, an evaluation measures, and
 * anybody may look at.
 *
 * @param frames The frames.
 * @param options Who estimates and what is refined.
 * @returns An item for each frame, in order; whoever gets one releases it. Where the method begins anew,
 * none for frames of other blocks than those that are wanted.
 * @throws What the frames or the estimator throw.
 */
export function mattesOf(
  frames: Frames,
  { estimator, refine, resets, range = ALL, ...stage }: MatteOptions,
): AsyncGenerator<MatteMoment, void, void> {
  const plainly = (frames: Frames, estimator: MaskEstimator) => {
    const moments = momentsOf(frames, stage.store);
    return refineMoments(estimateMoments(moments, estimator, stage), refine, stage);
  };
  if (resets === undefined || lookbackOf(estimator, refine) < Infinity) {
    return plainly(frames, estimator);
  }
  const { store } = stage;
  return mattesInBlocks(frames, { estimator, resets, range, store, mattesOf: plainly });
}

/** A store in the kernels' memory, where there are kernels. */
export async function openStore(): Promise<FrameStore> {
  return new FrameStore(await KernelMemory.load());
}
