import type { FrameStore, LentFrame, StoredFrame } from "../../memory/frame_store.ts";
import { memoryOf } from "../../memory/kernel_memory.ts";
import { mirror } from "../../pixels/resize/mirror.ts";
import { isVideoFrame } from "../../raster/frame_from.ts";
import type { TimedFrame } from "../../raster/frame.ts";
import {
  type FrameLike,
  type FramesLike,
  numberOf,
  readPicture,
  timeOf,
} from "../frames/frames_in.ts";
import { type Arrival, NewestFrames } from "./newest_frames.ts";

/**
 * Frames as they come: to be pushed, or of a source that is read all the time.
 *
 * @category Live
 */
export type LiveFrames = NewestFrames<FrameLike> | FramesLike | ReadableStream<FrameLike>;

/** A picture that is read when it is taken: one that is left out costs nothing. */
export interface UnreadPicture {
  /** Whether it shows nothing, because its camera is away: all is background then. */
  readonly isEmpty: boolean;
  /**
   * Read it, once.
   *
   * @returns Its pixels, whose use the caller takes over.
   */
  read(store: FrameStore): StoredFrame;
  /** Let it go unread. */
  close(): void;
}

/** What live frames are read from. */
export type LivePicture = FrameLike | UnreadPicture;

/** A frame that was read into the store, and when it came. */
export interface ReadFrame extends TimedFrame {
  /** Whether it shows nothing. */
  readonly isEmpty: boolean;
  /** Its pixels, with one user. */
  readonly stored: StoredFrame;
  /** When it came, in milliseconds of `performance.now()`. */
  readonly arrivedAt: number;
  /** How long reading took, in milliseconds. */
  readonly readTime: number;
}

/** Reads frames that have come into a store. */
export class LiveReader {
  readonly #store: FrameStore;
  #number = 0;
  /** When the first picture came that says nothing of time. */
  #began: number | undefined;

  /** @param store Where they go. */
  constructor(store: FrameStore) {
    this.#store = store;
  }

  /** Read a frame, which is let go, and mirror it. */
  async read({ item, at }: Arrival<LivePicture>, isMirrored: boolean): Promise<ReadFrame> {
    const start = performance.now();
    const isUnread = "read" in item;
    const number = this.#number = isUnread ? this.#number + 1 : numberOf(item, this.#number);
    const timestamp = isUnread ? this.#secondsUntil(at) : timeOf(item, number);
    const stored = isUnread
      ? mirrored(item.read(this.#store), isMirrored)
      : await this.#pixelsOf(item, isMirrored);
    const isEmpty = isUnread && item.isEmpty;
    const { width, height, bitmap } = stored;
    const readTime = performance.now() - start;
    return { number, timestamp, width, height, bitmap, stored, isEmpty, arrivedAt: at, readTime };
  }

  #secondsUntil(at: number): number {
    this.#began ??= at;
    return (at - this.#began) / 1000;
  }

  async #pixelsOf(item: FrameLike, isMirrored: boolean): Promise<StoredFrame> {
    const own = ownerOf(item);
    if (own === undefined) {
      return mirrored(await readPicture(item, this.#store), isMirrored);
    }
    if (memoryOf(own.bitmap) === this.#store.memory && !isMirrored) return own;
    // Others may look at it, too.
    using _ = own;
    const copy = this.#store.takeFrame(own);
    if (isMirrored) mirror(own, { out: copy });
    else copy.bitmap.set(own.bitmap);
    return copy;
  }
}

function mirrored(frame: StoredFrame, isMirrored: boolean): StoredFrame {
  if (isMirrored) mirror(frame, { out: frame });
  return frame;
}

function ownerOf(item: FrameLike): StoredFrame | undefined {
  return (item as LentFrame).stored;
}

/**
 * Read a source all the time.
 *
 * @param source The pictures; each is lent until the next one is asked for, but for a `VideoFrame`.
 * @param store Where pictures go that somebody lends.
 * @returns The newest of them, and what ends the reading.
 */
export function newestOf(
  source: FramesLike | ReadableStream<FrameLike>,
  store: FrameStore,
): { readonly newest: NewestFrames<FrameLike>; stop(): void } {
  const newest = new NewestFrames<FrameLike>();
  const steps = iteratorOf(source);
  const pump = async () => {
    try {
      while (!newest.isOver) {
        const step = await steps.next();
        if (step.done === true) break;
        newest.push(await owned(step.value, store));
      }
      newest.end();
    } catch (error) {
      newest.fail(error);
    }
  };
  pump();
  return {
    newest,
    stop() {
      newest[Symbol.dispose]();
      // A camera that gives no frame any more would be waited for in vain.
      Promise.resolve(steps.return?.()).catch(() => {});
    },
  };
}

/** A picture that nobody else takes back. */
async function owned(picture: FrameLike, store: FrameStore): Promise<FrameLike> {
  if (isVideoFrame(picture)) return picture;
  const stored = ownerOf(picture)?.retain() ?? await readPicture(picture, store);
  const { width, height, bitmap } = stored;
  const told = {
    ...("number" in picture && { number: picture.number }),
    ...("timestamp" in picture && { timestamp: picture.timestamp }),
  };
  return { ...told, width, height, bitmap, stored } as FrameLike;
}

function iteratorOf(
  source: FramesLike | ReadableStream<FrameLike>,
): AsyncIterator<FrameLike> | Iterator<FrameLike> {
  // A stream's iterator would end only when the frame that is waited for has come.
  if ("getReader" in source) {
    const reader = source.getReader();
    return {
      next: async () => {
        const { done, value } = await reader.read();
        return done ? { done: true, value: undefined } : { done: false, value };
      },
      return: async () => {
        await reader.cancel();
        return { done: true, value: undefined };
      },
    };
  }
  return Symbol.asyncIterator in source
    ? source[Symbol.asyncIterator]()
    : source[Symbol.iterator]();
}
