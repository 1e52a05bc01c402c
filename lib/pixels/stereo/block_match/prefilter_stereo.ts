/**
 * What block matching does to both pictures first: brightness goes, edges stay. The plain twins of
 * lib/kernels/stereo/prefilter.ts.
 *
 * @module
 */

import type { Gray } from "../../../raster/frame.ts";

/**
 * The horizontal Sobel derivative, cut off and moved to be positive: `clamp(dx, −cap, cap) + cap`.
 *
 * OpenCV writes rows by twos, so that the last row of an odd number has no derivative.
 *
 * @param gray The picture, H × W.
 * @param cap Where it is cut off.
 * @param to Takes H · W bytes.
 */
export function prefilterSobel({ width, height, data }: Gray, cap: number, to: Uint8Array): void {
  const rows = height & ~1;
  to.fill(cap, 0, width * height);
  for (let y = 0; y < rows; y++) {
    const row = y * width;
    const above = y > 0 ? row - width : row + width;
    const below = y < height - 1 ? row + width : row - width;
    for (let x = 1; x < width - 1; x++) {
      const dx = data[above + x + 1] - data[above + x - 1] +
        2 * (data[row + x + 1] - data[row + x - 1]) +
        data[below + x + 1] - data[below + x - 1];
      to[row + x] = Math.min(Math.max(dx, -cap), cap) + cap;
    }
  }
}

/**
 * Each pixel, a little smoothed, less the mean around it, cut off and moved to be positive.
 *
 * @param gray The picture, H × W.
 * @param size Side of the window of the mean, odd.
 * @param cap Where it is cut off.
 * @param to Takes H · W bytes.
 */
export function prefilterNormalized(gray: Gray, size: number, cap: number, to: Uint8Array): void {
  const { width, height, data } = gray;
  const reach = size >> 1;
  const { ofPixel, ofMean } = normalizedScales(size);
  const columns = new Int32Array(width);
  const rowAt = (y: number) => Math.min(Math.max(y, 0), height - 1) * width;
  // The window of the row before the first: its first row counts for all above it.
  for (let k = -reach - 1; k < reach; k++) {
    const row = rowAt(k);
    for (let x = 0; x < width; x++) columns[x] += data[row + x];
  }
  for (let y = 0; y < height; y++) {
    const [row, above, below] = [rowAt(y), rowAt(y - 1), rowAt(y + 1)];
    const [comes, goes] = [rowAt(y + reach), rowAt(y - reach - 1)];
    for (let x = 0; x < width; x++) columns[x] += data[comes + x] - data[goes + x];
    let sum = 0;
    for (let k = -reach - 1; k < reach; k++) sum += columns[Math.min(Math.max(k, 0), width - 1)];
    for (let x = 0; x < width; x++) {
      sum += columns[Math.min(x + reach, width - 1)] - columns[Math.max(x - reach - 1, 0)];
      const smooth = 4 * data[row + x] + data[row + Math.max(x - 1, 0)] +
        data[row + Math.min(x + 1, width - 1)] + data[above + x] + data[below + x];
      const value = (smooth * ofPixel - sum * ofMean) >> 10;
      to[row + x] = Math.min(Math.max(value, -cap), cap) + cap;
    }
  }
}

/** Weights of {@linkcode prefilterNormalized}, 1024ths: whole numbers, and 0 from size 91 on. */
export function normalizedScales(size: number): { ofPixel: number; ofMean: number } {
  const eighth = size * size >> 3;
  const ofMean = Math.floor((1024 + eighth) / (2 * eighth));
  return { ofPixel: eighth * ofMean, ofMean };
}
