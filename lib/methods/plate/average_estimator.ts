import { accumulateWeighted } from "../../pixels/motion/accumulate_weighted.ts";
import { createFrame, type Frame, type NumberedFrame } from "../../raster/frame.ts";
import { type Pixels, plainPixels } from "../../pixels/simd_pixels.ts";
import { atOnce, Turns } from "../../turns.ts";
import type { Estimate, MaskEstimator } from "../estimator.ts";
import { fitAllToFirst } from "./fit_to_first.ts";
import { PlateComparison, type PlateOptions } from "./plate_comparison.ts";
import { SampledFrames } from "./sampled_frames.ts";
import { methodSettings } from "../settings/method_settings.ts";
import { settle } from "../settings/setting.ts";

/** Options of {@linkcode AverageEstimator}. */
export interface AverageOptions extends PlateOptions {
  /**
   * How much of each frame comes into the running average, 0–1; after a survey the
   * average stays as it is unless this is given.
   *
   * @default {0.02}
   */
  learningRate?: number;
}

/** How many frames of a survey are averaged at most. */
const SAMPLES = 60;

/**
 * The plate is the running average of the video, and what differs from it is
 * foreground.
 *
 * The cheapest plate there is: one multiplication and one addition a channel. Who passes
 * leaves a faint trail in it, and who stays sinks in.
 *
 * With a survey, frames of the whole video are averaged before the first is estimated.
 *
 * @example The light of a lamp that has just been switched on
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const frame = (number: number, ...levels: number[]) => ({
 *   ...{ number, width: 2, height: 1 },
 *   bitmap: Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255])),
 * });
 * using average = new AverageEstimator();
 * average.estimate(frame(1, 100, 50));
 * assertEquals([...average.estimate(frame(2, 101, 150)).matte.data], [0, 255]);
 * ```
 *
 * @see OpenCV `cv::accumulateWeighted`, which the average is equal to; the method is in
 * Piccardi, "Background subtraction techniques: a review", SMC 2004, DOI 10.1109/ICSMC.2004.1400815.
 */
export class AverageEstimator implements MaskEstimator {
  /** The first frame has a mask, though an empty one without a survey. */
  readonly warmUp = 0;
  /** All frames make the plate. */
  readonly lookback: number = Infinity;
  readonly #comparison: PlateComparison;
  readonly #pixels: Pixels;
  readonly #learningRate: number;
  /** Whether also after a survey. */
  readonly #keepsLearning: boolean;
  #sum: Float32Array | undefined;
  #plate: Frame | undefined;
  #isSurveyed = false;

  /**
   * An estimator that has seen nothing yet.
   *
   * @param options How fast it learns, and how frames are compared.
   * @throws {RangeError} If an option is out of range.
   */
  constructor(options: AverageOptions = {}) {
    const { learningRate, pixels = plainPixels } = options;
    const { noiseRate, ...settled } = settle("average frames", methodSettings.average, options);
    this.#learningRate = settled.learningRate;
    this.#keepsLearning = learningRate !== undefined;
    this.#pixels = pixels;
    this.#comparison = new PlateComparison({ ...options, noiseRate });
  }

  /**
   * Average the whole video.
   *
   * @param frames All of them, or some evenly spaced ones.
   * @throws {RangeError} If their sizes differ.
   */
  async survey(frames: AsyncIterable<NumberedFrame>): Promise<void> {
    const sampled = new SampledFrames(SAMPLES);
    for await (const frame of frames) sampled.add(frame);
    await fitAllToFirst(sampled.frames, this.#pixels);
    const turns = new Turns();
    for (const [k, frame] of sampled.frames.entries()) {
      this.#learn(frame, 1 / (k + 1));
      await turns.give();
    }
    if (this.#plate === undefined) return;
    this.#comparison.setPlate(this.#plate);
    this.#isSurveyed = true;
  }

  /**
   * Take the next frame, compare it with the average, and learn it.
   *
   * @param frame The next frame, of the same size as those before.
   * @returns The mask and the frame itself.
   * @throws {RangeError} If the frame has another size.
   */
  estimate(frame: NumberedFrame): Estimate {
    return atOnce(this.estimateInSteps(frame));
  }

  /**
   * The same as {@linkcode AverageEstimator.estimate} in steps.
   *
   * @param frame The next frame, of the same size as those before.
   * @returns The steps, which give the estimate.
   */
  *estimateInSteps(frame: NumberedFrame): Generator<void, Estimate> {
    if (this.#plate === undefined) this.#comparison.setPlate(this.#learn(frame, 1));
    yield;
    const matte = this.#comparison.compare(frame);
    yield;
    const rate = this.#isSurveyed && !this.#keepsLearning ? 0 : this.#learningRate;
    if (rate > 0) this.#comparison.setPlate(this.#learn(frame, rate));
    return { matte, foreground: frame };
  }

  #learn(frame: Frame, rate: number): Frame {
    const { width, height } = frame;
    this.#sum ??= new Float32Array(3 * width * height);
    this.#plate ??= createFrame(width, height);
    accumulateWeighted(this.#sum, frame, rate);
    const { bitmap } = this.#plate;
    for (let p = 0, s = 0; p < bitmap.length; p += 4, s += 3) {
      bitmap[p] = this.#sum[s];
      bitmap[p + 1] = this.#sum[s + 1];
      bitmap[p + 2] = this.#sum[s + 2];
      bitmap[p + 3] = 255;
    }
    return this.#plate;
  }

  /** Forget the average. */
  reset(): void {
    this.#comparison.reset();
    this.#sum = this.#plate = undefined;
    this.#isSurveyed = false;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
  }
}
