import { createFrameBeside, createGrayBeside, release } from "../memory/beside.ts";
import type { Window } from "../moments/window.ts";
import { grayscale } from "../pixels/color/grayscale.ts";
import { threshold } from "../pixels/color/threshold.ts";
import { absdiff } from "../pixels/motion/absdiff.ts";
import type { Frame, Gray } from "../raster/frame.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "./estimator.ts";
import { methodSettings } from "./settings/method_settings.ts";
import { settle } from "./settings/setting.ts";

/**
 * Options of {@linkcode TutorialEstimator}.
 *
 * @category Methods
 */
export interface TutorialOptions {
  /**
   * The last gray level of the difference that still is background, 0–255;
   * larger removes more.
   *
   * @default {3}
   */
  threshold?: number | undefined;
}

/**
 * The tutorial's own method: what changed between two consecutive frames is
 * foreground.
 *
 * Odd frames replace `previous`, even frames replace `next`; from frame 3 on,
 * the difference of the two, made gray, is foreground where it is above the
 * threshold, and **`next` is shown**. So an odd frame k shows frame k − 1: that
 * is the tutorial's pairing, kept so that its pictures come out to the byte.
 *
 * A person who holds still vanishes, a uniform sleeve shows only its edges, and
 * the wall behind a moving hand flashes up: a first step, not a good mask.
 *
 * @example A pixel that changed is foreground
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { estimateFrames } from "./estimate_frames.ts";
 *
 * const frames = [100, 100, 104].map((left, i) => ({
 *   ...{ number: i + 1, width: 2, height: 1 },
 *   bitmap: Uint8ClampedArray.of(left, left, left, 255, 50, 50, 50, 255),
 * }));
 * using tutorial = new TutorialEstimator({ threshold: 3 });
 * const masks: unknown[] = [];
 * for await (const { matte } of estimateFrames(frames, tutorial)) masks.push(matte && [...matte.data]);
 * assertEquals(masks, [undefined, undefined, [255, 0]]);
 * ```
 *
 * @see "Virtual background for video conferencing in Python and OpenCV: a silly approach".
 * @category Methods
 */
export class TutorialEstimator implements MaskEstimator {
  /** The frame before, which is the one that is shown where this one's number is odd. */
  readonly window = { before: 1, after: 0 } as const;
  /** Frames 1 and 2 only fill the two slots. */
  readonly warmUp = 2;
  /** The other slot's frame. */
  readonly lookback = 1;
  readonly #threshold: number;
  #difference: Frame | undefined;
  #gray: Gray | undefined;

  /**
   * An estimator that has seen nothing yet.
   *
   * @param options The threshold.
   * @throws {RangeError} If the threshold is not a number from 0 to 255.
   */
  constructor(options: TutorialOptions = {}) {
    this.#threshold = settle("compare frames", methodSettings.tutorial, options).threshold;
  }

  /**
   * Compare a frame with the one before.
   *
   * @param window The two frames, of one size.
   * @param out Where the mask is put.
   * @returns The mask and the frame to show, or `undefined` before frame 3.
   * @throws {RangeError} If the sizes differ.
   */
  estimate(window: Window, out: EstimateOut): Estimate | undefined {
    const { now } = window;
    const before = window.at(-1);
    // One of the two slots is for odd frames, the other for even ones.
    const fillsBoth = before !== undefined && (before.number + now.number) % 2 === 1;
    if (now.number <= this.warmUp || !fillsBoth) return undefined;
    const [previous, next] = now.number % 2 === 1 ? [now, before] : [before, now];
    const difference = this.#difference ??= createFrameBeside(now);
    const gray = this.#gray ??= createGrayBeside(now);
    absdiff(previous, next, { out: difference });
    grayscale(difference, { out: gray });
    return { matte: threshold(gray, this.#threshold, { out: out.matte }), foreground: next };
  }

  /** Forget both frames. */
  reset(): void {
    release(this.#difference, this.#gray);
    this.#difference = this.#gray = undefined;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
  }
}
