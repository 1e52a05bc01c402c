/**
 * Which numbers are wanted: `first` to `last`, both included.
 *
 * @category In one call
 */
export interface FrameRange {
  /** At least 1. */
  readonly first: number;
  /** At least `first`; `Infinity` for all that follow. */
  readonly last: number;
}

/**
 * How far a run is.
 *
 * @category In one call
 */
export interface Progress {
  /** Frames taken from the source. */
  readonly framesRead: number;
  /** Pictures handed to the sink. */
  readonly framesWritten: number;
}
