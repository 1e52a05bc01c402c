import { yuvBytes } from "../../../pixels/color/yuv_of_frame.ts";
import type { Size } from "../../../raster/frame.ts";

/**
 * Make a picture's sides even by repeating its last column and line: chroma at half
 * the resolution needs whole pairs of pixels, and a black line beside the last one
 * would darken it.
 *
 * @param bytes The picture, H × W pixels of `channels` bytes.
 * @param size H and W.
 * @param channels Bytes a pixel.
 * @param out Takes the result; made if it is not there.
 * @returns `bytes` where both sides are even; otherwise `out`.
 */
export function withEvenSides(
  bytes: Uint8Array<ArrayBuffer>,
  { width, height }: Size,
  channels: number,
  out?: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const even = evenSize({ width, height });
  if (even.width === width && even.height === height) return bytes;
  const to = out ?? new Uint8Array(even.width * even.height * channels);
  for (let y = 0; y < even.height; y++) {
    const line = Math.min(y, height - 1) * width * channels;
    const at = y * even.width * channels;
    to.set(bytes.subarray(line, line + width * channels), at);
    if (even.width > width) {
      to.copyWithin(at + width * channels, at + (width - 1) * channels, at + width * channels);
    }
  }
  return to;
}

/**
 * The same for YUV 4:2:0: of odd sides it has as many samples of chroma as of the even ones.
 *
 * @param yuv Y, U and V, one plane behind the other.
 * @param size The picture's sides.
 * @param out Takes the result; made if it is not there.
 * @returns `yuv` where both sides are even; otherwise `out`.
 */
export function yuvWithEvenSides(
  yuv: Uint8Array<ArrayBuffer>,
  size: Size,
  out?: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const even = evenSize(size);
  if (even.width === size.width && even.height === size.height) return yuv;
  const to = out ?? new Uint8Array(yuvBytes(even));
  const luma = even.width * even.height, from = size.width * size.height;
  withEvenSides(yuv.subarray(0, from), size, 1, to.subarray(0, luma));
  to.set(yuv.subarray(from), luma);
  return to;
}

/** The next even sides. */
export function evenSize({ width, height }: Size): Size {
  return { width: width + width % 2, height: height + height % 2 };
}
