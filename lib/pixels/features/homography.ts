import { shown } from "../../raster/option_checks.ts";

/**
 * A projective map of the plane, three rows of three: the point (x, y) comes to
 * ((a·x + b·y + c) / w, (d·x + e·y + f) / w), where w = g·x + h·y + i.
 *
 * Two pictures of a flat thing, or of any room by a camera that only turns and zooms, are
 * mapped onto each other by one.
 *
 * @category Primitives: features
 */
export type Homography = readonly [
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: number,
  h: number,
  i: number,
];

/**
 * A place in a picture, in pixels: the middle of the first pixel is (0, 0).
 *
 * @category Primitives: features
 */
export interface Point {
  /** To the right. */
  readonly x: number;
  /** Down. */
  readonly y: number;
}

/** The map that leaves each point where it is. */
export const IDENTITY: Homography = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/**
 * Where a homography takes a point.
 *
 * @example Twice as large, and three to the right
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mapPoint([2, 0, 3, 0, 2, 0, 0, 0, 1], { x: 1, y: 5 }), { x: 5, y: 10 });
 * ```
 *
 * @param homography The map.
 * @param point The point.
 * @returns Its place; no finite numbers for a point that has none.
 * @category Primitives: features
 */
export function mapPoint(homography: Homography, { x, y }: Point): Point {
  const [a, b, c, d, e, f, g, h, i] = homography;
  const w = g * x + h * y + i;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

/**
 * One homography after another.
 *
 * @example Moved, then enlarged
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const moved = [1, 0, 3, 0, 1, 0, 0, 0, 1] as const;
 * const enlarged = [2, 0, 0, 0, 2, 0, 0, 0, 1] as const;
 * assertEquals(mapPoint(composeHomographies(moved, enlarged), { x: 1, y: 0 }), { x: 8, y: 0 });
 * ```
 *
 * @param first The map that is done first.
 * @param second The map of what comes of it.
 * @returns Both in one.
 * @category Primitives: features
 */
export function composeHomographies(first: Homography, second: Homography): Homography {
  const [a, b, c, d, e, f, g, h, i] = first;
  const [p, q, r, s, t, u, v, w, z] = second;
  return [
    p * a + q * d + r * g,
    p * b + q * e + r * h,
    p * c + q * f + r * i,
    s * a + t * d + u * g,
    s * b + t * e + u * h,
    s * c + t * f + u * i,
    v * a + w * d + z * g,
    v * b + w * e + z * h,
    v * c + w * f + z * i,
  ];
}

/**
 * The homography that goes back.
 *
 * @example There and back
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const there = [2, 0, 8, 0, 2, 0, 0, 0, 1] as const;
 * assertEquals(mapPoint(invertHomography(there), { x: 10, y: 4 }), { x: 1, y: 2 });
 * ```
 *
 * @param homography The map.
 * @returns Its inverse.
 * @throws {RangeError} If it has none: it takes the plane to a line or a point.
 * @see OpenCV `cv::invert` of a 3 × 3 matrix: the same operations in the same order.
 * @category Primitives: features
 */
export function invertHomography(homography: Homography): Homography {
  const [a, b, c, d, e, f, g, h, i] = homography;
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  if (determinant === 0 || !Number.isFinite(determinant)) {
    throw new RangeError(
      "Cannot invert a homography: 'homography' must be of nine finite numbers with a determinant " +
        `that is not 0, got ${shown(homography)}`,
    );
  }
  const scale = 1 / determinant;
  return [
    (e * i - f * h) * scale,
    (c * h - b * i) * scale,
    (b * f - c * e) * scale,
    (f * g - d * i) * scale,
    (a * i - c * g) * scale,
    (c * d - a * f) * scale,
    (d * h - e * g) * scale,
    (b * g - a * h) * scale,
    (a * e - b * d) * scale,
  ];
}
