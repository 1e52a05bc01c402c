import { parseColor } from "../pixels/color/parse_color.ts";
import { assertChromaMatte, assertHue, chromaMatte } from "../pixels/key/chroma_matte.ts";
import { screenColor } from "../pixels/key/screen_color.ts";
import { suppressSpill } from "../pixels/key/suppress_spill.ts";
import type { Window } from "../moments/window.ts";
import type { Frame, Rgba } from "../raster/frame.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "./estimator.ts";
import { methodSettings } from "./settings/method_settings.ts";
import { settle } from "./settings/setting.ts";

/**
 * Options of {@linkcode ChromaEstimator}.
 *
 * @category Methods
 */
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
 * @example A person in front of a green screen
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { estimateFrames } from "./estimate_frames.ts";
 *
 * using chroma = new ChromaEstimator();
 * const colors = [[0, 177, 64, 255], [210, 160, 140, 255], [0, 177, 64, 255]];
 * const bitmap = Uint8ClampedArray.from(colors.flat());
 * for await (const { matte } of estimateFrames([{ number: 1, width: 3, height: 1, bitmap }], chroma)) {
 *   assertEquals([...matte!.data], [0, 255, 0]);
 * }
 * assertEquals(chroma.key, [0, 177, 64, 255]);
 * ```
 *
 * @see `chromaMatte` and `suppressSpill`, of which it consists.
 * @category Methods
 */
export class ChromaEstimator implements MaskEstimator {
  /** The first frame has a matte. */
  readonly warmUp = 0;
  /** A frame's matte depends on no other; but a key that is not given is found in the first. */
  readonly lookback: number;
  readonly #options: { space: "ycbcr" | "hsv"; inner: number; outer: number };
  readonly #spill: number;
  readonly #wanted: Rgba | undefined;
  #key: Rgba | undefined;

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
    this.lookback = this.#wanted === undefined ? Infinity : 0;
    this.#options = { space, inner, outer };
    this.#spill = spill;
  }

  /** The screen's colour, or `undefined` as long as none was found. */
  get key(): Rgba | undefined {
    return this.#key;
  }

  /**
   * Key a frame.
   *
   * @param window The frame, of any size.
   * @param out Where the matte and the foreground are put.
   * @returns Steps that give the matte, and the frame without spill; all is foreground as long as
   * the screen's colour is not known.
   */
  *estimate({ now }: Window, out: EstimateOut): Generator<void, Estimate> {
    const { matte, foreground } = out;
    const key = this.#key ??= screenColor(now);
    if (key === undefined) {
      matte.data.fill(255);
      return { matte, foreground: now };
    }
    // Bands stay in the processor's cache from one to the other.
    const rows = Math.ceil(BAND / now.width);
    for (let top = 0; top < now.height; top += rows) {
      const end = Math.min(now.height, top + rows);
      const band = frameRows(now, top, end);
      const data = matte.data.subarray(now.width * top, now.width * end);
      const part = { width: now.width, height: end - top, data };
      chromaMatte(band, key, { ...this.#options, out: part });
      const strength = this.#spill;
      suppressSpill(band, key, { strength, out: frameRows(foreground, top, end) });
      yield;
    }
    return { matte, foreground };
  }

  /** Forget the key, if it was found in a frame. */
  reset(): void {
    this.#key = this.#wanted;
  }

  /** Nothing is kept. */
  [Symbol.dispose](): void {}
}

/** Some rows of a frame, where they are. */
function frameRows({ width, bitmap }: Frame, top: number, end: number): Frame {
  return { width, height: end - top, bitmap: bitmap.subarray(4 * width * top, 4 * width * end) };
}
