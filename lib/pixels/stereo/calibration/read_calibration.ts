import { assertOption } from "../../../raster/option_checks.ts";
import { assertSides, type Size } from "../../../raster/frame.ts";
import { DISTORTION_COUNTS } from "./lens.ts";
import {
  type CameraIntrinsics,
  reprojectionOf,
  stereoRectify,
  type StereoRectifyOptions,
} from "./stereo_rectify.ts";
import { storedMatrices, type StoredMatrix } from "./stored_matrices.ts";
import type { RectifiedCamera } from "./undistort_rectify_map.ts";

/**
 * What is known of two cameras that stand side by side.
 *
 * @category Primitives: stereo
 */
export interface StereoCalibration {
  /** The size of the pictures that it holds for, if that is known. */
  readonly size: Size | undefined;
  /** The left camera. */
  readonly left: RectifiedCamera;
  /** The right camera. */
  readonly right: RectifiedCamera;
  /** 4 × 4, from a pixel and its disparity to a place: OpenCV's Q. */
  readonly reprojection: readonly number[];
  /** Metres in one unit of the calibration: the unit of the board that it was made with. */
  readonly unit: number;
}

/**
 * Options of {@linkcode readCalibration}.
 *
 * @category Primitives: stereo
 */
export interface ReadCalibrationOptions extends StereoRectifyOptions {
  /**
   * The size of the pictures, for files that do not say it. OpenCV's own example writes none.
   */
  size?: Size;
  /**
   * Metres in one unit of the file, as 0.001 for millimetres; if missing, cameras that are 3 units or more
   * apart are taken to be measured in millimetres, others in metres.
   */
  unit?: number;
}

/** Cameras that are so many units apart are measured in millimetres: none are 3 metres or millimetres apart. */
const MILLIMETRES_FROM = 3;

const ACTION = "read a calibration";

/**
 * Read a stereo calibration as OpenCV writes it: YAML, XML or JSON of its `FileStorage`.
 *
 * The keys are those of OpenCV's example `stereo_calib`: `M1`, `D1`, `M2`, `D2`, and `R`, `T` or `R1`,
 * `R2`, `P1`, `P2` (and `Q`). `K1`, `cameraMatrix1` and `distCoeffs1` are understood, too. The size of
 * the pictures is `size`, `image_size`, `imageSize`, or `image_width` and `image_height`. Without `R1`,
 * `R2`, `P1` and `P2` they are computed by {@linkcode stereoRectify}.
 *
 * @example A JSON file of matrices alone
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const camera = [[500, 0, 319.5], [0, 500, 239.5], [0, 0, 1]];
 * const text = JSON.stringify({
 *   size: [640, 480],
 *   M1: camera,
 *   M2: camera,
 *   R: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
 *   T: [-0.1, 0, 0],
 * });
 * const { right, reprojection } = readCalibration(text);
 * assertEquals(right.projection.slice(0, 4), [500, 0, 319.5, -50]);
 * assertEquals(reprojection[14], 10);
 * ```
 *
 * @param text The file, or several that belong together: intrinsics and extrinsics.
 * @param options What the file does not say.
 * @returns The two cameras.
 * @throws {RangeError} In one line: if the format is unknown, a matrix is missing or has another size, or
 * the cameras stand one above the other or in the other order.
 * @see OpenCV `cv::FileStorage`, `cv::stereoCalibrate`, `cv::stereoRectify`.
 * @category Primitives: stereo
 */
export function readCalibration(
  text: string | readonly string[],
  options: ReadCalibrationOptions = {},
): StereoCalibration {
  const stored = new Map<string, StoredMatrix>();
  for (const part of typeof text === "string" ? [text] : text) {
    for (const [key, value] of storedMatrices(part)) stored.set(key, value);
  }
  const size = sizeOf(stored) ?? options.size;
  if (size !== undefined) assertSides(ACTION, size);
  const first = intrinsicsOf(stored, 1), second = intrinsicsOf(stored, 2);
  const { left, right } = ["R1", "R2", "P1", "P2"].every((key) => stored.has(key))
    ? storedCameras(stored, first, second)
    : computedCameras(stored, first, second, size, options);
  assertSideBySide(right.projection);
  const reprojection = numbers(stored, ["Q"], 4, 4, false) ??
    reprojectionOf(left.projection, right.projection);
  const { unit = unitOf(right.projection) } = options;
  assertOption(ACTION, "unit", unit, { least: 0, isAbove: true });
  return { size, left, right, reprojection, unit };
}

/** The rectified cameras as they stand in the file. */
function storedCameras(
  stored: Map<string, StoredMatrix>,
  first: CameraIntrinsics,
  second: CameraIntrinsics,
) {
  const [left, right] = [first, second].map((camera, index) => ({
    ...camera,
    rotation: matrix(stored, [`R${index + 1}`], 3, 3),
    projection: matrix(stored, [`P${index + 1}`], 3, 4),
  }));
  return { left, right };
}

function computedCameras(
  stored: Map<string, StoredMatrix>,
  first: CameraIntrinsics,
  second: CameraIntrinsics,
  size: Size | undefined,
  options: StereoRectifyOptions,
) {
  const pose = { rotation: matrix(stored, ["R"], 3, 3), translation: matrix(stored, ["T"], 3, 1) };
  if (size === undefined) {
    throw new RangeError(
      `Cannot ${ACTION}: 'size' must be there, since R1, R2, P1 and P2 are not, got none`,
    );
  }
  const { alpha = -1, isZeroAtInfinity = true } = options;
  const result = stereoRectify(first, second, pose, size, { alpha, isZeroAtInfinity });
  const { rotation1, rotation2, projection1, projection2 } = result;
  return {
    left: { ...first, rotation: rotation1, projection: projection1 },
    right: { ...second, rotation: rotation2, projection: projection2 },
  };
}

function intrinsicsOf(stored: Map<string, StoredMatrix>, number: 1 | 2): CameraIntrinsics {
  const names = [`M${number}`, `K${number}`, `cameraMatrix${number}`, `camera_matrix_${number}`];
  const camera = matrix(stored, names, 3, 3);
  const [key, found] = firstOf(stored, [`D${number}`, `distCoeffs${number}`]);
  const distortion = found?.data ?? [];
  assertFinite(key, distortion);
  if (!DISTORTION_COUNTS.some((count) => count === distortion.length)) {
    throw new RangeError(
      `Cannot ${ACTION}: '${key}' must have 4, 5, 8, 12 or 14 coefficients, ` +
        `got ${distortion.length}`,
    );
  }
  if (!(camera[0] > 0 && camera[4] > 0)) {
    throw new RangeError(
      `Cannot ${ACTION}: '${names[0]}' must have focal lengths above 0, ` +
        `got ${camera[0]} and ${camera[4]}`,
    );
  }
  return { matrix: camera, distortion };
}

/** The first of some keys that is there. */
function firstOf(
  stored: Map<string, StoredMatrix>,
  keys: readonly string[],
): [key: string, found: StoredMatrix | undefined] {
  const key = keys.find((key) => stored.has(key)) ?? keys[0];
  return [key, stored.get(key)];
}

function matrix(
  stored: Map<string, StoredMatrix>,
  keys: readonly string[],
  rows: number,
  columns: number,
): readonly number[] {
  return numbers(stored, keys, rows, columns, true)!;
}

function numbers(
  stored: Map<string, StoredMatrix>,
  keys: readonly string[],
  rows: number,
  columns: number,
  isNeeded: boolean,
): readonly number[] | undefined {
  const [key, found] = firstOf(stored, keys);
  if (found === undefined) {
    if (!isNeeded) return undefined;
    const names = [...stored.keys()].join(", ");
    throw new RangeError(
      `Cannot ${ACTION}: '${key}' must be a matrix of ${rows} × ${columns}, got none` +
        (names === "" ? "" : ` among ${names}`),
    );
  }
  // A vector may lie or stand.
  const isFitting = columns === 1
    ? found.data.length === rows
    : found.rows === rows && found.columns === columns;
  if (!isFitting) {
    throw new RangeError(
      `Cannot ${ACTION}: '${key}' must be a matrix of ${rows} × ${columns}, ` +
        `got ${found.rows} × ${found.columns}`,
    );
  }
  assertFinite(key, found.data);
  return found.data;
}

function assertFinite(key: string, data: readonly number[]): void {
  const odd = data.find((value) => !Number.isFinite(value));
  if (odd === undefined) return;
  throw new RangeError(`Cannot ${ACTION}: '${key}' must have finite numbers, got ${odd}`);
}

/** The size that a file says. */
function sizeOf(stored: Map<string, StoredMatrix>): Size | undefined {
  const [, list] = firstOf(stored, ["size", "image_size", "imageSize", "img_size"]);
  if (list?.data.length === 2) return { width: list.data[0], height: list.data[1] };
  const [, width] = firstOf(stored, ["image_width", "imageWidth", "width"]);
  const [, height] = firstOf(stored, ["image_height", "imageHeight", "height"]);
  if (width === undefined || height === undefined) return undefined;
  return { width: width.data[0], height: height.data[0] };
}

/** Disparities go along rows, and grow towards the camera. */
function assertSideBySide(projection: readonly number[]): void {
  const [right, down] = [projection[3], projection[7]];
  if (Math.abs(down) > Math.abs(right)) {
    throw new RangeError(
      `Cannot ${ACTION}: 'P2' must be of a camera beside the first, got one above or below it`,
    );
  }
  if (right < 0) return;
  throw new RangeError(
    `Cannot ${ACTION}: 'P2' must be of a camera to the right of the first, got one ` +
      (right > 0 ? "to its left: exchange the cameras" : "at its place"),
  );
}

function unitOf(projection: readonly number[]): number {
  const apart = -projection[3] / projection[0];
  return apart >= MILLIMETRES_FROM ? 0.001 : 1;
}
