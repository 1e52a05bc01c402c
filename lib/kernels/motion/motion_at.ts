/**
 * The motion at a place, right and down: `motionAt` of lib/pixels/motion/block_motion.ts, in the
 * same order.
 */
// @ts-ignore: decorator
@inline
export function vectorAt(
  columns: i32,
  rows: i32,
  side: f64,
  dx: usize,
  dy: usize,
  x: f64,
  y: f64,
): v128 {
  const u = max<f64>(0, min<f64>(<f64>(columns - 1), x / side - 0.5));
  const v = max<f64>(0, min<f64>(<f64>(rows - 1), y / side - 0.5));
  const column = floor(u), row = floor(v);
  const right = u - column, down = v - row;
  const first = <i32>row * columns + <i32>column;
  let both = f64x2.splat(0);
  let sum: f64 = 0;
  for (let k = 0; k < 4; k++) {
    const weight = (k & 1 ? right : 1 - right) * (k & 2 ? down : 1 - down);
    if (weight == 0) continue;
    const b = <usize>(first + (k >> 1) * columns + (k & 1)) << 2;
    const blockX = load<f32>(dx + b);
    if (blockX != blockX) continue;
    const block = f64x2.replace_lane(f64x2.splat(<f64>blockX), 1, <f64>load<f32>(dy + b));
    both = f64x2.add(both, f64x2.mul(f64x2.splat(weight), block));
    sum += weight;
  }
  return sum > 0 ? f64x2.div(both, f64x2.splat(sum)) : f64x2.splat(0);
}
