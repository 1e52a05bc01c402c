// Sums of how fast things move: the twin of lib/pixels/motion/motion_speed.ts.
// Exact: all are whole numbers (gradients are not halved here, so that their squares are four
// times as large), below 2³¹ in a row's lanes and below 2⁵³ over the rows.

/** Every second byte of 16, from the first on, as eight 16-bit numbers. */
// @ts-ignore: decorator
@inline
function evenOf(address: usize): v128 {
  return v128.and(v128.load(address), i16x8.splat(255));
}

// @ts-ignore: decorator
@inline
function totalOf(four: v128): f64 {
  return <f64>i32x4.extract_lane(four, 0) + <f64>i32x4.extract_lane(four, 1) +
    <f64>i32x4.extract_lane(four, 2) + <f64>i32x4.extract_lane(four, 3);
}

/**
 * Sum changes and gradients of every second pixel of every second row, the outermost left out.
 * Up to 15 bytes behind the pictures are read.
 *
 * @param sums Takes seven f64: of what is inside the number, the changes, their squares, and four
 * times the gradients' squares; of what is outside the number, the changes, their squares.
 */
export function sumSpeed(old: usize, now: usize, region: usize, width: i32, height: i32, sums: usize): void {
  const zero = i32x4.splat(0), one = i16x8.splat(1);
  let n: f64 = 0, change: f64 = 0, square: f64 = 0, steepness: f64 = 0;
  let m: f64 = 0, noise: f64 = 0, noiseSquare: f64 = 0;
  for (let y = 1; y < height - 1; y += 2) {
    let n4 = zero, change4 = zero, square4 = zero, steepness4 = zero;
    let m4 = zero, noise4 = zero, noiseSquare4 = zero;
    for (let x = 1; x < width - 1; x += 16) {
      const i = <usize>(y * width + x);
      // Of the eight pixels those that the row has.
      const places = i16x8.add(i16x8.splat(<i16>max(-64, x - (width - 1))), i16x8(0, 2, 4, 6, 8, 10, 12, 14));
      const isIn = i16x8.lt_s(places, i16x8.splat(0));
      const isOutside = i16x8.eq(evenOf(region + i), i16x8.splat(0));
      const inside = v128.andnot(isIn, isOutside), outside = v128.and(isIn, isOutside);
      const t = i16x8.sub(evenOf(now + i), evenOf(old + i));
      const mine = v128.and(t, inside), theirs = v128.and(t, outside);
      const gx = v128.and(i16x8.sub(evenOf(now + i + 1), evenOf(now + i - 1)), inside);
      const gy = v128.and(
        i16x8.sub(evenOf(now + i + <usize>width), evenOf(now + i - <usize>width)),
        inside,
      );
      n4 = i32x4.sub(n4, i32x4.dot_i16x8_s(inside, one));
      m4 = i32x4.sub(m4, i32x4.dot_i16x8_s(outside, one));
      change4 = i32x4.add(change4, i32x4.dot_i16x8_s(mine, one));
      noise4 = i32x4.add(noise4, i32x4.dot_i16x8_s(theirs, one));
      square4 = i32x4.add(square4, i32x4.dot_i16x8_s(mine, mine));
      noiseSquare4 = i32x4.add(noiseSquare4, i32x4.dot_i16x8_s(theirs, theirs));
      steepness4 = i32x4.add(
        steepness4,
        i32x4.add(i32x4.dot_i16x8_s(gx, gx), i32x4.dot_i16x8_s(gy, gy)),
      );
    }
    n += totalOf(n4), change += totalOf(change4), square += totalOf(square4);
    steepness += totalOf(steepness4);
    m += totalOf(m4), noise += totalOf(noise4), noiseSquare += totalOf(noiseSquare4);
  }
  store<f64>(sums, n), store<f64>(sums, change, 8), store<f64>(sums, square, 16);
  store<f64>(sums, steepness, 24), store<f64>(sums, m, 32);
  store<f64>(sums, noise, 40), store<f64>(sums, noiseSquare, 48);
}
