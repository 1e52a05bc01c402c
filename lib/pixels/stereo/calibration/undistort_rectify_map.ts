import { assertSides, type OutOption, type Size } from "../../../raster/frame.ts";
import { invertHomography } from "../../features/homography.ts";
import { distort, lensOf } from "./lens.ts";
import { type Matrix3, multiply } from "./small_matrices.ts";
import type { CameraIntrinsics } from "./stereo_rectify.ts";

/**
 * From where each pixel of a picture is taken, H × W.
 *
 * @category Primitives: stereo
 */
export interface PixelMap {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Columns, `width · height` numbers. */
  readonly x: Float32Array;
  /** Rows, as many. */
  readonly y: Float32Array;
}

/**
 * A camera, and how its picture is turned.
 *
 * @category Primitives: stereo
 */
export interface RectifiedCamera extends CameraIntrinsics {
  /** The turn, 3 × 3: OpenCV's R1 or R2. */
  readonly rotation: readonly number[];
  /** The camera that the result is of, 3 × 3 or 3 × 4: OpenCV's P1 or P2. */
  readonly projection: readonly number[];
}

/**
 * From where each pixel is taken when a lens's distortion is undone and the camera turned.
 *
 * @example A lens without distortion, seen with twice the focal length
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const camera = {
 *   matrix: [4, 0, 2, 0, 4, 0, 0, 0, 1],
 *   distortion: [],
 *   rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 *   projection: [8, 0, 2, 0, 8, 0, 0, 0, 1],
 * };
 * assertEquals([...undistortRectifyMap(camera, { width: 5, height: 1 }).x], [1, 1.5, 2, 2.5, 3]);
 * ```
 *
 * @param camera The camera.
 * @param size The size of the result.
 * @param options `out` takes the map; its arrays may lie in a `KernelMemory`.
 * @returns `out`, or a new map.
 * @throws {RangeError} If a side is not a whole number of at least 1, `out` has another size, or the
 * rotation and the projection cannot be inverted.
 * @see OpenCV `cv::initUndistortRectifyMap` with `CV_32FC1`: equal, but for the last bit of single
 * numbers.
 * @category Primitives: stereo
 */
export function undistortRectifyMap(
  camera: RectifiedCamera,
  size: Size,
  options: OutOption<PixelMap> = {},
): PixelMap {
  assertSides("make a map", size);
  const { width, height } = size;
  const {
    out = {
      width,
      height,
      x: new Float32Array(width * height),
      y: new Float32Array(width * height),
    },
  } = options;
  assertMap("make a map", "out", out, size);
  const lens = lensOf(camera.distortion);
  const [fx, , cx, , fy, cy] = camera.matrix;
  const p = camera.projection;
  const target = p.length === 12
    ? [p[0], p[1], p[2], p[4], p[5], p[6], p[8], p[9], p[10]]
    : camera.projection;
  const rotation = camera.rotation as unknown as Matrix3;
  const [a, b, c, d, e, f, g, h, i] = invertHomography(
    multiply(target as unknown as Matrix3, rotation),
  );
  const place = new Float64Array(2);
  for (let row = 0, index = 0; row < height; row++) {
    const x = row * b + c, y = row * e + f, w = row * h + i;
    for (let column = 0; column < width; column++, index++) {
      const scale = 1 / (w + column * g);
      distort(lens, (x + column * a) * scale, (y + column * d) * scale, place);
      out.x[index] = fx * place[0] + cx;
      out.y[index] = fy * place[1] + cy;
    }
  }
  return out;
}

/**
 * Check that a map is whole.
 *
 * @param action What the caller is about to do, for the message.
 * @param name The map's name in the message.
 * @param map The map.
 * @param size The size that it must have.
 * @throws {RangeError} If its arrays do not fit, or it has another size.
 */
export function assertMap(
  action: string,
  name: string,
  map: PixelMap,
  { width, height }: Size,
): void {
  const length = width * height;
  if (
    map.width === width && map.height === height && map.x.length === length &&
    map.y.length === length
  ) return;
  throw new RangeError(
    `Cannot ${action}: '${name}' must hold 2 · ${length} numbers for ${width}×${height}, ` +
      `got ${map.x.length} and ${map.y.length} for ${map.width}×${map.height}`,
  );
}
