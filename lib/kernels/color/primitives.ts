// The primitives of lib/pixels, over whole rasters at any address. Blocks of 64
// bytes first, then what is left over, pixel by pixel.

import { distance, kept } from "../vector";

/** `|a − b|` of so many RGBA pixels, opaque. `out` may be `a` or `b`. */
export function absdiff(a: usize, b: usize, out: usize, pixels: i32): void {
  const opaque = kept(0xff000000, pixels);
  const end = out + 4 * <usize>pixels;
  for (let block = 16; block <= pixels; block += 16, out += 64, a += 64, b += 64) {
    v128.store(out, v128.or(distance(v128.load(a), v128.load(b)), opaque));
    v128.store(out, v128.or(distance(v128.load(a, 16), v128.load(b, 16)), opaque), 16);
    v128.store(out, v128.or(distance(v128.load(a, 32), v128.load(b, 32)), opaque), 32);
    v128.store(out, v128.or(distance(v128.load(a, 48), v128.load(b, 48)), opaque), 48);
  }
  for (; out < end; out += 4, a += 4, b += 4) {
    const pixel = distance(v128.load32_zero(a), v128.load32_zero(b));
    v128.store32_lane(out, v128.or(pixel, opaque), 0);
  }
}

/** BT.601 luma of four RGBA pixels, as i32: red and blue are weighed together, green with alpha by 0. */
// @ts-ignore: decorator
@inline
function lumaOf(rgba: v128, low: v128, redBlue: v128, green: v128, half: v128): v128 {
  const sum = i32x4.add(
    i32x4.dot_i16x8_s(v128.and(rgba, low), redBlue),
    i32x4.dot_i16x8_s(i16x8.shr_u(rgba, 8), green),
  );
  return i32x4.shr_u(i32x4.add(sum, half), 15);
}

/** Luma of so many RGBA pixels, a byte each. */
export function grayscale(rgba: usize, out: usize, pixels: i32): void {
  const end = out + <usize>pixels;
  const low = kept(0x00ff00ff, pixels), half = kept(1 << 14, pixels);
  const redBlue = kept((3735 << 16) | 9798, pixels), green = kept(19235, pixels);
  for (let block = 16; block <= pixels; block += 16, out += 16, rgba += 64) {
    const a = lumaOf(v128.load(rgba), low, redBlue, green, half);
    const b = lumaOf(v128.load(rgba, 16), low, redBlue, green, half);
    const c = lumaOf(v128.load(rgba, 32), low, redBlue, green, half);
    const d = lumaOf(v128.load(rgba, 48), low, redBlue, green, half);
    v128.store(out, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
  }
  for (; out < end; out++, rgba += 4) {
    const luma = lumaOf(v128.load32_zero(rgba), low, redBlue, green, half);
    store<u8>(out, <u8>i32x4.extract_lane(luma, 0));
  }
}

/**
 * 255 where a byte is above `level`, else 0. `out` may be `gray`.
 *
 * @param level A whole number from −1 to 255.
 */
export function threshold(gray: usize, level: i32, out: usize, length: i32): void {
  if (level == 255) {
    memory.fill(out, 0, length);
    return;
  }
  // "At least the next level": one instruction less than "above", and unsigned.
  const least = i8x16.splat(<i8>(level + 1));
  const end = out + <usize>length;
  for (let block = 64; block <= length; block += 64, out += 64, gray += 64) {
    v128.store(out, i8x16.ge_u(v128.load(gray), least));
    v128.store(out, i8x16.ge_u(v128.load(gray, 16), least), 16);
    v128.store(out, i8x16.ge_u(v128.load(gray, 32), least), 32);
    v128.store(out, i8x16.ge_u(v128.load(gray, 48), least), 48);
  }
  for (; out < end; out++, gray++) {
    store<u8>(out, <i32>load<u8>(gray) > level ? 255 : 0);
  }
}

/** Four pixels over four others, where `keep` (a lane each) is 0. */
// @ts-ignore: decorator
@inline
function put(from: usize, out: usize, keep: v128): void {
  v128.store(out, v128.bitselect(v128.load(out), v128.load(from), keep));
}

/** So many RGBA pixels onto `out`, where the mask's byte is not 0. */
export function copyMasked(rgba: usize, mask: usize, out: usize, pixels: i32): void {
  const end = mask + <usize>pixels;
  for (let block = 16; block <= pixels; block += 16, mask += 16, rgba += 64, out += 64) {
    const foreground = v128.load(mask);
    // Masks have large parts without foreground.
    if (!v128.any_true(foreground)) continue;
    const keep = i8x16.eq(foreground, i8x16.splat(0));
    put(rgba, out, i8x16.shuffle(keep, keep, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3));
    put(rgba + 16, out + 16, i8x16.shuffle(keep, keep, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7));
    put(rgba + 32, out + 32, i8x16.shuffle(keep, keep, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 11));
    put(rgba + 48, out + 48, i8x16.shuffle(keep, keep, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15));
  }
  for (; mask < end; mask++, rgba += 4, out += 4) {
    if (load<u8>(mask) != 0) store<u32>(out, load<u32>(rgba));
  }
}
