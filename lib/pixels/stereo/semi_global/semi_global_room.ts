import type { SignalLines } from "./semi_global_costs.ts";
import { type PathsDown, pathStride } from "./semi_global_paths.ts";
import type { SemiGlobalPlan } from "./semi_global_plan.ts";

/** The arrays that a match works in. */
export interface SemiGlobalRoom {
  readonly left: SignalLines;
  readonly right: SignalLines;
  /** Costs of a row's pixels. */
  readonly pixels: Int16Array;
  /** Sums of some rows, over the block's width: a ring. */
  readonly sums: Int16Array;
  /** Costs of the blocks of a row, or of all rows. */
  readonly costs: Int16Array;
  /** The same for the sums of paths. */
  readonly totals: Int16Array;
  /** The path along the row, and its totals where nobody looks at them. */
  readonly along: PathsDown;
  readonly unused: Int16Array;
  /** Paths that come down: from the left, straight, from the right. */
  readonly down: readonly [PathsDown, PathsDown, PathsDown];
  /** The row's disparities in 16ths. */
  readonly found: Int16Array;
  /** The disparities that its pixels give to the right picture's, and what they cost. */
  readonly seen: Int16Array;
  readonly seenCosts: Int16Array;
  /** The picture's disparities in 16ths, and their medians. */
  readonly all: Int16Array;
  readonly smooth: Int16Array;
  /** The same in pixels, if speckles are filtered there. */
  readonly numbers: Float32Array;
}

/** How many rows the ring of sums has. */
export const ringOf = ({ radius }: SemiGlobalPlan): number => 2 * radius + 2;

/** Whether the costs of all rows are kept, since paths come from below, too. */
export const keepsRows = ({ mode }: SemiGlobalPlan): boolean => mode === "hh" || mode === "hh4";

/** Vectors may read and write so many bytes too far. */
const SLACK = 64;

/** Hands out the parts of one block of bytes, or counts them. */
class Parts {
  readonly buffer: ArrayBufferLike | undefined;
  readonly start: number;
  #length = 0;

  constructor(buffer?: ArrayBufferLike, start = 0) {
    this.buffer = buffer;
    this.start = start;
  }

  get length(): number {
    return this.#length;
  }

  bytes(count: number): Uint8Array {
    const at = this.#take(count);
    return this.buffer ? new Uint8Array(this.buffer, at, count) : new Uint8Array(0);
  }

  numbers(count: number): Int16Array {
    const at = this.#take(2 * count);
    return this.buffer ? new Int16Array(this.buffer, at, count) : new Int16Array(0);
  }

  floats(count: number): Float32Array {
    const at = this.#take(4 * count);
    return this.buffer ? new Float32Array(this.buffer, at, count) : new Float32Array(0);
  }

  #take(count: number): number {
    const at = this.start + this.#length;
    this.#length += Math.ceil(count / SLACK + 1) * SLACK;
    return at;
  }
}

function layOut(plan: SemiGlobalPlan, parts: Parts): SemiGlobalRoom {
  const { width, height, channels, columns, depth, row, mode } = plan;
  const rows = keepsRows(plan) ? height : 1;
  const line = () => parts.bytes(2 * channels * width);
  const lines = () => ({ values: line(), lows: line(), highs: line() });
  const paths = (count: number) => {
    const costs = parts.numbers(count * pathStride(plan));
    return { costs, pairs: pairsOf(costs), least: parts.numbers(count) };
  };
  const slanted = mode === "sgbm" || mode === "hh" ? columns : 0;
  return {
    left: lines(),
    right: lines(),
    pixels: parts.numbers(row),
    sums: parts.numbers(ringOf(plan) * row),
    costs: parts.numbers(rows * row),
    totals: parts.numbers(rows * row),
    along: paths(1),
    unused: parts.numbers(depth),
    down: [paths(slanted), paths(columns), paths(slanted)],
    found: parts.numbers(width),
    seen: parts.numbers(width),
    seenCosts: parts.numbers(width),
    all: parts.numbers(width * height),
    smooth: parts.numbers(width * height),
    numbers: parts.floats(plan.speckleSize > 0 ? width * height : 0),
  };
}

/** How many bytes a match works in. */
export function roomBytes(plan: SemiGlobalPlan): number {
  const parts = new Parts();
  layOut(plan, parts);
  return parts.length;
}

/**
 * The arrays that a match works in, in one block of bytes.
 *
 * @param plan The match.
 * @param buffer Where the block lies.
 * @param start Where it begins: a multiple of 64.
 */
export function roomAt(
  plan: SemiGlobalPlan,
  buffer: ArrayBufferLike,
  start: number,
): SemiGlobalRoom {
  return layOut(plan, new Parts(buffer, start));
}

/** Numbers, two at a time. */
export function pairsOf({ buffer, byteOffset, length }: Int16Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length >> 1);
}
