import { blurByDepth } from "../pixels/background_blur/blur_by_depth.ts";
import { boxBlur } from "../pixels/filter/box_blur.ts";
import { resizeArea } from "../pixels/resize/resize_area.ts";
import { resizeLinear } from "../pixels/resize/resize_linear.ts";
import { assertBlurRadius, blurFrame } from "../pixels/background_blur/blur_frame.ts";
import { createFrameBeside, release } from "../memory/beside.ts";
import { memoryOf } from "../memory/kernel_memory.ts";
import {
  createGray,
  type Disparity,
  type Frame,
  type Gray,
  type Mask,
  type Matte,
} from "../raster/frame.ts";
import type { Background } from "./background.ts";

/** The radius if none is asked for. */
export const DEFAULT_BLUR_RADIUS = 24;

/**
 * Options of {@linkcode blurBackground}.
 *
 * @category Backgrounds
 */
export interface BlurBackgroundOptions {
  /**
   * About the standard deviation of the blur, in pixels, 0–500: see `blurFrame`.
   *
   * @default {24}
   */
  radius?: number;
  /**
   * Whether it grows with the distance from the foreground, as behind a lens: of frames that bring their
   * depth along.
   *
   * @default {false}
   */
  byDepth?: boolean | undefined;
}

/**
 * The frame itself, blurred, behind its foreground, which does not bleed into
 * it. Without a matte all of the frame is blurred.
 *
 * @example The foreground leaves no trace
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * await using background = blurBackground({ radius: 1 });
 * const bitmap = Uint8ClampedArray.of(9, 9, 9, 255, 240, 240, 240, 255);
 * const frame = { number: 1, timestamp: 0, width: 2, height: 1, bitmap };
 * const matte = { width: 2, height: 1, data: Uint8Array.of(0, 255) };
 * const { bitmap: behind } = await background.behind(frame, matte);
 * assertEquals([...behind], [9, 9, 9, 255, 9, 9, 9, 255]);
 * ```
 *
 * @param options The radius.
 * @returns The background.
 * @throws {RangeError} If the radius is not a whole number from 0 to 500.
 * @category Backgrounds
 */
export function blurBackground(options: BlurBackgroundOptions = {}): Background {
  const { radius = DEFAULT_BLUR_RADIUS, byDepth = false } = options;
  assertBlurRadius(radius);
  let out: Frame | undefined;
  return {
    behind(frame, weight) {
      const { width, height } = frame;
      if (out && (out.width !== width || out.height !== height || !liesBeside(out, frame))) {
        release(out);
        out = undefined;
      }
      out ??= createFrameBeside(frame);
      if (byDepth && frame.depth !== undefined && weight !== undefined) {
        const amounts = outOfFocus(frame.depth, weight);
        return blurByDepth(frame, amounts, radius, { out, weight });
      }
      return blurFrame(frame, radius, weight === undefined ? { out } : { out, weight });
    },
    [Symbol.asyncDispose]() {
      if (out) release(out);
      out = undefined;
      return Promise.resolve();
    },
  };
}

/** Whether the kernels can work on both, or on neither. */
function liesBeside({ bitmap: own }: Frame, { bitmap }: Frame): boolean {
  return memoryOf(own) === memoryOf(bitmap);
}

/** A pixel of the matte from here on is in focus. */
const IN_FOCUS = 128;

/**
 * How far each pixel is out of focus, where the foreground is in it: 255 as far behind it or before it as the
 * farthest pixel is.
 */
function outOfFocus(depth: Disparity, matte: Matte | Mask): Gray {
  const { width, height, disparity } = depth;
  const near = resizeArea(matte, depth);
  const inFocus = disparity
    .filter((value, i) => near.data[i] >= IN_FOCUS && !Number.isNaN(value)).sort();
  let least = Infinity, most = -Infinity;
  // Comparisons with NaN are false.
  for (const value of disparity) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const isKnown = least <= most;
  const focus = inFocus[inFocus.length >> 1] ?? (isKnown ? most : 0);
  const farthest = isKnown ? least : focus;
  const range = Math.max(Number.EPSILON, Math.abs(focus - farthest));
  const amounts = createGray(width, height);
  for (let i = 0; i < disparity.length; i++) {
    const value = Number.isNaN(disparity[i]) ? farthest : disparity[i];
    amounts.data[i] = Math.min(255, Math.round(255 * Math.abs(value - focus) / range));
  }
  return resizeLinear(boxBlur(amounts, 1), matte);
}
