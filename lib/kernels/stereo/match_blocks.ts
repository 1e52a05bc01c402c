// Block matching: the twin of lib/pixels/stereo/block_match/match_blocks.ts. Eight or sixteen disparities in a vector.
// Exact: whole numbers only. Filtered levels are at most 126, a column of 255 of their differences is below
// 2¹⁵; so is a block, or its sums have 32 bits.
//
// Benefit: see docs/measurements/stereo.md. The sums of columns are updated where they are added to the
// block, so that they are written and read once; differences are made anew where OpenCV keeps them.

import {
  cap,
  count,
  disp12MaxDiff,
  first,
  from,
  height,
  matched,
  radius,
  textureThreshold,
  to,
  UNKNOWN,
  width,
} from "./block_plan";
import { choose, least16, least32 } from "./choose_disparity";
import { validateDisparities } from "./validate_disparities";

/** Sixteen differences of the row that comes, less those of the row that goes. */
// @ts-ignore: decorator
@inline
function change(fresh: v128, comes: usize, old: v128, goes: usize): v128 {
  return i8x16.sub(
    i8x16.abs(i8x16.sub(fresh, v128.load(comes))),
    i8x16.abs(i8x16.sub(old, v128.load(goes))),
  );
}

/**
 * Move a column down by a row, and the block right by a column.
 *
 * @param column The sums of the column that comes into the block, 16 bits.
 * @param gone Those of the one that goes.
 * @param block The block's sums.
 * @param comes The right picture's pixels of the row that comes into the column.
 * @param goes Those of the row that goes.
 * @returns The least of the block's sums.
 */
// @ts-ignore: decorator
@inline
function slide16(
  column: usize,
  gone: usize,
  block: usize,
  fresh: v128,
  comes: usize,
  old: v128,
  goes: usize,
): i32 {
  let least = i16x8.splat(i16.MAX_VALUE);
  for (const end = comes + <usize>count; comes < end; comes += 16, goes += 16) {
    const delta = change(fresh, comes, old, goes);
    const a = i16x8.add(v128.load(column), i16x8.extend_low_i8x16_s(delta));
    const b = i16x8.add(v128.load(column, 16), i16x8.extend_high_i8x16_s(delta));
    v128.store(column, a);
    v128.store(column, b, 16);
    const low = i16x8.add(v128.load(block), i16x8.sub(a, v128.load(gone)));
    const high = i16x8.add(v128.load(block, 16), i16x8.sub(b, v128.load(gone, 16)));
    v128.store(block, low);
    v128.store(block, high, 16);
    least = i16x8.min_s(least, i16x8.min_s(low, high));
    column += 32, gone += 32, block += 32;
  }
  return least16(least);
}

/** Add four numbers of 16 bits to four of 32 bits. */
// @ts-ignore: decorator
@inline
function addTo(block: usize, low: v128): v128 {
  const sum = i32x4.add(v128.load(block), low);
  v128.store(block, sum);
  return sum;
}

/** The same for blocks whose sums have 32 bits. */
// @ts-ignore: decorator
@inline
function slide32(
  column: usize,
  gone: usize,
  block: usize,
  fresh: v128,
  comes: usize,
  old: v128,
  goes: usize,
): i32 {
  let least = i32x4.splat(i32.MAX_VALUE);
  for (const end = comes + <usize>count; comes < end; comes += 16, goes += 16) {
    const delta = change(fresh, comes, old, goes);
    const a = i16x8.add(v128.load(column), i16x8.extend_low_i8x16_s(delta));
    const b = i16x8.add(v128.load(column, 16), i16x8.extend_high_i8x16_s(delta));
    v128.store(column, a);
    v128.store(column, b, 16);
    const low = i16x8.sub(a, v128.load(gone)), high = i16x8.sub(b, v128.load(gone, 16));
    const one = addTo(block, i32x4.extend_low_i16x8_s(low));
    const two = addTo(block + 16, i32x4.extend_high_i16x8_s(low));
    const three = addTo(block + 32, i32x4.extend_low_i16x8_s(high));
    const four = addTo(block + 48, i32x4.extend_high_i16x8_s(high));
    least = i32x4.min_s(least, i32x4.min_s(i32x4.min_s(one, two), i32x4.min_s(three, four)));
    column += 32, gone += 32, block += 64;
  }
  return least32(least);
}

/**
 * Move all columns down by a row; and, if asked, match the blocks of that row.
 *
 * @param comes The row that comes, in both pictures; `goes` the one that goes.
 * @param line Takes sixteenths of all columns; 0 if none are asked for. Then costs.
 */
function matchRow<Sum>(
  comes: usize,
  goes: usize,
  pictures: usize,
  leftColumns: usize,
  rightColumns: usize,
  columns: usize,
  textures: usize,
  block: usize,
  line: usize,
  costs: usize,
): void {
  const stride = <usize>count << 1, zeros = block + (<usize>count << 2), lead = 2 * radius;
  memory.fill(block, 0, <usize>count << 2);
  let texture = 0;
  for (let k = 0, column = columns; k < matched + lead; k++, column += stride) {
    const leftAt = <usize>load<i32>(leftColumns + (<usize>k << 2));
    const rightAt = pictures + <usize>load<i32>(rightColumns + (<usize>k << 2));
    const fresh = load<u8>(comes + leftAt), old = load<u8>(goes + leftAt);
    const own = textures + (<usize>k << 2);
    const ownTexture = load<i32>(own) + abs(<i32>fresh - cap) - abs(<i32>old - cap);
    store<i32>(own, ownTexture);
    const x = k - lead;
    const gone = x > 0 ? columns + <usize>(x - 1) * stride : zeros;
    texture += ownTexture - (x > 0 ? load<i32>(textures + (<usize>(x - 1) << 2)) : 0);
    const freshes = i8x16.splat(fresh), olds = i8x16.splat(old);
    const least = sizeof<Sum>() == 2
      ? slide16(column, gone, block, freshes, comes + rightAt, olds, goes + rightAt)
      : slide32(column, gone, block, freshes, comes + rightAt, olds, goes + rightAt);
    if (x < 0 || line == 0 || texture < textureThreshold) continue;
    store<i32>(line + (<usize>(first + x) << 2), choose<Sum>(block, least));
    store<i32>(costs + (<usize>(first + x) << 2), least);
  }
}

/** Write disparities in pixels. */
function write(line: usize, start: i32, end: i32, out: usize): void {
  for (let x = start; x < end; x++, out += 4) {
    const sixteenths = load<i32>(line + (<usize>x << 2));
    store<f32>(out, sixteenths == UNKNOWN ? f32.NaN : <f32>sixteenths * 0.0625);
  }
}

/**
 * Match two filtered pictures by what setBlockMatch has set.
 *
 * @param out Takes the disparities in pixels; filled with NaN.
 * @param left The left picture; a row of zeros follows the last.
 * @param right The right one, also.
 * @param leftColumns Where each column of a block lies.
 * @param rightColumns The same in the right picture.
 * @param isLong Whether a block's sums need 32 bits.
 * @param scratch blockMatchBytes() bytes.
 */
export function matchBlocks(
  out: usize,
  left: usize,
  right: usize,
  leftColumns: usize,
  rightColumns: usize,
  isLong: bool,
  scratch: usize,
): void {
  const length = matched + 2 * radius, wide = max(width, first + matched);
  const columns = scratch;
  const textures = columns + (<usize>(length * count) << 1);
  const block = textures + (<usize>length << 2);
  const line = block + <usize>count * 6, costs = line + (<usize>wide << 2);
  const rest = costs + (<usize>wide << 2);
  memory.fill(scratch, 0, line - scratch);
  // Each of the blank rows that go takes a cap away.
  for (let k = 0; k < length; k++) {
    store<i32>(textures + (<usize>k << 2), (2 * radius + 1) * cap);
  }
  const blank = left + <usize>(height * width), apart = right - left;
  for (let y = 0; y < height; y++) {
    const comes = left + <usize>(y * width);
    const goes = y > 2 * radius ? comes - <usize>((2 * radius + 1) * width) : blank;
    const at = y < 2 * radius ? 0 : line;
    if (at != 0) for (let x = 0; x < wide; x++) store<i32>(line + (<usize>x << 2), UNKNOWN);
    if (isLong) matchRow<i32>(comes, goes, apart, leftColumns, rightColumns, columns, textures, block, at, costs);
    else matchRow<i16>(comes, goes, apart, leftColumns, rightColumns, columns, textures, block, at, costs);
    if (at == 0) continue;
    const row = y - radius;
    // Behind the right border OpenCV writes on, into the next row; only that below the last one stays.
    if (y == height - 1) write(line, width, wide, out + (<usize>((row + 1) * width) << 2));
    if (disp12MaxDiff >= 0) validateDisparities(line, costs, rest);
    write(line, from, to, out + (<usize>(row * width + from) << 2));
  }
}

/** What matchBlocks needs as scratch, by what setBlockMatch has set. */
export function blockMatchBytes(): i32 {
  const length = matched + 2 * radius, wide = max(width, first + matched);
  return 2 * length * count + 4 * length + 6 * count + 8 * wide + 8 * width;
}
