/** How long work may keep all else waiting, in milliseconds. */
const LONGEST = 100;

/** Gives timers, signals and messages their turn in the middle of long work. */
export class Turns {
  #since = performance.now();

  /** Let all that waits have its turn, if the last is long ago; else nothing is waited for. */
  async give(): Promise<void> {
    if (performance.now() - this.#since < LONGEST) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#since = performance.now();
  }
}
