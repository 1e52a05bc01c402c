import { frameFrom, isVideoFrame, type WebPicture } from "../raster/frame_from.ts";
import {
  createFrame,
  type Frame,
  type NumberedFrame,
  type Size,
  type TimedFrame,
} from "../raster/frame.ts";

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

/** Makes the frame that all pictures of one size are read into. */
export type PlaceFor = (size: Size) => Frame;

/**
 * Numbered and timed frames of whatever pictures there are.
 *
 * Those without a number get the one after the last; those without a time are taken for 25 a second. A
 * `VideoFrame` brings its own time, and is closed when its pixels have been read.
 *
 * @param source The pictures.
 * @param placeFor Where all pictures are copied to; without it frames stay where they are.
 * @returns The frames, each lent until the next one is asked for.
 * @throws {TypeError} If one is no picture.
 * @throws {RangeError} If one is of another size than the first.
 */
export async function* framesIn(
  source: FramesLike,
  placeFor?: PlaceFor,
): AsyncGenerator<TimedFrame> {
  const reader = new Reader(placeFor);
  let number = 0;
  for await (const picture of source) {
    const { width, height, bitmap } = await reader.read(picture);
    number = "number" in picture ? picture.number : number + 1;
    yield { number, timestamp: timeOf(picture, number), width, height, bitmap };
  }
}

/** In seconds; a VideoFrame has microseconds. */
function timeOf(picture: FrameLike, number: number): number {
  if (isVideoFrame(picture)) return picture.timestamp / 1e6;
  return "timestamp" in picture ? picture.timestamp : (number - 1) / 25;
}

/** Reads pictures of one size, if need be into one and the same place. */
class Reader {
  readonly #placeFor: PlaceFor | undefined;
  #place: Frame | undefined;
  #size: Size | undefined;

  constructor(placeFor: PlaceFor | undefined) {
    this.#placeFor = placeFor;
  }

  async read(picture: FrameLike): Promise<Frame> {
    if (!isVideoFrame(picture)) {
      const frame = frameFrom(picture);
      this.#assertSize(frame);
      if (this.#placeFor === undefined) return frame;
      return frameFrom(frame, { out: this.#place ??= this.#placeFor(frame) });
    }
    try {
      const size = picture.visibleRect;
      if (size === null) return await frameFrom(picture);
      this.#assertSize(size);
      this.#place ??= this.#placeFor?.(size) ?? createFrame(size.width, size.height);
      return await frameFrom(picture, { out: this.#place });
    } finally {
      picture.close();
    }
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
