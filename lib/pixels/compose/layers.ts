import type { Frame, Matte } from "../../raster/frame.ts";

/**
 * What a composite is made of.
 *
 * @category Primitives: composition
 */
export interface Layers {
  /** What lies above, H × W. */
  readonly foreground: Frame;
  /** What lies below, H × W. */
  readonly background: Frame;
  /** How much of the foreground is seen, H × W: 0 none, 255 all. */
  readonly matte: Matte;
  /**
   * Whether the background is the same picture, in the same place, for all frames.
   *
   * @default {false}
   */
  readonly isBackgroundStill?: boolean | undefined;
  /**
   * What `yuvOfFrame` made of the background, by the weights that the composite will be converted by:
   * for a background that stays. Where the matte is empty it is copied.
   */
  readonly backgroundYuv?: Uint8Array | undefined;
}
