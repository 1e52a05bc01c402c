import {
  assertWhole,
  copyFrame,
  createGray,
  type Frame,
  type Gray,
  type Matte,
  type NumberedFrame,
  type Size,
} from "../../raster/frame.ts";
import { type Pixels, plainPixels } from "../../pixels/simd_pixels.ts";
import { carryMatte } from "../../pixels/motion/carry_matte.ts";
import { CutDetector } from "../../pixels/motion/cut_detector.ts";
import type { Estimate, MaskEstimator } from "../estimator.ts";
import { motionSize } from "../../pixels/motion/motion_mean.ts";
import { assertOption } from "../../raster/option_checks.ts";
import { PlateGuide } from "./plate_guide.ts";
import { RoiSegmenter } from "../../networks/roi_segmenter.ts";
import type { OpenSegmenter, Segmenter } from "../../networks/segmenter.ts";

/** Options of {@linkcode SegmentEstimator}. */
export interface SegmentOptions {
  /**
   * The network looks at each n-th frame, and at the first after a cut; for the frames
   * between its last word is carried along what moves.
   *
   * @default {1}
   */
  every?: number;
  /**
   * Whether what is behind the person is learned from the video itself, to correct the
   * network by it. Does nothing where the camera moves.
   *
   * @default {true}
   */
  plate?: boolean;
  /**
   * Whether the network also looks closer at the region where people were in the frame before:
   * finer edges for small figures, in twice the time.
   *
   * @default {false}
   */
  roi?: boolean;
  /** Who does the work on pixels: kernels that have been loaded. */
  pixels?: Pixels | undefined;
  /** Told in one line, at the end, if nobody was seen at all. */
  onNotice?: ((notice: string) => void) | undefined;
}

/** So many frames of a survey are looked at; if there are more, each fourth of the others. */
const SURVEYED = 32;
const SURVEY_STEP = 4;

/** Without a survey, each fifth frame teaches. */
const LEARN_EVERY = 5;

/** How far the edges of a matte are drawn to those of the frame, in the matte's own pixels. */
const REACH = 1.6;

/** Fewer of the frame's pixels are not worth it, and a matte of so few pixels that it takes more has no edges. */
const LEAST_RADIUS = 3;
const MOST_RADIUS = 256;

/** What varies less than this in the frame is no edge: a variance of levels from 0 to 1. */
const EPSILON = 0.001;

/** A look of the network, which several frames may share. */
interface Look {
  readonly matte: Promise<Matte>;
  /** The frame's brightness, reduced; not where each frame has a look of its own. */
  readonly luma: Gray | undefined;
  /** Whether it has failed, and somebody was told. */
  hasFailed: boolean;
}

/** A frame that waits for the network. */
interface Job {
  readonly frame: Frame;
  readonly look: Look;
  /** As the look's: one frame's is the look's own. */
  readonly luma: Gray | undefined;
  /** Whether the scene is another one than before. */
  readonly isCut: boolean;
}

/**
 * A neural network tells people from the rest; what it says is enlarged to the
 * frame's size and corrected by what the video itself shows behind them.
 *
 * The network works on one frame while the one before is corrected, composed and
 * encoded. Where the camera stands still, the room is learned wherever the network sees
 * nobody, and a pixel about which it is unsure is decided by how much it looks like the
 * room. With a survey the room is known from the first frame on.
 *
 * @example A segmenter that takes what is bright for a person
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { grayscale } from "../../pixels/color/grayscale.ts";
 * import type { Frame } from "../../raster/frame.ts";
 *
 * const open = () =>
 *   Promise.resolve({
 *     segment: (frame: Frame) => Promise.resolve(grayscale(frame)),
 *     reset() {},
 *     [Symbol.asyncDispose]: () => Promise.resolve(),
 *   });
 * using estimator = new SegmentEstimator(open);
 * const bitmap = Uint8ClampedArray.of(255, 255, 255, 255, 0, 0, 0, 255);
 * assertEquals(await estimator.estimate({ number: 1, width: 2, height: 1, bitmap }), undefined);
 * assertEquals([...(await estimator.flush())!.matte.data], [255, 0]);
 * ```
 */
export class SegmentEstimator implements MaskEstimator {
  /** The first frame has a matte. */
  readonly warmUp = 0;
  /** The room is learned from all frames. */
  readonly lookback: number = Infinity;
  /** While the network looks at a frame, the one before is finished. */
  readonly lookahead = 1;
  /** More do not make the room any better. */
  readonly surveys: number = SURVEYED;
  readonly #open: OpenSegmenter;
  readonly #every: number;
  readonly #usesPlate: boolean;
  readonly #isCloser: boolean;
  readonly #pixels: Pixels;
  readonly #onNotice: ((notice: string) => void) | undefined;
  readonly #cuts = new CutDetector();
  readonly #queue: Job[] = [];
  readonly #spare: Frame[] = [];
  #segmenter: Segmenter | undefined;
  /** The size of the frames that it was opened for. */
  #openedFor: Size | undefined;
  /** The size of all frames. */
  #size: Size | undefined;
  #guide: PlateGuide | undefined;
  #matte: Matte | undefined;
  /** What the network says, where the matte lies. */
  #small: Matte | undefined;
  /** The frame of the estimate that is lent. */
  #lent: Frame | undefined;
  /** Where a frame's brightness is put, if the network does not look at each. */
  #luma: Gray | undefined;
  #last: Look | undefined;
  #sinceLast = 0;
  #seen = 0;
  #isSurveyed = false;
  #hasSeenSomebody = false;

  /**
   * An estimator that has seen nothing yet.
   *
   * @param open Opens the segmenter that suits the frames, again where another video's have
   * another size; it is disposed of with the estimator.
   * @param options How often the network looks, and whether the room is learned.
   * @throws {RangeError} If an option is out of range.
   */
  constructor(open: OpenSegmenter, options: SegmentOptions = {}) {
    const { every = 1, plate = true, roi = false, pixels = plainPixels, onNotice } = options;
    assertOption("segment", "every", every, { from: 1, isWhole: true });
    this.#open = open;
    this.#every = every;
    this.#usesPlate = plate;
    this.#isCloser = roi;
    this.#pixels = pixels;
    this.#onNotice = onNotice;
  }

  /**
   * Learn the room from the whole video.
   *
   * @param frames All of them, or some evenly spaced ones.
   * @throws {RangeError} If their sizes differ.
   * @throws {ModelError} If the network cannot be run.
   */
  async survey(frames: AsyncIterable<NumberedFrame>): Promise<void> {
    if (!this.#usesPlate) return;
    let seen = 0;
    let last: { frame: Frame; matte: Promise<Matte> } | undefined;
    const learnLast = async () => {
      if (last !== undefined) this.#guideFor(last.frame).learn(last.frame, await last.matte);
    };
    for await (const frame of frames) {
      this.#checkSize(frame);
      if (seen++ >= SURVEYED && seen % SURVEY_STEP !== 0) continue;
      const segmenter = await this.#segmenterFor(frame);
      // The next one may show something else: it is some way off.
      segmenter.reset();
      const matte = segmenter.glance?.(frame) ?? segmenter.segment(frame);
      // Whoever waits for it will be told.
      matte.catch(() => {});
      const next = { frame: copyFrame(frame), matte };
      // While the network looks at this one.
      await learnLast();
      last = next;
    }
    await learnLast();
    // The video begins anew.
    this.#segmenter?.reset();
    this.#guide?.settle();
    this.#isSurveyed = this.#guide !== undefined;
  }

  /**
   * Take the next frame; the estimate is of the one before.
   *
   * @param frame The next frame, of the same size as those before.
   * @returns The matte and its frame.
   * @throws {RangeError} If the frame has another size.
   * @throws {ModelError} If the network cannot be run. Where frames share a look that failed, the
   * first of them tells, the others have no estimate, and the next frame is looked at anew.
   */
  async estimate(frame: NumberedFrame): Promise<Estimate | undefined> {
    this.#checkSize(frame);
    const segmenter = await this.#segmenterFor(frame);
    this.#queue.push(this.#begin(segmenter, frame));
    return this.#queue.length > this.lookahead ? await this.#finish() : undefined;
  }

  /** The last frame's estimate. */
  async flush(): Promise<Estimate | undefined> {
    if (this.#queue.length === 0) return undefined;
    const estimate = await this.#finish();
    if (estimate !== undefined && !this.#hasSeenSomebody) {
      this.#onNotice?.(
        "the network saw nobody in any frame: it expects people near, as in a call; " +
          "quality sees smaller ones than fast",
      );
    }
    return estimate;
  }

  #checkSize(frame: Frame): void {
    assertWhole("segment", "frame", frame);
    const { width, height } = frame;
    const size = this.#size ??= { width, height };
    if (width === size.width && height === size.height) return;
    throw new RangeError(
      `Cannot segment: 'frame' must be ${size.width}×${size.height} as those before are, ` +
        `got ${width}×${height}`,
    );
  }

  /** The segmenter, opened anew where the last video's frames had another size. */
  async #segmenterFor({ width, height }: Frame): Promise<Segmenter> {
    const size = this.#openedFor;
    if (this.#segmenter !== undefined && size?.width === width && size.height === height) {
      return this.#segmenter;
    }
    await this.#closeSegmenter();
    const opened = await this.#open({ width, height });
    this.#openedFor = { width, height };
    return this.#segmenter = this.#isCloser
      ? new RoiSegmenter(opened, opened, this.#pixels)
      : opened;
  }

  async #closeSegmenter(): Promise<void> {
    const segmenter = this.#segmenter;
    this.#segmenter = undefined;
    await segmenter?.[Symbol.asyncDispose]();
  }

  #begin(segmenter: Segmenter, frame: Frame): Job {
    const isCut = this.#cuts.isCut(frame);
    if (isCut) segmenter.reset();
    const copy = this.#spare.pop() ?? this.#pixels.createFrame(frame.width, frame.height);
    copy.bitmap.set(frame.bitmap);
    const luma = this.#every > 1 ? this.#lumaOf(copy) : undefined;
    if (this.#last === undefined || isCut || ++this.#sinceLast >= this.#every) {
      const matte = segmenter.segment(frame);
      // Whoever waits for it will be told; until then nobody may have asked.
      matte.catch(() => {});
      this.#last = { matte, luma, hasFailed: false };
      this.#sinceLast = 0;
    }
    return { frame: copy, look: this.#last, luma, isCut };
  }

  /** By what motion is told. */
  #lumaOf(frame: Frame): Gray {
    const luma = this.#luma ??= this.#pixels.createGray(frame.width, frame.height);
    this.#pixels.grayscale(frame, { out: luma });
    const { width, height } = motionSize(frame);
    return this.#pixels.resizeArea(luma, { width, height }, { out: createGray(width, height) });
  }

  async #finish(): Promise<Estimate | undefined> {
    const { frame, look, luma, isCut } = this.#queue.shift()!;
    if (this.#lent !== undefined) this.#spare.push(this.#lent);
    this.#lent = frame;
    if (look.hasFailed) return undefined;
    const seen = await this.#wait(look);
    this.#hasSeenSomebody ||= seen.data.some((alpha) => alpha >= 128);
    const small = luma && look.luma && luma !== look.luma
      ? carryMatte(seen, look.luma, luma)
      : seen;
    const matte = this.#matte ??= this.#pixels.createGray(frame.width, frame.height);
    const near = this.#small ??= this.#pixels.createGray(small.width, small.height);
    const isSame = near.width === small.width && near.height === small.height;
    if (isSame) near.data.set(small.data);
    this.#pixels.resizeLinear(isSame ? near : small, frame, { out: matte });
    if (this.#usesPlate) this.#correct(frame, small, matte, isCut);
    this.#sharpen(frame, small, matte);
    return { matte, foreground: frame };
  }

  async #wait(look: Look): Promise<Matte> {
    try {
      return await look.matte;
    } catch (error) {
      look.hasFailed = true;
      if (this.#last === look) this.#last = undefined;
      throw error;
    }
  }

  /** Draw the enlarged matte's edges to where the frame has them, as far as they are unsure. */
  #sharpen(frame: Frame, small: Matte, matte: Matte): void {
    const radius = Math.min(MOST_RADIUS, Math.round(REACH * frame.width / small.width));
    // A frame that is hardly larger than the matte has no finer edges to show.
    if (radius < LEAST_RADIUS) return;
    const subsample = radius >= 4 ? 4 : 2;
    this.#pixels.guidedFilter(matte, frame, radius, EPSILON, { subsample, out: matte });
  }

  #correct(frame: Frame, small: Matte, matte: Matte, isCut: boolean): void {
    const guide = this.#guideFor(frame);
    if (!this.#isSurveyed) {
      // Another scene is another room. What was surveyed is the whole video's.
      if (isCut) guide.forget();
      if (this.#seen++ % LEARN_EVERY === 0) {
        guide.learn(frame, small);
        guide.settle();
      }
    }
    guide.correct(frame, matte, small);
  }

  #guideFor({ width, height }: Frame): PlateGuide {
    return this.#guide ??= new PlateGuide({ width, height }, this.#pixels);
  }

  /**
   * Forget all frames and the room. The next video's frames may have another size: then a
   * segmenter that suits them is opened.
   */
  reset(): void {
    this.#segmenter?.reset();
    this.#cuts.reset();
    this.#guide?.[Symbol.dispose]();
    const queued = this.#queue.map(({ frame }) => frame);
    for (
      const raster of [this.#matte, this.#small, this.#lent, this.#luma, ...queued, ...this.#spare]
    ) {
      if (raster !== undefined) this.#pixels.free(raster);
    }
    this.#size =
      this.#guide =
      this.#matte =
      this.#small =
      this.#lent =
      this.#luma =
      this.#last =
        undefined;
    this.#queue.length = this.#spare.length = 0;
    this.#sinceLast = this.#seen = 0;
    this.#isSurveyed = this.#hasSeenSomebody = false;
  }

  /** Let the network and the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
    // There is nobody left to be told.
    this.#closeSegmenter().catch(() => {});
  }
}
