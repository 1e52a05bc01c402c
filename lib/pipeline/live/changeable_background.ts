import { messageOf } from "../../errors.ts";
import { type Background, colorBackground } from "../../backgrounds/mod.ts";
import type { Fit } from "../../pixels/resize/fit_frame.ts";
import type { Frame, Mask, Matte, TimedFrame } from "../../raster/frame.ts";
import { type BackgroundLike, chooseBackground } from "../frames/choose_background.ts";

/**
 * What is behind a live video: what `replaceFrames` takes, "off", which shows frames as they are, or a
 * function that opens a background, which then is disposed of when another one is set.
 *
 * @category Live
 */
export type LiveBackground = BackgroundLike | "off" | (() => Background | Promise<Background>);

/**
 * Options of {@linkcode ChangeableBackground}.
 *
 * @category Live
 */
export interface ChangeableBackgroundOptions {
  /**
   * How a picture of another shape fills the frame.
   *
   * @default {"cover"}
   */
  readonly fit?: Fit | undefined;
  /** Told in a line when a background fails; then all is black behind until another one is set. */
  readonly onFailure?: ((line: string) => void) | undefined;
}

/** A background in use. */
interface Behind {
  readonly background: Background;
  readonly isOff: boolean;
}

/** Where a background fails, and until the first is open. */
const BLACK = [0, 0, 0, 255] as const;

/**
 * A background that can be changed from frame to frame: what is set is behind the next frame. The one before
 * is disposed of when the next frame comes, for until then its last picture may be in use. To each
 * background the time begins when it is set, so a video starts with its first picture.
 *
 * It never says that it is still: who has looked at a still background would not look again.
 *
 * @example From red to blue
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * await using background = new ChangeableBackground("color:red");
 * const bitmap = Uint8ClampedArray.of(9, 9, 9, 255);
 * const frame = { number: 1, timestamp: 0, width: 1, height: 1, bitmap };
 * assertEquals([...(await background.behind(frame, undefined)).bitmap], [255, 0, 0, 255]);
 * background.set("color:blue");
 * assertEquals([...(await background.behind(frame, undefined)).bitmap], [0, 0, 255, 255]);
 * background.set("off");
 * assertEquals([...(await background.behind(frame, undefined)).bitmap], [9, 9, 9, 255]);
 * ```
 *
 * @category Live
 */
export class ChangeableBackground implements Background {
  /** What is behind may change with each frame. */
  readonly isStill = false;
  readonly #fit: Fit | undefined;
  readonly #onFailure: ((line: string) => void) | undefined;
  #now: Behind;
  /** What is still to be disposed of. */
  #past: Background[] = [];
  /** By what times are smaller to the background that is set; the last time. */
  #start: number | undefined;
  #last = 0;
  #hasFailed = false;
  /** Counts what was set. */
  #changes = 0;
  #isDisposed = false;

  /**
   * A background to begin with.
   *
   * @param choice What is behind the first frame.
   * @param options How pictures fit, and who is told of failures.
   * @throws {RangeError} If what follows "color:" or "blur:" is wrong, or `fit` is unknown.
   * @throws {TypeError} If it is no background.
   */
  constructor(choice: LiveBackground, options: ChangeableBackgroundOptions = {}) {
    this.#fit = options.fit;
    this.#onFailure = options.onFailure;
    this.#now = { background: colorBackground(BLACK), isOff: false };
    this.set(choice).catch((error) => this.#tell(error));
  }

  /** Whether frames are shown as they are. */
  get isOff(): boolean {
    return this.#now.isOff;
  }

  /**
   * Set what is behind the next frame.
   *
   * @param choice The background. One that a function opens comes when it is open; if it cannot be
   * opened, what was there stays.
   * @param options `fit`: how a picture of another shape fills the frame.
   * @returns When it is open.
   * @throws {RangeError} At once, if what follows "color:" or "blur:" is wrong, or `fit` is unknown.
   * @throws {TypeError} At once, if it is no background.
   */
  set(
    choice: LiveBackground,
    { fit = this.#fit }: Pick<ChangeableBackgroundOptions, "fit"> = {},
  ): Promise<void> {
    const change = ++this.#changes;
    if (typeof choice === "function") return this.#open(choice, change);
    const isOff = choice === "off";
    this.#put(isOff ? frameItself() : chooseBackground(choice, fit)(), isOff);
    return Promise.resolve();
  }

  async #open(open: () => Background | Promise<Background>, change: number): Promise<void> {
    const opened = open();
    const background = opened instanceof Promise ? await opened : opened;
    if (change === this.#changes && !this.#isDisposed) return this.#put(background);
    // Another one was set meanwhile.
    await background[Symbol.asyncDispose]();
  }

  #put(background: Background, isOff = false): void {
    this.#past.push(this.#now.background);
    this.#now = { background, isOff };
    this.#start = undefined;
    this.#hasFailed = false;
  }

  /** What is behind a frame: see {@linkcode Background.behind}. */
  async behind(frame: TimedFrame, matte: Matte | Mask | undefined): Promise<Frame> {
    await this.#endPast();
    const { number, timestamp, width, height, bitmap, depth } = frame;
    // A camera that was opened again may begin anew.
    if (this.#start !== undefined && timestamp < this.#last) {
      this.#start -= this.#last - timestamp;
    }
    this.#start ??= timestamp;
    this.#last = timestamp;
    const now = this.#now;
    const own = { timestamp: timestamp - this.#start, ...(depth && { depth }) };
    try {
      return await now.background.behind({ number, width, height, bitmap, ...own }, matte);
    } catch (error) {
      if (now !== this.#now) return await this.behind(frame, matte);
      this.#tell(error);
      this.#put(colorBackground(BLACK));
      return await this.#now.background.behind(frame, matte);
    }
  }

  #tell(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    const message = messageOf(error);
    this.#onFailure?.(message.split("\n")[0]);
  }

  /** Dispose of those that were behind earlier frames. */
  async #endPast(): Promise<void> {
    const past = this.#past;
    this.#past = [];
    for (const background of past) {
      try {
        await background[Symbol.asyncDispose]();
      } catch (error) {
        this.#tell(error);
      }
    }
  }

  /** Dispose of what is behind, if it was made or opened here. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#put(colorBackground(BLACK));
    await this.#endPast();
  }
}

/** Behind each frame the frame itself. */
function frameItself(): Background {
  return { behind: (frame) => frame, [Symbol.asyncDispose]: () => Promise.resolve() };
}
