// One 8 × 8 block: forward DCT and quantization, as libjpeg's jfdctint.c
// ("islow") and jcdctmgr.c do them, eight lanes at a time.

import { base, QUANT_FACTORS } from "./layout";
import { interleaveHigh, interleaveLow, pair } from "../vector";

/** Two products of 16-bit lanes added up, rounded and shifted down. */
// @ts-ignore: decorator
@inline
function rotate(low: v128, high: v128, factors: v128, addLow: v128, addHigh: v128, shift: i32): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(low, factors), addLow), shift),
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(high, factors), addHigh), shift),
  );
}

// The eight rows of a block. Benefit: a global costs one instruction, memory four, as its
// bounds are checked. Correctness: nothing else uses them.
let row0 = i16x8(0, 0, 0, 0, 0, 0, 0, 0);
let row1 = i16x8(0, 0, 0, 0, 0, 0, 0, 0);
let row2 = i16x8(0, 0, 0, 0, 0, 0, 0, 0);
let row3 = i16x8(0, 0, 0, 0, 0, 0, 0, 0);
let row4 = i16x8(0, 0, 0, 0, 0, 0, 0, 0);
let row5 = i16x8(0, 0, 0, 0, 0, 0, 0, 0);
let row6 = i16x8(0, 0, 0, 0, 0, 0, 0, 0);
let row7 = i16x8(0, 0, 0, 0, 0, 0, 0, 0);

/** The rows become columns, and these are transformed; the constants are libjpeg's, 13 bits. */
// @ts-ignore: decorator
@inline
function transform(isFirst: bool): void {
  const b0 = interleaveLow(row0, row4), b1 = interleaveHigh(row0, row4);
  const b2 = interleaveLow(row1, row5), b3 = interleaveHigh(row1, row5);
  const b4 = interleaveLow(row2, row6), b5 = interleaveHigh(row2, row6);
  const b6 = interleaveLow(row3, row7), b7 = interleaveHigh(row3, row7);
  const c0 = interleaveLow(b0, b4), c1 = interleaveHigh(b0, b4);
  const c2 = interleaveLow(b1, b5), c3 = interleaveHigh(b1, b5);
  const c4 = interleaveLow(b2, b6), c5 = interleaveHigh(b2, b6);
  const c6 = interleaveLow(b3, b7), c7 = interleaveHigh(b3, b7);
  const d0 = interleaveLow(c0, c4), d1 = interleaveHigh(c0, c4);
  const d2 = interleaveLow(c1, c5), d3 = interleaveHigh(c1, c5);
  const d4 = interleaveLow(c2, c6), d5 = interleaveHigh(c2, c6);
  const d6 = interleaveLow(c3, c7), d7 = interleaveHigh(c3, c7);

  const shift = isFirst ? 11 : 15;
  const half = i32x4.splat(1 << (shift - 1));
  const t0 = i16x8.add(d0, d7), t7 = i16x8.sub(d0, d7);
  const t1 = i16x8.add(d1, d6), t6 = i16x8.sub(d1, d6);
  const t2 = i16x8.add(d2, d5), t5 = i16x8.sub(d2, d5);
  const t3 = i16x8.add(d3, d4), t4 = i16x8.sub(d3, d4);

  const t10 = i16x8.add(t0, t3), t13 = i16x8.sub(t0, t3);
  const t11 = i16x8.add(t1, t2), t12 = i16x8.sub(t1, t2);
  const sum = i16x8.add(t10, t11), difference = i16x8.sub(t10, t11);
  const two = i16x8.splat(2);
  row0 = isFirst ? i16x8.shl(sum, 2) : i16x8.shr_s(i16x8.add(sum, two), 2);
  row4 = isFirst ? i16x8.shl(difference, 2) : i16x8.shr_s(i16x8.add(difference, two), 2);
  const evenLow = interleaveLow(t13, t12), evenHigh = interleaveHigh(t13, t12);
  row2 = rotate(evenLow, evenHigh, pair(10703, 4433), half, half, shift);
  row6 = rotate(evenLow, evenHigh, pair(4433, -10704), half, half, shift);

  const z3 = i16x8.add(t4, t6), z4 = i16x8.add(t5, t7);
  const zLow = interleaveLow(z3, z4), zHigh = interleaveHigh(z3, z4);
  const z3Low = i32x4.add(i32x4.dot_i16x8_s(zLow, pair(-6436, 9633)), half);
  const z3High = i32x4.add(i32x4.dot_i16x8_s(zHigh, pair(-6436, 9633)), half);
  const z4Low = i32x4.add(i32x4.dot_i16x8_s(zLow, pair(9633, 6437)), half);
  const z4High = i32x4.add(i32x4.dot_i16x8_s(zHigh, pair(9633, 6437)), half);
  const outerLow = interleaveLow(t4, t7), outerHigh = interleaveHigh(t4, t7);
  const innerLow = interleaveLow(t5, t6), innerHigh = interleaveHigh(t5, t6);
  row1 = rotate(outerLow, outerHigh, pair(-7373, 4926), z4Low, z4High, shift);
  row3 = rotate(innerLow, innerHigh, pair(-20995, 4177), z3Low, z3High, shift);
  row5 = rotate(innerLow, innerHigh, pair(-4176, -20995), z4Low, z4High, shift);
  row7 = rotate(outerLow, outerHigh, pair(-4927, -7373), z3Low, z3High, shift);
}

/**
 * Four coefficients over their divisors, rounded to the nearest whole number with
 * halves away from zero, in the lower 16 bits of each lane. The sum with 1.5 · 2²³
 * rounds; the factors are a 2⁻¹⁸th too large, so that halves go outwards: far more
 * than float32's error, far less than what separates a half from the next quotient.
 */
// @ts-ignore: decorator
@inline
function quotient(coefficients: v128, factors: usize): v128 {
  const exact = f32x4.mul(f32x4.convert_i32x4_s(coefficients), v128.load(factors));
  return f32x4.add(exact, f32x4.splat(12582912.0));
}

/** A row of coefficients, quantized. */
// @ts-ignore: decorator
@inline
function quantize(row: v128, factors: usize): v128 {
  const low = quotient(i32x4.extend_low_i16x8_s(row), factors);
  const high = quotient(i32x4.extend_high_i16x8_s(row), factors + 16);
  return v128.shuffle<i16>(low, high, 0, 2, 4, 6, 8, 10, 12, 14);
}

/** Two rows of coefficients, quantized and stored; returns their bytes: 0 where a coefficient is 0. */
// @ts-ignore: decorator
@inline
function quantizeTwo(upper: v128, lower: v128, to: usize, factors: usize): v128 {
  upper = quantize(upper, factors);
  lower = quantize(lower, factors + 32);
  v128.store(to, upper);
  v128.store(to, lower, 16);
  // Saturation keeps what is not 0 from becoming so.
  return i8x16.narrow_i16x8_s(upper, lower);
}

/**
 * Samples (i8, rows `stride` bytes apart) → quantized coefficients in natural order.
 *
 * @returns Which of them are not 0, in zigzag order, without the first.
 */
export function encodeBlock(samples: usize, stride: usize, coefficients: usize, table: usize): u64 {
  row0 = v128.load8x8_s(samples);
  row1 = v128.load8x8_s(samples + stride);
  row2 = v128.load8x8_s(samples + 2 * stride);
  row3 = v128.load8x8_s(samples + 3 * stride);
  row4 = v128.load8x8_s(samples + 4 * stride);
  row5 = v128.load8x8_s(samples + 5 * stride);
  row6 = v128.load8x8_s(samples + 6 * stride);
  row7 = v128.load8x8_s(samples + 7 * stride);
  transform(true);
  transform(false);

  const factors = base + QUANT_FACTORS + 256 * table;
  const a = quantizeTwo(row0, row1, coefficients, factors);
  const b = quantizeTwo(row2, row3, coefficients + 32, factors + 64);
  const c = quantizeTwo(row4, row5, coefficients + 64, factors + 128);
  const d = quantizeTwo(row6, row7, coefficients + 96, factors + 192);
  return zigzag(a, b, c, d);
}

/** Which of 64 bytes in natural order are not 0, as bits in zigzag order, without the first. */
// @ts-ignore: decorator
@inline
function zigzag(a: v128, b: v128, c: v128, d: v128): u64 {
  const zero = i8x16.splat(0);
  // A shuffle picks from two vectors, and each quarter comes from three or four.
  const ab0 = i8x16.shuffle(a, b, 0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 0, 25, 18, 11, 4, 5);
  const first = i8x16.shuffle(ab0, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 11, 12, 13, 14, 15);
  const ab1 = i8x16.shuffle(a, b, 12, 19, 26, 0, 0, 0, 0, 0, 27, 20, 13, 6, 7, 14, 21, 28);
  const cd1 = i8x16.shuffle(c, d, 0, 0, 0, 1, 8, 16, 9, 2, 0, 0, 0, 0, 0, 0, 0, 0);
  const second = i8x16.shuffle(ab1, cd1, 0, 1, 2, 19, 20, 21, 22, 23, 8, 9, 10, 11, 12, 13, 14, 15);
  const ab2 = i8x16.shuffle(a, b, 0, 0, 0, 0, 0, 0, 0, 0, 29, 22, 15, 23, 30, 0, 0, 0);
  const cd2 = i8x16.shuffle(c, d, 3, 10, 17, 24, 25, 18, 11, 4, 0, 0, 0, 0, 0, 5, 12, 19);
  const third = i8x16.shuffle(ab2, cd2, 16, 17, 18, 19, 20, 21, 22, 23, 8, 9, 10, 11, 12, 29, 30, 31);
  const cd3 = i8x16.shuffle(c, d, 26, 27, 20, 13, 6, 0, 7, 14, 21, 28, 29, 22, 15, 23, 30, 31);
  const fourth = i8x16.shuffle(cd3, b, 0, 1, 2, 3, 4, 31, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const bits = <u64>isZero(first, zero) | (<u64>isZero(second, zero) << 16) |
    (<u64>isZero(third, zero) << 32) | (<u64>isZero(fourth, zero) << 48);
  return ~bits & ~1;
}

// @ts-ignore: decorator
@inline
function isZero(bytes: v128, zero: v128): u32 {
  return <u32>i8x16.bitmask(i8x16.eq(bytes, zero));
}
