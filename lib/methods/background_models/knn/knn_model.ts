import {
  assertSameSize,
  createGray,
  type Frame,
  type Gray,
  type OutOption,
} from "../../../raster/frame.ts";
import { memoryOf } from "../../../memory/kernel_memory.ts";
import { KernelSamples, LARGEST_DISTANCE } from "./kernel_samples.ts";
import type { CarryState, Samples, SampleTest } from "./samples.ts";
import { atOnce } from "../../../turns.ts";
import { backgroundPicture } from "../../plate/background_picture.ts";
import { seededState } from "./carry_random.ts";
import { PlainSamples } from "./plain_samples.ts";
import { assertLearningRate, learningRateOf } from "../learning_rate.ts";
import type { ApplyOptions } from "../mog2/mog2_model.ts";
import { assertOption } from "../../../raster/option_checks.ts";
import { knnModelSettings } from "../../settings/method_settings.ts";
import { settle } from "../../settings/setting.ts";

/**
 * Options of {@linkcode KnnModel}; names and defaults are OpenCV's.
 *
 * @category Methods
 */
export interface KnnModelOptions {
  /**
   * Over how many frames samples are taken, at least 1; larger adapts more slowly.
   *
   * @default {500}
   */
  history?: number | undefined;
  /**
   * Squared distance of two colours, in squared levels, below which they are
   * near: 400 are 20 levels in one channel. Above 0; larger finds less.
   *
   * @default {400}
   */
  dist2Threshold?: number | undefined;
  /**
   * Whether shadows are told apart from foreground. It takes longer.
   *
   * @default {true}
   */
  detectShadows?: boolean | undefined;
  /**
   * How many samples a pixel has in each of its three lists, 1–85.
   *
   * @default {7}
   */
  nSamples?: number | undefined;
  /**
   * How many samples must be near for a pixel to be background, from 1 to
   * `3 · nSamples`.
   *
   * @default {2}
   */
  kNNSamples?: number | undefined;
  /**
   * What {@linkcode KnnModel.apply} writes for a shadow, 0–255.
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
   * How fast a frame is learned, 0–1: 1 for forgetting all others, −1 for
   * OpenCV's own choice, fast at first, then 1/history. Very small rates do not
   * learn slowly: 0 learns each frame, as in OpenCV, whose arithmetic overflows
   * there.
   *
   * @default {-1}
   */
  learningRate?: number | undefined;
  /**
   * Where the random numbers start: the seed that `cv2.setRNGSeed` takes, a whole
   * number of 32 bits with sign. 0 is how OpenCV starts.
   *
   * @default {0}
   */
  seed?: number | undefined;
}

const ACTION = "sample a background";

/**
 * A background as samples of each pixel: OpenCV's `BackgroundSubtractorKNN`,
 * equal on every pixel of every frame, its random choices included.
 *
 * Each pixel has three lists of colours: of the last frames, of some time ago,
 * and of long ago. A colour that is near enough of them is background.
 *
 * @example What stays is background, what comes is not
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * using model = new KnnModel();
 * const gray = (level: number) => ({
 *   width: 1,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.of(level, level, level, 255),
 * });
 * for (let i = 0; i < 10; i++) model.apply(gray(100));
 * assertEquals([...model.apply(gray(103)).data], [0]);
 * assertEquals([...model.apply(gray(200)).data], [255]);
 * assertEquals([...model.apply(gray(70)).data], [127]); // a shadow
 * ```
 *
 * @see Zivkovic, van der Heijden: "Efficient adaptive density estimation per image pixel for
 * the task of background subtraction", 2006, https://doi.org/10.1016/j.patrec.2005.11.005
 * @see Prati et al.: "Detecting moving shadows", 2003, https://doi.org/10.1109/TPAMI.2003.1206520
 * @category Methods
 */
export class KnnModel implements Disposable {
  readonly #history: number;
  readonly #nSamples: number;
  readonly #learningRate: number;
  readonly #seed: number;
  readonly #test: Omit<SampleTest, "counters">;
  #random: CarryState;
  #samples: Samples | undefined;
  #frames = 0;
  #counters: [number, number, number] = [0, 0, 0];

  /**
   * A model that has seen nothing yet.
   *
   * @param options See there.
   * @throws {RangeError} If an option is out of its range.
   */
  constructor(options: KnnModelOptions = {}) {
    const settled = settle(ACTION, knnModelSettings, options);
    const { history, dist2Threshold, nSamples, kNNSamples, learningRate, seed } = settled;
    const { detectShadows, shadowValue, shadowThreshold } = settled;
    const { kNNSamples: range } = knnModelSettings;
    assertOption(ACTION, "kNNSamples", kNNSamples, { ...range, most: 3 * nSamples });
    this.#history = history;
    this.#nSamples = nSamples;
    this.#learningRate = learningRate;
    this.#seed = seed;
    this.#random = seededState(seed);
    this.#test = {
      dist2Threshold: Math.fround(dist2Threshold),
      kNNSamples,
      shadowThreshold: Math.fround(shadowThreshold),
      shadowValue: detectShadows ? shadowValue : 255,
    };
  }

  /**
   * Sample the next frame, and tell what is not background in it.
   *
   * A frame of another size starts a new model.
   *
   * @param frame The frame, H × W; alpha is not looked at.
   * @param options How fast to learn it; where to write.
   * @returns `out`, or a new H × W picture: 255 foreground, 0 background,
   * `shadowValue` shadow.
   * @throws {RangeError} If the learning rate is out of its range, or `out` has another size.
   * @see OpenCV `BackgroundSubtractorKNN::apply`: equal on every input.
   */
  apply(frame: Frame, options: ApplyOptions = {}): Gray {
    return atOnce(this.applyInSteps(frame, options));
  }

  /**
   * The same as {@linkcode KnnModel.apply} in steps, between which all else may have its turn.
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
    const samples = this.#prepare(frame, learningRate >= 1);
    this.#frames++;
    yield* samples.updateInSteps(frame, out, { ...this.#test, counters: this.#counters });
    const rate = learningRateOf(learningRate, this.#frames, this.#history);
    const periods = samplingPeriods(rate, this.#nSamples);
    for (let list = 0; list < 3; list++) {
      if (++this.#counters[list] < periods[list]) continue;
      this.#counters[list] = 0;
      samples.draw(list, periods[list], this.#random);
      yield;
    }
    return out;
  }

  /**
   * The background as the model has it now: a sample of each pixel, black where
   * it has none of the background yet.
   *
   * @param options `out`: where to write.
   * @returns `out`, or a new frame of the size of those before; opaque.
   * @throws {Error} If no frame has been learned yet.
   * @throws {RangeError} If `out` has another size.
   * @see OpenCV `BackgroundSubtractorKNN::getBackgroundImage`: equal on every input.
   */
  backgroundImage(options: OutOption<Frame> = {}): Frame {
    const out = backgroundPicture(this.#samples?.size, options.out);
    this.#samples?.background(out);
    return out;
  }

  /** Forget all frames, give the memory back, and start the random numbers anew. */
  reset(): void {
    this.#drop();
    this.#random = seededState(this.#seed);
  }

  /** Give the memory back. */
  [Symbol.dispose](): void {
    this.reset();
  }

  /** The samples for a frame's size, new ones if need be: in the memory that the first frame lies in. */
  #prepare({ width, height, bitmap }: Frame, isFresh: boolean): Samples {
    const size = this.#samples?.size;
    if (size?.width !== width || size.height !== height) this.#drop();
    else if (isFresh) {
      this.#samples?.clear();
      this.#frames = 0;
      this.#counters = [0, 0, 0];
    }
    const isNear = this.#test.dist2Threshold <= LARGEST_DISTANCE;
    const memory = isNear ? memoryOf(bitmap) : undefined;
    return this.#samples ??= memory === undefined
      ? new PlainSamples({ width, height }, this.#nSamples)
      : new KernelSamples(memory, { width, height }, this.#nSamples);
  }

  /** Forget all but the generator, which goes on in OpenCV, too. */
  #drop(): void {
    this.#samples?.[Symbol.dispose]();
    this.#samples = undefined;
    this.#frames = 0;
    this.#counters = [0, 0, 0];
  }
}

/**
 * In how many frames each list takes one sample: so that the short list covers
 * 30 % of an exponential memory, the middle one the next 30 and the long one 30
 * more. In C's 32-bit arithmetic, overflows included.
 */
function samplingPeriods(rate: number, nSamples: number): [number, number, number] {
  const decay = Math.log(1 - rate);
  const framesFor = (left: number) => castToInt(Math.log(left) / decay);
  const short = (framesFor(0.7) + 1) | 0;
  const middle = (framesFor(0.4) - short + 1) | 0;
  const long = (framesFor(0.1) - short - middle + 1) | 0;
  const period = (frames: number) => Math.trunc(frames / nSamples) + 1;
  return [period(short), period(middle), period(long)];
}

/** A C cast to int as x86 does it: what does not fit becomes the least number. */
function castToInt(value: number): number {
  const whole = Math.trunc(value);
  return whole >= -(2 ** 31) && whole < 2 ** 31 ? whole : -(2 ** 31);
}
