import { createGrayBeside, release } from "../../memory/beside.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import type { Moment } from "../../moments/moment.ts";
import type { Window, WindowSpan } from "../../moments/window.ts";
import type { OpenSegmenter } from "../../networks/segmenter.ts";
import { guidedFilter, guidedFilterAside } from "../../pixels/filter/guided/guided_filter.ts";
import { carryMatte } from "../../pixels/motion/carry_matte.ts";
import { hasLevel } from "../../pixels/regions/mask_logic.ts";
import { resizeLinear } from "../../pixels/resize/resize_linear.ts";
import {
  assertWhole,
  type Frame,
  type Matte,
  type NumberedFrame,
  type Size,
} from "../../raster/frame.ts";
import { assertOption } from "../../raster/option_checks.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "../estimator.ts";
import { DistanceMeter } from "../depth/distance_meter.ts";
import { bridgeGap } from "./bridge_gap.ts";
import { guideByDepth } from "./depth_guide.ts";
import { glanceAtFrames, GLANCED } from "./glance_at_frames.ts";
import { type KnownRoom, packRoom, unpackRoom } from "./known_room.ts";
import { PlateGuide } from "./plate_guide.ts";
import { type Look, SegmentLooks } from "./segment_looks.ts";
import { methodSettings } from "../settings/method_settings.ts";
import { settle } from "../settings/setting.ts";

/**
 * Options of {@linkcode SegmentEstimator}.
 *
 * @category Methods
 */
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
   * network by it. Does nothing where the camera moves. A network that gives mattes already is
   * corrected only if this is said.
   *
   * @default {true}
   */
  plate?: boolean;
  /**
   * Whether a network of one's own also looks closer at the region where people were in the frame
   * before: finer edges for small figures, in twice the time. Of those that have a name all do.
   *
   * @default {false}
   */
  roi?: boolean;
  /**
   * How many frames later a frame is finished than it has come: with 1 the network looks at a frame
   * while the one before is finished, with 0 it is waited for.
   *
   * @default {1}
   */
  lookahead?: 0 | 1 | undefined;
  /**
   * Whether the frames are a later part of a video: then that nobody was seen is not told.
   *
   * @default {false}
   */
  isPart?: boolean | undefined;
  /** Told in one line, at the end, if nobody was seen at all. */
  onNotice?: ((notice: string) => void) | undefined;
}

/** Without a survey, each fifth frame teaches. */
const LEARN_EVERY = 5;

/** How far the edges of a matte are drawn to those of the frame, in the matte's own pixels. */
const REACH = 1.6;

/** Fewer of the frame's pixels see no edge, and a matte of so few pixels that it takes more has no edges. */
const LEAST_RADIUS = 2;
const MOST_RADIUS = 256;

/** What varies less than this in the frame is no edge: a variance of levels from 0 to 1. */
const GUIDE_EPSILON = 0.001;

/** So many frames in a row may be bridged. */
const MOST_BRIDGED = 2;

/** From here on a matte says person. */
const PERSON = 128;

/**
 * A neural network tells people from the rest. Its matte is enlarged to the frame's
 * size, and corrected by what the video itself shows behind the people.
 *
 * The network works on one frame while the one before is corrected, composed and
 * encoded. Where the camera stands still, the estimator learns the room wherever the network
 * sees nobody. Where the network is unsure of a pixel, the pixel's likeness to the room decides. With
 * a survey the room is known from the first frame on.
 *
 * @example A segmenter that takes what is bright for a person
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { grayscale } from "../../pixels/color/grayscale.ts";
 * import { createFrame, type Frame } from "../../raster/frame.ts";
 * import { estimateFrames } from "../estimate_frames.ts";
 *
 * const open = () =>
 *   Promise.resolve({
 *     segment: (frame: Frame) => Promise.resolve(grayscale(frame)),
 *     reset() {},
 *     [Symbol.asyncDispose]: () => Promise.resolve(),
 *   });
 * using estimator = new SegmentEstimator(open);
 * const frame = createFrame(16, 1);
 * frame.bitmap.fill(255, 0, 32);
 * for await (const { matte } of estimateFrames([{ number: 1, ...frame }], estimator)) {
 *   assertEquals([matte!.data[0], matte!.data[15]], [255, 0]);
 * }
 * ```
 *
 * @category Methods
 */
export class SegmentEstimator implements MaskEstimator {
  /** The first frame has a matte. */
  readonly warmUp = 0;
  /** The room is learned from all frames. */
  readonly lookback: number = Infinity;
  /** While the network looks at a frame, the one before is finished, unless there is no look-ahead. */
  readonly window: WindowSpan;
  /** More do not make the room any better. */
  readonly surveys: number = GLANCED;
  readonly #givesMattes: boolean;
  readonly #usesPlate: boolean;
  readonly #onNotice: ((notice: string) => void) | undefined;
  /** Measures frames that bring along how near all is. */
  readonly #meter = new DistanceMeter({ matching: "bm", disparities: 0, blockSize: 0 });
  /** The network, and its looks at frames that have come and are not due yet. */
  readonly #looks: SegmentLooks;
  /** The size of all frames. */
  #size: Size | undefined;
  #guide: PlateGuide | undefined;
  /** What another survey has learned, until the first frame comes: its guide lies where that does. */
  #loaded: KnownRoom | undefined;
  /** What the network says, where the frames lie. */
  #small: Matte | undefined;
  /** The same in the frames' size, before its edges are drawn. */
  #enlarged: Matte | undefined;
  /** The frame before, and what was seen in it. */
  #before: { readonly look: Look; readonly matte: Matte } | undefined;
  #bridged = 0;
  /** Counts resets. */
  #age = 0;
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
    const { every, plate, roi } = settle("segment", methodSettings.segment, options);
    const { lookahead = 1, isPart = false, onNotice } = options;
    assertOption("segment", "lookahead", lookahead, { least: 0, most: 1, isWhole: true });
    this.window = { before: 0, after: lookahead };
    this.#looks = new SegmentLooks(open, { every, isCloser: roi });
    // A matte that is fine and steady already is only made worse by a room that does not quite fit.
    this.#givesMattes = open.givesMattes === true;
    this.#usesPlate = options.plate ?? (plate && !this.#givesMattes);
    this.#onNotice = isPart ? undefined : onNotice;
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
    await glanceAtFrames(frames, {
      segmenterFor: (frame) => {
        this.#checkSize(frame);
        return this.#looks.segmenterFor(frame);
      },
      learn: (frame, matte) => this.#guideFor(frame).learn(frame, matte),
    });
    // The video begins anew.
    this.#looks.rewind();
    this.#guide?.settle();
    this.#isSurveyed = this.#guide !== undefined;
  }

  /** The room that a survey has learned: see {@linkcode MaskEstimator.saveSurvey}. */
  saveSurvey(): Uint8Array<ArrayBuffer> {
    const room = this.#isSurveyed ? this.#loaded ?? this.#guide?.room : undefined;
    return room === undefined ? new Uint8Array() : packRoom(room);
  }

  /**
   * Know the room that another survey has learned.
   *
   * @param bytes What `saveSurvey` gave.
   * @throws {RangeError} If they are something else.
   */
  loadSurvey(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const { plate } = this.#loaded = unpackRoom(bytes);
    this.#size = { width: plate.width, height: plate.height };
    this.#isSurveyed = true;
  }

  /**
   * Open the network before the first frame comes, and let it look once at nothing.
   *
   * @param size The size of the frames.
   * @throws {ModelError} If it cannot be opened or run.
   */
  prepare(size: Size): Promise<void> {
    return this.#looks.prepare(size);
  }

  /**
   * Let the network look at a frame, or share an earlier look.
   *
   * @param moment The next frame, of the same size as those before.
   * @throws {RangeError} If the frame has another size.
   * @throws {ModelError} If the network cannot be opened.
   */
  async begin(moment: Moment): Promise<void> {
    this.#checkSize(moment);
    this.#meter.begin(moment);
    await this.#looks.begin(moment);
  }

  /**
   * Finish what the network said of a frame.
   *
   * @param window The frame.
   * @param out Where the matte is put.
   * @returns The matte and its frame.
   * @throws {ModelError} If the network cannot be run. Where frames share a look that failed, the
   * first of them tells, the others have no estimate, and the next frame is looked at anew.
   */
  async estimate({ now, at }: Window, out: EstimateOut): Promise<Estimate | undefined> {
    using look = this.#looks.take(now);
    if (look.hasFailed) return undefined;
    const next = at(1);
    const matte = await this.#finish(now, look, next && this.#looks.of(next), out.matte);
    const isLast = this.window.after > 0 && next === undefined;
    if (isLast && !this.#hasSeenSomebody) {
      this.#onNotice?.(
        "the network saw nobody in any frame; if somebody is there, another model of fast, " +
          "quality and rvm may see them",
      );
    }
    return { matte, foreground: now };
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

  async #finish(
    now: Moment,
    look: Look,
    next: Look | undefined,
    matte: Matte,
  ): Promise<Matte> {
    const age = this.#age;
    let seen = await this.#looks.wait(look);
    if (look.moment === now && !hasLevel(seen, PERSON)) {
      seen = await this.#bridge(now, next) ?? seen;
    } else this.#bridged = 0;
    // Who has given up waiting has taken all rasters back.
    if (age !== this.#age) throw new Error("Cannot segment: the estimator was reset meanwhile");
    this.#remember(look, seen);
    this.#hasSeenSomebody ||= hasLevel(seen, PERSON);
    const carried = look.moment === now
      ? seen
      : carryMatte(seen, look.moment.smallLuma, now.smallLuma);
    const map = (await this.#meter.measure(now))?.map;
    if (map !== undefined) now.tellDepth(map);
    const small = map === undefined ? carried : guideByDepth(carried, map);
    const near = this.#small ??= createGrayBeside(now, small);
    const isSame = near.width === small.width && near.height === small.height;
    if (isSame) near.data.set(small.data);
    const reach = Math.round(REACH * now.width / small.width);
    const radius = Math.max(LEAST_RADIUS, Math.min(MOST_RADIUS, reach));
    // A matte that is finer than the frame has all of its edges, and so have those of such networks.
    const isSharpened = small.width <= now.width && (!this.#givesMattes || reach > LEAST_RADIUS);
    const enlarged = isSharpened ? this.#enlarged ??= createGrayBeside(now) : matte;
    resizeLinear(isSame ? near : small, now, { out: enlarged });
    if (this.#usesPlate) this.#correct(now, small, enlarged);
    if (!isSharpened) return matte;
    // Draw its edges to where the frame has them, as far as they are unsure.
    const subsample = radius >= 4 ? 4 : 2;
    const options = { subsample, out: matte } as const;
    const helper = memoryOf(now.bitmap)?.helper;
    return helper === undefined
      ? guidedFilter(enlarged, now, radius, GUIDE_EPSILON, options)
      : await guidedFilterAside(helper, enlarged, now, radius, GUIDE_EPSILON, options);
  }

  /** What was seen in the frame before, or is seen in the next one, where a network sees nobody in between. */
  async #bridge(now: Moment, next: Look | undefined): Promise<Matte | undefined> {
    const before = this.#before;
    if (before !== undefined && !now.isCut && this.#bridged < MOST_BRIDGED) {
      const luma = before.look.moment.smallLuma;
      const bridged = bridgeGap({ matte: before.matte, luma }, now.smallLuma);
      if (bridged !== undefined) {
        this.#bridged++;
        return bridged;
      }
    }
    if (next === undefined || next.moment === now || next.moment.isCut) return undefined;
    const age = this.#age;
    // Whoever waits for that look is told of its failure.
    const matte = await next.matte.catch(() => undefined);
    if (matte === undefined || age !== this.#age || !hasLevel(matte, PERSON)) return undefined;
    return bridgeGap({ matte, luma: next.moment.smallLuma }, now.smallLuma);
  }

  /** Remember whom was seen in a frame until the next one. */
  #remember(look: Look, matte: Matte): void {
    this.#before?.look.release();
    this.#before = hasLevel(matte, PERSON) ? { look: look.retain(), matte } : undefined;
  }

  #correct(frame: Moment, small: Matte, matte: Matte): void {
    const guide = this.#guideFor(frame);
    if (!this.#isSurveyed) {
      // Another scene is another room. What was surveyed is the whole video's.
      if (frame.isCut) guide.forget();
      if (this.#seen++ % LEARN_EVERY === 0) {
        guide.learn(frame, small);
        guide.settle();
      }
    }
    guide.correct(frame, matte, small);
  }

  #guideFor(frame: Frame): PlateGuide {
    const guide = this.#guide ??= new PlateGuide(frame);
    if (this.#loaded !== undefined) guide.settleFor(this.#loaded);
    this.#loaded = undefined;
    return guide;
  }

  /**
   * Forget all frames and the room. The next video's frames may have another size: then a
   * segmenter that suits them is opened.
   */
  reset(): void {
    this.#age++;
    this.#meter.reset();
    this.#guide?.[Symbol.dispose]();
    release(this.#small, this.#enlarged);
    this.#looks.reset();
    this.#before?.look.release();
    this.#size =
      this.#guide =
      this.#loaded =
      this.#small =
      this.#enlarged =
      this.#before =
        undefined;
    this.#seen = this.#bridged = 0;
    this.#isSurveyed = this.#hasSeenSomebody = false;
  }

  /** Let the network and the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
    this.#meter[Symbol.dispose]();
    this.#looks[Symbol.dispose]();
  }
}
