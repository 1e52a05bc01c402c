// The best disparities of a row: the twin of `pick` in
// lib/pixels/stereo/semi_global/semi_global_steps.ts.

import { follow, GUARD, leastOf, MOST_COST, strideOf } from "./semi_global_vectors";

/** Where the least total is first; −1 if it is the largest number. */
// @ts-ignore: decorator
@inline
function firstOf(totals: usize, column: usize, least: v128): i32 {
  if (i16x8.extract_lane_s(least, 0) == MOST_COST) return -1;
  for (let p: usize = 0; p < column; p += 16) {
    const bits = i16x8.bitmask(i16x8.eq(v128.load(totals + p), least));
    if (bits != 0) return <i32>(p >> 1) + ctz(bits);
  }
  return -1;
}

/** In each lane the last with the least total; of these the first. */
// @ts-ignore: decorator
@inline
function firstOfLanes(totals: usize, column: usize, least: v128): i32 {
  let places = i16x8.splat(MOST_COST), place = i16x8(0, 1, 2, 3, 4, 5, 6, 7);
  const eight = i16x8.splat(8);
  for (let p: usize = 0; p < column; p += 16) {
    const isLeast = i16x8.eq(v128.load(totals + p), least);
    places = v128.bitselect(place, places, isLeast);
    place = i16x8.add(place, eight);
  }
  return i16x8.extract_lane_s(leastOf(places), 0);
}

/** Whether no totals but the best one and its neighbours are below a limit. */
// @ts-ignore: decorator
@inline
function isUnique(totals: usize, depth: i32, index: i32, limit: i32): bool {
  if (limit > <i32>MOST_COST) return false;
  if (limit < -<i32>MOST_COST) return true;
  const below = i16x8.splat(<i16>limit);
  let counts = i16x8.splat(0);
  for (let p: usize = 0; p < <usize>(2 * depth); p += 16) {
    counts = i16x8.sub(counts, i16x8.lt_s(v128.load(totals + p), below));
  }
  const pairs = i32x4.extadd_pairwise_i16x8_s(counts);
  let count = i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1) +
    i32x4.extract_lane(pairs, 2) + i32x4.extract_lane(pairs, 3);
  for (let d = max(index - 1, 0); d <= min(index + 1, depth - 1); d++) {
    if (<i32>load<i16>(totals + <usize>(2 * d)) < limit) count--;
  }
  return count == 0;
}

/** The limit below which totals make a best one doubtful. */
// @ts-ignore: decorator
@inline
function limitOf(cost: i32, uniqueness: i32, byLanes: bool): i32 {
  const rest = 100 - uniqueness;
  if (byLanes) return <i32><i16>(100 * cost / rest + 1);
  const most = 100 * cost;
  const whole = most / rest;
  return most > 0 && whole * rest != most ? whole + 1 : whole;
}

/** The lowest point of the parabola through a total and its neighbours, in 16ths. */
// @ts-ignore: decorator
@inline
function refined(totals: usize, depth: i32, index: i32): i32 {
  if (index <= 0 || index >= depth - 1) return 16 * index;
  const at = totals + <usize>(2 * index);
  const before = <i32>load<i16>(at - 2), after = <i32>load<i16>(at, 2);
  const bend = max(before + after - 2 * <i32>load<i16>(at), 1);
  return 16 * index + (16 * (before - after) + bend) / (2 * bend);
}

/**
 * Take the best disparities of a row, from right to left.
 *
 * @param costs The costs of the path from the right; 0 if none is followed.
 * @param above The paths that come straight down and are added; 0 if none are.
 * @param room Takes a pixel's path and its totals.
 * @param seen Takes the disparities of the right picture's pixels, and `seenCosts` what they cost.
 * @param found Takes 16ths of a pixel.
 */
export function stereoPick(
  costs: usize,
  totals: usize,
  columns: i32,
  depth: i32,
  p1: i32,
  p2: i32,
  path: usize,
  above: usize,
  room: usize,
  uniqueness: i32,
  first: i32,
  least: i32,
  seen: usize,
  seenCosts: usize,
  found: usize,
): void {
  const stride = strideOf(depth), column = <usize>(2 * depth);
  const jump = i16x8.splat(<i16>p2);
  const byLanes = above != 0;
  let lowest = jump;
  path += GUARD;
  for (let x = columns - 1; x >= 0; x--) {
    let sums = totals + <usize>x * column;
    const cost = costs + <usize>x * column;
    let low: v128;
    if (byLanes) {
      lowest = followAdding(
        path,
        cost,
        sums,
        above + <usize>x * stride + GUARD,
        room,
        column,
        p1,
        lowest,
      );
      lowest = i16x8.add_sat_s(lowest, jump);
      sums = room;
    } else if (costs != 0) {
      lowest = i16x8.add(followTotals(path, cost, sums, room, column, p1, lowest), jump);
      sums = room;
    }
    low = leastIn(sums, column);
    const index = byLanes ? firstOfLanes(sums, column, low) : firstOf(sums, column, low);
    const best = <i32>i16x8.extract_lane_s(low, 0);
    if (uniqueness > 0 && !isUnique(sums, depth, index, limitOf(best, uniqueness, byLanes))) {
      continue;
    }
    const other = <usize>(2 * (x + first - index - least));
    if (<i32>load<i16>(seenCosts + other) > best) {
      store<i16>(seenCosts + other, best);
      store<i16>(seen + other, index + least);
    }
    store<i16>(found + <usize>(2 * (first + x)), refined(sums, depth, index) + 16 * least);
  }
}

/** The least of some totals, in all lanes. */
// @ts-ignore: decorator
@inline
function leastIn(totals: usize, column: usize): v128 {
  let low = i16x8.splat(MOST_COST);
  for (let p: usize = 0; p < column; p += 16) low = i16x8.min_s(low, v128.load(totals + p));
  return leastOf(low);
}

/** Follow a path to a pixel, and add it to the totals into `room`: the path's least cost. */
// @ts-ignore: decorator
@inline
function followTotals(
  path: usize,
  costs: usize,
  totals: usize,
  room: usize,
  column: usize,
  p1: i32,
  lowest: v128,
): v128 {
  const penalty = i16x8.splat(<i16>p1);
  let low = i16x8.splat(MOST_COST), before = low, here = v128.load(path);
  for (let p: usize = 0; p < column; p += 16) {
    const after = v128.load(path + p, 16);
    const next = follow(before, here, after, lowest, penalty, v128.load(costs + p));
    v128.store(path + p, next);
    low = i16x8.min_s(low, next);
    v128.store(room + p, i16x8.add_sat_s(next, v128.load(totals + p)));
    before = here;
    here = after;
  }
  return leastOf(low);
}

/** The same, with the paths that come straight down added, too. */
// @ts-ignore: decorator
@inline
function followAdding(
  path: usize,
  costs: usize,
  totals: usize,
  above: usize,
  room: usize,
  column: usize,
  p1: i32,
  lowest: v128,
): v128 {
  const penalty = i16x8.splat(<i16>p1);
  let low = i16x8.splat(MOST_COST), before = low, here = v128.load(path);
  for (let p: usize = 0; p < column; p += 16) {
    const after = v128.load(path + p, 16);
    const next = follow(before, here, after, lowest, penalty, v128.load(costs + p));
    v128.store(path + p, next);
    low = i16x8.min_s(low, next);
    const total = i16x8.add_sat_s(next, v128.load(totals + p));
    v128.store(room + p, i16x8.add_sat_s(total, v128.load(above + p)));
    before = here;
    here = after;
  }
  return leastOf(low);
}
