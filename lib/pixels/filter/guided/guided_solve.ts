import { reach } from "./plan_guided_filter.ts";
import type { GuidedFilterPlan } from "./plan_guided_filter.ts";

// Single precision throughout, in the SIMD twin's order.
const { fround, imul } = Math;

/** With it added, a number between −2²² and 2²² has no fraction left. */
const MAGIC = 12582912;

/** The level that is nearest to the mean of bytes, halves to even. */
function levelOf(sum: number, share: number): number {
  return fround(fround(fround(sum) * share) + 8388608) - 8388608;
}

/**
 * A covariance. In whole numbers as much is taken away as can be, so that single
 * precision loses nothing: with levels m and k close to the means,
 * n · cov(I, p) = Σ (I − m)(p − k) − Σ (I − m) · Σ (p − k) / n.
 */
function covariance(
  products: number,
  levelA: number,
  sumB: number,
  levelB: number,
  restA: number,
  restB: number,
  share: number,
): number {
  const rest = (products - imul(levelA, sumB) | 0) - imul(levelB, restA) | 0;
  const square = fround(fround(fround(restA) * fround(restB)) * share);
  return fround(fround(fround(rest) - square) * share);
}

/** A mean, less a level: of the guide that of the middle, 128. */
function meanOf(level: number, rest: number, share: number, middle: number): number {
  return fround(fround(level - middle) + fround(fround(rest) * share));
}

/** A coefficient as a whole number. */
function whole(value: number, scale: number): number {
  return fround(fround(value * scale) + MAGIC) - MAGIC;
}

/**
 * The coefficients of a row, of a gray guide.
 *
 * @param sums Of guide, matte, guide², guide · matte.
 * @param rows How many rows the windows have.
 */
export function solveGray(
  sums: Int32Array[],
  rows: number,
  { size: { width }, radius, epsilon, scale }: GuidedFilterPlan,
  [slopes, rests]: Int32Array[],
  rowStart: number,
): void {
  const [sumsI, sumsP, squares, products] = sums;
  const lowScale = fround(scale / 128);
  for (let x = 0; x < width; x++) {
    const n = rows * reach(x, width, radius);
    const share = fround(1 / n);
    const sumI = sumsI[x];
    const sumP = sumsP[x];
    const levelI = levelOf(sumI, share);
    const levelP = levelOf(sumP, share);
    const restI = sumI - n * levelI;
    const restP = sumP - n * levelP;
    const variance = covariance(squares[x], levelI, sumI, levelI, restI, restI, share);
    const common = covariance(products[x], levelI, sumP, levelP, restI, restP, share);
    const a = fround(common / fround(variance + epsilon));
    const mean = meanOf(levelI, restI, share, 128);
    const b = fround(meanOf(levelP, restP, share, 0) - fround(a * mean));
    slopes[rowStart + x] = whole(a, scale);
    rests[rowStart + x] = whole(b, lowScale);
  }
}

/**
 * The coefficients of a row, of a colour guide: (Σ + ε) a = c is solved by an LDLᵀ
 * decomposition, whose pivots are never less than ε.
 *
 * @param sums Of red, green, blue, matte; then of the products of red with red, green, blue,
 * matte; of green with green, blue, matte; of blue with blue, matte.
 * @param rows How many rows the windows have.
 */
export function solveColor(
  sums: Int32Array[],
  rows: number,
  { size: { width }, radius, epsilon, scale }: GuidedFilterPlan,
  [reds, greens, blues, rests]: Int32Array[],
  rowStart: number,
): void {
  const [sumsR, sumsG, sumsB, sumsP, sumsRR, sumsRG, sumsRB, sumsRP, ...others] = sums;
  const [sumsGG, sumsGB, sumsGP, sumsBB, sumsBP] = others;
  const lowScale = fround(scale / 128);
  for (let x = 0; x < width; x++) {
    const n = rows * reach(x, width, radius);
    const share = fround(1 / n);
    const sumR = sumsR[x];
    const sumG = sumsG[x];
    const sumB = sumsB[x];
    const sumP = sumsP[x];
    const levelR = levelOf(sumR, share);
    const levelG = levelOf(sumG, share);
    const levelB = levelOf(sumB, share);
    const levelP = levelOf(sumP, share);
    const restR = sumR - n * levelR;
    const restG = sumG - n * levelG;
    const restB = sumB - n * levelB;
    const restP = sumP - n * levelP;
    const rr = covariance(sumsRR[x], levelR, sumR, levelR, restR, restR, share);
    const rg = covariance(sumsRG[x], levelR, sumG, levelG, restR, restG, share);
    const rb = covariance(sumsRB[x], levelR, sumB, levelB, restR, restB, share);
    const rp = covariance(sumsRP[x], levelR, sumP, levelP, restR, restP, share);
    const gg = covariance(sumsGG[x], levelG, sumG, levelG, restG, restG, share);
    const gb = covariance(sumsGB[x], levelG, sumB, levelB, restG, restB, share);
    const gp = covariance(sumsGP[x], levelG, sumP, levelP, restG, restP, share);
    const bb = covariance(sumsBB[x], levelB, sumB, levelB, restB, restB, share);
    const bp = covariance(sumsBP[x], levelB, sumP, levelP, restB, restP, share);

    const inverse1 = fround(1 / fround(rr + epsilon));
    const l21 = fround(rg * inverse1);
    const l31 = fround(rb * inverse1);
    const pivot2 = Math.max(fround(fround(gg + epsilon) - fround(l21 * rg)), epsilon);
    const inverse2 = fround(1 / pivot2);
    const t = fround(gb - fround(l31 * rg));
    const l32 = fround(t * inverse2);
    const left3 = fround(fround(bb + epsilon) - fround(l31 * rb));
    const pivot3 = Math.max(fround(left3 - fround(l32 * t)), epsilon);
    const z2 = fround(gp - fround(l21 * rp));
    const z3 = fround(fround(bp - fround(l31 * rp)) - fround(l32 * z2));
    const blue = fround(z3 / pivot3);
    const green = fround(fround(z2 * inverse2) - fround(l32 * blue));
    const red = fround(fround(fround(rp * inverse1) - fround(l21 * green)) - fround(l31 * blue));
    let rest = fround(
      meanOf(levelP, restP, share, 0) - fround(red * meanOf(levelR, restR, share, 128)),
    );
    rest = fround(rest - fround(green * meanOf(levelG, restG, share, 128)));
    rest = fround(rest - fround(blue * meanOf(levelB, restB, share, 128)));
    reds[rowStart + x] = whole(red, scale);
    greens[rowStart + x] = whole(green, scale);
    blues[rowStart + x] = whole(blue, scale);
    rests[rowStart + x] = whole(rest, lowScale);
  }
}
