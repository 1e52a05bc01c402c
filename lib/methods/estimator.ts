/**
 * The contract between a way of telling foreground from background and
 * everything that uses one.
 *
 * @module
 */

import type { Frame, Mask, Matte, NumberedFrame } from "../raster/frame.ts";
import { inTurns } from "../turns.ts";

/** What an estimator says of one frame. Both rasters are lent until the next call. */
export interface Estimate {
  /** How much of each pixel is foreground, H × W: a mask of 0 and 255, or anything between. */
  readonly matte: Matte;
  /** The frame that the matte belongs to, H × W: often, but not always, the one just read. */
  readonly foreground: Frame;
}

/**
 * Frame in, mask or matte out. Memory of earlier frames lives in the estimator,
 * so it must see every frame of one video in order.
 *
 * The same frames give the same estimates, always: what is random is seeded.
 */
export interface MaskEstimator extends Disposable {
  /** How many first frames of a video get no estimate. */
  readonly warmUp: number;
  /**
   * How many frames before a frame its estimate depends on: what a reader that
   * starts in the middle has to read first. `Infinity` if on all of them.
   */
  readonly lookback: number;
  /**
   * How many frames later an estimate comes: when frame k is taken, the estimate is
   * of frame k − lookahead, and {@linkcode MaskEstimator.flush} gives the last ones.
   *
   * @default {0}
   */
  readonly lookahead?: number;
  /**
   * About how many frames a survey needs, evenly spaced.
   *
   * @default {100}
   */
  readonly surveys?: number;
  /**
   * Look at the whole video before its first frame is estimated, where it can be
   * read twice. Frames are lent, and need not be read to the end.
   *
   * @param frames All frames in order, or some of them.
   */
  survey?(frames: AsyncIterable<NumberedFrame>): Promise<void>;
  /**
   * Take the next frame, which is valid only during the call, and estimate.
   *
   * @param frame The frame that follows the one before.
   * @returns The estimate, or `undefined` while there is none yet.
   */
  estimate(
    frame: NumberedFrame,
  ): Estimate | undefined | Promise<Estimate | undefined>;
  /**
   * The same as `estimate` in steps, between which timers and signals have their turn: for what
   * takes long of large frames. Whoever runs an estimator prefers it.
   *
   * @param frame The frame that follows the one before, valid until the last step.
   * @returns The steps, which give the estimate.
   */
  estimateInSteps?(frame: NumberedFrame): Generator<void, Estimate | undefined>;
  /**
   * After the last frame: the next of the estimates that are still owed.
   *
   * @returns The estimate, or `undefined` if that frame has none.
   */
  flush?(): Estimate | undefined | Promise<Estimate | undefined>;
  /** Forget all frames, to start another video. */
  reset(): void;
}

/** A function that looks at one frame alone, or keeps its own memory. */
export type MaskFunction = (
  frame: NumberedFrame,
) => Mask | undefined | Promise<Mask | undefined>;

/**
 * Make an estimator of a function, to try an idea without writing a class.
 *
 * @example Whatever is bright is foreground
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { grayscale } from "../pixels/color/grayscale.ts";
 * import { threshold } from "../pixels/color/threshold.ts";
 *
 * using bright = createEstimator((frame) => threshold(grayscale(frame), 127));
 * const bitmap = Uint8ClampedArray.of(250, 250, 250, 255, 9, 9, 9, 255);
 * const estimate = await bright.estimate({ number: 1, width: 2, height: 1, bitmap });
 * assertEquals([...estimate!.matte.data], [255, 0]);
 * ```
 *
 * @param maskOf Frame in, mask (0 and 255) or matte out; `undefined` where there is none yet.
 * @param options `lookback` and `warmUp` as in {@linkcode MaskEstimator}.
 * @returns An estimator that shows the frame just read.
 */
export function createEstimator(
  maskOf: MaskFunction,
  options: EstimatorOptions = {},
): MaskEstimator {
  const { lookback = 0, warmUp = 0 } = options;
  return {
    lookback,
    warmUp,
    async estimate(frame) {
      const mask = await maskOf(frame);
      return mask && { matte: mask, foreground: frame };
    },
    reset() {},
    [Symbol.dispose]() {},
  };
}

/** Estimate in steps where the estimator has some, and at once where not. */
export function estimateInTurns(
  estimator: MaskEstimator,
  frame: NumberedFrame,
): Estimate | undefined | Promise<Estimate | undefined> {
  const steps = estimator.estimateInSteps?.(frame);
  return steps === undefined ? estimator.estimate(frame) : inTurns(steps);
}

/** Options of {@linkcode createEstimator}. */
export interface EstimatorOptions {
  /**
   * How many earlier frames the function remembers.
   *
   * @default {0}
   */
  lookback?: number;
  /**
   * How many first frames get no mask.
   *
   * @default {0}
   */
  warmUp?: number;
}
