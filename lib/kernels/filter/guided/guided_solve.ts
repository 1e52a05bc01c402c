// How the matte depends on the guide in each window: from sums to coefficients.

import { windowOf } from "./guided_sums";

/** With it added, a float between −2²² and 2²² has no fraction left. */
const MAGIC: f32 = 12582912;

/** Four levels that are nearest to means of bytes, as whole numbers. */
// @ts-ignore: decorator
@inline
function levelOf(sum: v128, share: v128): v128 {
  const mean = f32x4.mul(f32x4.convert_i32x4_s(sum), share);
  return v128.and(f32x4.add(mean, f32x4.splat(8388608)), i32x4.splat(255));
}

/** What is left of a sum if a level is taken from each pixel: a small number. */
// @ts-ignore: decorator
@inline
function restOf(sum: v128, count: v128, level: v128): v128 {
  return i32x4.sub(sum, i32x4.mul(count, level));
}

/**
 * A covariance. In whole numbers as much is taken away as can be, so that single
 * precision loses nothing.
 */
// @ts-ignore: decorator
@inline
function covariance(
  products: v128,
  levelA: v128,
  sumB: v128,
  levelB: v128,
  restA: v128,
  floatA: v128,
  floatB: v128,
  share: v128,
): v128 {
  const rest = i32x4.sub(i32x4.sub(products, i32x4.mul(levelA, sumB)), i32x4.mul(levelB, restA));
  const square = f32x4.mul(f32x4.mul(floatA, floatB), share);
  return f32x4.mul(f32x4.sub(f32x4.convert_i32x4_s(rest), square), share);
}

/** A mean, less a level: of the guide that of the middle, 128. */
// @ts-ignore: decorator
@inline
function meanOf(level: v128, rest: v128, share: v128, middle: i32): v128 {
  const whole = f32x4.convert_i32x4_s(i32x4.sub(level, i32x4.splat(middle)));
  return f32x4.add(whole, f32x4.mul(rest, share));
}

/** Store four coefficients as whole numbers. */
// @ts-ignore: decorator
@inline
function putWhole(to: usize, value: v128, scale: v128): void {
  const magic = f32x4.splat(MAGIC);
  v128.store(to, i32x4.sub(f32x4.add(f32x4.mul(value, scale), magic), magic));
}

/**
 * Of a gray guide.
 *
 * @param sums The lines of guide, matte, guide², guide · matte, `sumsBytes` each.
 * @param to Takes two lines of `lineBytes`.
 */
export function solveGray(
  count: i32,
  radius: i32,
  sums: usize,
  sumsBytes: usize,
  counts: usize,
  shares: usize,
  epsilon: f32,
  scale: f32,
  to: usize,
  lineBytes: usize,
): void {
  const scales = f32x4.splat(scale), lowScales = f32x4.splat(scale / 128);
  const epsilons = f32x4.splat(epsilon);
  for (let x = 0; x < count; x += 4) {
    const n = v128.load(counts + 4 * x), share = v128.load(shares + 4 * x);
    const sumI = windowOf(sums, x, radius), sumP = windowOf(sums + sumsBytes, x, radius);
    const levelI = levelOf(sumI, share), levelP = levelOf(sumP, share);
    const restI = restOf(sumI, n, levelI), restP = restOf(sumP, n, levelP);
    const i = f32x4.convert_i32x4_s(restI), p = f32x4.convert_i32x4_s(restP);
    const squares = windowOf(sums + 2 * sumsBytes, x, radius);
    const products = windowOf(sums + 3 * sumsBytes, x, radius);
    const variance = covariance(squares, levelI, sumI, levelI, restI, i, i, share);
    const common = covariance(products, levelI, sumP, levelP, restI, i, p, share);
    const a = f32x4.div(common, f32x4.add(variance, epsilons));
    const b = f32x4.sub(meanOf(levelP, p, share, 0), f32x4.mul(a, meanOf(levelI, i, share, 128)));
    putWhole(to + 4 * x, a, scales);
    putWhole(to + lineBytes + 4 * x, b, lowScales);
  }
}

/**
 * Of a colour guide: (Σ + ε) a = c is solved by an LDLᵀ decomposition, whose pivots are
 * never less than ε.
 *
 * @param sums The lines of red, green, blue, matte; then the products of red with red, green,
 * blue, matte; of green with green, blue, matte; of blue with blue, matte.
 * @param to Takes four lines of `lineBytes`.
 */
export function solveColor(
  count: i32,
  radius: i32,
  sums: usize,
  sumsBytes: usize,
  counts: usize,
  shares: usize,
  epsilon: f32,
  scale: f32,
  to: usize,
  lineBytes: usize,
): void {
  const scales = f32x4.splat(scale), lowScales = f32x4.splat(scale / 128);
  const epsilons = f32x4.splat(epsilon), one = f32x4.splat(1);
  for (let x = 0; x < count; x += 4) {
    const n = v128.load(counts + 4 * x), share = v128.load(shares + 4 * x);
    const sumR = windowOf(sums, x, radius), sumG = windowOf(sums + sumsBytes, x, radius);
    const sumB = windowOf(sums + 2 * sumsBytes, x, radius);
    const sumP = windowOf(sums + 3 * sumsBytes, x, radius);
    const levelR = levelOf(sumR, share), levelG = levelOf(sumG, share);
    const levelB = levelOf(sumB, share), levelP = levelOf(sumP, share);
    const restR = restOf(sumR, n, levelR), restG = restOf(sumG, n, levelG);
    const restB = restOf(sumB, n, levelB), restP = restOf(sumP, n, levelP);
    const r = f32x4.convert_i32x4_s(restR), g = f32x4.convert_i32x4_s(restG);
    const b = f32x4.convert_i32x4_s(restB), p = f32x4.convert_i32x4_s(restP);
    const at = sums + 4 * sumsBytes;
    const rr = covariance(windowOf(at, x, radius), levelR, sumR, levelR, restR, r, r, share);
    const rg = covariance(windowOf(at + sumsBytes, x, radius), levelR, sumG, levelG, restR, r, g, share);
    const rb = covariance(windowOf(at + 2 * sumsBytes, x, radius), levelR, sumB, levelB, restR, r, b, share);
    const rp = covariance(windowOf(at + 3 * sumsBytes, x, radius), levelR, sumP, levelP, restR, r, p, share);
    const gg = covariance(windowOf(at + 4 * sumsBytes, x, radius), levelG, sumG, levelG, restG, g, g, share);
    const gb = covariance(windowOf(at + 5 * sumsBytes, x, radius), levelG, sumB, levelB, restG, g, b, share);
    const gp = covariance(windowOf(at + 6 * sumsBytes, x, radius), levelG, sumP, levelP, restG, g, p, share);
    const bb = covariance(windowOf(at + 7 * sumsBytes, x, radius), levelB, sumB, levelB, restB, b, b, share);
    const bp = covariance(windowOf(at + 8 * sumsBytes, x, radius), levelB, sumP, levelP, restB, b, p, share);

    const inverse1 = f32x4.div(one, f32x4.add(rr, epsilons));
    const l21 = f32x4.mul(rg, inverse1), l31 = f32x4.mul(rb, inverse1);
    const pivot2 = f32x4.max(f32x4.sub(f32x4.add(gg, epsilons), f32x4.mul(l21, rg)), epsilons);
    const inverse2 = f32x4.div(one, pivot2);
    const t = f32x4.sub(gb, f32x4.mul(l31, rg));
    const l32 = f32x4.mul(t, inverse2);
    const left3 = f32x4.sub(f32x4.add(bb, epsilons), f32x4.mul(l31, rb));
    const pivot3 = f32x4.max(f32x4.sub(left3, f32x4.mul(l32, t)), epsilons);
    const z2 = f32x4.sub(gp, f32x4.mul(l21, rp));
    const z3 = f32x4.sub(f32x4.sub(bp, f32x4.mul(l31, rp)), f32x4.mul(l32, z2));
    const blue = f32x4.div(z3, pivot3);
    const green = f32x4.sub(f32x4.mul(z2, inverse2), f32x4.mul(l32, blue));
    const red = f32x4.sub(
      f32x4.sub(f32x4.mul(rp, inverse1), f32x4.mul(l21, green)),
      f32x4.mul(l31, blue),
    );
    let rest = f32x4.sub(meanOf(levelP, p, share, 0), f32x4.mul(red, meanOf(levelR, r, share, 128)));
    rest = f32x4.sub(rest, f32x4.mul(green, meanOf(levelG, g, share, 128)));
    rest = f32x4.sub(rest, f32x4.mul(blue, meanOf(levelB, b, share, 128)));
    putWhole(to + 4 * x, red, scales);
    putWhole(to + lineBytes + 4 * x, green, scales);
    putWhole(to + 2 * lineBytes + 4 * x, blue, scales);
    putWhole(to + 3 * lineBytes + 4 * x, rest, lowScales);
  }
}
