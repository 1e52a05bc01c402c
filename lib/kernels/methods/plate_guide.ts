// What is known of the empty room, and what it says: byte by byte, 16 pixels at a time.
// The last vector may reach beyond the pixels: there is room behind each block.

import { distance, kept } from "../vector";

/** RGBA bytes of four pixels under another exposure; `unit` and the exposures alternate as 16-bit pairs. */
// @ts-ignore: decorator
@inline
function exposed(rgba: v128, exposure: v128, unit: v128, half: v128): v128 {
  const low = i16x8.extend_low_i8x16_u(rgba), high = i16x8.extend_high_i8x16_u(rgba);
  const a = i32x4.dot_i16x8_s(v128.shuffle<i16>(low, unit, 0, 8, 1, 9, 2, 10, 3, 11), exposure);
  const b = i32x4.dot_i16x8_s(v128.shuffle<i16>(low, unit, 4, 12, 5, 13, 6, 14, 7, 15), exposure);
  const c = i32x4.dot_i16x8_s(v128.shuffle<i16>(high, unit, 0, 8, 1, 9, 2, 10, 3, 11), exposure);
  const d = i32x4.dot_i16x8_s(v128.shuffle<i16>(high, unit, 4, 12, 5, 13, 6, 14, 7, 15), exposure);
  // Narrowing clamps to 0–255.
  return i8x16.narrow_i16x8_u(
    i16x8.narrow_i32x4_s(i32x4.shr_s(i32x4.add(a, half), 12), i32x4.shr_s(i32x4.add(b, half), 12)),
    i16x8.narrow_i32x4_s(i32x4.shr_s(i32x4.add(c, half), 12), i32x4.shr_s(i32x4.add(d, half), 12)),
  );
}

/** The exposures of four channels in the lanes; alpha's changes nothing. */
// @ts-ignore: decorator
@inline
function exposureOf(red: i32, green: i32, blue: i32): v128 {
  const two = i32x4.replace_lane(i32x4.splat(red), 1, green);
  return i32x4.replace_lane(i32x4.replace_lane(two, 2, blue), 3, 4096);
}

/**
 * Give so many RGBA pixels another exposure. `out` may be `source`.
 *
 * @param red Gain in 4096ths in the lower 16 bits, lift in the upper; so are the next two.
 */
export function expose(source: usize, out: usize, pixels: i32, red: i32, green: i32, blue: i32): void {
  const exposure = exposureOf(red, green, blue);
  const unit = kept(0x00ff00ff, pixels), half = kept(2048, pixels);
  let left = pixels;
  for (; left >= 4; left -= 4, source += 16, out += 16) {
    v128.store(out, exposed(v128.load(source), exposure, unit, half));
  }
  for (; left > 0; left--, source += 4, out += 4) {
    v128.store32_lane(out, exposed(v128.load32_zero(source), exposure, unit, half), 0);
  }
}

/**
 * ⌊√(r² + g² + b²)⌋ of four pixels' differences, as i32 of which the upper 16 bits are not 0: a
 * root is whole, or at least 1/900 below the next whole number, so less 0.4995 it rounds down. The
 * sum with 1.5 · 2²³ has whole numbers only, and the rounded one in its lowest bits.
 */
// @ts-ignore: decorator
@inline
function lengthOf(rgba: v128, redBlue: v128, low: v128, less: v128, magic: v128): v128 {
  const rb = v128.and(rgba, redBlue), g = v128.and(i32x4.shr_u(rgba, 8), low);
  const sum = i32x4.add(i32x4.dot_i16x8_s(rb, rb), i32x4.dot_i16x8_s(g, g));
  return f32x4.add(f32x4.sub(f32x4.sqrt(f32x4.convert_i32x4_s(sum)), less), magic);
}

/**
 * How far each pixel is from the plate's, in levels, at most 255. Up to 15 bytes behind `out` are
 * written, and 60 behind the others read.
 *
 * @param red Gain in 4096ths in the lower 16 bits, lift in the upper; so are the next two.
 */
export function plateDistance(
  frame: usize,
  plate: usize,
  out: usize,
  pixels: i32,
  red: i32,
  green: i32,
  blue: i32,
): void {
  const exposure = exposureOf(red, green, blue);
  // The pairs' second numbers, and the bytes of red and blue.
  const unit = kept(0x00ff00ff, pixels);
  const half = kept(2048, pixels), low = kept(255, pixels), words = kept(0xffff, pixels);
  const less = kept(0x3effbe77, pixels), magic = kept(0x4b400000, pixels);
  const end = out + <usize>pixels;
  for (; out < end; out += 8, frame += 32, plate += 32) {
    const a = distance(v128.load(frame), exposed(v128.load(plate), exposure, unit, half));
    const b = distance(v128.load(frame, 16), exposed(v128.load(plate, 16), exposure, unit, half));
    const both = i16x8.narrow_i32x4_s(
      v128.and(lengthOf(a, unit, low, less, magic), words),
      v128.and(lengthOf(b, unit, low, less, magic), words),
    );
    v128.store64_lane(out, i8x16.narrow_i16x8_u(both, both), 0);
  }
}

/** Each of four bytes four times. */
// @ts-ignore: decorator
@inline
function spread(bytes: v128): v128 {
  return i8x16.shuffle(bytes, bytes, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
}

/** The colours that differ by at most `nearest`, a mask of whole pixels. */
// @ts-ignore: decorator
@inline
function nearOf(difference: v128, colours: v128, nearest: v128): v128 {
  const over = v128.and(i8x16.gt_u(difference, nearest), colours);
  return i32x4.eq(over, i32x4.splat(0));
}

/** ⌈difference / k⌉ of eight bytes, as 16 bits, by k's reciprocal: see learnPlate in lib/methods. */
// @ts-ignore: decorator
@inline
function stepsOf(difference: v128, reciprocal: v128, one: v128): v128 {
  const less = i16x8.shl(i16x8.sub(difference, one), 6);
  return i16x8.add(i16x8.shr_s(i16x8.q15mulr_sat_s(less, reciprocal), 6), one);
}

/**
 * Four pixels: the plate's become the frame's where they are new, and move to it by a step
 * where they are old and near.
 *
 * @param reciprocals Of these four, 16 bits each, in the lower half.
 */
// @ts-ignore: decorator
@inline
function learnFour(plate: usize, seen: v128, known: v128, moves: v128, isNew: v128, reciprocals: v128, one: v128, opaque: v128): void {
  const difference = distance(seen, known);
  const low = i8x16.shuffle(reciprocals, reciprocals, 0, 1, 0, 1, 0, 1, 0, 1, 2, 3, 2, 3, 2, 3, 2, 3);
  const high = i8x16.shuffle(reciprocals, reciprocals, 4, 5, 4, 5, 4, 5, 4, 5, 6, 7, 6, 7, 6, 7, 6, 7);
  const steps = v128.and(
    i8x16.narrow_i16x8_u(
      stepsOf(i16x8.extend_low_i8x16_u(difference), low, one),
      stepsOf(i16x8.extend_high_i8x16_u(difference), high, one),
    ),
    moves,
  );
  // Down where the frame is darker.
  const isUp = i8x16.eq(i8x16.max_u(seen, known), seen);
  const moved = v128.bitselect(i8x16.add(known, steps), i8x16.sub(known, steps), isUp);
  v128.store(plate, v128.bitselect(v128.or(seen, opaque), moved, isNew));
}

/**
 * Learn the colour that each pixel of the room has most of the time. Up to 15 bytes behind `counts`
 * and 60 behind `plate` are written, and as many behind the others read.
 *
 * @param nearest 0–255; so is `surelyBackground`.
 * @param most 1–31.
 * @param reciprocals Four times 16 bytes: the lower ones of ⌊2¹⁵ / (n + 1)⌋ + 1 for n from 0
 * to 15 and from 16 to 31, then the upper ones.
 */
export function learnPlate(
  plate: usize,
  counts: usize,
  frame: usize,
  matte: usize,
  pixels: i32,
  nearest: i32,
  surelyBackground: i32,
  most: i32,
  reciprocals: usize,
): void {
  const near = i8x16.splat(<i8>nearest), empty = i8x16.splat(<i8>surelyBackground);
  const cap = i8x16.splat(<i8>most), ones = kept(0x01010101, pixels), one = kept(0x00010001, pixels);
  const colours = kept(0x00ffffff, pixels), opaque = kept(0xff000000, pixels);
  const sixteen = kept(0x10101010, pixels), zero = i8x16.splat(0);
  const lowA = v128.load(reciprocals), lowB = v128.load(reciprocals, 16);
  const highA = v128.load(reciprocals, 32), highB = v128.load(reciprocals, 48);
  const end = counts + <usize>pixels;
  for (; counts < end; counts += 16, matte += 16, frame += 64, plate += 64) {
    const isEmpty = i8x16.le_u(v128.load(matte), empty);
    if (!v128.any_true(isEmpty)) continue;
    const n = v128.load(counts);
    const a = v128.load(frame), b = v128.load(frame, 16), c = v128.load(frame, 32), d = v128.load(frame, 48);
    const a0 = v128.load(plate), b0 = v128.load(plate, 16), c0 = v128.load(plate, 32), d0 = v128.load(plate, 48);
    const isZero = i8x16.eq(n, zero);
    const nearA = nearOf(distance(a, a0), colours, near), nearB = nearOf(distance(b, b0), colours, near);
    const nearC = nearOf(distance(c, c0), colours, near), nearD = nearOf(distance(d, d0), colours, near);
    const isNear = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(nearA, nearB), i16x8.narrow_i32x4_s(nearC, nearD));
    const isUp = v128.or(isZero, isNear);
    const counted = v128.bitselect(i8x16.add_sat_u(n, ones), i8x16.sub(n, ones), isUp);
    v128.store(counts, v128.bitselect(counted, n, isEmpty));
    const isNew = v128.and(isEmpty, isZero), moves = v128.andnot(v128.and(isEmpty, isNear), isZero);
    if (!v128.any_true(v128.or(isNew, moves))) continue;
    // Outside its 16 bytes a swizzle gives 0.
    const at = i8x16.min_u(n, cap), atB = i8x16.sub(at, sixteen);
    const low = v128.or(i8x16.swizzle(lowA, at), i8x16.swizzle(lowB, atB));
    const high = v128.or(i8x16.swizzle(highA, at), i8x16.swizzle(highB, atB));
    const first = i8x16.shuffle(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const second = i8x16.shuffle(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    learnFour(plate, a, a0, v128.and(spread(moves), colours), spread(isNew), first, one, opaque);
    learnFour(plate + 16, b, b0, v128.and(spread(v128.shuffle<i32>(moves, moves, 1, 1, 1, 1)), colours), spread(v128.shuffle<i32>(isNew, isNew, 1, 1, 1, 1)), v128.shuffle<i64>(first, first, 1, 1), one, opaque);
    learnFour(plate + 32, c, c0, v128.and(spread(v128.shuffle<i32>(moves, moves, 2, 2, 2, 2)), colours), spread(v128.shuffle<i32>(isNew, isNew, 2, 2, 2, 2)), second, one, opaque);
    learnFour(plate + 48, d, d0, v128.and(spread(v128.shuffle<i32>(moves, moves, 3, 3, 3, 3)), colours), spread(v128.shuffle<i32>(isNew, isNew, 3, 3, 3, 3)), v128.shuffle<i64>(second, second, 1, 1), one, opaque);
  }
}

/**
 * Mark what is known and empty, and leave of `near` what is known.
 *
 * @param background A matte is at most so high where it is empty: 0–255.
 * @returns How many pixels are empty.
 */
export function findEmpty(
  matte: usize,
  known: usize,
  near: usize,
  empty: usize,
  pixels: i32,
  background: i32,
): i32 {
  const most = i8x16.splat(<i8>background);
  let count = 0, left = pixels;
  for (; left >= 16; left -= 16, matte += 16, known += 16, near += 16, empty += 16) {
    const isKnown = v128.load(known);
    const isEmpty = v128.and(i8x16.le_u(v128.load(matte), most), isKnown);
    v128.store(empty, isEmpty);
    v128.store(near, v128.and(v128.load(near), isKnown));
    count += popcnt(i8x16.bitmask(isEmpty));
  }
  for (; left > 0; left--, matte++, known++, near++, empty++) {
    const isKnown = load<u8>(known);
    const isEmpty: u8 = load<u8>(matte) <= <u8>background ? isKnown : 0;
    store<u8>(empty, isEmpty);
    store<u8>(near, load<u8>(near) & isKnown);
    count += <i32>(isEmpty & 1);
  }
  return count;
}

/**
 * Correct a matte where `near` is not 0: `table[alpha << 8 | (exact + mean) >> 1]`. Up to 15 bytes
 * behind the rasters are read.
 *
 * @param table 65,536 bytes.
 * @param endOfNone Below this distance the table keeps 0.
 * @param endOfAll Below this distance it keeps 255,
 * @param lastOfMost and above this one. All three are 0–255.
 */
export function addEvidence(
  matte: usize,
  exact: usize,
  mean: usize,
  near: usize,
  pixels: i32,
  table: usize,
  endOfNone: i32,
  endOfAll: i32,
  lastOfMost: i32,
): void {
  const none = i8x16.splat(<i8>endOfNone), all = i8x16.splat(<i8>endOfAll);
  const beyond = i8x16.splat(<i8>lastOfMost);
  const ones = kept(0x01010101, pixels), zero = i8x16.splat(0), full = kept(-1, pixels);
  for (let left = pixels; left > 0; left -= 16, matte += 16, exact += 16, mean += 16, near += 16) {
    const where = v128.load(near);
    if (!v128.any_true(where)) continue;
    const alpha = v128.load(matte), a = v128.load(exact), b = v128.load(mean);
    // Rounded down.
    const middle = i8x16.sub(i8x16.avgr_u(a, b), v128.and(v128.xor(a, b), ones));
    const keepsNone = v128.and(i8x16.eq(alpha, zero), i8x16.lt_u(middle, none));
    const keepsAll = v128.and(
      i8x16.eq(alpha, full),
      v128.or(i8x16.lt_u(middle, all), i8x16.gt_u(middle, beyond)),
    );
    const isKept = v128.or(i8x16.eq(where, zero), v128.or(keepsNone, keepsAll));
    let bits = i8x16.bitmask(v128.not(isKept));
    if (left < 16) bits &= (1 << left) - 1;
    for (; bits != 0; bits &= bits - 1) {
      const i = <usize>ctz(bits);
      const level = (<u32>load<u8>(exact + i) + load<u8>(mean + i)) >> 1;
      store<u8>(matte + i, load<u8>(table + (<usize>load<u8>(matte + i) << 8 | level)));
    }
  }
}
