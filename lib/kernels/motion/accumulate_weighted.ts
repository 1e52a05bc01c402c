// Running averages: the twins of lib/pixels/motion/accumulate_weighted.ts. Three numbers a pixel
// beside four bytes; sums are f64, as in the plain twin, and rounded to f32 once.

/** The numbers of four pixels' colours begin with so many bytes. */
// @ts-ignore: decorator
@inline
function colorsOf(rgba: usize): v128 {
  const colors = i8x16(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
  return i8x16.swizzle(v128.load(rgba), colors);
}

// @ts-ignore: decorator
@inline
function upper(floats: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(floats, floats, 2, 3, 2, 3));
}

/** Four numbers: their sums with levels, each times its weight. */
// @ts-ignore: decorator
@inline
function addFour(sum: usize, levels: v128, weight: v128, rest: v128): void {
  const added = f32x4.mul(f32x4.convert_i32x4_s(levels), weight);
  const old = v128.load(sum);
  const low = f64x2.add(
    f64x2.mul(f64x2.promote_low_f32x4(old), rest),
    f64x2.promote_low_f32x4(added),
  );
  const high = f64x2.add(f64x2.mul(upper(old), rest), upper(added));
  v128.store(
    sum,
    v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5),
  );
}

/** Update the averages of so many pixels: three f32 each, times `rest`, and the levels times `weight`. */
export function accumulateWeighted(sum: usize, rgba: usize, pixels: i32, weight: f32, rest: f32): void {
  const w = f32x4.splat(weight), r = f64x2.splat(<f64>rest);
  const end = rgba + 4 * <usize>pixels;
  for (; rgba + 16 <= end; rgba += 16, sum += 48) {
    const colors = colorsOf(rgba);
    const low = i16x8.extend_low_i8x16_u(colors), high = i16x8.extend_high_i8x16_u(colors);
    addFour(sum, i32x4.extend_low_i16x8_u(low), w, r);
    addFour(sum + 16, i32x4.extend_high_i16x8_u(low), w, r);
    addFour(sum + 32, i32x4.extend_low_i16x8_u(high), w, r);
  }
  for (; rgba < end; rgba += 4, sum += 12) {
    for (let c: usize = 0; c < 3; c++) {
      const added = <f32>load<u8>(rgba + c) * weight;
      const at = sum + (c << 2);
      store<f32>(at, <f32>(<f64>load<f32>(at) * <f64>rest + <f64>added));
    }
  }
}

// @ts-ignore: decorator
@inline
function rounded(floats: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(floats));
}

/** Round the averages of so many pixels to RGBA, opaque: halves to even, what is no number to 0. */
export function frameOfAverage(sum: usize, rgba: usize, pixels: i32): void {
  const opaque = i32x4.splat(0xff000000);
  const spread = i8x16(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1);
  const zero = i32x4.splat(0);
  const end = rgba + 4 * <usize>pixels;
  for (; rgba + 16 <= end; rgba += 16, sum += 48) {
    const low = i16x8.narrow_i32x4_s(rounded(v128.load(sum)), rounded(v128.load(sum, 16)));
    const high = i16x8.narrow_i32x4_s(rounded(v128.load(sum, 32)), zero);
    const bytes = i8x16.narrow_i16x8_u(low, high);
    v128.store(rgba, v128.or(i8x16.swizzle(bytes, spread), opaque));
  }
  for (; rgba < end; rgba += 4, sum += 12) {
    for (let c: usize = 0; c < 3; c++) {
      const level = nearest<f32>(load<f32>(sum + (c << 2)));
      store<u8>(rgba + c, level > 0 ? <u8>min<f32>(255, level) : 0);
    }
    store<u8>(rgba, 255, 3);
  }
}
