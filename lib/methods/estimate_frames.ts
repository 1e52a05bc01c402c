import { FrameStore, type StoredFrame, type StoredGray } from "../memory/frame_store.ts";
import { MatteMoment } from "../moments/matte_moment.ts";
import { Moment, momentsOf } from "../moments/moment.ts";
import { ALONE, type Window, windowsOf } from "../moments/window.ts";
import {
  assertSameSize,
  type Frame,
  type Matte,
  type NumberedFrame,
  type TimedFrame,
} from "../raster/frame.ts";
import { outcomeOf } from "../turns.ts";
import { untilAborted } from "../until_aborted.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "./estimator.ts";

/**
 * What a stage of the pipeline works with.
 *
 * @category Methods
 */
export interface StageOptions {
  /** Where rasters come from. */
  readonly store: FrameStore;
  /** Ends the work by throwing its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The stage of the pipeline that estimates: moments in, moments with their mattes out.
 *
 * @param moments The moments, in order.
 * @param estimator An estimator that has seen nothing yet; whoever made it disposes of it.
 * @param options Where rasters come from, and what ends the work.
 * @returns An item for each moment, in order, without a matte where there is no estimate; whoever gets
 * one releases it.
 * @throws What the estimator throws.
 */
export async function* estimateMoments(
  moments: AsyncIterable<Moment>,
  estimator: MaskEstimator,
  { store, signal }: StageOptions,
): AsyncGenerator<MatteMoment, void, void> {
  const { window: span = ALONE } = estimator;
  const onArrival = (moment: Moment) => untilAborted(estimator.begin?.(moment), signal);
  for await (const window of windowsOf(moments, span, onArrival)) {
    signal?.throwIfAborted();
    using out = new TakenOut(window, store);
    const work = outcomeOf(estimator.estimate(window, out), signal);
    // Who gives up waiting takes nothing back that is still written to.
    if (work instanceof Promise) out.keepUntil(work);
    const estimate = await untilAborted(work, signal);
    yield out.toItem(estimate);
  }
}

/** Where one estimate goes. */
class TakenOut implements EstimateOut, Disposable {
  readonly #window: Window;
  readonly #store: FrameStore;
  #matte: StoredGray | undefined;
  #foreground: StoredFrame | undefined;
  /** What may still write to them. */
  #work: Promise<void> | undefined;

  constructor(window: Window, store: FrameStore) {
    this.#window = window;
    this.#store = store;
  }

  get matte(): StoredGray {
    return this.#matte ??= this.#store.takeGray(this.#window.now);
  }

  get foreground(): StoredFrame {
    return this.#foreground ??= this.#store.takeFrame(this.#window.now);
  }

  /** The item that the estimate makes of the moment that is due. */
  toItem(estimate: Estimate | undefined): MatteMoment {
    const { now } = this.#window;
    if (estimate === undefined) {
      const parts = { ownForeground: undefined, matte: undefined };
      return new MatteMoment({ moment: now.retain(), shown: now.retain(), ...parts });
    }
    const { matte, foreground } = estimate;
    assertSameSize("use an estimate", { frame: now, matte, foreground });
    const isMoment = foreground instanceof Moment;
    return new MatteMoment({
      moment: now.retain(),
      shown: (isMoment ? foreground : now).retain(),
      ownForeground: isMoment ? undefined : this.#ownForeground(foreground),
      matte: this.#ownMatte(matte),
    });
  }

  /** Keep what is taken until some work has ended. */
  keepUntil(work: Promise<unknown>): void {
    const end = () => this.#work = undefined;
    this.#work = work.then(end, end);
  }

  #ownForeground(foreground: Frame): StoredFrame {
    if (foreground !== this.#foreground) this.foreground.bitmap.set(foreground.bitmap);
    return this.foreground.retain();
  }

  #ownMatte(matte: Matte): StoredGray {
    if (matte !== this.#matte) this.matte.data.set(matte.data);
    return this.matte.retain();
  }

  [Symbol.dispose](): void {
    const release = () => {
      this.#matte?.release();
      this.#foreground?.release();
    };
    if (this.#work === undefined) release();
    else this.#work.then(release);
  }
}

/**
 * What an estimator says of a frame: see {@linkcode estimateFrames}.
 *
 * @category Methods
 */
export interface EstimatedFrame {
  /** The frame's number. */
  readonly number: number;
  /** The matte, H × W; `undefined` where there is no estimate. */
  readonly matte: Matte | undefined;
  /** The frame that the matte belongs to, H × W. */
  readonly foreground: Frame;
}

/**
 * What an estimator says of each frame of a video, in order: to look at an idea without composing.
 *
 * @example The second frame has changed on the left
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { DifferenceEstimator } from "./difference_estimator.ts";
 *
 * const frame = (number: number, left: number) => ({
 *   ...{ number, width: 2, height: 1 },
 *   bitmap: Uint8ClampedArray.of(left, left, left, 255, 9, 9, 9, 255),
 * });
 * using estimator = new DifferenceEstimator({ framesApart: 1 });
 * const masks: unknown[] = [];
 * for await (const { matte } of estimateFrames([frame(1, 9), frame(2, 90)], estimator)) {
 *   masks.push(matte && [...matte.data]);
 * }
 * assertEquals(masks, [undefined, [255, 0]]);
 * ```
 *
 * @param frames The frames, in order, of one size; each is lent until the next one is asked for.
 * @param estimator An estimator that has seen nothing yet; whoever made it disposes of it.
 * @param options Where rasters come from (ordinary arrays if left out), and what ends the work.
 * @returns One result for each frame, lent until the next one.
 * @throws What the frames or the estimator throw.
 * @category Methods
 */
export async function* estimateFrames(
  frames: AsyncIterable<NumberedFrame | TimedFrame> | Iterable<NumberedFrame | TimedFrame>,
  estimator: MaskEstimator,
  options: Partial<StageOptions> = {},
): AsyncGenerator<EstimatedFrame, void, void> {
  using own = options.store === undefined ? new FrameStore(undefined) : undefined;
  const { store = own!, signal } = options;
  for await (
    const item of estimateMoments(momentsOf(frames, store), estimator, { store, signal })
  ) {
    using _ = item;
    const { moment: { number }, matte, foreground } = item;
    yield { number, matte, foreground };
  }
}
