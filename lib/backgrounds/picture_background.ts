import { createFrameBeside, release } from "../memory/beside.ts";
import { memoryOf } from "../memory/kernel_memory.ts";
import { assertColor, fillFrame } from "../pixels/compose/fill_frame.ts";
import { type Fit, fitFrame, type FitFrameOptions } from "../pixels/resize/fit_frame.ts";
import { assertWhole, type Frame, type Rgba } from "../raster/frame.ts";
import type { Background } from "./background.ts";

/**
 * Options of {@linkcode pictureBackground} and `videoBackground`.
 *
 * @category Backgrounds
 */
export interface PictureBackgroundOptions extends Pick<FitFrameOptions, "fill"> {
  /**
   * How pictures of another shape fill the frame: see `fitFrame`.
   *
   * @default {"stretch"}
   */
  fit?: Fit;
}

/**
 * A picture behind all frames, fitted once a size.
 *
 * Alpha stays as it is: make the picture opaque first if nothing shall shine
 * through.
 *
 * @example One picture, fitted to the frame
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const sea = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(0, 90, 160, 255) };
 * await using background = pictureBackground(sea);
 * const bitmap = new Uint8ClampedArray(8);
 * const frame = { number: 1, timestamp: 0, width: 2, height: 1, bitmap };
 * const { bitmap: behind } = await background.behind(frame, undefined);
 * assertEquals([...behind], [0, 90, 160, 255, 0, 90, 160, 255]);
 * ```
 *
 * @param picture The picture, of any size; kept, and read when a frame of another size comes.
 * @param options How it fills the frame.
 * @returns The background.
 * @throws {RangeError} If the picture's buffer does not fit its size.
 * @category Backgrounds
 */
export function pictureBackground(
  picture: Frame,
  options: PictureBackgroundOptions = {},
): Background {
  const { fit = "stretch", fill = [0, 0, 0, 255] } = options;
  assertWhole("use a picture as background", "picture", picture);
  return stillBackground((out) => fitFrame(picture, out, fit, { fill, out }));
}

/**
 * One colour behind all frames.
 *
 * @example Blue
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * await using background = colorBackground([30, 144, 255, 255]);
 * const bitmap = new Uint8ClampedArray(4);
 * const frame = { number: 1, timestamp: 0, width: 1, height: 1, bitmap };
 * const { bitmap: behind } = await background.behind(frame, undefined);
 * assertEquals([...behind], [30, 144, 255, 255]);
 * ```
 *
 * @param color Red, green, blue and alpha, 0–255.
 * @returns The background.
 * @throws {RangeError} If a value is not a whole number from 0 to 255, or there are not four.
 * @category Backgrounds
 */
export function colorBackground(color: Rgba): Background {
  assertColor("use a colour as background", color);
  return stillBackground((out) => fillFrame(out, color));
}

/**
 * Nothing behind: transparent black.
 *
 * @example A composite over it keeps the matte as its alpha
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * await using background = transparentBackground();
 * const bitmap = new Uint8ClampedArray(4);
 * const frame = { number: 1, timestamp: 0, width: 1, height: 1, bitmap };
 * const { bitmap: behind } = await background.behind(frame, undefined);
 * assertEquals([...behind], [0, 0, 0, 0]);
 * ```
 *
 * @returns The background.
 * @category Backgrounds
 */
export function transparentBackground(): Background {
  return colorBackground([0, 0, 0, 0]);
}

/** The same for all frames of a size, where the frames lie. */
function stillBackground(make: (out: Frame) => void): Background {
  let made: Frame | undefined;
  const forget = () => {
    release(made);
    made = undefined;
  };
  return {
    isStill: true,
    behind(frame) {
      const { width, height, bitmap } = frame;
      const isThere = made !== undefined && memoryOf(made.bitmap) === memoryOf(bitmap);
      if (!isThere || made?.width !== width || made.height !== height) {
        forget();
        made = createFrameBeside(frame);
        make(made);
      }
      return made!;
    },
    [Symbol.asyncDispose]() {
      forget();
      return Promise.resolve();
    },
  };
}
