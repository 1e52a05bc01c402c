import { memoryOf } from "../../memory/kernel_memory.ts";
import type { Mask } from "../../raster/frame.ts";

/**
 * Add to a mask, in place, what was foreground lately; what is between 0 and 255 becomes one or
 * the other.
 *
 * @example What was seen one pixel of motion ago is held, what was two ago is not
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const mask = { width: 3, height: 1, data: Uint8Array.of(200, 0, 0) };
 * const lastSeen = Float32Array.of(-Infinity, 4, 3);
 * holdForeground(mask, lastSeen, 5, 1);
 * assertEquals([...mask.data], [255, 255, 0]);
 * assertEquals([...lastSeen], [5, 4, 3]);
 * ```
 *
 * @param mask The mask, H × W, written to.
 * @param lastSeen H × W numbers, written to: how far things had come when each pixel last was
 * foreground.
 * @param way How far they have come now.
 * @param distance How far they may have come since, and be held.
 * @throws {RangeError} If `lastSeen` has another length than the mask.
 */
export function holdForeground(
  { data }: Mask,
  lastSeen: Float32Array,
  way: number,
  distance: number,
): void {
  if (lastSeen.length !== data.length) {
    const [wanted, got] = [data.length, lastSeen.length];
    throw new RangeError(`Cannot hold: 'lastSeen' must have ${wanted} numbers, got ${got}`);
  }
  const earliest = leastFloat(way - distance);
  const memory = memoryOf(data, lastSeen);
  if (memory) {
    const [mask, seen] = [data.byteOffset, lastSeen.byteOffset];
    memory.kernels.holdForeground(mask, seen, data.length, way, earliest);
    return;
  }
  for (let i = 0; i < lastSeen.length; i++) {
    if (data[i] >= 128) {
      lastSeen[i] = way;
      data[i] = 255;
    } else data[i] = lastSeen[i] >= earliest ? 255 : 0;
  }
}

/** The least number of single precision that is not below another: a single is not below either, or below both. */
function leastFloat(number: number): number {
  const float = Math.fround(number);
  if (!(float < number)) return float;
  const bits = new Int32Array(Float32Array.of(float).buffer);
  // Next to a negative number, towards 0, the bits are one less.
  if (float === 0) bits[0] = 1;
  else bits[0] += float > 0 ? 1 : -1;
  return new Float32Array(bits.buffer)[0];
}
