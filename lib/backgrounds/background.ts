import type { Frame, Mask, Matte, TimedFrame } from "../raster/frame.ts";

/**
 * What is behind the frames of one video. Whoever made it disposes of it.
 */
export interface Background extends AsyncDisposable {
  /**
   * Whether it is the same picture behind all frames of a size, in the same place: then it need not be
   * looked at again, nor waited for.
   *
   * @default {false}
   */
  readonly isStill?: boolean;
  /**
   * What is behind a frame. Frames come in order: their timestamps do not fall.
   *
   * @param frame The frame that will be shown in front.
   * @param matte Which of its pixels are foreground, H × W, 0–255; `undefined` if that is unknown.
   * @returns A picture of the frame's size: lent until the next call, and not to be written to.
   */
  behind(frame: TimedFrame, matte: Matte | Mask | undefined): Frame | Promise<Frame>;
}
