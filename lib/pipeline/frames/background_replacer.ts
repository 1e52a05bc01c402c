import { NewestFrames } from "../live/newest_frames.ts";
import type { LiveChanges, LiveOptions } from "../live/live_options.ts";
import type { LiveReplacement } from "../live/live_replacement.ts";
import { replaceLive } from "../live/replace_live.ts";
import { type VideoFrameLike, webClass, type WebVideoFrame } from "../../raster/web_types.ts";
import { type ReplacedFrame, replaceFrames, type ReplaceFramesOptions } from "./replace_frames.ts";

/**
 * How a {@linkcode BackgroundReplacer} works; there is no second reading of a stream.
 *
 * @category In one call
 */
export interface BackgroundReplacerOptions
  extends
    Omit<ReplaceFramesOptions, "survey" | "background">,
    Pick<
      LiveOptions,
      "background" | "mirror" | "lowLatency" | "timeLimit" | "onFailure" | "onRecovery"
    > {
  /**
   * Whether it never is late: of the frames that come while one is worked on only the newest is taken, as
   * `replaceLive` does. Frames may then change their size, the options may be changed, and where the method
   * fails only the background is shown.
   *
   * @default {false}
   */
  readonly live?: boolean | undefined;
}

/**
 * Replaces the background of a stream of `VideoFrame`s, as a camera's track or a decoder gives them: what
 * {@linkcode replaceFrames} does, between two streams.
 *
 *     const camera = new MediaStreamTrackProcessor({ track });
 *     const call = new MediaStreamTrackGenerator({ kind: "video" });
 *     const replacer = new BackgroundReplacer({ method: "difference", background: "blur:24" });
 *     camera.readable.pipeThrough(replacer).pipeTo(call.writable);
 *
 * Each frame that comes in is closed when its pixels have been read. Each that comes out is RGBA, upright,
 * has the time, duration and display size of the one that was read under its number, and is closed by who
 * takes it. No more is read than is asked for, unless it is `live`. An error ends both sides, whichever it
 * comes from.
 *
 * @example Options are checked at once
 * ```ts
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => new BackgroundReplacer({ method: "mediam" }), RangeError, "median");
 * ```
 *
 * @category In one call
 */
export class BackgroundReplacer implements TransformStream<WebVideoFrame, WebVideoFrame> {
  /** Takes the frames, and closes each. */
  readonly writable: WritableStream<WebVideoFrame>;
  /** Gives the frames with their background replaced. */
  readonly readable: ReadableStream<WebVideoFrame>;
  readonly #live: LiveReplacement | undefined;

  /**
   * A replacer for one stream, whose frames are of one size unless it is live.
   *
   * @param options The method, the background, and how.
   * @throws {TypeError} If an option is unknown or of another kind, or the method lacks what it needs.
   * @throws {RangeError} If there is no such method, setting, step or colour, or a number is out of range.
   */
  constructor(options: BackgroundReplacerOptions) {
    const { live = false, signal, ...rest } = options;
    const timing: Timings = new Map();
    const stopping = new AbortController();
    const own = { ...rest, signal: stopping.signal };
    const newest = new NewestFrames<VideoFrameLike>();
    const door = live ? new LiveDoor(newest, timing) : new Door();
    this.#live = live ? replaceLive(newest, own) : undefined;
    const replaced = this.#live?.[Symbol.asyncIterator]() ??
      replaceFrames(remembered((door as Door).frames(), timing), own as ReplaceFramesOptions);
    const keyOf = ({ number, timestamp }: ReplacedFrame) =>
      live ? Math.round(1e6 * timestamp) : number;
    const { readable, stop } = replacedStream(replaced, {
      door,
      stopping,
      videoFrameOf: (frame) => videoFrameOf(frame, keyOf(frame), timing),
    });
    const onAbort = () => stop(signal!.reason);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { signal: stopping.signal });
    this.writable = door.writable as unknown as WritableStream<WebVideoFrame>;
    this.readable = readable as unknown as ReadableStream<WebVideoFrame>;
  }

  /**
   * Change options while frames come, if it is `live`: see `LiveReplacement.change`.
   *
   * @param changes The options that change.
   * @returns When all that changes is open.
   * @throws {TypeError} If it is not live.
   */
  async change(changes: LiveChanges): Promise<void> {
    if (this.#live === undefined) {
      throw new TypeError("Cannot change options: the replacer must be made with 'live: true'");
    }
    await this.#live.change(changes);
  }
}

/** The side that is read, and what ends both sides and whatever is being done. */
function replacedStream(
  replaced: AsyncIterator<ReplacedFrame>,
  { door, stopping, videoFrameOf }: {
    readonly door: Door | LiveDoor;
    readonly stopping: AbortController;
    readonly videoFrameOf: (frame: ReplacedFrame) => VideoFrameLike;
  },
) {
  let output: ReadableStreamDefaultController<VideoFrameLike>;
  const stop = async (reason: unknown) => {
    stopping.abort(reason);
    output.error(reason);
    door.shut(reason);
    await replaced.return!().catch(() => {});
  };
  const readable = new ReadableStream<VideoFrameLike>({
    start: (controller) => void (output = controller),
    async pull() {
      try {
        const step = await replaced.next();
        if (step.done === true) {
          stopping.abort();
          output.close();
        } else output.enqueue(videoFrameOf(step.value));
      } catch (error) {
        await stop(error);
      }
    },
    cancel: stop,
  }, { highWaterMark: 0 });
  door.onAbort = stop;
  return { readable, stop };
}

/** Takes frames from a stream that is written to, without ever keeping it waiting. */
class LiveDoor {
  readonly writable: WritableStream<VideoFrameLike>;
  onAbort: (reason: unknown) => void = () => {};
  readonly #newest: NewestFrames<VideoFrameLike>;
  #controller!: WritableStreamDefaultController;

  constructor(newest: NewestFrames<VideoFrameLike>, timing: Timings) {
    this.#newest = newest;
    this.writable = new WritableStream({
      start: (controller) => void (this.#controller = controller),
      write(frame) {
        timing.set(frame.timestamp, timingOf(frame));
        newest.push(frame);
      },
      close: () => newest.end(),
      abort: (reason) => this.onAbort(reason),
    });
  }

  shut(reason: unknown): void {
    this.#controller.error(reason);
    this.#newest[Symbol.dispose]();
  }
}

/** Hands frames from a stream that is written to on to who asks for them, one at a time. */
class Door {
  readonly writable: WritableStream<VideoFrameLike>;
  /** Told why whoever writes gives up. */
  onAbort: (reason: unknown) => void = () => {};
  #controller!: WritableStreamDefaultController;
  /** The frame that waits, and what is told when the next one may come. */
  #waiting: { frame: VideoFrameLike; onTaken: () => void } | undefined;
  #isOver = false;
  #wake = () => {};

  constructor() {
    this.writable = new WritableStream({
      start: (controller) => {
        this.#controller = controller;
        // The sink's abort() would come only when the frame that waits has been taken.
        const { signal } = controller;
        signal.addEventListener("abort", () => this.onAbort(signal.reason));
      },
      write: (frame) =>
        new Promise<void>((onTaken) => {
          this.#waiting = { frame, onTaken };
          this.#wake();
        }),
      close: () => {
        this.#isOver = true;
        this.#wake();
      },
    });
  }

  async *frames(): AsyncGenerator<VideoFrameLike> {
    for (;;) {
      while (this.#waiting === undefined && !this.#isOver) {
        await new Promise<void>((resolve) => this.#wake = resolve);
      }
      if (this.#waiting === undefined) return;
      const { frame, onTaken } = this.#waiting;
      this.#waiting = undefined;
      try {
        yield frame;
      } finally {
        onTaken();
      }
    }
  }

  shut(reason: unknown): void {
    this.#controller.error(reason);
    this.#isOver = true;
    this.#waiting?.frame.close();
    this.#waiting?.onTaken();
    this.#waiting = undefined;
    this.#wake();
  }
}

/** What a frame that comes out has of the one that came in. */
type Timing = Readonly<Record<string, unknown>>;

/**
 * The same in the order in which frames came: by their number, or live, where not all are taken, by when
 * they are shown, in microseconds.
 */
type Timings = Map<number, Timing>;

function timingOf(frame: VideoFrameLike): Timing {
  const { timestamp, duration, displayWidth, displayHeight } = frame;
  return { timestamp, duration: duration ?? undefined, displayWidth, displayHeight };
}

/** The same frames; what is to be known of each is kept. */
async function* remembered(
  frames: AsyncIterable<VideoFrameLike>,
  timing: Timings,
): AsyncGenerator<VideoFrameLike> {
  let number = 0;
  for await (const frame of frames) {
    timing.set(++number, timingOf(frame));
    yield frame;
  }
}

function videoFrameOf(
  { composite }: ReplacedFrame,
  key: number,
  timings: Timings,
): VideoFrameLike {
  const known = timings.get(key);
  // Those that came before it were left out.
  for (const earlier of timings.keys()) {
    timings.delete(earlier);
    if (earlier === key) break;
  }
  const { width: codedWidth, height: codedHeight, bitmap } = composite;
  const VideoFrameClass = webClass<VideoFrameLike>("VideoFrame");
  if (VideoFrameClass === undefined) {
    throw new TypeError("Cannot make a VideoFrame: there is no such class here, only in a browser");
  }
  return new VideoFrameClass(bitmap, { format: "RGBA", codedWidth, codedHeight, ...known });
}
