import { createFrameBeside, createGrayBeside, release } from "../memory/beside.ts";
import type { Moment } from "../moments/moment.ts";
import type { Window, WindowSpan } from "../moments/window.ts";
import { grayscale } from "../pixels/color/grayscale.ts";
import { threshold } from "../pixels/color/threshold.ts";
import { absdiff } from "../pixels/motion/absdiff.ts";
import { estimateShift } from "../pixels/motion/estimate_shift.ts";
import type { Shift } from "../pixels/motion/shift_round.ts";
import { translate } from "../pixels/motion/translate.ts";
import { andMasks, countForeground } from "../pixels/regions/mask_logic.ts";
import type { Frame, Gray, Mask } from "../raster/frame.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "./estimator.ts";
import { methodSettings } from "./settings/method_settings.ts";
import { settle } from "./settings/setting.ts";

/**
 * Options of {@linkcode DifferenceEstimator}.
 *
 * @category Methods
 */
export interface DifferenceOptions {
  /**
   * The last gray level of the difference that still is background, 0–255.
   *
   * @default {10}
   */
  threshold?: number | undefined;
  /**
   * How many frames apart the two are: more for who moves slowly.
   *
   * @default {3}
   */
  framesApart?: number;
  /**
   * Whether a frame must differ from the one after, too: no double outlines, and
   * the mask comes `framesApart` frames later.
   *
   * @default {false}
   */
  threeFrames?: boolean;
  /**
   * Whether the earlier frame is moved to follow a camera that shakes.
   *
   * @default {true}
   */
  align?: boolean;
}

/** A camera is followed if no more than this part of what changed is left. */
const CLEARLY_LESS = 0.75;

/** A camera that moves changes more than this part of the picture. */
const MUCH = 1 / 8;

/** Shifts below this many pixels are noise. */
const LEAST_SHIFT = 1 / 16;

/**
 * What changed since an earlier frame is foreground, and the later one is shown: the
 * tutorial's idea without its pairing.
 *
 * Two frames show where somebody is and where they were; with `threeFrames`, only
 * where they are. Cheap, needs no plate and no memory of the room, and sees only
 * edges that move.
 *
 * @example A step to the right
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { estimateFrames } from "./estimate_frames.ts";
 *
 * const frame = (number: number, ...levels: number[]) => ({
 *   ...{ number, width: 3, height: 1 },
 *   bitmap: Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255])),
 * });
 * const frames = [frame(1, 200, 9, 9), frame(2, 9, 200, 9), frame(3, 9, 9, 200)];
 * const masksOf = async (estimator: DifferenceEstimator) => {
 *   const masks: unknown[] = [];
 *   for await (const { matte } of estimateFrames(frames, estimator)) masks.push(matte && [...matte.data]);
 *   return masks;
 * };
 * using two = new DifferenceEstimator({ framesApart: 1 });
 * assertEquals(await masksOf(two), [undefined, [255, 255, 0], [0, 255, 255]]);
 * using three = new DifferenceEstimator({ framesApart: 1, threeFrames: true });
 * assertEquals((await masksOf(three))[1], [0, 255, 0]);
 * ```
 *
 * @see Jain and Nagel, TPAMI 1979, DOI 10.1109/TPAMI.1979.4766907; three frames: Collins
 * et al., "A system for video surveillance and monitoring", CMU-RI-TR-00-12, 2000.
 * @category Methods
 */
export class DifferenceEstimator implements MaskEstimator {
  /** The frame `framesApart` earlier, and with three frames the one as much later. */
  readonly window: WindowSpan;
  /** The first frames have nothing before them. */
  readonly warmUp: number;
  /** The frame `framesApart` earlier. */
  readonly lookback: number;
  readonly #threshold: number;
  readonly #isAligned: boolean;
  #buffers: Buffers | undefined;

  /**
   * An estimator that has seen nothing yet.
   *
   * @param options The threshold, and which frames are compared.
   * @throws {RangeError} If an option is out of range.
   */
  constructor(options: DifferenceOptions = {}) {
    const settled = settle("compare frames", methodSettings.difference, options);
    const { threshold, framesApart, threeFrames, align } = settled;
    this.#threshold = threshold;
    this.#isAligned = align;
    this.warmUp = this.lookback = framesApart;
    this.window = { before: framesApart, after: threeFrames ? framesApart : 0 };
  }

  /**
   * Compare a frame with an earlier one, and with three frames with a later one, too. The last
   * frames have none after them.
   *
   * @param window The frames, of one size.
   * @param out Where the mask is put.
   * @returns The mask and its frame; `undefined` where there is no earlier one.
   * @throws {RangeError} If the sizes differ.
   */
  estimate(window: Window, out: EstimateOut): Estimate | undefined {
    const { now } = window;
    const before = window.at(-this.window.before);
    if (before === undefined) return undefined;
    const { matte } = out;
    this.#compare(before, now, matte);
    const after = this.window.after === 0 ? undefined : window.at(this.window.after);
    if (after !== undefined) {
      const { other } = this.#buffersFor(now);
      this.#compare(now, after, other);
      andMasks(matte, other, { out: matte });
    }
    return { matte, foreground: now };
  }

  /** Mark what has changed between two frames. */
  #compare(before: Moment, after: Moment, out: Mask): void {
    this.#mark(before, after, out);
    const changed = countForeground(out);
    if (!this.#isAligned || changed < MUCH * out.data.length) return;
    const { moved, gray } = this.#buffersFor(after);
    const shift = this.#shift(before, after);
    if (shift === undefined) return;
    // Was it the camera that moved, or a person who fills the picture? With the camera followed,
    // far less changes; with the person followed, the room does.
    this.#mark(translate(before, shift, { out: moved }), after, gray);
    if (countForeground(gray) < CLEARLY_LESS * changed) out.data.set(gray.data);
  }

  /** Mark where two frames differ; `out` may be the buffer `gray`. */
  #mark(before: Frame, after: Frame, out: Mask): void {
    const { difference, gray } = this.#buffersFor(after);
    absdiff(before, after, { out: difference });
    grayscale(difference, { out: gray });
    threshold(gray, this.#threshold, { out });
  }

  /** How far all has moved between two frames, if it has. */
  #shift(before: Frame, after: Frame): Shift | undefined {
    const { luma, gray } = this.#buffersFor(after);
    grayscale(before, { out: luma });
    grayscale(after, { out: gray });
    const shift = estimateShift(luma, gray, { step: 4 });
    return Math.max(Math.abs(shift.dx), Math.abs(shift.dy)) < LEAST_SHIFT ? undefined : shift;
  }

  #buffersFor(frame: Frame): Buffers {
    return this.#buffers ??= {
      difference: createFrameBeside(frame),
      moved: createFrameBeside(frame),
      gray: createGrayBeside(frame),
      luma: createGrayBeside(frame),
      other: createGrayBeside(frame),
    };
  }

  /** Forget all frames. */
  reset(): void {
    if (this.#buffers !== undefined) release(...Object.values(this.#buffers));
    this.#buffers = undefined;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
  }
}

/** What is kept from one frame to the next, where the frames lie. */
interface Buffers {
  readonly difference: Frame;
  readonly moved: Frame;
  readonly gray: Gray;
  readonly luma: Gray;
  readonly other: Mask;
}
