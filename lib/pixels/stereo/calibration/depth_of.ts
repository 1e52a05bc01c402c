import { assertOption } from "../../../raster/option_checks.ts";
import type { StereoCalibration } from "./read_calibration.ts";

/**
 * Options of {@linkcode depthOf} and {@linkcode disparityOf}.
 *
 * @category Primitives: stereo
 */
export interface DepthOfOptions {
  /**
   * How large the pictures are that were compared, as a share of those that the calibration is of: 0.5 if
   * they were halved.
   *
   * @default {1}
   */
  scale?: number;
}

/**
 * How far a disparity is.
 *
 * @example A baseline of 10 cm, and 500 pixels of focal length
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const reprojection = [1, 0, 0, -320, 0, 1, 0, -240, 0, 0, 0, 500, 0, 0, 10, 0];
 * assertEquals(depthOf(25, { reprojection, unit: 1 }), 2);
 * ```
 *
 * @param disparity Pixels.
 * @param calibration The cameras, rectified.
 * @param options The size of the pictures.
 * @returns Metres along the line of sight of the left camera; `Infinity` for what is no nearer than that.
 * @see OpenCV `cv::reprojectImageTo3D`, its third number.
 * @category Primitives: stereo
 */
export function depthOf(
  disparity: number,
  calibration: Pick<StereoCalibration, "reprojection" | "unit">,
  options: DepthOfOptions = {},
): number {
  const { scale = 1 } = options;
  assertOption("tell a depth", "scale", scale, { least: 0, isAbove: true });
  const { reprojection: q, unit } = calibration;
  const inverse = q[14] * (disparity / scale) + q[15];
  if (Number.isNaN(inverse)) return NaN;
  return inverse > 0 ? unit * q[11] / inverse : Infinity;
}

/**
 * The disparity of what is so far away: what has more is nearer.
 *
 * @example What is nearer than 1.5 m
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const reprojection = [1, 0, 0, -320, 0, 1, 0, -240, 0, 0, 0, 500, 0, 0, 10, 0];
 * assertAlmostEquals(disparityOf(1.5, { reprojection, unit: 1 }), 33.333, 0.001);
 * ```
 *
 * @param depth Metres, above 0; `Infinity` is the horizon.
 * @param calibration The cameras, rectified.
 * @param options The size of the pictures.
 * @returns Pixels.
 * @throws {RangeError} If the depth is not above 0.
 * @category Primitives: stereo
 */
export function disparityOf(
  depth: number,
  calibration: Pick<StereoCalibration, "reprojection" | "unit">,
  options: DepthOfOptions = {},
): number {
  const { scale = 1 } = options;
  assertOption("tell a disparity", "depth", depth, { least: 0, most: Infinity, isAbove: true });
  assertOption("tell a disparity", "scale", scale, { least: 0, isAbove: true });
  const { reprojection: q, unit } = calibration;
  return scale * (unit * q[11] / depth - q[15]) / q[14];
}
