// Shrinking by whole factors: integer sums.

import {
  channels,
  height,
  lines,
  sourceHeight,
  sourceWidth,
  sums,
  width,
} from "./resize_plan";
import { bytesOfFloats, MAGIC, storePart } from "./resize_store";
import { kept } from "../vector";

/** `(a + b + c + d + 2) >> 2` of bytes. */
// @ts-ignore: decorator
@inline
function meanOfFour(a: v128, b: v128, c: v128, d: v128, one: v128): v128 {
  const ab = i8x16.avgr_u(a, b), cd = i8x16.avgr_u(c, d);
  // Averages of averages round up twice: too much where a first one was rounded and the second is.
  const isRounded = v128.and(v128.or(v128.xor(a, b), v128.xor(c, d)), v128.xor(ab, cd));
  return i8x16.sub(i8x16.avgr_u(ab, cd), v128.and(isRounded, one));
}

// @ts-ignore: decorator
@inline
function evenPixels(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function oddPixels(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 1, 3, 5, 7);
}

/** Half the width and height, RGBA. */
export function halveFrame(source: usize, out: usize): void {
  const stride: usize = 8 * width;
  const one = kept(0x01010101, width);
  for (let y = 0; y < height; y++, source += stride) {
    let x = 4;
    for (; x <= width; x += 4, source += 32, out += 16) {
      const a = v128.load(source), b = v128.load(source, 16);
      const c = v128.load(source + stride), d = v128.load(source + stride, 16);
      const upper = evenPixels(a, b), lower = evenPixels(c, d);
      v128.store(out, meanOfFour(upper, oddPixels(a, b), lower, oddPixels(c, d), one));
    }
    for (x -= 4; x < width; x++, source += 8, out += 4) {
      const a = v128.load32_zero(source), b = v128.load32_zero(source, 4);
      const c = v128.load32_zero(source + stride), d = v128.load32_zero(source + stride, 4);
      v128.store32_lane(out, meanOfFour(a, b, c, d, one), 0);
    }
  }
}

/** `(sum of 2 × 2 + 2) >> 2` of eight pairs of bytes in each of two rows. */
// @ts-ignore: decorator
@inline
function meanOfPairs(upper: v128, lower: v128, two: v128): v128 {
  const sum = i16x8.add(i16x8.extadd_pairwise_i8x16_u(upper), i16x8.extadd_pairwise_i8x16_u(lower));
  return i16x8.shr_u(i16x8.add(sum, two), 2);
}

/** Half the width and height, gray. */
export function halveGray(source: usize, out: usize): void {
  const stride: usize = 2 * width;
  const two = kept(0x00020002, width);
  for (let y = 0; y < height; y++, source += stride) {
    let x = 16;
    for (; x <= width; x += 16, source += 32, out += 16) {
      const lower = source + stride;
      const low = meanOfPairs(v128.load(source), v128.load(lower), two);
      const high = meanOfPairs(v128.load(source, 16), v128.load(lower, 16), two);
      v128.store(out, i8x16.narrow_i16x8_u(low, high));
    }
    for (x -= 16; x < width; x++, source += 2, out++) {
      const lower = source + stride;
      const sum = <u32>load<u8>(source) + load<u8>(source, 1) + load<u8>(lower) + load<u8>(lower, 1);
      store<u8>(out, (sum + 2) >> 2);
    }
  }
}

/** So many rows onto one another, as u16: 257 rows of white fit. */
function sumRows(source: usize, stride: usize, rows: i32, line: usize): void {
  for (const end = source + stride; source < end; source += 16, line += 32) {
    let low = i16x8.splat(0), high = low;
    for (let p = source, row = 0; row < rows; row++, p += stride) {
      const pixels = v128.load(p);
      low = i16x8.add(low, i16x8.extend_low_i8x16_u(pixels));
      high = i16x8.add(high, i16x8.extend_high_i8x16_u(pixels));
    }
    v128.store(line, low);
    v128.store(line, high, 16);
  }
}

/** Groups of `factor` neighbours in the line onto the sums. */
function addColumns(line: usize, factor: i32): void {
  let to = sums;
  if (channels == 4) {
    for (let x = 0, w = width; x < w; x++, to += 16) {
      let sum = v128.load(to);
      for (let i = 0; i < factor; i++, line += 8) sum = i32x4.add(sum, v128.load16x4_u(line));
      v128.store(to, sum);
    }
    return;
  }
  if (factor == 4) {
    // There is room behind the line and the sums for the last vector.
    for (let x = 0, w = width; x < w; x += 4, to += 16, line += 32) {
      const a = i32x4.extadd_pairwise_i16x8_u(v128.load(line));
      const b = i32x4.extadd_pairwise_i16x8_u(v128.load(line, 16));
      const fours = i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
      v128.store(to, i32x4.add(v128.load(to), fours));
    }
    return;
  }
  for (let x = 0, w = width; x < w; x++, to += 4) {
    let sum = load<u32>(to);
    for (let i = 0; i < factor; i++, line += 2) sum += load<u16>(line);
    store<u32>(to, sum);
  }
}

/** Four sums times the weight, in float32. */
// @ts-ignore: decorator
@inline
function weigh(at: usize, weight: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_u(v128.load(at)), weight);
}

/** A whole factor on both axes: integer sums, one float32 product, halves to even. */
export function shrinkWhole(source: usize, out: usize): void {
  const stride = <usize>(sourceWidth * channels);
  const factorX = sourceWidth / width, factorY = sourceHeight / height;
  const count = width * channels;
  const magic = kept(MAGIC, count), byte = kept(255, count);
  const weight = f32x4.splat(<f32>(1.0 / <f64>(factorX * factorY)));
  for (let y = 0; y < height; y++) {
    memory.fill(sums, 0, 4 * count);
    for (let row = 0; row < factorY; row += 256) {
      const rows = min(256, factorY - row);
      sumRows(source, stride, rows, lines);
      addColumns(lines, factorX);
      source += stride * rows;
    }
    for (let x = 0, at = sums; x < count; x += 16, at += 64) {
      const bytes = bytesOfFloats(
        weigh(at, weight),
        weigh(at + 16, weight),
        weigh(at + 32, weight),
        weigh(at + 48, weight),
        magic,
        byte,
      );
      storePart(out + x, bytes, count - x);
    }
    out += count;
  }
}
