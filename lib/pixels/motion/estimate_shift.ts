import { memoryOf } from "../../memory/kernel_memory.ts";
import type { Shift, ShiftRound, ShiftSums, ShiftWindow, ShiftWorkers } from "./shift_round.ts";
import { KernelShiftWorkers } from "./kernel_shift_workers.ts";
import { assertGrays, assertSameSize, type Gray, type Mask } from "../../raster/frame.ts";
import { resizeArea } from "../resize/resize_area.ts";
import { assertOption } from "../../raster/option_checks.ts";

/**
 * Options of {@linkcode estimateShift}.
 *
 * @category Primitives: motion and time
 */
export interface EstimateShiftOptions {
  /**
   * Where to look: pixels of `to` whose byte is 0 are left out.
   *
   * @default {everywhere}
   */
  mask?: Mask | undefined;
  /**
   * Every how many pixels to look, in both directions.
   *
   * @default {2}
   */
  step?: number;
}

/** Pictures of which a side has so many pixels are looked at in quarter size first. */
const COARSE_SIDE = 64;

/** No shift is trusted that is larger than this part of the smaller side. */
const LARGEST_SHIFT = 1 / 8;

/**
 * How far a camera has moved between two pictures: the translation by which
 * `from` becomes `to`, to a fraction of a pixel.
 *
 * Gauss–Newton steps on brightness, in quarter size and then in full, with gain and
 * offset of the exposure solved for along with the shift, and with what fits
 * badly (people who move) left out of the next step.
 *
 * @example A picture one pixel to the right
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { createGray } from "../../raster/frame.ts";
 *
 * const wave = (shift: number) => {
 *   const gray = createGray(48, 48);
 *   for (let i = 0; i < 48 * 48; i++) {
 *     const [x, y] = [i % 48 - shift, Math.floor(i / 48)];
 *     gray.data[i] = 128 + 60 * Math.sin(x / 4) + 60 * Math.cos(y / 5);
 *   }
 *   return gray;
 * };
 * const { dx, dy } = estimateShift(wave(0), wave(1));
 * assertAlmostEquals(dx, 1, 0.05);
 * assertAlmostEquals(dy, 0, 0.05);
 * ```
 *
 * @param from The earlier picture, H × W.
 * @param to The later one, H × W.
 * @param options Where to look, and how closely.
 * @returns The shift in pixels; 0 where nothing tells, as on a plain wall.
 * @throws {RangeError} If the sizes differ.
 * @see Lucas and Kanade, "An iterative image registration technique with an
 * application to stereo vision", IJCAI 1981; with Hager and Belhumeur's model of
 * illumination, TPAMI 1998, DOI 10.1109/34.722606.
 * @category Primitives: motion and time
 */
export function estimateShift(
  from: Gray,
  to: Gray,
  options: EstimateShiftOptions = {},
): Shift {
  const { mask } = options;
  const memory = memoryOf(from.data, to.data, ...(mask === undefined ? [] : [mask.data]));
  if (memory === undefined) {
    return estimateShiftBy({ shrink: resizeArea, sum: sumPlainly }, from, to, options);
  }
  using workers = new KernelShiftWorkers(memory);
  return estimateShiftBy(workers, from, to, options);
}

/** The same with the work done by others. */
function estimateShiftBy(
  workers: ShiftWorkers,
  from: Gray,
  to: Gray,
  options: EstimateShiftOptions,
): Shift {
  assertGrays("align pictures", { from, to });
  const { mask, step = 2 } = options;
  assertSameSize("align pictures", { from, to, ...(mask && { mask }) });
  assertOption("align pictures", "step", step, { least: 1, isWhole: true });
  let start: Shift = { dx: 0, dy: 0 };
  const { width, height } = from;
  if (Math.min(width, height) >= COARSE_SIDE) {
    const quarter = { width: width >> 2, height: height >> 2 };
    const small = (gray: Gray) => workers.shrink(gray, quarter);
    const pictures = { from: small(from), to: small(to), mask: mask && small(mask) };
    const coarse = refineShift(workers, { ...pictures, step: 1 }, start, 0.05);
    start = { dx: coarse.dx * width / quarter.width, dy: coarse.dy * height / quarter.height };
  }
  return refineShift(workers, { from, to, mask, step }, start, 0.015);
}

/** Gauss–Newton from a first guess, until a step is shorter than `enough` pixels. */
function refineShift(
  workers: ShiftWorkers,
  pictures: Omit<ShiftRound, "shift" | "tolerance">,
  start: Shift,
  enough: number,
): Shift {
  let { dx, dy } = start;
  // Of the residuals all but the largest count; how large those are is learned from step to step.
  let tolerance = 255;
  const largest = LARGEST_SHIFT * Math.min(pictures.from.width, pictures.from.height);
  for (let round = 0; round < 8; round++) {
    const now = { ...pictures, shift: { dx, dy }, tolerance };
    const sums = workers.sum(now, windowOf(now));
    const solved = sums.count > 32 ? solveNormalEquations(sums) : undefined;
    if (solved === undefined) return start;
    dx -= solved[0];
    dy -= solved[1];
    if (!(Math.abs(dx) < largest && Math.abs(dy) < largest)) return start;
    tolerance = 3 * sums.residuals / sums.count + 2;
    if (round > 0 && Math.max(Math.abs(solved[0]), Math.abs(solved[1])) < enough) break;
  }
  return { dx, dy };
}

function windowOf({ from: { width, height }, shift: { dx, dy } }: ShiftRound): ShiftWindow {
  const [wholeX, wholeY] = [Math.floor(-dx), Math.floor(-dy)];
  return {
    at: wholeY * width + wholeX,
    right: -dx - wholeX,
    down: -dy - wholeY,
    firstX: Math.max(2, 1 - wholeX),
    lastX: Math.min(width - 3, width - 3 - wholeX),
    firstY: Math.max(2, 1 - wholeY),
    lastY: Math.min(height - 3, height - 3 - wholeY),
  };
}

/** Sums of one round: `to − from(shifted) = −gx·Δx − gy·Δy + gain·from + offset`. */
function sumPlainly(
  { from, to, mask, step, tolerance }: ShiftRound,
  { at, right, down, firstX, lastX, firstY, lastY }: ShiftWindow,
): ShiftSums {
  const { width, data: source } = from;
  const target = to.data;
  const where = mask?.data;
  const [left, up] = [1 - right, 1 - down];
  // The picture's brightness is centred, or gain and offset would be hard to tell apart.
  let count = 0, residuals = 0;
  let xx = 0, xy = 0, yy = 0, xv = 0, yv = 0, x1 = 0, y1 = 0, vv = 0, v1 = 0;
  let xr = 0, yr = 0, vr = 0, r1 = 0;
  for (let y = firstY; y <= lastY; y += step) {
    for (let x = firstX; x <= lastX; x += step) {
      const i = y * width + x;
      if (where !== undefined && where[i] === 0) continue;
      const p = i + at, q = p + width;
      const top = left * source[p] + right * source[p + 1];
      const bottom = left * source[q] + right * source[q + 1];
      const value = up * top + down * bottom;
      const residual = target[i] - value;
      if (residual > tolerance || residual < -tolerance) continue;
      const before = up * (left * source[p - 1] + right * source[p]) +
        down * (left * source[q - 1] + right * source[q]);
      const after = up * (left * source[p + 1] + right * source[p + 2]) +
        down * (left * source[q + 1] + right * source[q + 2]);
      const above = left * source[p - width] + right * source[p - width + 1];
      const below = left * source[q + width] + right * source[q + width + 1];
      const gx = (after - before) / 2;
      const gy = (up * bottom + down * below - up * above - down * top) / 2;
      const v = value - 128;
      count++;
      residuals += Math.abs(residual);
      xx += gx * gx, xy += gx * gy, yy += gy * gy;
      xv += gx * v, yv += gy * v, vv += v * v;
      x1 += gx, y1 += gy, v1 += v;
      xr += gx * residual, yr += gy * residual, vr += v * residual, r1 += residual;
    }
  }
  return { count, residuals, xx, xy, yy, xv, yv, vv, x1, y1, v1, xr, yr, vr, r1 };
}

/** The shift's change, and those of gain and offset; `undefined` where nothing tells. */
function solveNormalEquations(sums: ShiftSums): number[] | undefined {
  const { count, xx, xy, yy, xv, yv, vv, x1, y1, v1, xr, yr, vr, r1 } = sums;
  // A little is added to the diagonal: a wall without a corner tells of no shift along it.
  const matrix = [
    [xx + count * 1e-3, xy, xv, x1],
    [xy, yy + count * 1e-3, yv, y1],
    [xv, yv, vv + count, v1],
    [x1, y1, v1, count],
  ];
  return solveSymmetric(matrix, [xr, yr, vr, r1]);
}

/** Gaussian elimination; `undefined` for a singular matrix. */
function solveSymmetric(matrix: number[][], right: number[]): number[] | undefined {
  const n = right.length;
  for (let k = 0; k < n; k++) {
    if (!(Math.abs(matrix[k][k]) > 1e-9)) return undefined;
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i][k] / matrix[k][k];
      for (let j = k; j < n; j++) matrix[i][j] -= factor * matrix[k][j];
      right[i] -= factor * right[k];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) right[k] -= matrix[k][j] * right[j];
    right[k] /= matrix[k][k];
  }
  return right;
}
