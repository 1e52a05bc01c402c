import { assertBlurRadius, blurFrame } from "../pixels/background_blur/blur_frame.ts";
import { createFrameBeside, release } from "../memory/beside.ts";
import { memoryOf } from "../memory/kernel_memory.ts";
import type { Frame } from "../raster/frame.ts";
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
  const { radius = DEFAULT_BLUR_RADIUS } = options;
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
