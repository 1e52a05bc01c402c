/**
 * Plain loops that follow paths through a picture, sum their costs, and take the best disparity.
 *
 * @module
 */

import { GUARD, MOST_COST, type SemiGlobalPlan, STEPS_PER_PIXEL } from "./semi_global_plan.ts";

/** A number as 16 bits have it: what is too large goes on from the other end. */
export const wrapped16 = (value: number): number => value << 16 >> 16;

/** The least number that 16 bits have. */
const LEAST = -MOST_COST - 1;

/**
 * Take a path one pixel farther: formula 13 of the paper, `p2` being in the costs already.
 *
 * @param plan The match.
 * @param path The path's costs by disparity, with `MOST_COST` before and after them.
 * @param at Where they begin. They give way to those of this pixel.
 * @param least The least of them, plus `p2`.
 * @param costs Has this pixel's costs at `from`.
 * @param totals Has the sums of paths at `to`; the path is added.
 * @returns The least of the path's new costs.
 */
export function follow(
  { depth, p1 }: SemiGlobalPlan,
  path: Int16Array,
  at: number,
  least: number,
  costs: Int16Array,
  from: number,
  totals: Int16Array,
  to: number,
): number {
  let before = MOST_COST;
  let here = path[at];
  let lowest = MOST_COST;
  for (let d = 0; d < depth; d++) {
    const after = path[at + d + 1];
    const step = Math.min(Math.min(here, least), Math.min(before, after) + p1) - least;
    const cost = Math.max(Math.max(step, LEAST) + costs[from + d], LEAST);
    path[at + d] = cost;
    lowest = Math.min(lowest, cost);
    totals[to + d] = Math.max(LEAST, Math.min(totals[to + d] + cost, MOST_COST));
    before = here;
    here = after;
  }
  return lowest;
}

/** Paths that come from the row before, each with its costs where it will go on. */
export interface PathsDown {
  /** By place: `depth` costs and their guards. */
  readonly costs: Int16Array;
  /** The same array, two costs a number. */
  readonly pairs: Int32Array;
  /** By place: the least of the costs. */
  readonly least: Int16Array;
}

/** Numbers that a pixel of a path takes. */
export const pathStride = ({ depth }: SemiGlobalPlan): number => depth + 2 * GUARD;

/** Let paths begin outside of the picture: at no cost. */
export function startPaths({ depth }: SemiGlobalPlan, { costs, least }: PathsDown): void {
  const stride = depth + 2 * GUARD;
  costs.fill(0);
  least.fill(0);
  for (let p = 0; p < costs.length; p += stride) {
    costs.fill(MOST_COST, p, p + GUARD);
    costs.fill(MOST_COST, p + GUARD + depth, p + stride);
  }
}

/** Let one of the paths begin anew. */
export function startPath(
  { depth }: SemiGlobalPlan,
  { costs, least }: PathsDown,
  place: number,
): void {
  const at = place * (depth + 2 * GUARD) + GUARD;
  costs.fill(0, at, at + depth);
  least[place] = 0;
}

/** What is best for a pixel. */
export interface Best {
  /** The disparity's number; −1 if all cost the most. */
  index: number;
  cost: number;
}

/**
 * Look for the disparity with the least total.
 *
 * @param totals Has the totals at `from`.
 * @param best Gets the first with the least.
 */
export function findFirst(
  { depth }: SemiGlobalPlan,
  totals: Int16Array,
  from: number,
  best: Best,
): void {
  let cost = MOST_COST;
  let index = -1;
  for (let d = 0; d < depth; d++) {
    if (totals[from + d] < cost) {
      cost = totals[from + d];
      index = d;
    }
  }
  best.index = index;
  best.cost = cost;
}

/** Whether a disparity after the best one costs as little. */
export function isRepeated(
  { depth }: SemiGlobalPlan,
  totals: Int16Array,
  from: number,
  { index, cost }: Best,
): boolean {
  for (let d = index + 1; d < depth; d++) if (totals[from + d] === cost) return true;
  return false;
}

/** Lanes of the vectors that OpenCV compares totals by. */
const LANES = 8;

/**
 * Of several disparities with the least total, take the one that OpenCV's three paths take: in each lane
 * of a vector the last, and of these the first.
 */
export function takeByLanes(
  { depth }: SemiGlobalPlan,
  totals: Int16Array,
  from: number,
  best: Best,
): void {
  best.index = depth;
  for (let lane = 0; lane < LANES; lane++) {
    let last = depth - LANES + lane;
    while (last >= 0 && totals[from + last] !== best.cost) last -= LANES;
    if (last >= 0) best.index = Math.min(best.index, last);
  }
}

/** Totals below it make a best one doubtful: if it costs so much. */
export function doubtBelow({ mode, uniqueness }: SemiGlobalPlan, cost: number): number {
  if (uniqueness === 0) return LEAST;
  const most = 100 * cost / (100 - uniqueness);
  return mode === "3way" ? wrapped16(Math.trunc(most) + 1) : Math.ceil(most);
}

/** Whether no other disparity, but for the neighbours, is nearly as good. */
export function isUnique(
  plan: SemiGlobalPlan,
  totals: Int16Array,
  from: number,
  { index, cost }: Best,
): boolean {
  const limit = doubtBelow(plan, cost);
  if (limit === LEAST) return true;
  for (let d = 0; d < index - 1; d++) if (totals[from + d] < limit) return false;
  for (let d = index + 2; d < plan.depth; d++) if (totals[from + d] < limit) return false;
  return true;
}

/** The lowest point of the parabola through the best total and its neighbours, in 16ths. */
export function refine(
  { depth }: SemiGlobalPlan,
  totals: Int16Array,
  from: number,
  index: number,
): number {
  if (index <= 0 || index >= depth - 1) return index * STEPS_PER_PIXEL;
  const before = totals[from + index - 1];
  const after = totals[from + index + 1];
  const bend = Math.max(before + after - 2 * totals[from + index], 1);
  const offset = (before - after) * STEPS_PER_PIXEL + bend;
  return index * STEPS_PER_PIXEL + Math.trunc(offset / (2 * bend));
}
