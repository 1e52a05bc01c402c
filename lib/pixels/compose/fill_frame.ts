import { memoryOf } from "../../memory/kernel_memory.ts";
import { assertFrames, assertWhole, type Frame, type Rgba } from "../../raster/frame.ts";
import { isInRange } from "../../raster/option_checks.ts";

/**
 * Paint a whole frame in one colour.
 *
 * @example Half transparent red
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const frame = { width: 2, height: 1, bitmap: new Uint8ClampedArray(8) };
 * fillFrame(frame, [255, 0, 0, 128]);
 * assertEquals([...frame.bitmap], [255, 0, 0, 128, 255, 0, 0, 128]);
 * ```
 *
 * @param frame The frame, H × W, written to.
 * @param color Red, green, blue and alpha, 0–255.
 * @returns `frame`.
 * @throws {RangeError} If `color` is not four whole numbers from 0 to 255, or the frame's buffer
 * does not fit its size.
 * @category Primitives: composition
 */
export function fillFrame(frame: Frame, color: Rgba): Frame {
  assertFrames("fill a frame", { frame });
  assertWhole("fill a frame", "frame", frame);
  assertColor("fill a frame", color);
  const { bitmap } = frame;
  const memory = memoryOf(bitmap);
  if (memory !== undefined) {
    const [red, green, blue, alpha] = color;
    const word = red | green << 8 | blue << 16 | alpha << 24;
    memory.kernels.fillFrame(bitmap.byteOffset, bitmap.length / 4, word);
    return frame;
  }
  bitmap.set(color);
  // What is filled doubles each time.
  for (let filled = 4; filled < bitmap.length; filled *= 2) bitmap.copyWithin(filled, 0, filled);
  return frame;
}

/**
 * Check that a colour is four bytes.
 *
 * @param action What the caller is about to do, for the message.
 * @param color The colour.
 * @throws {RangeError} If it is not four whole numbers from 0 to 255.
 */
export function assertColor(action: string, color: Rgba): void {
  const byte = { least: 0, most: 255, isWhole: true };
  if (color.length !== 4 || !color.every((value) => isInRange(value, byte))) {
    throw new RangeError(
      `Cannot ${action}: a colour must be four whole numbers from 0 to 255, ` +
        `got ${color.join(", ")}`,
    );
  }
}
