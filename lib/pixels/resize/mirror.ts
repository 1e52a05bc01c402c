import { memoryOf } from "../../memory/kernel_memory.ts";
import { readableInPlace } from "../../memory/overlap.ts";
import { wordsOf } from "../../raster/bytes.ts";
import {
  assertFrames,
  assertSameSize,
  createFrame,
  type Frame,
  type OutOption,
} from "../../raster/frame.ts";

/**
 * Mirror a frame, left to right, as people are used to see themselves.
 *
 * @example Left is right
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const frame = { width: 2, height: 1, bitmap: Uint8ClampedArray.of(1, 2, 3, 4, 5, 6, 7, 8) };
 * assertEquals([...mirror(frame).bitmap], [5, 6, 7, 8, 1, 2, 3, 4]);
 * ```
 *
 * @param frame The frame, H × W.
 * @param options `out` may be `frame`.
 * @returns `out`, or a new H × W frame.
 * @throws {RangeError} If the sizes differ.
 * @see OpenCV `cv::flip` with `flipCode` 1: equal on every input.
 * @category Primitives: size
 */
export function mirror(frame: Frame, options: OutOption<Frame> = {}): Frame {
  assertFrames("mirror a frame", { frame });
  const { out = createFrame(frame.width, frame.height) } = options;
  assertSameSize("mirror a frame", { frame, out });
  const { width, height, bitmap } = frame;
  const memory = memoryOf(bitmap);
  if (memory !== undefined) {
    memory.work([readableInPlace(bitmap, out.bitmap)], out.bitmap, (to, from) => {
      memory.kernels.mirror(from, to, width, height);
    });
    return out;
  }
  const source = readableInPlace(bitmap, out.bitmap);
  const from = wordsOf(source) ?? wordsOf(source.slice())!;
  const to = wordsOf(out.bitmap) ?? new Int32Array(width * height);
  for (let y = 0, rowStart = 0; y < height; y++, rowStart += width) {
    // From both ends, for `out` may be `frame`.
    for (let left = rowStart, right = rowStart + width - 1; left <= right; left++, right--) {
      const pixel = from[left];
      to[left] = from[right];
      to[right] = pixel;
    }
  }
  if (to.buffer !== out.bitmap.buffer) out.bitmap.set(new Uint8ClampedArray(to.buffer));
  return out;
}
