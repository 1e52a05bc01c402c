/**
 * The contract between a way of telling foreground from background and
 * everything that uses one.
 *
 * @module
 */

import type { Moment } from "../moments/moment.ts";
import type { Window, WindowSpan } from "../moments/window.ts";
import type { Frame, Mask, Matte, NumberedFrame, Size } from "../raster/frame.ts";
import type { Steps } from "../turns.ts";

/**
 * What an estimator says of one frame.
 *
 * @category Methods
 */
export interface Estimate {
  /**
   * How much of each pixel is foreground, H × W: a mask of 0 and 255, or anything between. What was
   * handed over as `out`, or a raster of the estimator's own, lent until the next call.
   */
  readonly matte: Matte;
  /**
   * The frame that the matte belongs to, H × W: the present moment, another one of the window, or a
   * picture of its own.
   */
  readonly foreground: Frame;
}

/**
 * Where an estimate may be put, so that nobody has to copy it: rasters in the frames' memory.
 *
 * @category Methods
 */
export interface EstimateOut {
  /** For the matte, H × W; what is in it is left from before. */
  readonly matte: Matte;
  /** For a foreground that is no frame of the video, H × W; taken when it is asked for. */
  readonly foreground: Frame;
}

/**
 * Frame in, mask or matte out. The pipeline shows it each frame of one video in order, with those
 * around it that it asks for; what else it remembers lives in it.
 *
 * The same frames give the same estimates, always: what is random is seeded.
 *
 * @category Methods
 */
export interface MaskEstimator extends Disposable {
  /**
   * How far it looks around each frame.
   *
   * @default {the frame alone}
   */
  readonly window?: WindowSpan;
  /** How many first frames of a video get no estimate. */
  readonly warmUp: number;
  /**
   * How many frames before a frame its estimate depends on: what a reader that
   * starts in the middle has to read first. `Infinity` if on all of them. Whether a frame `isCut` is told
   * by the frame before it, which counts too.
   */
  readonly lookback: number;
  /**
   * About how many frames a survey needs, evenly spaced.
   *
   * @default {100}
   */
  readonly surveys?: number;
  /**
   * Open what takes long to open, such as a network, before the first frame comes.
   *
   * @param size The size of the frames.
   */
  prepare?(size: Size): Promise<void>;
  /**
   * The survey pass: look at the whole video before its first frame is estimated, where it can be
   * read twice. Frames are lent, and need not be read to the end.
   *
   * @param frames All frames in order, or some of them.
   */
  survey?(frames: AsyncIterable<NumberedFrame>): Promise<void>;
  /**
   * What the survey has learned, as bytes: another estimator with the same options that
   * {@linkcode loadSurvey | loads} them gives the same estimates, to the byte. So a room that was learned
   * once serves many machines, and each part of a video that is estimated anew.
   *
   * To be called after {@linkcode survey}, or `loadSurvey`, and before the first frame comes.
   *
   * @returns Bytes of the caller's own; none if nothing was learned.
   */
  saveSurvey?(): Uint8Array<ArrayBuffer>;
  /**
   * Know what another estimator's survey has learned, instead of a survey. To be called before the
   * first frame comes. Who has one of both methods has the other, too.
   *
   * @param bytes What {@linkcode saveSurvey} gave; they are copied.
   * @throws {RangeError} If they are something else.
   */
  loadSurvey?(bytes: Uint8Array): void;
  /**
   * A frame has come: begin what takes time elsewhere, such as a network's look, before the frame is
   * due, `window.after` frames later.
   *
   * @param moment The frame, which stays until it has left the window.
   */
  begin?(moment: Moment): void | Promise<void>;
  /**
   * Estimate the frame that is due.
   *
   * @param window The frame, and those around it.
   * @param out Where the estimate may be put.
   * @returns The estimate, or `undefined` while there is none yet: at once, as a promise, or in steps
   * between which timers and signals have their turn.
   */
  estimate(window: Window, out: EstimateOut): Steps<Estimate | undefined>;
  /** Forget all frames, to start another video. */
  reset(): void;
}

/**
 * A function that looks at one frame alone, or keeps its own memory.
 *
 * A function that remembers is also given the frame before, from the second one on. Frames are lent,
 * each until the next call has ended: of what is kept longer, keep a copy.
 *
 * @category Methods
 */
export type MaskFunction = (
  frame: NumberedFrame,
  before?: NumberedFrame,
) => Mask | undefined | Promise<Mask | undefined>;

/**
 * Make an estimator of a function, to try an idea without writing a class.
 *
 * @example Whatever is bright is foreground
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { grayscale } from "../pixels/color/grayscale.ts";
 * import { threshold } from "../pixels/color/threshold.ts";
 * import { estimateFrames } from "./estimate_frames.ts";
 *
 * using bright = createEstimator((frame) => threshold(grayscale(frame), 127));
 * const bitmap = Uint8ClampedArray.of(250, 250, 250, 255, 9, 9, 9, 255);
 * for await (const { matte } of estimateFrames([{ number: 1, width: 2, height: 1, bitmap }], bright)) {
 *   assertEquals([...matte!.data], [255, 0]);
 * }
 * ```
 *
 * @param maskOf Frame in, mask (0 and 255) or matte out; `undefined` where there is none yet.
 * @param options `lookback` and `warmUp` as in {@linkcode MaskEstimator}.
 * @returns An estimator that shows the frame just read.
 * @category Methods
 */
export function createEstimator(
  maskOf: MaskFunction,
  options: EstimatorOptions = {},
): MaskEstimator {
  const { lookback = 0, warmUp = 0 } = options;
  return {
    lookback,
    warmUp,
    window: { before: lookback > 0 ? 1 : 0, after: 0 },
    async estimate(window) {
      const { now } = window;
      const mask = await maskOf(now, window.at(-1));
      return mask && { matte: mask, foreground: now };
    },
    reset() {},
    [Symbol.dispose]() {},
  };
}

/**
 * Options of {@linkcode createEstimator}.
 *
 * @category Methods
 */
export interface EstimatorOptions {
  /**
   * How many earlier frames the function remembers; if any, it is given the one before.
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
