import type { Outlines } from "../truths/photo_outlines.ts";

/** Where the lines cross a row, from left to right. */
export function crossingsAt(lines: Outlines, y: number): number[] {
  const found: number[] = [];
  for (const line of lines) {
    for (let p = 0; p < line.length; p += 2) {
      const q = (p + 2) % line.length;
      const [x0, y0, x1, y1] = [line[p], line[p + 1], line[q], line[q + 1]];
      if (y0 <= y === y1 <= y) continue;
      found.push(x0 + (x1 - x0) * (y - y0) / (y1 - y0));
    }
  }
  return found.sort((a, b) => a - b);
}
