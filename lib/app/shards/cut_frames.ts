import type { FrameRange } from "../../pipeline/progress.ts";

/** What {@linkcode cutFrames} cuts. */
export interface CutOptions {
  /** The first frame. */
  readonly first: number;
  /** The last one, as far as is known; one before `first` if there is none. */
  readonly last: number;
  /** How many parts. */
  readonly count: number;
  /**
   * Where it may be cut: before frame 1, and every so many frames after it.
   *
   * @default {1}
   */
  readonly multipleOf?: number | undefined;
  /**
   * Where the last part ends, whatever is known: `Infinity` for wherever the video does.
   *
   * @default {`last`}
   */
  readonly end?: number | undefined;
}

/**
 * Cut consecutive frames into parts of nearly one length.
 *
 * @example Ten frames for three machines
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cutFrames({ first: 1, last: 10, count: 3 }), [
 *   { first: 1, last: 3 },
 *   { first: 4, last: 6 },
 *   { first: 7, last: 10 },
 * ]);
 * ```
 *
 * @param options The frames, and how many parts.
 * @returns The parts in order; `undefined` for one that is empty, as some are if there are more of them
 * than frames. The last is empty only if all are.
 */
export function cutFrames(
  { first, last, count, multipleOf = 1, end = last }: CutOptions,
): (FrameRange | undefined)[] {
  const firstBlock = Math.floor((first - 1) / multipleOf);
  const blocks = last < first ? 0 : Math.floor((last - 1) / multipleOf) - firstBlock + 1;
  /** The first frame of part `i`. */
  const begin = (i: number) => {
    const block = firstBlock + Math.floor(i * blocks / count);
    return Math.max(first, block * multipleOf + 1);
  };
  return Array.from({ length: count }, (_, i) => {
    const range = { first: begin(i), last: i === count - 1 ? last : begin(i + 1) - 1 };
    if (range.last < range.first) return undefined;
    return i === count - 1 ? { ...range, last: end } : range;
  });
}
