/** Threads that start while something else is done. */
export class Starting<Threads extends AsyncDisposable> implements AsyncDisposable {
  /** The threads; rejected if they cannot be started. */
  readonly ready: Promise<Threads>;

  /** @param start Their start, which has begun. */
  constructor(start: Promise<Threads>) {
    this.ready = start;
    // Whoever waits for them will be told.
    this.ready.catch(() => {});
  }

  /** End the threads when they have done all that was asked. */
  async [Symbol.asyncDispose](): Promise<void> {
    const threads = await this.ready.catch(() => undefined);
    await threads?.[Symbol.asyncDispose]();
  }
}
