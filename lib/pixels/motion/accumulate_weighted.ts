import { memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertFrames,
  assertWhole,
  createFrame,
  type Frame,
  type OutOption,
  type Size,
} from "../../raster/frame.ts";
import { assertOption, SHARE } from "../../raster/option_checks.ts";

/** How many values OpenCV takes at once where the processor has AVX2. */
const VECTOR = 32;

/**
 * Update a running average of frames: `accumulator = accumulator · (1 − alpha) + frame · alpha`.
 *
 * What stays longer than about 1 / `alpha` frames becomes part of it: so it
 * shows the room without those who walk through. {@linkcode frameOfAverage} rounds it to bytes.
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
 * @category Primitives: motion and time
 */
export function accumulateWeighted(
  accumulator: Float32Array,
  frame: Frame,
  alpha: number,
): Float32Array {
  assertFrames("accumulate", { frame });
  assertWhole("accumulate", "frame", frame);
  assertThreeEach("accumulate", accumulator, frame);
  assertOption("accumulate", "alpha", alpha, SHARE);
  const pixels = frame.width * frame.height;
  // What does not fill a vector is rounded otherwise.
  const vectors = 3 * pixels - 3 * pixels % VECTOR;
  const whole = Math.floor(vectors / 3);
  const weight = Math.fround(alpha);
  const rest = Math.fround(1 - alpha);
  const memory = memoryOf(accumulator, frame.bitmap);
  if (memory === undefined) accumulatePixels(accumulator, frame.bitmap, whole, weight, rest);
  else {
    const { byteOffset } = accumulator;
    memory.kernels.accumulateWeighted(byteOffset, frame.bitmap.byteOffset, whole, weight, rest);
  }
  accumulateLast(accumulator, frame.bitmap, whole, vectors, weight, rest);
  return accumulator;
}

function accumulatePixels(
  accumulator: Float32Array,
  bitmap: Uint8ClampedArray,
  pixels: number,
  weight: number,
  rest: number,
): void {
  const { fround } = Math;
  // A sum of a product and a number is rounded once: a double holds it whole.
  for (let i = 0, k = 0, p = 0; i < pixels; i++, k += 3, p += 4) {
    accumulator[k] = accumulator[k] * rest + fround(bitmap[p] * weight);
    accumulator[k + 1] = accumulator[k + 1] * rest + fround(bitmap[p + 1] * weight);
    accumulator[k + 2] = accumulator[k + 2] * rest + fround(bitmap[p + 2] * weight);
  }
}

/** What does not fill a vector has its other product rounded. OpenCV begins with blue. */
function accumulateLast(
  accumulator: Float32Array,
  bitmap: Uint8ClampedArray,
  first: number,
  vectors: number,
  weight: number,
  rest: number,
): void {
  const { fround } = Math;
  const lastRest = fround(1 - weight);
  for (let i = first; 3 * i < accumulator.length; i++) {
    for (let c = 0; c < 3; c++) {
      const k = 3 * i + c;
      const level = bitmap[4 * i + c];
      accumulator[k] = 3 * i + 2 - c < vectors
        ? accumulator[k] * rest + fround(level * weight)
        : level * weight + fround(accumulator[k] * lastRest);
    }
  }
}

/**
 * Round a running average to a frame.
 *
 * @example Halves become even
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const average = Float32Array.of(0.5, 1.5, 254.7);
 * const { bitmap } = frameOfAverage(average, { width: 1, height: 1 });
 * assertEquals([...bitmap], [0, 2, 255, 255]);
 * ```
 *
 * @param average Red, green and blue of each pixel, H × W × 3, as {@linkcode accumulateWeighted}
 * leaves them; what is no number counts as 0.
 * @param size H and W.
 * @param options `out` takes the result.
 * @returns `out`, or a new H × W frame, opaque.
 * @throws {RangeError} If there are not three values a pixel, or `out` has another size.
 * @category Primitives: motion and time
 */
export function frameOfAverage(
  average: Float32Array,
  size: Size,
  options: OutOption<Frame> = {},
): Frame {
  const { width, height } = size;
  const { out = createFrame(width, height) } = options;
  assertThreeEach("round an average", average, size);
  assertWhole("round an average", "out", out);
  if (out.width !== width || out.height !== height) {
    throw new RangeError(
      `Cannot round an average: 'out' must be ${width}×${height}, got ${out.width}×${out.height}`,
    );
  }
  const { bitmap } = out;
  const memory = memoryOf(average);
  if (memory !== undefined) {
    memory.work([average], bitmap, (to, from) => {
      memory.kernels.frameOfAverage(from, to, width * height);
    });
    return out;
  }
  for (let p = 0, s = 0; p < bitmap.length; p += 4, s += 3) {
    // Storing rounds.
    bitmap[p] = average[s];
    bitmap[p + 1] = average[s + 1];
    bitmap[p + 2] = average[s + 2];
    bitmap[p + 3] = 255;
  }
  return out;
}

function assertThreeEach(action: string, average: Float32Array, { width, height }: Size): void {
  const wanted = 3 * width * height;
  if (average.length === wanted) return;
  throw new RangeError(
    `Cannot ${action}: 'accumulator' must have ${wanted} values for ${width}×${height}, ` +
      `got ${average.length}`,
  );
}
