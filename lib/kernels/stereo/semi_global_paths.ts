// Paths through a row: the twin of `sweep` in lib/pixels/stereo/semi_global/semi_global_steps.ts.

import { follow, GUARD, leastOf, MOST_COST, strideOf } from "./semi_global_vectors";

/**
 * Follow four paths through a row: along it, from the left above, straight down, from the right
 * above. Each is a block of pixels' costs, and a block of their least ones.
 *
 * @param shift How many rows the paths have come down, modulo `columns`.
 * @param isBack Whether from right to left.
 * @param adds Whether the paths are added to the totals, or are the totals.
 */
export function stereoSweepFour(
  costs: usize,
  totals: usize,
  columns: i32,
  depth: i32,
  p1: i32,
  p2: i32,
  shift: i32,
  isBack: bool,
  adds: bool,
  along: usize,
  alongLeast: usize,
  fromLeft: usize,
  fromLeftLeast: usize,
  above: usize,
  aboveLeast: usize,
  fromRight: usize,
  fromRightLeast: usize,
): void {
  const stride = strideOf(depth);
  const column = <usize>(2 * depth);
  for (let i = 0; i < columns; i++) {
    const x = isBack ? columns - 1 - i : i;
    let left = x - shift, right = x + shift;
    if (left < 0) left += columns;
    if (right >= columns) right -= columns;
    const cost = costs + <usize>x * column, total = totals + <usize>x * column;
    followTwo(
      along + GUARD,
      alongLeast,
      fromLeft + <usize>left * stride + GUARD,
      fromLeftLeast + <usize>(2 * left),
      cost,
      total,
      column,
      p1,
      p2,
      adds,
    );
    followTwo(
      above + <usize>x * stride + GUARD,
      aboveLeast + <usize>(2 * x),
      fromRight + <usize>right * stride + GUARD,
      fromRightLeast + <usize>(2 * right),
      cost,
      total,
      column,
      p1,
      p2,
      true,
    );
  }
}

/** One pixel of two paths, with their sum added to the totals one after the other. */
// @ts-ignore: decorator
@inline
function followTwo(
  a: usize,
  aLeast: usize,
  b: usize,
  bLeast: usize,
  costs: usize,
  totals: usize,
  column: usize,
  p1: i32,
  p2: i32,
  adds: bool,
): void {
  const penalty = i16x8.splat(<i16>p1), jump = i16x8.splat(<i16>p2);
  const leastA = i16x8.add(v128.load16_splat(aLeast), jump);
  const leastB = i16x8.add(v128.load16_splat(bLeast), jump);
  const keep = i16x8.splat(adds ? -1 : 0);
  let lowA = i16x8.splat(MOST_COST), lowB = lowA;
  let beforeA = lowA, beforeB = lowA;
  let hereA = v128.load(a), hereB = v128.load(b);
  for (let p: usize = 0; p < column; p += 16) {
    const cost = v128.load(costs + p);
    const afterA = v128.load(a + p, 16);
    const pathA = follow(beforeA, hereA, afterA, leastA, penalty, cost);
    v128.store(a + p, pathA);
    lowA = i16x8.min_s(lowA, pathA);
    const afterB = v128.load(b + p, 16);
    const pathB = follow(beforeB, hereB, afterB, leastB, penalty, cost);
    v128.store(b + p, pathB);
    lowB = i16x8.min_s(lowB, pathB);
    const total = v128.and(v128.load(totals + p), keep);
    v128.store(totals + p, i16x8.add_sat_s(i16x8.add_sat_s(total, pathA), pathB));
    beforeA = hereA;
    beforeB = hereB;
    hereA = afterA;
    hereB = afterB;
  }
  v128.store_lane<i16>(aLeast, leastOf(lowA), 0);
  v128.store_lane<i16>(bLeast, leastOf(lowB), 0);
}

/**
 * Follow one path a pixel through a row, and add it to the totals.
 *
 * @param stops Whether the least cost plus `p2` stops at the largest number, or goes on from below.
 * @param path The first pixel's path; the next one's is `stride` bytes farther. 0: it is one path.
 * @param least Its least cost; so is the next one's by `leastStride`.
 * @param adds Whether the path is added to the totals, or is the totals.
 */
export function stereoSweepOne(
  costs: usize,
  totals: usize,
  columns: i32,
  depth: i32,
  p1: i32,
  p2: i32,
  stops: bool,
  adds: bool,
  path: usize,
  stride: usize,
  least: usize,
  leastStride: usize,
): void {
  const column = <usize>(2 * depth);
  const penalty = i16x8.splat(<i16>p1), jump = i16x8.splat(<i16>p2);
  const keep = i16x8.splat(adds ? -1 : 0);
  path += GUARD;
  for (let x = 0; x < columns; x++) {
    const from = v128.load16_splat(least);
    const most = stops ? i16x8.add_sat_s(from, jump) : i16x8.add(from, jump);
    let low = i16x8.splat(MOST_COST), before = low, here = v128.load(path);
    for (let p: usize = 0; p < column; p += 16) {
      const after = v128.load(path + p, 16);
      const next = follow(before, here, after, most, penalty, v128.load(costs + p));
      v128.store(path + p, next);
      low = i16x8.min_s(low, next);
      const total = v128.and(v128.load(totals + p), keep);
      v128.store(totals + p, i16x8.add_sat_s(total, next));
      before = here;
      here = after;
    }
    v128.store_lane<i16>(least, leastOf(low), 0);
    path += stride;
    least += leastStride;
    costs += column;
    totals += column;
  }
}

/**
 * Follow the path along a row, whose costs are the totals, and those that come straight down.
 *
 * @param along The path along the row, anew; then `totals` has its pixels.
 * @param above Those from above, and `aboveLeast` their least costs.
 */
export function stereoSweepTwo(
  costs: usize,
  totals: usize,
  columns: i32,
  depth: i32,
  p1: i32,
  p2: i32,
  along: usize,
  above: usize,
  aboveLeast: usize,
): void {
  const stride = strideOf(depth), column = <usize>(2 * depth);
  const penalty = i16x8.splat(<i16>p1), jump = i16x8.splat(<i16>p2);
  const most = i16x8.splat(MOST_COST);
  let leastA = jump;
  along += GUARD;
  above += GUARD;
  for (let x = 0; x < columns; x++) {
    const leastB = i16x8.add_sat_s(v128.load16_splat(aboveLeast), jump);
    let lowA = most, lowB = most, beforeA = most, beforeB = most;
    let hereA = v128.load(along), hereB = v128.load(above);
    for (let p: usize = 0; p < column; p += 16) {
      const cost = v128.load(costs + p);
      const afterA = v128.load(along + p, 16);
      const pathA = follow(beforeA, hereA, afterA, leastA, penalty, cost);
      v128.store(along + p, pathA);
      v128.store(totals + p, pathA);
      lowA = i16x8.min_s(lowA, pathA);
      const afterB = v128.load(above + p, 16);
      const pathB = follow(beforeB, hereB, afterB, leastB, penalty, cost);
      v128.store(above + p, pathB);
      lowB = i16x8.min_s(lowB, pathB);
      beforeA = hereA;
      beforeB = hereB;
      hereA = afterA;
      hereB = afterB;
    }
    leastA = i16x8.add_sat_s(leastOf(lowA), jump);
    v128.store_lane<i16>(aboveLeast, leastOf(lowB), 0);
    costs += column;
    totals += column;
    above += stride;
    aboveLeast += 2;
  }
}
