/**
 * Whether arrays lie in one memory, and over each other.
 *
 * @module
 */

/**
 * Whose memory a buffer is: of each buffer that a memory has, or has had before it grew. The one
 * place that both who makes memories and who compares arrays look at.
 */
export const memories: WeakMap<ArrayBufferLike, object> = new WeakMap();

/** Whether two arrays lie in one memory, also where it has grown in between and its buffer is another. */
export function shareMemory(a: ArrayBufferView, b: ArrayBufferView): boolean {
  if (a.buffer === b.buffer) return true;
  const memory = memories.get(a.buffer);
  return memory !== undefined && memory === memories.get(b.buffer);
}

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
  const isApart = !shareMemory(bytes, written) ||
    bytes.byteOffset + bytes.length <= written.byteOffset ||
    written.byteOffset + written.length <= bytes.byteOffset;
  return isApart ? bytes : bytes.slice() as Bytes;
}

/**
 * The same for a kernel that works in place, but not on what lies over its output otherwise.
 *
 * @param bytes What will be read.
 * @param written What will be written.
 * @returns `bytes`, or a copy.
 */
export function readableInPlace<Bytes extends Uint8Array | Uint8ClampedArray>(
  bytes: Bytes,
  written: Bytes,
): Bytes {
  const isSame = shareMemory(bytes, written) && bytes.byteOffset === written.byteOffset;
  return isSame ? written : readableWhile(bytes, written);
}
