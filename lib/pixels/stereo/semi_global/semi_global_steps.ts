import {
  addSums,
  moveCosts,
  pixelCosts,
  type Pixels,
  signalLines,
  sumAcross,
} from "./semi_global_costs.ts";
import {
  type Best,
  findFirst,
  follow,
  isRepeated,
  isUnique,
  type PathsDown,
  pathStride,
  refine,
  startPath,
  startPaths,
  takeByLanes,
  wrapped16,
} from "./semi_global_paths.ts";
import { medianOfNine } from "./semi_global_median.ts";
import {
  createPairLines,
  findFirstOfPairs,
  fitsPairs,
  followPairs,
  isRepeatedInPairs,
  movePairs,
  type PairLines,
  pixelCostsOfPairs,
  sumPairsAcross,
} from "./semi_global_pairs.ts";
import { GUARD, MOST_COST, type SemiGlobalPlan, STEPS_PER_PIXEL } from "./semi_global_plan.ts";
import { pairsOf, type SemiGlobalRoom } from "./semi_global_room.ts";

/** Which paths are followed through a row. */
export interface Sweep {
  /** How many rows the paths have come down so far. */
  readonly turn: number;
  /** Whether from right to left. */
  readonly isBack: boolean;
  /** Which paths. */
  readonly along: boolean;
  readonly straight: boolean;
  readonly slanted: boolean;
  /** Whether the paths are added to the totals, or are the totals. */
  readonly adds: boolean;
}

/** How the best disparities of a row are taken. */
export interface PickOptions {
  /** Whether a path from the right is followed first. */
  readonly follows: boolean;
  /** Whether the paths that come straight down are added. */
  readonly addsStraight: boolean;
}

/** The work on a row, by plain loops or by kernels. Costs and totals begin at `at`. */
export interface SemiGlobalSteps {
  readonly room: SemiGlobalRoom;
  /** Sum the costs of a row's pixels over the block's width, into a place of the ring. */
  sumRow(y: number, place: number, addsFirst: boolean): void;
  /** Add a row of the ring to the costs, some times. */
  addSums(at: number, place: number, times: number): void;
  /** The costs of the next row, at `at`, from those at `before`. */
  moveCosts(before: number, at: number, comes: number, goes: number, addsFirst: number): void;
  /** Let all paths down begin. */
  startPaths(): void;
  /** Follow paths through a row, and add them to the totals. */
  sweep(at: number, sweep: Sweep): void;
  /** Take the best disparities, from right to left, into `found`, `seen` and `seenCosts`. */
  pick(at: number, options: PickOptions): void;
  /** Medians of `all` into `smooth`. */
  median(): void;
}

/** Plain loops. */
export class PlainSteps implements SemiGlobalSteps {
  readonly #plan: SemiGlobalPlan;
  readonly room: SemiGlobalRoom;
  readonly #left: Pixels;
  readonly #right: Pixels;
  readonly #best: Best = { index: 0, cost: 0 };
  /** The room's arrays as pairs, if no number can become too large for them. */
  readonly #pairs: Pairs | undefined;

  constructor(plan: SemiGlobalPlan, room: SemiGlobalRoom, left: Pixels, right: Pixels) {
    this.#plan = plan;
    this.room = room;
    this.#left = left;
    this.#right = right;
    this.#pairs = fitsPairs(plan) ? pairsIn(room) : undefined;
  }

  sumRow(y: number, place: number, addsFirst: boolean): void {
    const { left, right, pixels, sums } = this.room;
    signalLines(this.#plan, this.#left, y, false, left);
    signalLines(this.#plan, this.#right, y, true, right);
    const pairs = this.#pairs;
    if (pairs !== undefined) {
      pixelCostsOfPairs(this.#plan, left, right, pairs.right, pairs.pixels);
      sumPairsAcross(this.#plan, pairs.pixels, pairs.sums, place * this.#plan.row >> 1);
      return;
    }
    pixelCosts(this.#plan, left, right, pixels);
    sumAcross(this.#plan, pixels, sums, place * this.#plan.row, addsFirst);
  }

  addSums(at: number, place: number, times: number): void {
    addSums(this.#plan, this.room.costs, at, this.room.sums, place * this.#plan.row, times);
  }

  moveCosts(before: number, at: number, comes: number, goes: number, addsFirst: number): void {
    const { row } = this.#plan;
    const { costs, sums } = this.room;
    const pairs = this.#pairs;
    if (pairs !== undefined) {
      const places = [pairs.sums, comes * row >> 1, goes * row >> 1] as const;
      movePairs(this.#plan, pairs.costs, before >> 1, at >> 1, ...places);
      return;
    }
    moveCosts(this.#plan, costs, before, at, sums, comes * row, goes * row, addsFirst);
  }

  startPaths(): void {
    startPaths(this.#plan, this.room.along);
    for (const paths of this.room.down) startPaths(this.#plan, paths);
  }

  /** The least of a path's costs, plus `p2`: what goes on from the lower end, or stays at the upper. */
  #leastOf(least: number): number {
    const { mode, p2 } = this.#plan;
    return mode === "3way" ? Math.min(least + p2, MOST_COST) : wrapped16(least + p2);
  }

  sweep(at: number, { turn, isBack, along, straight, slanted, adds }: Sweep): void {
    const { columns, depth, mode, row } = this.#plan;
    const { totals, down, unused } = this.room;
    const [fromLeft, above, fromRight] = down;
    const shift = turn % columns;
    // Sums that stop at the largest number have an order, others have none.
    const isApart = mode === "3way" && this.#pairs === undefined;
    if (!adds) totals.fill(0, at, at + row);
    if (along) startPath(this.#plan, this.room.along, 0);
    if (slanted) {
      startPath(this.#plan, fromLeft, (columns - shift) % columns);
      startPath(this.#plan, fromRight, (columns - 1 + shift) % columns);
    }
    for (let i = 0; i < columns; i++) {
      const x = isBack ? columns - 1 - i : i;
      const p = at + x * depth;
      if (along) this.#follow(this.room.along, 0, p, totals, p);
      if (slanted) this.#follow(fromLeft, (x - shift + columns) % columns, p, totals, p);
      if (straight) this.#follow(above, x, p, isApart ? unused : totals, isApart ? 0 : p);
      if (slanted) this.#follow(fromRight, (x + shift) % columns, p, totals, p);
    }
  }

  #follow(paths: PathsDown, place: number, from: number, totals: Int16Array, to: number): void {
    const start = place * pathStride(this.#plan) + GUARD;
    const least = this.#leastOf(paths.least[place]);
    const pairs = this.#pairs;
    paths.least[place] = pairs === undefined
      ? follow(this.#plan, paths.costs, start, least, this.room.costs, from, totals, to)
      : followPairs(this.#plan, paths.pairs, start >> 1, least, pairs.costs, pairs.totals, to >> 1);
  }

  pick(at: number, { follows, addsStraight }: PickOptions): void {
    const { columns, depth, first, least } = this.#plan;
    const { totals, down, found, seen, seenCosts, along } = this.room;
    const best = this.#best;
    if (follows) startPath(this.#plan, along, 0);
    for (let x = columns - 1; x >= 0; x--) {
      const p = at + x * depth;
      if (follows) this.#follow(along, 0, p, totals, p);
      if (addsStraight && this.#pairs === undefined) {
        addTo(totals, p, down[1].costs, x * pathStride(this.#plan) + GUARD, depth);
      }
      this.#find(p, addsStraight);
      if (!isUnique(this.#plan, totals, p, best)) continue;
      const other = x + first - best.index - least;
      if (seenCosts[other] > best.cost) {
        seenCosts[other] = best.cost;
        seen[other] = best.index + least;
      }
      found[first + x] = refine(this.#plan, totals, p, best.index) + STEPS_PER_PIXEL * least;
    }
  }

  /** Look for the best disparity of the totals at a place. */
  #find(at: number, byLanes: boolean): void {
    const { totals } = this.room;
    const pairs = this.#pairs;
    const best = this.#best;
    if (pairs === undefined) findFirst(this.#plan, totals, at, best);
    else findFirstOfPairs(this.#plan, pairs.totals, at >> 1, best);
    if (!byLanes) return;
    const isOneOfSome = pairs === undefined
      ? isRepeated(this.#plan, totals, at, best)
      : isRepeatedInPairs(this.#plan, pairs.totals, at >> 1, best);
    if (isOneOfSome) takeByLanes(this.#plan, totals, at, best);
  }

  median(): void {
    medianOfNine(this.#plan, this.room.all, this.room.smooth);
  }
}

/** The arrays that pairs are looked for in. */
interface Pairs {
  readonly right: PairLines;
  readonly pixels: Int32Array;
  readonly sums: Int32Array;
  readonly costs: Int32Array;
  readonly totals: Int32Array;
}

function pairsIn(room: SemiGlobalRoom): Pairs {
  return {
    right: createPairLines(room.right.values.length),
    pixels: pairsOf(room.pixels),
    sums: pairsOf(room.sums),
    costs: pairsOf(room.costs),
    totals: pairsOf(room.totals),
  };
}

/** Add numbers to others. */
function addTo(to: Int16Array, at: number, from: Int16Array, start: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const sum = to[at + i] + from[start + i];
    to[at + i] = Math.max(-MOST_COST - 1, Math.min(sum, MOST_COST));
  }
}
