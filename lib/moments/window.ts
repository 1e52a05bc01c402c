import type { SharedUse } from "../memory/shared_use.ts";
import type { Moment } from "./moment.ts";

/**
 * How far an estimator or a stage looks around the present moment.
 *
 * @category Kernel memory
 */
export interface WindowSpan {
  /** How many moments before the present one. */
  readonly before: number;
  /** How many after it: the result of a moment comes this many frames later. */
  readonly after: number;
  /**
   * Whether moments beyond a cut are left out.
   *
   * @default {false}
   */
  readonly isWithinScene?: boolean;
}

/** The span of the present moment alone. */
export const ALONE: WindowSpan = { before: 0, after: 0 };

/**
 * A moment and those around it. They are lent until the next window.
 *
 * @category Kernel memory
 */
export interface Window<Item = Moment> {
  /** The present one. */
  readonly now: Item;
  /**
   * One of those around it.
   *
   * @param offset How many frames later; negative: earlier.
   * @returns It; `undefined` beyond the window, the first or the last frame, or a cut that ends the window.
   */
  at(offset: number): Item | undefined;
}

/** What windows are made of. */
type WindowItem = SharedUse & { readonly scene: number };

/**
 * Each of some items with those around it.
 *
 * @example A frame and the one before it
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FrameStore } from "../memory/frame_store.ts";
 * import { createFrame } from "../raster/frame.ts";
 * import { momentsOf } from "./moment.ts";
 *
 * using store = new FrameStore(undefined);
 * const video = [1, 2, 3].map((number) => ({ number, ...createFrame(2, 2) }));
 * const pairs: unknown[] = [];
 * for await (const window of windowsOf(momentsOf(video, store), { before: 1, after: 0 })) {
 *   pairs.push([window.at(-1)?.number, window.now.number]);
 * }
 * assertEquals(pairs, [[undefined, 1], [1, 2], [2, 3]]);
 * ```
 *
 * @param items The items in order, which are released when no window needs them.
 * @param span How far each is looked around.
 * @param onArrival Called with each item as soon as it is there.
 * @returns A window for each item, in order.
 */
export async function* windowsOf<Item extends WindowItem>(
  items: AsyncIterable<Item>,
  span: WindowSpan,
  onArrival?: (item: Item) => unknown,
): AsyncGenerator<Window<Item>, void, void> {
  const held: Item[] = [];
  let due = 0;
  const next = (): Window<Item> => windowAt(held, due, span);
  const goOn = () => {
    due++;
    for (; due > span.before; due--) held.shift()!.release();
  };
  try {
    for await (const item of items) {
      held.push(item);
      await onArrival?.(item);
      if (held.length - due <= span.after) continue;
      yield next();
      goOn();
    }
    while (due < held.length) {
      yield next();
      goOn();
    }
  } finally {
    for (const item of held) item.release();
  }
}

function windowAt<Item extends WindowItem>(
  held: readonly Item[],
  due: number,
  { before, after, isWithinScene = false }: WindowSpan,
): Window<Item> {
  const now = held[due];
  return {
    now,
    at(offset) {
      if (offset < -before || offset > after) return undefined;
      const item = held[due + offset];
      return isWithinScene && item?.scene !== now.scene ? undefined : item;
    },
  };
}
