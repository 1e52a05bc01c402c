/**
 * What is done to disparities when all of them are found. They are 16ths of a pixel.
 *
 * @module
 */

import type { SemiGlobalPlan } from "./semi_global_plan.ts";

/**
 * Replace each disparity by the median of the nine around it; beyond the border the outermost repeat.
 *
 * @param from The disparities, H × W.
 * @param to Gets the medians.
 */
export function medianOfNine(
  { width, height }: SemiGlobalPlan,
  from: Int16Array,
  to: Int16Array,
): void {
  for (let y = 0; y < height; y++) {
    const here = y * width;
    const above = Math.max(y - 1, 0) * width;
    const below = Math.min(y + 1, height - 1) * width;
    for (let x = 0; x < width; x++) {
      const before = Math.max(x - 1, 0);
      const after = Math.min(x + 1, width - 1);
      // Each column of three in order, then the middle of what can be the median.
      const a = from[above + before], b = from[here + before], c = from[below + before];
      const d = from[above + x], e = from[here + x], f = from[below + x];
      const g = from[above + after], h = from[here + after], i = from[below + after];
      const least = Math.max(
        Math.min(a, b, c),
        Math.min(d, e, f),
        Math.min(g, h, i),
      );
      const most = Math.min(
        Math.max(a, b, c),
        Math.max(d, e, f),
        Math.max(g, h, i),
      );
      to[here + x] = middle(least, middle(middle(a, b, c), middle(d, e, f), middle(g, h, i)), most);
    }
  }
}

/** The second of three. */
function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/**
 * Make small spots unknown: pixels that hang together, each nearly as far as the next.
 *
 * @param plan Which spots are small, and what nearly is.
 * @param disparities The disparities, H × W; they are changed.
 */
export function dropSpeckles(
  { width, height, unknown, speckleSize, speckleSteps }: SemiGlobalPlan,
  disparities: Int16Array,
): void {
  const isSeen = new Uint8Array(disparities.length);
  const spot = new Int32Array(disparities.length);
  for (let start = 0; start < disparities.length; start++) {
    if (isSeen[start] || disparities[start] === unknown) continue;
    isSeen[start] = 1;
    spot[0] = start;
    let count = 1;
    for (let k = 0; k < count; k++) {
      const i = spot[k];
      const x = i % width;
      for (let side = 0; side < 4; side++) {
        const isOutside = side === 0
          ? x === 0
          : side === 1
          ? x === width - 1
          : side === 2
          ? i < width
          : i >= width * (height - 1);
        if (isOutside) continue;
        const next = i + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
        if (isSeen[next] || disparities[next] === unknown) continue;
        if (Math.abs(disparities[next] - disparities[i]) > speckleSteps) continue;
        isSeen[next] = 1;
        spot[count++] = next;
      }
    }
    if (count <= speckleSize) { for (let k = 0; k < count; k++) disparities[spot[k]] = unknown; }
  }
}
