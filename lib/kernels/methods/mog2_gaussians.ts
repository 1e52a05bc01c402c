// The Gaussians of four pixels: single precision in the order of
// lib/methods/background_models/mog2/plain_mixtures.ts, which see for what is done here. A pixel is
// a lane; what is no concern of a lane is masked out.
//
// A model, by blocks of 64 pixels, sixteen groups of four: for each of the Gaussians the shapes of
// the groups (variance, blue, green, red: 64 bytes a group), then for each their weights (16).
// Behind all blocks is the number of Gaussians, a byte a pixel.
//
// Benefit: see docs/measurements/kernels.md. Cache misses take a part of a frame's time: the
// Gaussians that are in use lie close together, and what nobody looks at is not touched.

/** Groups of a block. */
export const GROUPS: i32 = 16;
/** Bytes of a group's shape, and from one Gaussian's to the next one's. */
export const SHAPE: usize = 64;
export const SHAPES: usize = 1024;
/** The same of weights. */
export const WEIGHT: usize = 16;
export const WEIGHTS: usize = 256;
export const EPSILON: f32 = 1.1920928955078125e-7;

// What one frame is learned by.
export let alpha: v128 = f32x4.splat(0);
export let keep: v128 = f32x4.splat(0);
export let prune: v128 = f32x4.splat(0);
export let least: v128 = f32x4.splat(0);
export let near: v128 = f32x4.splat(0);
export let nearer: v128 = f32x4.splat(0);
export let ratio: v128 = f32x4.splat(0);
export let varMin: v128 = f32x4.splat(0);
export let varMax: v128 = f32x4.splat(0);
let varInit: v128 = f32x4.splat(0);
let tau: v128 = f32x4.splat(0);
let shadowValue: i32 = 255;

/**
 * How the frames to come are learned: see `MixtureUpdate`.
 *
 * @param shadow 255 where none is looked for.
 */
export function setMog2(
  learningRate: f32,
  pruning: f32,
  varThreshold: f32,
  varThresholdGen: f32,
  backgroundRatio: f32,
  initial: f32,
  smallest: f32,
  largest: f32,
  shadowThreshold: f32,
  shadow: i32,
): void {
  alpha = f32x4.splat(learningRate);
  keep = f32x4.splat(<f32>1 - learningRate);
  prune = f32x4.splat(pruning);
  least = f32x4.splat(-pruning);
  near = f32x4.splat(varThreshold);
  nearer = f32x4.splat(varThresholdGen);
  ratio = f32x4.splat(backgroundRatio);
  varInit = f32x4.splat(initial);
  varMin = f32x4.splat(smallest);
  varMax = f32x4.splat(largest);
  tau = f32x4.splat(shadowThreshold);
  shadowValue = shadow;
}

// @ts-ignore: decorator
@inline
export function square(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)), f32x4.mul(c, c));
}

/** `1 / total`, or 0 where there is as good as nothing; nothing is less than 0. */
// @ts-ignore: decorator
@inline
function inverse(total: v128): v128 {
  const isSome = f32x4.gt(total, f32x4.splat(EPSILON));
  return v128.and(f32x4.div(f32x4.splat(1), total), isSome);
}

/** Exchange two Gaussians' numbers in some lanes. */
// @ts-ignore: decorator
@inline
function swap(a: usize, b: usize, lanes: v128): void {
  const lower = v128.load(a), upper = v128.load(b);
  v128.store(a, v128.bitselect(upper, lower, lanes));
  v128.store(b, v128.bitselect(lower, upper, lanes));
}

/**
 * Move Gaussians up past all that are not heavier.
 *
 * @param deepest No lane's Gaussian is behind this one.
 * @param start The Gaussian that each lane moves.
 * @param lanes Which lanes move any.
 * @param value By which they are compared.
 */
function rise(deepest: usize, start: v128, lanes: v128, value: v128, shape: usize, weight: usize): void {
  let moving = i32x4.splat(0);
  for (let i = deepest; i > 0; i--) {
    const to = weight + (i - 1) * WEIGHTS;
    moving = v128.or(moving, v128.and(lanes, i32x4.eq(start, i32x4.splat(<i32>i))));
    moving = v128.andnot(moving, f32x4.lt(value, v128.load(to)));
    if (i32x4.bitmask(moving) == 0) continue;
    swap(to + WEIGHTS, to, moving);
    const upper = shape + (i - 1) * SHAPES;
    swap(upper + SHAPES, upper, moving);
    swap(upper + SHAPES + 16, upper + 16, moving);
    swap(upper + SHAPES + 32, upper + 32, moving);
    swap(upper + SHAPES + 48, upper + 48, moving);
  }
}

/** Write each lane's shape where its Gaussian is: those of some lanes. */
// @ts-ignore: decorator
@inline
function putShapes(lanes: i32, slot: v128, shape: usize, variance: v128, b: v128, g: v128, r: v128): void {
  const slot0 = <usize>i32x4.extract_lane(slot, 0), slot1 = <usize>i32x4.extract_lane(slot, 1);
  const slot2 = <usize>i32x4.extract_lane(slot, 2), slot3 = <usize>i32x4.extract_lane(slot, 3);
  if (lanes == 15 && i32x4.bitmask(i32x4.eq(slot, i32x4.splat(<i32>slot0))) == 15) {
    const to = shape + slot0 * SHAPES;
    v128.store(to, variance);
    v128.store(to, b, 16);
    v128.store(to, g, 32);
    v128.store(to, r, 48);
    return;
  }
  if (lanes & 1) {
    const to = shape + slot0 * SHAPES;
    v128.store32_lane(to, variance, 0);
    v128.store32_lane(to, b, 0, 16);
    v128.store32_lane(to, g, 0, 32);
    v128.store32_lane(to, r, 0, 48);
  }
  if (lanes & 2) {
    const to = shape + slot1 * SHAPES + 4;
    v128.store32_lane(to, variance, 1);
    v128.store32_lane(to, b, 1, 16);
    v128.store32_lane(to, g, 1, 32);
    v128.store32_lane(to, r, 1, 48);
  }
  if (lanes & 4) {
    const to = shape + slot2 * SHAPES + 8;
    v128.store32_lane(to, variance, 2);
    v128.store32_lane(to, b, 2, 16);
    v128.store32_lane(to, g, 2, 32);
    v128.store32_lane(to, r, 2, 48);
  }
  if (lanes & 8) {
    const to = shape + slot3 * SHAPES + 12;
    v128.store32_lane(to, variance, 3);
    v128.store32_lane(to, b, 3, 16);
    v128.store32_lane(to, g, 3, 32);
    v128.store32_lane(to, r, 3, 48);
  }
}

/** In which of some lanes the colour is the background's, only darker. */
// @ts-ignore: decorator
@inline
function shadows(count: v128, lanes: v128, shape: usize, weight: usize, blue: v128, green: v128, red: v128): v128 {
  const zero = f32x4.splat(0), one = i32x4.splat(1);
  const darkest = tau, limits = near, most = ratio;
  let found = i32x4.splat(0), total = zero, mode = i32x4.splat(0);
  for (let s = shape, w = weight;; s += SHAPES, w += WEIGHTS) {
    lanes = v128.and(lanes, i32x4.gt_s(count, mode));
    if (i32x4.bitmask(lanes) == 0) break;
    mode = i32x4.add(mode, one);
    const b = v128.load(s, 16), g = v128.load(s, 32), r = v128.load(s, 48);
    const blueAndGreen = f32x4.add(f32x4.mul(blue, b), f32x4.mul(green, g));
    const along = f32x4.add(blueAndGreen, f32x4.mul(red, r));
    const length = square(b, g, r);
    lanes = v128.andnot(lanes, f32x4.eq(length, zero));
    const isDarker = v128.and(f32x4.le(along, length), f32x4.ge(along, f32x4.mul(darkest, length)));
    const a = f32x4.div(along, length);
    const distance = square(
      f32x4.sub(f32x4.mul(a, b), blue),
      f32x4.sub(f32x4.mul(a, g), green),
      f32x4.sub(f32x4.mul(a, r), red),
    );
    const limit = f32x4.mul(f32x4.mul(f32x4.mul(limits, v128.load(s)), a), a);
    const isShadow = v128.and(isDarker, f32x4.lt(distance, limit));
    found = v128.or(found, v128.and(lanes, isShadow));
    total = f32x4.add(total, v128.load(w));
    lanes = v128.andnot(lanes, v128.or(isShadow, f32x4.gt(total, most)));
  }
  return found;
}

/** The low bytes of four lanes. */
// @ts-ignore: decorator
@inline
export function packed(lanes: v128): i32 {
  return i32x4.extract_lane(
    i8x16.shuffle(lanes, lanes, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12),
    0,
  );
}

// @ts-ignore: decorator
@inline
function channel(pixels: v128): v128 {
  return f32x4.convert_i32x4_s(v128.and(pixels, i32x4.splat(0xff)));
}

/**
 * Learn four pixels, whatever they and their Gaussians are.
 *
 * Benefit: what is decided for each Gaussian is decided without branches, of which no processor
 * could foretell the half.
 *
 * @param rgba Where the pixels are.
 * @param counts Where the numbers of their Gaussians are.
 * @param nMixtures How many Gaussians a pixel may have.
 * @returns What to write for them, a byte each.
 */
export function learnFour(rgba: usize, shape: usize, weight: usize, counts: usize, nMixtures: i32): i32 {
  const four = v128.load(rgba), bytes = v128.load32_zero(counts);
  const red = channel(four), green = channel(i32x4.shr_u(four, 8)), blue = channel(i32x4.shr_u(four, 16));
  // What memory holds before is not known.
  if (i32x4.extract_lane(bytes, 0) == 0) {
    for (let i = 0, w = weight; i < nMixtures; i++, w += WEIGHTS) v128.store(w, i32x4.splat(0));
  }
  const known = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
  const rate = alpha, kept = keep, loss = prune, floor = least, share = ratio;
  const closest = near, closer = nearer, one = i32x4.splat(1);
  let count = known, mode = i32x4.splat(0), total = f32x4.splat(0);
  let found = i32x4.splat(0), dark = i32x4.splat(0), rises = i32x4.splat(0), slot = i32x4.splat(0);
  let above = f32x4.splat(Infinity);
  // Each lane's Gaussian, where there is one.
  let variance = f32x4.splat(0), b = blue, g = green, r = red, mine = f32x4.splat(1);
  let w = weight;
  for (let s = shape; i32x4.bitmask(i32x4.gt_s(known, mode)) != 0; s += SHAPES, w += WEIGHTS) {
    const active = i32x4.gt_s(count, mode), open = v128.andnot(active, found);
    const v = v128.load(s), mb = v128.load(s, 16), mg = v128.load(s, 32), mr = v128.load(s, 48);
    const faded = f32x4.add(f32x4.mul(kept, v128.load(w)), loss);
    const distance = square(f32x4.sub(mb, blue), f32x4.sub(mg, green), f32x4.sub(mr, red));
    const isNear = v128.and(f32x4.lt(total, share), f32x4.lt(distance, f32x4.mul(closest, v)));
    dark = v128.or(dark, v128.and(open, isNear));
    const hit = v128.and(open, f32x4.lt(distance, f32x4.mul(closer, v)));
    found = v128.or(found, hit);
    const fresh = f32x4.add(faded, v128.and(rate, hit));
    const gone = f32x4.lt(fresh, floor);
    // The last one of a lane that loses one is not looked at any more: it is a quirk of OpenCV's.
    const left = v128.and(v128.andnot(fresh, gone), active);
    count = i32x4.add(count, v128.and(gone, active));
    total = f32x4.add(total, left);
    v128.store(w, left);
    variance = v128.bitselect(v, variance, hit);
    b = v128.bitselect(mb, b, hit);
    g = v128.bitselect(mg, g, hit);
    r = v128.bitselect(mr, r, hit);
    mine = v128.bitselect(fresh, mine, hit);
    slot = v128.bitselect(mode, slot, hit);
    rises = v128.or(rises, v128.andnot(hit, f32x4.lt(fresh, above)));
    above = left;
    mode = i32x4.add(mode, one);
  }
  // Lanes that found none get a new one, or a new last one.
  const isLearning = f32x4.extract_lane(rate, 0) > 0;
  const lanes = isLearning ? v128.not(found) : i32x4.splat(0);
  count = i32x4.sub(count, v128.and(lanes, i32x4.lt_s(count, i32x4.splat(nMixtures))));
  const last = i32x4.sub(count, one);
  slot = v128.bitselect(last, slot, lanes);
  const db = f32x4.sub(b, blue), dg = f32x4.sub(g, green), dr = f32x4.sub(r, red);
  const k = f32x4.div(rate, mine);
  const moved = f32x4.add(variance, f32x4.mul(k, f32x4.sub(square(db, dg, dr), variance)));
  // pmax and pmin keep NaN as C's macros do.
  const limited = f32x4.pmin(f32x4.pmax(moved, varMin), varMax);
  putShapes(
    i32x4.bitmask(v128.or(found, lanes)),
    slot,
    shape,
    v128.bitselect(limited, varInit, found),
    f32x4.sub(b, f32x4.mul(k, db)),
    f32x4.sub(g, f32x4.mul(k, dg)),
    f32x4.sub(r, f32x4.mul(k, dr)),
  );
  if (i32x4.bitmask(rises) != 0) rise((w - weight) / WEIGHTS - 1, slot, rises, mine, shape, weight);
  // Weights are together 1; where there is a new one, the others then make room for it.
  const scale = inverse(total), room = v128.bitselect(kept, f32x4.splat(1), lanes);
  const start = v128.bitselect(f32x4.splat(1), rate, i32x4.eq(last, i32x4.splat(0)));
  rises = i32x4.splat(0), mode = i32x4.splat(0), above = f32x4.splat(Infinity);
  for (w = weight; i32x4.bitmask(i32x4.gt_s(count, mode)) != 0; w += WEIGHTS) {
    const isNew = v128.and(lanes, i32x4.eq(last, mode));
    const old = f32x4.mul(f32x4.mul(v128.load(w), scale), room);
    const fresh = v128.bitselect(start, old, isNew);
    v128.store(w, fresh);
    rises = v128.or(rises, v128.andnot(isNew, f32x4.lt(rate, above)));
    above = fresh;
    mode = i32x4.add(mode, one);
  }
  if (i32x4.bitmask(rises) != 0) rise((w - weight) / WEIGHTS - 1, last, rises, rate, shape, weight);
  store<i32>(counts, packed(count));
  let seen = v128.not(dark);
  if (shadowValue != 255 && i32x4.bitmask(seen) != 0) {
    // 255 with some bits flipped is the shadow's value.
    const shadow = i32x4.splat(shadowValue ^ 255);
    seen = v128.xor(seen, v128.and(shadows(count, seen, shape, weight, blue, green, red), shadow));
  }
  return packed(seen);
}
