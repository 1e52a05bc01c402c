import { memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertFrames,
  assertSameSize,
  createFrame,
  type Frame,
  type OutOption,
} from "../../raster/frame.ts";

/**
 * Absolute difference of two frames, channel by channel: `|a − b|`.
 *
 * What stands still goes black, what moved stays bright. Colours are compared
 * as stored (sRGB), not in linear light; alpha is written opaque.
 *
 * @example Red turned blue differs in both channels
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const red = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(200, 0, 0, 255) };
 * const blue = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(0, 0, 90, 255) };
 * assertEquals([...absdiff(red, blue).bitmap], [200, 0, 90, 255]);
 * ```
 *
 * @param a First frame, H × W.
 * @param b Second frame, H × W.
 * @param options `out` may be `a` or `b`.
 * @returns `out`, or a new H × W frame; colours 0–255, alpha 255.
 * @throws {RangeError} If the sizes differ.
 * @see OpenCV `cv::absdiff`: equal on every input.
 * @category Primitives: motion and time
 */
export function absdiff(a: Frame, b: Frame, options: OutOption<Frame> = {}): Frame {
  assertFrames("subtract frames", { a, b });
  const { out = createFrame(a.width, a.height) } = options;
  assertSameSize("subtract frames", { a, b, out });
  const memory = memoryOf(a.bitmap, b.bitmap);
  if (memory !== undefined) {
    memory.work([a.bitmap, b.bitmap], out.bitmap, (to, from, other) => {
      memory.kernels.absdiff(from, other, to, out.width * out.height);
    });
    return out;
  }

  const from = a.bitmap;
  const to = b.bitmap;
  const diff = out.bitmap;
  for (let p = 0; p < diff.length; p += 4) {
    diff[p] = Math.abs(from[p] - to[p]);
    diff[p + 1] = Math.abs(from[p + 1] - to[p + 1]);
    diff[p + 2] = Math.abs(from[p + 2] - to[p + 2]);
    diff[p + 3] = 255;
  }
  return out;
}
