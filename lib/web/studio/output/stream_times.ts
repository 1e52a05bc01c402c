/** What comes in the first moments has waited until somebody read it, in milliseconds. */
const BACKLOG = 150;

/** So long is looked at what comes then, in milliseconds. */
const LOOKED_FOR = 350;

/**
 * Tells when what a stream brings was taken, on this thread's clock: streams have clocks of their own.
 */
export class StreamTimes {
  readonly #latency: number;
  readonly #share: number;
  #offsets: number[] = [];
  #first: number | undefined;
  #offset: number | undefined;

  /**
   * A stream's clock.
   *
   * @param latency How long what it brings is on its way, in milliseconds.
   * @param share Which of all that is: 0 for the fastest, 0.5 for the usual one.
   */
  constructor(latency: number, share: number) {
    this.#latency = latency;
    this.#share = share;
  }

  /**
   * Something has come.
   *
   * @param timestamp Its time, in microseconds.
   * @param now When it came, in milliseconds.
   */
  arrive(timestamp: number, now: number): void {
    if (this.#offset !== undefined) return;
    this.#first ??= now;
    const since = now - this.#first;
    if (since < BACKLOG) return;
    this.#offsets.push(now - timestamp / 1000);
    if (since < BACKLOG + LOOKED_FOR) return;
    const sorted = this.#offsets.sort((a, b) => a - b);
    this.#offset = sorted[Math.floor(this.#share * (sorted.length - 1))] - this.#latency;
  }

  /** Whether enough has come to tell. */
  get isSettled(): boolean {
    return this.#offset !== undefined;
  }

  /**
   * When something was taken.
   *
   * @param timestamp Its time, in microseconds.
   * @returns Milliseconds; NaN before it is settled.
   */
  takenAt(timestamp: number): number {
    return timestamp / 1000 + (this.#offset ?? NaN);
  }
}
