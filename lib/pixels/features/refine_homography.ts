import { assertGrays, assertSameSize, type Gray, type Mask } from "../../raster/frame.ts";
import { assertOption } from "../../raster/option_checks.ts";
import { composeHomographies, type Homography, invertHomography } from "./homography.ts";
import { solveLinear } from "./solve_linear.ts";

/**
 * Options of {@linkcode refineHomography}.
 *
 * @category Primitives: features
 */
export interface RefineHomographyOptions {
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

/** Eight numbers of the map, gain and offset of the exposure. */
const UNKNOWNS = 10;

/** Only where the brightness changes by so many levels a pixel, squared, is told how well pictures fit. */
const TELLING = 16;

/** Residuals up to this count in any case, in levels: in the first step, and in the last. */
const FIRST_TOLERANCE = 64;
const LEAST_TOLERANCE = 8;

/** Steps at most. */
const ROUNDS = 12;

/** A step that moves no corner farther, in pixels, is the last. */
const ENOUGH = 0.01;

/**
 * Make a homography between two pictures more exact than corners tell: by their brightness, pixel by
 * pixel.
 *
 * Gauss–Newton steps, with gain and offset of the exposure solved for along with the map. What fits
 * badly (people) is left out of the next step.
 *
 * @example A picture half a pixel to the right
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
 * const refined = refineHomography(wave(0), wave(0.5), [1, 0, 0, 0, 1, 0, 0, 0, 1])!;
 * assertAlmostEquals(refined[2] / refined[8], 0.5, 0.05);
 * ```
 *
 * @param from The one picture, H × W.
 * @param to The other, H × W.
 * @param start The homography from the one to the other, a pixel or two off.
 * @param options Where to look, and how closely.
 * @returns The better homography; `undefined` if the pictures do not tell.
 * @throws {RangeError} If the sizes differ, or the homography cannot be inverted.
 * @see Baker and Matthews, "Lucas–Kanade 20 years on", IJCV 2004, DOI
 * 10.1023/B:VISI.0000011205.11775.fd.
 * @category Primitives: features
 */
export function refineHomography(
  from: Gray,
  to: Gray,
  start: Homography,
  options: RefineHomographyOptions = {},
): Homography | undefined {
  assertGrays("refine a homography", { from, to });
  const { mask, step = 2 } = options;
  assertSameSize("refine a homography", { from, to, ...(mask && { mask }) });
  assertOption("refine a homography", "step", step, { least: 1, isWhole: true });

  const warped = new Float32Array(to.data.length);
  let back = invertHomography(start);
  let state: Fit = { gain: 1, offset: 0, tolerance: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    warpBack(from, back, warped);
    if (round === 0) state = startOf(warped, to, mask, step);
    const sums = sumRound(warped, to, mask, step, state);
    if (sums.count < 100) return undefined;
    const solution = solveLinear(sums.matrix, sums.right);
    if (solution === undefined || !solution.every(Number.isFinite)) return undefined;
    back = composeHomographies(updateOf(solution, to), back);
    if (!(Math.abs(back[8]) > 1e-12)) return undefined;
    const gain = state.gain + solution[8], offset = state.offset + solution[9];
    state = { gain, offset, tolerance: toleranceOf(sums.residuals, round + 1) };
    if (round > 0 && movementOf(solution, to) < ENOUGH) break;
  }
  return invertHomography(back);
}

/** What goes from round to round beside the map. */
interface Fit {
  readonly gain: number;
  readonly offset: number;
  /** Residuals up to this count, in levels. */
  readonly tolerance: number;
}

/** The one picture where the other is; NaN where it is not. */
function warpBack({ width, height, data }: Gray, back: Homography, out: Float32Array): void {
  const [a, b, c, d, e, f, g, h, i] = back;
  for (let y = 0, k = 0; y < height; y++) {
    for (let x = 0; x < width; x++, k++) {
      const scale = 1 / (g * x + h * y + i);
      const fromX = (a * x + b * y + c) * scale;
      const fromY = (d * x + e * y + f) * scale;
      if (!(fromX >= 0 && fromY >= 0 && fromX < width - 1 && fromY < height - 1)) {
        out[k] = NaN;
        continue;
      }
      const left = fromX | 0, top = fromY | 0;
      const right = fromX - left, down = fromY - top;
      const p = top * width + left, q = p + width;
      const above = data[p] + right * (data[p + 1] - data[p]);
      const below = data[q] + right * (data[q + 1] - data[q]);
      out[k] = above + down * (below - above);
    }
  }
}

/** Gain 1, the median difference as offset, and what tolerance goes with it. */
function startOf(
  warped: Float32Array,
  { width, height, data: target }: Gray,
  mask: Mask | undefined,
  step: number,
): Fit {
  const differences = new Int32Array(511);
  let count = 0;
  for (let y = 1; y < height - 1; y += step) {
    for (let x = 1, i = y * width + 1; x < width - 1; x += step, i += step) {
      const gx = warped[i + 1] - warped[i - 1], gy = warped[i + width] - warped[i - width];
      // What is not a number, is outside.
      if (!(gx * gx + gy * gy >= 4 * TELLING) || Number.isNaN(warped[i])) continue;
      if (mask !== undefined && mask.data[i] === 0) continue;
      differences[255 + Math.round(target[i] - warped[i])]++;
      count++;
    }
  }
  const offset = quantile(differences, count / 2) - 255;
  const residuals = new Int32Array(256);
  for (let k = 0; k < differences.length; k++) {
    residuals[Math.min(255, Math.abs(k - 255 - offset))] += differences[k];
  }
  return { gain: 1, offset, tolerance: toleranceOf(residuals, 0) };
}

function quantile(histogram: Int32Array, rank: number): number {
  let sum = 0, k = 0;
  while (k < histogram.length - 1 && (sum += histogram[k]) <= rank) k++;
  return k;
}

/** Three standard deviations of those residuals that are not from people, and more at first: edges must not be left out. */
function toleranceOf(residuals: Int32Array, round: number): number {
  let count = 0;
  for (const many of residuals) count += many;
  return Math.max(
    LEAST_TOLERANCE,
    FIRST_TOLERANCE / 2 ** round,
    4.5 * quantile(residuals, count / 2),
  );
}

/** Normal equations of a round, and how large residuals were, in whole levels. */
interface RoundSums {
  readonly matrix: Float64Array[];
  readonly right: Float64Array;
  readonly residuals: Int32Array;
  readonly count: number;
}

function sumRound(
  warped: Float32Array,
  { width, height, data: target }: Gray,
  mask: Mask | undefined,
  step: number,
  { gain, offset, tolerance }: Fit,
): RoundSums {
  const matrix = Array.from({ length: UNKNOWNS }, () => new Float64Array(UNKNOWNS));
  const right = new Float64Array(UNKNOWNS);
  const residuals = new Int32Array(256);
  const row = new Float64Array(UNKNOWNS);
  const { middleX, middleY, scale } = unitOf({ width, height });
  const slope = gain * scale / 2;
  const telling = TELLING * (gain * scale) ** 2;
  let count = 0;
  for (let y = 1; y < height - 1; y += step) {
    const v = (y - middleY) / scale;
    for (let x = 1, i = y * width + 1; x < width - 1; x += step, i += step) {
      const value = warped[i];
      const residual = target[i] - gain * value - offset;
      const gx = slope * (warped[i + 1] - warped[i - 1]);
      const gy = slope * (warped[i + width] - warped[i - width]);
      // What is not a number, is outside.
      if (!(gx + gy + residual < Infinity) || (mask !== undefined && mask.data[i] === 0)) continue;
      if (gx * gx + gy * gy >= telling) residuals[Math.min(255, Math.abs(residual) | 0)]++;
      if (Math.abs(residual) > tolerance) continue;
      count++;
      const u = (x - middleX) / scale;
      const turned = gx * u + gy * v;
      row[0] = gx * u, row[1] = gx * v, row[2] = gx;
      row[3] = gy * u, row[4] = gy * v, row[5] = gy;
      row[6] = -turned * u, row[7] = -turned * v;
      row[8] = value, row[9] = 1;
      for (let j = 0; j < UNKNOWNS; j++) {
        const line = matrix[j], factor = row[j];
        for (let k = j; k < UNKNOWNS; k++) line[k] += factor * row[k];
        right[j] += factor * residual;
      }
    }
  }
  // A little is added to the diagonal: a wall without a corner tells of no shift along it.
  for (let j = 0; j < UNKNOWNS; j++) {
    for (let k = 0; k < j; k++) matrix[j][k] = matrix[k][j];
    matrix[j][j] += count * 1e-3;
  }
  return { matrix, right, residuals, count };
}

/** Places are counted from the middle, in halves of the longer side. */
function unitOf({ width, height }: { width: number; height: number }) {
  return {
    middleX: (width - 1) / 2,
    middleY: (height - 1) / 2,
    scale: Math.max(width, height) / 2,
  };
}

/** A step as a map of the other picture's pixels. */
function updateOf(solution: Float64Array, size: Gray): Homography {
  const { middleX, middleY, scale } = unitOf(size);
  const [a, b, c, d, e, f, g, h] = solution;
  const unit: Homography = [
    1 / scale,
    0,
    -middleX / scale,
    0,
    1 / scale,
    -middleY / scale,
    0,
    0,
    1,
  ];
  const moved = composeHomographies(unit, [1 + a, b, c, d, 1 + e, f, g, h, 1]);
  return composeHomographies(moved, [scale, 0, middleX, 0, scale, middleY, 0, 0, 1]);
}

/** About how far a step moves the corners at most, in pixels. */
function movementOf(solution: Float64Array, size: Gray): number {
  let sum = 0;
  for (let k = 0; k < 8; k++) sum += Math.abs(solution[k]);
  return sum * unitOf(size).scale;
}
