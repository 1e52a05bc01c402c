import { createFrame, type TimedFrame } from "../raster/frame.ts";

/**
 * Keeps copies of the last few frames, for an estimator that looks ahead: a
 * frame comes out as many frames later as it says.
 *
 * @example One frame late
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame } from "../raster/frame.ts";
 *
 * const delay = new FrameDelay(1);
 * const frame = (number: number) => ({ number, timestamp: 0, ...createFrame(1, 1) });
 * const due = [1, 2, 3].map((number) => delay.exchange(frame(number))?.number);
 * assertEquals(due, [undefined, 1, 2]);
 * assertEquals([...delay.rest()].map(({ number }) => number), [3]);
 * ```
 */
export class FrameDelay {
  readonly #length: number;
  readonly #waiting: TimedFrame[] = [];
  #spare: TimedFrame | undefined;

  /** @param length How many frames later; 0 lets frames through as they are. */
  constructor(length: number) {
    this.#length = length;
  }

  /**
   * Take a frame, and give the one that is due.
   *
   * @param frame Is copied, unless there is no delay.
   * @returns The frame so many frames ago, valid until the next call; `undefined` at first.
   */
  exchange(frame: TimedFrame): TimedFrame | undefined {
    if (this.#length === 0) return frame;
    const { number, timestamp, width, height } = frame;
    const { bitmap } = this.#spare ?? createFrame(width, height);
    bitmap.set(frame.bitmap);
    this.#waiting.push({ number, timestamp, width, height, bitmap });
    if (this.#waiting.length <= this.#length) {
      this.#spare = undefined;
      return undefined;
    }
    return this.#spare = this.#waiting.shift();
  }

  /** The frames that are still waiting, after the last one. */
  *rest(): Generator<TimedFrame> {
    yield* this.#waiting.splice(0);
  }
}
