import type { Frame, Gray, OutOption, Size } from "../../raster/frame.ts";
import { resizePlanes } from "./resize_planes.ts";
import { resizeByKernel } from "./resize_by_kernel.ts";
import { enlarge } from "./enlarge.ts";
import { linearPath, linearTables } from "./resize_tables.ts";
import { halvePlane } from "./shrink_whole.ts";

/**
 * Resize a picture by interpolating between the two nearest pixels on each axis.
 *
 * The plain way to make a small matte as large as its frame: no blocks, as
 * {@linkcode resizeArea} leaves them at whole factors. To make a picture smaller,
 * `resizeArea` is better: here pixels are skipped. The four channels of a frame are
 * interpolated alike, on stored (sRGB) values.
 *
 * @example An edge becomes a slope
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const edge = { width: 2, height: 1, data: Uint8Array.of(0, 200) };
 * assertEquals([...resizeLinear(edge, { width: 4, height: 1 }).data], [0, 50, 150, 200]);
 * ```
 *
 * @param source The picture, H × W: a frame, a gray picture or a mask.
 * @param size Width and height wanted, in pixels, at least 1.
 * @param options `out` takes the result; it must not share memory with `source`.
 * @returns `out`, or a new picture of that size and of the source's kind.
 * @throws {RangeError} If a side is not a whole number of at least 1, or `out` has another size.
 * @throws {TypeError} If `out` is of another kind than `source`, or is `source`.
 * @see OpenCV 4.6 `cv::resize` with `INTER_LINEAR` on x86-64: equal on every input.
 * @category Primitives: size
 */
export function resizeLinear(source: Frame, size: Size, options?: OutOption<Frame>): Frame;
/** The same for a gray picture or a mask. */
export function resizeLinear(source: Gray, size: Size, options?: OutOption<Gray>): Gray;
/** The same for any of them. */
export function resizeLinear(
  source: Frame | Gray,
  size: Size,
  options?: OutOption<Frame | Gray>,
): Frame | Gray;
export function resizeLinear(
  source: Frame | Gray,
  size: Size,
  options: OutOption<Frame | Gray> = {},
): Frame | Gray {
  const { out, from, to } = resizePlanes(source, size, options.out);
  if (resizeByKernel(from, to, "linear")) return out;
  const path = linearPath(from, to);
  if (path === "copy") to.bytes.set(from.bytes);
  else if (path === "halve") halvePlane(from, to);
  else enlarge(from, to, linearTables(from, to));
  return out;
}
