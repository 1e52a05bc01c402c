import { foregroundInSteps } from "../pixels/compose/estimate_foreground.ts";
import { lightWrapInSteps } from "../pixels/compose/light_wrap.ts";
import { createFrameBeside, createGrayBeside, release } from "../memory/beside.ts";
import { memoryOf } from "../memory/kernel_memory.ts";
import type { Frame, Matte } from "../raster/frame.ts";
import { composite } from "../pixels/compose/composite.ts";
import { feather } from "../pixels/filter/box_blur.ts";
import { type NumberRange, type OptionKind, SHARE } from "../raster/option_checks.ts";
import { atOnce } from "../turns.ts";

/**
 * How the edge between foreground and background is treated.
 *
 * @category Backgrounds
 */
export interface EdgeOptions {
  /**
   * How many pixels the edge is softened over.
   *
   * @default {0}
   */
  feather?: number;
  /**
   * How much of the background's light spills over the foreground's edge, 0–1.
   *
   * @default {0}
   */
  lightWrap?: number;
  /**
   * Whether the old background's colour is taken out of what is half transparent.
   *
   * @default {false}
   */
  despill?: boolean;
}

/** Their kinds. */
export const edgeKinds: Readonly<Record<keyof EdgeOptions, OptionKind>> = {
  feather: "number",
  lightWrap: "number",
  despill: "boolean",
};

/**
 * Whether foreground, background and matte, with the edge softened or not, are all that a composite is
 * made of: light wrap and despill look at more than one pixel.
 *
 * @internal
 */
export function areLayersEnough({ lightWrap = 0, despill = false }: EdgeOptions): boolean {
  return lightWrap === 0 && !despill;
}

/** Which numbers {@linkcode EdgeOptions} take where users give them. */
export const edgeRanges: Readonly<Record<"feather" | "lightWrap", NumberRange>> = {
  feather: { least: 0, most: 200, isWhole: true },
  lightWrap: SHARE,
};

/**
 * Puts foregrounds over backgrounds, frame after frame of one size, in buffers
 * of its own.
 *
 * @example Without options, a mask chooses one or the other
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const pixel = (level: number) => ({
 *   width: 1,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.of(level, level, level, 255),
 * });
 * const mask = { width: 1, height: 1, data: Uint8Array.of(255) };
 * const compositor = new Compositor();
 * const matte = compositor.soften(mask);
 * const { bitmap } = compositor.compose(pixel(9), matte, pixel(200));
 * assertEquals([...bitmap], [9, 9, 9, 255]);
 * ```
 *
 * @category Backgrounds
 */
export class Compositor implements Disposable {
  readonly #options: Required<EdgeOptions>;
  #matte: Matte | undefined;
  #foreground: Frame | undefined;
  #composite: Frame | undefined;
  /** What is behind, where the foreground lies. */
  #behind: Frame | undefined;

  /**
   * A compositor for any size.
   *
   * @param options How edges are treated.
   */
  constructor(options: EdgeOptions = {}) {
    const { feather = 0, lightWrap = 0, despill = false } = options;
    this.#options = { feather, lightWrap, despill };
  }

  /**
   * Make the matte that a frame is composed by, softened as far as that was asked for.
   *
   * @param matte As the estimator gave it.
   * @returns That matte, or a softer one, valid until the next call.
   */
  soften(matte: Matte): Matte {
    const { feather: radius } = this.#options;
    if (radius === 0) return matte;
    this.#matte ??= createGrayBeside(matte);
    return feather(matte, radius, { out: this.#matte });
  }

  /**
   * Put a foreground over a background.
   *
   * @param foreground The foreground, H × W.
   * @param matte What {@linkcode soften} made of its mask.
   * @param behind The background, of the same size.
   * @returns The composite, valid until the next call.
   */
  compose(foreground: Frame, matte: Matte, behind: Frame): Frame {
    return atOnce(this.composeInSteps(foreground, matte, behind));
  }

  /**
   * The same as {@linkcode Compositor.compose} in steps, between which all else may have its turn.
   *
   * @param foreground The foreground, H × W.
   * @param matte What {@linkcode soften} made of its mask.
   * @param behind The background, of the same size.
   * @returns The steps, which give the composite.
   */
  *composeInSteps(
    foreground: Frame,
    matte: Matte,
    behind: Frame,
  ): Generator<void, Frame> {
    const { lightWrap: strength, despill } = this.#options;
    const out = this.#composite ??= createFrameBeside(foreground);
    let front = foreground;
    if (despill) {
      this.#foreground ??= createFrameBeside(foreground);
      front = yield* foregroundInSteps(foreground, matte, this.#foreground);
    }
    const back = this.#beside(foreground, behind);
    composite(front, back, matte, { out });
    if (strength > 0) {
      yield;
      yield* lightWrapInSteps(out, behind, matte, strength, { out });
    }
    return out;
  }

  /** A background where kernels can work on it and on the foreground. */
  #beside(foreground: Frame, behind: Frame): Frame {
    if (memoryOf(foreground.bitmap) === memoryOf(behind.bitmap)) return behind;
    if (memoryOf(foreground.bitmap) === undefined) return behind;
    const copy = this.#behind ??= createFrameBeside(foreground);
    copy.bitmap.set(behind.bitmap);
    return copy;
  }

  /** Let the buffers go. */
  [Symbol.dispose](): void {
    release(this.#matte, this.#foreground, this.#composite, this.#behind);
    this.#matte =
      this.#foreground =
      this.#composite =
      this.#behind =
        undefined;
  }
}
