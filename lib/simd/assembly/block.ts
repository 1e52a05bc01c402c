// One 8 × 8 block: forward DCT and quantization, as libjpeg's jfdctint.c
// ("islow") and jcdctmgr.c do them, eight lanes at a time.

import { base, QUANT_FACTORS } from "./layout";
import { interleaveHigh, interleaveLow, pair } from "./vector";

/** Two products of 16-bit lanes added up, rounded and shifted down. */
// @ts-ignore: decorator
@inline
function rotate(low: v128, high: v128, factors: v128, addLow: v128, addHigh: v128, shift: i32): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(low, factors), addLow), shift),
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(high, factors), addHigh), shift),
  );
}

/** One-dimensional DCT down the eight columns at p; the constants are libjpeg's, 13 bits. */
// @ts-ignore: decorator
@inline
function transform(p: usize, isFirst: bool): void {
  const shift = isFirst ? 11 : 15;
  const half = i32x4.splat(1 << (shift - 1));
  const d0 = v128.load(p), d1 = v128.load(p, 16), d2 = v128.load(p, 32), d3 = v128.load(p, 48);
  const d4 = v128.load(p, 64), d5 = v128.load(p, 80), d6 = v128.load(p, 96), d7 = v128.load(p, 112);
  const t0 = i16x8.add(d0, d7), t7 = i16x8.sub(d0, d7);
  const t1 = i16x8.add(d1, d6), t6 = i16x8.sub(d1, d6);
  const t2 = i16x8.add(d2, d5), t5 = i16x8.sub(d2, d5);
  const t3 = i16x8.add(d3, d4), t4 = i16x8.sub(d3, d4);

  const t10 = i16x8.add(t0, t3), t13 = i16x8.sub(t0, t3);
  const t11 = i16x8.add(t1, t2), t12 = i16x8.sub(t1, t2);
  const sum = i16x8.add(t10, t11), difference = i16x8.sub(t10, t11);
  const two = i16x8.splat(2);
  v128.store(p, isFirst ? i16x8.shl(sum, 2) : i16x8.shr_s(i16x8.add(sum, two), 2));
  v128.store(p, isFirst ? i16x8.shl(difference, 2) : i16x8.shr_s(i16x8.add(difference, two), 2), 64);
  const evenLow = interleaveLow(t13, t12), evenHigh = interleaveHigh(t13, t12);
  v128.store(p, rotate(evenLow, evenHigh, pair(10703, 4433), half, half, shift), 32);
  v128.store(p, rotate(evenLow, evenHigh, pair(4433, -10704), half, half, shift), 96);

  const z3 = i16x8.add(t4, t6), z4 = i16x8.add(t5, t7);
  const zLow = interleaveLow(z3, z4), zHigh = interleaveHigh(z3, z4);
  const z3Low = i32x4.add(i32x4.dot_i16x8_s(zLow, pair(-6436, 9633)), half);
  const z3High = i32x4.add(i32x4.dot_i16x8_s(zHigh, pair(-6436, 9633)), half);
  const z4Low = i32x4.add(i32x4.dot_i16x8_s(zLow, pair(9633, 6437)), half);
  const z4High = i32x4.add(i32x4.dot_i16x8_s(zHigh, pair(9633, 6437)), half);
  const outerLow = interleaveLow(t4, t7), outerHigh = interleaveHigh(t4, t7);
  const innerLow = interleaveLow(t5, t6), innerHigh = interleaveHigh(t5, t6);
  v128.store(p, rotate(outerLow, outerHigh, pair(-7373, 4926), z4Low, z4High, shift), 16);
  v128.store(p, rotate(innerLow, innerHigh, pair(-20995, 4177), z3Low, z3High, shift), 48);
  v128.store(p, rotate(innerLow, innerHigh, pair(-4176, -20995), z4Low, z4High, shift), 80);
  v128.store(p, rotate(outerLow, outerHigh, pair(-4927, -7373), z3Low, z3High, shift), 112);
}

/** Rows become columns: 8 × 8 i16 at p. */
// @ts-ignore: decorator
@inline
function transpose(p: usize): void {
  const a0 = v128.load(p), a1 = v128.load(p, 16), a2 = v128.load(p, 32), a3 = v128.load(p, 48);
  const a4 = v128.load(p, 64), a5 = v128.load(p, 80), a6 = v128.load(p, 96), a7 = v128.load(p, 112);
  const b0 = interleaveLow(a0, a4), b1 = interleaveHigh(a0, a4);
  const b2 = interleaveLow(a1, a5), b3 = interleaveHigh(a1, a5);
  const b4 = interleaveLow(a2, a6), b5 = interleaveHigh(a2, a6);
  const b6 = interleaveLow(a3, a7), b7 = interleaveHigh(a3, a7);
  const c0 = interleaveLow(b0, b4), c1 = interleaveHigh(b0, b4);
  const c2 = interleaveLow(b1, b5), c3 = interleaveHigh(b1, b5);
  const c4 = interleaveLow(b2, b6), c5 = interleaveHigh(b2, b6);
  const c6 = interleaveLow(b3, b7), c7 = interleaveHigh(b3, b7);
  v128.store(p, interleaveLow(c0, c4));
  v128.store(p, interleaveHigh(c0, c4), 16);
  v128.store(p, interleaveLow(c1, c5), 32);
  v128.store(p, interleaveHigh(c1, c5), 48);
  v128.store(p, interleaveLow(c2, c6), 64);
  v128.store(p, interleaveHigh(c2, c6), 80);
  v128.store(p, interleaveLow(c3, c7), 96);
  v128.store(p, interleaveHigh(c3, c7), 112);
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

/** Samples (i16 around 0, rows `stride` bytes apart) → quantized coefficients in natural order. */
export function encodeBlock(samples: usize, stride: usize, coefficients: usize, table: usize): void {
  for (let row: usize = 0; row < 8; row++) {
    v128.store(coefficients + 16 * row, v128.load(samples + stride * row));
  }
  transpose(coefficients);
  transform(coefficients, true);
  transpose(coefficients);
  transform(coefficients, false);

  const factors = base + QUANT_FACTORS + 256 * table;
  for (let row: usize = 0; row < 8; row++) {
    const at = coefficients + 16 * row;
    const x = v128.load(at);
    const low = quotient(i32x4.extend_low_i16x8_s(x), factors + 32 * row);
    const high = quotient(i32x4.extend_high_i16x8_s(x), factors + 32 * row + 16);
    v128.store(at, v128.shuffle<i16>(low, high, 0, 2, 4, 6, 8, 10, 12, 14));
  }
}
