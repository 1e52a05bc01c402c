import { MOST_COST, type SemiGlobalPlan, STEPS_PER_PIXEL } from "./semi_global_plan.ts";
import { keepsRows, ringOf } from "./semi_global_room.ts";
import type { PickOptions, SemiGlobalSteps, Sweep } from "./semi_global_steps.ts";

/** In how many stripes OpenCV looks along three paths, whatever the number of threads. */
const STRIPES = 4;

/** Rows above a stripe through which paths come: of the stripe's height. */
const OVERLAP = 0.1;

/**
 * Match two pictures.
 *
 * @param plan The match.
 * @param steps Who does it.
 * @returns 16ths of a pixel, which lie in the steps' room; where they are not known, `plan.unknown`.
 */
export function matchSemiGlobal(plan: SemiGlobalPlan, steps: SemiGlobalSteps): Int16Array {
  const { all, smooth } = steps.room;
  all.fill(plan.unknown);
  if (plan.columns > 0) matchRows(plan, steps, all);
  steps.median();
  return smooth;
}

function matchRows(plan: SemiGlobalPlan, steps: SemiGlobalSteps, to: Int16Array): void {
  if (plan.mode === "3way") matchStripes(plan, steps, to);
  else if (plan.mode === "sgbm") matchOnce(plan, steps, to);
  else if (plan.mode === "hh") matchTwice(plan, steps, to);
  else matchAcross(plan, steps, to);
}

/** Paths from the left and from above; one from the right while the best are taken. */
function matchOnce(plan: SemiGlobalPlan, steps: SemiGlobalSteps, to: Int16Array): void {
  steps.startPaths();
  for (let y = 0; y < plan.height; y++) {
    rowCosts(plan, steps, y, 0);
    steps.sweep(0, allPaths(y, false, false));
    takeRow(plan, steps, 0, { follows: true, addsStraight: false }, to, y);
  }
}

/** Paths from the left and from above, then from the right and from below. */
function matchTwice(plan: SemiGlobalPlan, steps: SemiGlobalSteps, to: Int16Array): void {
  const { height, row } = plan;
  steps.startPaths();
  for (let y = 0; y < height; y++) {
    rowCosts(plan, steps, y, 0);
    steps.sweep(y * row, allPaths(y, false, false));
  }
  steps.startPaths();
  for (let y = height - 1; y >= 0; y--) {
    steps.sweep(y * row, allPaths(height - 1 - y, true, true));
    takeRow(plan, steps, y * row, { follows: false, addsStraight: false }, to, y);
  }
}

/** Paths from above, from below, from the left and from the right. */
function matchAcross(plan: SemiGlobalPlan, steps: SemiGlobalSteps, to: Int16Array): void {
  const { height, row } = plan;
  const straight = { ...NO_PATHS, straight: true };
  steps.startPaths();
  for (let y = 0; y < height; y++) {
    rowCosts(plan, steps, y, 0);
    steps.sweep(y * row, straight);
  }
  steps.startPaths();
  for (let y = height - 1; y >= 0; y--) steps.sweep(y * row, { ...straight, adds: true });
  for (let y = 0; y < height; y++) {
    steps.sweep(y * row, { ...NO_PATHS, along: true, adds: true });
    takeRow(plan, steps, y * row, { follows: true, addsStraight: false }, to, y);
  }
}

/** Paths from the left, from above and from the right, in stripes that know little of each other. */
function matchStripes(plan: SemiGlobalPlan, steps: SemiGlobalSteps, to: Int16Array): void {
  const { height, reach } = plan;
  const stripe = Math.ceil(height / STRIPES);
  const overlap = reach + Math.ceil(OVERLAP * stripe);
  for (let n = 0; n < STRIPES; n++) {
    const start = n === 0 ? 0 : Math.max(Math.min(n * stripe - overlap, height), 0);
    const end = Math.min((n + 1) * stripe, height);
    steps.startPaths();
    for (let y = start; y < end; y++) {
      rowCosts(plan, steps, y, start);
      // Where a picture is so low that there are not `overlap` rows above, OpenCV takes others.
      const row = y - start - (n === 0 ? 0 : overlap) + n * stripe;
      const isTaken = row >= n * stripe && row < end;
      steps.sweep(0, { ...NO_PATHS, along: isTaken, straight: true });
      if (isTaken) takeRow(plan, steps, 0, { follows: true, addsStraight: true }, to, row);
    }
  }
}

const NO_PATHS: Sweep = {
  turn: 0,
  isBack: false,
  along: false,
  straight: false,
  slanted: false,
  adds: false,
};

/** All paths that come from one side and from above. */
const allPaths = (turn: number, isBack: boolean, adds: boolean): Sweep => ({
  turn,
  isBack,
  adds,
  along: true,
  straight: true,
  slanted: true,
});

/**
 * The costs of a row's blocks, row after row.
 *
 * @param start The first row: blocks reach no higher.
 */
function rowCosts(plan: SemiGlobalPlan, steps: SemiGlobalSteps, y: number, start: number): void {
  const { height, radius, mode, row, p2, depth } = plan;
  const ring = ringOf(plan);
  const isWhole = mode === "3way";
  const at = keepsRows(plan) ? y * row : 0;
  const before = keepsRows(plan) ? at - row : 0;
  const { costs } = steps.room;
  const placeOf = (k: number) => Math.min(k, height - 1) % ring;
  if (y === start) {
    costs.fill(p2, at, at + row);
    for (let k = start; k <= start + radius; k++) {
      if (k < height) steps.sumRow(k, placeOf(k), true);
      steps.addSums(at, placeOf(k), k === start ? radius + 1 : 1);
    }
    return;
  }
  const comes = y + radius;
  if (comes < height) steps.sumRow(comes, placeOf(comes), isWhole);
  else if (mode === "hh4") {
    // OpenCV forgets the blocks that reach below the picture.
    costs.fill(p2, at, at + row);
    return;
  }
  const goes = Math.max(y - radius - 1, start) % ring;
  const addsFirst = isWhole ? row : comes < height ? depth : 0;
  steps.moveCosts(before, at, placeOf(comes), goes, addsFirst);
}

/** Take a row's best disparities; those that the right picture's pixels do not agree to are unknown. */
function takeRow(
  plan: SemiGlobalPlan,
  steps: SemiGlobalSteps,
  at: number,
  pick: PickOptions,
  to: Int16Array,
  row: number,
): void {
  const { width, first, columns, unknown, least, mostApart } = plan;
  const { found, seen, seenCosts } = steps.room;
  found.fill(unknown);
  seen.fill(unknown);
  seenCosts.fill(MOST_COST);
  steps.pick(at, pick);
  // What nobody has seen counts as far away: OpenCV leaves 16ths there.
  const differs = (x: number, disparity: number) => {
    const other = x - disparity;
    return other >= 0 && other < width && seen[other] >= least &&
      Math.abs(seen[other] - disparity) > mostApart;
  };
  for (let x = first; x < first + columns; x++) {
    const steps16 = found[x];
    if (steps16 === unknown) continue;
    const below = steps16 >> 4;
    const above = (steps16 + STEPS_PER_PIXEL - 1) >> 4;
    if (differs(x, below) && differs(x, above)) found[x] = unknown;
  }
  to.set(found, row * width);
}
