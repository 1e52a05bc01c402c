import type { SemiGlobalPlan } from "./semi_global_plan.ts";

/**
 * Replace each number by the median of the nine around it; beyond the border the outermost repeat.
 *
 * @param from The numbers, H × W.
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
