import type { MaskEstimator, NumberedFrame, TimedFrame } from "../../mod.ts";
import { FrameStore } from "../../lib/pixels/mod.ts";
import { estimateMoments } from "../../lib/methods/estimate_frames.ts";
import type { MatteMoment } from "../../lib/moments/matte_moment.ts";
import { momentsOf } from "../../lib/moments/moment.ts";

/**
 * Shows an estimator frames one by one, for tests that look at what it says in between. What it
 * says is lent until the next call.
 */
export class Feed implements Disposable {
  readonly #after: number;
  readonly #store: FrameStore;
  readonly #items: AsyncGenerator<MatteMoment, void, void>;
  readonly #waiting: (NumberedFrame | TimedFrame)[] = [];
  #wake = Promise.withResolvers<void>();
  #isEnded = false;
  #count = 0;
  #lent: MatteMoment | undefined;

  /**
   * @param estimator Is disposed of by whoever made it.
   * @param store Where frames go; ordinary arrays if left out.
   */
  constructor(estimator: MaskEstimator, store: FrameStore = new FrameStore(undefined)) {
    this.#after = estimator.window?.after ?? 0;
    this.#store = store;
    this.#items = estimateMoments(momentsOf(this.#frames(), store), estimator, { store });
  }

  async *#frames() {
    for (;;) {
      while (this.#waiting.length > 0) yield this.#waiting.shift()!;
      if (this.#isEnded) return;
      await this.#wake.promise;
      this.#wake = Promise.withResolvers();
    }
  }

  /** The next frame; what is said of the one that is due, which is so many earlier as the estimator looks ahead. */
  async estimate(frame: NumberedFrame | TimedFrame) {
    this.#waiting.push(frame);
    this.#wake.resolve();
    return ++this.#count > this.#after ? await this.#next() : undefined;
  }

  /** After the last frame: what is said of the next one that is owed. */
  async flush() {
    this.#isEnded = true;
    this.#wake.resolve();
    return await this.#next();
  }

  async #next() {
    this.#lent?.release();
    const { value } = await this.#items.next();
    this.#lent = value ?? undefined;
    if (value?.matte === undefined) return undefined;
    const { matte, foreground } = value;
    return { matte, foreground };
  }

  [Symbol.dispose](): void {
    this.#lent?.release();
    this.#lent = undefined;
    // What waits in the window is released a little later.
    void this.#items.return();
    this.#store[Symbol.dispose]();
  }
}
