// Small words of the paths' kernels. Paths are 16-bit costs by disparity, with the largest number on
// both sides.

/** The largest cost. */
export const MOST_COST: i16 = 32767;

/** Bytes on either side of a path's costs. */
export const GUARD: usize = 16;

/** Bytes that a pixel of a path takes. */
// @ts-ignore: decorator
@inline
export function strideOf(depth: i32): usize {
  return <usize>(2 * depth) + 2 * GUARD;
}

/** The costs of the disparities before, given the vectors before and here. */
// @ts-ignore: decorator
@inline
export function nextLower(before: v128, here: v128): v128 {
  return v128.shuffle<i16>(before, here, 7, 8, 9, 10, 11, 12, 13, 14);
}

/** The costs of the disparities after, given the vectors here and after. */
// @ts-ignore: decorator
@inline
export function nextHigher(here: v128, after: v128): v128 {
  return v128.shuffle<i16>(here, after, 1, 2, 3, 4, 5, 6, 7, 8);
}

/**
 * One pixel farther along a path, for eight disparities.
 *
 * @param least The least of the path's costs, plus `p2`.
 */
// @ts-ignore: decorator
@inline
export function follow(
  before: v128,
  here: v128,
  after: v128,
  least: v128,
  p1: v128,
  cost: v128,
): v128 {
  const beside = i16x8.min_s(nextLower(before, here), nextHigher(here, after));
  const best = i16x8.min_s(i16x8.min_s(here, least), i16x8.add_sat_s(beside, p1));
  return i16x8.add_sat_s(i16x8.sub_sat_s(best, least), cost);
}

/** The least of eight numbers, in all lanes. */
// @ts-ignore: decorator
@inline
export function leastOf(a: v128): v128 {
  const b = i16x8.min_s(a, v128.shuffle<i16>(a, a, 4, 5, 6, 7, 0, 1, 2, 3));
  const c = i16x8.min_s(b, v128.shuffle<i16>(b, b, 2, 3, 0, 1, 6, 7, 4, 5));
  return i16x8.min_s(c, v128.shuffle<i16>(c, c, 1, 0, 3, 2, 5, 4, 7, 6));
}
