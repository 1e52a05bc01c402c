// resizeArea of lib/pixels: the same paths, and in each the same operations in
// the same order, four or more at a time.

import { enlarge } from "./resize_enlarge";
import {
  channels,
  COPY,
  ENLARGE,
  HALVE,
  height,
  path,
  readPlan,
  WHOLE,
  width,
} from "./resize_plan";
import { shrink } from "./resize_shrink";
import { halveFrame, halveGray, shrinkWhole } from "./resize_whole";

/**
 * Resize `source` into `out`; they must not overlap. Of the memory behind `source` up to 16 bytes
 * are read, and not used: it must not end there.
 *
 * @param plan Where `planResize(…).write()` of lib/pixels/resize/resize_by_kernel.ts has put the sizes,
 * tables and scratch.
 * @param stride Bytes from a row of the source to the next: more than a row has where the source is a
 * part of a frame that shrinks or grows otherwise than by whole factors.
 */
export function resizeArea(plan: usize, source: usize, out: usize, stride: usize): void {
  readPlan(plan, stride);
  if (path == COPY) memory.copy(out, source, <usize>channels * width * height);
  else if (path == HALVE) {
    if (channels == 4) halveFrame(source, out);
    else halveGray(source, out);
  } else if (path == WHOLE) shrinkWhole(source, out);
  else if (path == ENLARGE) enlarge(source, out);
  else shrink(source, out);
}
