// Colours in and out of planes: 16 × 16 bytes each of red, green and blue, or of
// luma, blue and red chroma.

import { CHROMA, base } from "../jpeg/layout";
import { interleaveHigh, interleaveLow, mulHigh, pair } from "../vector";

// swscale's fixed-point factors for one matrix and range.
let lumaOffset: i32 = 0;
let lumaFactor: i32 = 0;
let redByV: i32 = 0;
let greenByU: i32 = 0;
let greenByV: i32 = 0;
let blueByU: i32 = 0;

/** Set by what YUV becomes RGB: swscale's factors. */
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

/** Two rows of 16 pixels of YUV 4:2:0 → planes of RGB, as swscale's x86 code does it. */
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

/** Two rows of 16 pixels of RGBA, `stride` bytes apart → planes of RGB. */
export function planesOfRgba(rgba: usize, stride: usize, planes: usize): void {
  for (let row: usize = 0; row < 2; row++) {
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

/** `(a + b + add) >> 16` in eight lanes, as i16. */
// @ts-ignore: decorator
@inline
function shiftDown(low: v128, high: v128, add: v128): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(low, add), 16),
    i32x4.shr_s(i32x4.add(high, add), 16),
  );
}

/**
 * Two rows of planes of RGB → samples, that is planes of luma and chroma less 128:
 * jccolor.c. A factor of 32768 is too large for 16 bits, so its negative is subtracted.
 */
export function samplesOfPlanes(planes: usize, samples: usize): void {
  const half = i32x4.splat((1 << 15) - (128 << 16)), middle = i32x4.splat((1 << 15) - 1);
  for (let at: usize = 0; at < 32; at += 8) {
    const from = planes + at, to = samples + at;
    const r = v128.load8x8_u(from), g = v128.load8x8_u(from, 256), b = v128.load8x8_u(from, 512);
    const rgLow = interleaveLow(r, g), rgHigh = interleaveHigh(r, g);
    const gbLow = interleaveLow(g, b), gbHigh = interleaveHigh(g, b);
    const luma = shiftDown(
      i32x4.add(i32x4.dot_i16x8_s(rgLow, pair(19595, 19235)), i32x4.dot_i16x8_s(gbLow, pair(19235, 7471))),
      i32x4.add(i32x4.dot_i16x8_s(rgHigh, pair(19595, 19235)), i32x4.dot_i16x8_s(gbHigh, pair(19235, 7471))),
      half,
    );
    const blue = shiftDown(
      i32x4.sub(i32x4.dot_i16x8_s(rgLow, pair(-11058, -21710)), i32x4.dot_i16x8_s(gbLow, pair(0, -32768))),
      i32x4.sub(i32x4.dot_i16x8_s(rgHigh, pair(-11058, -21710)), i32x4.dot_i16x8_s(gbHigh, pair(0, -32768))),
      middle,
    );
    const red = shiftDown(
      i32x4.sub(i32x4.dot_i16x8_s(gbLow, pair(-27439, -5329)), i32x4.dot_i16x8_s(rgLow, pair(-32768, 0))),
      i32x4.sub(i32x4.dot_i16x8_s(gbHigh, pair(-27439, -5329)), i32x4.dot_i16x8_s(rgHigh, pair(-32768, 0))),
      middle,
    );
    const chroma = i8x16.narrow_i16x8_s(blue, red);
    v128.store64_lane(to, i8x16.narrow_i16x8_s(luma, luma), 0);
    v128.store64_lane(to, chroma, 0, 256);
    v128.store64_lane(to, chroma, 1, 512);
  }
}

/** Two planes of chroma samples, averaged two by two → CHROMA: jcsample.c. */
export function averageChroma(blue: usize): void {
  // libjpeg rounds the averages of even columns down, those of odd ones up.
  const bias = i16x8(1, 2, 1, 2, 1, 2, 1, 2);
  const to = base + CHROMA;
  for (let row: usize = 0; row < 16; row++) {
    // Eight pairs of lines of blue chroma, then as many of red.
    const line = blue + 32 * row;
    const sums = i16x8.add(
      i16x8.extadd_pairwise_i8x16_s(v128.load(line)),
      i16x8.extadd_pairwise_i8x16_s(v128.load(line, 16)),
    );
    const averages = i16x8.shr_s(i16x8.add(sums, bias), 2);
    v128.store64_lane(to + 8 * row, i8x16.narrow_i16x8_s(averages, averages), 0);
  }
}
