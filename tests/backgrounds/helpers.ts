/**
 * What tests of backgrounds share.
 *
 * @module
 */

import type { Frame, TimedFrame } from "../../mod.ts";

/** A frame with its number and time in seconds. */
export function timed(frame: Frame, number: number, timestamp: number): TimedFrame {
  const { width, height, bitmap } = frame;
  return { number, timestamp, width, height, bitmap };
}
