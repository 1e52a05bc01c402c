/**
 * Bytes that can still be read while others are written: they themselves, or a
 * copy if the two lie over each other in memory.
 *
 * @param bytes What will be read, also after some of `written` is.
 * @param written What will be written.
 * @returns `bytes`, or a copy.
 */
export function readableWhile<Bytes extends Uint8Array | Uint8ClampedArray>(
  bytes: Bytes,
  written: Uint8Array | Uint8ClampedArray,
): Bytes {
  const isApart = bytes.buffer !== written.buffer ||
    bytes.byteOffset + bytes.length <= written.byteOffset ||
    written.byteOffset + written.length <= bytes.byteOffset;
  return isApart ? bytes : bytes.slice() as Bytes;
}
