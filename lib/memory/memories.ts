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
