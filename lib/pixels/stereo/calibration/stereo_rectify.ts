import { assertSides, type Size } from "../../../raster/frame.ts";
import { assertOption } from "../../../raster/option_checks.ts";
import { type Lens, lensOf, undistort } from "./lens.ts";
import {
  apply,
  type Matrix3,
  multiply,
  rotationAbout,
  transpose,
  type Vector3,
  vectorOf,
} from "./small_matrices.ts";
import { invertHomography } from "../../features/homography.ts";

/**
 * How a camera maps directions to pixels.
 *
 * @category Primitives: stereo
 */
export interface CameraIntrinsics {
  /** The camera matrix, 3 × 3: fx, 0, cx, 0, fy, cy, 0, 0, 1. */
  readonly matrix: readonly number[];
  /** OpenCV's coefficients: k1, k2, p1, p2, k3, k4, k5, k6, s1, s2, s3, s4, τx, τy, or the first of them. */
  readonly distortion: readonly number[];
}

/**
 * How two cameras stand to each other: a point `x` of the first is `rotation · x + translation` for
 * the second.
 *
 * @category Primitives: stereo
 */
export interface StereoPose {
  /** 3 × 3, OpenCV's R. */
  readonly rotation: readonly number[];
  /** Three numbers, OpenCV's T. */
  readonly translation: readonly number[];
}

/**
 * How two pictures are turned until their rows fit.
 *
 * @category Primitives: stereo
 */
export interface StereoRectification {
  /** 3 × 3, of the first camera: OpenCV's R1. */
  readonly rotation1: readonly number[];
  /** 3 × 3, of the second camera: OpenCV's R2. */
  readonly rotation2: readonly number[];
  /** 3 × 4, of the first camera: OpenCV's P1. */
  readonly projection1: readonly number[];
  /** 3 × 4, of the second camera: OpenCV's P2. */
  readonly projection2: readonly number[];
  /** 4 × 4, from a pixel and its disparity to a place: OpenCV's Q. */
  readonly reprojection: readonly number[];
}

/**
 * Options of {@linkcode stereoRectify}.
 *
 * @category Primitives: stereo
 */
export interface StereoRectifyOptions {
  /**
   * How much of what the cameras see is kept: 0 shows no pixel from outside, 1 shows all; −1 scales
   * nothing.
   *
   * @default {-1}
   */
  alpha?: number;
  /**
   * Whether what is infinitely far has a disparity of 0: OpenCV's `CALIB_ZERO_DISPARITY`.
   *
   * @default {true}
   */
  isZeroAtInfinity?: boolean;
}

/** The pictures' sides are followed in so many points each. */
const POINTS = 9;

/**
 * Turn two cameras, in thought, until they look in one direction and their rows fit.
 *
 * @example Two cameras side by side that need not be turned
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const camera = { matrix: [500, 0, 319.5, 0, 500, 239.5, 0, 0, 1], distortion: [] };
 * const pose = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [-0.1, 0, 0] };
 * const { projection2 } = stereoRectify(camera, camera, pose, { width: 640, height: 480 });
 * assertEquals(projection2.slice(0, 4), [500, 0, 319.5, -50]);
 * ```
 *
 * @param first The left camera.
 * @param second The right camera.
 * @param pose How they stand to each other.
 * @param size The size of their pictures.
 * @param options How the result is cut.
 * @returns Rotations, projections, and the way from disparity to places.
 * @throws {RangeError} If the cameras stand at one place, or a side is not a whole number of at least 1.
 * @see OpenCV `cv::stereoRectify`: within 1e-6 of a matrix's largest number.
 * @category Primitives: stereo
 */
export function stereoRectify(
  first: CameraIntrinsics,
  second: CameraIntrinsics,
  pose: StereoPose,
  size: Size,
  options: StereoRectifyOptions = {},
): StereoRectification {
  const { alpha = -1, isZeroAtInfinity = true } = options;
  assertSides("rectify a stereo pair", size);
  assertOption("rectify a stereo pair", "alpha", alpha, { least: -1, most: 1 });
  const { rotations, shift, along } = turnBoth(pose);
  const cameras = [first, second].map(({ matrix, distortion }, index) => ({
    matrix: matrix as unknown as Matrix3,
    lens: lensOf(distortion),
    rotation: rotations[index],
  }));
  const across = along === 0 ? 4 : 0;
  let focal = (first.matrix[across] + second.matrix[across]) / 2;
  const centers = cameras.map((camera) => centerOf(camera, focal, size));
  join(centers, along, isZeroAtInfinity);
  if (alpha >= 0) {
    const zooms = cameras.map((camera, i) => zoomsOf(camera, focal, centers[i], size));
    const inner = Math.max(...zooms.map(([zoom]) => zoom));
    const outer = Math.min(...zooms.map(([, zoom]) => zoom));
    focal *= inner * (1 - alpha) + outer * alpha;
  }
  const [projection1, projection2] = centers.map(([x, y]) => {
    return [focal, 0, x, 0, 0, focal, y, 0, 0, 0, 1, 0];
  });
  projection2[4 * along + 3] = shift[along] * focal;
  const reprojection = reprojectionOf(projection1, projection2);
  const [rotation1, rotation2] = rotations;
  return { rotation1, rotation2, projection1, projection2, reprojection };
}

/**
 * From a pixel and its disparity to a place.
 *
 * @param projection1 3 × 4, of the first camera.
 * @param projection2 3 × 4, of the second.
 * @returns 4 × 4.
 */
export function reprojectionOf(
  projection1: readonly number[],
  projection2: readonly number[],
): number[] {
  const along = Math.abs(projection2[7]) > Math.abs(projection2[3]) ? 1 : 0;
  const center = along === 0 ? 2 : 6;
  const shift = projection2[4 * along + 3] / projection2[0];
  const [focal, , x, , , , y] = projection1;
  const rest = (projection1[center] - projection2[center]) / shift;
  return [1, 0, 0, -x, 0, 1, 0, -y, 0, 0, 0, focal, 0, 0, -1 / shift, rest];
}

/** Each camera turned by half, then both until the line between them is level, or upright. */
function turnBoth({ rotation, translation }: StereoPose): {
  rotations: readonly [Matrix3, Matrix3];
  shift: Vector3;
  along: 0 | 1;
} {
  const vector = vectorOf(orthogonal(rotation as unknown as Matrix3));
  const half = rotationAbout(vector.map((part) => -part / 2) as unknown as Vector3);
  const step = apply(half, translation as unknown as Vector3);
  const length = Math.hypot(...step);
  if (!(length > 0)) {
    throw new RangeError(
      "Cannot rectify a stereo pair: 'translation' must be from one camera to the other, got " +
        translation.join(),
    );
  }
  const along = Math.abs(step[0]) > Math.abs(step[1]) ? 0 : 1;
  const [x, y, z] = step;
  const sign = step[along] > 0 ? 1 : -1;
  // The cross product of the step and the axis, turned by the angle between them.
  const axis: Vector3 = along === 0 ? [0, z * sign, -y * sign] : [-z * sign, 0, x * sign];
  const size = Math.hypot(...axis);
  const angle = size > 0 ? Math.acos(Math.min(1, Math.abs(step[along]) / length)) / size : 1;
  const level = rotationAbout(axis.map((part) => part * angle) as unknown as Vector3);
  const rotations = [multiply(level, transpose(half)), multiply(level, half)] as const;
  return { rotations, shift: apply(rotations[1], translation as unknown as Vector3), along };
}

/** The rotation next to a matrix that is almost one: Newton's way to the polar decomposition. */
function orthogonal(matrix: Matrix3): Matrix3 {
  let turned = matrix;
  for (let step = 0; step < 20; step++) {
    const other = transpose(invertHomography(turned));
    turned = turned.map((value, i) => (value + other[i]) / 2) as unknown as Matrix3;
  }
  return turned;
}

/** A camera as this file needs it. */
interface Camera {
  readonly matrix: Matrix3;
  readonly lens: Lens;
  readonly rotation: Matrix3;
}

/**
 * Where a pixel's direction is in the turned camera, at a distance of 1.
 *
 * @param between What is done with the direction before the turn.
 */
function turned(
  { matrix, lens, rotation }: Camera,
  x: number,
  y: number,
  between: (value: number) => number,
): readonly [x: number, y: number] {
  const seen = undistort(lens, (x - matrix[2]) / matrix[0], (y - matrix[5]) / matrix[4]);
  const [a, b, c] = apply(rotation, [between(seen[0]), between(seen[1]), 1]);
  return [a / c, b / c];
}

/**
 * The principal point with which the four corners lie around the picture's middle; OpenCV keeps places in
 * single precision.
 */
function centerOf(camera: Camera, focal: number, { width, height }: Size): [number, number] {
  let sumX = 0, sumY = 0;
  for (const [x, y] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
    const place = turned(camera, x * (width - 1), y * (height - 1), Math.fround);
    sumX += Math.fround(place[0] * focal);
    sumY += Math.fround(place[1] * focal);
  }
  return [(width - 1) / 2 - sumX / 4, (height - 1) / 2 - sumY / 4];
}

/** Both cameras get one principal point, or at least one row of it. */
function join(centers: [number, number][], along: 0 | 1, isZeroAtInfinity: boolean): void {
  for (const axis of [0, 1]) {
    if (!isZeroAtInfinity && axis === along) continue;
    centers[0][axis] = centers[1][axis] = (centers[0][axis] + centers[1][axis]) * 0.5;
  }
}

/** By how much a picture is enlarged until nothing from outside shows, and until all shows. */
function zoomsOf(
  camera: Camera,
  focal: number,
  [cx, cy]: readonly [number, number],
  { width, height }: Size,
): readonly [inner: number, outer: number] {
  const inner = { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
  const outer = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  const last = POINTS - 1;
  for (let v = 0; v < POINTS; v++) {
    for (let u = 0; u < POINTS; u++) {
      const [startX, startY] = [Math.fround(u * width / last), Math.fround(v * height / last)];
      const [a, b] = turned(camera, startX, startY, (value) => value);
      const x = Math.fround(a * focal + cx), y = Math.fround(b * focal + cy);
      // What a lens folds far outside may be NaN, and does not count.
      if (x < outer.left) outer.left = x;
      if (x > outer.right) outer.right = x;
      if (y < outer.top) outer.top = y;
      if (y > outer.bottom) outer.bottom = y;
      if (u === 0 && x > inner.left) inner.left = x;
      if (u === last && x < inner.right) inner.right = x;
      if (v === 0 && y > inner.top) inner.top = y;
      if (v === last && y < inner.bottom) inner.bottom = y;
    }
  }
  const zooms = ({ left, right, top, bottom }: typeof inner) => [
    cx / (cx - left),
    cy / (cy - top),
    (width - cx) / (endOf(left, right) - cx),
    (height - cy) / (endOf(top, bottom) - cy),
  ];
  return [Math.max(...zooms(inner)), Math.min(...zooms(outer))];
}

/** OpenCV keeps a start and a length, both in single precision. */
function endOf(start: number, end: number): number {
  return Math.fround(start + Math.fround(end - start));
}
