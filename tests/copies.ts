/**
 * How many bytes this thread copies from one array to another: what `set`, `slice`, `copyWithin` and
 * a message to a thread (but for what is handed over) move. Copies inside the kernels' memory by the kernels
 * themselves, and those of other threads and programs, are not seen.
 *
 * @module
 */

/** What was copied. */
export interface Copies {
  /** Bytes in all. */
  bytes: number;
  /** Copies by their bytes. */
  readonly bySize: Map<number, number>;
}

// deno-lint-ignore no-explicit-any
type Method = (this: any, ...args: any[]) => any;

/**
 * Count what is copied during some work.
 *
 * @param work What to count.
 */
export async function countCopies(work: () => Promise<void>): Promise<Copies> {
  const copies: Copies = { bytes: 0, bySize: new Map() };
  const count = (bytes: number) => {
    copies.bytes += bytes;
    copies.bySize.set(bytes, (copies.bySize.get(bytes) ?? 0) + 1);
  };
  using _patched = patchAll(count);
  await work();
  return copies;
}

function patchAll(count: (bytes: number) => void): Disposable {
  const undo = new DisposableStack();
  // deno-lint-ignore no-explicit-any
  const patch = (owner: any, name: string, around: (original: Method) => Method) => {
    const described = Object.getOwnPropertyDescriptor(owner, name)!;
    Object.defineProperty(owner, name, { ...described, value: around(described.value) });
    undo.defer(() => Object.defineProperty(owner, name, described));
  };
  const arrays = Object.getPrototypeOf(Uint8Array.prototype);
  patch(arrays, "set", (original) =>
    function (from, ...rest) {
      if (ArrayBuffer.isView(from)) count(from.byteLength);
      return original.call(this, from, ...rest);
    });
  for (const owner of [arrays, ArrayBuffer.prototype, SharedArrayBuffer.prototype]) {
    patch(owner, "slice", (original) =>
      function (...args) {
        const part = original.apply(this, args);
        count(part.byteLength);
        return part;
      });
  }
  patch(arrays, "copyWithin", (original) =>
    function (to, from, end) {
      count(((end ?? this.length) - from) * this.BYTES_PER_ELEMENT);
      return original.call(this, to, from, end);
    });
  patch(Worker.prototype, "postMessage", (original) =>
    function (message, options) {
      const handed = Array.isArray(options) ? options : options?.transfer ?? [];
      count(sentBytes(message, new Set(handed)));
      return original.call(this, message, options);
    });
  return undo;
}

/** The bytes of all buffers in a message that are neither handed over nor shared. */
function sentBytes(message: unknown, seen: Set<unknown>): number {
  if (typeof message !== "object" || message === null || seen.has(message)) return 0;
  if (ArrayBuffer.isView(message)) return sentBytes(message.buffer, seen);
  seen.add(message);
  if (message instanceof ArrayBuffer) return message.byteLength;
  return Object.values(message).reduce((sum: number, part) => sum + sentBytes(part, seen), 0);
}
