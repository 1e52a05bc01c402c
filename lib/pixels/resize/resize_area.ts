/**
 * Area resize, with OpenCV's three paths and their three ways of rounding.
 *
 * @module
 */

import type { Frame, Gray, OutOption, Size } from "../../raster/frame.ts";
import { resizeByKernel } from "./resize_by_kernel.ts";
import { enlarge } from "./enlarge.ts";
import { type Plane, resizePlanes } from "./resize_planes.ts";
import { shrink } from "./shrink.ts";
import { enlargeTables, resizePath } from "./resize_tables.ts";
import { halvePlane, shrinkWhole } from "./shrink_whole.ts";

/**
 * Resize a picture, each new pixel the mean of the area that it covers.
 *
 * The best plain way to make a picture smaller: nothing is skipped, so nothing
 * shimmers. Where a side grows, it interpolates between the two nearest pixels.
 * The four channels are averaged alike, alpha too, on stored (sRGB) values.
 *
 * @example A checkerboard shrinks to gray
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const board = { width: 2, height: 2, data: Uint8Array.of(0, 255, 255, 0) };
 * assertEquals([...resizeArea(board, { width: 1, height: 1 }).data], [128]);
 * ```
 *
 * @param source The picture, H × W: a frame, a gray picture or a mask.
 * @param size Width and height wanted, in pixels, at least 1.
 * @param options `out` takes the result; it must not share memory with `source`.
 * @returns `out`, or a new picture of that size and of the source's kind.
 * @throws {RangeError} If a side is not a whole number of at least 1, or `out` has another size.
 * @throws {TypeError} If `out` is of another kind than `source`, or is `source`.
 * @see OpenCV 4.6 `cv::resize` with `INTER_AREA` on x86-64: equal on every input.
 * @category Primitives: size
 */
export function resizeArea(source: Frame, size: Size, options?: OutOption<Frame>): Frame;
/** The same for a gray picture or a mask. */
export function resizeArea(source: Gray, size: Size, options?: OutOption<Gray>): Gray;
/** The same for any of them. */
export function resizeArea(
  source: Frame | Gray,
  size: Size,
  options?: OutOption<Frame | Gray>,
): Frame | Gray;
export function resizeArea(
  source: Frame | Gray,
  size: Size,
  options: OutOption<Frame | Gray> = {},
): Frame | Gray {
  const { out, from, to } = resizePlanes(source, size, options.out);
  if (!resizeByKernel(from, to, "area")) resizePlane(from, to);
  return out;
}

function resizePlane(from: Plane, to: Plane): void {
  switch (resizePath(from, to)) {
    case "copy":
      return to.bytes.set(from.bytes);
    case "halve":
      return halvePlane(from, to);
    case "whole":
      return shrinkWhole(from, to);
    case "shrink":
      return shrink(from, to);
    case "enlarge":
      return enlarge(from, to, enlargeTables(from, to));
  }
}
