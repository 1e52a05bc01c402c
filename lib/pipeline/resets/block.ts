/**
 * So many frames a method sees before each block that it begins anew: it learns from them, and nothing is
 * made of them. More make hardly any difference, and each costs as much as one that is written.
 */
export const RUN_UP = 30;

/** Frames that a method makes without knowing anything of those before their run-up. */
export interface Block {
  /** The number of the first frame that is seen. */
  readonly start: number;
  /** The number of the first frame of the block. */
  readonly first: number;
  /** The number of its last frame. */
  readonly last: number;
}

/** How frames are divided into blocks. */
export interface BlockOptions {
  /** How many frames each block has. */
  readonly every: number;
  /** How many first frames get no mask: a run-up is at least as long. */
  readonly warmUp?: number | undefined;
}

/**
 * The block of a frame.
 *
 * @example The third of 100 frames each
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(blockOf(250, { every: 100 }), { start: 171, first: 201, last: 300 });
 * ```
 *
 * @param number The frame's number, at least 1.
 * @param options How frames are divided.
 */
export function blockOf(number: number, { every, warmUp = 0 }: BlockOptions): Block {
  const first = number - (number - 1) % every;
  const start = Math.max(1, first - Math.max(RUN_UP, warmUp));
  return { start, first, last: first + every - 1 };
}
