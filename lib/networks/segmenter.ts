import type { PicturePart } from "../raster/picture_part.ts";
import type { Frame, Matte, Size } from "../raster/frame.ts";

/**
 * Tells people from the rest in single frames, at a resolution of its own.
 * What memory a network has of earlier frames is kept here.
 *
 * @category Networks
 */
export interface Segmenter extends AsyncDisposable {
  /**
   * Whether it finds people and looks closer at them by itself.
   *
   * @default {false}
   */
  readonly looksCloser?: boolean;
  /**
   * Segment the next frame. A call may come before the last one's promise has settled.
   *
   * @param frame The frame, H × W; must stay as it is until the promise has settled.
   * @returns How sure each pixel is of a person, 0–255, in the network's own resolution: the
   * matte covers the whole frame, of whatever proportions. It is the caller's own.
   * @throws {ModelError} If the network cannot be run.
   */
  segment(frame: Frame): Promise<Matte>;
  /**
   * The same of a part of a frame, as if that had been cut out. Whoever calls it cuts it out if this
   * is left out.
   *
   * @param frame The frame, H × W; must stay as it is until the promise has settled.
   * @param part Whole pixels within it.
   */
  segmentPart?(frame: Frame, part: PicturePart): Promise<Matte>;
  /**
   * The same with less work, for where many frames are looked at beforehand.
   * {@linkcode Segmenter.segment} serves if it is left out.
   */
  glance?(frame: Frame): Promise<Matte>;
  /** Forget earlier frames: another video, or a cut. */
  reset(): void;
}

/**
 * Opens the segmenter that suits frames of a size. Whoever calls it disposes of what it gives.
 *
 * @category Networks
 */
export interface OpenSegmenter {
  /** Open one for frames of a size. */
  (size: Size): Promise<Segmenter>;
  /**
   * Whether what it sees is a matte already: as fine as the frame, soft, and steady from frame to
   * frame. Then methods neither learn a room nor refine, unless they are told to.
   *
   * @default {false}
   */
  readonly givesMattes?: boolean;
}
