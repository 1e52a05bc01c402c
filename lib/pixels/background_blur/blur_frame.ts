import {
  assertFrames,
  assertSameSize,
  createFrame,
  type Frame,
  type Mask,
  type Matte,
  type OutOption,
} from "../../raster/frame.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import { blurFrameByKernel } from "./blur_frame_by_kernel.ts";
import { fillColors, spreadColors } from "./blur_colors.ts";
import { type BlurPlan, blurSums, collectSums, planBlur } from "./blur_sums.ts";
import { assertOption, COUNT } from "../../raster/option_checks.ts";

/** The largest radius: up to here all sums are exact. */
export const MAX_BLUR_RADIUS = 500;

/**
 * Options of {@linkcode blurFrame}.
 *
 * @category Primitives: composition
 */
export interface BlurFrameOptions extends OutOption<Frame> {
  /**
   * What must not bleed into its surroundings, H × W: a pixel counts for
   * 255 − matte. A mask must hold 0 and 255.
   *
   * @default {nothing}
   */
  weight?: Matte | Mask;
}

/**
 * Blur a frame, leaving out what is foreground.
 *
 * Three box averages after one another, close to a Gaussian of standard
 * deviation √(radius · (radius + 1)), about half a pixel more than `radius`: so
 * `radius` is that of CSS's `blur()`. From 8 on the sums are taken of cells of
 * 2 × 2 pixels, from 16 on of 4 × 4, and so on, and the colours between cells
 * are interpolated: large radii cost less than small ones, and their standard
 * deviation is right to 5 %.
 *
 * Each pixel is a weighted mean (Σ w · c / Σ w, a normalized convolution) of
 * pixels in the frame alone: beyond the edge there is nothing, and nothing is
 * repeated. Pixels under a matte of 255 have no influence at all. Where there
 * is hardly anything else in reach, colours come from farther away; where the
 * whole frame is foreground, it is gray.
 *
 * Colours are averaged as stored (sRGB), weighted by alpha, so that what is
 * transparent does not show.
 *
 * @example The bright pixel is foreground, and leaves no trace
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const frame = {
 *   width: 3,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.of(9, 9, 9, 255, 240, 240, 240, 255, 9, 9, 9, 255),
 * };
 * const weight = { width: 3, height: 1, data: Uint8Array.of(0, 255, 0) };
 * const { bitmap } = blurFrame(frame, 1, { weight });
 * assertEquals([...bitmap], [9, 9, 9, 255, 9, 9, 9, 255, 9, 9, 9, 255]);
 * ```
 *
 * @param frame The frame, H × W.
 * @param radius In pixels: a whole number from 0 to 500. Each box has a side of 2 · radius + 1. 0
 * blurs nothing, and fills only what is foreground.
 * @param options `out` may be `frame`; `weight` is the foreground's matte.
 * @returns `out`, or a new H × W frame; opaque if `frame` is.
 * @throws {RangeError} If `radius` is out of range, or the sizes differ.
 * @see Knutsson and Westin, "Normalized and differential convolution" (1993),
 * https://doi.org/10.1109/CVPR.1993.341081
 * @category Primitives: composition
 */
export function blurFrame(frame: Frame, radius: number, options: BlurFrameOptions = {}): Frame {
  assertBlurRadius(radius);
  assertFrames("blur a frame", { frame });
  const { out = createFrame(frame.width, frame.height), weight } = options;
  assertSameSize("blur a frame", { frame, out, ...(weight && { weight }) });

  if (radius === 0 && weight === undefined) {
    out.bitmap.set(frame.bitmap);
    return out;
  }
  const plan = planBlur(frame, radius);
  const matte = weight?.data;
  if (isOpaque(frame.bitmap)) {
    blurColors(frame.bitmap, matte, out.bitmap, plan);
    return out;
  }
  const alpha = grayOfAlpha(frame.bitmap);
  blurColors(alpha, matte, alpha, plan);
  blurColors(frame.bitmap, transparencyOf(frame.bitmap, matte), out.bitmap, plan);
  for (let p = 0; p < alpha.length; p += 4) out.bitmap[p + 3] = alpha[p];
  return out;
}

/**
 * Check a radius of {@linkcode blurFrame}.
 *
 * @param radius The radius.
 * @throws {RangeError} If it is not a whole number from 0 to 500.
 */
export function assertBlurRadius(radius: number): void {
  assertOption("blur", "radius", radius, { ...COUNT, most: MAX_BLUR_RADIUS });
}

/** Blur red, green and blue; write alpha opaque. All is read before anything is written. */
function blurColors(
  from: Uint8ClampedArray,
  matte: Uint8Array | undefined,
  to: Uint8ClampedArray,
  plan: BlurPlan,
): void {
  const memory = memoryOf(from, to, ...(matte ? [matte] : []));
  if (memory) return blurFrameByKernel(memory, from, matte, to, plan);
  const sums = blurSums(collectSums(from, matte, plan), plan);
  spreadColors(fillColors(sums, plan), plan, to);
}

function isOpaque(bitmap: Uint8ClampedArray): boolean {
  const kernels = memoryOf(bitmap)?.kernels;
  if (kernels) return kernels.isOpaque(bitmap.byteOffset, bitmap.length / 4) !== 0;
  for (let p = 3; p < bitmap.length; p += 4) {
    if (bitmap[p] !== 255) return false;
  }
  return true;
}

function grayOfAlpha(bitmap: Uint8ClampedArray): Uint8ClampedArray {
  const gray = new Uint8ClampedArray(bitmap.length);
  for (let p = 0; p < bitmap.length; p += 4) gray[p] = bitmap[p + 3];
  return gray;
}

/** A matte of what must not bleed and of what is transparent; without the latter if all is. */
function transparencyOf(
  bitmap: Uint8ClampedArray,
  matte: Uint8Array | undefined,
): Uint8Array | undefined {
  const both = new Uint8Array(bitmap.length / 4);
  let hasColor = false;
  for (let i = 0, p = 3; i < both.length; i++, p += 4) {
    const weight = (matte === undefined ? 255 : 255 - matte[i]) * bitmap[p];
    both[i] = 255 - Math.ceil(weight / 255);
    hasColor ||= weight > 0;
  }
  return hasColor ? both : matte;
}
