/**
 * Options of {@linkcode NewestFrames}.
 *
 * @category Live
 */
export interface NewestFramesOptions<Item> {
  /**
   * Gets each item that nobody takes.
   *
   * @default {`close()` and `stored.release()` of the item, where it has them}
   */
  readonly onDrop?: ((item: Item) => void) | undefined;
}

/**
 * An item, and when it came.
 *
 * @category Live
 */
export interface Arrival<Item> {
  /** The item: its taker's own. */
  readonly item: Item;
  /** When it came, in milliseconds of `performance.now()`. */
  readonly at: number;
}

/**
 * A place for one item between who has new ones all the time and who takes them when there is time: who
 * asks gets the newest. What it replaces is given back and counted. So nothing is ever late by more than
 * the work on one item.
 *
 * @example Of three frames that come meanwhile the last is taken
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const left: number[] = [];
 * const frames = new NewestFrames<number>({ onDrop: (frame) => void left.push(frame) });
 * for (const frame of [1, 2, 3]) frames.push(frame);
 * frames.end();
 * const taken: number[] = [];
 * for await (const frame of frames) taken.push(frame);
 * assertEquals([taken, left, frames.dropped], [[3], [1, 2], 2]);
 * ```
 *
 * @category Live
 */
export class NewestFrames<Item> implements AsyncIterable<Item>, Disposable {
  readonly #onDrop: (item: Item) => void;
  #waiting: Arrival<Item> | undefined;
  #dropped = 0;
  #isPaused = false;
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  /**
   * A place with nothing in it.
   *
   * @param options What becomes of items that nobody takes.
   */
  constructor(options: NewestFramesOptions<Item> = {}) {
    this.#onDrop = options.onDrop ?? letGo;
  }

  /** How many items were replaced by newer ones before anybody asked. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Whether no more items come. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether items are let go as they come. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /**
   * Hand an item over. It replaces the one that waits.
   *
   * @param item The item; it is given back if nobody takes it, and at once after the end.
   */
  push(item: Item): void {
    if (this.#isOver || this.#isPaused) return this.#onDrop(item);
    const replaced = this.#waiting;
    this.#waiting = { item, at: performance.now() };
    if (replaced !== undefined) {
      this.#dropped++;
      this.#onDrop(replaced.item);
    }
    this.#wakeTaker();
  }

  /** No more items come; the one that waits may still be taken. */
  end(): void {
    this.#isOver = true;
    this.#wakeTaker();
  }

  /**
   * No more items come, because of an error, which is thrown to who asks; the one that waits is given back.
   *
   * @param error What has happened.
   */
  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#failure = { error };
    this.clear();
    this.end();
  }

  /** Give the item that waits back, uncounted. */
  clear(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.#onDrop(waiting.item);
  }

  /** Let items go as they come, uncounted, and the one that waits. Who waits for one gets nothing. */
  pause(): void {
    this.#isPaused = true;
    this.clear();
    this.#wakeTaker();
  }

  /** Take items again. */
  resume(): void {
    this.#isPaused = false;
    this.#wakeTaker();
  }

  /** Wait while items are let go, but not beyond the end. */
  async untilResumed(): Promise<void> {
    while (this.#isPaused && !this.#isOver) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /**
   * Take the newest item, or wait for one. Only one may wait at a time.
   *
   * @returns It; `undefined` after the end, and where `pause` ends the waiting.
   * @throws What {@linkcode NewestFrames.fail} was told, once.
   */
  async take(): Promise<Arrival<Item> | undefined> {
    while (this.#waiting === undefined && !this.#isOver && !this.#isPaused) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    const taken = this.#waiting;
    this.#waiting = undefined;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
    return taken;
  }

  /**
   * Give back an item that was taken in vain.
   *
   * @param item The item.
   */
  giveBack(item: Item): void {
    this.#onDrop(item);
  }

  #wakeTaker(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  /** The newest item, as often as one is asked for. Who wants no more ends it for all. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, void> {
    try {
      for (let taken; (taken = await this.take()) !== undefined;) yield taken.item;
    } finally {
      this[Symbol.dispose]();
    }
  }

  /** No more items come, and the one that waits is given back. */
  [Symbol.dispose](): void {
    this.clear();
    this.end();
  }
}

/** What a frame has that is to be let go: a `VideoFrame`, or one of a store. */
interface Held {
  close?(): void;
  readonly stored?: { release(): void };
}

/** Let a frame go. */
export function letGo(item: unknown): void {
  if (typeof item !== "object" || item === null) return;
  const { stored } = item as Held;
  if (stored !== undefined) stored.release();
  else if ("close" in item && typeof item.close === "function") item.close();
}
