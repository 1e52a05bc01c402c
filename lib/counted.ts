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

/**
 * How far a video is read: "frame 3 of 45".
 *
 * @param read How many frames were read.
 * @param all About how many there are; left out if it is unknown, or was wrong.
 */
export function frameWords(read: number, all: number | undefined): string {
  return all === undefined || all < read ? `frame ${read}` : `frame ${read} of ${all}`;
}
