import { memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertFrames,
  assertGrays,
  assertSameSize,
  createFrame,
  type Frame,
  type Mask,
  type OutOption,
} from "../../raster/frame.ts";
import { wordsOf } from "../../raster/bytes.ts";

/**
 * Copy a frame's foreground pixels over another frame.
 *
 * Where the mask is not 0 (any value, not only 255), `out` takes the frame's
 * pixel with its alpha; elsewhere `out` keeps what it has. A new `out` starts
 * as transparent black.
 *
 * @example The second pixel is foreground
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const frame = { width: 2, height: 1, bitmap: Uint8ClampedArray.of(9, 9, 9, 255, 8, 8, 8, 255) };
 * const beach = { width: 2, height: 1, bitmap: Uint8ClampedArray.of(1, 2, 3, 255, 1, 2, 3, 255) };
 * const mask = { width: 2, height: 1, data: Uint8Array.of(0, 255) };
 * copyMasked(frame, mask, { out: beach });
 * assertEquals([...beach.bitmap], [1, 2, 3, 255, 8, 8, 8, 255]);
 * ```
 *
 * @param frame The frame to copy from, H × W.
 * @param mask Which pixels to copy, H × W.
 * @param options `out` is the frame to copy onto.
 * @returns `out`, or a new H × W frame.
 * @throws {RangeError} If the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @see OpenCV `cv::copyTo` with a mask: equal on every input.
 * @category Primitives: composition
 */
export function copyMasked(frame: Frame, mask: Mask, options: OutOption<Frame> = {}): Frame {
  assertFrames("copy under a mask", { frame });
  assertGrays("copy under a mask", { mask });
  const { out = createFrame(frame.width, frame.height) } = options;
  assertSameSize("copy under a mask", { frame, mask, out });
  // What is background in `out` stays: it is an input, too.
  const memory = memoryOf(frame.bitmap, mask.data, out.bitmap);
  if (memory !== undefined) {
    memory.work([frame.bitmap, mask.data], out.bitmap, (to, from, foreground) => {
      memory.kernels.copyMasked(from, foreground, to, out.width * out.height);
    });
    return out;
  }

  const foreground = mask.data;
  const from = wordsOf(frame.bitmap);
  const to = wordsOf(out.bitmap);
  if (from === undefined || to === undefined) {
    copyBytes(frame.bitmap, foreground, out.bitmap);
    return out;
  }
  // Benefit: 10.3 → 2.1 ms for 1080p with a mask of noise, which no branch can foresee (deno task bench).
  // Correctness: (m + 255) >> 8 is 0 for 0 and 1 for 1–255, so `keep` is all ones or all zeros.
  for (let i = 0; i < foreground.length; i++) {
    const keep = ((foreground[i] + 255) >> 8) - 1;
    to[i] = (to[i] & keep) | (from[i] & ~keep);
  }
  return out;
}

function copyBytes(from: Uint8ClampedArray, foreground: Uint8Array, to: Uint8ClampedArray): void {
  for (let i = 0, p = 0; i < foreground.length; i++, p += 4) {
    if (foreground[i] === 0) continue;
    to[p] = from[p];
    to[p + 1] = from[p + 1];
    to[p + 2] = from[p + 2];
    to[p + 3] = from[p + 3];
  }
}
