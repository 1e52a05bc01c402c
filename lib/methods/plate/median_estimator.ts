import { temporalMedian, temporalMedianInSteps } from "../../pixels/motion/temporal_median.ts";
import { createFrameIn, release } from "../../memory/beside.ts";
import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import type { Window } from "../../moments/window.ts";
import {
  copyFrame,
  createFrame,
  type Frame,
  type NumberedFrame,
  type OutOption,
} from "../../raster/frame.ts";
import { inTurns } from "../../turns.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "../estimator.ts";
import { fitAllToFirst } from "./fit_to_first.ts";
import { PlateComparison, type PlateOptions } from "./plate_comparison.ts";
import { SampledFrames } from "./sampled_frames.ts";
import { methodSettings } from "../settings/method_settings.ts";
import { settle } from "../settings/setting.ts";
import { packSurvey, unpackSurvey } from "../survey_bytes.ts";

/**
 * Options of {@linkcode MedianEstimator}.
 *
 * @category Methods
 */
export interface MedianOptions extends PlateOptions {
  /**
   * How many frames the plate is the median of, at most; odd, and from 3 to 255.
   *
   * @default {25}
   */
  samples?: number;
  /**
   * Frame step without a survey: 5 learns from every fifth frame.
   *
   * @default {5}
   */
  every?: number;
}

/**
 * The plate is the temporal median of the video itself, and what differs from it is
 * foreground.
 *
 * With a survey, frames from the whole video make the plate before the first is
 * estimated: a person who crosses the room is not in it. Without a survey, the plate is the median of
 * the last samples. A person who stays in one place for more than half of the time becomes part of the
 * plate: the video does not show what is behind them.
 *
 * @example Somebody passes
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { estimateFrames } from "../estimate_frames.ts";
 *
 * const frame = (number: number, ...levels: number[]) => ({
 *   ...{ number, width: 2, height: 1 },
 *   bitmap: Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255])),
 * });
 * const frames = [frame(1, 90, 9), frame(2, 9, 90), frame(3, 9, 9)];
 * using median = new MedianEstimator({ exposure: false });
 * await median.survey(async function* () { yield* frames; }());
 * for await (const { number, matte } of estimateFrames(frames, median)) {
 *   if (number === 2) assertEquals([...matte!.data], [0, 255]);
 * }
 * ```
 *
 * @see Cucchiara, Grana, Piccardi and Prati, "Detecting moving objects, ghosts, and
 * shadows in video streams", TPAMI 2003, DOI 10.1109/TPAMI.2003.1233909.
 * @category Methods
 */
export class MedianEstimator implements MaskEstimator {
  /** The first frame has a mask, though an empty one without a survey. */
  readonly warmUp = 0;
  /** All frames make the plate. */
  readonly lookback: number = Infinity;
  readonly #comparison: PlateComparison;
  readonly #samples: number;
  readonly #every: number;
  #recent: Frame[] = [];
  #seen = 0;
  #isSurveyed = false;

  /**
   * An estimator that has seen nothing yet.
   *
   * @param options How many samples, and how frames are compared.
   * @throws {RangeError} If an option is out of range.
   */
  constructor(options: MedianOptions = {}) {
    const settled = settle("take a median", methodSettings.median, options);
    const { samples, every, noiseRate } = settled;
    this.#samples = samples;
    this.#every = every;
    this.#comparison = new PlateComparison({ ...options, noiseRate });
  }

  /**
   * Make the plate of the whole video.
   *
   * @param frames All of them, or some evenly spaced ones.
   * @throws {RangeError} If their sizes differ.
   */
  async survey(frames: AsyncIterable<NumberedFrame>): Promise<void> {
    const sampled = new SampledFrames(2 * this.#samples);
    for await (const frame of frames) sampled.add(frame);
    const all = sampled.frames;
    if (all.length === 0) return;
    // Evenly spaced again, and an odd number of them, so that one is in the middle.
    const count = Math.min(this.#samples, all.length - 1 + all.length % 2);
    const chosen = Array.from(
      { length: count },
      (_, k) => all[Math.round(k * (all.length - 1) / Math.max(1, count - 1))],
    );
    await fitAllToFirst(chosen, sampled.memory);
    this.#comparison.setPlate(await inTurns(medianOf(chosen, sampled.memory)));
    this.#isSurveyed = true;
  }

  /** The plate that a survey has made: see {@linkcode MaskEstimator.saveSurvey}. */
  saveSurvey(): Uint8Array<ArrayBuffer> {
    const plate = this.#isSurveyed ? this.#comparison.plate : undefined;
    return plate === undefined ? new Uint8Array() : packSurvey(plate, plate.bitmap);
  }

  /**
   * Take the plate that another survey has made.
   *
   * @param bytes What `saveSurvey` gave.
   * @throws {RangeError} If they are something else.
   */
  loadSurvey(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const { size, parts: [bitmap] } = unpackSurvey(
      bytes,
      ({ width, height }) => [4 * width * height],
    );
    const plate = createFrame(size.width, size.height);
    plate.bitmap.set(bitmap);
    this.#comparison.setPlate(plate);
    this.#isSurveyed = true;
  }

  /**
   * Compare a frame with the plate.
   *
   * @param window The frame, of the same size as those before.
   * @param out Where the mask is put.
   * @returns Steps that give the mask and the frame itself.
   * @throws {RangeError} If the frame has another size.
   */
  *estimate({ now }: Window, out: EstimateOut): Generator<void, Estimate> {
    if (!this.#isSurveyed && this.#seen++ % this.#every === 0) yield* this.#learn(now);
    return { matte: this.#comparison.compare(now, out.matte), foreground: now };
  }

  /** Take a sample, and make the plate anew. */
  *#learn(frame: Frame): Generator<void, void> {
    this.#recent.push(copyFrame(frame));
    if (this.#recent.length > this.#samples) this.#recent.shift();
    this.#comparison.setPlate(yield* medianOf(this.#recent, memoryOf(frame.bitmap)));
  }

  /** Forget the plate and all frames. */
  reset(): void {
    this.#comparison.reset();
    this.#recent = [];
    this.#seen = 0;
    this.#isSurveyed = false;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
  }
}

function medianOf(
  frames: readonly Frame[],
  memory: KernelMemory | undefined,
): Generator<void, Frame> {
  return temporalMedianInSteps(frames, (band, options) => medianOfBand(band, options, memory));
}

/** The median of bands, on copies of them where the kernels are, if there are any. */
function medianOfBand(
  bands: readonly Frame[],
  options: OutOption<Frame> | undefined,
  memory: KernelMemory | undefined,
): Frame {
  if (memory === undefined) return temporalMedian(bands, options);
  const copies = bands.map((band) => {
    const copy = createFrameIn(memory, band);
    copy.bitmap.set(band.bitmap);
    return copy;
  });
  const median = temporalMedian(copies, options);
  release(...copies);
  return median;
}
