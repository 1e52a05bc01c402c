/**
 * Shrinking by whole factors: integer sums.
 *
 * @module
 */

import type { Plane } from "./resize_plane.ts";

/** Half the size: the mean of four, halves rounded up. */
export function halve(from: Plane, to: Plane): void {
  const { channels } = from;
  const source = from.bytes;
  const dest = to.bytes;
  const rowStride = from.width * channels;
  for (let y = 0, d = 0; y < to.height; y++) {
    let s = 2 * y * rowStride;
    for (let x = 0; x < to.width; x++, s += channels) {
      for (let c = 0; c < channels; c++, s++, d++) {
        dest[d] = (source[s] + source[s + channels] + source[s + rowStride] +
          source[s + rowStride + channels] + 2) >> 2;
      }
    }
  }
}

/** A whole factor on both axes: integer sums, one float32 product, halves to even. */
export function shrinkWhole(from: Plane, to: Plane): void {
  const factorX = from.width / to.width;
  const factorY = from.height / to.height;
  const weight = Math.fround(1 / (factorX * factorY));
  const sumCells = from.channels === 4 ? sumFrameCells : sumGrayCells;
  const sums = new Float64Array(to.width * to.channels);
  for (let y = 0, s = 0, d = 0; y < to.height; y++) {
    sums.fill(0);
    for (let i = 0; i < factorY; i++, s += from.width * from.channels) {
      sumCells(from.bytes, s, factorX, sums);
    }
    for (let i = 0; i < sums.length; i++, d++) {
      to.bytes[d] = Math.fround(Math.fround(sums[i]) * weight);
    }
  }
}

/** Add each `factor` pixels of a row, from `s` on, onto a sum. */
function sumFrameCells(source: Uint8ClampedArray, s: number, factor: number, sums: Float64Array) {
  for (let d = 0; d < sums.length; d += 4) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let alpha = 0;
    for (const end = s + 4 * factor; s < end; s += 4) {
      red += source[s];
      green += source[s + 1];
      blue += source[s + 2];
      alpha += source[s + 3];
    }
    sums[d] += red;
    sums[d + 1] += green;
    sums[d + 2] += blue;
    sums[d + 3] += alpha;
  }
}

/** The same of gray. */
function sumGrayCells(source: Uint8ClampedArray, s: number, factor: number, sums: Float64Array) {
  for (let d = 0; d < sums.length; d++) {
    let sum = 0;
    for (const end = s + factor; s < end; s++) sum += source[s];
    sums[d] += sum;
  }
}
