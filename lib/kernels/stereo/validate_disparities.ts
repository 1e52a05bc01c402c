// The match from right to left: the twin of lib/pixels/stereo/block_match/validate_disparities.ts.

import { count, disp12MaxDiff, lowest, UNKNOWN, width } from "./block_plan";

/** Whether a pixel of the right picture has another disparity. */
function differs(right: usize, x: i32, disparity: i32): bool {
  if (x < 0 || x >= width) return false;
  const other = load<i32>(right + (<usize>x << 2));
  return other != UNKNOWN && abs(other - disparity) > disp12MaxDiff << 4;
}

/**
 * Forget the disparities of a row that the right picture's differ from.
 *
 * @param line The disparities, sixteenths, 32 bits.
 * @param costs What the blocks differ by.
 * @param right Scratch: `8 · width` bytes.
 */
export function validateDisparities(line: usize, costs: usize, right: usize): void {
  const start = max(lowest + count, 0), end = width + min(lowest, 0);
  const rightCosts = right + (<usize>width << 2);
  for (let x: usize = 0; x < <usize>width << 2; x += 4) {
    store<i32>(right + x, UNKNOWN);
    store<i32>(rightCosts + x, i32.MAX_VALUE);
  }
  for (let x = start; x < end; x++) {
    const disparity = load<i32>(line + (<usize>x << 2)), cost = load<i32>(costs + (<usize>x << 2));
    if (disparity == UNKNOWN) continue;
    const at = <usize>(x - (disparity + 8 >> 4)) << 2;
    if (cost >= load<i32>(rightCosts + at)) continue;
    store<i32>(rightCosts + at, cost);
    store<i32>(right + at, disparity);
  }
  for (let x = start; x < end; x++) {
    const disparity = load<i32>(line + (<usize>x << 2));
    if (disparity == UNKNOWN) continue;
    const down = x - (disparity >> 4), up = x - (disparity + 15 >> 4);
    if (differs(right, down, disparity) && differs(right, up, disparity)) {
      store<i32>(line + (<usize>x << 2), UNKNOWN);
    }
  }
}
