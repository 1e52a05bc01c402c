// How far a camera has moved: the sums of one round of estimateShift in lib/pixels/motion/estimate_shift.ts.
// Each sum has a lane of its own and is added to pixel by pixel, in the plain twin's order.

/** The lower two of four 32-bit numbers as f64. */
// @ts-ignore: decorator
@inline
function lowOf(numbers: v128): v128 {
  return f64x2.convert_low_i32x4_s(numbers);
}

/** Four bytes as 32-bit numbers. */
// @ts-ignore: decorator
@inline
function fourAt(address: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(address)));
}

/**
 * Sums of one round of `estimateShift`: gradients and residuals. Up to 2 bytes behind `from` are read.
 *
 * @param mask Where to look; 0 for everywhere.
 * @param at From a pixel of `to` to that of `from`.
 * @param sums Takes 15 f64, at an address that 8 divides: see lib/pixels/motion/kernel_shift_workers.ts.
 */
export function sumShift(
  from: usize,
  to: usize,
  mask: usize,
  width: i32,
  step: i32,
  firstX: i32,
  lastX: i32,
  firstY: i32,
  lastY: i32,
  at: i32,
  right: f64,
  down: f64,
  tolerance: f64,
  sums: usize,
): void {
  const left2 = f64x2.splat(1 - right), right2 = f64x2.splat(right);
  const up = 1 - down, up2 = f64x2.splat(up), down2 = f64x2.splat(down);
  const zero = f64x2.splat(0);
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero;
  let count = 0;
  for (let y = firstY; y <= lastY; y += step) {
    for (let x = firstX; x <= lastX; x += step) {
      const i = y * width + x;
      if (mask != 0 && load<u8>(mask + <usize>i) == 0) continue;
      const p = from + <usize>(i + at), q = p + <usize>width;
      const a = fourAt(p - 1), b = fourAt(q - 1);
      const aMiddle = v128.shuffle<i32>(a, a, 1, 2, 2, 3), bMiddle = v128.shuffle<i32>(b, b, 1, 2, 2, 3);
      // Of the left neighbour and the pixel itself.
      const top = f64x2.add(f64x2.mul(left2, lowOf(a)), f64x2.mul(right2, lowOf(aMiddle)));
      const bottom = f64x2.add(f64x2.mul(left2, lowOf(b)), f64x2.mul(right2, lowOf(bMiddle)));
      const both = f64x2.add(f64x2.mul(up2, top), f64x2.mul(down2, bottom));
      const value = f64x2.extract_lane(both, 1);
      const residual = <f64>load<u8>(to + <usize>i) - value;
      if (residual > tolerance || residual < -tolerance) continue;
      // Of the right neighbour, above and below.
      const corners = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
      const next = f64x2.add(
        f64x2.mul(left2, lowOf(corners)),
        f64x2.mul(right2, lowOf(v128.shuffle<i32>(corners, corners, 2, 3, 2, 3))),
      );
      const outer = v128.shuffle<i32>(fourAt(p - <usize>width), fourAt(q + <usize>width), 0, 4, 1, 5);
      const beyond = f64x2.add(
        f64x2.mul(left2, lowOf(outer)),
        f64x2.mul(right2, lowOf(v128.shuffle<i32>(outer, outer, 2, 3, 2, 3))),
      );
      const after = up * f64x2.extract_lane(next, 0) + down * f64x2.extract_lane(next, 1);
      const gx = 0.5 * (after - f64x2.extract_lane(both, 0));
      const gy = 0.5 * (up * f64x2.extract_lane(bottom, 1) + down * f64x2.extract_lane(beyond, 1) -
        up * f64x2.extract_lane(beyond, 0) - down * f64x2.extract_lane(top, 1));
      const v = value - 128;
      count++;
      const g = f64x2.replace_lane(f64x2.splat(gx), 1, gy);
      const r2 = f64x2.splat(residual), v2 = f64x2.splat(v);
      s0 = f64x2.add(s0, f64x2.mul(f64x2.splat(gx), g));
      s1 = f64x2.add(s1, f64x2.mul(f64x2.splat(gy), f64x2.replace_lane(f64x2.splat(gy), 1, v)));
      s2 = f64x2.add(s2, f64x2.mul(v2, f64x2.replace_lane(f64x2.splat(gx), 1, v)));
      s3 = f64x2.add(s3, g);
      s4 = f64x2.add(s4, f64x2.mul(r2, g));
      s5 = f64x2.add(s5, f64x2.replace_lane(f64x2.mul(v2, r2), 1, residual));
      s6 = f64x2.add(s6, f64x2.replace_lane(v2, 1, abs(residual)));
    }
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
  store<f64>(sums, <f64>count, 112);
}
