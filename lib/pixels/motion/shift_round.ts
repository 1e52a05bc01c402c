import type { Gray, Mask, Size } from "../../raster/frame.ts";

/**
 * How far one picture lies from another, in pixels: to the right and down.
 *
 * @category Primitives: motion and time
 */
export interface Shift {
  /** To the right. */
  readonly dx: number;
  /** Down. */
  readonly dy: number;
}

/** What one round of {@linkcode estimateShift} looks at. */
export interface ShiftRound {
  readonly from: Gray;
  readonly to: Gray;
  readonly mask: Mask | undefined;
  readonly step: number;
  /** The shift so far. */
  readonly shift: Shift;
  /** Pixels that fit worse are left out, in levels. */
  readonly tolerance: number;
}

/** Where a round reads: `from` lies so far from `to`. */
export interface ShiftWindow {
  /** From a pixel of `to` to the one of `from` that is to the upper left of its place. */
  readonly at: number;
  /** How far its place is to the right of and below that one, 0–1. */
  readonly right: number;
  readonly down: number;
  readonly firstX: number;
  readonly lastX: number;
  readonly firstY: number;
  readonly lastY: number;
}

/** Sums over a round's pixels: of the gradients gx and gy, the brightness v and the residual r. */
export interface ShiftSums {
  readonly count: number;
  /** Of |r|. */
  readonly residuals: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  readonly xv: number;
  readonly yv: number;
  readonly vv: number;
  readonly x1: number;
  readonly y1: number;
  readonly v1: number;
  readonly xr: number;
  readonly yr: number;
  readonly vr: number;
  readonly r1: number;
}

/** Who does {@linkcode estimateShift}'s work. */
export interface ShiftWorkers {
  shrink(gray: Gray, size: Size): Gray;
  sum(round: ShiftRound, window: ShiftWindow): ShiftSums;
}
