/** So many are looked at. */
const LOOKED_AT = 12;

/**
 * Tells when what a stream brings was taken, on this thread's clock: streams have clocks of their own.
 */
export class StreamTimes {
  #offsets: number[] = [];

  /**
   * Something has come.
   *
   * @param timestamp Its time, in microseconds.
   * @param now When it came, in milliseconds.
   */
  arrive(timestamp: number, now: number): void {
    if (this.#offsets.length < LOOKED_AT) this.#offsets.push(now - timestamp / 1000);
  }

  /** Whether enough has come to tell. */
  get isSettled(): boolean {
    return this.#offsets.length === LOOKED_AT;
  }

  /**
   * When something was taken.
   *
   * @param timestamp Its time, in microseconds.
   * @param latency How long the usual one was on its way, in milliseconds.
   * @returns Milliseconds.
   */
  takenAt(timestamp: number, latency: number): number {
    const sorted = this.#offsets.toSorted((a, b) => a - b);
    return timestamp / 1000 + (sorted[sorted.length >> 1] ?? 0) - latency;
  }
}
