/**
 * The contract between a way of telling foreground from background and
 * everything that uses one.
 *
 * @module
 */

import type { Frame, Mask, NumberedFrame } from "../raster.ts";

/** What an estimator says of one frame. Both rasters are lent until the next call. */
export interface Estimate {
  /** Which pixels are foreground, H × W. */
  readonly mask: Mask;
  /** The frame that the mask belongs to, H × W: often, but not always, the one just read. */
  readonly foreground: Frame;
}

/**
 * Frame in, mask out. Memory of earlier frames lives in the estimator, so it
 * must see every frame of one video in order.
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
   * Take the next frame, which is valid only during the call, and estimate.
   *
   * @param frame The frame that follows the one before.
   * @returns The estimate, or `undefined` while there is none yet.
   */
  estimate(
    frame: NumberedFrame,
  ): Estimate | undefined | Promise<Estimate | undefined>;
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
 * import { grayscale } from "../pixels/grayscale.ts";
 * import { threshold } from "../pixels/threshold.ts";
 *
 * using bright = createEstimator((frame) => threshold(grayscale(frame), 127));
 * const bitmap = Uint8ClampedArray.of(250, 250, 250, 255, 9, 9, 9, 255);
 * const estimate = await bright.estimate({ number: 1, width: 2, height: 1, bitmap });
 * assertEquals([...estimate!.mask.data], [255, 0]);
 * ```
 *
 * @param maskOf Frame in, mask out; `undefined` where there is none yet.
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
      return mask && { mask, foreground: frame };
    },
    reset() {},
    [Symbol.dispose]() {},
  };
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
