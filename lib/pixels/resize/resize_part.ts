import { createFrameBeside, release } from "../../memory/beside.ts";
import { assertSides, assertWhole, type Frame } from "../../raster/frame.ts";
import type { PicturePart } from "../../raster/picture_part.ts";
import { resizeArea } from "./resize_area.ts";
import { resizePartByKernel } from "./resize_by_kernel.ts";

/**
 * Resize a part of a frame: what {@linkcode resizeArea} makes of a copy of it, mostly without the copy.
 *
 * @example The right half of a checkerboard
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const bitmap = Uint8ClampedArray.of(9, 9, 9, 9, 2, 4, 6, 8, 9, 9, 9, 9, 4, 6, 8, 10);
 * const out = { width: 1, height: 1, bitmap: new Uint8ClampedArray(4) };
 * resizePart({ width: 2, height: 2, bitmap }, { left: 1, top: 0, width: 1, height: 2 }, out);
 * assertEquals([...out.bitmap], [3, 5, 7, 9]);
 * ```
 *
 * @param frame The frame, H × W.
 * @param part Which part.
 * @param out Takes the result, of whatever size; it must not share memory with `frame`.
 * @returns `out`.
 * @throws {RangeError} If the part is not within the frame, or has no pixel.
 */
export function resizePart(frame: Frame, part: PicturePart, out: Frame): Frame {
  assertWhole("resize a part", "frame", frame);
  assertSides("resize a part", part);
  const { left, top, width, height } = part;
  const isInside = Number.isInteger(left) && Number.isInteger(top) && left >= 0 && top >= 0 &&
    left + width <= frame.width && top + height <= frame.height;
  if (!isInside) {
    throw new RangeError(
      `Cannot resize a part: 'part' must be within ${frame.width}×${frame.height}, ` +
        `got ${width}×${height} from ${left},${top} on`,
    );
  }
  if (width === frame.width && height === frame.height) return resizeArea(frame, out, { out });
  if (resizePartByKernel(frame, part, out)) return out;
  const cut = createFrameBeside(frame, part);
  for (let y = 0; y < height; y++) {
    const start = 4 * ((top + y) * frame.width + left);
    cut.bitmap.set(frame.bitmap.subarray(start, start + 4 * width), 4 * y * width);
  }
  resizeArea(cut, out, { out });
  release(cut);
  return out;
}
