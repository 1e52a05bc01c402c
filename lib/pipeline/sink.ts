import type { Size, TimedFrame } from "../raster/frame.ts";

/**
 * Where frames come from, in order. A frame is lent: valid until the next one
 * is asked for. Whoever opened the source disposes of it.
 *
 * @category In one call
 */
export interface FrameSource extends AsyncIterable<TimedFrame>, AsyncDisposable, Size {
  /** About how many frames the whole video has, if its header tells. */
  readonly frameCount: number | undefined;
}

/**
 * Where pictures go. A raster is lent: valid until the returned promise settles.
 *
 * @category In one call
 */
export interface Sink<Raster> {
  /**
   * Take one picture, numbered as the frame that was read last.
   *
   * @param raster The picture.
   * @param number The frame's number.
   * @param timestamp When it is shown, in seconds.
   */
  write(raster: Raster, number: number, timestamp: number): Promise<void>;
}
