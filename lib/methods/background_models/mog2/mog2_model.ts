import {
  assertSameSize,
  createGray,
  type Frame,
  type Gray,
  type OutOption,
} from "../../../raster/frame.ts";
import { memoryOf } from "../../../memory/kernel_memory.ts";
import { KernelMixtures } from "./kernel_mixtures.ts";
import type { Mixtures, MixtureUpdate } from "./mixtures.ts";
import { atOnce } from "../../../turns.ts";
import { backgroundPicture } from "../../plate/background_picture.ts";
import { assertLearningRate, learningRateOf } from "../learning_rate.ts";
import { PlainMixtures } from "./plain_mixtures.ts";
import { mog2ModelSettings } from "../../settings/method_settings.ts";
import { settle } from "../../settings/setting.ts";

/**
 * Options of {@linkcode Mog2Model}; names and defaults are OpenCV's.
 *
 * @category Methods
 */
export interface Mog2ModelOptions {
  /**
   * Over how many frames the background is averaged, at least 1; larger adapts
   * more slowly.
   *
   * @default {500}
   */
  history?: number | undefined;
  /**
   * Squared distance from a Gaussian, in its variances, up to which a pixel is
   * background: 16 are four standard deviations. Above 0; larger finds less.
   *
   * @default {16}
   */
  varThreshold?: number | undefined;
  /**
   * Whether shadows are told apart from foreground. It takes longer.
   *
   * @default {true}
   */
  detectShadows?: boolean | undefined;
  /**
   * How many Gaussians a pixel has at most, 1–255.
   *
   * @default {5}
   */
  nMixtures?: number | undefined;
  /**
   * The heaviest Gaussians are background until their weights exceed this, 0–1.
   *
   * @default {0.9}
   */
  backgroundRatio?: number | undefined;
  /**
   * Squared distance, in variances, up to which a colour belongs to a Gaussian
   * rather than gets one of its own. Above 0.
   *
   * @default {9}
   */
  varThresholdGen?: number | undefined;
  /**
   * Variance of a new Gaussian, in squared levels, above 0.
   *
   * @default {15}
   */
  varInit?: number | undefined;
  /**
   * The least variance of a Gaussian, in squared levels, at least 0.
   *
   * @default {4}
   */
  varMin?: number | undefined;
  /**
   * The greatest variance of a Gaussian, in squared levels, at least 0. Should it
   * be below `varMin`, the two change places.
   *
   * @default {75}
   */
  varMax?: number | undefined;
  /**
   * How much evidence a Gaussian needs to stay, as a share of all frames, 0–1.
   *
   * @default {0.05}
   */
  complexityReductionThreshold?: number | undefined;
  /**
   * What {@linkcode Mog2Model.apply} writes for a shadow, 0–255.
   *
   * @default {127}
   */
  shadowValue?: number | undefined;
  /**
   * How dark a shadow may be, as a share of the background's brightness, 0–1:
   * with 0.5, what is less than half as bright is no shadow.
   *
   * @default {0.5}
   */
  shadowThreshold?: number | undefined;
  /**
   * How fast a frame is learned: 0 for not at all, 1 for forgetting all others,
   * −1 for OpenCV's own choice, fast at first, then 1/history. Above
   * 1 − `backgroundRatio` whatever is new is taken for a shadow of itself.
   *
   * @default {-1}
   */
  learningRate?: number | undefined;
}

/**
 * For one call of `apply()`.
 *
 * @category Methods
 */
export interface ApplyOptions extends OutOption<Gray> {
  /**
   * How fast this frame is learned, 0–1, or −1 for the automatic rate.
   *
   * @default {the model's own}
   */
  learningRate?: number | undefined;
}

const ACTION = "model a background";

/**
 * A background as a mixture of Gaussians in each pixel: OpenCV's
 * `BackgroundSubtractorMOG2`, equal on every pixel of every frame.
 *
 * Each pixel has some Gaussians, heaviest first: colours that it was seen to
 * have, with their variance. A colour near a heavy one is background. As many
 * Gaussians as a pixel needs are made, and those that are not seen again fade.
 *
 * @example What stays is background, what comes is not
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * using model = new Mog2Model();
 * const gray = (level: number) => ({
 *   width: 1,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.of(level, level, level, 255),
 * });
 * for (let i = 0; i < 10; i++) model.apply(gray(100));
 * assertEquals([...model.apply(gray(103)).data], [0]);
 * assertEquals([...model.apply(gray(200)).data], [255]);
 * assertEquals([...model.apply(gray(70)).data], [127]); // a shadow
 * assertEquals([...model.backgroundImage().bitmap], [100, 100, 100, 255]);
 * ```
 *
 * @see Zivkovic: "Improved adaptive Gaussian mixture model for background subtraction",
 * ICPR 2004, https://doi.org/10.1109/ICPR.2004.1333992
 * @see Zivkovic, van der Heijden: "Efficient adaptive density estimation per image pixel for
 * the task of background subtraction", 2006, https://doi.org/10.1016/j.patrec.2005.11.005
 * @see Prati et al.: "Detecting moving shadows", 2003, https://doi.org/10.1109/TPAMI.2003.1206520
 * @category Methods
 */
export class Mog2Model implements Disposable {
  readonly #history: number;
  readonly #nMixtures: number;
  readonly #complexity: number;
  readonly #learningRate: number;
  readonly #update: Omit<MixtureUpdate, "learningRate" | "prune">;
  #mixtures: Mixtures | undefined;
  #frames = 0;

  /**
   * A model that has seen nothing yet.
   *
   * @param options See there.
   * @throws {RangeError} If an option is out of its range.
   */
  constructor(options: Mog2ModelOptions = {}) {
    const settled = settle(ACTION, mog2ModelSettings, options);
    this.#history = settled.history;
    this.#nMixtures = settled.nMixtures;
    this.#complexity = Math.fround(settled.complexityReductionThreshold);
    this.#learningRate = settled.learningRate;
    const { varMin, varMax } = settled;
    this.#update = {
      varThreshold: Math.fround(settled.varThreshold),
      varThresholdGen: Math.fround(settled.varThresholdGen),
      backgroundRatio: Math.fround(settled.backgroundRatio),
      varInit: Math.fround(settled.varInit),
      varMin: Math.fround(Math.min(varMin, varMax)),
      varMax: Math.fround(Math.max(varMin, varMax)),
      shadowThreshold: Math.fround(settled.shadowThreshold),
      shadowValue: settled.detectShadows ? settled.shadowValue : 255,
    };
  }

  /**
   * Learn the next frame, and tell what is not background in it.
   *
   * A frame of another size starts a new model.
   *
   * @param frame The frame, H × W; alpha is not looked at.
   * @param options How fast to learn it; where to write.
   * @returns `out`, or a new H × W picture: 255 foreground, 0 background,
   * `shadowValue` shadow.
   * @throws {RangeError} If the learning rate is out of its range, or `out` has another size.
   * @see OpenCV `BackgroundSubtractorMOG2::apply`: equal on every input.
   */
  apply(frame: Frame, options: ApplyOptions = {}): Gray {
    return atOnce(this.applyInSteps(frame, options));
  }

  /**
   * The same as {@linkcode Mog2Model.apply} in steps, between which all else may have its turn.
   *
   * @param frame The frame, H × W.
   * @param options How fast to learn it; where to write.
   * @returns The steps, which give what `apply` gives.
   */
  *applyInSteps(frame: Frame, options: ApplyOptions = {}): Generator<void, Gray> {
    const { learningRate = this.#learningRate, out = createGray(frame.width, frame.height) } =
      options;
    assertLearningRate(ACTION, learningRate);
    assertSameSize(ACTION, { frame, out });
    const mixtures = this.#prepare(frame, learningRate >= 1);
    this.#frames++;
    const rate = learningRateOf(learningRate, this.#frames, this.#history);
    yield* mixtures.updateInSteps(frame, out, {
      ...this.#update,
      learningRate: Math.fround(rate),
      prune: Math.fround(-rate * this.#complexity),
    });
    return out;
  }

  /**
   * The background as the model has it now.
   *
   * @param options `out`: where to write.
   * @returns `out`, or a new frame of the size of those before; opaque.
   * @throws {Error} If no frame has been learned yet.
   * @throws {RangeError} If `out` has another size.
   * @see OpenCV `BackgroundSubtractorMOG2::getBackgroundImage`: equal on every input.
   */
  backgroundImage(options: OutOption<Frame> = {}): Frame {
    const out = backgroundPicture(this.#mixtures?.size, options.out);
    this.#mixtures?.background(out, this.#update.backgroundRatio);
    return out;
  }

  /** Forget all frames, and give the memory back. */
  reset(): void {
    this.#mixtures?.[Symbol.dispose]();
    this.#mixtures = undefined;
    this.#frames = 0;
  }

  /** Give the memory back. */
  [Symbol.dispose](): void {
    this.reset();
  }

  /** The mixtures for a frame's size, new ones if need be: in the memory that the first frame lies in. */
  #prepare({ width, height, bitmap }: Frame, isFresh: boolean): Mixtures {
    const size = this.#mixtures?.size;
    if (size?.width !== width || size.height !== height) this.reset();
    else if (isFresh) {
      this.#mixtures?.clear();
      this.#frames = 0;
    }
    const memory = memoryOf(bitmap);
    return this.#mixtures ??= memory === undefined
      ? new PlainMixtures({ width, height }, this.#nMixtures)
      : new KernelMixtures(memory, { width, height }, this.#nMixtures);
  }
}
