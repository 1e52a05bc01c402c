import {
  assertSameSize,
  assertWhole,
  createFrame,
  type Frame,
  type OutOption,
  type Size,
} from "../../raster/frame.ts";
import { resizeLinear } from "../resize/resize_linear.ts";

/**
 * How both eyes lie in one picture: side by side, or one above the other; of a half one each eye was
 * pressed into half of its size.
 *
 * @category Primitives: stereo
 */
export type StereoLayout = "sbs" | "sbs-half" | "tb" | "tb-half";

/**
 * The words that {@linkcode StereoLayout} has.
 *
 * @category Primitives: stereo
 */
export const STEREO_LAYOUTS: readonly StereoLayout[] = ["sbs", "sbs-half", "tb", "tb-half"];

/**
 * What each eye sees.
 *
 * @category Primitives: stereo
 */
export interface Eyes {
  readonly left: Frame;
  readonly right: Frame;
}

/**
 * How large each eye's picture is.
 *
 * @param size The sides of the picture that has both.
 * @param layout How they lie in it.
 * @returns The sides of one.
 * @throws {RangeError} If the picture cannot be halved.
 * @category Primitives: stereo
 */
export function eyeSize({ width, height }: Size, layout: StereoLayout): Size {
  const isBeside = layout.startsWith("sbs");
  if ((isBeside ? width : height) % 2 !== 0) {
    throw new RangeError(
      `Cannot split eyes: ${isBeside ? "width" : "height"} must be even for '${layout}', ` +
        `got ${width}×${height}`,
    );
  }
  if (layout.endsWith("half")) return { width, height };
  return isBeside ? { width: width / 2, height } : { width, height: height / 2 };
}

/**
 * Split a stereo picture into what each eye sees. What was pressed is drawn out again, by OpenCV's
 * `INTER_LINEAR`.
 *
 * @example Side by side
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame } from "../../raster/frame.ts";
 *
 * const frame = createFrame(2, 1);
 * frame.bitmap.set([1, 1, 1, 255, 2, 2, 2, 255]);
 * const { left, right } = splitEyes(frame, "sbs");
 * assertEquals([left.bitmap[0], right.bitmap[0]], [1, 2]);
 * ```
 *
 * @param frame The picture with both, H × W.
 * @param layout How they lie in it; the left or upper one is the left eye's.
 * @param options `out`: two frames of {@linkcode eyeSize}.
 * @returns Two frames.
 * @throws {RangeError} If the picture cannot be halved, or `out` has another size.
 * @category Primitives: stereo
 */
export function splitEyes(
  frame: Frame,
  layout: StereoLayout,
  options: OutOption<Eyes> = {},
): Eyes {
  assertWhole("split eyes", "frame", frame);
  const size = eyeSize(frame, layout);
  const eye = () => createFrame(size.width, size.height);
  const { left, right } = options.out ?? { left: eye(), right: eye() };
  assertSameSize("split eyes", { left, right });
  if (left.width !== size.width || left.height !== size.height) {
    throw new RangeError(
      `Cannot split eyes: 'left' must be ${size.width}×${size.height}, ` +
        `got ${left.width}×${left.height}`,
    );
  }
  copyHalf(frame, layout, 0, left);
  copyHalf(frame, layout, 1, right);
  return { left, right };
}

/** Copy the first or second half of a picture to an eye of full size. */
function copyHalf(frame: Frame, layout: StereoLayout, which: 0 | 1, out: Frame): void {
  const isBeside = layout.startsWith("sbs");
  const width = isBeside ? frame.width / 2 : frame.width;
  const height = isBeside ? frame.height : frame.height / 2;
  const left = isBeside ? which * width : 0, top = isBeside ? 0 : which * height;
  const isFull = width === out.width && height === out.height;
  const half = isFull ? out : createFrame(width, height);
  if (isBeside) {
    for (let y = 0; y < height; y++) {
      const start = 4 * (y * frame.width + left);
      half.bitmap.set(frame.bitmap.subarray(start, start + 4 * width), 4 * y * width);
    }
  } else {
    const start = 4 * top * width;
    half.bitmap.set(frame.bitmap.subarray(start, start + 4 * width * height));
  }
  if (!isFull) resizeLinear(half, out, { out });
}
