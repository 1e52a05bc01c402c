import {
  assertSize,
  assertWhole,
  createFrame,
  createGray,
  type Frame,
  type Gray,
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
export interface Eyes<Raster> {
  /** The left one. */
  readonly left: Raster;
  /** The right one. */
  readonly right: Raster;
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
  options?: OutOption<Eyes<Frame>>,
): Eyes<Frame>;
/** The same for a matte. */
export function splitEyes(
  gray: Gray,
  layout: StereoLayout,
  options?: OutOption<Eyes<Gray>>,
): Eyes<Gray>;
export function splitEyes(
  raster: Frame | Gray,
  layout: StereoLayout,
  options: OutOption<Eyes<Frame>> | OutOption<Eyes<Gray>> = {},
): Eyes<Frame> | Eyes<Gray> {
  const isFrame = "bitmap" in raster;
  assertWhole("split eyes", isFrame ? "frame" : "gray", raster);
  const size = eyeSize(raster, layout);
  const create = isFrame ? createFrame : createGray;
  const eye = () => create(size.width, size.height);
  const { left, right } = options.out ?? { left: eye(), right: eye() };
  for (const [name, out] of Object.entries({ left, right })) {
    assertSize("split eyes", name, out, size);
  }
  copyHalf(raster, layout, 0, left);
  copyHalf(raster, layout, 1, right);
  return { left, right } as Eyes<Frame> | Eyes<Gray>;
}

/** Copy the first or second half of a picture to an eye of full size. */
function copyHalf(
  raster: Frame | Gray,
  layout: StereoLayout,
  which: 0 | 1,
  out: Frame | Gray,
): void {
  const isBeside = layout.startsWith("sbs");
  const width = isBeside ? raster.width / 2 : raster.width;
  const height = isBeside ? raster.height : raster.height / 2;
  const isFull = width === out.width && height === out.height;
  const create = "bitmap" in raster ? createFrame : createGray;
  const half = isFull ? out : create(width, height);
  const [from, to] = [bytesOf(raster), bytesOf(half)];
  if (isBeside) {
    const length = from.length / height / 2;
    for (let y = 0; y < height; y++) {
      const start = (2 * y + which) * length;
      to.set(from.subarray(start, start + length), y * length);
    }
  } else to.set(from.subarray(which * to.length, (which + 1) * to.length));
  if (isFull) return;
  if ("bitmap" in half) resizeLinear(half, out, { out: out as Frame });
  else resizeLinear(half, out, { out: out as Gray });
}

function bytesOf(raster: Frame | Gray): Uint8Array | Uint8ClampedArray {
  return "bitmap" in raster ? raster.bitmap : raster.data;
}
