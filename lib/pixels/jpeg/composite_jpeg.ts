import { memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertFrames,
  assertGrays,
  assertSameSize,
  type Frame,
  type Matte,
} from "../../raster/frame.ts";
import { composite } from "../compose/composite.ts";
import { assertJpeg, encodeJpeg, type EncodeJpegOptions } from "./encode_jpeg.ts";
import { encodeJpegThere, hasJpegRoom } from "./kernel_jpeg.ts";

/**
 * Put a foreground over a background, and encode the result as a baseline JPEG.
 *
 * The same bytes as {@linkcode composite} and then {@linkcode encodeJpeg} give. In kernel memory it is
 * one pass: the composite itself is never stored.
 *
 * @example Where the matte is empty there is the background alone
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { encodeJpeg } from "./encode_jpeg.ts";
 *
 * const pixel = (level: number) => ({
 *   width: 1,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.of(level, level, level, 255),
 * });
 * const matte = { width: 1, height: 1, data: Uint8Array.of(0) };
 * assertEquals(compositeJpeg(pixel(9), pixel(70), matte), encodeJpeg(pixel(70)));
 * ```
 *
 * @param foreground What lies above, H × W, sides up to 65,500 pixels.
 * @param background What lies below, H × W.
 * @param matte How much of the foreground is seen, H × W: 0 none, 255 all.
 * @param options The quality.
 * @returns The file's bytes.
 * @throws {RangeError} If the sizes differ, `quality` is not a whole number from 1 to 100, or a side is
 * too long.
 * @throws {TypeError} If one of the rasters is none.
 * @category Primitives: JPEG
 */
export function compositeJpeg(
  foreground: Frame,
  background: Frame,
  matte: Matte,
  options: EncodeJpegOptions = {},
): Uint8Array<ArrayBuffer> {
  assertFrames("composite to a JPEG", { foreground, background });
  assertGrays("composite to a JPEG", { matte });
  const { quality = 95 } = options;
  assertSameSize("composite to a JPEG", { foreground, background, matte });
  assertJpeg(foreground, quality);
  const memory = memoryOf(foreground.bitmap, background.bitmap, matte.data);
  if (memory === undefined || !hasJpegRoom(memory, foreground)) {
    return encodeJpeg(composite(foreground, background, matte), { quality });
  }
  const layers = {
    foreground: foreground.bitmap,
    background: background.bitmap,
    matte: matte.data,
  };
  return encodeJpegThere(memory, foreground, layers, quality);
}
