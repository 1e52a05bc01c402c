import { memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertFrames,
  assertSameSize,
  createFrame,
  type Frame,
  type OutOption,
} from "../../raster/frame.ts";

/**
 * Drop a frame's alpha: its colours as they are, opaque.
 *
 * @example Glass becomes solid
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const glass = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(9, 8, 7, 0) };
 * assertEquals([...dropAlpha(glass).bitmap], [9, 8, 7, 255]);
 * ```
 *
 * @param frame The frame, H × W.
 * @param options `out` may be `frame`.
 * @returns `out`, or a new H × W frame.
 * @throws {RangeError} If the sizes differ.
 * @see OpenCV `cv::imread` without `IMREAD_UNCHANGED`, which does this to pictures.
 * @category Primitives: composition
 */
export function dropAlpha(frame: Frame, options: OutOption<Frame> = {}): Frame {
  assertFrames("drop alpha", { frame });
  const { out = createFrame(frame.width, frame.height) } = options;
  assertSameSize("drop alpha", { frame, out });
  const memory = memoryOf(frame.bitmap);
  if (memory !== undefined) {
    memory.work([frame.bitmap], out.bitmap, (to, from) => {
      memory.kernels.dropAlpha(from, to, out.width * out.height);
    });
    return out;
  }
  const { bitmap } = out;
  bitmap.set(frame.bitmap);
  for (let p = 3; p < bitmap.length; p += 4) bitmap[p] = 255;
  return out;
}
