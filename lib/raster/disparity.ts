import { assertSides, type Disparity } from "./frame.ts";

/**
 * A new disparity map.
 *
 * @example Nothing is known
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...createDisparity(2, 1).disparity], [NaN, NaN]);
 * ```
 *
 * @param width Width in pixels, at least 1.
 * @param height Height in pixels, at least 1.
 * @returns An H × W map of NaN.
 * @throws {RangeError} If a side is not a whole number of at least 1.
 * @category Pictures
 */
export function createDisparity(width: number, height: number): Disparity {
  assertSides("create a disparity map", { width, height });
  return { width, height, disparity: new Float32Array(width * height).fill(NaN) };
}
