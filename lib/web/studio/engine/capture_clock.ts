/** How many intervals between frames the usual one is told from. */
const INTERVALS = 30;

/** The usual one is as short as the shortest but so many: a camera may stumble. */
const ODD = 3;

/** Frames that come so much later than the fastest are of another clock, in milliseconds. */
const LONGEST = 2000;

/**
 * Tells by the times that frames bring along how long each was on its way here, and how many are missing
 * between them: while a thread works, the browser itself leaves frames out.
 *
 * A camera's times are those of a clock whose beginning a page does not know. So the frame that came fastest
 * counts as one that came at once.
 */
export class CaptureClock {
  #least: number = Infinity;
  #last: number | undefined;
  #intervals: number[] = [];
  readonly #delays = new Map<number, number>();

  /**
   * A frame has come.
   *
   * @param timestamp Its time, in microseconds.
   * @param now When it came, in milliseconds.
   * @returns How many are missing before it.
   */
  arrive(timestamp: number, now: number): number {
    const offset = now - timestamp / 1000;
    if (offset < this.#least || offset - this.#least > LONGEST) this.#least = offset;
    this.#delays.set(timestamp, offset - this.#least);
    const interval = (timestamp - (this.#last ?? timestamp)) / 1000;
    this.#last = timestamp;
    if (interval <= 0) return 0;
    if (this.#intervals.push(interval) > INTERVALS) this.#intervals.shift();
    const sorted = [...this.#intervals].sort((a, b) => a - b);
    const usual = sorted[Math.min(ODD, sorted.length - 1)];
    return Math.max(0, Math.round(interval / usual) - 1);
  }

  /**
   * How long a frame was on its way.
   *
   * @param timestamp Its time, in microseconds; those before it are forgotten.
   * @returns Milliseconds.
   */
  delayOf(timestamp: number): number {
    const delay = this.#delays.get(timestamp) ?? 0;
    for (const time of this.#delays.keys()) if (time <= timestamp) this.#delays.delete(time);
    return delay;
  }
}
