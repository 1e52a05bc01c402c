import { assertWhole, type Frame } from "../../raster/frame.ts";
import { assertOption, SHARE } from "../../raster/option_checks.ts";

/** How many values OpenCV takes at once where the processor has AVX2. */
const VECTOR = 32;

/**
 * Update a running average of frames: `accumulator = accumulator · (1 − alpha) + frame · alpha`.
 *
 * What stays longer than about 1 / `alpha` frames becomes part of it: so it
 * shows the room without those who walk through. Rounding it to bytes is up to
 * the caller.
 *
 * @example A quarter of the way from black to a colour
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const average = new Float32Array(3);
 * const frame = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(200, 100, 8, 255) };
 * accumulateWeighted(average, frame, 0.25);
 * assertEquals([...average], [50, 25, 2]);
 * ```
 *
 * @param accumulator The average, written in place: red, green and blue of each pixel, H × W × 3.
 * @param frame The next frame, H × W. Alpha does not count.
 * @param alpha How much the frame weighs, 0–1.
 * @returns `accumulator`.
 * @throws {RangeError} If the accumulator does not have three values a pixel, or `alpha` is out of
 * its range.
 * @throws {TypeError} If `frame` is no raster.
 * @see OpenCV `cv::accumulateWeighted` with a 32-bit accumulator: equal where the processor has
 * AVX2, but for a value in 10⁸ or so that differs in the last bit. Others round otherwise.
 */
export function accumulateWeighted(
  accumulator: Float32Array,
  frame: Frame,
  alpha: number,
): Float32Array {
  assertWhole("accumulate", "frame", frame);
  const pixels = frame.width * frame.height;
  if (accumulator.length !== 3 * pixels) {
    throw new RangeError(
      `Cannot accumulate: 'accumulator' must have ${3 * pixels} values ` +
        `for ${frame.width}×${frame.height}, got ${accumulator.length}`,
    );
  }
  assertOption("accumulate", "alpha", alpha, SHARE);
  const { fround } = Math;
  const { bitmap } = frame;
  const weight = fround(alpha);
  const rest = fround(1 - alpha);
  // A sum of a product and a number is rounded once: a double holds it whole.
  const vectors = 3 * pixels - 3 * pixels % VECTOR;
  const whole = Math.floor(vectors / 3);
  for (let i = 0, k = 0, p = 0; i < whole; i++, k += 3, p += 4) {
    accumulator[k] = accumulator[k] * rest + fround(bitmap[p] * weight);
    accumulator[k + 1] = accumulator[k + 1] * rest + fround(bitmap[p + 1] * weight);
    accumulator[k + 2] = accumulator[k + 2] * rest + fround(bitmap[p + 2] * weight);
  }
  // What does not fill a vector has its other product rounded. OpenCV begins with blue.
  const lastRest = fround(1 - weight);
  for (let i = whole; i < pixels; i++) {
    for (let c = 0; c < 3; c++) {
      const k = 3 * i + c;
      const level = bitmap[4 * i + c];
      accumulator[k] = 3 * i + 2 - c < vectors
        ? accumulator[k] * rest + fround(level * weight)
        : level * weight + fround(accumulator[k] * lastRest);
    }
  }
  return accumulator;
}
