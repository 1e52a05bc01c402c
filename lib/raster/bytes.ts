/**
 * Bytes put together, and four of them at once: a pixel of a frame, or four of a gray picture, as
 * one number with the first byte lowest. (All platforms that run JavaScript are little-endian.)
 *
 * @module
 */

/** Bytes 0 and 2 of a word. With 8 bits of room above each, two sums in one number. */
export const EVEN_BYTES = 0x00ff00ff;

/**
 * The whole words of some bytes.
 *
 * Signed, for V8 is slow with numbers above 2³¹.
 *
 * @param bytes The bytes.
 * @returns Their words, without what is left at the end; or `undefined` if their memory is not
 * aligned for that.
 */
export function wordsOf({ buffer, byteOffset, length }: Uint8Array | Uint8ClampedArray):
  | Int32Array
  | undefined {
  return byteOffset % 4 === 0 ? new Int32Array(buffer, byteOffset, length >> 2) : undefined;
}

/**
 * Put parts one behind the other.
 *
 * @example Two parts
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...concatenate(Uint8Array.of(1, 2), Uint8Array.of(3))], [1, 2, 3]);
 * ```
 *
 * @param parts Any number of them.
 * @returns All of their bytes.
 */
export function concatenate(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
