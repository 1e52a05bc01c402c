// Which disparity of a block is the best: the twin of matchRow of lib/pixels/stereo/block_match/match_blocks.ts.

import { count, lowest, uniquenessRatio, UNKNOWN } from "./block_plan";

/** The smallest of eight numbers of 16 bits. */
// @ts-ignore: decorator
@inline
export function least16(sums: v128): i32 {
  const four = i16x8.min_s(sums, v128.shuffle<i16>(sums, sums, 4, 5, 6, 7, 4, 5, 6, 7));
  const two = i16x8.min_s(four, v128.shuffle<i16>(four, four, 2, 3, 2, 3, 2, 3, 2, 3));
  return min(i16x8.extract_lane_s(two, 0), i16x8.extract_lane_s(two, 1));
}

/** The smallest of four numbers of 32 bits. */
// @ts-ignore: decorator
@inline
export function least32(sums: v128): i32 {
  const two = i32x4.min_s(sums, v128.shuffle<i32>(sums, sums, 2, 3, 2, 3));
  return min(i32x4.extract_lane(two, 0), i32x4.extract_lane(two, 1));
}

/** Which of 16 sums are below a limit, a bit each. */
// @ts-ignore: decorator
@inline
function below<Sum>(block: usize, d: i32, limits: v128): i32 {
  if (sizeof<Sum>() == 2) {
    const at = block + (<usize>d << 1);
    return i8x16.bitmask(i8x16.narrow_i16x8_s(
      i16x8.lt_s(v128.load(at), limits),
      i16x8.lt_s(v128.load(at, 16), limits),
    ));
  }
  const at = block + (<usize>d << 2);
  return i8x16.bitmask(i8x16.narrow_i16x8_s(
    i16x8.narrow_i32x4_s(i32x4.lt_s(v128.load(at), limits), i32x4.lt_s(v128.load(at, 16), limits)),
    i16x8.narrow_i32x4_s(
      i32x4.lt_s(v128.load(at, 32), limits),
      i32x4.lt_s(v128.load(at, 48), limits),
    ),
  ));
}

/** The sum of a disparity. */
// @ts-ignore: decorator
@inline
function sumAt<Sum>(block: usize, d: i32): i32 {
  return <i32>load<Sum>(block + <usize>d * sizeof<Sum>());
}

/**
 * The disparity of a block in sixteenths.
 *
 * What is as good as the best, or worse by less than the ratio, is looked for: if that is more than three
 * in a row, some of it is no neighbour of the best.
 *
 * @param block The sums, of the largest disparity first: `Sum` is 16 or 32 bits.
 * @param least The smallest of them.
 * @returns Sixteenths, or UNKNOWN.
 */
// @ts-ignore: decorator
@inline
export function choose<Sum>(block: usize, least: i32): i32 {
  const limit = least + least * uniquenessRatio / 100;
  const isAsked = uniquenessRatio > 0 && limit >= least;
  const most: i32 = sizeof<Sum>() == 2 ? 32766 : i32.MAX_VALUE - 1;
  const end = min(isAsked ? limit : least, most) + 1;
  const limits = sizeof<Sum>() == 2 ? i16x8.splat(<i16>end) : i32x4.splat(end);
  let start = -1, last = -1;
  for (let d = 0; d < count; d += 16) {
    const bits = below<Sum>(block, d, limits);
    if (bits == 0) continue;
    if (start < 0) start = d + ctz(bits);
    if (!isAsked) break;
    last = d + 31 - clz(bits);
    if (last - start > 2) return UNKNOWN;
  }
  let best = start;
  while (sumAt<Sum>(block, best) != least) best++;
  // Three in a row: both ends are neighbours of the one between only.
  if (isAsked && last - start == 2 && best != start + 1) return UNKNOWN;
  return refine<Sum>(block, best);
}

/** Sixteenths, by the sums beside the best. */
// @ts-ignore: decorator
@inline
function refine<Sum>(block: usize, best: i32): i32 {
  const whole = (count - 1 - best + lowest) << 8;
  if (best == 0 || best == count - 1) return whole + 15 >> 4;
  const after = sumAt<Sum>(block, best + 1), before = sumAt<Sum>(block, best - 1);
  const steep = after + before - 2 * sumAt<Sum>(block, best) + abs(after - before);
  const part = steep == 0 ? 0 : (after - before) * 256 / steep;
  return whole + part + 15 >> 4;
}
