import { assertSameSize, type Frame, type Gray, type Size } from "../../raster/frame.ts";
import { resizeArea } from "../resize/resize_area.ts";
import { eyeSize, type StereoLayout } from "./split_eyes.ts";

/**
 * Put what each eye sees into one picture: what `splitEyes` takes apart. Of a half layout, each is pressed
 * by {@linkcode resizeArea}.
 *
 * @example One above the other
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createGray } from "../../raster/frame.ts";
 *
 * const [left, right] = [1, 2].map((level) => ({ width: 1, height: 1, data: Uint8Array.of(level) }));
 * assertEquals([...joinEyes(left, right, "tb", createGray(1, 2)).data], [1, 2]);
 * ```
 *
 * @param left What the left eye sees, H × W.
 * @param right What the right eye sees, H × W.
 * @param layout How they are to lie in the picture.
 * @param out Takes the picture with both.
 * @returns `out`.
 * @throws {RangeError} If the sizes do not fit.
 * @category Primitives: stereo
 */
export function joinEyes(left: Frame, right: Frame, layout: StereoLayout, out: Frame): Frame;
/** The same for mattes. */
export function joinEyes(left: Gray, right: Gray, layout: StereoLayout, out: Gray): Gray;
export function joinEyes<Raster extends Frame | Gray>(
  left: Raster,
  right: Raster,
  layout: StereoLayout,
  out: Raster,
): Raster {
  assertSameSize("join eyes", { left, right });
  const size = eyeSize(out, layout);
  if (left.width !== size.width || left.height !== size.height) {
    throw new RangeError(
      `Cannot join eyes: 'left' must be ${size.width}×${size.height}, ` +
        `got ${left.width}×${left.height}`,
    );
  }
  [left, right].forEach((eye, which) => putHalf(eye, layout, which, out));
  return out;
}

function putHalf(eye: Frame | Gray, layout: StereoLayout, which: number, out: Frame | Gray): void {
  const isBeside = layout.startsWith("sbs");
  const size: Size = isBeside
    ? { width: out.width / 2, height: out.height }
    : { width: out.width, height: out.height / 2 };
  const isFull = eye.width === size.width && eye.height === size.height;
  const half = isFull ? eye : "bitmap" in eye ? resizeArea(eye, size) : resizeArea(eye, size);
  const [from, to] = [bytesOf(half), bytesOf(out)];
  const perPixel = "bitmap" in out ? 4 : 1;
  if (!isBeside) return void to.set(from, which * from.length);
  const length = perPixel * size.width;
  for (let y = 0; y < size.height; y++) {
    to.set(from.subarray(y * length, (y + 1) * length), (2 * y + which) * length);
  }
}

function bytesOf(raster: Frame | Gray): Uint8Array | Uint8ClampedArray {
  return "bitmap" in raster ? raster.bitmap : raster.data;
}
