import type { Size } from "../../raster/frame.ts";

/**
 * A raster's bytes with their layout: what the ways to resize read and write.
 *
 * Storing a float into a clamped array rounds halves to even and clamps to
 * 0–255: that is OpenCV's `saturate_cast<uchar>`, so no path rounds by itself.
 */
export interface Plane extends Size {
  readonly bytes: Uint8ClampedArray;
  /** Bytes a pixel: 4 for a frame, 1 for a gray picture or a mask. */
  readonly channels: 1 | 4;
}
