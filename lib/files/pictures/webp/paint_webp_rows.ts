/**
 * The colours of lossy WebP as libwebp gives them, and so `cv2.imread`: chroma, of which
 * there is a quarter, is interpolated between the four samples around ("fancy upsampling"),
 * where ffmpeg repeats it.
 *
 * @module
 */

import type { Frame } from "../../../raster/frame.ts";

/** Luma, chroma and alpha, each packed: the last is missing in an opaque picture. */
export interface YuvPlanes {
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  readonly alpha: Uint8Array | undefined;
}

/**
 * Turn rows of luma and chroma (4:2:0, BT.601, limited range) into RGBA with libwebp's
 * arithmetic.
 *
 * Each pixel's chroma is (9a + 3b + 3c + d) / 16 of its four neighbours, rounded as
 * libwebp rounds, twice.
 *
 * @param planes What was decoded: luma H × W; chroma has half the sides, rounded up.
 * @param frame Gets the pixels, H × W.
 * @param rows Which rows.
 * @see libwebp, `WebPDecodeRGBA`: equal on every input.
 */
export function paintWebpRows(
  { y, u, v, alpha }: YuvPlanes,
  { width, height, bitmap: to }: Frame,
  { first, end }: { first: number; end: number },
): void {
  const chromaWidth = (width + 1) >> 1;
  const lastChromaRow = ((height + 1) >> 1) - 1;
  for (let row = first, i = first * width, p = 4 * i; row < end; row++) {
    // The nearer row of chroma, and the one on the other side of the pixel.
    const near = row >> 1;
    const far = Math.min(lastChromaRow, Math.max(0, near + (row & 1 ? 1 : -1)));
    const nearStart = near * chromaWidth;
    const farStart = far * chromaWidth;
    for (let x = 0; x < width; x++, i++, p += 4) {
      const a = x >> 1;
      const b = Math.min(chromaWidth - 1, Math.max(0, a + (x & 1 ? 1 : -1)));
      const isEdge = x === 0 || (x === width - 1 && (width & 1) === 0);
      const cb = isEdge
        ? (3 * u[nearStart + a] + u[farStart + a] + 2) >> 2
        : between(u[nearStart + a], u[nearStart + b], u[farStart + a], u[farStart + b]);
      const cr = isEdge
        ? (3 * v[nearStart + a] + v[farStart + a] + 2) >> 2
        : between(v[nearStart + a], v[nearStart + b], v[farStart + a], v[farStart + b]);
      const luma = (y[i] * 19077) >> 8;
      // The clamped array keeps them within 0 to 255.
      to[p] = (luma + ((cr * 26149) >> 8) - 14234) >> 6;
      to[p + 1] = (luma - ((cb * 6419) >> 8) - ((cr * 13320) >> 8) + 8708) >> 6;
      to[p + 2] = (luma + ((cb * 33050) >> 8) - 17685) >> 6;
      to[p + 3] = alpha === undefined ? 255 : alpha[i];
    }
  }
}

/** Nine parts of the nearest sample, three of each beside it, one of that across. */
function between(nearest: number, beside: number, above: number, across: number): number {
  const diagonal = (nearest + across + 3 * (beside + above) + 8) >> 3;
  return (diagonal + nearest) >> 1;
}
