import { createFrameBeside, createNumbersBeside, release } from "../../memory/beside.ts";
import { accumulateWeighted, frameOfAverage } from "../../pixels/motion/accumulate_weighted.ts";
import type { Window } from "../../moments/window.ts";
import { createFrame, type Frame, type NumberedFrame } from "../../raster/frame.ts";
import { Turns } from "../../turns.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "../estimator.ts";
import { fitAllToFirst } from "./fit_to_first.ts";
import { PlateComparison, type PlateOptions } from "./plate_comparison.ts";
import { SampledFrames } from "./sampled_frames.ts";
import { methodSettings } from "../settings/method_settings.ts";
import { settle } from "../settings/setting.ts";
import { packSurvey, unpackSurvey } from "../survey_bytes.ts";

/**
 * Options of {@linkcode AverageEstimator}.
 *
 * @category Methods
 */
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
 * The cheapest plate there is: one multiplication and one addition a channel. A person who
 * passes leaves a faint trail in it, and a person who stays becomes part of it.
 *
 * With a survey, frames of the whole video are averaged before the first is estimated.
 *
 * @example The light of a lamp that has just been switched on
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { estimateFrames } from "../estimate_frames.ts";
 *
 * const frame = (number: number, ...levels: number[]) => ({
 *   ...{ number, width: 2, height: 1 },
 *   bitmap: Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255])),
 * });
 * using average = new AverageEstimator();
 * const frames = [frame(1, 100, 50), frame(2, 101, 150)];
 * for await (const { number, matte } of estimateFrames(frames, average)) {
 *   if (number === 2) assertEquals([...matte!.data], [0, 255]);
 * }
 * ```
 *
 * @see OpenCV `cv::accumulateWeighted`, which the average is equal to; the method is in
 * Piccardi, "Background subtraction techniques: a review", SMC 2004, DOI 10.1109/ICSMC.2004.1400815.
 * @category Methods
 */
export class AverageEstimator implements MaskEstimator {
  /** The first frame has a mask, though an empty one without a survey. */
  readonly warmUp = 0;
  /** All frames make the plate. */
  readonly lookback: number = Infinity;
  readonly #comparison: PlateComparison;
  readonly #learningRate: number;
  /** Whether also after a survey. */
  readonly #keepsLearning: boolean;
  #average: Average | undefined;
  #isSurveyed = false;

  /**
   * An estimator that has seen nothing yet.
   *
   * @param options How fast it learns, and how frames are compared.
   * @throws {RangeError} If an option is out of range.
   */
  constructor(options: AverageOptions = {}) {
    const { learningRate } = options;
    const { noiseRate, ...settled } = settle("average frames", methodSettings.average, options);
    this.#learningRate = settled.learningRate;
    this.#keepsLearning = learningRate !== undefined;
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
    await fitAllToFirst(sampled.frames, sampled.memory);
    const turns = new Turns();
    for (const [k, frame] of sampled.frames.entries()) {
      this.#learn(frame, 1 / (k + 1));
      await turns.give();
    }
    if (this.#average === undefined) return;
    this.#comparison.setPlate(this.#average.plate);
    this.#isSurveyed = true;
  }

  /** The average of a survey: see {@linkcode MaskEstimator.saveSurvey}. */
  saveSurvey(): Uint8Array<ArrayBuffer> {
    const average = this.#isSurveyed ? this.#average : undefined;
    return average === undefined ? new Uint8Array() : packSurvey(average.plate, average.sum);
  }

  /**
   * Take the average of another survey.
   *
   * @param bytes What `saveSurvey` gave.
   * @throws {RangeError} If they are something else.
   */
  loadSurvey(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const { size, parts: [sums] } = unpackSurvey(
      bytes,
      ({ width, height }) => [12 * width * height],
    );
    const average = createAverage(createFrame(size.width, size.height));
    average.sum.set(new Float32Array(sums.buffer));
    this.#average = average;
    this.#comparison.setPlate(frameOfAverage(average.sum, average.plate, { out: average.plate }));
    this.#isSurveyed = true;
  }

  /**
   * Compare a frame with the average, and learn it.
   *
   * @param window The frame, of the same size as those before.
   * @param out Where the mask is put.
   * @returns Steps that give the mask and the frame itself.
   * @throws {RangeError} If the frame has another size.
   */
  *estimate({ now }: Window, out: EstimateOut): Generator<void, Estimate> {
    if (this.#average === undefined) this.#comparison.setPlate(this.#learn(now, 1));
    yield;
    const matte = this.#comparison.compare(now, out.matte);
    yield;
    const rate = this.#isSurveyed && !this.#keepsLearning ? 0 : this.#learningRate;
    if (rate > 0) this.#comparison.setPlate(this.#learn(now, rate));
    return { matte, foreground: now };
  }

  #learn(frame: Frame, rate: number): Frame {
    const { sum, plate } = this.#average ??= createAverage(frame);
    accumulateWeighted(sum, frame, rate);
    return frameOfAverage(sum, plate, { out: plate });
  }

  /** Forget the average. */
  reset(): void {
    this.#comparison.reset();
    release(this.#average?.sum, this.#average?.plate);
    this.#average = undefined;
    this.#isSurveyed = false;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
  }
}

/** The running average, where the first frame lies. */
interface Average {
  /** Red, green and blue of each pixel. */
  readonly sum: Float32Array;
  /** The average, rounded. */
  readonly plate: Frame;
}

function createAverage(near: Frame): Average {
  const sum = createNumbersBeside(near, 3 * near.width * near.height);
  return { sum, plate: createFrameBeside(near) };
}
