import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import type { Gray } from "../../raster/frame.ts";
import { wordsOf } from "../../raster/bytes.ts";

/**
 * Replace each level of a picture by that of a table, in place.
 *
 * @example Levels below 100 become 0
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const gray = { width: 3, height: 1, data: Uint8Array.of(99, 100, 255) };
 * lookUp(gray, Uint8Array.from({ length: 256 }, (_, level) => level < 100 ? 0 : level));
 * assertEquals([...gray.data], [0, 100, 255]);
 * ```
 *
 * @param gray The picture, H × W, written to.
 * @param table 256 levels.
 * @throws {RangeError} If the table has another length.
 */
export function lookUp({ data }: Gray, table: Uint8Array | Uint8ClampedArray): void {
  if (table.length !== 256) {
    throw new RangeError(`Cannot look up: 'table' must have 256 levels, got ${table.length}`);
  }
  // Of a matte most is one or the other, and can be skipped.
  const keepsEnds = table[0] === 0 && table[255] === 255;
  const memory = memoryOf(data);
  if (memory) lookUpByKernel(memory, data, table, keepsEnds);
  else lookUpPlain(data, keepsEnds ? wordsOf(data) : undefined, table);
}

function lookUpByKernel(
  { arena, kernels }: KernelMemory,
  data: Uint8Array,
  table: Uint8Array | Uint8ClampedArray,
  keepsEnds: boolean,
): void {
  const address = arena.allocate(256);
  try {
    new Uint8Array(arena.buffer, address, 256).set(table);
    kernels.lookUp(data.byteOffset, data.length, address, keepsEnds);
  } finally {
    arena.free(address);
  }
}

/**
 * The same by plain code.
 *
 * Benefit: 0.53 → 0.19 ms of a person's matte at 1280×720.
 * Correctness: words of four times 0 or four times 255 are given only where both stay.
 *
 * @param words The bytes as words, if 0 and 255 stay as they are.
 */
function lookUpPlain(
  data: Uint8Array,
  words: Int32Array | undefined,
  table: Uint8Array | Uint8ClampedArray,
): void {
  const count = words?.length ?? 0;
  for (let w = 0; w < count; w++) {
    const word = words![w];
    if (word === 0 || word === -1) continue;
    const i = 4 * w;
    data[i] = table[word & 255];
    data[i + 1] = table[(word >> 8) & 255];
    data[i + 2] = table[(word >> 16) & 255];
    data[i + 3] = table[word >>> 24];
  }
  for (let i = 4 * count; i < data.length; i++) data[i] = table[data[i]];
}
