// Means of squares, one byte a pixel: the twin of lib/pixels/filter/box_blur.ts.

/** Entries of 16 bits that a row of column sums takes more than there are, for whole vectors. */
const ROOM = 32;

/** Sums of the columns around row 0, whose upper half is that row again and again. */
function startColumns(source: usize, width: i32, height: i32, radius: i32, columns: usize): void {
  const below = max(0, radius - (height - 1));
  const last = source + width * (height - 1);
  for (let x = 0; x < width; x++) {
    const sum = (radius + 1) * <i32>load<u8>(source + x) + below * <i32>load<u8>(last + x);
    store<u16>(columns + 2 * x, <u16>sum);
  }
  for (let y = 1; y <= radius && y < height; y++) {
    const row = source + y * width;
    for (let x = 0; x < width; x++) {
      store<u16>(columns + 2 * x, load<u16>(columns + 2 * x) + <u16>load<u8>(row + x));
    }
  }
}

/** One row down: what comes is added, what goes subtracted. */
function moveColumns(columns: usize, comes: usize, goes: usize, width: i32): void {
  const end = columns + 2 * <usize>width;
  for (; columns < end; columns += 32, comes += 16, goes += 16) {
    const more = v128.load(comes), less = v128.load(goes);
    const low = i16x8.sub(i16x8.extend_low_i8x16_u(more), i16x8.extend_low_i8x16_u(less));
    const high = i16x8.sub(i16x8.extend_high_i8x16_u(more), i16x8.extend_high_i8x16_u(less));
    v128.store(columns, i16x8.add(v128.load(columns), low));
    v128.store(columns, i16x8.add(v128.load(columns, 16), high), 16);
  }
}

/** Running sums of four values, on top of `before` in all lanes. */
// @ts-ignore: decorator
@inline
function running(values: v128, before: v128): v128 {
  const zero = i32x4.splat(0);
  const pairs = i32x4.add(values, v128.shuffle<i32>(zero, values, 0, 4, 5, 6));
  return i32x4.add(i32x4.add(pairs, v128.shuffle<i32>(zero, pairs, 0, 1, 4, 5)), before);
}

/** Sums of all columns before each, so that a square's sum is one subtraction. */
function sumUp(columns: usize, count: i32, sums: usize): void {
  const end = columns + 2 * <usize>count;
  store<i32>(sums, 0);
  let before = i32x4.splat(0);
  for (; columns < end; columns += 16, sums += 32) {
    const eight = v128.load(columns);
    const low = running(i32x4.extend_low_i16x8_u(eight), before);
    v128.store(sums, low, 4);
    const high = running(i32x4.extend_high_i16x8_u(eight), v128.shuffle<i32>(low, low, 3, 3, 3, 3));
    v128.store(sums, high, 20);
    before = v128.shuffle<i32>(high, high, 3, 3, 3, 3);
  }
}

/**
 * Means of four squares. With 2²³ added a float has no fraction left: its lowest
 * bits are the mean, rounded.
 */
// @ts-ignore: decorator
@inline
function meansOf(sums: usize, side: usize, scale: v128): v128 {
  const sum = i32x4.sub(v128.load(sums + side), v128.load(sums));
  const mean = f32x4.mul(f32x4.convert_i32x4_s(sum), scale);
  return v128.and(f32x4.add(mean, f32x4.splat(8388608)), i32x4.splat(255));
}

/** Sums of three rows, with the outermost ones once more at either end. */
function sumThreeRows(above: usize, row: usize, below: usize, width: i32, columns: usize): void {
  for (let x: usize = 0, end = <usize>width; x < end; x += 16) {
    const a = v128.load(above + x), b = v128.load(row + x), c = v128.load(below + x);
    const low = i16x8.add(i16x8.extend_low_i8x16_u(a), i16x8.extend_low_i8x16_u(b));
    const high = i16x8.add(i16x8.extend_high_i8x16_u(a), i16x8.extend_high_i8x16_u(b));
    v128.store(columns + 2 * x, i16x8.add(low, i16x8.extend_low_i8x16_u(c)));
    v128.store(columns + 2 * x, i16x8.add(high, i16x8.extend_high_i8x16_u(c)), 16);
  }
  store<u16>(columns - 2, load<u16>(columns));
  store<u16>(columns + 2 * <usize>width, load<u16>(columns + 2 * <usize>(width - 1)));
}

/** Ninths of eight sums of nine bytes, rounded: 3641 / 2¹⁵ is a ninth, and a little more by 2⁻¹⁵ of it. */
// @ts-ignore: decorator
@inline
function ninths(columns: usize, ninth: v128): v128 {
  const sides = i16x8.add(v128.load(columns - 2), v128.load(columns + 2));
  return i16x8.q15mulr_sat_s(i16x8.add(sides, v128.load(columns)), ninth);
}

/** Means of squares of three by three. */
function blurByOne(source: usize, out: usize, width: i32, height: i32, columns: usize): void {
  const ninth = i16x8.splat(3641);
  for (let y = 0; y < height; y++) {
    const row = source + <usize>(y * width);
    const above = y > 0 ? row - width : row, below = y + 1 < height ? row + width : row;
    sumThreeRows(above, row, below, width, columns);
    let from = columns;
    const end = out + width;
    for (let block = 16; block <= width; block += 16, out += 16, from += 32) {
      v128.store(out, i8x16.narrow_i16x8_u(ninths(from, ninth), ninths(from + 16, ninth)));
    }
    for (; out < end; out++, from += 2) {
      store<u8>(out, <u8>i16x8.extract_lane_u(ninths(from, ninth), 0));
    }
  }
}

/**
 * Means of squares, a byte a pixel; `source` and `out` must not overlap. Of the memory behind
 * `source` up to 16 bytes are read, and not used. Single precision is enough up to a radius of 81:
 * tests/kernels/primitives_test.ts tries each sum next to a half.
 *
 * @param radius 1–81.
 * @param scratch `6 · (width + 2 · radius) + 256` bytes.
 */
export function boxBlur(
  source: usize,
  out: usize,
  width: i32,
  height: i32,
  radius: i32,
  scratch: usize,
): void {
  // Without running sums it takes a quarter of the time.
  if (radius == 1) return blurByOne(source, out, width, height, scratch + 16);
  const side = 2 * radius + 1, count = width + 2 * radius;
  const columns = scratch, inner = columns + 2 * radius;
  const sums = scratch + 2 * (count + ROOM);
  const scale = f32x4.splat(1 / <f32>(side * side));
  startColumns(source, width, height, radius, inner);
  for (let y = 0; y < height; y++) {
    const first = load<u16>(inner), last = load<u16>(inner + 2 * (width - 1));
    for (let x = 0; x < radius; x++) {
      store<u16>(columns + 2 * x, first);
      store<u16>(inner + 2 * (width + x), last);
    }
    sumUp(columns, count, sums);
    let from = sums, end = out + width;
    for (let block = 16; block <= width; block += 16, out += 16, from += 64) {
      const a = meansOf(from, 4 * side, scale), b = meansOf(from + 16, 4 * side, scale);
      const c = meansOf(from + 32, 4 * side, scale), d = meansOf(from + 48, 4 * side, scale);
      v128.store(out, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
    }
    for (; out < end; out++, from += 4) {
      store<u8>(out, <u8>i32x4.extract_lane(meansOf(from, 4 * side, scale), 0));
    }
    const comes = source + width * min(y + radius + 1, height - 1);
    moveColumns(inner, comes, source + width * max(y - radius, 0), width);
  }
}
