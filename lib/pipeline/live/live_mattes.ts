import type { FrameStore, LentFrame } from "../../memory/frame_store.ts";
import { estimateMoments, type StageOptions } from "../../methods/estimate_frames.ts";
import { MatteMoment } from "../../moments/matte_moment.ts";
import { type Moment, momentsOf } from "../../moments/moment.ts";
import type { Size, TimedFrame } from "../../raster/frame.ts";
import { refineMoments } from "../../refine/refine_moments.ts";
import { untilAborted } from "../../until_aborted.ts";
import { beginEarly } from "./begin_early.ts";
import type { LiveMethod } from "./choose_live.ts";
import { type LivePicture, LiveReader, type ReadFrame } from "./live_reader.ts";
import type { NewestFrames } from "./newest_frames.ts";

/** Pictures as they come, of which the newest is taken: `NewestFrames` of any of them. */
export type NewestPictures = Pick<
  NewestFrames<LivePicture>,
  "isOver" | "take" | "giveBack" | "untilResumed"
>;

/** A frame with its matte, as far as live replacement is the same for all that is made of it. */
export interface LiveMatte {
  /** The frame and its matte, which is empty where the method fails; lent until the next one is asked for. */
  readonly item: MatteMoment;
  /** When the frame came, in milliseconds of `performance.now()`. */
  readonly arrivedAt: number;
  /** How long reading it took, in milliseconds. */
  readonly readTime: number;
  /** How long its matte took, in milliseconds, without the waiting for frames. */
  readonly estimate: number;
  /** Whether all of it is background, because the method has failed or is being opened. */
  readonly isFailing: boolean;
}

/** Where the mattes of {@linkcode LiveMattes} lie, and what ends them. */
export interface LiveMattesOptions {
  readonly store: FrameStore;
  /** Ends them by throwing its reason. */
  readonly signal: AbortSignal;
  /**
   * Whether a frame is begun as soon as it comes, while what is made of the one before is finished. It
   * gives more frames where this thread composes them, and each is older.
   */
  readonly isBegunEarly: boolean;
}

/** Frames that belong together: of one size, for one method, mirrored or not, of a camera or of none. */
interface Pass extends StageOptions {
  readonly method: LiveMethod;
  readonly newest: NewestPictures;
  readonly reader: LiveReader;
  readonly age: number;
  readonly isBegunEarly: boolean;
  /** What the first frame has said. */
  first: Pick<ReadFrame, "width" | "height" | "isEmpty"> | undefined;
}

/**
 * The newest frames with their mattes: the engine of `replaceLive` and of the command line's camera. Method,
 * refinement and mirror may change from frame to frame.
 */
export class LiveMattes implements Disposable {
  #method: LiveMethod;
  /** Methods that were replaced, until their last frame is done. */
  #past: LiveMethod[] = [];
  #isMirrored: boolean;
  /** A frame that was read, and begins the next pass. */
  #held: ReadFrame | undefined;
  /** What is known of frames on their way. */
  readonly #known = new WeakMap<Uint8ClampedArray, ReadFrame>();
  /** Counts when frames began to be others than those before: mirrored ones, say. */
  #age = 0;
  /** Whether the next pass has nothing to do with what the method has seen. */
  #isNew = false;
  #size: Size | undefined;
  #isOver = false;
  /** Milliseconds in which frames were waited for. */
  #idle = 0;

  /**
   * @param method The method to begin with, which is disposed of with this.
   * @param isMirrored Whether frames are mirrored, left to right.
   */
  constructor(method: LiveMethod, isMirrored: boolean) {
    this.#method = method;
    this.#isMirrored = isMirrored;
  }

  /** The method at work. */
  get method(): LiveMethod {
    return this.#method;
  }

  /** Put another method to work with the next frame; the one before is disposed of when it is done. */
  set method(method: LiveMethod) {
    this.#past.push(this.#method);
    this.#method = method;
  }

  /** Whether frames are mirrored, left to right. */
  get isMirrored(): boolean {
    return this.#isMirrored;
  }

  /** Mirror the next frame, or no longer: to the method it is another video. */
  set isMirrored(isMirrored: boolean) {
    if (isMirrored === this.#isMirrored) return;
    this.#isMirrored = isMirrored;
    this.#age++;
    this.#isNew = true;
  }

  /** The size of the last frame that was read. */
  get size(): Size | undefined {
    return this.#size;
  }

  /**
   * Frames with their mattes, until no more come; to be asked for once.
   *
   * @param newest The frames as they come.
   * @param options Where mattes lie, and what ends it.
   */
  async *of(
    newest: NewestPictures,
    options: LiveMattesOptions,
  ): AsyncGenerator<LiveMatte, void, void> {
    const { store, signal } = options;
    const reader = new LiveReader(store);
    while (!this.#isOver) {
      await untilAborted(newest.untilResumed(), signal);
      this.#endPast();
      if (this.#isNew) this.#method.guard.reset();
      this.#isNew = false;
      const method = this.#method;
      yield* this.#ofPass({ ...options, method, newest, reader, age: this.#age, first: undefined });
    }
  }

  async *#ofPass(pass: Pass): AsyncGenerator<LiveMatte, void, void> {
    this.#held ??= await this.#next(pass);
    if (this.#held === undefined) return;
    const moments = momentsOf(this.#read(pass), pass.store);
    if (this.#held.isEmpty) yield* this.#ofNothing(moments, pass);
    else yield* this.#estimated(moments, pass);
  }

  /** Frames of which the method knows nothing: all is background. */
  async *#ofNothing(
    moments: AsyncGenerator<Moment, void, void>,
    { store }: Pass,
  ): AsyncGenerator<LiveMatte, void, void> {
    for await (const moment of moments) {
      const parts = { moment, shown: moment.retain(), ownForeground: undefined, matte: undefined };
      using bare = new MatteMoment(parts);
      using item = bare.withNothing(store);
      yield this.#told(item, 0, false);
    }
  }

  async *#estimated(
    read: AsyncGenerator<Moment, void, void>,
    pass: Pass,
  ): AsyncGenerator<LiveMatte, void, void> {
    const { method, method: { guard }, store } = pass;
    const onWait = (waited: number) => this.#idle += waited;
    // Of what is not begun early the newest frame is taken when the one before is done.
    const { moments, estimator } = pass.isBegunEarly && guard.beginsEarly
      ? beginEarly(read, guard, onWait)
      : { moments: waitedFor(read, onWait), estimator: guard };
    const estimated = estimateMoments(moments, estimator, pass);
    const state = { isOver: false };
    try {
      while (!state.isOver) {
        let asked = this.#now();
        const items = asRefinedNow(estimated, method, state);
        for await (const item of refineMoments(items, method.refine, pass)) {
          using _ = item;
          const estimate = this.#now() - asked;
          const isFailing = guard.hides(item.moment);
          using shown = isFailing ? item.withNothing(store) : item.retain();
          yield this.#told(shown, Math.max(0, estimate), isFailing);
          asked = this.#now();
        }
      }
    } finally {
      await estimated.return();
    }
  }

  #told(item: MatteMoment, estimate: number, isFailing: boolean): LiveMatte {
    const { arrivedAt, readTime } = this.#known.get(item.moment.bitmap)!;
    return { item, arrivedAt, readTime, estimate, isFailing };
  }

  /** Milliseconds in which frames were not waited for. */
  #now(): number {
    return performance.now() - this.#idle;
  }

  /** Read frames, as long as they are for the pass. */
  async *#read(pass: Pass): AsyncGenerator<TimedFrame & LentFrame, void, void> {
    for (;;) {
      const frame = this.#held ?? await this.#next(pass);
      this.#held = undefined;
      if (frame === undefined) return;
      const { width, height, isEmpty } = frame;
      const { method, age, first = frame } = pass;
      const isAlike = width === first.width && height === first.height && isEmpty === first.isEmpty;
      if (!isAlike) this.#isNew = true;
      if (!isAlike || method !== this.#method || age !== this.#age) {
        this.#held = frame;
        return;
      }
      pass.first ??= { width, height, isEmpty };
      this.#size = { width, height };
      this.#known.set(frame.bitmap, frame);
      using _ = frame.stored;
      yield frame;
    }
  }

  async #next({ newest, reader, signal }: Pass): Promise<ReadFrame | undefined> {
    const taking = newest.take();
    const arrival = await untilAborted(taking, signal).catch((error) => {
      // Who gives up waiting may have been given one all the same.
      taking.then((late) => late && newest.giveBack(late.item), () => {});
      throw error;
    });
    if (arrival === undefined) {
      this.#isOver = newest.isOver;
      return undefined;
    }
    return await reader.read(arrival, this.#isMirrored);
  }

  #endPast(): void {
    for (const method of this.#past) method[Symbol.dispose]();
    this.#past = [];
  }

  /** Dispose of the methods, and let a frame that waits go. */
  [Symbol.dispose](): void {
    this.#held?.stored.release();
    this.#held = undefined;
    this.#endPast();
    this.#method[Symbol.dispose]();
  }
}

/** The same moments; tells how many milliseconds each was waited for. */
async function* waitedFor(
  moments: AsyncGenerator<Moment, void, void>,
  onWait: (milliseconds: number) => void,
): AsyncGenerator<Moment, void, void> {
  try {
    for (;;) {
      const start = performance.now();
      const step = await moments.next();
      onWait(performance.now() - start);
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    await moments.return();
  }
}

/** Mattes, as long as they are to be refined in one way by stages that remember none of a method that failed. */
async function* asRefinedNow(
  items: AsyncGenerator<MatteMoment, void, void>,
  method: LiveMethod,
  state: { isOver: boolean },
): AsyncGenerator<MatteMoment, void, void> {
  const { refine, guard: { failures } } = method;
  while (refine === method.refine && failures === method.guard.failures) {
    const step = await items.next();
    if (step.done === true) {
      state.isOver = true;
      return;
    }
    yield step.value;
  }
}
