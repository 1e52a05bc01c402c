import type { Window } from "../../../moments/window.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "../../estimator.ts";
import { KnnModel, type KnnModelOptions } from "./knn_model.ts";
import { ModelMasks } from "../model_masks.ts";
import { methodSettings } from "../../settings/method_settings.ts";
import { settle } from "../../settings/setting.ts";

/**
 * Options of {@linkcode KnnEstimator}: the model's, and how long it only learns.
 *
 * @category Methods
 */
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
 * import { estimateFrames } from "../../estimate_frames.ts";
 *
 * const gray = (number: number, left: number) => ({
 *   ...{ number, width: 2, height: 1 },
 *   bitmap: Uint8ClampedArray.of(left, left, left, 255, 50, 50, 50, 255),
 * });
 * const levels = [...new Array(10).fill(100), 200, 70];
 * const frames = levels.map((level, i) => gray(i + 1, level));
 * using knn = new KnnEstimator({ warmUp: 10 });
 * const masks: unknown[] = [];
 * for await (const { matte } of estimateFrames(frames, knn)) masks.push(matte && [...matte.data]);
 * assertEquals(masks.slice(9), [undefined, [255, 0], [0, 0]]); // the last one is a shadow
 * ```
 *
 * @see OpenCV `createBackgroundSubtractorKNN`.
 * @category Methods
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
