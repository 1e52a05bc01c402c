import { type VideoFrameLike, webClass, type WebVideoFrame } from "../raster/web_types.ts";
import { type ReplacedFrame, replaceFrames, type ReplaceFramesOptions } from "./replace_frames.ts";

/** How a {@linkcode BackgroundReplacer} works; there is no second reading of a stream. */
export type BackgroundReplacerOptions = Omit<ReplaceFramesOptions, "survey">;

/**
 * Replaces the background of a stream of `VideoFrame`s, as a camera's track or a decoder gives them: what
 * {@linkcode replaceFrames} does, between two streams.
 *
 *     const camera = new MediaStreamTrackProcessor({ track });
 *     const call = new MediaStreamTrackGenerator({ kind: "video" });
 *     const replacer = new BackgroundReplacer({ method: "difference", background: "blur:24" });
 *     camera.readable.pipeThrough(replacer).pipeTo(call.writable);
 *
 * Each frame that comes in is closed when its pixels have been read. Each that comes out is RGBA, has the
 * time, duration, display size and rotation of the one that was read under its number, and is closed by
 * who takes it. No more is read than is asked for. An error ends both sides, whichever it comes from.
 *
 * @example Options are checked at once
 * ```ts
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => new BackgroundReplacer({ method: "mediam" }), RangeError, "median");
 * ```
 */
export class BackgroundReplacer implements TransformStream<WebVideoFrame, WebVideoFrame> {
  /** Takes the frames, and closes each. */
  readonly writable: WritableStream<WebVideoFrame>;
  /** Gives the frames with their background replaced. */
  readonly readable: ReadableStream<WebVideoFrame>;

  /**
   * A replacer for one stream, whose frames are of one size.
   *
   * @param options The method, the background, and how.
   * @throws {TypeError} If the method lacks what it needs.
   * @throws {RangeError} If there is no such method, setting, step or colour, or a number is out of range.
   */
  constructor(options: BackgroundReplacerOptions) {
    const stopping = new AbortController();
    const input = new TransformStream<VideoFrameLike, VideoFrameLike>();
    const reader = input.readable.getReader();
    const timing = new Map<number, Timing>();
    const replaced = replaceFrames(taken(reader, timing), { ...options, signal: stopping.signal });
    // Both sides end: the writable by its reader, and what is being made by the signal.
    const stop = (reason: unknown) => {
      stopping.abort(reason);
      return Promise.allSettled([reader.cancel(reason), replaced.return()]);
    };
    const readable = new ReadableStream<VideoFrameLike>({
      start(controller) {
        const { signal } = options;
        const onAbort = () => {
          controller.error(signal!.reason);
          stop(signal!.reason);
        };
        if (signal?.aborted) onAbort();
        else signal?.addEventListener("abort", onAbort, { signal: stopping.signal });
      },
      async pull(controller) {
        try {
          const { done, value } = await replaced.next();
          if (!done) return controller.enqueue(videoFrameOf(value, timing));
          stopping.abort();
          controller.close();
        } catch (error) {
          stop(error);
          throw error;
        }
      },
      async cancel(reason) {
        await stop(reason);
      },
    }, { highWaterMark: 0 });
    this.writable = input.writable as unknown as WritableStream<WebVideoFrame>;
    this.readable = readable as unknown as ReadableStream<WebVideoFrame>;
  }
}

/** What a frame that comes out has of the one that came in. */
type Timing = Readonly<Record<string, unknown>>;

/** The frames that a reader gives, with what is to be known of each by its number. */
async function* taken(
  reader: ReadableStreamDefaultReader<VideoFrameLike>,
  timing: Map<number, Timing>,
): AsyncGenerator<VideoFrameLike> {
  for (let number = 1;; number++) {
    const { done, value: frame } = await reader.read();
    if (done) return;
    const { timestamp, duration, displayWidth, displayHeight } = frame;
    const { rotation, flip } = frame as { rotation?: number; flip?: boolean };
    const known = { duration: duration ?? undefined, rotation, flip };
    timing.set(number, { timestamp, displayWidth, displayHeight, ...known });
    yield frame;
  }
}

function videoFrameOf(
  { number, composite }: ReplacedFrame,
  timing: Map<number, Timing>,
): VideoFrameLike {
  const known = timing.get(number);
  // Those before it were left out.
  for (const earlier of timing.keys()) if (earlier <= number) timing.delete(earlier);
  const { width: codedWidth, height: codedHeight, bitmap } = composite;
  const VideoFrameClass = webClass<VideoFrameLike>("VideoFrame");
  if (VideoFrameClass === undefined) {
    throw new TypeError("Cannot make a VideoFrame: there is no such class here, only in a browser");
  }
  return new VideoFrameClass(bitmap, { format: "RGBA", codedWidth, codedHeight, ...known });
}
