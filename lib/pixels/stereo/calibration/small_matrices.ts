/**
 * Matrices of 3 × 3 numbers, row after row, as the geometry of two cameras needs them.
 *
 * @module
 */

import type { Homography } from "../../features/homography.ts";

/** Three rows of three. */
export type Matrix3 = Homography;

/** A vector. */
export type Vector3 = readonly [number, number, number];

/** `a · b`. */
export function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  const rows = [0, 3, 6].map((row) =>
    [0, 1, 2].map((column) => {
      return a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
    })
  );
  return rows.flat() as unknown as Matrix3;
}

/** `a · v`. */
export function apply(a: Matrix3, [x, y, z]: Vector3): Vector3 {
  return [
    a[0] * x + a[1] * y + a[2] * z,
    a[3] * x + a[4] * y + a[5] * z,
    a[6] * x + a[7] * y + a[8] * z,
  ];
}

/** Rows as columns. */
export function transpose([a, b, c, d, e, f, g, h, i]: Matrix3): Matrix3 {
  return [a, d, g, b, e, h, c, f, i];
}

/** The rotation about a vector, by its length in radians: Rodrigues' formula. */
export function rotationAbout(vector: Vector3): Matrix3 {
  const angle = Math.hypot(...vector);
  if (angle < Number.EPSILON) return [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const [x, y, z] = vector.map((part) => part / angle);
  const c = Math.cos(angle), s = Math.sin(angle), rest = 1 - c;
  return [
    c + rest * x * x,
    rest * x * y - s * z,
    rest * x * z + s * y,
    rest * x * y + s * z,
    c + rest * y * y,
    rest * y * z - s * x,
    rest * x * z - s * y,
    rest * y * z + s * x,
    c + rest * z * z,
  ];
}

/**
 * The vector that a rotation is about.
 *
 * @param rotation Less than half a turn.
 */
export function vectorOf(rotation: Matrix3): Vector3 {
  const [a, b, c, d, e, f, g, h, i] = rotation;
  const [x, y, z] = [h - f, c - g, d - b];
  const sine = Math.sqrt((x * x + y * y + z * z) * 0.25);
  if (sine < 1e-5) return [0, 0, 0];
  const angle = Math.acos(Math.max(-1, Math.min(1, (a + e + i - 1) / 2)));
  const scale = angle / (2 * sine);
  return [x * scale, y * scale, z * scale];
}
