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
