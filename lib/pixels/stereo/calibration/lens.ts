/**
 * What a lens does to the place of a point: OpenCV's model of distortion, there and back.
 *
 * @module
 */

import { apply, type Matrix3, multiply, transpose } from "./small_matrices.ts";

/** So many coefficients OpenCV knows, each with what the counts before it have. */
export const DISTORTION_COUNTS = [0, 4, 5, 8, 12, 14] as const;

/** OpenCV takes so many steps back. */
const STEPS = 5;

/** The coefficients by name; those that are not given are 0. */
export interface Lens {
  /** Radial: k1 to k6. */
  readonly k: readonly number[];
  /** Tangential: p1, p2. */
  readonly p: readonly number[];
  /** Thin prism: s1 to s4. */
  readonly s: readonly number[];
  /** What a tilted sensor does, if it is tilted. */
  readonly tilt: Matrix3 | undefined;
  /** The way back. */
  readonly untilt: Matrix3 | undefined;
}

/**
 * A lens by its coefficients.
 *
 * @param distortion k1, k2, p1, p2, k3, k4, k5, k6, s1, s2, s3, s4, τx, τy, or fewer.
 */
export function lensOf(distortion: readonly number[]): Lens {
  const d = Array.from({ length: 14 }, (_, i) => distortion[i] ?? 0);
  const isTilted = d[12] !== 0 || d[13] !== 0;
  const turn = isTilted ? turnOf(d[12], d[13]) : undefined;
  return {
    k: [d[0], d[1], d[4], d[5], d[6], d[7]],
    p: [d[2], d[3]],
    s: [d[8], d[9], d[10], d[11]],
    tilt: turn && multiply([turn[8], 0, -turn[2], 0, turn[8], -turn[5], 0, 0, 1], turn),
    untilt: turn && multiply(
      transpose(turn),
      [1 / turn[8], 0, turn[2] / turn[8], 0, 1 / turn[8], turn[5] / turn[8], 0, 0, 1],
    ),
  };
}

/** How a sensor is turned about x, then about y. */
function turnOf(aboutX: number, aboutY: number): Matrix3 {
  const cx = Math.cos(aboutX), sx = Math.sin(aboutX);
  const cy = Math.cos(aboutY), sy = Math.sin(aboutY);
  return multiply([cy, 0, -sy, 0, 1, 0, sy, 0, cy], [1, 0, 0, 0, cx, sx, 0, -sx, cx]);
}

/**
 * Where a lens sees a point.
 *
 * @param lens The lens.
 * @param x Its place at a distance of 1; so is `y`.
 * @param place Takes the place.
 */
export function distort({ k, p, s, tilt }: Lens, x: number, y: number, place: Float64Array): void {
  const x2 = x * x, y2 = y * y, r2 = x2 + y2, xy2 = 2 * x * y;
  const kr = (1 + ((k[2] * r2 + k[1]) * r2 + k[0]) * r2) /
    (1 + ((k[5] * r2 + k[4]) * r2 + k[3]) * r2);
  const xd = x * kr + p[0] * xy2 + p[1] * (r2 + 2 * x2) + s[0] * r2 + s[1] * r2 * r2;
  const yd = y * kr + p[0] * (r2 + 2 * y2) + p[1] * xy2 + s[2] * r2 + s[3] * r2 * r2;
  if (tilt === undefined) {
    place[0] = xd;
    place[1] = yd;
    return;
  }
  const z = tilt[6] * xd + tilt[7] * yd + tilt[8];
  const scale = z === 0 ? 1 : 1 / z;
  place[0] = scale * (tilt[0] * xd + tilt[1] * yd + tilt[2]);
  place[1] = scale * (tilt[3] * xd + tilt[4] * yd + tilt[5]);
}

/**
 * Where a point is that a lens sees at a place, by fixed-point iteration.
 *
 * @param lens The lens.
 * @param seenX The place, without the camera's matrix; so is `seenY`.
 * @returns Its place at a distance of 1.
 */
export function undistort(lens: Lens, seenX: number, seenY: number): [x: number, y: number] {
  const { k, p, s, untilt } = lens;
  let startX = seenX, startY = seenY;
  if (untilt !== undefined) {
    const [a, b, c] = apply(untilt, [seenX, seenY, 1]);
    [startX, startY] = c === 0 ? [a, b] : [a / c, b / c];
  }
  let x = startX, y = startY;
  for (let step = 0; step < STEPS; step++) {
    const r2 = x * x + y * y;
    const shrink = (1 + ((k[5] * r2 + k[4]) * r2 + k[3]) * r2) /
      (1 + ((k[2] * r2 + k[1]) * r2 + k[0]) * r2);
    if (shrink < 0) return [seenX, seenY];
    const dx = 2 * p[0] * x * y + p[1] * (r2 + 2 * x * x) + s[0] * r2 + s[1] * r2 * r2;
    const dy = p[0] * (r2 + 2 * y * y) + 2 * p[1] * x * y + s[2] * r2 + s[3] * r2 * r2;
    x = (startX - dx) * shrink;
    y = (startY - dy) * shrink;
  }
  return [x, y];
}
