import type { Size } from "./frame.ts";

/**
 * A part of a picture, in whole pixels within it.
 *
 * @category Primitives: size
 */
export interface PicturePart extends Size {
  /** Its first column. */
  readonly left: number;
  /** Its first row. */
  readonly top: number;
}
