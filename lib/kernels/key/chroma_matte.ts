// A screen of one colour: how far a pixel is from it, and its light taken out.

import { interleaveHigh, interleaveLow, kept } from "../vector";

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

/** The square of the distance from the key, of four pixels. */
// @ts-ignore: decorator
@inline
function squareOf(
  four: v128,
  low: v128,
  lower: v128,
  cbRb: v128,
  cbG: v128,
  cb0: v128,
  crRb: v128,
  crG: v128,
  crRest: v128,
): v128 {
  const rb = redBlueOf(four, low), g = greenOf(four);
  const cb = i32x4.add(i32x4.add(i32x4.dot_i16x8_s(rb, cbRb), i32x4.dot_i16x8_s(g, cbG)), cb0);
  const cr = i32x4.add(i32x4.add(i32x4.dot_i16x8_s(rb, crRb), i32x4.dot_i16x8_s(g, crG)), crRest);
  const both = v128.or(v128.and(i32x4.shr_s(cb, 8), lower), i32x4.shl(i32x4.shr_s(cr, 8), 16));
  return i32x4.dot_i16x8_s(both, both);
}

/** Alphas of squares of distances, in 32 bits. */
// @ts-ignore: decorator
@inline
function alphasOf(squares: v128, from: v128, slope: v128, half: v128, most: v128): v128 {
  const distance = f32x4.sqrt(f32x4.convert_i32x4_s(squares));
  const alpha = f32x4.add(f32x4.mul(f32x4.sub(distance, from), slope), half);
  return i32x4.trunc_sat_f32x4_s(f32x4.min(f32x4.max(alpha, f32x4.splat(0)), most));
}

/** The least square of a distance whose alpha is so much: alphas rise with it. */
function firstOf(level: f32, from: f32, slope: f32): i32 {
  let none = 0, some = i32.MAX_VALUE;
  while (none + 1 < some) {
    const middle = none + ((some - none) >> 1);
    const alpha = (sqrt<f32>(<f32>middle) - from) * slope + <f32>0.5;
    if (alpha >= level) some = middle;
    else none = middle;
  }
  return some;
}

/**
 * A soft matte by the distance from a key in the plane of Cb and Cr: see
 * `chromaMatte` in lib/pixels/key/chroma_matte.ts.
 *
 * Benefit: 0.6 ms instead of 2.0 for 1280×720, since most pixels are all or nothing, which the
 * square of their distance tells. Correctness: alphas rise with the squares.
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
  const half = f32x4.splat(0.5), most = f32x4.splat(255);
  const some = i32x4.splat(firstOf(1, from, slope)), all = i32x4.splat(firstOf(255, from, slope));
  const end = out + <usize>pixels, whole = out + <usize>(pixels & ~15);
  for (; out < whole; out += 16, rgba += 64) {
    const a = squareOf(v128.load(rgba), low, lower, cbRb, cbG, cb0, crRb, crG, cr0);
    const b = squareOf(v128.load(rgba, 16), low, lower, cbRb, cbG, cb0, crRb, crG, cr0);
    const c = squareOf(v128.load(rgba, 32), low, lower, cbRb, cbG, cb0, crRb, crG, cr0);
    const d = squareOf(v128.load(rgba, 48), low, lower, cbRb, cbG, cb0, crRb, crG, cr0);
    // Bytes of 255 where there is some, or all.
    const isAny = i8x16.narrow_i16x8_s(
      i16x8.narrow_i32x4_s(i32x4.ge_s(a, some), i32x4.ge_s(b, some)),
      i16x8.narrow_i32x4_s(i32x4.ge_s(c, some), i32x4.ge_s(d, some)),
    );
    const isAll = i8x16.narrow_i16x8_s(
      i16x8.narrow_i32x4_s(i32x4.ge_s(a, all), i32x4.ge_s(b, all)),
      i16x8.narrow_i32x4_s(i32x4.ge_s(c, all), i32x4.ge_s(d, all)),
    );
    if (i8x16.bitmask(v128.xor(isAny, isAll)) == 0) {
      v128.store(out, isAll);
      continue;
    }
    const words = i16x8.narrow_i32x4_s(
      alphasOf(a, from4, slope4, half, most),
      alphasOf(b, from4, slope4, half, most),
    );
    const more = i16x8.narrow_i32x4_s(
      alphasOf(c, from4, slope4, half, most),
      alphasOf(d, from4, slope4, half, most),
    );
    v128.store(out, i8x16.narrow_i16x8_u(words, more));
  }
  for (; out < end; out++, rgba += 4) {
    const square = squareOf(v128.load32_zero(rgba), low, lower, cbRb, cbG, cb0, crRb, crG, cr0);
    store<u8>(out, <u8>i32x4.extract_lane(alphasOf(square, from4, slope4, half, most), 0));
  }
}

/** How far four pixels lean to a hue, less what they lean aside: not below 0 once narrowed. */
// @ts-ignore: decorator
@inline
function spillOf(rgba: v128, low: v128, half: v128, leftRb: v128, leftG: v128, rightRb: v128, rightG: v128): v128 {
  const rb = redBlueOf(rgba, low), ga = greenOf(rgba);
  const one = i32x4.add(i32x4.dot_i16x8_s(rb, leftRb), i32x4.dot_i16x8_s(ga, leftG));
  const other = i32x4.add(i32x4.dot_i16x8_s(rb, rightRb), i32x4.dot_i16x8_s(ga, rightG));
  return i32x4.shr_s(i32x4.add(i32x4.min_s(one, other), half), 12);
}

/**
 * RGBA pixels without the spill of a hue: see `suppressSpill` in
 * lib/pixels/key/suppress_spill.ts. `out` may be `rgba`.
 *
 * Benefit: 16-bit products, which round alike, since 8 times the spill in 32768ths is the spill in
 * 4096ths; and pixels without any spill are copied.
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
  const low = kept(0x00ff00ff, pixels), half = kept(2048, pixels);
  const leftRb = i32x4.splat(leftRedBlue), leftG = i32x4.splat(leftGreen);
  const rightRb = i32x4.splat(rightRedBlue), rightG = i32x4.splat(rightGreen);
  const red8 = i16x8.splat(<i16>red), green8 = i16x8.splat(<i16>green), blue8 = i16x8.splat(<i16>blue);
  const zero = i32x4.splat(0);
  for (; pixels > 0; pixels -= 8, out += 32, rgba += 32) {
    const a = v128.load(rgba), b = v128.load(rgba, 16);
    const spill = i16x8.max_s(
      i16x8.narrow_i32x4_s(
        spillOf(a, low, half, leftRb, leftG, rightRb, rightG),
        spillOf(b, low, half, leftRb, leftG, rightRb, rightG),
      ),
      zero,
    );
    let first = a, second = b;
    if (v128.any_true(spill)) {
      const eight = i16x8.shl(spill, 3);
      const r = i16x8.min_s(i16x8.q15mulr_sat_s(eight, red8), low);
      const g = i16x8.min_s(i16x8.q15mulr_sat_s(eight, green8), low);
      const taken = v128.or(r, i16x8.shl(g, 8));
      const takenBlue = i16x8.min_s(i16x8.q15mulr_sat_s(eight, blue8), low);
      first = i8x16.sub_sat_u(a, interleaveLow(taken, takenBlue));
      second = i8x16.sub_sat_u(b, interleaveHigh(taken, takenBlue));
    }
    if (pixels >= 8) {
      v128.store(out, first);
      v128.store(out, second, 16);
    } else {
      // What lies behind a raster that is a part of a larger one stays as it is.
      for (let left = pixels, to = out; left > 0; left--, to += 4) {
        v128.store32_lane(to, first, 0);
        const next = i8x16.shuffle(first, second, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
        second = i8x16.shuffle(second, second, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3);
        first = next;
      }
    }
  }
}
