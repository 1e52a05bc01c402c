import { assertSides } from "./frame.ts";

/**
 * How near each pixel is, H × W: the nearer, the more. Of two eyes, it is how far a pixel of the left
 * picture lies to the left in the right one; of a depth video or a network, 0 to 1.
 *
 * @category Pictures
 */
export interface Disparity {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** `width · height` numbers, row after row from the top: pixels, or 0–1; NaN is unknown. */
  readonly disparity: Float32Array;
}

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
