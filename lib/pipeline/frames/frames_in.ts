import { defaultTime } from "../../moments/moment.ts";
import { frameFrom, isVideoFrame, type WebPicture } from "../../raster/frame_from.ts";
import type { FrameStore, LentFrame, StoredFrame } from "../../memory/frame_store.ts";
import type { NumberedFrame, Size, TimedFrame } from "../../raster/frame.ts";
import { uprightSize } from "../../raster/upright.ts";

/**
 * One picture of a video: a frame, with its number and time or without, or a picture of the web's.
 *
 * @category In one call
 */
export type FrameLike = NumberedFrame | TimedFrame | WebPicture;

/**
 * Pictures in order, from wherever: an array, a generator, a stream.
 *
 * @category In one call
 */
export type FramesLike = AsyncIterable<FrameLike> | Iterable<FrameLike>;

/**
 * Numbered and timed frames of whatever pictures there are.
 *
 * Those without a number get the one after the last; those without a time are taken for 25 a second. A
 * `VideoFrame` brings its own time, and is closed when its pixels have been read.
 *
 * @param source The pictures.
 * @param store Where all pictures are copied to.
 * @returns The frames, each lent until the next one is asked for; who needs it longer retains it.
 * @throws {TypeError} If one is no picture.
 * @throws {RangeError} If one is of another size than the first.
 */
export async function* framesIn(
  source: FramesLike,
  store: FrameStore,
): AsyncGenerator<TimedFrame & LentFrame, void, void> {
  const reader = new Reader(store);
  let number = 0;
  for await (const picture of source) {
    using stored = await reader.read(picture);
    const { width, height, bitmap } = stored;
    number = numberOf(picture, number);
    const timestamp = timeOf(picture, number);
    yield { number, timestamp, width, height, bitmap, stored, ...companionsOf(picture) };
  }
}

/** What a frame brings along that tells how near all is. */
function companionsOf(picture: FrameLike): Pick<NumberedFrame, "right" | "depth"> {
  if (!("number" in picture)) return {};
  const { right, depth } = picture;
  return { ...(right && { right }), ...(depth && { depth }) };
}

/** The picture's own number, or the one after the last. */
export function numberOf(picture: FrameLike, last: number): number {
  return "number" in picture ? picture.number : last + 1;
}

/** In seconds; a VideoFrame has microseconds. */
export function timeOf(picture: FrameLike, number: number): number {
  if (isVideoFrame(picture)) return picture.timestamp / 1e6;
  return "timestamp" in picture ? picture.timestamp : defaultTime(number);
}

/** Reads pictures of one size into a store. */
class Reader {
  readonly #store: FrameStore;
  #size: Size | undefined;

  constructor(store: FrameStore) {
    this.#store = store;
  }

  read(picture: FrameLike): Promise<StoredFrame> {
    return readPicture(picture, this.#store, (size) => this.#assertSize(size));
  }

  #assertSize({ width, height }: Size): void {
    const first = this.#size ??= { width, height };
    if (width === first.width && height === first.height) return;
    throw new RangeError(
      `Cannot take a frame: it must be ${first.width}×${first.height} as the first is, ` +
        `got ${width}×${height}`,
    );
  }
}

/**
 * Read a picture into a store.
 *
 * @param picture The picture; a `VideoFrame` is closed.
 * @param store Where its pixels go.
 * @param onSize Told the picture's size before it is read; may throw.
 * @returns The frame, upright, with one user.
 */
export async function readPicture(
  picture: FrameLike,
  store: FrameStore,
  onSize: (size: Size) => void = () => {},
): Promise<StoredFrame> {
  const place = async (size: Size, read: (out: StoredFrame) => void | Promise<void>) => {
    onSize(size);
    const out = store.takeFrame(size);
    try {
      await read(out);
      return out;
    } catch (error) {
      out.release();
      throw error;
    }
  };
  if (!isVideoFrame(picture)) {
    const frame = frameFrom(picture);
    return await place(frame, (out) => void frameFrom(frame, { out }));
  }
  try {
    const size = picture.visibleRect;
    if (size !== null) {
      const shown = uprightSize(size, picture);
      return await place(shown, async (out) => void await frameFrom(picture, { out }));
    }
    const frame = await frameFrom(picture);
    return await place(frame, (out) => void frameFrom(frame, { out }));
  } finally {
    picture.close();
  }
}
