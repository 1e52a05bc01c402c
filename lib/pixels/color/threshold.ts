import { memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertGrays,
  assertSameSize,
  createMask,
  type Gray,
  type Mask,
  type OutOption,
} from "../../raster/frame.ts";
import { EVEN_BYTES, wordsOf } from "../../raster/bytes.ts";
import { assertOption } from "../../raster/option_checks.ts";

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
 * @category Primitives: colour
 */
export function threshold(gray: Gray, level: number, options: OutOption<Mask> = {}): Mask {
  assertGrays("threshold", { gray });
  const { out = createMask(gray.width, gray.height) } = options;
  const lastBackground = lastBackgroundLevel(level);
  assertSameSize("threshold", { gray, out });
  const memory = memoryOf(gray.data);
  if (memory !== undefined) {
    memory.work([gray.data], out.data, (to, from) => {
      memory.kernels.threshold(from, lastBackground, to, out.width * out.height);
    });
    return out;
  }

  const luma = gray.data;
  const mask = out.data;
  const done = thresholdWords(wordsOf(luma), lastBackground, wordsOf(mask));
  for (let i = done; i < mask.length; i++) mask[i] = (lastBackground - luma[i]) >> 8;
  return out;
}

/**
 * Four pixels at a time, as far as they go.
 *
 * Benefit: 1.2 → 0.9 ms for 1080p (deno task bench); 8.6 with a branch, which no one can foresee.
 * Correctness: 256 + level − luma has bit 8 set just where luma is not above the level, and
 * nothing above bit 8; so two of them fit into one number.
 *
 * @returns How many bytes are done.
 */
function thresholdWords(
  luma: Int32Array | undefined,
  lastBackground: number,
  mask: Int32Array | undefined,
): number {
  if (luma === undefined || mask === undefined) return 0;
  const limits = (256 + lastBackground) * 0x00010001;
  for (let k = 0; k < mask.length; k++) {
    const four = luma[k];
    const even = (~(limits - (four & EVEN_BYTES)) >> 8) & 0x00010001;
    const odd = (~(limits - ((four >>> 8) & EVEN_BYTES)) >> 8) & 0x00010001;
    mask[k] = (even * 255) | ((odd * 255) << 8);
  }
  return 4 * mask.length;
}

/**
 * A level as the kernels take it.
 *
 * @param level Any number but NaN.
 * @returns A whole number from −1 to 255.
 * @throws {RangeError} If it is not a number.
 */
function lastBackgroundLevel(level: number): number {
  assertOption("threshold", "level", level, { least: -Infinity, most: Infinity });
  return Math.min(255, Math.max(-1, Math.floor(level)));
}
