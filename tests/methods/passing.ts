/**
 * Somebody who passes: the clip that the tests of several estimators share.
 *
 * @module
 */

import {
  estimateFrames,
  type Frame,
  KernelMemory,
  type MaskEstimator,
  type NumberedFrame,
} from "../../mod.ts";
import { FrameStore, type LentFrame } from "../../lib/pixels/mod.ts";
import { numbered, row } from "../helpers.ts";

/** Frames as a video. */
export async function* clip(frames: readonly Frame[]): AsyncGenerator<NumberedFrame> {
  for (const [i, frame] of frames.entries()) yield numbered(i + 1, frame);
}

/** The same, lying in a store, as a decoder has them. */
export async function* clipIn(
  frames: readonly Frame[],
  store: FrameStore,
): AsyncGenerator<NumberedFrame> {
  for await (const { number, width, height, bitmap } of clip(frames)) {
    using stored = store.takeFrame({ width, height });
    stored.bitmap.set(bitmap);
    const lent: NumberedFrame & LentFrame = {
      number,
      width,
      height,
      bitmap: stored.bitmap,
      stored,
    };
    yield lent;
  }
}

/** Somebody of level 200 passes over four pixels of level 50, one a frame. */
export const passing = [0, 1, 2, 3].map((at) => row([0, 1, 2, 3].map((x) => x === at ? 200 : 50)));
/** Where they are. */
export const steps = [[255, 0, 0, 0], [0, 255, 0, 0], [0, 0, 255, 0], [0, 0, 0, 255]];

/** Every frame's mask, those included that an estimator which looks ahead gives last. */
export async function masksOf(
  estimator: MaskEstimator,
  frames: readonly Frame[],
  store?: FrameStore,
): Promise<(number[] | undefined)[]> {
  const masks: (number[] | undefined)[] = [];
  for await (
    const { matte } of estimateFrames(clip(frames), estimator, { ...store && { store } })
  ) {
    masks.push(matte && [...matte.data]);
  }
  return masks;
}

/** Stores of both kinds, new ones: frames in one are worked on by plain loops, in the other by kernels. */
export async function bothStores(): Promise<[plain: FrameStore, kernels: FrameStore]> {
  return [new FrameStore(undefined), new FrameStore((await KernelMemory.load())!)];
}
