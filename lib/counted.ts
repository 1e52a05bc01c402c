/**
 * A number with its noun.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([counted(1, "frame"), counted(2, "frame")], ["1 frame", "2 frames"]);
 * ```
 *
 * @param number How many.
 * @param noun One of them; its plural ends in s.
 */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
