import type { Disparity } from "../../raster/frame.ts";
import { assertDisparity } from "./assert_disparity.ts";

/**
 * Options of {@linkcode reprojectDisparity}.
 *
 * @category Primitives: stereo
 */
export interface ReprojectDisparityOptions {
  /**
   * Whether the least disparity of all stands for an unknown one, as in OpenCV's maps: it and NaN get a
   * depth of 10000.
   *
   * @default {false}
   */
  handleMissingValues?: boolean;
  /** Takes the places. */
  out?: Float32Array;
}

/** The depth of what is not known. */
const FAR = 10000;

/** OpenCV's FLT_EPSILON. */
const EPSILON = 2 ** -23;

/**
 * Where each pixel is in the room.
 *
 * @example A pixel at 2 m
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const q = [1, 0, 0, -1, 0, 1, 0, 0, 0, 0, 0, 500, 0, 0, 10, 0];
 * const disparity = { width: 1, height: 1, disparity: Float32Array.of(25) };
 * assertEquals([...reprojectDisparity(disparity, q)].map((n) => n.toFixed(3)), [
 *   "-0.004", "0.000", "2.000",
 * ]);
 * ```
 *
 * @param disparity The disparities, H × W.
 * @param reprojection 4 × 4: OpenCV's Q, as of a `StereoCalibration`.
 * @param options `out`, and what unknown ones are.
 * @returns `out`, or H × W × 3 new numbers: to the right, down and ahead of the left camera, in the
 * calibration's unit. NaN stays NaN.
 * @throws {RangeError} If `reprojection` has not 16 numbers, or a buffer does not fit.
 * @see OpenCV `cv::reprojectImageTo3D` with `CV_32F`: equal on every input.
 * @category Primitives: stereo
 */
export function reprojectDisparity(
  disparity: Disparity,
  reprojection: readonly number[],
  options: ReprojectDisparityOptions = {},
): Float32Array {
  const { width, height, disparity: source } = disparity;
  assertDisparity("reproject a disparity map", "disparity", disparity, disparity);
  const { handleMissingValues = false, out = new Float32Array(3 * source.length) } = options;
  assertLength("reprojection", reprojection.length, 16);
  assertLength("out", out.length, 3 * source.length);
  const [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = reprojection;
  const least = handleMissingValues ? leastOf(source) : NaN;
  for (let y = 0, index = 0; y < height; y++) {
    for (let x = 0; x < width; x++, index++) {
      const z = source[index];
      const scale = 1 / (m * x + n * y + o * z + p);
      // OpenCV 4.6 rounds the third number before the division, too; the first two it does not.
      out[3 * index] = (a * x + b * y + c * z + d) * scale;
      out[3 * index + 1] = (e * x + f * y + g * z + h) * scale;
      out[3 * index + 2] = Math.fround(i * x + j * y + k * z + l) * scale;
      if (handleMissingValues && !(Math.abs(z - least) > EPSILON)) out[3 * index + 2] = FAR;
    }
  }
  return out;
}

/** The least of those that are known. */
function leastOf(values: Float32Array): number {
  let least = Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] < least) least = values[i];
  return least;
}

function assertLength(name: string, length: number, wanted: number): void {
  if (length === wanted) return;
  throw new RangeError(
    `Cannot reproject a disparity map: '${name}' must hold ${wanted} numbers, got ${length}`,
  );
}
