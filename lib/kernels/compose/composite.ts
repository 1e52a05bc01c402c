// A foreground over a background by a matte: the twin of lib/pixels/compose/composite.ts.

import { kept } from "../vector";

/** `round(t / 255)` of 16-bit lanes up to 255²: exact, and there are no halves (see the plain twin). */
// @ts-ignore: decorator
@inline
function per255(t: v128, half: v128): v128 {
  const x = i16x8.add(t, half);
  return i16x8.shr_u(i16x8.add(x, i16x8.shr_u(x, 8)), 8);
}

/** The same of 32-bit lanes. */
// @ts-ignore: decorator
@inline
function per255Wide(t: v128): v128 {
  const x = i32x4.add(t, i32x4.splat(128));
  return i32x4.shr_u(i32x4.add(x, i32x4.shr_u(x, 8)), 8);
}

/** Four opaque pixels over four opaque ones; `a` has each pixel's matte in all four bytes. */
// @ts-ignore: decorator
@inline
function mix(f: v128, b: v128, a: v128, low: v128, half: v128): v128 {
  const rest = v128.not(a);
  const evenA = v128.and(a, low), evenRest = v128.and(rest, low);
  const even = i16x8.add(
    i16x8.mul(v128.and(f, low), evenA),
    i16x8.mul(v128.and(b, low), evenRest),
  );
  const odd = i16x8.add(
    i16x8.mul(i16x8.shr_u(f, 8), evenA),
    i16x8.mul(i16x8.shr_u(b, 8), evenRest),
  );
  return v128.or(per255(even, half), i16x8.shl(per255(odd, half), 8));
}

/**
 * One colour of four pixels, the byte that `shift` brings down.
 *
 * Sums are below 2²⁴, so floats hold them exactly; and a float quotient of two
 * whole numbers of which the upper is below 2²⁴ never rounds up to a whole number
 * that the true one does not reach. So truncation is the floor.
 */
// @ts-ignore: decorator
@inline
function colour(f: v128, b: v128, shift: i32, front: v128, back: v128, half: v128, weight: v128): v128 {
  const byte = i32x4.splat(255);
  const sum = i32x4.add(
    i32x4.mul(v128.and(i32x4.shr_u(f, shift), byte), front),
    i32x4.mul(v128.and(i32x4.shr_u(b, shift), byte), back),
  );
  const quotient = f32x4.div(f32x4.convert_i32x4_s(i32x4.add(sum, half)), weight);
  return i32x4.shl(i32x4.trunc_sat_f32x4_s(quotient), shift);
}

/** Four pixels of any alphas over four others; `matte` in 32-bit lanes. */
function over(f: v128, b: v128, matte: v128): v128 {
  const a = per255Wide(i32x4.mul(i32x4.shr_u(f, 24), matte));
  const front = i32x4.mul(a, i32x4.splat(255));
  const back = i32x4.mul(i32x4.shr_u(b, 24), i32x4.sub(i32x4.splat(255), a));
  const sum = i32x4.add(front, back), half = i32x4.shr_u(sum, 1);
  const weight = f32x4.convert_i32x4_s(sum);
  const pixels = v128.or(
    v128.or(colour(f, b, 0, front, back, half, weight), colour(f, b, 8, front, back, half, weight)),
    v128.or(colour(f, b, 16, front, back, half, weight), i32x4.shl(per255Wide(sum), 24)),
  );
  return v128.bitselect(b, pixels, i32x4.eq(a, i32x4.splat(0)));
}

/** Whether alpha is 255 in all of four pixels. */
// @ts-ignore: decorator
@inline
function isOpaque(rgba: v128): bool {
  return i32x4.all_true(i32x4.eq(i32x4.shr_s(rgba, 24), i32x4.splat(-1)));
}

/** Four pixels over four others: the short ways if all are opaque, or the upper ones hide the lower. */
// @ts-ignore: decorator
@inline
function put(f: v128, b: v128, a: v128, low: v128, half: v128): v128 {
  if (isOpaque(v128.and(f, b))) return mix(f, b, a, low, half);
  return isOpaque(v128.and(f, a)) ? f : over(f, b, i32x4.shr_u(a, 24));
}

/** Sixteen pixels over sixteen others; `a` is their matte. */
// @ts-ignore: decorator
@inline
function putSixteen(foreground: usize, background: usize, a: v128, out: usize, low: v128, half: v128): void {
  const f = v128.load(foreground), b = v128.load(background);
  v128.store(out, put(f, b, i8x16.shuffle(a, a, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3), low, half));
  const f1 = v128.load(foreground, 16), b1 = v128.load(background, 16);
  v128.store(out, put(f1, b1, i8x16.shuffle(a, a, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7), low, half), 16);
  const f2 = v128.load(foreground, 32), b2 = v128.load(background, 32);
  v128.store(out, put(f2, b2, i8x16.shuffle(a, a, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 11), low, half), 32);
  const f3 = v128.load(foreground, 48), b3 = v128.load(background, 48);
  v128.store(out, put(f3, b3, i8x16.shuffle(a, a, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15), low, half), 48);
}

/** Copy sixteen pixels. */
// @ts-ignore: decorator
@inline
function copy(from: usize, to: usize): void {
  const a = v128.load(from), b = v128.load(from, 16), c = v128.load(from, 32), d = v128.load(from, 48);
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}

/** Whether alpha is 255 in all of sixteen pixels. */
// @ts-ignore: decorator
@inline
function areOpaque(rgba: usize): bool {
  const upper = v128.and(v128.load(rgba), v128.load(rgba, 16));
  return isOpaque(v128.and(upper, v128.and(v128.load(rgba, 32), v128.load(rgba, 48))));
}

/** The even bytes, kept in a register: what {@link sixteenOf} takes besides. */
// @ts-ignore: decorator
@inline
export function evenBytes(count: i32): v128 {
  return kept(0x00ff00ff, count);
}

/** One half of 256 in each 16 bits, likewise. */
// @ts-ignore: decorator
@inline
export function halves(count: i32): v128 {
  return kept(0x00800080, count);
}

/**
 * Where sixteen pixels of a composite lie: in the background or the foreground where nothing is to
 * be mixed, otherwise in `scratch`, of 64 bytes.
 */
// @ts-ignore: decorator
@inline
export function sixteenOf(
  foreground: usize,
  background: usize,
  matte: usize,
  scratch: usize,
  low: v128,
  half: v128,
): usize {
  const a = v128.load(matte);
  if (!v128.any_true(a)) return background;
  if (i8x16.all_true(i8x16.eq(a, i8x16.splat(-1))) && areOpaque(foreground)) return foreground;
  putSixteen(foreground, background, a, scratch, low, half);
  return scratch;
}

/** So many RGBA pixels over others by a matte, straight alpha. `out` may be either of them. */
export function composite(foreground: usize, background: usize, matte: usize, out: usize, pixels: i32): void {
  const end = matte + <usize>pixels;
  const low = evenBytes(pixels), half = halves(pixels);
  for (let block = 16; block <= pixels; block += 16, matte += 16) {
    const a = v128.load(matte);
    // Most of a matte is all or nothing.
    if (!v128.any_true(a)) {
      copy(background, out);
    } else if (i8x16.bitmask(i8x16.eq(a, i8x16.splat(-1))) == 0xffff && areOpaque(foreground)) {
      copy(foreground, out);
    } else {
      putSixteen(foreground, background, a, out, low, half);
    }
    foreground += 64;
    background += 64;
    out += 64;
  }
  for (; matte < end; matte++, foreground += 4, background += 4, out += 4) {
    const a = i8x16.splat(load<u8>(matte));
    const pixel = put(v128.load32_splat(foreground), v128.load32_splat(background), a, low, half);
    v128.store32_lane(out, pixel, 0);
  }
}
