/**
 * How good an estimator is: its mattes of a labelled clip against the true ones.
 *
 * @module
 */

import type { FrameStore } from "../memory/frame_store.ts";
import type { MaskEstimator } from "../methods/estimator.ts";
import type { MatteMoment } from "../moments/matte_moment.ts";
import type { RefineOptions } from "../refine/refine_moments.ts";
import { mattesOf, openStore } from "./mattes.ts";
import {
  ClipMetrics,
  type ClipMetricsSummary,
  type FrameMetrics,
} from "../metrics/clip_metrics.ts";
import { addCounts, compareMasks, type MaskCounts } from "../metrics/mask_scores.ts";
import type { Frame, Mask, Matte, NumberedFrame } from "../raster/frame.ts";
import { assertOptionKinds, type OptionKind } from "../raster/option_checks.ts";
import { untilAborted } from "../until_aborted.ts";

/**
 * What there is in a frame.
 *
 * @category Evaluation
 */
export interface Truth {
  /** The true matte, H × W. */
  readonly matte: Matte;
  /** The pixels for which it is known, H × W; all if left out. */
  readonly region?: Mask | undefined;
  /** The pixels of a hard shadow, H × W, a part of the region's background; as CDnet labels them. */
  readonly shadow?: Mask | undefined;
}

/**
 * A frame, and what there is in it.
 *
 * @category Evaluation
 */
export interface LabelledFrame {
  /** Lent: valid until the next one is asked for. */
  readonly frame: NumberedFrame;
  /** May be kept; `undefined` if nobody has labelled the frame. */
  readonly truth: Truth | undefined;
}

/**
 * A video whose true mattes are known.
 *
 * @category Evaluation
 */
export interface LabelledClip {
  /** What it is called. */
  readonly name: string;
  /** A picture of the empty room, of the frames' size. */
  readonly cleanPlate?: Frame | undefined;
  /** Whether its frames tell how far things are: by `right`, or by `depth`. */
  readonly hasDistance?: boolean | undefined;
  /** About how many frames it has, if that is known before they are read. */
  readonly frameCount?: number | undefined;
  /** All frames in order, from the first each time it is called. */
  read(): AsyncIterable<LabelledFrame>;
}

/**
 * Options of {@linkcode evaluateClip}.
 *
 * @category Evaluation
 */
export interface EvaluateClipOptions {
  /**
   * What is done to the estimator's mattes.
   *
   * @default {nothing}
   */
  refine?: RefineOptions | undefined;
  /**
   * Where frames and mattes lie. Frames that lie in it already are not copied.
   *
   * @default {a memory of the kernels', where there are kernels}
   */
  store?: FrameStore | undefined;
  /**
   * Frame step of Grad and Conn, which take longest: 5 measures them on every fifth frame, 0 on none.
   *
   * @default {1}
   */
  edgesEvery?: number;
  /** Shown each estimate that is measured; the matte is lent. */
  onEstimate?: (number: number, matte: Matte) => void;
  /** Called after each frame with how many were read. */
  onProgress?: (framesRead: number) => void;
  /**
   * Ends the run by throwing the signal's reason: between two frames, or while the estimator is
   * waited for, which is left to itself.
   */
  signal?: AbortSignal | undefined;
}

/** What {@linkcode evaluateClip} can be told. */
const optionKinds: Readonly<Record<keyof EvaluateClipOptions, OptionKind>> = {
  refine: "object",
  store: "object",
  edgesEvery: "number",
  onEstimate: "function",
  onProgress: "function",
  signal: "object",
};

/**
 * How good an estimator was on a clip.
 *
 * @category Evaluation
 */
export interface ClipResult {
  /** The metrics of the clip, over the frames that were labelled and got an estimate. */
  readonly summary: ClipMetricsSummary;
  /** The metrics of those frames, in order. */
  readonly series: readonly FrameMetrics[];
  /** How many frames the clip has. */
  readonly framesRead: number;
  /** How many of them were labelled; those without an estimate do not count in the metrics. */
  readonly framesLabelled?: number;
  /**
   * The pixels of hard shadows, all frames together, where the clip labels them: false positives are those
   * that were taken for foreground.
   */
  readonly shadow?: MaskCounts | undefined;
  /** Time spent on mattes, survey and refinement included, by the number of frames. */
  readonly secondsPerFrame: number;
}

/**
 * Measure an estimator on a labelled clip.
 *
 * Each matte is compared with the truth of the frame that is due, even if the method shows another frame:
 * the tutorial makes its mask from frames k − 1 and k, and the mask is compared with the truth of k. Frames without an estimate (a warm-up) or
 * without a label do not count; `summary.frames` says how many did.
 *
 * Time is taken around estimating and refining alone, without decoding and measuring.
 *
 * @example A method that finds everything everywhere
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createEstimator } from "../methods/estimator.ts";
 *
 * const clip = {
 *   name: "one pixel of two",
 *   async *read() {
 *     const matte = { width: 2, height: 1, data: Uint8Array.of(255, 0) };
 *     const bitmap = new Uint8ClampedArray(8);
 *     yield { frame: { number: 1, width: 2, height: 1, bitmap }, truth: { matte } };
 *   },
 * };
 * using all = createEstimator(({ width, height }) => (
 *   { width, height, data: new Uint8Array(width * height).fill(255) }
 * ));
 * const { summary } = await evaluateClip(clip, all);
 * assertEquals([summary.iou, summary.recall, summary.mad], [0.5, 1, 500]);
 * ```
 *
 * @param clip The frames and their truth.
 * @param estimator An estimator that has seen nothing yet; whoever made it disposes of it.
 * @param options How much to measure, and whom to tell.
 * @returns The metrics and the time.
 * @throws {TypeError} If an option is unknown or of another kind.
 * @throws {RangeError} If sizes differ.
 * @throws What the clip or the estimator throws.
 * @category Evaluation
 */
export async function evaluateClip(
  clip: LabelledClip,
  estimator: MaskEstimator,
  options: EvaluateClipOptions = {},
): Promise<ClipResult> {
  assertOptionKinds("evaluate a clip", options, optionKinds);
  const { refine, signal } = options;
  const tally = new Tally(options);
  const watch = new StopWatch();
  await surveyClip(clip, estimator, watch, signal);
  using own = options.store === undefined ? await openStore() : undefined;
  const store = options.store ?? own!;
  const frames = watch.without(tally.framesOf(clip));
  const items = mattesOf(frames, { estimator, refine, store, signal });
  for await (const step of watch.within(items)) {
    using item = step;
    tally.measure(item);
  }
  return tally.result(watch.seconds);
}

/** Counts the frames of a clip, and measures their mattes. */
class Tally {
  readonly #options: EvaluateClipOptions;
  readonly #metrics: ClipMetrics;
  /** Of the frames whose mattes are still to come. */
  readonly #truths = new Map<number, Truth | undefined>();
  #framesRead = 0;
  #framesLabelled = 0;
  #shadow: MaskCounts | undefined;

  constructor(options: EvaluateClipOptions) {
    const { edgesEvery = 1 } = options;
    this.#options = options;
    this.#metrics = new ClipMetrics({ edgesEvery });
  }

  /** The clip's frames, whose truths are remembered. */
  async *framesOf(clip: LabelledClip): AsyncGenerator<NumberedFrame> {
    const { onProgress, signal } = this.#options;
    for await (const { frame, truth } of clip.read()) {
      signal?.throwIfAborted();
      this.#framesRead++;
      if (truth !== undefined) this.#framesLabelled++;
      this.#truths.set(frame.number, truth);
      yield frame;
      onProgress?.(this.#framesRead);
    }
  }

  /** Compare a matte with the truth of its frame. */
  measure({ moment: { number }, matte }: MatteMoment): void {
    const truth = this.#truths.get(number);
    this.#truths.delete(number);
    if (matte === undefined || truth === undefined) return;
    this.#metrics.add(number, matte, truth.matte, { region: truth.region });
    if (truth.shadow !== undefined) {
      const counts = compareMasks(matte, truth.matte, { region: truth.shadow });
      this.#shadow = this.#shadow === undefined ? counts : addCounts(this.#shadow, counts);
    }
    this.#options.onEstimate?.(number, matte);
  }

  /** What was measured, in so many seconds of work. */
  result(seconds: number): ClipResult {
    return {
      summary: this.#metrics.summary(),
      series: this.#metrics.series,
      framesRead: this.#framesRead,
      framesLabelled: this.#framesLabelled,
      shadow: this.#shadow,
      secondsPerFrame: seconds / this.#framesRead,
    };
  }
}

/** Let an estimator that needs it see the whole clip first. */
async function surveyClip(
  clip: LabelledClip,
  estimator: MaskEstimator,
  watch: StopWatch,
  signal?: AbortSignal,
): Promise<void> {
  if (estimator.survey === undefined) return;
  const frames = watch.without(labelledFrames(clip, signal));
  await watch.time(() => untilAborted(estimator.survey?.(frames), signal));
}

async function* labelledFrames(
  clip: LabelledClip,
  signal?: AbortSignal,
): AsyncGenerator<NumberedFrame> {
  for await (const { frame } of clip.read()) {
    signal?.throwIfAborted();
    yield frame;
  }
}

/** Adds up time. */
class StopWatch {
  #milliseconds = 0;

  get seconds(): number {
    return this.#milliseconds / 1e3;
  }

  /** Do something, and count how long it takes. */
  async time<Result>(action: () => Result | Promise<Result>): Promise<Result> {
    const start = performance.now();
    const result = await action();
    this.#milliseconds += performance.now() - start;
    return result;
  }

  /** The same steps, of which only the wait for them is counted. */
  async *within<Step>(steps: AsyncGenerator<Step, void>): AsyncGenerator<Step> {
    try {
      for (;;) {
        const step = await this.time(() => steps.next());
        if (step.done === true) return;
        yield step.value;
      }
    } finally {
      await steps.return();
    }
  }

  /** The same steps, the wait for which is not counted. */
  async *without<Step>(steps: AsyncIterable<Step>): AsyncGenerator<Step> {
    let start = performance.now();
    for await (const step of steps) {
      this.#milliseconds -= performance.now() - start;
      yield step;
      start = performance.now();
    }
    this.#milliseconds -= performance.now() - start;
  }
}
