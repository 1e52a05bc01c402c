// A screen of one colour: how far a pixel is from it, and its light taken out.

import { kept } from "../vector";

/** Red and blue of four pixels, as pairs of 16 bits. */
// @ts-ignore: decorator
@inline
function redBlueOf(rgba: v128, low: v128): v128 {
  return v128.and(rgba, low);
}

/** Green and alpha, the same. */
// @ts-ignore: decorator
@inline
function greenOf(rgba: v128): v128 {
  return i16x8.shr_u(rgba, 8);
}

/**
 * A soft matte by the distance from a key in the plane of Cb and Cr: see
 * `chromaMatte` in lib/pixels/key/chroma_matte.ts.
 *
 * @param cbRedBlue Weights of red and, in the upper 16 bits, blue; in 4096ths.
 * @param cbGreen Of green; its upper 16 bits are 0.
 * @param cbRest What is added, in 4096ths: the key's, negative, and half a unit.
 * @param from In 16ths of a level: what is not farther is background.
 * @param slope Alpha for each 16th beyond.
 */
export function chromaMatte(
  rgba: usize,
  out: usize,
  pixels: i32,
  cbRedBlue: i32,
  cbGreen: i32,
  cbRest: i32,
  crRedBlue: i32,
  crGreen: i32,
  crRest: i32,
  from: f32,
  slope: f32,
): void {
  const low = kept(0x00ff00ff, pixels), lower = kept(0xffff, pixels);
  const cbRb = i32x4.splat(cbRedBlue), cbG = i32x4.splat(cbGreen), cb0 = i32x4.splat(cbRest);
  const crRb = i32x4.splat(crRedBlue), crG = i32x4.splat(crGreen), cr0 = i32x4.splat(crRest);
  const from4 = f32x4.splat(from), slope4 = f32x4.splat(slope);
  const half = f32x4.splat(0.5), zero = f32x4.splat(0), most = f32x4.splat(255);
  const end = out + <usize>pixels;
  // The last vector may reach beyond the pixels: there is room behind each block.
  for (; out < end; out += 4, rgba += 16) {
    const four = v128.load(rgba);
    const rb = redBlueOf(four, low), g = greenOf(four);
    const cb = i32x4.add(i32x4.add(i32x4.dot_i16x8_s(rb, cbRb), i32x4.dot_i16x8_s(g, cbG)), cb0);
    const cr = i32x4.add(i32x4.add(i32x4.dot_i16x8_s(rb, crRb), i32x4.dot_i16x8_s(g, crG)), cr0);
    const both = v128.or(
      v128.and(i32x4.shr_s(cb, 8), lower),
      i32x4.shl(i32x4.shr_s(cr, 8), 16),
    );
    const distance = f32x4.sqrt(f32x4.convert_i32x4_s(i32x4.dot_i16x8_s(both, both)));
    const alpha = f32x4.add(f32x4.mul(f32x4.sub(distance, from4), slope4), half);
    const whole = i32x4.trunc_sat_f32x4_s(f32x4.min(f32x4.max(alpha, zero), most));
    const words = i16x8.narrow_i32x4_s(whole, whole);
    const bytes = i8x16.narrow_i16x8_u(words, words);
    if (out + 4 <= end) v128.store32_lane(out, bytes, 0);
    else {
      // What lies behind a raster that is a part of a larger one stays as it is.
      let rest = <u32>i32x4.extract_lane(bytes, 0);
      for (let last = out; last < end; last++, rest >>= 8) store<u8>(last, <u8>rest);
    }
  }
}

/** One channel less so much of the spill, not below 0. */
// @ts-ignore: decorator
@inline
function without(level: v128, spill: v128, share: v128, half: v128): v128 {
  const taken = i32x4.shr_s(i32x4.add(i32x4.mul(spill, share), half), 12);
  return i32x4.max_s(i32x4.sub(level, taken), i32x4.splat(0));
}

/** Four pixels without their spill. */
// @ts-ignore: decorator
@inline
function cleaned(
  rgba: v128,
  low: v128,
  byte: v128,
  half: v128,
  leftRb: v128,
  leftG: v128,
  rightRb: v128,
  rightG: v128,
  red: v128,
  green: v128,
  blue: v128,
): v128 {
  const rb = redBlueOf(rgba, low), ga = greenOf(rgba);
  const one = i32x4.add(i32x4.dot_i16x8_s(rb, leftRb), i32x4.dot_i16x8_s(ga, leftG));
  const other = i32x4.add(i32x4.dot_i16x8_s(rb, rightRb), i32x4.dot_i16x8_s(ga, rightG));
  const sum = i32x4.shr_s(i32x4.add(i32x4.min_s(one, other), half), 12);
  const spill = i32x4.max_s(sum, i32x4.splat(0));
  const r = without(v128.and(rgba, byte), spill, red, half);
  const g = without(v128.and(ga, byte), spill, green, half);
  const b = without(i32x4.shr_u(rb, 16), spill, blue, half);
  const colours = v128.or(v128.or(r, i32x4.shl(g, 8)), i32x4.shl(b, 16));
  return v128.or(colours, i32x4.shl(i32x4.shr_u(rgba, 24), 24));
}

/**
 * RGBA pixels without the spill of a hue: see `suppressSpill` in
 * lib/pixels/key/suppress_spill.ts. `out` may be `rgba`.
 *
 * @param leftRedBlue Weights of red and, in the upper 16 bits, blue; in 4096ths.
 * @param red How much of the spill red loses, in 4096ths.
 */
export function suppressSpill(
  rgba: usize,
  out: usize,
  pixels: i32,
  leftRedBlue: i32,
  leftGreen: i32,
  rightRedBlue: i32,
  rightGreen: i32,
  red: i32,
  green: i32,
  blue: i32,
): void {
  const low = kept(0x00ff00ff, pixels), byte = kept(255, pixels), half = kept(2048, pixels);
  const leftRb = i32x4.splat(leftRedBlue), leftG = i32x4.splat(leftGreen);
  const rightRb = i32x4.splat(rightRedBlue), rightG = i32x4.splat(rightGreen);
  const red4 = i32x4.splat(red), green4 = i32x4.splat(green), blue4 = i32x4.splat(blue);
  const end = out + 4 * <usize>pixels;
  for (let block = 4; block <= pixels; block += 4, out += 16, rgba += 16) {
    v128.store(out, cleaned(v128.load(rgba), low, byte, half, leftRb, leftG, rightRb, rightG, red4, green4, blue4));
  }
  for (; out < end; out += 4, rgba += 4) {
    const pixel = cleaned(v128.load32_zero(rgba), low, byte, half, leftRb, leftG, rightRb, rightG, red4, green4, blue4);
    v128.store32_lane(out, pixel, 0);
  }
}
