import { assertSameSize, createMask, type Gray, type Mask, type OutOption } from "../raster.ts";

/**
 * Mask of the pixels brighter than a level: `gray > level ? 255 : 0`.
 *
 * The comparison is strict and the level is rounded down first, so 3 and 3.7
 * both let 4 pass. Below 0 everything passes; from 255 on nothing does.
 *
 * @example What is above 3 is foreground
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const gray = { width: 3, height: 1, data: Uint8Array.of(3, 4, 200) };
 * assertEquals([...threshold(gray, 3).data], [0, 255, 255]);
 * ```
 *
 * @param gray The gray picture, H × W.
 * @param level The last gray level that is background; any number but NaN.
 * @param options `out` may be `gray`.
 * @returns `out`, or a new H × W mask; 0 or 255.
 * @throws {RangeError} If `level` is not a number, or `out` has another size.
 * @see OpenCV `cv::threshold` with `THRESH_BINARY` and maxval 255: equal on every input.
 */
export function threshold(gray: Gray, level: number, options: OutOption<Mask> = {}): Mask {
  const { out = createMask(gray.width, gray.height) } = options;
  const lastBackground = lastBackgroundLevel(level);
  assertSameSize("threshold", { gray, out });

  const luma = gray.data;
  const mask = out.data;
  // Benefit: 8.6 → 1.2 ms for 1080p of noise, which no branch can foresee (deno task bench).
  // Correctness: the difference is negative, and so all ones above bit 8, just where luma is larger.
  for (let i = 0; i < mask.length; i++) mask[i] = (lastBackground - luma[i]) >> 8;
  return out;
}

/**
 * A level as the kernels take it.
 *
 * @param level Any number but NaN.
 * @returns A whole number from −1 to 255.
 * @throws {RangeError} If it is not a number.
 */
export function lastBackgroundLevel(level: number): number {
  if (typeof level !== "number" || Number.isNaN(level)) {
    throw new RangeError(`Cannot threshold: 'level' must be a number, got ${level}`);
  }
  return Math.min(255, Math.max(-1, Math.floor(level)));
}
