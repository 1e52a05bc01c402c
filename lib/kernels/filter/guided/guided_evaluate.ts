// The matte from the guide and the means of the coefficients, enlarged where they are of a
// smaller picture.

import { kept } from "../../vector";

/** The bits of 1.5 · 2²³: with it added, a float between −2²² and 2²² has no fraction left. */
const MAGIC: i32 = 0x4b400000;

/** Two lines mixed, and their outermost values once more at either end. */
export function mixRows(
  upper: usize,
  lower: usize,
  weight: f32,
  width: i32,
  stride: i32,
  to: usize,
): void {
  const weights = f32x4.splat(weight);
  for (let x = 0; x < stride; x += 4) {
    const from = v128.load(upper + 4 * x);
    const mixed = f32x4.add(from, f32x4.mul(f32x4.sub(v128.load(lower + 4 * x), from), weights));
    v128.store(to + 4 * x, mixed);
  }
  store<f32>(to - 4, load<f32>(to));
  store<f32>(to + 4 * width, load<f32>(to + 4 * (width - 1)));
}

// How many pixels along a side have become one is the size of a type: what is so compiled for each
// is not folded into one.

/** How far four pixels are from the left one of two values. */
// @ts-ignore: decorator
@inline
function weightsOf<Side>(count: i32): v128 {
  const weights = sizeof<Side>() == 2 ? f32x4(0.75, 0.25, 0.75, 0.25) : f32x4(0.625, 0.875, 0.125, 0.375);
  // What no compiler knows it does not build anew at each use.
  return v128.or(weights, i32x4.splat(count >> 31));
}

/** A line's values at four pixels. */
// @ts-ignore: decorator
@inline
function valuesAt<Side>(line: usize, x: i32, weights: v128): v128 {
  if (sizeof<Side>() == 1) return v128.load(line + 4 * x);
  const four = v128.load(line + 4 * (x / <i32>sizeof<Side>()) - 4);
  if (sizeof<Side>() == 2) {
    const left = v128.shuffle<i32>(four, four, 0, 1, 1, 2);
    const right = v128.shuffle<i32>(four, four, 1, 2, 2, 3);
    return f32x4.add(left, f32x4.mul(f32x4.sub(right, left), weights));
  }
  const left = v128.shuffle<i32>(four, four, 0, 0, 1, 1);
  const right = v128.shuffle<i32>(four, four, 1, 1, 2, 2);
  return f32x4.add(left, f32x4.mul(f32x4.sub(right, left), weights));
}

/** Four bytes as floats around 0. */
// @ts-ignore: decorator
@inline
function aroundZero(levels: v128, middle: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.sub(levels, middle));
}

/** Four values as whole numbers, halves to even. */
// @ts-ignore: decorator
@inline
function rounded(values: v128, magic: v128): v128 {
  return i32x4.sub(f32x4.add(values, magic), magic);
}

/** Sixteen whole numbers as bytes. */
// @ts-ignore: decorator
@inline
function bytesOf(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
}

/** Four pixels' alphas by a gray guide. */
// @ts-ignore: decorator
@inline
function byGray<Side>(guide: usize, lines: usize, step: usize, x: i32, weights: v128, middle: v128): v128 {
  const bytes = v128.load32_zero(guide + x);
  const level = aroundZero(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)), middle);
  const sum = valuesAt<Side>(lines + step, x, weights);
  return f32x4.add(sum, f32x4.mul(valuesAt<Side>(lines, x, weights), level));
}

/** Four pixels' alphas by a colour guide. */
// @ts-ignore: decorator
@inline
function byColor<Side>(
  guide: usize,
  lines: usize,
  step: usize,
  x: i32,
  weights: v128,
  middle: v128,
  byte: v128,
): v128 {
  const rgba = v128.load(guide + 4 * x);
  const red = aroundZero(v128.and(rgba, byte), middle);
  const green = aroundZero(v128.and(i32x4.shr_u(rgba, 8), byte), middle);
  const blue = aroundZero(v128.and(i32x4.shr_u(rgba, 16), byte), middle);
  let sum = valuesAt<Side>(lines + 3 * step, x, weights);
  sum = f32x4.add(sum, f32x4.mul(valuesAt<Side>(lines, x, weights), red));
  sum = f32x4.add(sum, f32x4.mul(valuesAt<Side>(lines + step, x, weights), green));
  return f32x4.add(sum, f32x4.mul(valuesAt<Side>(lines + 2 * step, x, weights), blue));
}

// @ts-ignore: decorator
@inline
function evaluateGray<Side>(guide: usize, lines: usize, step: usize, width: i32, to: usize): void {
  const weights = weightsOf<Side>(width), middle = kept(128, width), magic = kept(MAGIC, width);
  for (let x = 0; x < width; x += 4) {
    const four = rounded(byGray<Side>(guide, lines, step, x, weights, middle), magic);
    v128.store32_lane(to + x, bytesOf(four, four, four, four), 0);
  }
}

// @ts-ignore: decorator
@inline
function evaluateColor<Side>(guide: usize, lines: usize, step: usize, width: i32, to: usize): void {
  const weights = weightsOf<Side>(width), middle = kept(128, width), magic = kept(MAGIC, width);
  const byte = kept(255, width);
  let x = 0;
  for (; x <= width - 16; x += 16) {
    const a = rounded(byColor<Side>(guide, lines, step, x, weights, middle, byte), magic);
    const b = rounded(byColor<Side>(guide, lines, step, x + 4, weights, middle, byte), magic);
    const c = rounded(byColor<Side>(guide, lines, step, x + 8, weights, middle, byte), magic);
    const d = rounded(byColor<Side>(guide, lines, step, x + 12, weights, middle, byte), magic);
    v128.store(to + x, bytesOf(a, b, c, d));
  }
  for (; x < width; x += 4) {
    const four = rounded(byColor<Side>(guide, lines, step, x, weights, middle, byte), magic);
    v128.store32_lane(to + x, bytesOf(four, four, four, four), 0);
  }
}

/** A row of the matte: up to three bytes more are written. */
export function evaluateRow(
  guide: usize,
  channels: i32,
  lines: usize,
  step: usize,
  width: i32,
  subsample: i32,
  to: usize,
): void {
  if (channels == 1) {
    if (subsample == 1) evaluateGray<u8>(guide, lines, step, width, to);
    else if (subsample == 2) evaluateGray<u16>(guide, lines, step, width, to);
    else evaluateGray<u32>(guide, lines, step, width, to);
  } else if (subsample == 1) evaluateColor<u8>(guide, lines, step, width, to);
  else if (subsample == 2) evaluateColor<u16>(guide, lines, step, width, to);
  else evaluateColor<u32>(guide, lines, step, width, to);
}
