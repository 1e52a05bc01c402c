// Pixels in and out of planes: 16 × 16 bytes each of red, green and blue.

import { base, CHROMA, LUMA, PLANES } from "./layout";
import { interleaveHigh, interleaveLow, mulHigh, pair } from "./vector";

// swscale's fixed-point factors for one matrix and range.
let lumaOffset: i32 = 0;
let lumaFactor: i32 = 0;
let redByV: i32 = 0;
let greenByU: i32 = 0;
let greenByV: i32 = 0;
let blueByU: i32 = 0;

export function setMatrix(offset: i32, luma: i32, redV: i32, greenU: i32, greenV: i32, blueU: i32): void {
  lumaOffset = offset;
  lumaFactor = luma;
  redByV = redV;
  greenByU = greenU;
  greenByV = greenV;
  blueByU = blueU;
}

/** Each of the lanes 0–3 twice. */
// @ts-ignore: decorator
@inline
function doubleLow(a: v128): v128 {
  return v128.shuffle<i16>(a, a, 0, 0, 1, 1, 2, 2, 3, 3);
}

/** Each of the lanes 4–7 twice. */
// @ts-ignore: decorator
@inline
function doubleHigh(a: v128): v128 {
  return v128.shuffle<i16>(a, a, 4, 4, 5, 5, 6, 6, 7, 7);
}

/** Two rows of 16 pixels of YUV 4:2:0 → planes, as swscale's x86 code does it. */
export function planesOfYuv(y0: usize, y1: usize, u: usize, v: usize, planes: usize): void {
  const middle = i16x8.splat(1024);
  const blueChroma = i16x8.sub(i16x8.shl(v128.load8x8_u(u), 3), middle);
  const redChroma = i16x8.sub(i16x8.shl(v128.load8x8_u(v), 3), middle);
  const red = mulHigh(redChroma, i16x8.splat(<i16>redByV));
  const blue = mulHigh(blueChroma, i16x8.splat(<i16>blueByU));
  const green = i16x8.add(
    mulHigh(blueChroma, i16x8.splat(<i16>greenByU)),
    mulHigh(redChroma, i16x8.splat(<i16>greenByV)),
  );
  putRow(v128.load(y0), red, green, blue, planes);
  putRow(v128.load(y1), red, green, blue, planes + 16);
}

/** Sixteen pixels: luma, and what chroma adds to each colour of two neighbours. */
// @ts-ignore: decorator
@inline
function putRow(y: v128, red: v128, green: v128, blue: v128, to: usize): void {
  const factor = i16x8.splat(<i16>lumaFactor), offset = i16x8.splat(<i16>lumaOffset);
  const low = mulHigh(i16x8.sub(i16x8.shl(i16x8.extend_low_i8x16_u(y), 3), offset), factor);
  const high = mulHigh(i16x8.sub(i16x8.shl(i16x8.extend_high_i8x16_u(y), 3), offset), factor);
  v128.store(to, lit(low, high, red));
  v128.store(to, lit(low, high, green), 256);
  v128.store(to, lit(low, high, blue), 512);
}

// @ts-ignore: decorator
@inline
function lit(low: v128, high: v128, colour: v128): v128 {
  return i8x16.narrow_i16x8_u(
    i16x8.add(low, doubleLow(colour)),
    i16x8.add(high, doubleHigh(colour)),
  );
}

/** 16 × 16 pixels of RGBA, rows `stride` bytes apart → planes. */
export function planesOfRgba(rgba: usize, stride: usize, planes: usize): void {
  for (let row: usize = 0; row < 16; row++) {
    const from = rgba + stride * row;
    const a = v128.load(from), b = v128.load(from, 16), c = v128.load(from, 32), d = v128.load(from, 48);
    const ab = i8x16.shuffle(a, b, 0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29);
    const cd = i8x16.shuffle(c, d, 0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29);
    const blueLow = i8x16.shuffle(a, b, 2, 6, 10, 14, 18, 22, 26, 30, 0, 0, 0, 0, 0, 0, 0, 0);
    const blueHigh = i8x16.shuffle(c, d, 2, 6, 10, 14, 18, 22, 26, 30, 0, 0, 0, 0, 0, 0, 0, 0);
    const to = planes + 16 * row;
    v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
    v128.store(to, v128.shuffle<i64>(ab, cd, 1, 3), 256);
    v128.store(to, v128.shuffle<i64>(blueLow, blueHigh, 0, 2), 512);
  }
}

/** `(sums + …) >> 16` of eight pixels, as i16: two dot products each. */
// @ts-ignore: decorator
@inline
function weigh(a: v128, b: v128, c: v128, d: v128, ab: v128, cd: v128, add: v128): v128 {
  const low = i32x4.add(
    i32x4.dot_i16x8_s(interleaveLow(a, b), ab),
    i32x4.dot_i16x8_s(interleaveLow(c, d), cd),
  );
  const high = i32x4.add(
    i32x4.dot_i16x8_s(interleaveHigh(a, b), ab),
    i32x4.dot_i16x8_s(interleaveHigh(c, d), cd),
  );
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(low, add), 16),
    i32x4.shr_s(i32x4.add(high, add), 16),
  );
}

/** PLANES → LUMA and, averaged two by two, CHROMA: jccolor.c and jcsample.c, less 128. */
export function samplesOfPlanes(): void {
  const planes = base + PLANES;
  const half = i32x4.splat(1 << 15), middle = i32x4.splat((128 << 16) + (1 << 15) - 1);
  const level = i16x8.splat(128), one = i16x8.splat(1);
  // libjpeg rounds the averages of even columns down, those of odd ones up.
  const bias = i32x4(1, 2, 1, 2);
  for (let row: usize = 0; row < 16; row += 2) {
    for (let x: usize = 0; x < 16; x += 8) {
      let blueSum = i16x8.splat(0), redSum = blueSum;
      for (let line = row; line < row + 2; line++) {
        const at = planes + 16 * line + x;
        const r = v128.load8x8_u(at), g = v128.load8x8_u(at, 256), b = v128.load8x8_u(at, 512);
        const luma = weigh(r, g, g, b, pair(19595, 19235), pair(19235, 7471), half);
        v128.store(base + LUMA + 32 * line + 2 * x, i16x8.sub(luma, level));
        blueSum = i16x8.add(blueSum, weigh(r, g, b, b, pair(-11058, -21710), pair(16384, 16384), middle));
        redSum = i16x8.add(redSum, weigh(g, b, r, r, pair(-27439, -5329), pair(16384, 16384), middle));
      }
      const blue = i32x4.shr_u(i32x4.add(i32x4.dot_i16x8_s(blueSum, one), bias), 2);
      const red = i32x4.shr_u(i32x4.add(i32x4.dot_i16x8_s(redSum, one), bias), 2);
      const both = i16x8.sub(i16x8.narrow_i32x4_s(blue, red), level);
      const to = base + CHROMA + 8 * row + x;
      v128.store64_lane(to, both, 0);
      v128.store64_lane(to, both, 1, 128);
    }
  }
}
