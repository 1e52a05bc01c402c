import type { NumberedFrame } from "../../../raster/frame.ts";
import type { Estimate, MaskEstimator } from "../../estimator.ts";
import { KnnModel, type KnnModelOptions } from "./knn_model.ts";
import { ModelMasks } from "../model_masks.ts";
import { methodSettings } from "../../settings/method_settings.ts";
import { settle } from "../../settings/setting.ts";

/** Options of {@linkcode KnnEstimator}: the model's, and how long it only learns. */
export interface KnnOptions extends KnnModelOptions {
  /**
   * How many first frames get no mask, though they are learned.
   *
   * @default {0}
   */
  warmUp?: number | undefined;
}

/**
 * What is not near enough samples of the background is foreground; shadows are
 * background. See {@linkcode KnnModel}, whose 255 this shows.
 *
 * It needs a steady camera, as {@linkcode Mog2Estimator} does. Its random choices
 * start from the same seed after each reset, so that a video always has the same
 * masks.
 *
 * @example A bright pixel comes in front of a learned background
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * using knn = new KnnEstimator({ warmUp: 10 });
 * const gray = (number: number, left: number) => ({
 *   number,
 *   width: 2,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.of(left, left, left, 255, 50, 50, 50, 255),
 * });
 * for (let k = 1; k <= 10; k++) assertEquals(knn.estimate(gray(k, 100)), undefined);
 * assertEquals([...knn.estimate(gray(11, 200))!.matte.data], [255, 0]);
 * assertEquals([...knn.estimate(gray(12, 70))!.matte.data], [0, 0]); // a shadow
 * ```
 *
 * @see OpenCV `createBackgroundSubtractorKNN`.
 */
export class KnnEstimator implements MaskEstimator {
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
  constructor(options: KnnOptions = {}) {
    const model = new KnnModel(options);
    this.warmUp = settle("estimate masks", methodSettings.knn, options).warmUp;
    this.#masks = new ModelMasks(model, this.warmUp, options.pixels);
  }

  /**
   * Learn the next frame, and tell what is foreground in it.
   *
   * @param frame The next frame, of the same size as those before.
   * @returns The mask and the frame itself, or `undefined` while warming up.
   * @throws {RangeError} If the frame has another size than the one before.
   */
  estimate(frame: NumberedFrame): Estimate | undefined {
    return this.#masks.estimate(frame);
  }

  /**
   * The same as {@linkcode KnnEstimator.estimate} in steps.
   *
   * @param frame The next frame, of the same size as those before.
   * @returns The steps, which give the estimate.
   */
  estimateInSteps(frame: NumberedFrame): Generator<void, Estimate | undefined> {
    return this.#masks.estimateInSteps(frame);
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
