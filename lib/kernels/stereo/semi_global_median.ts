// Medians of 3 × 3 disparities: the twin of lib/pixels/stereo/semi_global/semi_global_median.ts.

/** The median of three. */
// @ts-ignore: decorator
@inline
function middleOf(a: v128, b: v128, c: v128): v128 {
  return i16x8.max_s(i16x8.min_s(a, b), i16x8.min_s(i16x8.max_s(a, b), c));
}

// @ts-ignore: decorator
@inline
function lowest(a: v128, b: v128, c: v128): v128 {
  return i16x8.min_s(i16x8.min_s(a, b), c);
}

// @ts-ignore: decorator
@inline
function highest(a: v128, b: v128, c: v128): v128 {
  return i16x8.max_s(i16x8.max_s(a, b), c);
}

/** Eight numbers of a row from `x` on, the outermost repeated on both sides. */
// @ts-ignore: decorator
@inline
function eightFrom(row: usize, x: i32, width: i32): v128 {
  if (x >= 0 && x + 8 <= width) return v128.load(row + <usize>(2 * x));
  let eight = i16x8.splat(0);
  for (let lane = 7; lane >= 0; lane--) {
    const number = v128.load16_splat(row + <usize>(2 * max(0, min(x + lane, width - 1))));
    eight = v128.shuffle<i16>(number, eight, 0, 8, 9, 10, 11, 12, 13, 14);
  }
  return eight;
}

/**
 * Replace each 16-bit number by the median of the nine around it; the outermost repeat.
 *
 * @param to Takes the medians; it may be written up to 7 numbers too far.
 */
export function stereoMedian(from: usize, to: usize, width: i32, height: i32): void {
  for (let y = 0; y < height; y++) {
    const here = from + <usize>(2 * y * width);
    const above = y > 0 ? here - <usize>(2 * width) : here;
    const below = y < height - 1 ? here + <usize>(2 * width) : here;
    for (let x = 0; x < width; x += 8) {
      const a = eightFrom(above, x - 1, width), b = eightFrom(above, x, width);
      const c = eightFrom(above, x + 1, width), d = eightFrom(here, x - 1, width);
      const e = eightFrom(here, x, width), f = eightFrom(here, x + 1, width);
      const g = eightFrom(below, x - 1, width), h = eightFrom(below, x, width);
      const i = eightFrom(below, x + 1, width);
      v128.store(
        to + <usize>(2 * (y * width + x)),
        middleOf(
          highest(lowest(a, d, g), lowest(b, e, h), lowest(c, f, i)),
          middleOf(middleOf(a, d, g), middleOf(b, e, h), middleOf(c, f, i)),
          lowest(highest(a, d, g), highest(b, e, h), highest(c, f, i)),
        ),
      );
    }
  }
}
