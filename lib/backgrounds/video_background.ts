import { UnsupportedMediaError } from "../errors.ts";
import { fitFrame, fits } from "../pixels/resize/fit_frame.ts";
import { createFrameBeside, release } from "../memory/beside.ts";
import type { LentFrame, StoredFrame } from "../memory/frame_store.ts";
import { memoryOf } from "../memory/kernel_memory.ts";
import { createFrame, type Frame, type Size, type TimedFrame } from "../raster/frame.ts";
import type { Background } from "./background.ts";
import type { PictureBackgroundOptions } from "./picture_background.ts";

/**
 * An opened video: frames in order, each lent until the next is asked for.
 *
 * @category Backgrounds
 */
export interface VideoFrames extends AsyncIterable<TimedFrame>, AsyncDisposable {
  /**
   * When the last of them is over, in seconds by the clock of their times.
   *
   * @default {as long after the last as the others stay on average}
   */
  readonly end?: number | undefined;
}

/**
 * A video behind the frames, from its beginning, again and again, in its own
 * rate.
 *
 * Behind a frame of time t is the last picture whose time is not after t; what
 * differs by less than a millisecond counts as the same time, for containers
 * round their times. Until the first picture's time, that one is shown. When the
 * video ends, it is opened anew, and its first picture follows when the last is
 * over, or after as long as pictures stay on average if that is not known; whole
 * rounds that no frame falls into are left out. A video of a single picture is not opened again.
 *
 * It reads forward only, and no farther than needed; should a frame's time fall,
 * the picture stays. Two pictures are kept: the one that was read last, in its
 * own size, and what was made of it.
 *
 * @example Two pictures a second, in a loop
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const pixel = (level: number, timestamp: number) => {
 *   const bitmap = Uint8ClampedArray.of(level, level, level, 255);
 *   return { number: level, timestamp, width: 1, height: 1, bitmap };
 * };
 * const open = async () => ({
 *   async *[Symbol.asyncIterator]() {
 *     yield pixel(1, 0);
 *     yield pixel(2, 0.5);
 *   },
 *   async [Symbol.asyncDispose]() {},
 * });
 * await using background = videoBackground(open);
 * const seen: number[] = [];
 * for (const seconds of [0, 0.4, 0.5, 1, 1.5]) {
 *   seen.push((await background.behind(pixel(0, seconds), undefined)).bitmap[0]);
 * }
 * assertEquals(seen, [1, 1, 2, 1, 2]);
 * ```
 *
 * @param open Opens the video from the start of what is to be shown; called when the first frame
 * comes, and after each end. What it opens is closed here.
 * @param options How its pictures fill the frame.
 * @returns The background. `behind` throws what `open` and its frames throw, and an
 * `UnsupportedMediaError` if there are no frames.
 * @throws {RangeError} If `fit` is unknown.
 * @category Backgrounds
 */
export function videoBackground(
  open: () => Promise<VideoFrames>,
  options: PictureBackgroundOptions = {},
): Background {
  const { fit = "stretch", fill = [0, 0, 0, 255] } = options;
  if (!fits.includes(fit)) {
    throw new RangeError(
      `Cannot use a video as background: 'fit' must be ${fits.join(", ")}, got ${fit}`,
    );
  }
  const video = new LoopedVideo(open);
  let fitted: Frame | undefined;
  /** Which of the video's pictures was fitted. */
  let changes = 0;
  return {
    async behind(frame) {
      const { timestamp, width, height, bitmap } = frame;
      const shown = await video.at(timestamp);
      // A picture of the frame's size fits as it is, whichever way.
      if (isOfSize(shown, width, height)) return shown;
      const isThere = fitted !== undefined && memoryOf(fitted.bitmap) === memoryOf(bitmap);
      if (fitted === undefined || !isThere || !isOfSize(fitted, width, height)) {
        release(fitted);
        fitted = createFrameBeside(frame);
        changes = 0;
      }
      if (changes !== video.changes) fitFrame(shown, fitted, fit, { fill, out: fitted });
      changes = video.changes;
      return fitted;
    },
    async [Symbol.asyncDispose]() {
      release(fitted);
      fitted = undefined;
      await video[Symbol.asyncDispose]();
    },
  };
}

function isOfSize(raster: Size, width: number, height: number): boolean {
  return raster.width === width && raster.height === height;
}

/** Times that differ by less, in seconds, are the same. */
const TOLERANCE = 1e-3;

/** A video's frames by time, over all its rounds. */
class LoopedVideo implements AsyncDisposable {
  readonly #open: () => Promise<VideoFrames>;
  #video: VideoFrames | undefined;
  #frames: AsyncIterator<TimedFrame> | undefined;
  /** The frame that was read last, lent by the video: not shown yet. */
  #next: TimedFrame | undefined;
  #shown: Frame | undefined;
  /** Whose frame is shown, if it is not a copy. */
  #owner: StoredFrame | undefined;
  /** When this round began, on the time of all rounds. */
  #roundStart = 0;
  /** Of this round: how many frames were read, and the first and last one's time. */
  #read = { frames: 0, first: 0, last: 0 };
  /** When the next round begins, while no video is open. */
  #resumesAt = -Infinity;
  /** Whether there is nothing more to show than what is shown. */
  #isStill = false;
  #isDisposed = false;
  #changes = 0;

  constructor(open: () => Promise<VideoFrames>) {
    this.#open = open;
  }

  /** How often the shown frame changed. */
  get changes(): number {
    return this.#changes;
  }

  /** The frame to be seen at a time, lent until the next call. */
  async at(timestamp: number): Promise<Frame> {
    this.#assertOpen();
    if (!Number.isFinite(timestamp)) {
      throw new RangeError(
        `Cannot show a background: 'timestamp' must be in seconds, got ${timestamp}`,
      );
    }
    const latest = timestamp + TOLERANCE;
    while (!this.#isStill && this.#resumesAt < latest) {
      this.#next ??= await this.#readFrame(latest);
      this.#assertOpen();
      // The round ended.
      if (this.#next === undefined) continue;
      if (this.#shown !== undefined && this.#roundStart + this.#next.timestamp >= latest) break;
      this.#show(this.#next);
      this.#next = undefined;
      this.#changes++;
    }
    return this.#shown!;
  }

  /** Retain a frame that has an owner, or copy it: the video lends it. */
  #show(next: TimedFrame & LentFrame): void {
    const before = this.#owner;
    this.#owner = next.stored?.retain();
    const own = before === undefined ? this.#shown : undefined;
    this.#shown = this.#owner ?? copyInto(own, next);
    before?.release();
  }

  #assertOpen(): void {
    if (this.#isDisposed) throw new TypeError("Cannot show a background: it is disposed of");
  }

  /** The next frame of this round; `undefined` if it has no more, and the next one is due. */
  async #readFrame(latest: number): Promise<TimedFrame | undefined> {
    this.#frames ??= await this.#openFrames();
    const result = await this.#frames.next();
    if (result.done) {
      const end = this.#video?.end;
      await this.#close();
      this.#endRound(latest, end);
      return undefined;
    }
    const { timestamp } = result.value;
    if (this.#read.frames++ === 0) this.#read.first = timestamp;
    this.#read.last = timestamp;
    return result.value;
  }

  #endRound(latest: number, end?: number): void {
    const { frames, first, last } = this.#read;
    if (frames === 0) {
      throw new UnsupportedMediaError("Cannot use a video as background: it has no frames");
    }
    // NaN for a single frame; 0 if all have the same time.
    const average = (last - first) / (frames - 1) * frames;
    const length = average > 0 && end !== undefined && end > last ? end - first : average;
    this.#isStill = !(length > 0);
    this.#roundStart += length;
    const late = latest - this.#roundStart - first;
    this.#roundStart += Math.max(0, Math.floor(late / length)) * length;
    this.#resumesAt = this.#roundStart + first;
    this.#read = { frames: 0, first: 0, last: 0 };
  }

  async #openFrames(): Promise<AsyncIterator<TimedFrame>> {
    const video = await this.#open();
    if (this.#isDisposed) await video[Symbol.asyncDispose]();
    this.#assertOpen();
    this.#video = video;
    return video[Symbol.asyncIterator]();
  }

  async #close(): Promise<void> {
    const [video, frames] = [this.#video, this.#frames];
    this.#video = this.#frames = this.#next = undefined;
    try {
      await frames?.return?.();
    } finally {
      await video?.[Symbol.asyncDispose]();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    await this.#close();
    this.#owner?.release();
    this.#shown = this.#owner = undefined;
  }
}

function copyInto(out: Frame | undefined, { width, height, bitmap }: Frame): Frame {
  if (out === undefined || !isOfSize(out, width, height)) out = createFrame(width, height);
  out.bitmap.set(bitmap);
  return out;
}
