import type { Frame } from "../../raster/frame.ts";

/**
 * What part of the second difference of brightness is one standard deviation of what resampling gets
 * wrong: bilinear interpolation between two pixels is off by up to an eighth, and the plate's own camera
 * by as much again.
 */
const SHARE = 0.2;

/**
 * How far each pixel of a warped plate may be off, where it is finely textured, because it has been
 * resampled.
 *
 * @param plate The warped plate, H × W.
 * @param out Takes a variance a pixel, in squares of levels, Euclidean in RGB.
 */
export function resamplingNoise({ width, height, bitmap }: Frame, out: Float32Array): void {
  const rowStride = 4 * width;
  for (let y = 0, i = 0; y < height; y++) {
    const up = y > 0 ? -rowStride : 0, down = y < height - 1 ? rowStride : 0;
    for (let x = 0; x < width; x++, i++) {
      const left = x > 0 ? -4 : 0, right = x < width - 1 ? 4 : 0;
      let along = 0, across = 0;
      for (let p = 4 * i; p < 4 * i + 3; p++) {
        const twice = 2 * bitmap[p];
        const a = bitmap[p + left] + bitmap[p + right] - twice;
        const b = bitmap[p + up] + bitmap[p + down] - twice;
        along += a * a;
        across += b * b;
      }
      out[i] = SHARE * SHARE * Math.max(along, across);
    }
  }
}
