// The matte from the guide and the means of the coefficients, enlarged where they are of a
// smaller picture.

const MAGIC: f32 = 12582912;

/** Two lines mixed, and their outermost values once more at either end. */
export function mixRows(
  upper: usize,
  lower: usize,
  weight: f32,
  width: i32,
  stride: i32,
  to: usize,
): void {
  const weights = f32x4.splat(weight);
  for (let x = 0; x < stride; x += 4) {
    const from = v128.load(upper + 4 * x);
    const mixed = f32x4.add(from, f32x4.mul(f32x4.sub(v128.load(lower + 4 * x), from), weights));
    v128.store(to + 4 * x, mixed);
  }
  store<f32>(to - 4, load<f32>(to));
  store<f32>(to + 4 * width, load<f32>(to + 4 * (width - 1)));
}

/** A line's values at four pixels. */
// @ts-ignore: decorator
@inline
function valuesAt(line: usize, x: i32, subsample: i32): v128 {
  if (subsample == 1) return v128.load(line + 4 * x);
  const four = v128.load(line + 4 * (x / subsample) - 4);
  const isTwo = subsample == 2;
  const left = isTwo
    ? v128.shuffle<i32>(four, four, 0, 1, 1, 2)
    : v128.shuffle<i32>(four, four, 0, 0, 1, 1);
  const right = isTwo
    ? v128.shuffle<i32>(four, four, 1, 2, 2, 3)
    : v128.shuffle<i32>(four, four, 1, 1, 2, 2);
  const weights = isTwo ? f32x4(0.75, 0.25, 0.75, 0.25) : f32x4(0.625, 0.875, 0.125, 0.375);
  return f32x4.add(left, f32x4.mul(f32x4.sub(right, left), weights));
}

/** Four bytes as floats around 0. */
// @ts-ignore: decorator
@inline
function aroundZero(levels: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.sub(levels, i32x4.splat(128)));
}

/** Round four values to bytes, halves to even. */
// @ts-ignore: decorator
@inline
function putBytes(to: usize, values: v128): void {
  const magic = f32x4.splat(MAGIC);
  const whole = i32x4.sub(f32x4.add(values, magic), magic);
  const words = i16x8.narrow_i32x4_s(whole, whole);
  v128.store32_lane(to, i8x16.narrow_i16x8_u(words, words), 0);
}

// @ts-ignore: decorator
@inline
function evaluateGray(guide: usize, lines: usize, step: usize, width: i32, subsample: i32, to: usize): void {
  for (let x = 0; x < width; x += 4) {
    const bytes = v128.load32_zero(guide + x);
    const level = aroundZero(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
    const sum = valuesAt(lines + step, x, subsample);
    putBytes(to + x, f32x4.add(sum, f32x4.mul(valuesAt(lines, x, subsample), level)));
  }
}

// @ts-ignore: decorator
@inline
function evaluateColor(guide: usize, lines: usize, step: usize, width: i32, subsample: i32, to: usize): void {
  const byte = i32x4.splat(255);
  for (let x = 0; x < width; x += 4) {
    const rgba = v128.load(guide + 4 * x);
    const red = aroundZero(v128.and(rgba, byte));
    const green = aroundZero(v128.and(i32x4.shr_u(rgba, 8), byte));
    const blue = aroundZero(v128.and(i32x4.shr_u(rgba, 16), byte));
    let sum = valuesAt(lines + 3 * step, x, subsample);
    sum = f32x4.add(sum, f32x4.mul(valuesAt(lines, x, subsample), red));
    sum = f32x4.add(sum, f32x4.mul(valuesAt(lines + step, x, subsample), green));
    putBytes(to + x, f32x4.add(sum, f32x4.mul(valuesAt(lines + 2 * step, x, subsample), blue)));
  }
}

/** A row of the matte: up to three bytes more are written. */
export function evaluateRow(
  guide: usize,
  channels: i32,
  lines: usize,
  step: usize,
  width: i32,
  subsample: i32,
  to: usize,
): void {
  if (channels == 1) {
    if (subsample == 1) evaluateGray(guide, lines, step, width, 1, to);
    else if (subsample == 2) evaluateGray(guide, lines, step, width, 2, to);
    else evaluateGray(guide, lines, step, width, 4, to);
  } else if (subsample == 1) evaluateColor(guide, lines, step, width, 1, to);
  else if (subsample == 2) evaluateColor(guide, lines, step, width, 2, to);
  else evaluateColor(guide, lines, step, width, 4, to);
}
