// The background's light on a foreground's edge: the twin of lib/pixels/compose/light_wrap.ts. Sums
// are whole numbers, up to a radius of 90 below 2³¹; what is multiplied with them is f64 in the plain
// twin's order.

import { kept } from "../vector";

/** With it added an f64 has no fraction left: its lowest bits are the number, halves to even. */
const WHOLE: f64 = 6755399441055744;

/** Bytes of a column's sums: red, green and blue times alpha, 32 bits each. */
const COLUMN: usize = 16;

/**
 * How near the background is where there is foreground.
 *
 * @param far The matte, softened. Of the memory behind it and the matte up to 15 bytes are read.
 * @param wrap Takes two bytes a pixel, and up to 30 bytes more.
 * @param box Takes the columns and rows in which there is any: left, top, right, bottom, the last
 * ones not included, 32 bits each; columns to 16.
 * @returns Whether there is any.
 */
export function nearness(matte: usize, far: usize, width: i32, height: i32, wrap: usize, box: usize): bool {
  let left = width, top = height, right = 0, bottom = 0;
  for (let y = 0; y < height; y++, matte += width, far += width, wrap += 2 * <usize>width) {
    let isEmpty = true;
    for (let x = 0; x < width; x += 16) {
      const alpha = v128.load(matte + x), near = v128.not(v128.load(far + x));
      const low = i16x8.extmul_low_i8x16_u(near, alpha), high = i16x8.extmul_high_i8x16_u(near, alpha);
      v128.store(wrap + 2 * <usize>x, low);
      v128.store(wrap + 2 * <usize>x, high, 16);
      if (!v128.any_true(v128.or(low, high))) continue;
      isEmpty = false;
      left = min(left, x);
      right = max(right, x + 16);
    }
    if (isEmpty) continue;
    top = min(top, y);
    bottom = y + 1;
  }
  store<i32>(box, left);
  store<i32>(box, top, 4);
  store<i32>(box, min(right, width), 8);
  store<i32>(box, bottom, 12);
  return bottom > 0;
}

/** Colours times alpha of two pixels, 16 bits each. */
// @ts-ignore: decorator
@inline
function lightOf(two: v128): v128 {
  return i16x8.mul(two, v128.shuffle<i16>(two, two, 3, 3, 3, 3, 7, 7, 7, 7));
}

// @ts-ignore: decorator
@inline
function addTo(column: usize, more: v128, less: v128): void {
  const low = i32x4.sub(i32x4.extend_low_i16x8_u(more), i32x4.extend_low_i16x8_u(less));
  const high = i32x4.sub(i32x4.extend_high_i16x8_u(more), i32x4.extend_high_i16x8_u(less));
  v128.store(column, i32x4.add(v128.load(column), low));
  v128.store(column, i32x4.add(v128.load(column, 16), high), 16);
}

/** A pixel's light. */
// @ts-ignore: decorator
@inline
function lightAt(pixel: usize): v128 {
  return i32x4.extend_low_i16x8_u(lightOf(i16x8.extend_low_i8x16_u(v128.load32_zero(pixel))));
}

/** Add a row to the columns' sums, and subtract another; the columns lie within the picture. */
function moveColumns(columns: usize, count: i32, comes: usize, goes: usize): void {
  for (; count >= 4; count -= 4, columns += 4 * COLUMN, comes += 16, goes += 16) {
    const more = v128.load(comes), less = v128.load(goes);
    addTo(columns, lightOf(i16x8.extend_low_i8x16_u(more)), lightOf(i16x8.extend_low_i8x16_u(less)));
    addTo(columns + 32, lightOf(i16x8.extend_high_i8x16_u(more)), lightOf(i16x8.extend_high_i8x16_u(less)));
  }
  for (; count > 0; count--, columns += COLUMN, comes += 4, goes += 4) {
    v128.store(columns, i32x4.add(v128.load(columns), i32x4.sub(lightAt(comes), lightAt(goes))));
  }
}

/**
 * Start the columns' sums, those of the row before a box's first.
 *
 * @param lights The background, RGBA.
 * @param left The first of `count` columns, within the picture.
 * @param top The box's first row.
 * @param columns Takes 16 bytes a column.
 */
export function startLight(
  lights: usize,
  width: i32,
  height: i32,
  left: i32,
  count: i32,
  top: i32,
  radius: i32,
  columns: usize,
): void {
  memory.fill(columns, 0, COLUMN * <usize>count);
  for (let y = top - 1 - radius; y < top + radius; y++) {
    const row = lights + 4 * <usize>(min(max(y, 0), height - 1) * width + left);
    for (let x = 0; x < count; x++) {
      const column = columns + COLUMN * <usize>x;
      v128.store(column, i32x4.add(v128.load(column), lightAt(row + 4 * <usize>x)));
    }
  }
}

/** The sums of the squares around a column: beyond the border the outermost columns repeat. */
function sumAround(columns: usize, left: i32, x: i32, radius: i32, width: i32): v128 {
  let sum = i32x4.splat(0);
  for (let c = x - radius; c <= x + radius; c++) {
    sum = i32x4.add(sum, v128.load(columns + COLUMN * <usize>(min(max(c, 0), width - 1) - left)));
  }
  return sum;
}

/** Screen light over a pixel. */
// @ts-ignore: decorator
@inline
function screen(pixel: usize, sum: v128, share: v128, white: v128, whole: v128): void {
  const own = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(pixel)));
  const low = f64x2.convert_low_i32x4_s(own);
  const high = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(own, own, 2, 3, 2, 3));
  const redGreen = f64x2.convert_low_i32x4_s(sum);
  const blue = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(sum, sum, 2, 3, 2, 3));
  const a = f64x2.add(low, f64x2.mul(f64x2.mul(f64x2.sub(white, low), redGreen), share));
  const b = f64x2.add(high, f64x2.mul(f64x2.mul(f64x2.sub(white, high), blue), share));
  const words = v128.shuffle<i32>(f64x2.add(a, whole), f64x2.add(b, whole), 0, 2, 4, 6);
  const narrow = i16x8.narrow_i32x4_s(words, words), alpha = load<u8>(pixel, 3);
  v128.store32_lane(pixel, i8x16.narrow_i16x8_u(narrow, narrow), 0);
  store<u8>(pixel, alpha, 3);
}

/**
 * Screen the background's means over so many rows.
 *
 * @param wrap Of all pixels.
 * @param out RGBA.
 * @param from The first column in which there is any.
 * @param end The last one, not included.
 * @param left The first of the columns that are summed up.
 * @param first The first row: that after the last that was done, or the box's.
 */
export function lightRows(
  lights: usize,
  wrap: usize,
  out: usize,
  width: i32,
  height: i32,
  from: i32,
  end: i32,
  left: i32,
  count: i32,
  first: i32,
  last: i32,
  radius: i32,
  scale: f64,
  columns: usize,
): void {
  const whole = v128.or(f64x2.splat(WHOLE), kept(0, width)), white = f64x2.splat(255);
  for (let y = first; y < last; y++) {
    const comes = lights + 4 * <usize>(min(y + radius, height - 1) * width + left);
    const goes = lights + 4 * <usize>(max(y - radius - 1, 0) * width + left);
    moveColumns(columns, count, comes, goes);
    const row = <usize>(y * width);
    // Where the sum is, if it is anywhere near.
    let at = -1 - radius, sum = i32x4.splat(0);
    for (let block = from; block < end; block += 16) {
      const near = wrap + 2 * (row + <usize>block);
      if (!v128.any_true(v128.or(v128.load(near), v128.load(near, 16)))) continue;
      const stop = min(block + 16, end);
      for (let x = block; x < stop; x++) {
        const wrapped = <i32>load<u16>(wrap + 2 * (row + <usize>x));
        if (wrapped == 0) continue;
        if (x - at > radius) {
          sum = sumAround(columns, left, x, radius, width);
        } else {
          for (; at < x; at++) {
            const enters = columns + COLUMN * <usize>(min(at + radius + 1, width - 1) - left);
            const leaves = columns + COLUMN * <usize>(max(at - radius, 0) - left);
            sum = i32x4.sub(i32x4.add(sum, v128.load(enters)), v128.load(leaves));
          }
        }
        at = x;
        screen(out + 4 * (row + <usize>x), sum, f64x2.splat(<f64>wrapped * scale), white, whole);
      }
    }
  }
}
