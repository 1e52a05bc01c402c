import { parseColor } from "../pixels/color/css_color.ts";
import { assertChromaMatte, assertHue } from "../pixels/key/chroma_matte.ts";
import type { Frame, Matte, NumberedFrame, Rgba } from "../raster/frame.ts";
import { type Pixels, plainPixels } from "../pixels/simd_pixels.ts";
import { atOnce } from "../turns.ts";
import type { Estimate, MaskEstimator } from "./estimator.ts";
import { screenColor } from "../pixels/key/screen_color.ts";
import { methodSettings } from "./settings/method_settings.ts";
import { settle } from "./settings/setting.ts";

/** Options of {@linkcode ChromaEstimator}. */
export interface ChromaOptions {
  /**
   * The screen's colour, as CSS writes it; `auto` takes it from the border of the first
   * frame that has a hue there.
   *
   * @default {"auto"}
   */
  key?: string;
  /**
   * Where distances are measured: in Cb and Cr, or by hue.
   *
   * @default {"ycbcr"}
   */
  space?: "ycbcr" | "hsv";
  /**
   * Up to here all is background, in percent: 0 is the key, 100 is gray.
   *
   * @default {40}
   */
  inner?: number;
  /**
   * From here on all is foreground, in percent.
   *
   * @default {80}
   */
  outer?: number;
  /**
   * How much of the screen's light is taken from the foreground, 0–1.
   *
   * @default {1}
   */
  spill?: number;
  /** Who does the work on pixels: kernels that have been loaded. */
  pixels?: Pixels | undefined;
}

/** About so many pixels are keyed together. */
const BAND = 2 ** 17;

/**
 * The chroma key: whatever is not of the screen's colour is foreground, softly at
 * its edges, and the foreground is shown without the light that the screen throws.
 *
 * Each frame is looked at alone. A screen that is lit unevenly wants `inner` larger, or
 * `space` `hsv`; clothes of a colour like the screen's want both distances smaller.
 *
 * @example A green screen, and who stands before it
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * using chroma = new ChromaEstimator();
 * const colors = [[0, 177, 64, 255], [210, 160, 140, 255], [0, 177, 64, 255]];
 * const bitmap = Uint8ClampedArray.from(colors.flat());
 * const { matte } = chroma.estimate({ number: 1, width: 3, height: 1, bitmap });
 * assertEquals([...matte.data], [0, 255, 0]);
 * assertEquals(chroma.key, [0, 177, 64, 255]);
 * ```
 *
 * @see `chromaMatte` and `suppressSpill`, of which it consists.
 */
export class ChromaEstimator implements MaskEstimator {
  /** The first frame has a matte. */
  readonly warmUp = 0;
  /** A frame's matte depends on no other, but for the key that was found in the first. */
  readonly lookback = 0;
  readonly #options: { space: "ycbcr" | "hsv"; inner: number; outer: number };
  readonly #spill: number;
  readonly #wanted: Rgba | undefined;
  readonly #pixels: Pixels;
  #key: Rgba | undefined;
  #matte: Matte | undefined;
  #foreground: Frame | undefined;

  /**
   * A chroma key.
   *
   * @param options The key, and how near to it is background.
   * @throws {RangeError} If the key is no colour or gray, or another option is out of its range.
   */
  constructor(options: ChromaOptions = {}) {
    const settled = settle("key a frame", methodSettings.chroma, options);
    const { key, space, inner, outer, spill } = settled;
    assertChromaMatte({ space, inner, outer });
    if (key !== "auto") assertHue(this.#wanted = parseColor(key));
    this.#key = this.#wanted;
    this.#options = { space, inner, outer };
    this.#spill = spill;
    this.#pixels = options.pixels ?? plainPixels;
  }

  /** The screen's colour, or `undefined` as long as none was found. */
  get key(): Rgba | undefined {
    return this.#key;
  }

  /**
   * Key the next frame.
   *
   * @param frame The next frame, of any size.
   * @returns The matte, and a copy of the frame without spill; all is foreground as long
   * as the screen's colour is not known.
   */
  estimate(frame: NumberedFrame): Estimate {
    return atOnce(this.estimateInSteps(frame));
  }

  /**
   * The same as {@linkcode ChromaEstimator.estimate} in steps.
   *
   * @param frame The next frame, of any size.
   * @returns The steps, which give the estimate.
   */
  *estimateInSteps(frame: NumberedFrame): Generator<void, Estimate> {
    const { matte, foreground } = this.#buffersFor(frame);
    const key = this.#key ??= screenColor(frame);
    if (key === undefined) {
      matte.data.fill(255);
      foreground.bitmap.set(frame.bitmap);
      return { matte, foreground };
    }
    // Bands stay in the processor's cache from one to the other.
    const rows = Math.ceil(BAND / frame.width);
    for (let top = 0; top < frame.height; top += rows) {
      if (this.#matte !== matte) throw new Error("Cannot key a frame: the estimator was let go");
      const end = Math.min(frame.height, top + rows);
      const band = frameRows(frame, top, end);
      const data = matte.data.subarray(frame.width * top, frame.width * end);
      const out = { width: frame.width, height: end - top, data };
      this.#pixels.chromaMatte(band, key, { ...this.#options, out });
      const strength = this.#spill;
      this.#pixels.suppressSpill(band, key, { strength, out: frameRows(foreground, top, end) });
      yield;
    }
    return { matte, foreground };
  }

  /** Forget the key, if it was found in a frame. */
  reset(): void {
    this.#free();
    this.#key = this.#wanted;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    this.#free();
  }

  #buffersFor({ width, height }: Frame): { matte: Matte; foreground: Frame } {
    if (this.#matte?.width !== width || this.#matte.height !== height) this.#free();
    const matte = this.#matte ??= this.#pixels.createMask(width, height);
    const foreground = this.#foreground ??= this.#pixels.createFrame(width, height);
    return { matte, foreground };
  }

  #free(): void {
    if (this.#matte !== undefined) this.#pixels.free(this.#matte);
    if (this.#foreground !== undefined) this.#pixels.free(this.#foreground);
    this.#matte = this.#foreground = undefined;
  }
}

/** Some rows of a frame, where they are. */
function frameRows({ width, bitmap }: Frame, top: number, end: number): Frame {
  return { width, height: end - top, bitmap: bitmap.subarray(4 * width * top, 4 * width * end) };
}
