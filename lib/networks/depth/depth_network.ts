import type { Disparity, Frame } from "../../raster/frame.ts";

/**
 * Tells how near all is in single frames, at a resolution of its own.
 *
 * @category Networks
 */
export interface DepthNetwork extends AsyncDisposable {
  /**
   * Look at the next frame. A call may come before the last one's promise has settled.
   *
   * @param frame The frame, H × W; must stay as it is until the promise has settled.
   * @returns How near all is, 0–1, in the network's own resolution: the map covers the whole frame, of
   * whatever proportions. It is the caller's own; what is unknown is NaN.
   * @throws {ModelError} If the network cannot be run.
   */
  look(frame: Frame): Promise<Disparity>;
  /** Forget earlier frames: another video, or a cut. */
  reset(): void;
}

/**
 * Opens a network that tells how near all is. Whoever calls it disposes of what it gives.
 *
 * @category Networks
 */
export type OpenDepth = () => Promise<DepthNetwork>;
