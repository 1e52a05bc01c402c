// What it costs to take one column for another: the twin of
// lib/pixels/stereo/semi_global/semi_global_costs.ts.

/**
 * The signals of a picture's row: for each channel a line of slopes, then for each one of levels.
 *
 * @param picture Its first pixel, of `step` bytes.
 * @param cap Steeper slopes are cut.
 * @param isMirrored Whether from right to left.
 * @param values Takes the lines; `lows` and `highs` what they have within half a pixel.
 */
export function stereoSignals(
  picture: usize,
  step: i32,
  width: i32,
  height: i32,
  y: i32,
  channels: i32,
  cap: i32,
  isMirrored: bool,
  values: usize,
  lows: usize,
  highs: usize,
): void {
  const row = picture + <usize>(y * width * step);
  const above = y > 0 ? row - <usize>(width * step) : row;
  const below = y < height - 1 ? row + <usize>(width * step) : row;
  for (let channel = 0; channel < channels; channel++) {
    const slopes = values + <usize>(channel * width);
    const levels = values + <usize>((channels + channel) * width);
    const direction = isMirrored ? -1 : 1;
    let to = isMirrored ? width - 1 : 0;
    for (let x = 0; x < width; x++, to += direction) {
      const p = <usize>(x * step + channel);
      let slope = 0, level = cap;
      if (x > 0 && x < width - 1) {
        const before = p - <usize>step, after = p + <usize>step;
        slope = 2 * (<i32>load<u8>(row + after) - <i32>load<u8>(row + before)) +
          <i32>load<u8>(above + after) - <i32>load<u8>(above + before) +
          <i32>load<u8>(below + after) - <i32>load<u8>(below + before);
        level = load<u8>(row + p);
      }
      store<u8>(slopes + <usize>to, max(-cap, min(slope, cap)) + cap);
      store<u8>(levels + <usize>to, level);
    }
  }
  for (let line = 0; line < 2 * channels; line++) {
    const start = <usize>(line * width);
    spreadLine(values + start, width, lows + start, highs + start);
  }
}

/** The mean of bytes, rounded down. */
// @ts-ignore: decorator
@inline
function meanOf(a: v128, b: v128): v128 {
  const odd = v128.and(v128.xor(a, b), i8x16.splat(1));
  return i8x16.sub(i8x16.avgr_u(a, b), odd);
}

/** The least and the most of a line from the half pixel before to that after. */
function spreadLine(values: usize, width: i32, lows: usize, highs: usize): void {
  let x = 0;
  for (; x < width; x++) {
    if (x > 0 && x + 17 <= width) {
      // Vectors in the middle, and single bytes at both ends.
      const at = values + <usize>x;
      const value = v128.load(at);
      const before = meanOf(value, v128.load(at - 1));
      const after = meanOf(value, v128.load(at, 1));
      v128.store(lows + <usize>x, i8x16.min_u(value, i8x16.min_u(before, after)));
      v128.store(highs + <usize>x, i8x16.max_u(value, i8x16.max_u(before, after)));
      x += 15;
      continue;
    }
    const value = <i32>load<u8>(values + <usize>x);
    const before = x > 0 ? (value + <i32>load<u8>(values + <usize>(x - 1))) >> 1 : value;
    const after = x < width - 1 ? (value + <i32>load<u8>(values + <usize>(x + 1))) >> 1 : value;
    store<u8>(lows + <usize>x, min(min(before, after), value));
    store<u8>(highs + <usize>x, max(max(before, after), value));
  }
}

/** How far bytes of the two lines are apart, half a pixel to each side being free. */
// @ts-ignore: decorator
@inline
function apart(u: v128, low: v128, high: v128, v: usize, lows: usize, highs: usize): v128 {
  const value = v128.load(v);
  const off = i8x16.max_u(
    i8x16.sub_sat_u(u, v128.load(highs)),
    i8x16.sub_sat_u(v128.load(lows), u),
  );
  const back = i8x16.max_u(i8x16.sub_sat_u(value, high), i8x16.sub_sat_u(low, value));
  return i8x16.min_u(off, back);
}

/**
 * The costs of a row's pixels, by disparity.
 *
 * @param left The left picture's lines: values, lows and highs, `area` bytes apart; so has `right`.
 * @param columns How many columns, from `first` on.
 * @param to Takes `depth` costs a column.
 */
export function stereoPixelCosts(
  left: usize,
  right: usize,
  area: usize,
  width: i32,
  channels: i32,
  first: i32,
  columns: i32,
  least: i32,
  depth: i32,
  to: usize,
): void {
  const size = <usize>(channels * width);
  for (let channel = 0; channel < channels; channel++) {
    const line = <usize>(channel * width);
    for (let x = 0; x < columns; x++) {
      const slope = left + line + <usize>(first + x);
      const level = slope + size;
      const u = v128.load8_splat(slope);
      const low = v128.load8_splat(slope + area);
      const high = v128.load8_splat(slope + 2 * area);
      const u2 = v128.load8_splat(level);
      const low2 = v128.load8_splat(level + area);
      const high2 = v128.load8_splat(level + 2 * area);
      let from = right + line + <usize>(width - 1 - first - x + least);
      let cost = to + <usize>(2 * x * depth);
      for (let d = 0; d < depth; d += 16, from += 16, cost += 32) {
        const slopes = apart(u, low, high, from, from + area, from + 2 * area);
        const other = from + size;
        const levels = apart(u2, low2, high2, other, other + area, other + 2 * area);
        let few = i16x8.add(
          i16x8.extend_low_i8x16_u(slopes),
          i16x8.shr_u(i16x8.extend_low_i8x16_u(levels), 2),
        );
        let more = i16x8.add(
          i16x8.extend_high_i8x16_u(slopes),
          i16x8.shr_u(i16x8.extend_high_i8x16_u(levels), 2),
        );
        if (channel > 0) {
          few = i16x8.add(few, v128.load(cost));
          more = i16x8.add(more, v128.load(cost, 16));
        }
        v128.store(cost, few);
        v128.store(cost, more, 16);
      }
    }
  }
}

/** Products, or where they are too large the largest number. */
// @ts-ignore: decorator
@inline
function product(a: v128, b: v128): v128 {
  return i16x8.narrow_i32x4_s(i32x4.extmul_low_i16x8_s(a, b), i32x4.extmul_high_i16x8_s(a, b));
}

/**
 * Sums of a row's pixels over the block's width.
 *
 * @param addsFirst Whether what comes is added before what goes is taken off.
 */
export function stereoSumAcross(
  pixels: usize,
  sums: usize,
  columns: i32,
  depth: i32,
  radius: i32,
  addsFirst: bool,
): void {
  const column = <usize>(2 * depth);
  const last = pixels + <usize>(columns - 1) * column;
  const times = i16x8.splat(<i16>(radius + 1));
  for (let p: usize = 0; p < column; p += 16) {
    let sum = product(v128.load(pixels + p), times);
    for (let x = 1; x <= radius; x++) {
      sum = i16x8.add_sat_s(sum, v128.load(min(pixels + <usize>x * column, last) + p));
    }
    v128.store(sums + p, sum);
  }
  for (let x = 1; x < columns; x++) {
    const comes = pixels + <usize>min(x + radius, columns - 1) * column;
    const goes = pixels + <usize>max(x - radius - 1, 0) * column;
    const to = sums + <usize>x * column;
    for (let p: usize = 0; p < column; p += 16) {
      const sum = v128.load(to - column + p);
      const come = v128.load(comes + p);
      const go = v128.load(goes + p);
      v128.store(
        to + p,
        addsFirst
          ? i16x8.sub_sat_s(i16x8.add_sat_s(sum, come), go)
          : i16x8.add_sat_s(i16x8.sub_sat_s(sum, go), come),
      );
    }
  }
}

/** Add a row's sums to costs, so many times. */
export function stereoAddSums(costs: usize, sums: usize, count: i32, times: i32): void {
  const factor = i16x8.splat(<i16>times);
  for (let p: usize = 0; p < <usize>(2 * count); p += 16) {
    const sum = product(v128.load(sums + p), factor);
    v128.store(costs + p, i16x8.add_sat_s(v128.load(costs + p), sum));
  }
}

/**
 * The costs of a row's blocks from those of the row before.
 *
 * @param addsFirst In how many numbers what comes is added before what goes is taken off.
 */
export function stereoMoveCosts(
  before: usize,
  to: usize,
  comes: usize,
  goes: usize,
  count: i32,
  addsFirst: i32,
): void {
  let p: usize = 0;
  for (; p < <usize>(2 * addsFirst); p += 16) {
    const sum = i16x8.add_sat_s(v128.load(before + p), v128.load(comes + p));
    v128.store(to + p, i16x8.sub_sat_s(sum, v128.load(goes + p)));
  }
  for (; p < <usize>(2 * count); p += 16) {
    const rest = i16x8.sub_sat_s(v128.load(before + p), v128.load(goes + p));
    v128.store(to + p, i16x8.add_sat_s(rest, v128.load(comes + p)));
  }
}
