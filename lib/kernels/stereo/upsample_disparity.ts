// Disparities enlarged along the frame's edges: the twin of lib/pixels/stereo/upsample_disparity.ts.
// Exact: votes are whole numbers, sums f64 in the plain twin's order.

import { distance } from "../vector";

/** What is red, green and blue of two pixels. */
const COLORS: i64 = 0x00ffffff_00ffffff;

/** Where in the scratch the least disparities are: after a line of f64. */
// @ts-ignore: decorator
@inline
function rangesAt(scratch: usize, width: i32): usize {
  return scratch + 8 * <usize>width;
}

/** The least of each window's row, and the largest `most` bytes further on. */
function rowRanges(values: usize, width: i32, radius: i32, to: usize, most: usize): void {
  for (let x = 0; x <= width; x++, to += 4) {
    if (x >= radius && x + 3 + radius <= width) {
      let low = f32x4.splat(Infinity), high = f32x4.splat(-Infinity);
      for (let k = x - radius; k < x + radius; k++) {
        const value = v128.load(values + 4 * <usize>k);
        low = f32x4.pmin(low, value);
        high = f32x4.pmax(high, value);
      }
      v128.store(to, low);
      v128.store(to + most, high);
      x += 3;
      to += 12;
      continue;
    }
    let low: f32 = Infinity, high: f32 = -Infinity;
    for (let k = max(0, x - radius); k < min(width, x + radius); k++) {
      const value = load<f32>(values + 4 * <usize>k);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    store<f32>(to, low);
    store<f32>(to + most, high);
  }
}

/** Of each column of some rows of ranges the least, and the largest `most` bytes further on. */
function columnRanges(
  rows: usize,
  count: i32,
  columns: i32,
  to: usize,
  most: usize,
  rowMost: usize,
): void {
  const stride = 4 * <usize>columns;
  let x = 0;
  for (; x + 4 <= columns; x += 4, rows += 16, to += 16) {
    let low = f32x4.splat(Infinity), high = f32x4.splat(-Infinity);
    for (let k = 0, row = rows; k < count; k++, row += stride) {
      low = f32x4.pmin(low, v128.load(row));
      high = f32x4.pmax(high, v128.load(row + rowMost));
    }
    v128.store(to, low);
    v128.store(to + most, high);
  }
  for (; x < columns; x++, rows += 4, to += 4) {
    let low: f32 = Infinity, high: f32 = -Infinity;
    for (let k = 0, row = rows; k < count; k++, row += stride) {
      if (load<f32>(row) < low) low = load<f32>(row);
      if (load<f32>(row + rowMost) > high) high = load<f32>(row + rowMost);
    }
    store<f32>(to, low);
    store<f32>(to + most, high);
  }
}

/**
 * The least and the largest disparity around each place between four pixels.
 *
 * @param values The map, f32.
 * @param scratch `16 · (width + 1) · (height + 1) + 8 · width` bytes, at an address that 8 divides.
 */
export function cellRanges(
  values: usize,
  width: i32,
  height: i32,
  radius: i32,
  scratch: usize,
): void {
  const columns = width + 1;
  const ranges = rangesAt(scratch, width);
  const most = 4 * <usize>(columns * (height + 1));
  const rows = ranges + 2 * most;
  const rowMost = 4 * <usize>(columns * height);
  const stride = 4 * <usize>columns;
  for (let y = 0; y < height; y++) {
    const row = values + 4 * <usize>(y * width);
    rowRanges(row, width, radius, rows + <usize>y * stride, rowMost);
  }
  for (let y = 0; y <= height; y++) {
    const start = max(0, y - radius), end = min(height, y + radius);
    const from = rows + <usize>start * stride;
    columnRanges(from, end - start, columns, ranges + <usize>y * stride, most, rowMost);
  }
}

/** How two pixels beside each other differ from one, all three channels together: lanes 0 and 1. */
// @ts-ignore: decorator
@inline
function differences(two: v128, one: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_u(distance(two, one)));
}

/** What is voted for on each side. */
let near: i32 = 0;
let far: i32 = 0;
let nearSum: f64 = 0;
let farSum: f64 = 0;

// @ts-ignore: decorator
@inline
function vote(votes: usize, difference: i32, value: f64, middle: f64): void {
  const count = load<i32>(votes + 4 * <usize>difference);
  if (value > middle) {
    near += count;
    nearSum += <f64>count * value;
  } else {
    far += count;
    farSum += <f64>count * value;
  }
}

/** The mean of the side that most of what is around is for. */
function elected(
  values: usize,
  bitmap: usize,
  width: i32,
  height: i32,
  pixel: u32,
  column: i32,
  row: i32,
  middle: f64,
  radius: i32,
  votes: usize,
): f64 {
  const colors = i64x2.splat(COLORS);
  const one = v128.and(i32x4.splat(pixel), colors);
  const startX = max(0, column + 1 - radius), endX = min(width, column + 1 + radius);
  const startY = max(0, row + 1 - radius), endY = min(height, row + 1 + radius);
  near = 0;
  far = 0;
  nearSum = 0;
  farSum = 0;
  for (let y = startY; y < endY; y++) {
    let p = bitmap + 4 * <usize>(y * width + startX);
    let from = values + 4 * <usize>(y * width + startX);
    let x = startX;
    for (; x + 2 <= endX; x += 2, p += 8, from += 8) {
      const differ = differences(
        v128.and(v128.load64_zero(p), colors),
        v128.and(one, i64x2(-1, 0)),
      );
      vote(votes, i32x4.extract_lane(differ, 0), <f64>load<f32>(from), middle);
      vote(votes, i32x4.extract_lane(differ, 1), <f64>load<f32>(from, 4), middle);
    }
    if (x < endX) {
      const differ = differences(v128.and(v128.load32_zero(p), colors), one);
      vote(votes, i32x4.extract_lane(differ, 0), <f64>load<f32>(from), middle);
    }
  }
  return near > far ? nearSum / <f64>near : farSum / <f64>far;
}

/** A line between two rows of the map. */
function mixRows(upper: usize, lower: usize, width: i32, down: f64, line: usize): void {
  const rest = f64x2.splat(1 - down), share = f64x2.splat(down);
  let x = 0;
  for (; x + 2 <= width; x += 2, upper += 8, lower += 8, line += 16) {
    const above = f64x2.promote_low_f32x4(v128.load64_zero(upper));
    const below = f64x2.promote_low_f32x4(v128.load64_zero(lower));
    v128.store(line, f64x2.add(f64x2.mul(above, rest), f64x2.mul(below, share)));
  }
  if (x < width) {
    store<f64>(line, <f64>load<f32>(upper) * (1 - down) + <f64>load<f32>(lower) * down);
  }
}

/** Some pixels between two of the map, by how far they are from the left one. */
function mixColumns(left: f64, next: f64, rights: usize, count: i32, to: usize): void {
  const a = f64x2.splat(left), b = f64x2.splat(next), one = f64x2.splat(1);
  let x = 0;
  for (; x + 2 <= count; x += 2, rights += 8, to += 8) {
    const right = f64x2.promote_low_f32x4(v128.load64_zero(rights));
    const mixed = f64x2.add(f64x2.mul(a, f64x2.sub(one, right)), f64x2.mul(b, right));
    v128.store64_lane(to, f32x4.demote_f64x2_zero(mixed), 0);
  }
  if (x < count) {
    const right = <f64>load<f32>(rights);
    store<f32>(to, <f32>(left * (1 - right) + next * right));
  }
}

/**
 * Enlarge a map whose ranges `cellRanges` has written to `scratch`.
 *
 * @param values The map without holes, f32; `bitmap` has its pixels' colours.
 * @param guide The frame, `toWidth` × `toHeight`.
 * @param starts The first pixel of a row that lies behind each pixel of the map, i32, from that before the
 * first to the end of the row: `width + 2`.
 * @param rights How far each pixel of a row is from that before it, f32.
 * @param rows Before which row of the map each row lies, i32, and how far from it, f32, in `downs`.
 * @param votes How much a vote counts by the difference of the colours, i32.
 */
export function upsampleDisparity(
  values: usize,
  bitmap: usize,
  width: i32,
  height: i32,
  guide: usize,
  to: usize,
  toWidth: i32,
  toHeight: i32,
  starts: usize,
  rights: usize,
  rows: usize,
  downs: usize,
  votes: usize,
  radius: i32,
  slope: f64,
  scratch: usize,
): void {
  const most = 4 * <usize>((width + 1) * (height + 1));
  const ranges = rangesAt(scratch, width);
  for (let y = 0; y < toHeight; y++) {
    const row = load<i32>(rows + 4 * <usize>y);
    const upper = values + 4 * <usize>(width * max(row, 0));
    const lower = values + 4 * <usize>(width * min(row + 1, height - 1));
    mixRows(upper, lower, width, <f64>load<f32>(downs + 4 * <usize>y), scratch);
    let cell = ranges + 4 * <usize>((row + 1) * (width + 1));
    let end = load<i32>(starts);
    for (let column = -1; column < width; column++, cell += 4) {
      const start = end;
      end = load<i32>(starts + 4 * <usize>(column + 2));
      const least = <f64>load<f32>(cell), largest = <f64>load<f32>(cell + most);
      if (!(largest - least > slope)) {
        const left = load<f64>(scratch + 8 * <usize>max(column, 0));
        const next = load<f64>(scratch + 8 * <usize>min(column + 1, width - 1));
        const at = 4 * <usize>start;
        mixColumns(left, next, rights + at, end - start, to + at);
        continue;
      }
      const middle = (least + largest) / 2;
      for (let at = 4 * <usize>start; at < 4 * <usize>end; at += 4) {
        const pixel = load<u32>(guide + at);
        const mean = elected(
          values,
          bitmap,
          width,
          height,
          pixel,
          column,
          row,
          middle,
          radius,
          votes,
        );
        store<f32>(to + at, <f32>mean);
      }
    }
    guide += 4 * <usize>toWidth;
    to += 4 * <usize>toWidth;
  }
}
