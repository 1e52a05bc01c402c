import { absdiff } from "../pixels/motion/absdiff.ts";
import { grayscale } from "../pixels/color/grayscale.ts";
import { threshold } from "../pixels/color/threshold.ts";
import {
  assertSameSize,
  createFrame,
  createGray,
  createMask,
  type Frame,
  type Gray,
  type Mask,
  type NumberedFrame,
} from "../raster/frame.ts";
import type { Estimate, MaskEstimator } from "./estimator.ts";
import { methodSettings } from "./settings/method_settings.ts";
import { settle } from "./settings/setting.ts";

/** Options of {@linkcode TutorialEstimator}. */
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
 *
 * using tutorial = new TutorialEstimator({ threshold: 3 });
 * const gray = (number: number, left: number) => ({
 *   number,
 *   width: 2,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.of(left, left, left, 255, 50, 50, 50, 255),
 * });
 * assertEquals(tutorial.estimate(gray(1, 100)), undefined);
 * assertEquals(tutorial.estimate(gray(2, 100)), undefined);
 * assertEquals([...tutorial.estimate(gray(3, 104))!.matte.data], [255, 0]);
 * ```
 *
 * @see "Virtual background for video conferencing in Python and OpenCV: a silly approach".
 */
export class TutorialEstimator implements MaskEstimator {
  /** Frames 1 and 2 only fill the two slots. */
  readonly warmUp = 2;
  /** The other slot's frame. */
  readonly lookback = 1;
  readonly #threshold: number;
  #previous: Frame | undefined;
  #next: Frame | undefined;
  #difference: Frame | undefined;
  #gray: Gray | undefined;
  #mask: Mask | undefined;

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
   * Take the next frame and compare the two last ones.
   *
   * @param frame The next frame, of the same size as those before.
   * @returns The mask and the frame to show, or `undefined` before frame 3.
   * @throws {RangeError} If the frame has another size than the one before.
   */
  estimate(frame: NumberedFrame): Estimate | undefined {
    if (frame.number % 2 === 1) this.#previous = copyInto(this.#previous, frame);
    else this.#next = copyInto(this.#next, frame);

    const previous = this.#previous;
    const next = this.#next;
    if (frame.number <= this.warmUp || previous === undefined || next === undefined) {
      return undefined;
    }
    const { width, height } = frame;
    this.#difference ??= createFrame(width, height);
    this.#gray ??= createGray(width, height);
    this.#mask ??= createMask(width, height);
    absdiff(previous, next, { out: this.#difference });
    grayscale(this.#difference, { out: this.#gray });
    threshold(this.#gray, this.#threshold, { out: this.#mask });
    return { matte: this.#mask, foreground: next };
  }

  /** Forget both frames. */
  reset(): void {
    this.#previous =
      this.#next =
      this.#difference =
      this.#gray =
      this.#mask =
        undefined;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
  }
}

/** A lent frame is valid for one call only, so each slot has a copy of its own. */
function copyInto(slot: Frame | undefined, frame: Frame): Frame {
  const copy = slot ?? createFrame(frame.width, frame.height);
  assertSameSize("compare frames", { slot: copy, frame });
  copy.bitmap.set(frame.bitmap);
  return copy;
}
