// Pictures as planes, each pixel the mean of a square of 1, 2 or 4 pixels a side, halves up.
// Beyond the border the outermost pixels repeat.

import { kept } from "../../vector";

/** One shrunken pixel of any: a byte in so many. */
function meanOf(
  source: usize,
  rowLength: i32,
  width: i32,
  height: i32,
  side: i32,
  x: i32,
  y: i32,
  step: i32,
): u8 {
  let sum = 0;
  for (let dy = 0; dy < side; dy++) {
    const row = source + min(y * side + dy, height - 1) * rowLength * step;
    for (let dx = 0; dx < side; dx++) sum += load<u8>(row + min(x * side + dx, width - 1) * step);
  }
  const area = side * side;
  return <u8>((sum + (area >> 1)) / area);
}

/** Eight sums of two by two bytes. */
// @ts-ignore: decorator
@inline
function sumTwo(upper: usize, lower: usize): v128 {
  return i16x8.add(
    i16x8.extadd_pairwise_i8x16_u(v128.load(upper)),
    i16x8.extadd_pairwise_i8x16_u(v128.load(lower)),
  );
}

/** A gray picture, or a part of one, as a plane of rows of `stride` bytes. */
export function shrinkGray(
  source: usize,
  rowLength: i32,
  width: i32,
  height: i32,
  side: i32,
  to: usize,
  stride: i32,
): void {
  const columns = (width + side - 1) / side, rows = (height + side - 1) / side;
  for (let y = 0; y < rows; y++, to += stride) {
    const row = source + y * side * rowLength;
    if (side == 1) {
      memory.copy(to, row, width);
      continue;
    }
    let x = 0;
    if (y * side + side <= height) {
      for (; x * side + 16 <= width; x += 16 / side) {
        const at = row + x * side;
        const pairs = sumTwo(at, at + rowLength);
        if (side == 2) {
          const means = i16x8.shr_u(i16x8.add(pairs, i16x8.splat(2)), 2);
          v128.store64_lane(to + x, i8x16.narrow_i16x8_u(means, means), 0);
        } else {
          const all = i16x8.add(pairs, sumTwo(at + 2 * rowLength, at + 3 * rowLength));
          const fours = i32x4.extadd_pairwise_i16x8_u(all);
          const means = i32x4.shr_u(i32x4.add(fours, i32x4.splat(8)), 4);
          const words = i16x8.narrow_i32x4_s(means, means);
          v128.store32_lane(to + x, i8x16.narrow_i16x8_u(words, words), 0);
        }
      }
    }
    for (; x < columns; x++) store<u8>(to + x, meanOf(source, rowLength, width, height, side, x, y, 1));
  }
}

/** Sums of the two halves of a row's 16 bytes, channel by channel in the lower lanes. */
// @ts-ignore: decorator
@inline
function sumFour(row: usize): v128 {
  const four = v128.load(row);
  return i16x8.add(i16x8.extend_low_i8x16_u(four), i16x8.extend_high_i8x16_u(four));
}

/** Eight lanes, the upper four on top of the lower four. */
// @ts-ignore: decorator
@inline
function fold(lanes: v128): v128 {
  return i16x8.add(lanes, v128.shuffle<i64>(lanes, lanes, 1, 1));
}

/** Sums of four pixels' channels in four rows: of two pixels in the lower lanes, of two in the upper. */
// @ts-ignore: decorator
@inline
function sumRows(at: usize, row: usize): v128 {
  return i16x8.add(
    i16x8.add(sumFour(at), sumFour(at + row)),
    i16x8.add(sumFour(at + 2 * row), sumFour(at + 3 * row)),
  );
}

/** Means of the sixteen pixels of two such sums. */
// @ts-ignore: decorator
@inline
function meansOf(a: v128, b: v128, half: v128): v128 {
  const sum = i16x8.add(v128.shuffle<i64>(a, b, 0, 2), v128.shuffle<i64>(a, b, 1, 3));
  return i16x8.shr_u(i16x8.add(sum, half), 4);
}

/** Sixteen by four pixels as four, channel by channel. */
// @ts-ignore: decorator
@inline
function putQuarters(at: usize, row: usize, half: v128, to: usize, plane: usize): void {
  const means = i8x16.narrow_i16x8_u(
    meansOf(sumRows(at, row), sumRows(at + 16, row), half),
    meansOf(sumRows(at + 32, row), sumRows(at + 48, row), half),
  );
  const apart = i8x16.shuffle(means, means, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  v128.store32_lane(to, apart, 0);
  v128.store32_lane(to + plane, apart, 1);
  v128.store32_lane(to + 2 * plane, apart, 2);
}

/** Red, green and blue of a frame, or of a part of one, as planes. */
export function shrinkFrame(
  source: usize,
  rowLength: i32,
  width: i32,
  height: i32,
  side: i32,
  to: usize,
  stride: i32,
  plane: usize,
): void {
  const columns = (width + side - 1) / side, rows = (height + side - 1) / side;
  for (let y = 0; y < rows; y++, to += stride) {
    const row = source + 4 * (y * side * rowLength);
    let x = 0;
    if (side == 1) {
      for (; x + 16 <= width; x += 16) putPixels(row + 4 * x, to + x, plane);
    } else if (y * side + side <= height) {
      const half = kept(0x00080008, width);
      if (side == 4) {
        for (; 4 * x + 16 <= width; x += 4) putQuarters(row + 16 * x, 4 * rowLength, half, to + x, plane);
      }
      for (; x * side + side <= width; x++) {
        const at = row + 4 * x * side;
        let sum: v128;
        if (side == 2) {
          sum = fold(i16x8.add(v128.load8x8_u(at), v128.load8x8_u(at + 4 * rowLength)));
          sum = i16x8.shr_u(i16x8.add(sum, i16x8.splat(2)), 2);
        } else {
          sum = i16x8.add(sumFour(at), sumFour(at + 4 * rowLength));
          sum = i16x8.add(sum, i16x8.add(sumFour(at + 8 * rowLength), sumFour(at + 12 * rowLength)));
          sum = i16x8.shr_u(i16x8.add(fold(sum), i16x8.splat(8)), 4);
        }
        store<u8>(to + x, <u8>i16x8.extract_lane_u(sum, 0));
        store<u8>(to + x + plane, <u8>i16x8.extract_lane_u(sum, 1));
        store<u8>(to + x + 2 * plane, <u8>i16x8.extract_lane_u(sum, 2));
      }
    }
    for (; x < columns; x++) {
      for (let c: usize = 0; c < 3; c++) {
        store<u8>(to + x + c * plane, meanOf(source + c, rowLength, width, height, side, x, y, 4));
      }
    }
  }
}

/** Sixteen pixels, channel by channel. */
function putPixels(rgba: usize, to: usize, plane: usize): void {
  const a = v128.load(rgba), b = v128.load(rgba, 16), c = v128.load(rgba, 32), d = v128.load(rgba, 48);
  // Red, then green, of eight pixels; blue, then alpha.
  const low = i8x16.shuffle(a, b, 0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29);
  const high = i8x16.shuffle(c, d, 0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29);
  const lowBlue = i8x16.shuffle(a, b, 2, 6, 10, 14, 18, 22, 26, 30, 3, 7, 11, 15, 19, 23, 27, 31);
  const highBlue = i8x16.shuffle(c, d, 2, 6, 10, 14, 18, 22, 26, 30, 3, 7, 11, 15, 19, 23, 27, 31);
  v128.store(to, v128.shuffle<i64>(low, high, 0, 2));
  v128.store(to + plane, v128.shuffle<i64>(low, high, 1, 3));
  v128.store(to + 2 * plane, v128.shuffle<i64>(lowBlue, highBlue, 0, 2));
}
