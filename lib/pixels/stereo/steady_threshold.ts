import { assertOptions, COUNT } from "../../raster/option_checks.ts";
import type { FoundThreshold } from "./disparity_threshold.ts";

/**
 * Options of {@linkcode SteadyThreshold}.
 *
 * @category Primitives: stereo
 */
export interface SteadyThresholdOptions {
  /**
   * The share of the way to a new threshold that is gone with each frame, for a threshold that is sure; one
   * that is less sure counts less.
   *
   * @default {0.1}
   */
  rate?: number;
  /**
   * Differences up to so many pixels of disparity are not followed.
   *
   * @default {0.5}
   */
  hysteresis?: number;
  /**
   * Thresholds with less confidence do not count.
   *
   * @default {0.3}
   */
  leastConfidence?: number;
  /**
   * A threshold stays for so many frames without one, and goes then.
   *
   * @default {250}
   */
  patience?: number;
}

const SHARE = { least: 0, most: 1 };

/**
 * Keeps a threshold steady over the frames of a video: it follows slowly, and not at all within a
 * hysteresis; after a cut it starts anew.
 *
 * @example A single frame changes little, a cut all
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const steady = new SteadyThreshold();
 * assertEquals(steady.next({ threshold: 20, confidence: 1 }), 20);
 * assertEquals(steady.next({ threshold: 30, confidence: 1 }), 21);
 * assertEquals(steady.next({ threshold: undefined, confidence: 0 }), 21);
 * assertEquals(steady.next({ threshold: 50, confidence: 1 }, { isCut: true }), 50);
 * ```
 *
 * @category Primitives: stereo
 */
export class SteadyThreshold {
  readonly #options: Required<SteadyThresholdOptions>;
  #threshold: number | undefined;
  #isFollowing = false;
  #without = 0;

  /**
   * One that knows nothing yet.
   *
   * @param options How fast it follows.
   * @throws {RangeError} If an option is out of its range.
   */
  constructor(options: SteadyThresholdOptions = {}) {
    const { rate = 0.1, hysteresis = 0.5, leastConfidence = 0.3, patience = 250 } = options;
    this.#options = { rate, hysteresis, leastConfidence, patience };
    assertOptions("keep a threshold steady", this.#options, {
      rate: SHARE,
      hysteresis: { least: 0 },
      leastConfidence: SHARE,
      patience: COUNT,
    });
  }

  /**
   * Take what was found in the next frame.
   *
   * @param found Its threshold.
   * @param options `isCut`: whether the frame belongs to another scene than the one before.
   * @returns The threshold for the frame; `undefined` while none is known.
   */
  next(found: FoundThreshold, options: { isCut?: boolean } = {}): number | undefined {
    if (options.isCut) this.reset();
    const { rate, hysteresis, leastConfidence, patience } = this.#options;
    const { threshold, confidence } = found;
    if (threshold === undefined || confidence < leastConfidence) {
      if (++this.#without > patience) this.reset();
      return this.#threshold;
    }
    this.#without = 0;
    if (this.#threshold === undefined) return this.#threshold = threshold;
    const difference = threshold - this.#threshold;
    // What has left the hysteresis is followed until it is met, not just up to its edge.
    if (Math.abs(difference) > hysteresis) this.#isFollowing = true;
    else if (Math.abs(difference) <= hysteresis / 4) this.#isFollowing = false;
    if (this.#isFollowing) this.#threshold += rate * confidence * difference;
    return this.#threshold;
  }

  /** Forget all. */
  reset(): void {
    this.#threshold = undefined;
    this.#isFollowing = false;
    this.#without = 0;
  }
}
