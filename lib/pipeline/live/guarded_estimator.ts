import { messageOf } from "../../errors.ts";
import { createFrameBeside, createGrayBeside, release } from "../../memory/beside.ts";
import type { Estimate, EstimateOut, MaskEstimator } from "../../methods/estimator.ts";
import type { Moment } from "../../moments/moment.ts";
import type { Window, WindowSpan } from "../../moments/window.ts";
import { createFrame, createMatte, type Frame, type Matte, type Size } from "../../raster/frame.ts";
import { outcomeOf } from "../../turns.ts";

/**
 * Options of {@linkcode GuardedEstimator}.
 *
 * @category Live
 */
export interface GuardOptions {
  /**
   * How long one frame may take before it counts as a failure, in seconds; the first after opening five
   * times as long.
   *
   * @default {2}
   */
  readonly timeLimit?: number | undefined;
  /**
   * How long after a failure it is tried again, in seconds; each time in a row twice as long, up to 30.
   *
   * @default {1}
   */
  readonly retryAfter?: number | undefined;
  /** Told in a line when it begins to fail. */
  readonly onFailure?: ((line: string) => void) | undefined;
  /** Told when it works again. */
  readonly onRecovery?: (() => void) | undefined;
}

/** The longest pause between two attempts, in seconds. */
const LONGEST_PAUSE = 30;

/** The first look of a network, which is compiled for it, may take so many times as long. */
const FIRST_LONGER = 5;

/** What it is doing. */
type State =
  /** Nothing was opened yet, or all was forgotten. */
  | "new"
  /** It is being opened. */
  | "opening"
  | "working"
  /** It is left alone for a while. */
  | "failed";

/**
 * An estimator that never fails, for a call in which nobody shall see the room: where the one within throws,
 * takes too long, or is being opened, the matte is empty. Then only the background is to be seen. The one
 * within forgets all, and is tried again after a while.
 *
 * @example One that fails
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { estimateFrames } from "../../methods/estimate_frames.ts";
 * import { createEstimator } from "../../methods/estimator.ts";
 * import { createFrame } from "../../raster/frame.ts";
 *
 * const failing = createEstimator(() => {
 *   throw new Error("the network is gone");
 * });
 * const lines: string[] = [];
 * using guarded = new GuardedEstimator(failing, { onFailure: (line) => void lines.push(line) });
 * for await (const { matte } of estimateFrames([{ number: 1, ...createFrame(2, 1) }], guarded)) {
 *   assertEquals([...matte!.data], [0, 0]);
 * }
 * assertEquals(lines, ["the network is gone"]);
 * ```
 *
 * @category Live
 */
export class GuardedEstimator implements MaskEstimator {
  /** As far as the one within looks. */
  readonly window: WindowSpan;
  /** As the one within has it. */
  readonly warmUp: number;
  /** Whether it fails depends on all before. */
  readonly lookback: number = Infinity;
  readonly #inner: MaskEstimator;
  readonly #options: GuardOptions;
  readonly #timeLimit: number;
  #state: State = "new";
  /** The frames that the one within knows. */
  #begun = new WeakSet<Moment>();
  /** Those that have an empty matte. */
  readonly #hidden = new WeakSet<Moment>();
  /** Counts how often the one within was made to forget. */
  #life = 0;
  #place: Place | undefined;
  #pause: number;
  #retryAt = 0;
  #worksSince = 0;
  /** Whether it has given an estimate since it was opened. */
  #hasWorked = false;
  #isTold = false;
  #failures = 0;

  /**
   * Guard an estimator.
   *
   * @param inner The estimator, which has seen nothing yet; it is disposed of with this.
   * @param options When it counts as failed, and who is told.
   */
  constructor(inner: MaskEstimator, options: GuardOptions = {}) {
    const { timeLimit = 2, retryAfter = 1 } = options;
    this.#inner = inner;
    this.#options = options;
    this.#timeLimit = timeLimit;
    this.#pause = 1000 * retryAfter;
    this.window = inner.window ?? { before: 0, after: 0 };
    this.warmUp = inner.warmUp;
  }

  /** How often it has failed: who remembers mattes begins anew when this changes. */
  get failures(): number {
    return this.#failures;
  }

  /** Whether the one within begins frames before they are due. */
  get beginsEarly(): boolean {
    return this.#inner.begin !== undefined;
  }

  /** Whether it has failed, and is left alone for a while. */
  get hasFailed(): boolean {
    return this.#state === "failed";
  }

  /** Whether it has failed, or is being opened: mattes are empty. */
  get isFailing(): boolean {
    return this.#state !== "working";
  }

  /**
   * Whether a frame's matte is empty because there was no estimate.
   *
   * @param moment The frame.
   */
  hides(moment: Moment): boolean {
    return this.#hidden.has(moment);
  }

  /**
   * Open what takes long to open.
   *
   * @param size The size of the frames.
   * @throws What the one within throws.
   */
  async prepare(size: Size): Promise<void> {
    const life = this.#life;
    this.#state = "opening";
    try {
      await this.#inner.prepare?.(size);
      if (life === this.#life) this.#begin();
    } catch (error) {
      if (life === this.#life) this.#state = "new";
      throw error;
    }
  }

  #begin(): void {
    this.#state = "working";
    this.#hasWorked = false;
    this.#worksSince = performance.now();
  }

  /** Show the one within a frame, if it works. */
  async begin(moment: Moment): Promise<void> {
    if (!this.#isReadyFor(moment)) return;
    const life = this.#life;
    this.#begun.add(moment);
    try {
      const begun = this.#inner.begin?.(moment);
      if (begun instanceof Promise) await this.#inTime(begun);
    } catch (error) {
      if (life === this.#life) this.#fail(error);
    }
  }

  #isReadyFor(size: Size): boolean {
    if (this.#state === "failed" && performance.now() >= this.#retryAt) this.#state = "new";
    if (this.#state === "new") {
      if (this.#inner.prepare === undefined) this.#begin();
      else {
        const life = this.#life;
        // How long a network takes to come nobody knows.
        this.prepare(size).catch((error) => {
          if (life === this.#life) this.#fail(error);
        });
      }
    }
    return this.#state === "working";
  }

  /** The estimate of the one within, or an empty matte. */
  async estimate(window: Window, out: EstimateOut): Promise<Estimate | undefined> {
    const { now } = window;
    if (!this.#begun.has(now)) return this.#nothing(now, out);
    const life = this.#life;
    const begun = this.#begun;
    const known: Window = {
      now,
      at(offset) {
        const moment = window.at(offset);
        return moment !== undefined && begun.has(moment) ? moment : undefined;
      },
    };
    const place = this.#placeFor(now);
    const stopping = new AbortController();
    try {
      const work = outcomeOf(this.#inner.estimate(known, place), stopping.signal);
      // What is given up may still write.
      if (work instanceof Promise) place.keepUntil(work);
      const estimate = work instanceof Promise ? await this.#inTime(work) : work;
      if (life !== this.#life) return this.#nothing(now, out);
      if (estimate !== undefined) this.#succeed();
      return estimate;
    } catch (error) {
      stopping.abort(error);
      if (life === this.#life) this.#fail(error);
      return this.#nothing(now, out);
    }
  }

  #nothing(now: Moment, { matte }: EstimateOut): Estimate {
    this.#hidden.add(now);
    matte.data.fill(0);
    return { matte, foreground: now };
  }

  /** Rasters of its own: of work that was given up nothing may be written where others are. */
  #placeFor(now: Moment): Place {
    if (this.#place?.isFor(now) !== true) {
      this.#place?.[Symbol.dispose]();
      this.#place = new Place(now);
    }
    return this.#place!;
  }

  /** Wait for work, but no longer than is allowed. */
  async #inTime<Result>(work: Promise<Result>): Promise<Result> {
    let timer: ReturnType<typeof setTimeout>;
    const limit = new Promise<never>((_, reject) => {
      const seconds = (this.#hasWorked ? 1 : FIRST_LONGER) * this.#timeLimit;
      const end = () => reject(new Error(`the method took longer than ${seconds} s for a frame`));
      timer = setTimeout(end, 1000 * seconds);
    });
    // Whichever comes last has nobody who waits for it.
    work.catch(() => {});
    try {
      return await Promise.race([work, limit]);
    } finally {
      clearTimeout(timer!);
    }
  }

  #succeed(): void {
    const { retryAfter = 1, onRecovery } = this.#options;
    this.#hasWorked = true;
    if (this.#isTold) {
      this.#isTold = false;
      onRecovery?.();
    }
    if (performance.now() - this.#worksSince > this.#pause) this.#pause = 1000 * retryAfter;
  }

  #fail(error: unknown): void {
    this.#forget();
    this.#failures++;
    this.#state = "failed";
    this.#retryAt = performance.now() + this.#pause;
    this.#pause = Math.min(1000 * LONGEST_PAUSE, 2 * this.#pause);
    if (this.#isTold) return;
    this.#isTold = true;
    const message = messageOf(error);
    this.#options.onFailure?.(message.split("\n")[0]);
  }

  #forget(): void {
    this.#life++;
    this.#begun = new WeakSet();
    this.#place?.[Symbol.dispose]();
    this.#place = undefined;
    try {
      this.#inner.reset();
    } catch {
      // It has failed already.
    }
  }

  /** Forget all frames. */
  reset(): void {
    this.#forget();
    // What has failed is left alone as long as before; what is open opens at once again.
    if (this.#state !== "failed") this.#state = "new";
  }

  /** Let the buffers go: mattes are empty from now on, and nobody is told anything. */
  retire(): void {
    this.#life++;
    this.#begun = new WeakSet();
    this.#state = "failed";
    this.#retryAt = Infinity;
    this.#place?.[Symbol.dispose]();
    this.#place = undefined;
  }

  /** Dispose of the one within. */
  [Symbol.dispose](): void {
    this.retire();
    this.#inner[Symbol.dispose]();
  }
}

/** Where estimates are put. */
class Place implements EstimateOut, Disposable {
  readonly #near: Frame;
  readonly #size: Size;
  #matte: Matte | undefined;
  #foreground: Frame | undefined;
  #isGivenBack = false;
  /** What may still write to them. */
  #work: Promise<unknown> | undefined;

  constructor(near: Frame) {
    const { width, height } = near;
    this.#near = near;
    this.#size = { width, height };
  }

  get matte(): Matte {
    if (this.#isGivenBack) return createMatte(this.#size.width, this.#size.height);
    return this.#matte ??= createGrayBeside(this.#near, this.#size);
  }

  get foreground(): Frame {
    if (this.#isGivenBack) return createFrame(this.#size.width, this.#size.height);
    return this.#foreground ??= createFrameBeside(this.#near, this.#size);
  }

  isFor({ width, height }: Size): boolean {
    return width === this.#size.width && height === this.#size.height;
  }

  keepUntil(work: Promise<unknown>): void {
    const end = () => {
      if (this.#work === ended) this.#work = undefined;
    };
    const ended = work.then(end, end);
    this.#work = ended;
  }

  [Symbol.dispose](): void {
    const rasters = [this.#matte, this.#foreground];
    this.#matte = this.#foreground = undefined;
    this.#isGivenBack = true;
    if (this.#work === undefined) release(...rasters);
    else this.#work.then(() => release(...rasters));
  }
}
