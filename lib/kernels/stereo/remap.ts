// Pixels from where a map says: the twin of lib/pixels/stereo/remap.ts. Exact.

import { pair } from "../vector";

/** Places in 32nds, halves to even; what 32 bits do not hold is the least. */
// @ts-ignore: decorator
@inline
function partsOf(places: v128): v128 {
  const parts = f32x4.mul(places, f32x4.splat(32));
  const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(parts));
  const isHeld = v128.and(
    f32x4.ge(parts, f32x4.splat(-2147483648)),
    f32x4.lt(parts, f32x4.splat(2147483648)),
  );
  return v128.bitselect(whole, i32x4.splat(i32.MIN_VALUE), isHeld);
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

/** Two pixels beside each other, byte by byte in turn, as 16 bits each. */
// @ts-ignore: decorator
@inline
function inTurn(pixels: v128): v128 {
  return i16x8.extend_low_i8x16_u(
    i8x16.shuffle(pixels, pixels, 0, 4, 1, 5, 2, 6, 3, 7, 0, 0, 0, 0, 0, 0, 0, 0),
  );
}

/** One pixel of four pixels that are weighed. */
// @ts-ignore: decorator
@inline
function mixed(top: v128, bottom: v128, placeX: i32, placeY: i32): u32 {
  const right = placeX & 31, down = placeY & 31;
  const up = 32 - down;
  const weights = pair(32 - right, right);
  const above = i16x8.mul(weights, i16x8.splat(<i16>up));
  const below = i16x8.mul(weights, i16x8.splat(<i16>down));
  const sum = i32x4.add(
    i32x4.dot_i16x8_s(inTurn(top), above),
    i32x4.dot_i16x8_s(inTurn(bottom), below),
  );
  const levels = i32x4.shr_u(i32x4.add(sum, i32x4.splat(512)), 10);
  const narrow = i16x8.narrow_i32x4_s(levels, levels);
  return <u32>i32x4.extract_lane(i8x16.narrow_i16x8_u(narrow, narrow), 0);
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

function frameEdge(
  from: usize,
  width: i32,
  height: i32,
  placeX: i32,
  placeY: i32,
  repeats: i32,
): u32 {
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
  return mixed(top, bottom, placeX, placeY);
}

// @ts-ignore: decorator
@inline
function framePixel(
  from: usize,
  width: i32,
  height: i32,
  placeX: i32,
  placeY: i32,
  repeats: i32,
): u32 {
  const x = placeX >> 5, y = placeY >> 5;
  // Sides beyond 16 bits go the other way, too.
  if (<u32>x < <u32>min(width - 1, 32767) && <u32>y < <u32>min(height - 1, 32767)) {
    const p = from + 4 * (<usize>y * <usize>width + <usize>x);
    return mixed(v128.load64_zero(p), v128.load64_zero(p + 4 * <usize>width), placeX, placeY);
  }
  return frameEdge(from, width, height, placeX, placeY, repeats);
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
  let i = 0;
  for (; i + 4 <= count; i += 4, mapX += 16, mapY += 16, to += 16) {
    const x = partsOf(v128.load(mapX)), y = partsOf(v128.load(mapY));
    store<u32>(to, framePixel(from, width, height, i32x4.extract_lane(x, 0), i32x4.extract_lane(y, 0), repeats));
    store<u32>(to, framePixel(from, width, height, i32x4.extract_lane(x, 1), i32x4.extract_lane(y, 1), repeats), 4);
    store<u32>(to, framePixel(from, width, height, i32x4.extract_lane(x, 2), i32x4.extract_lane(y, 2), repeats), 8);
    store<u32>(to, framePixel(from, width, height, i32x4.extract_lane(x, 3), i32x4.extract_lane(y, 3), repeats), 12);
  }
  for (; i < count; i++, mapX += 4, mapY += 4, to += 4) {
    const x = i32x4.extract_lane(partsOf(f32x4.splat(load<f32>(mapX))), 0);
    const y = i32x4.extract_lane(partsOf(f32x4.splat(load<f32>(mapY))), 0);
    store<u32>(to, framePixel(from, width, height, x, y, repeats));
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

function grayPixel(
  from: usize,
  width: i32,
  height: i32,
  placeX: i32,
  placeY: i32,
  repeats: i32,
): i32 {
  const right = placeX & 31, down = placeY & 31;
  const left = 32 - right, up = 32 - down;
  let x = placeX >> 5, y = placeY >> 5;
  if (<u32>x < <u32>min(width - 1, 32767) && <u32>y < <u32>min(height - 1, 32767)) {
    const p = from + <usize>y * <usize>width + <usize>x;
    const q = p + <usize>width;
    const top = left * <i32>load<u8>(p) + right * <i32>load<u8>(p, 1);
    const bottom = left * <i32>load<u8>(q) + right * <i32>load<u8>(q, 1);
    return (up * top + down * bottom + 512) >> 10;
  }
  x = pixelOf(placeX);
  y = pixelOf(placeY);
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
  let i = 0;
  for (; i + 4 <= count; i += 4, mapX += 16, mapY += 16, to += 4) {
    const x = partsOf(v128.load(mapX)), y = partsOf(v128.load(mapY));
    store<u8>(to, grayPixel(from, width, height, i32x4.extract_lane(x, 0), i32x4.extract_lane(y, 0), repeats));
    store<u8>(to, grayPixel(from, width, height, i32x4.extract_lane(x, 1), i32x4.extract_lane(y, 1), repeats), 1);
    store<u8>(to, grayPixel(from, width, height, i32x4.extract_lane(x, 2), i32x4.extract_lane(y, 2), repeats), 2);
    store<u8>(to, grayPixel(from, width, height, i32x4.extract_lane(x, 3), i32x4.extract_lane(y, 3), repeats), 3);
  }
  for (; i < count; i++, mapX += 4, mapY += 4, to++) {
    const x = i32x4.extract_lane(partsOf(f32x4.splat(load<f32>(mapX))), 0);
    const y = i32x4.extract_lane(partsOf(f32x4.splat(load<f32>(mapY))), 0);
    store<u8>(to, grayPixel(from, width, height, x, y, repeats));
  }
}
