import { estimateShift } from "../pixels/motion/estimate_shift.ts";
import type { Shift } from "../pixels/motion/shift_round.ts";
import {
  assertSameSize,
  createMask,
  type Frame,
  type Gray,
  type Mask,
  type NumberedFrame,
} from "../raster/frame.ts";
import { type Pixels, plainPixels } from "../pixels/simd_pixels.ts";
import type { Estimate, MaskEstimator } from "./estimator.ts";
import { methodSettings } from "./settings/method_settings.ts";
import { settle } from "./settings/setting.ts";

/** Options of {@linkcode DifferenceEstimator}. */
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
  /** Who does the work on pixels: kernels that have been loaded. */
  pixels?: Pixels | undefined;
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
 *
 * const frame = (number: number, ...levels: number[]) => ({
 *   ...{ number, width: 3, height: 1 },
 *   bitmap: Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255])),
 * });
 * using two = new DifferenceEstimator({ framesApart: 1 });
 * two.estimate(frame(1, 200, 9, 9));
 * assertEquals([...two.estimate(frame(2, 9, 200, 9))!.matte.data], [255, 255, 0]);
 *
 * using three = new DifferenceEstimator({ framesApart: 1, threeFrames: true });
 * three.estimate(frame(1, 200, 9, 9));
 * three.estimate(frame(2, 9, 200, 9));
 * assertEquals([...three.estimate(frame(3, 9, 9, 200))!.matte.data], [0, 255, 0]);
 * ```
 *
 * @see Jain and Nagel, TPAMI 1979, DOI 10.1109/TPAMI.1979.4766907; three frames: Collins
 * et al., "A system for video surveillance and monitoring", CMU-RI-TR-00-12, 2000.
 */
export class DifferenceEstimator implements MaskEstimator {
  /** The first frames have nothing before them. */
  readonly warmUp: number;
  /** The frame so many before. */
  readonly lookback: number;
  /** With three frames, so many. */
  readonly lookahead: number;
  readonly #threshold: number;
  readonly #apart: number;
  readonly #isAligned: boolean;
  readonly #pixels: Pixels;
  /** The last frames, the oldest first. */
  #frames: Frame[] = [];
  #difference: Frame | undefined;
  #gray: Gray | undefined;
  #luma: Gray | undefined;
  #mask: Mask | undefined;
  #other: Mask | undefined;

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
    this.#apart = framesApart;
    this.#isAligned = align;
    this.#pixels = options.pixels ?? plainPixels;
    this.warmUp = this.lookback = framesApart;
    this.lookahead = threeFrames ? framesApart : 0;
  }

  /**
   * Take the next frame.
   *
   * @param frame The next frame, of the same size as those before.
   * @returns The mask and its frame: this one, or with three frames the middle one.
   * @throws {RangeError} If the frame has another size.
   */
  estimate(frame: NumberedFrame): Estimate | undefined {
    this.#keep(frame);
    const apart = this.#apart;
    const now = this.#frames.length - 1 - this.lookahead;
    if (now < apart) return undefined;
    const matte = this.#changed(now - apart, now, "mask");
    if (this.lookahead > 0) {
      const other = this.#changed(now, now + apart, "other").data;
      for (let i = 0; i < other.length; i++) matte.data[i] &= other[i];
    }
    return { matte, foreground: this.#frames[now] };
  }

  /** The last frames have none after them: they are compared with the one before alone. */
  flush(): Estimate | undefined {
    const oldest = this.#frames.shift();
    if (oldest !== undefined) this.#pixels.free(oldest);
    const now = this.#apart;
    if (this.lookahead === 0 || now >= this.#frames.length) return undefined;
    return { matte: this.#changed(0, now, "mask"), foreground: this.#frames[now] };
  }

  #changed(before: number, after: number, into: "mask" | "other"): Mask {
    const { width, height } = this.#frames[after];
    const pixels = this.#pixels;
    const difference = this.#difference ??= pixels.createFrame(width, height);
    const gray = this.#gray ??= pixels.createGray(width, height);
    const mask = into === "mask"
      ? this.#mask ??= createMask(width, height)
      : this.#other ??= createMask(width, height);
    const compare = (earlier: Frame) => {
      pixels.absdiff(earlier, this.#frames[after], { out: difference });
      pixels.grayscale(difference, { out: gray });
      return pixels.threshold(gray, this.#threshold, { out: gray });
    };
    mask.data.set(compare(this.#frames[before]).data);
    const changed = countOf(mask.data);
    if (!this.#isAligned || changed < MUCH * mask.data.length) return mask;
    const shift = this.#shift(before, after, gray);
    if (shift === undefined) return mask;
    // Was it the camera that moved, or a person who fills the picture? With the camera followed,
    // far less changes; with the person followed, the room does.
    const { data } = compare(pixels.translate(this.#frames[before], shift, { out: difference }));
    if (countOf(data) < CLEARLY_LESS * changed) mask.data.set(data);
    return mask;
  }

  /** How far all has moved between two frames, if it has; overwrites `gray`. */
  #shift(before: number, after: number, gray: Gray): Shift | undefined {
    const pixels = this.#pixels;
    const luma = this.#luma ??= pixels.createGray(gray.width, gray.height);
    pixels.grayscale(this.#frames[before], { out: luma });
    pixels.grayscale(this.#frames[after], { out: gray });
    const shift = estimateShift(luma, gray, { step: 4 });
    return Math.max(Math.abs(shift.dx), Math.abs(shift.dy)) < LEAST_SHIFT ? undefined : shift;
  }

  /** Keep a copy, for a lent frame is valid for one call only. */
  #keep(frame: Frame): void {
    const most = this.#apart + this.lookahead + 1;
    const spare = this.#frames.length === most ? this.#frames.shift() : undefined;
    const copy = spare ?? this.#pixels.createFrame(frame.width, frame.height);
    assertSameSize("compare frames", { earlier: copy, frame });
    copy.bitmap.set(frame.bitmap);
    this.#frames.push(copy);
  }

  /** Forget all frames. */
  reset(): void {
    for (const raster of [...this.#frames, this.#difference, this.#gray, this.#luma]) {
      if (raster !== undefined) this.#pixels.free(raster);
    }
    this.#frames = [];
    this.#difference =
      this.#gray =
      this.#luma =
      this.#mask =
      this.#other =
        undefined;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.reset();
  }
}

/** How many pixels are foreground. */
function countOf(mask: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += mask[i] & 1;
  return count;
}
