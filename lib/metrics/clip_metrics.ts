import { createMatte, type Matte } from "../raster/frame.ts";
import { connectivityError } from "./connectivity_error.ts";
import { gradientError } from "./gradient_error.ts";
import {
  addCounts,
  compareMasks,
  type MaskCounts,
  type RegionOption,
  scores,
} from "./mask_scores.ts";
import { type InteriorCounts, interiorCounts } from "./interior_counts.ts";
import { isLost } from "./is_lost.ts";
import { matteError } from "./matte_error.ts";
import { type MattePair, temporalError } from "./temporal_error.ts";
import { assertOption, COUNT } from "../raster/option_checks.ts";

/**
 * The metrics of one frame.
 *
 * @category Evaluation
 */
export interface FrameMetrics {
  /** The frame's number. */
  readonly number: number;
  /** Pixels by what the mask and the truth say. */
  readonly counts: MaskCounts;
  /** See {@linkcode scores}. */
  readonly iou: number;
  /** See {@linkcode isLost}; `undefined` where nobody of a size worth finding is. */
  readonly isLost: boolean | undefined;
  /** See {@linkcode interiorCounts}. */
  readonly interior: InteriorCounts;
  /** See {@linkcode meanAbsoluteDifference}. */
  readonly mad: number;
  /** See {@linkcode meanSquaredError}. */
  readonly mse: number;
  /** See {@linkcode gradientError}; `undefined` where it was not calculated. */
  readonly grad: number | undefined;
  /** See {@linkcode connectivityError}; `undefined` where it was not calculated. */
  readonly conn: number | undefined;
  /** See {@linkcode dtSSD}; 0 if the frame before is not known. */
  readonly dtSSD: number;
  /** See {@linkcode flicker}; `undefined` if the frame before is not known. */
  readonly flicker: number | undefined;
}

/**
 * The metrics of a clip. A mean over no frames is `NaN`.
 *
 * @category Evaluation
 */
export interface ClipMetricsSummary {
  /** How many frames were compared. */
  readonly frames: number;
  /** Pixels by what the masks and the truths say, all frames together. */
  readonly counts: MaskCounts;
  /** Mean over the frames, 0–1; more is better. */
  readonly iou: number;
  /** Mean IoU of the worst tenth of the frames (rounded up to whole frames), 0–1. */
  readonly worstIou: number;
  /** Of the frames with somebody in them, how many lost them, 0–100; less is better. */
  readonly lost: number;
  /** Of the true inside of all frames, how much is half transparent, 0–100; less is better. */
  readonly translucent: number;
  /** From the sums of the counts, as CDnet scores a video, 0–1. */
  readonly precision: number;
  /** From the sums of the counts, 0–1. */
  readonly recall: number;
  /** From the sums of the counts, 0–1. */
  readonly specificity: number;
  /** From the sums of the counts, 0–1. */
  readonly f: number;
  /** From the sums of the counts, 0–100; less is better, as in all that follow. */
  readonly pwc: number;
  /** Mean over the frames. */
  readonly mad: number;
  /** Mean over the frames. */
  readonly mse: number;
  /** Mean over the frames for which it was calculated. */
  readonly grad: number;
  /** Mean over the frames for which it was calculated. */
  readonly conn: number;
  /** Mean over the frames, the first counting as 0. */
  readonly dtSSD: number;
  /** Mean over the frames that follow another. */
  readonly flicker: number;
}

/**
 * Options of {@linkcode ClipMetrics}.
 *
 * @category Evaluation
 */
export interface ClipMetricsOptions {
  /**
   * Frame step of Grad and Conn, which take longest (17 ms at 640×360): 5 measures them
   * on every fifth frame, 0 on none.
   *
   * @default {1}
   */
  edgesEvery?: number;
}

const NO_COUNTS: MaskCounts = {
  truePositives: 0,
  falsePositives: 0,
  falseNegatives: 0,
  trueNegatives: 0,
};

/**
 * All metrics of a clip, frame by frame and together.
 *
 * Where only a region counts, Grad and Conn see the truth outside it.
 *
 * @example Half of the foreground found, in one of two frames
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const row = (...data: number[]) => ({ width: 4, height: 1, data: Uint8Array.from(data) });
 * const metrics = new ClipMetrics();
 * assertEquals(metrics.add(1, row(255, 255, 0, 0), row(255, 255, 0, 0)).iou, 1);
 * assertEquals(metrics.add(2, row(255, 0, 0, 0), row(255, 255, 0, 0)).iou, 0.5);
 * const { frames, iou, recall, mad } = metrics.summary();
 * assertEquals([frames, iou, recall, mad], [2, 0.75, 0.75, 125]);
 * ```
 *
 * @category Evaluation
 */
export class ClipMetrics {
  readonly #edgesEvery: number;
  readonly #series: FrameMetrics[] = [];
  #before: { number: number; pair: MattePair } | undefined;
  #counts: MaskCounts = NO_COUNTS;

  /**
   * Nothing compared yet.
   *
   * @param options How often the slow metrics are calculated.
   * @throws {RangeError} If `edgesEvery` is no whole number of at least 0.
   */
  constructor(options: ClipMetricsOptions = {}) {
    const { edgesEvery = 1 } = options;
    assertOption("measure", "edgesEvery", edgesEvery, COUNT);
    this.#edgesEvery = edgesEvery;
  }

  /**
   * Compare the next frame. Both mattes may be lent: they are copied.
   *
   * @param number The frame's number, more than the one before.
   * @param matte What was found, H × W.
   * @param truth What there is, H × W.
   * @param options Which pixels count.
   * @returns The frame's metrics.
   * @throws {RangeError} If the sizes differ, also from the frame before.
   */
  add(number: number, matte: Matte, truth: Matte, options: RegionOption = {}): FrameMetrics {
    const counts = compareMasks(matte, truth, options);
    const { mad, mse } = matteError(matte, truth, options);
    const before = this.#before?.number === number - 1 ? this.#before.pair : undefined;
    const change = before && temporalError({ matte, truth }, before, options);
    const every = this.#edgesEvery;
    const hasEdges = every > 0 && this.#series.length % every === 0;
    const seen = hasEdges ? outsideAsTruth(matte, truth, options) : matte;
    const metrics: FrameMetrics = {
      number,
      counts,
      iou: scores(counts).iou,
      isLost: isLost(counts),
      interior: interiorCounts(matte, truth, options),
      mad,
      mse,
      grad: hasEdges ? gradientError(seen, truth) : undefined,
      conn: hasEdges ? connectivityError(seen, truth) : undefined,
      dtSSD: change?.dtSSD ?? 0,
      flicker: change?.flicker,
    };
    this.#counts = addCounts(this.#counts, counts);
    this.#series.push(metrics);
    this.#keep(number, { matte, truth });
    return metrics;
  }

  /** The metrics of each frame so far, in order. */
  get series(): readonly FrameMetrics[] {
    return this.#series;
  }

  /** The metrics of all frames so far. */
  summary(): ClipMetricsSummary {
    const { iou: _, ...summed } = scores(this.#counts);
    const mean = (key: "iou" | "mad" | "mse" | "grad" | "conn" | "dtSSD" | "flicker") => {
      const values = this.#series.map((frame) => frame[key]).filter((value) => value !== undefined);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    return {
      frames: this.#series.length,
      counts: this.#counts,
      iou: mean("iou"),
      worstIou: worstTenth(this.#series.map(({ iou }) => iou)),
      lost: lostShare(this.#series),
      translucent: translucentShare(this.#series),
      ...summed,
      mad: mean("mad"),
      mse: mean("mse"),
      grad: mean("grad"),
      conn: mean("conn"),
      dtSSD: mean("dtSSD"),
      flicker: mean("flicker"),
    };
  }

  #keep(number: number, { matte, truth }: MattePair): void {
    const { width, height } = truth;
    const pair = this.#before?.pair ?? {
      matte: createMatte(width, height),
      truth: createMatte(width, height),
    };
    pair.matte.data.set(matte.data);
    pair.truth.data.set(truth.data);
    this.#before = { number, pair };
  }
}

/** The mean of the lowest tenth, of at least one value. */
function worstTenth(values: readonly number[]): number {
  const worst = values.toSorted((a, b) => a - b).slice(0, Math.ceil(values.length / 10));
  return worst.reduce((sum, value) => sum + value, 0) / worst.length;
}

function lostShare(series: readonly FrameMetrics[]): number {
  const withSomebody = series.filter(({ isLost }) => isLost !== undefined);
  return 100 * withSomebody.filter(({ isLost }) => isLost).length / withSomebody.length;
}

function translucentShare(series: readonly FrameMetrics[]): number {
  let [pixels, translucent] = [0, 0];
  for (const { interior } of series) {
    pixels += interior.pixels;
    translucent += interior.translucent;
  }
  return 100 * translucent / pixels;
}

function outsideAsTruth(matte: Matte, truth: Matte, { region }: RegionOption): Matte {
  if (region === undefined) return matte;
  const data = truth.data.slice();
  for (let i = 0; i < data.length; i++) if (region.data[i] !== 0) data[i] = matte.data[i];
  return { width: matte.width, height: matte.height, data };
}
