/**
 * What is in two masks, in none, and how much there is.
 *
 * @module
 */

import { memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertGrays,
  assertSameSize,
  assertWhole,
  createMask,
  type Gray,
  type Mask,
  type OutOption,
} from "../../raster/frame.ts";

/**
 * The intersection of two masks: what is foreground in both.
 *
 * The first one's byte where the second is not 0, else 0: so it cuts a matte to a mask, too.
 *
 * @example The second pixel is in both
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const a = { width: 3, height: 1, data: Uint8Array.of(255, 255, 0) };
 * const b = { width: 3, height: 1, data: Uint8Array.of(0, 255, 255) };
 * assertEquals([...andMasks(a, b).data], [0, 255, 0]);
 * ```
 *
 * @param a The first mask or matte, H × W.
 * @param b The second mask, H × W.
 * @param options `out` may be `a` or `b`.
 * @returns `out`, or a new H × W mask.
 * @throws {RangeError} If the sizes differ.
 * @see OpenCV `cv::bitwise_and` of `a` with itself under the mask `b`: equal on every input.
 * @category Primitives: regions
 */
export function andMasks(a: Mask, b: Mask, options: OutOption<Mask> = {}): Mask {
  assertGrays("intersect masks", { a, b });
  const { out = createMask(a.width, a.height) } = options;
  assertSameSize("intersect masks", { a, b, out });
  const memory = memoryOf(a.data, b.data);
  if (memory !== undefined) {
    memory.work([a.data, b.data], out.data, (to, first, second) => {
      memory.kernels.andMasks(first, second, to, out.data.length);
    });
    return out;
  }
  const { data: first } = a, { data: second } = b, { data: both } = out;
  // (m + 255) >> 8 is 0 for 0 and 1 for 1–255: in masks of noise no branch can be foreseen.
  for (let i = 0; i < both.length; i++) both[i] = first[i] & -((second[i] + 255) >> 8);
  return out;
}

/**
 * The complement of a mask: what is background becomes foreground.
 *
 * @example Whatever is not 0 is foreground
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const mask = { width: 3, height: 1, data: Uint8Array.of(255, 0, 9) };
 * assertEquals([...invertMask(mask).data], [0, 255, 0]);
 * ```
 *
 * @param mask The mask, H × W.
 * @param options `out` may be `mask`.
 * @returns `out`, or a new H × W mask; bytes 0 or 255.
 * @throws {RangeError} If the sizes differ.
 * @see OpenCV `cv::compare` with 0 and `CMP_EQ`: equal on every input.
 * @category Primitives: regions
 */
export function invertMask(mask: Mask, options: OutOption<Mask> = {}): Mask {
  assertGrays("invert a mask", { mask });
  const { out = createMask(mask.width, mask.height) } = options;
  assertSameSize("invert a mask", { mask, out });
  const memory = memoryOf(mask.data);
  if (memory !== undefined) {
    memory.work([mask.data], out.data, (to, from) => {
      memory.kernels.invertMask(from, to, out.data.length);
    });
    return out;
  }
  const { data: from } = mask, { data: to } = out;
  for (let i = 0; i < to.length; i++) to[i] = ((from[i] + 255) >> 8) - 1;
  return out;
}

/**
 * How many pixels of a mask are foreground.
 *
 * @example Two of three
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(countForeground({ width: 3, height: 1, data: Uint8Array.of(255, 0, 9) }), 2);
 * ```
 *
 * @param mask The mask, H × W.
 * @returns A whole number from 0 to H · W.
 * @throws {RangeError} If the mask's buffer does not fit its size.
 * @see OpenCV `cv::countNonZero`: equal on every input.
 * @category Primitives: regions
 */
export function countForeground(mask: Mask): number {
  assertGrays("count foreground", { mask });
  assertWhole("count foreground", "mask", mask);
  const { data } = mask;
  const memory = memoryOf(data);
  if (memory !== undefined) return memory.kernels.countForeground(data.byteOffset, data.length);
  let count = 0;
  for (let i = 0; i < data.length; i++) count += (data[i] + 255) >> 8;
  return count;
}

/**
 * Whether any pixel of a gray picture is at least so bright.
 *
 * @example Somebody is in the picture
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const matte = { width: 3, height: 1, data: Uint8Array.of(3, 200, 0) };
 * assertEquals(hasLevel(matte, 128), true);
 * assertEquals(hasLevel(matte, 201), false);
 * ```
 *
 * @param gray The picture, mask or matte, H × W.
 * @param least The level, a whole number from 1 to 255.
 * @returns Whether one is.
 * @throws {RangeError} If the level is out of range, or the picture's buffer does not fit its size.
 * @category Primitives: regions
 */
export function hasLevel(gray: Gray, least: number): boolean {
  assertGrays("look for a level", { gray });
  assertWhole("look for a level", "gray", gray);
  if (!(Number.isInteger(least) && least >= 1 && least <= 255)) {
    throw new RangeError(
      `Cannot look for a level: 'least' must be a whole number from 1 to 255, got ${least}`,
    );
  }
  const { data } = gray;
  const memory = memoryOf(data);
  if (memory !== undefined) {
    return memory.kernels.hasLevel(data.byteOffset, data.length, least) === 1;
  }
  for (let i = 0; i < data.length; i++) if (data[i] >= least) return true;
  return false;
}
