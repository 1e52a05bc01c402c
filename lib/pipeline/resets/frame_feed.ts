import type { FrameStore, LentFrame, StoredFrame } from "../../memory/frame_store.ts";
import { keep } from "../../moments/moment.ts";
import type { Disparity, NumberedFrame, TimedFrame } from "../../raster/frame.ts";

/** Frames of a video, in order; each is lent until the next one is asked for. */
export type Frames =
  | AsyncIterable<NumberedFrame | TimedFrame>
  | Iterable<NumberedFrame | TimedFrame>;

/** A frame that stays until all readers have had it. */
interface Held {
  readonly lent: NumberedFrame & LentFrame;
  readonly frame: StoredFrame;
  readonly right: StoredFrame | undefined;
}

/**
 * One reading of a video for several readers, each from a frame of its own on. A frame is read once, and
 * kept until all have had it who want it, and nobody who begins later will.
 *
 * @example Who begins later misses nothing
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FrameStore } from "../../memory/frame_store.ts";
 * import { createFrame } from "../../raster/frame.ts";
 *
 * using store = new FrameStore(undefined);
 * const video = [1, 2, 3].map((number) => ({ number, ...createFrame(2, 2) }));
 * await using feed = new FrameFeed(video, store);
 * feed.keepFrom(2);
 * for (const start of [1, 2]) {
 *   using reader = feed.readFrom(start);
 *   const numbers: number[] = [];
 *   for await (const { number } of reader.frames()) numbers.push(number);
 *   assertEquals(numbers, [1, 2, 3].slice(start - 1));
 * }
 * ```
 */
export class FrameFeed implements AsyncDisposable {
  readonly #frames: AsyncIterator<NumberedFrame | TimedFrame> | Iterator<NumberedFrame>;
  readonly #store: FrameStore;
  readonly #held: Held[] = [];
  /** How many frames were let go. */
  #gone = 0;
  readonly #readers = new Set<FeedReader>();
  /** Who begins next begins with this number. */
  #from = 1;
  #reading: Promise<void> | undefined;
  #isOver = false;

  /**
   * A feed that has read nothing yet.
   *
   * @param frames The frames.
   * @param store Where they are kept.
   */
  constructor(frames: Frames, store: FrameStore) {
    this.#frames = Symbol.asyncIterator in frames
      ? frames[Symbol.asyncIterator]()
      : frames[Symbol.iterator]();
    this.#store = store;
  }

  /** From now on keep frames from this number on for who begins next. */
  keepFrom(number: number): void {
    this.#from = number;
    this.#letGo();
  }

  /**
   * Begin to read.
   *
   * @param number The first frame that is wanted, one that was kept.
   * @returns Who reads; dispose of it.
   */
  readFrom(number: number): FeedReader {
    const reader: FeedReader = {
      at: this.#gone,
      frames: () => this.#framesFor(reader, number),
      [Symbol.dispose]: () => {
        this.#readers.delete(reader);
        this.#letGo();
      },
    };
    this.#readers.add(reader);
    return reader;
  }

  async *#framesFor(
    reader: FeedReader,
    number: number,
  ): AsyncGenerator<NumberedFrame & LentFrame, void, void> {
    for (;;) {
      const held = await this.#frameAt(reader.at);
      if (held === undefined) return;
      using _frame = held.frame.retain();
      using _right = held.right?.retain();
      reader.at++;
      this.#letGo();
      if (held.lent.number >= number) yield held.lent;
    }
  }

  async #frameAt(place: number): Promise<Held | undefined> {
    while (place >= this.#gone + this.#held.length && !this.#isOver) {
      this.#reading ??= this.#readOne().finally(() => this.#reading = undefined);
      await this.#reading;
    }
    return this.#held[place - this.#gone];
  }

  async #readOne(): Promise<void> {
    const step = await this.#frames.next();
    if (step.done === true) return void (this.#isOver = true);
    const { value } = step;
    const frame = keep(value, this.#store);
    const right = value.right && keep(value.right, this.#store);
    const { number, width, height, depth } = value;
    const lent = {
      number,
      ..."timestamp" in value && { timestamp: value.timestamp },
      width,
      height,
      bitmap: frame.bitmap,
      stored: frame,
      ...right && { right: { width, height, bitmap: right.bitmap, stored: right } },
      ...depth && { depth: copyOf(depth) },
    };
    this.#held.push({ lent, frame, right });
  }

  /** Let go what nobody will read. */
  #letGo(): void {
    const least = Math.min(...[...this.#readers].map(({ at }) => at));
    while (this.#held.length > 0 && this.#gone < least) {
      const [{ lent, frame, right }] = this.#held;
      if (lent.number >= this.#from) return;
      this.#held.shift();
      this.#gone++;
      frame.release();
      right?.release();
    }
  }

  /** Give all frames back, and end the reading. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { frame, right } of this.#held.splice(0)) {
      frame.release();
      right?.release();
    }
    await this.#frames.return?.();
  }
}

/** Who reads a {@linkcode FrameFeed}. */
export interface FeedReader extends Disposable {
  /** How many frames of the video it has passed. */
  at: number;
  /** The frames, once. */
  frames(): AsyncGenerator<NumberedFrame & LentFrame, void, void>;
}

function copyOf({ width, height, disparity }: Disparity): Disparity {
  return { width, height, disparity: disparity.slice() };
}
