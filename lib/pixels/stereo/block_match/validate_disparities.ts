import { type BlockMatchPlan, UNKNOWN_SIXTEENTHS } from "./block_match_plan.ts";

/**
 * Forget the disparities of a row that the right picture's differ from: of all that lead to one of its
 * pixels, that of the least cost is its own.
 *
 * @param plan How far they may differ.
 * @param line The disparities in sixteenths.
 * @param costs What the blocks differ by, where there is a disparity.
 * @see OpenCV `cv::validateDisparity`.
 */
export function validateDisparities(
  { width, count, least, disp12MaxDiff }: BlockMatchPlan,
  line: Int32Array,
  costs: Int32Array,
): void {
  const most = Math.imul(disp12MaxDiff, 16);
  const start = Math.max(least + count, 0);
  const end = width + Math.min(least, 0);
  const right = new Int32Array(width).fill(UNKNOWN_SIXTEENTHS);
  const rightCosts = new Int32Array(width).fill(0x7fffffff);
  for (let x = start; x < end; x++) {
    if (line[x] === UNKNOWN_SIXTEENTHS) continue;
    const to = x - (line[x] + 8 >> 4);
    if (costs[x] >= rightCosts[to]) continue;
    rightCosts[to] = costs[x];
    right[to] = line[x];
  }
  const differs = (x: number, disparity: number) =>
    x >= 0 && x < width && right[x] !== UNKNOWN_SIXTEENTHS && Math.abs(right[x] - disparity) > most;
  for (let x = start; x < end; x++) {
    const disparity = line[x];
    if (disparity === UNKNOWN_SIXTEENTHS) continue;
    // Rounded down, then up: one of the two is enough.
    if (differs(x - (disparity >> 4), disparity) && differs(x - (disparity + 15 >> 4), disparity)) {
      line[x] = UNKNOWN_SIXTEENTHS;
    }
  }
}
