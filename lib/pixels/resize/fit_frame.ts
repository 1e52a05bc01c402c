import { shareMemory } from "../../memory/overlap.ts";
import {
  assertSides,
  assertSize,
  assertWhole,
  createFrame,
  type Frame,
  type OutOption,
  type Rgba,
  type Size,
} from "../../raster/frame.ts";
import { fillFrame } from "../compose/fill_frame.ts";
import { resizeArea } from "./resize_area.ts";
import { assertChoice } from "../../raster/option_checks.ts";

/**
 * The ways of {@linkcode fitFrame}.
 *
 * @category Primitives: size
 */
export const fits = ["stretch", "cover", "contain", "tile"] as const;

/**
 * How a picture fills a frame of another shape: see {@linkcode fitFrame}.
 *
 * @category Primitives: size
 */
export type Fit = typeof fits[number];

/**
 * Options of {@linkcode fitFrame}.
 *
 * @category Primitives: size
 */
export interface FitFrameOptions extends OutOption<Frame> {
  /**
   * The colour of the bars beside a contained picture.
   *
   * @default {[0, 0, 0, 255]}
   */
  fill?: Rgba;
}

/**
 * Bring a picture to a frame's size, keeping or giving up its shape.
 *
 * - `"stretch"` resizes width and height alone: exactly {@linkcode resizeArea}.
 * - `"cover"` cuts off what is too wide or too high, the same on both sides, and
 *   resizes the rest. The side that is cut keeps a whole number of pixels: the
 *   nearest to the wanted shape, halves rounded up, and at least 1. Of an odd
 *   number of pixels to cut, the right or the bottom loses one more.
 * - `"contain"` resizes the whole picture as large as it fits, by the same
 *   rounding, in the middle; bars of `fill` are left, the right or the bottom
 *   one a pixel wider if they cannot be equal.
 * - `"tile"` repeats the picture in its own size, from the top left.
 *
 * A picture of the same shape (w · H = W · h) covers and is contained just as
 * it is stretched.
 *
 * @example A wide picture in a square frame
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const row = (...levels: number[]) =>
 *   Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255]));
 * const wide = { width: 4, height: 2, bitmap: row(1, 2, 3, 4, 5, 6, 7, 8) };
 * const square = { width: 2, height: 2 };
 * assertEquals(fitFrame(wide, square, "stretch").bitmap, row(2, 4, 6, 8));
 * assertEquals(fitFrame(wide, square, "cover").bitmap, row(2, 3, 6, 7));
 * assertEquals(fitFrame(wide, square, "contain").bitmap, row(4, 6, 0, 0));
 * assertEquals(fitFrame(wide, square, "tile").bitmap, row(1, 2, 5, 6));
 * ```
 *
 * @param picture The picture, h × w.
 * @param size W and H wanted, in pixels, at least 1.
 * @param fit How.
 * @param options `out` takes the result, and must not share memory with `picture`; `fill` colours
 * bars.
 * @returns `out`, or a new H × W frame.
 * @throws {RangeError} If a side is not a whole number of at least 1, `out` has another size, or
 * `fit` is none of the four, or `fill` no colour.
 * @throws {TypeError} If `out` is `picture`.
 * @see CSS `object-fit`: fill, cover and contain.
 * @category Primitives: size
 */
export function fitFrame(
  picture: Frame,
  size: Size,
  fit: Fit,
  options: FitFrameOptions = {},
): Frame {
  const { width, height } = size;
  assertChoice("fit a picture", "fit", fit, fits);
  assertSides("fit a picture", size);
  assertWhole("fit a picture", "picture", picture);
  const { out = createFrame(width, height), fill = [0, 0, 0, 255] } = options;
  assertOut(out, picture, size);

  const excess = picture.width * height - width * picture.height;
  if (fit === "tile") return tile(picture, out);
  if (fit === "stretch" || excess === 0) {
    return resizeArea(picture, size, { out });
  }
  if (fit === "cover") return resizeArea(crop(picture, size, excess > 0), size, { out });
  return contain(picture, out, excess > 0, fill);
}

function assertOut(out: Frame, picture: Frame, size: Size): void {
  assertSize("fit a picture", "out", out, size);
  const [from, to] = [picture.bitmap, out.bitmap];
  if (shareMemory(from, to) && from.byteOffset === to.byteOffset) {
    throw new TypeError("Cannot fit a picture: 'out' must not be 'picture'");
  }
}

/** A side in proportion, rounded to a whole number of pixels. */
function proportional(side: number, numerator: number, denominator: number): number {
  return Math.max(1, Math.round(side * numerator / denominator));
}

/** The middle of a picture, in the shape of `size`; without a copy where whole rows are cut. */
function crop({ width, height, bitmap }: Frame, size: Size, isTooWide: boolean): Frame {
  if (!isTooWide) {
    const rows = proportional(width, size.height, size.width);
    const start = 4 * width * ((height - rows) >> 1);
    return { width, height: rows, bitmap: bitmap.subarray(start, start + 4 * width * rows) };
  }
  const columns = proportional(height, size.width, size.height);
  const middle = createFrame(columns, height);
  const left = (width - columns) >> 1;
  for (let y = 0; y < height; y++) {
    const start = 4 * (y * width + left);
    middle.bitmap.set(bitmap.subarray(start, start + 4 * columns), 4 * y * columns);
  }
  return middle;
}

function contain(picture: Frame, out: Frame, isTooWide: boolean, fill: Rgba): Frame {
  const { width, height, bitmap } = out;
  fillFrame(out, fill);
  if (isTooWide) {
    const rows = proportional(width, picture.height, picture.width);
    const start = 4 * width * ((height - rows) >> 1);
    const inside = bitmap.subarray(start, start + 4 * width * rows);
    resizeArea(picture, { width, height: rows }, { out: { width, height: rows, bitmap: inside } });
    return out;
  }
  const columns = proportional(height, picture.width, picture.height);
  const inside = resizeArea(picture, { width: columns, height });
  const left = (width - columns) >> 1;
  for (let y = 0; y < height; y++) {
    const row = inside.bitmap.subarray(4 * y * columns, 4 * (y + 1) * columns);
    bitmap.set(row, 4 * (y * width + left));
  }
  return out;
}

function tile(picture: Frame, out: Frame): Frame {
  const { width, height, bitmap } = out;
  const rows = Math.min(picture.height, height);
  const rowBytes = 4 * width;
  const tileBytes = 4 * picture.width;
  for (let y = 0; y < rows; y++) {
    const source = picture.bitmap.subarray(y * tileBytes, (y + 1) * tileBytes);
    const dest = bitmap.subarray(y * rowBytes, (y + 1) * rowBytes);
    for (let x = 0; x < rowBytes; x += tileBytes) {
      dest.set(source.subarray(0, rowBytes - x), x);
    }
  }
  for (let y = rows; y < height; y += rows) bitmap.copyWithin(y * rowBytes, 0, rows * rowBytes);
  return out;
}
