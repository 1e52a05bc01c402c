import type { Window } from "../../../moments/window.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "../../estimator.ts";
import { Mog2Model, type Mog2ModelOptions } from "./mog2_model.ts";
import { ModelMasks } from "../model_masks.ts";
import { methodSettings } from "../../settings/method_settings.ts";
import { settle } from "../../settings/setting.ts";

/**
 * Options of {@linkcode Mog2Estimator}: the model's, and how long it only learns.
 *
 * @category Methods
 */
export interface Mog2Options extends Mog2ModelOptions {
  /**
   * How many first frames get no mask, though they are learned. In the first five
   * OpenCV takes whatever is new for a shadow of itself.
   *
   * @default {5}
   */
  warmUp?: number | undefined;
}

/**
 * What does not fit a background learned as mixtures of Gaussians is foreground;
 * shadows are background. See {@linkcode Mog2Model}, whose 255 this shows.
 *
 * The camera must stand still. A person who holds still for some hundred frames
 * becomes background, and a person who was there from the start leaves a ghost
 * when going.
 *
 * @example A bright pixel comes in front of a learned background
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { estimateFrames } from "../../estimate_frames.ts";
 *
 * const gray = (number: number, left: number) => ({
 *   ...{ number, width: 2, height: 1 },
 *   bitmap: Uint8ClampedArray.of(left, left, left, 255, 50, 50, 50, 255),
 * });
 * const levels = [...new Array(10).fill(100), 200, 70];
 * const frames = levels.map((level, i) => gray(i + 1, level));
 * using mog2 = new Mog2Estimator({ warmUp: 10 });
 * const masks: unknown[] = [];
 * for await (const { matte } of estimateFrames(frames, mog2)) masks.push(matte && [...matte.data]);
 * assertEquals(masks.slice(9), [undefined, [255, 0], [0, 0]]); // the last one is a shadow
 * ```
 *
 * @see OpenCV `createBackgroundSubtractorMOG2`.
 * @category Methods
 */
export class Mog2Estimator implements MaskEstimator {
  /** How many first frames get no estimate. */
  readonly warmUp: number;
  /** All frames: the background is learned from each. */
  readonly lookback: number = Infinity;
  readonly #masks: ModelMasks;

  /**
   * An estimator that has seen nothing yet.
   *
   * @param options The model's, and `warmUp`.
   * @throws {RangeError} If an option is out of its range.
   */
  constructor(options: Mog2Options = {}) {
    const model = new Mog2Model(options);
    this.warmUp = settle("estimate masks", methodSettings.mog2, options).warmUp;
    this.#masks = new ModelMasks(model, this.warmUp);
  }

  /**
   * Learn a frame, and tell what is foreground in it.
   *
   * @param window The frame, of the same size as those before.
   * @param out Where the mask is put.
   * @returns Steps that give the mask and the frame itself, or `undefined` while warming up.
   * @throws {RangeError} If the frame has another size than the one before.
   */
  estimate(window: Window, out: EstimateOut): Generator<void, Estimate | undefined> {
    return this.#masks.estimate(window, out);
  }

  /** Forget all frames. */
  reset(): void {
    this.#masks.reset();
  }

  /** Let the model go, and give its memory back. */
  [Symbol.dispose](): void {
    this.#masks[Symbol.dispose]();
  }
}
