import { mirror } from "../../pixels/resize/mirror.ts";
import type { Size } from "../../raster/frame.ts";
import { frameFrom } from "../../raster/frame_from.ts";
import { untilAborted } from "../../until_aborted.ts";
import type { EdgeOptions } from "../compositor.ts";
import type { FrameLike } from "../frames/frames_in.ts";
import { openStore } from "../mattes.ts";
import { MomentComposer } from "../moment_composer.ts";
import { ChangeableBackground } from "./changeable_background.ts";
import { chooseLive, type LiveMethod, refinementFor } from "./choose_live.ts";
import { liveBudget } from "./latency.ts";
import type { LiveChanges, LiveFrame, LiveOptions } from "./live_options.ts";
import { assertLiveOptions } from "./live_options.ts";
import { type LiveMatte, LiveMattes } from "./live_mattes.ts";
import { type LiveFrames, newestOf } from "./live_reader.ts";
import { NewestFrames } from "./newest_frames.ts";

/** Options that need another estimator. */
const METHOD_OPTIONS = [
  "method",
  "threshold",
  "settings",
  "cleanPlate",
  "openSegmenter",
  "openDepth",
] as const;

/** Why a run ends that nobody wants any more. */
const ENDED = new Error("Cannot replace live: nobody wants more frames");

/** Puts frames of one size together, with edges treated in one way. */
interface Composing {
  readonly composer: MomentComposer;
  readonly edges: EdgeOptions | undefined;
  readonly size: Size;
}

/**
 * A live replacement at work, which `replaceLive` begins. Its frames can be iterated once; who ends the
 * iteration ends it all.
 *
 * @category Live
 */
export class LiveReplacement implements AsyncIterable<LiveFrame>, AsyncDisposable {
  #options: LiveOptions;
  readonly #source: LiveFrames;
  readonly #background: ChangeableBackground;
  readonly #mattes: LiveMattes;
  #newest: NewestFrames<FrameLike> | undefined;
  #stopReading = () => {};
  #composing: Composing | undefined;
  #isPaused = false;
  /** Counts changes of the method. */
  #changes = 0;
  readonly #run: AsyncGenerator<LiveFrame, void, void>;
  readonly #ending = new AbortController();
  #onAbort = () => {};

  /** @internal `replaceLive` makes it. */
  constructor(source: LiveFrames, options: LiveOptions) {
    const { background = "transparent", fit, onFailure } = options;
    this.#options = options;
    this.#source = source;
    if (source instanceof NewestFrames) this.#newest = source;
    const startMethod = chooseLive(options);
    this.#background = new ChangeableBackground(background, { fit, onFailure });
    this.#mattes = new LiveMattes(startMethod(), options.mirror ?? false);
    this.#run = this.#frames();
  }

  /** How many frames were left out, because newer ones came. */
  get dropped(): number {
    return this.#newest?.dropped ?? 0;
  }

  /** Whether the method has failed, and is left alone for a while. */
  get hasFailed(): boolean {
    return this.#mattes.method.guard.hasFailed;
  }

  /** Whether frames are let go as they come. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /**
   * Let frames go as they come: nothing works. What is on its way still comes out.
   */
  pause(): void {
    this.#isPaused = true;
    this.#newest?.pause();
  }

  /** Take frames again. */
  resume(): void {
    this.#isPaused = false;
    this.#newest?.resume();
  }

  /**
   * Change options. Background, edges, refinement and mirror act with the next frame. Another method, or
   * another setting of it, is opened first; meanwhile the one before goes on. A new method has its own
   * defaults of what is not told with it.
   *
   * @param changes The options that change.
   * @returns When all that changes is open.
   * @throws {RangeError} If an option is out of range; then nothing changes.
   * @throws {TypeError} If an option is unknown or of another kind; then nothing changes.
   * @throws What opening a method or a background throws; then the one before stays.
   */
  async change(changes: LiveChanges): Promise<void> {
    assertLiveOptions(changes);
    const before = this.#options;
    const after = merged(before, changes);
    const { guard } = this.#mattes.method;
    const budget = liveBudget(after.lowLatency ?? false);
    const isOther = METHOD_OPTIONS.some((name) => isDifferent(before[name], after[name])) ||
      (guard.window.after > budget);
    const method = isOther ? chooseLive(after)() : undefined;
    const refine = isOther ? undefined : refinementFor(guard, after);
    let opened: Promise<void> | undefined;
    if (after.background !== before.background || after.fit !== before.fit) {
      try {
        opened = this.#background.set(after.background ?? "transparent", { fit: after.fit });
      } catch (error) {
        method?.[Symbol.dispose]();
        throw error;
      }
    }
    this.#options = after;
    this.#mattes.isMirrored = after.mirror ?? false;
    const isRefined = before.refine !== after.refine || before.lowLatency !== after.lowLatency;
    if (refine !== undefined && isRefined) this.#mattes.method.refine = refine;
    await Promise.all([opened, method && this.#openMethod(method, before)]);
  }

  /** Open a method, and put it to work. */
  async #openMethod(method: LiveMethod, before: LiveOptions): Promise<void> {
    const change = ++this.#changes;
    const { signal } = this.#ending;
    try {
      const { size } = this.#mattes;
      if (size !== undefined) await untilAborted(method.guard.prepare(size), signal);
    } catch (error) {
      method[Symbol.dispose]();
      if (change === this.#changes) {
        const last = METHOD_OPTIONS.map((name) => [name, before[name]]);
        this.#options = { ...this.#options, ...Object.fromEntries(last) };
      }
      if (error === ENDED) return;
      throw error;
    }
    if (change !== this.#changes || signal.aborted) return method[Symbol.dispose]();
    // The refinement may have changed meanwhile.
    method.refine = refinementFor(method.guard, this.#options);
    this.#mattes.method = method;
  }

  async *#frames(): AsyncGenerator<LiveFrame, void, void> {
    const { signal, store: given } = this.#options;
    const onAbort = () => this.#ending.abort(signal!.reason);
    if (signal?.aborted) onAbort();
    signal?.addEventListener("abort", onAbort);
    this.#onAbort = () => signal?.removeEventListener("abort", onAbort);
    const ending = this.#ending.signal;
    using own = given === undefined ? await openStore() : undefined;
    try {
      ending.throwIfAborted();
      const store = given ?? own!;
      if (this.#newest === undefined) {
        const { newest, stop } = newestOf(
          this.#source as Exclude<LiveFrames, NewestFrames<FrameLike>>,
          store,
        );
        this.#newest = newest;
        this.#stopReading = stop;
      }
      if (this.#isPaused) this.#newest.pause();
      const options = { store, signal: ending, isBegunEarly: true };
      for await (const matte of this.#mattes.of(this.#newest, options)) {
        yield await this.#compose(matte);
      }
    } finally {
      await this.#close();
    }
  }

  async #compose(matte: LiveMatte): Promise<LiveFrame> {
    const { item, arrivedAt, readTime, estimate, isFailing } = matte;
    const start = performance.now();
    const { moment, moment: { number, timestamp } } = item;
    const composer = this.#composerFor(moment);
    const layers = await composer.layersOf(item);
    const composite = this.#background.isOff ? moment : await composer.compose(item, layers);
    const end = performance.now();
    return {
      number,
      timestamp,
      frame: layers.foreground,
      matte: layers.matte,
      composite,
      layers,
      timings: { read: readTime, estimate, compose: end - start },
      age: end - arrivedAt,
      dropped: this.dropped,
      isFailing,
    };
  }

  /** What puts frames of a size together, with the edges that are asked for now. */
  #composerFor({ width, height }: Size): MomentComposer {
    const { edges } = this.#options;
    const last = this.#composing;
    const isSame = last?.edges === edges && last?.size.width === width &&
      last.size.height === height;
    if (last !== undefined && isSame) return last.composer;
    last?.composer[Symbol.dispose]();
    const background = this.#background;
    const composer = new MomentComposer({ background, edges, signal: this.#ending.signal });
    this.#composing = { composer, edges, size: { width, height } };
    return composer;
  }

  /** Let all go. */
  async #close(): Promise<void> {
    this.#onAbort();
    this.#ending.abort(ENDED);
    this.#stopReading();
    this.#newest?.[Symbol.dispose]();
    this.#composing?.composer[Symbol.dispose]();
    this.#composing = undefined;
    this.#mattes[Symbol.dispose]();
    await this.#background[Symbol.asyncDispose]();
  }

  /** The frames; there is one iteration only. */
  [Symbol.asyncIterator](): AsyncIterator<LiveFrame, void, void> {
    return {
      next: async () => {
        try {
          return await this.#run.next();
        } catch (error) {
          if (error === ENDED) return { done: true, value: undefined };
          throw error;
        }
      },
      return: async () => {
        await this[Symbol.asyncDispose]();
        return { done: true, value: undefined };
      },
    };
  }

  /** End it: who waits for a frame gets none. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort(ENDED);
    await this.#run.return().catch(() => {});
    // Of a run that has not begun nobody else does.
    await this.#close();
  }
}

/** Options with some changed. Of another method nothing is known that was told of the one before. */
function merged(before: LiveOptions, changes: LiveChanges): LiveOptions {
  const isOther = changes.method !== undefined && changes.method !== before.method;
  const after: LiveOptions = {
    ...before,
    ...(isOther && { threshold: undefined, settings: undefined }),
    ...changes,
  };
  const isTurned = (before.mirror ?? false) !== (after.mirror ?? false);
  if (!isTurned || changes.cleanPlate !== undefined || after.cleanPlate === undefined) return after;
  return { ...after, cleanPlate: mirror(frameFrom(after.cleanPlate)) };
}

/** Whether two options differ; settings are compared one by one. */
function isDifferent(before: unknown, after: unknown): boolean {
  const isSettings = (value: unknown) =>
    typeof value === "object" && value !== null &&
    Object.getPrototypeOf(value) === Object.prototype;
  if (!isSettings(before) || !isSettings(after)) return before !== after;
  return JSON.stringify(before) !== JSON.stringify(after);
}
