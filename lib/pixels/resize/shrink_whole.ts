/**
 * Shrinking by whole factors: integer sums.
 *
 * @module
 */

import type { Plane } from "./resize_planes.ts";
import { EVEN_BYTES, wordsOf } from "../../raster/bytes.ts";

/** Half the size: the mean of four, halves rounded up. */
export function halvePlane(from: Plane, to: Plane): void {
  const { channels } = from;
  const rowStride = from.width * channels;
  const words = wordsOf(from.bytes);
  // A row of gray must end where a word does.
  if (words !== undefined && rowStride % 4 === 0) {
    const halveRow = channels === 4 ? halveFrameRow : halveGrayRow;
    for (let y = 0; y < to.height; y++) {
      halveRow(words, y * rowStride / 2, rowStride / 4, to.bytes, y * rowStride / 2);
    }
    return;
  }
  const source = from.bytes;
  const dest = to.bytes;
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

/**
 * Two rows of pixels into one, two channels in one number: sums of four leave
 * each its 16 bits.
 *
 * Benefit: 5.4 → 2.6 ms from 1080p (deno task bench).
 */
function halveFrameRow(
  words: Int32Array,
  s: number,
  stride: number,
  dest: Uint8ClampedArray,
  d: number,
): void {
  for (const end = s + stride; s < end; s += 2, d += 4) {
    const a = words[s];
    const b = words[s + 1];
    const c = words[s + stride];
    const e = words[s + stride + 1];
    const even = (a & EVEN_BYTES) + (b & EVEN_BYTES) + (c & EVEN_BYTES) + (e & EVEN_BYTES) +
      0x00020002;
    const odd = ((a >>> 8) & EVEN_BYTES) + ((b >>> 8) & EVEN_BYTES) + ((c >>> 8) & EVEN_BYTES) +
      ((e >>> 8) & EVEN_BYTES) + 0x00020002;
    dest[d] = (even >> 2) & 255;
    dest[d + 1] = (odd >> 2) & 255;
    dest[d + 2] = even >> 18;
    dest[d + 3] = odd >> 18;
  }
}

/** The same of gray: a word of each row makes two pixels. */
function halveGrayRow(
  words: Int32Array,
  s: number,
  stride: number,
  dest: Uint8ClampedArray,
  d: number,
): void {
  for (const end = s + stride; s < end; s++, d += 2) {
    const upper = words[s];
    const lower = words[s + stride];
    const sums = (upper & EVEN_BYTES) + ((upper >>> 8) & EVEN_BYTES) +
      (lower & EVEN_BYTES) + ((lower >>> 8) & EVEN_BYTES) + 0x00020002;
    dest[d] = (sums >> 2) & 255;
    dest[d + 1] = sums >> 18;
  }
}

/** A whole factor on both axes: integer sums, one float32 product, halves to even. */
export function shrinkWhole(from: Plane, to: Plane): void {
  const { channels } = from;
  const factorX = from.width / to.width;
  const factorY = from.height / to.height;
  const weight = Math.fround(1 / (factorX * factorY));
  const words = wordsOf(from.bytes);
  if (words !== undefined && channels === 4 && factorX * factorY <= 257) {
    shrinkWords(words, to, factorX, factorY);
    return;
  }
  const source = from.bytes;
  const dest = to.bytes;
  const rowStride = from.width * channels;
  const cellStride = factorX * channels;
  for (let y = 0, d = 0; y < to.height; y++) {
    const rowStart = y * factorY * rowStride;
    for (let x = 0; x < to.width; x++) {
      for (let c = 0; c < channels; c++, d++) {
        let sum = 0;
        let line = rowStart + x * cellStride + c;
        for (let i = 0; i < factorY; i++, line += rowStride) {
          for (let s = line; s < line + cellStride; s += channels) sum += source[s];
        }
        dest[d] = Math.fround(Math.fround(sum) * weight);
      }
    }
  }
}

/**
 * The same of frames, two channels in one number: 257 pixels leave each its 16 bits.
 *
 * Benefit: 11.4 → 4.1 ms from 1080p to 640 × 360 (deno task bench).
 * Correctness: sums below 2¹⁶ are exact in float32.
 */
function shrinkWords(words: Int32Array, to: Plane, factorX: number, factorY: number): void {
  const dest = to.bytes;
  const rowStride = to.width * factorX;
  const weight = Math.fround(1 / (factorX * factorY));
  for (let y = 0, d = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++, d += 4) {
      let even = 0;
      let odd = 0;
      let line = y * factorY * rowStride + x * factorX;
      for (let i = 0; i < factorY; i++, line += rowStride) {
        for (let s = line; s < line + factorX; s++) {
          even = (even + (words[s] & EVEN_BYTES)) | 0;
          odd = (odd + ((words[s] >>> 8) & EVEN_BYTES)) | 0;
        }
      }
      dest[d] = Math.fround((even & 0xffff) * weight);
      dest[d + 1] = Math.fround((odd & 0xffff) * weight);
      dest[d + 2] = Math.fround((even >>> 16) * weight);
      dest[d + 3] = Math.fround((odd >>> 16) * weight);
    }
  }
}
