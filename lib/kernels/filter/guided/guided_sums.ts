// Sums over windows of whole numbers, a row at a time: columns take what comes and lose what
// goes; then the sums of all columns before each. The window around x is the difference of two
// of those, 2 · radius + 1 apart.

/** Running sums of four values, on top of `before` in all lanes. */
// @ts-ignore: decorator
@inline
function running(values: v128, before: v128): v128 {
  const zero = i32x4.splat(0);
  const pairs = i32x4.add(values, v128.shuffle<i32>(zero, values, 0, 4, 5, 6));
  return i32x4.add(i32x4.add(pairs, v128.shuffle<i32>(zero, pairs, 0, 1, 4, 5)), before);
}

/** Add to four columns; store the sums up to each; returns the last of them in all lanes. */
// @ts-ignore: decorator
@inline
function put(more: v128, column: usize, sum: usize, before: v128): v128 {
  const four = i32x4.add(v128.load(column), more);
  v128.store(column, four);
  const sums = running(four, before);
  v128.store(sum, sums);
  return v128.shuffle<i32>(sums, sums, 3, 3, 3, 3);
}

/** Behind the last column nothing is added any more. */
// @ts-ignore: decorator
@inline
function putEnd(sum: usize, radius: i32, last: v128): void {
  for (let i = 0; i < radius; i += 4) v128.store(sum + 4 * i, last);
}

/** The window sums of four columns: the sums' line begins with as many zeros as the radius and one. */
// @ts-ignore: decorator
@inline
export function windowOf(sums: usize, x: i32, radius: i32): v128 {
  const at = sums + 4 * x;
  return i32x4.sub(v128.load(at + 8 * <usize>radius + 4), v128.load(at));
}

/** Sixteen differences at four columns each. */
// @ts-ignore: decorator
@inline
function putWords(low: v128, high: v128, column: usize, sum: usize, before: v128): v128 {
  let last = put(i32x4.extend_low_i16x8_s(low), column, sum, before);
  last = put(i32x4.extend_high_i16x8_s(low), column + 16, sum + 16, last);
  last = put(i32x4.extend_low_i16x8_s(high), column + 32, sum + 32, last);
  return put(i32x4.extend_high_i16x8_s(high), column + 48, sum + 48, last);
}

/** Sums of bytes. */
export function addValues(
  comes: usize,
  goes: usize,
  count: i32,
  column: usize,
  sums: usize,
  radius: i32,
): void {
  let sum = sums + 4 * <usize>(radius + 1), last = i32x4.splat(0);
  for (let x = 0; x < count; x += 16, comes += 16, goes += 16, column += 64, sum += 64) {
    const more = v128.load(comes), less = v128.load(goes);
    const low = i16x8.sub(i16x8.extend_low_i8x16_u(more), i16x8.extend_low_i8x16_u(less));
    const high = i16x8.sub(i16x8.extend_high_i8x16_u(more), i16x8.extend_high_i8x16_u(less));
    last = putWords(low, high, column, sum, last);
  }
  putEnd(sum, radius, last);
}

/** Eight products that come and eight that go, at their columns. */
// @ts-ignore: decorator
@inline
function putProducts(more: v128, less: v128, column: usize, sum: usize, before: v128): v128 {
  const low = i32x4.sub(i32x4.extend_low_i16x8_u(more), i32x4.extend_low_i16x8_u(less));
  const high = i32x4.sub(i32x4.extend_high_i16x8_u(more), i32x4.extend_high_i16x8_u(less));
  return put(high, column + 16, sum + 16, put(low, column, sum, before));
}

/** Sums of products of bytes. */
export function addProducts(
  comesA: usize,
  comesB: usize,
  goesA: usize,
  goesB: usize,
  count: i32,
  column: usize,
  sums: usize,
  radius: i32,
): void {
  let sum = sums + 4 * <usize>(radius + 1), last = i32x4.splat(0);
  for (let x = 0; x < count; x += 16, column += 64, sum += 64) {
    const moreA = v128.load(comesA + x), moreB = v128.load(comesB + x);
    const lessA = v128.load(goesA + x), lessB = v128.load(goesB + x);
    const lowMore = i16x8.extmul_low_i8x16_u(moreA, moreB);
    const lowLess = i16x8.extmul_low_i8x16_u(lessA, lessB);
    last = putProducts(lowMore, lowLess, column, sum, last);
    const highMore = i16x8.extmul_high_i8x16_u(moreA, moreB);
    const highLess = i16x8.extmul_high_i8x16_u(lessA, lessB);
    last = putProducts(highMore, highLess, column + 32, sum + 32, last);
  }
  putEnd(sum, radius, last);
}

/**
 * Means of 32-bit values; what comes takes the place of what goes.
 *
 * @param shares One divided by the pixels of each window.
 * @param weight By which means are multiplied.
 * @param means Takes them, single precision; 0 if they are not wanted.
 */
export function addRow(
  comes: usize,
  goes: usize,
  count: i32,
  column: usize,
  sums: usize,
  radius: i32,
  shares: usize,
  weight: f32,
  means: usize,
): void {
  let sum = sums + 4 * <usize>(radius + 1), last = i32x4.splat(0);
  for (let x = 0; x < count; x += 4, column += 16, sum += 16) {
    const more = v128.load(comes + 4 * x), less = v128.load(goes + 4 * x);
    v128.store(goes + 4 * x, more);
    last = put(i32x4.sub(more, less), column, sum, last);
  }
  putEnd(sum, radius, last);
  if (means == 0) return;
  const weights = f32x4.splat(weight);
  for (let x = 0; x < count; x += 4) {
    const total = f32x4.convert_i32x4_s(windowOf(sums, x, radius));
    v128.store(means + 4 * x, f32x4.mul(total, f32x4.mul(v128.load(shares + 4 * x), weights)));
  }
}
