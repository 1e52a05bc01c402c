import { assertWhole, type Frame } from "./frame.ts";
import { webClass, type WebImageData } from "./web_types.ts";

/**
 * Make an `ImageData` of a frame, to be put on a canvas.
 *
 * It is a view of the frame's own bytes: what is written into one is seen in the other. A frame in memory
 * that threads share is copied, for an `ImageData` cannot lie there.
 *
 * @example A view, without a copy
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame } from "./frame.ts";
 *
 * const frame = createFrame(2, 1);
 * const picture = toImageData(frame);
 * frame.bitmap.set([9, 8, 7, 255]);
 * assertEquals([...picture.data.subarray(0, 4)], [9, 8, 7, 255]);
 * ```
 *
 * @param frame The frame, H × W.
 * @returns An `ImageData` of its size, in sRGB.
 * @throws {TypeError} If there is no `ImageData` here, as in Node.
 * @throws {RangeError} If the frame's buffer does not fit its size.
 * @category Pictures
 */
export function toImageData(frame: Frame): WebImageData {
  assertWhole("make an ImageData", "frame", frame);
  const ImageDataClass = webClass<WebImageData>("ImageData");
  if (ImageDataClass === undefined) {
    throw new TypeError("Cannot make an ImageData: there is no such class here, only in a browser");
  }
  const { width, height, bitmap } = frame;
  return new ImageDataClass(isShared(bitmap) ? bitmap.slice() : bitmap, width, height);
}

/** Whether threads may share an array's memory; on a page that is not isolated there is no such thing. */
function isShared({ buffer }: ArrayBufferView): boolean {
  return typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;
}
