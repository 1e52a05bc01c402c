// Pixels from where a map says: the twin of lib/pixels/stereo/remap.ts. Exact.

import { interleaveLow } from "../vector";

/** Places in 32nds, halves to even; what 32 bits do not hold is the least. */
// @ts-ignore: decorator
@inline
function partsOf(places: v128): v128 {
  const parts = f32x4.mul(places, f32x4.splat(32));
  const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(parts));
  // What is too little is the least already; NaN is not less than anything.
  const isHeld = f32x4.lt(parts, f32x4.splat(2147483648));
  return v128.bitselect(whole, i32x4.splat(i32.MIN_VALUE), isHeld);
}

// @ts-ignore: decorator
@inline
function partAt(place: usize): i32 {
  return i32x4.extract_lane(partsOf(v128.load32_splat(place)), 0);
}

// @ts-ignore: decorator
@inline
function pixelOf(place: i32): i32 {
  return min(max(place >> 5, -32768), 32767);
}

// @ts-ignore: decorator
@inline
function clamped(pixel: i32, last: i32): i32 {
  return min(max(pixel, 0), last);
}

// @ts-ignore: decorator
@inline
function isWithin(x: i32, y: i32, width: i32, height: i32): bool {
  return <u32>x < <u32>width && <u32>y < <u32>height;
}

/** One of four numbers, four times; so are the next three. */
// @ts-ignore: decorator
@inline
function lane0(four: v128): v128 {
  return v128.shuffle<i32>(four, four, 0, 0, 0, 0);
}

// @ts-ignore: decorator
@inline
function lane1(four: v128): v128 {
  return v128.shuffle<i32>(four, four, 1, 1, 1, 1);
}

// @ts-ignore: decorator
@inline
function lane2(four: v128): v128 {
  return v128.shuffle<i32>(four, four, 2, 2, 2, 2);
}

// @ts-ignore: decorator
@inline
function lane3(four: v128): v128 {
  return v128.shuffle<i32>(four, four, 3, 3, 3, 3);
}

/** What the left and the right neighbour count, in turn: 16 bits each, of 32. */
// @ts-ignore: decorator
@inline
function across(x: v128): v128 {
  const right = v128.and(x, i32x4.splat(31));
  return v128.or(i32x4.sub(i32x4.splat(32), right), i32x4.shl(right, 16));
}

/** What the lower neighbours count: 16 bits twice, of 32. */
// @ts-ignore: decorator
@inline
function downwards(y: v128): v128 {
  const down = v128.and(y, i32x4.splat(31));
  return v128.or(down, i32x4.shl(down, 16));
}

/** Whether all four neighbours of all four places are in the picture, and within 16 bits. */
// @ts-ignore: decorator
@inline
function areInside(x: v128, y: v128, lastX: i32, lastY: i32): bool {
  const isInside = v128.and(
    i32x4.lt_u(x, i32x4.splat(min(lastX, 32767))),
    i32x4.lt_u(y, i32x4.splat(min(lastY, 32767))),
  );
  return i32x4.all_true(isInside);
}

/**
 * The four channels of a pixel: 32 bits each.
 *
 * @param top Two pixels above, 16 bits a channel; two below are in `bottom`.
 * @param beside What the left and the right one count.
 * @param down What those below count.
 */
// @ts-ignore: decorator
@inline
function mixed(top: v128, bottom: v128, beside: v128, down: v128): v128 {
  const lines = i16x8.add(i16x8.shl(top, 5), i16x8.mul(i16x8.sub(bottom, top), down));
  // Benefit: V8 knows both shuffles, and builds the mask of any other one anew each time.
  const right = v128.shuffle<i32>(lines, lines, 2, 3, 2, 3);
  const sum = i32x4.dot_i16x8_s(interleaveLow(lines, right), beside);
  return i32x4.shr_u(i32x4.add(sum, i32x4.splat(512)), 10);
}

/** A pixel, or what is shown from outside. */
// @ts-ignore: decorator
@inline
function pixelAt(from: usize, width: i32, height: i32, x: i32, y: i32, repeats: i32): u32 {
  if (repeats != 0) {
    x = clamped(x, width - 1);
    y = clamped(y, height - 1);
  } else if (!isWithin(x, y, width, height)) return 0;
  return load<u32>(from + 4 * (<usize>y * <usize>width + <usize>x));
}

/** A pixel wherever it lies. */
function frameEdge(
  from: usize,
  width: i32,
  height: i32,
  mapX: usize,
  mapY: usize,
  repeats: i32,
): u32 {
  const placeX = partAt(mapX), placeY = partAt(mapY);
  const x = pixelOf(placeX), y = pixelOf(placeY);
  const top = i32x4.replace_lane(
    i32x4.splat(pixelAt(from, width, height, x, y, repeats)),
    1,
    pixelAt(from, width, height, x + 1, y, repeats),
  );
  const bottom = i32x4.replace_lane(
    i32x4.splat(pixelAt(from, width, height, x, y + 1, repeats)),
    1,
    pixelAt(from, width, height, x + 1, y + 1, repeats),
  );
  const beside = across(i32x4.splat(placeX)), down = downwards(i32x4.splat(placeY));
  const upper = i16x8.extend_low_i8x16_u(top), lower = i16x8.extend_low_i8x16_u(bottom);
  const levels = mixed(upper, lower, beside, down);
  const narrow = i16x8.narrow_i32x4_s(levels, levels);
  return <u32>i32x4.extract_lane(i8x16.narrow_i16x8_u(narrow, narrow), 0);
}

/**
 * Take each pixel of a frame from where a map says; `from` and `to` must not overlap.
 *
 * @param mapX Columns, f32; so are rows in `mapY`.
 * @param count How many pixels the map has.
 * @param repeats 1 if the edge is repeated, 0 if all outside is 0.
 */
export function remapFrame(
  from: usize,
  to: usize,
  width: i32,
  height: i32,
  mapX: usize,
  mapY: usize,
  count: i32,
  repeats: i32,
): void {
  const row = 4 * <usize>width;
  let i = 0;
  for (; i + 4 <= count; i += 4, mapX += 16, mapY += 16, to += 16) {
    const placeX = partsOf(v128.load(mapX)), placeY = partsOf(v128.load(mapY));
    const x = i32x4.shr_s(placeX, 5), y = i32x4.shr_s(placeY, 5);
    if (!areInside(x, y, width - 1, height - 1)) {
      for (let k: usize = 0; k < 16; k += 4) {
        store<u32>(to + k, frameEdge(from, width, height, mapX + k, mapY + k, repeats));
      }
      continue;
    }
    const beside = across(placeX), down = downwards(placeY);
    const offsets = i32x4.shl(i32x4.add(i32x4.mul(y, i32x4.splat(width)), x), 2);
    const aAt = from + <usize>i32x4.extract_lane(offsets, 0);
    const a = mixed(v128.load8x8_u(aAt), v128.load8x8_u(aAt + row), lane0(beside), lane0(down));
    const bAt = from + <usize>i32x4.extract_lane(offsets, 1);
    const b = mixed(v128.load8x8_u(bAt), v128.load8x8_u(bAt + row), lane1(beside), lane1(down));
    const cAt = from + <usize>i32x4.extract_lane(offsets, 2);
    const c = mixed(v128.load8x8_u(cAt), v128.load8x8_u(cAt + row), lane2(beside), lane2(down));
    const dAt = from + <usize>i32x4.extract_lane(offsets, 3);
    const d = mixed(v128.load8x8_u(dAt), v128.load8x8_u(dAt + row), lane3(beside), lane3(down));
    v128.store(
      to,
      i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)),
    );
  }
  for (; i < count; i++, mapX += 4, mapY += 4, to += 4) {
    store<u32>(to, frameEdge(from, width, height, mapX, mapY, repeats));
  }
}

// @ts-ignore: decorator
@inline
function levelAt(from: usize, width: i32, height: i32, x: i32, y: i32, repeats: i32): i32 {
  if (repeats != 0) {
    x = clamped(x, width - 1);
    y = clamped(y, height - 1);
  } else if (!isWithin(x, y, width, height)) return 0;
  return load<u8>(from + <usize>y * <usize>width + <usize>x);
}

/** A level wherever it lies. */
function grayEdge(
  from: usize,
  width: i32,
  height: i32,
  mapX: usize,
  mapY: usize,
  repeats: i32,
): i32 {
  const placeX = partAt(mapX), placeY = partAt(mapY);
  const right = placeX & 31, down = placeY & 31;
  const left = 32 - right, up = 32 - down;
  const x = pixelOf(placeX), y = pixelOf(placeY);
  const top = left * levelAt(from, width, height, x, y, repeats) +
    right * levelAt(from, width, height, x + 1, y, repeats);
  const bottom = left * levelAt(from, width, height, x, y + 1, repeats) +
    right * levelAt(from, width, height, x + 1, y + 1, repeats);
  return (up * top + down * bottom + 512) >> 10;
}

/** The same as `remapFrame` for a gray picture. */
export function remapGray(
  from: usize,
  to: usize,
  width: i32,
  height: i32,
  mapX: usize,
  mapY: usize,
  count: i32,
  repeats: i32,
): void {
  const zero = i32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4, mapX += 16, mapY += 16, to += 4) {
    const placeX = partsOf(v128.load(mapX)), placeY = partsOf(v128.load(mapY));
    const x = i32x4.shr_s(placeX, 5), y = i32x4.shr_s(placeY, 5);
    if (!areInside(x, y, width - 1, height - 1)) {
      for (let k: usize = 0; k < 4; k++) {
        store<u8>(to + k, grayEdge(from, width, height, mapX + 4 * k, mapY + 4 * k, repeats));
      }
      continue;
    }
    const beside = across(placeX), down = downwards(placeY);
    const above = i16x8.mul(beside, i16x8.sub(i16x8.splat(32), down));
    const below = i16x8.mul(beside, down);
    const offsets = i32x4.add(i32x4.mul(y, i32x4.splat(width)), x);
    const p = from + <usize>i32x4.extract_lane(offsets, 0);
    const q = from + <usize>i32x4.extract_lane(offsets, 1);
    const r = from + <usize>i32x4.extract_lane(offsets, 2);
    const s = from + <usize>i32x4.extract_lane(offsets, 3);
    let top = v128.load_lane<u16>(p, zero, 0);
    top = v128.load_lane<u16>(q, top, 1);
    top = v128.load_lane<u16>(r, top, 2);
    top = v128.load_lane<u16>(s, top, 3);
    let bottom = v128.load_lane<u16>(p + width, zero, 0);
    bottom = v128.load_lane<u16>(q + width, bottom, 1);
    bottom = v128.load_lane<u16>(r + width, bottom, 2);
    bottom = v128.load_lane<u16>(s + width, bottom, 3);
    const sum = i32x4.add(
      i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(top), above),
      i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bottom), below),
    );
    const levels = i32x4.shr_u(i32x4.add(sum, i32x4.splat(512)), 10);
    const narrow = i16x8.narrow_i32x4_s(levels, levels);
    store<u32>(to, <u32>i32x4.extract_lane(i8x16.narrow_i16x8_u(narrow, narrow), 0));
  }
  for (; i < count; i++, mapX += 4, mapY += 4, to++) {
    store<u8>(to, grayEdge(from, width, height, mapX, mapY, repeats));
  }
}
