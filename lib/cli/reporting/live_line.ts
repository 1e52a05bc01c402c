import type { LiveStatus } from "../../app/live/live_status.ts";

/**
 * How a camera's run goes, in parts of a line; what matters most comes first.
 *
 * @example Somebody in a call
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const latency = { median: 62, p95: 80, most: 95 };
 * const status = { framesPerSecond: 25, dropped: 3, latency, background: "office.jpg", remarks: [] };
 * const words = ["25.0 frames/s", "dropped 3", "latency 62 ms (p95 80)", "office.jpg"];
 * assertEquals(liveWords(status), words);
 * ```
 *
 * @param status How it goes.
 */
export function liveWords(
  { framesPerSecond, dropped, latency, background, remarks }: LiveStatus,
): string[] {
  return [
    ...remarks,
    `${framesPerSecond.toFixed(1)} frames/s`,
    `dropped ${dropped}`,
    `latency ${latency.median} ms (p95 ${latency.p95})`,
    background,
  ];
}

/**
 * As many of the parts as fit in a line.
 *
 * @param words What {@linkcode liveWords} gives.
 * @param columns Width of the terminal; a line never wraps.
 */
export function liveLine(words: readonly string[], columns: number): string {
  for (let count = words.length; count > 0; count--) {
    const line = ` ${words.slice(0, count).join("  ")}`;
    if (line.length < columns) return line;
  }
  return "";
}
