import { type GuidedFilterPlan, reach } from "./plan_guided_filter.ts";
import { solveColor, solveGray } from "./guided_solve.ts";

/**
 * How the matte depends on the guide around each pixel: for each plane of the
 * guide a slope, then the rest.
 *
 * Whatever is summed is a whole number, so that the SIMD twin may sum in another
 * order; all else is single precision.
 *
 * @param planes The guide's, then the matte's.
 * @returns As many planes, each of them means over the windows around a pixel.
 */
export function meanCoefficients(planes: Uint8Array[], plan: GuidedFilterPlan): Float32Array[] {
  const coefficients = solveAll(planes, plan);
  const { size: { width, height }, radius, scale, channels } = plan;
  const means = coefficients.map((plane) => new Float32Array(plane.length));
  const columns = coefficients.map(() => new Int32Array(width));
  const sums = new Int32Array(width);
  for (let y = -radius; y < height; y++) {
    const middle = y >= 0;
    const rows = reach(y, height, radius);
    coefficients.forEach((plane, c) => {
      moveColumns(columns[c], plane, y + radius, y - radius - 1, height);
      if (!middle) return;
      slide(columns[c], radius, sums);
      const weight = (c < channels ? 1 : 128) / scale;
      storeMeans(sums, rows, radius, weight, means[c], y * width);
    });
  }
  return means;
}

/** The coefficients of each window, as whole numbers. */
function solveAll(planes: Uint8Array[], plan: GuidedFilterPlan): Int32Array[] {
  const { size: { width, height }, radius, channels } = plan;
  const coefficients = planes.map((plane) => new Int32Array(plane.length));
  const pairs: (readonly [Uint8Array, Uint8Array])[] = [];
  for (let a = 0; a < channels; a++) {
    for (let b = a; b <= channels; b++) pairs.push([planes[a], planes[b]]);
  }
  const quantities = planes.length + pairs.length;
  const columns = Array.from({ length: quantities }, () => new Int32Array(width));
  const sums = Array.from({ length: quantities }, () => new Int32Array(width));
  const solve = channels === 1 ? solveGray : solveColor;
  for (let y = -radius; y < height; y++) {
    const [comes, goes] = [y + radius, y - radius - 1];
    planes.forEach((plane, q) => moveColumns(columns[q], plane, comes, goes, height));
    pairs.forEach(([a, b], k) =>
      moveProducts(columns[planes.length + k], a, b, comes, goes, height)
    );
    if (y < 0) continue;
    for (let q = 0; q < quantities; q++) slide(columns[q], radius, sums[q]);
    solve(sums, reach(y, height, radius), plan, coefficients, y * width);
  }
  return coefficients;
}

/** One row down: what comes is added, what goes subtracted, if there is such a row. */
function moveColumns(
  columns: Int32Array,
  plane: Uint8Array | Int32Array,
  comes: number,
  goes: number,
  height: number,
): void {
  const width = columns.length;
  if (comes < height) {
    for (let x = 0, i = comes * width; x < width; x++, i++) columns[x] += plane[i];
  }
  if (goes >= 0) { for (let x = 0, i = goes * width; x < width; x++, i++) columns[x] -= plane[i]; }
}

/** The same for products. */
function moveProducts(
  columns: Int32Array,
  a: Uint8Array,
  b: Uint8Array,
  comes: number,
  goes: number,
  height: number,
): void {
  const width = columns.length;
  if (comes < height) {
    for (let x = 0, i = comes * width; x < width; x++, i++) columns[x] += a[i] * b[i];
  }
  if (goes >= 0) {
    for (let x = 0, i = goes * width; x < width; x++, i++) {
      columns[x] -= a[i] * b[i];
    }
  }
}

/** Sums of the columns around each. */
function slide(columns: Int32Array, radius: number, sums: Int32Array): void {
  const width = columns.length;
  let sum = 0;
  for (let x = 0; x < radius && x < width; x++) sum = sum + columns[x] | 0;
  for (let x = 0; x < width; x++) {
    if (x + radius < width) sum = sum + columns[x + radius] | 0;
    if (x > radius) sum = sum - columns[x - radius - 1] | 0;
    sums[x] = sum;
  }
}

/** A row of means. */
function storeMeans(
  sums: Int32Array,
  rows: number,
  radius: number,
  weight: number,
  means: Float32Array,
  rowStart: number,
): void {
  const { fround } = Math;
  const width = sums.length;
  for (let x = 0; x < width; x++) {
    const share = fround(1 / (rows * reach(x, width, radius)));
    means[rowStart + x] = fround(fround(sums[x]) * fround(share * fround(weight)));
  }
}
