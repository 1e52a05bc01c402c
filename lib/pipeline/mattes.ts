import { FrameStore } from "../memory/frame_store.ts";
import { KernelMemory } from "../memory/kernel_memory.ts";
import { estimateMoments, type StageOptions } from "../methods/estimate_frames.ts";
import type { MaskEstimator } from "../methods/estimator.ts";
import type { MatteMoment } from "../moments/matte_moment.ts";
import { momentsOf } from "../moments/moment.ts";
import type { NumberedFrame, TimedFrame } from "../raster/frame.ts";
import { refineMoments, type RefineOptions } from "../refine/refine_moments.ts";

/** Frames of a video, in order; each is lent until the next one is asked for. */
export type Frames =
  | AsyncIterable<NumberedFrame | TimedFrame>
  | Iterable<NumberedFrame | TimedFrame>;

/** What {@linkcode mattesOf} works with. */
export interface MatteOptions extends StageOptions {
  /** Tells foreground from background; it has seen nothing yet. */
  readonly estimator: MaskEstimator;
  /** What is done to its mattes. */
  readonly refine?: RefineOptions | undefined;
}

/**
 * The pipeline from frames to refined mattes: what a run composes, an evaluation measures, and
 * anybody may look at.
 *
 * @param frames The frames.
 * @param options Who estimates and what is refined.
 * @returns An item for each frame, in order; whoever gets one releases it.
 * @throws What the frames or the estimator throw.
 */
export function mattesOf(
  frames: Frames,
  { estimator, refine, ...stage }: MatteOptions,
): AsyncGenerator<MatteMoment, void, void> {
  const moments = momentsOf(frames, stage.store);
  return refineMoments(estimateMoments(moments, estimator, stage), refine, stage);
}

/** A store in the kernels' memory, where there are kernels. */
export async function openStore(): Promise<FrameStore> {
  return new FrameStore(await KernelMemory.load());
}
