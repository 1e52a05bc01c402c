// Mixtures of Gaussians: a frame is learned by groups of four pixels, of which most only look at
// their heaviest Gaussian. See mog2_gaussians.ts.

import { kept as keptWord } from "../vector";
import {
  alpha,
  EPSILON,
  GROUPS,
  keep,
  learnFour,
  least,
  near,
  nearer,
  packed,
  prune,
  ratio,
  SHAPE,
  SHAPES,
  square,
  varMax,
  varMin,
  WEIGHT,
  WEIGHTS,
} from "./mog2_gaussians";

/** Pixels of a block. */
const BLOCK: i32 = 4 * GROUPS;

/** Bytes of a block with so many Gaussians. */
// @ts-ignore: decorator
@inline
function blockBytes(nMixtures: i32): usize {
  return (SHAPES + WEIGHTS) * <usize>nMixtures;
}

/** How many blocks there are. */
// @ts-ignore: decorator
@inline
function blocksOf(pixels: i32): usize {
  return <usize>((pixels + BLOCK - 1) / BLOCK);
}

/** Bytes of a model of so many pixels, with up to so many Gaussians each. */
export function mog2Bytes(pixels: i32, nMixtures: i32): f64 {
<<<<<<< HEAD
  return <f64>blocksOf(pixels) * <f64>blockBytes(nMixtures) + <f64>(4 * ((pixels + 3) >> 2));
=======
  return <f64>((pixels + 3) >> 2) * <f64>(<i32>(SHAPE + WEIGHT) * nMixtures + 4);
}

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

function setPlanes(pixels: i32, nMixtures: i32): void {
  const groups: usize = <usize>((pixels + 3) >> 2);
  shapes = SHAPE * groups;
  weights = WEIGHT * groups;
  most = nMixtures;
}

// @ts-ignore: decorator
@inline
function square(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)), f32x4.mul(c, c));
}

/** `1 / total`, or 0 where there is as good as nothing. */
// @ts-ignore: decorator
@inline
function inverse(total: v128): v128 {
  const isSome = f32x4.gt(f32x4.abs(total), f32x4.splat(EPSILON));
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
 * @param start The Gaussian that each lane moves, from `mode` on down.
 * @param lanes Which lanes move any.
 * @param value By which they are compared.
 */
function rise(mode: i32, start: v128, lanes: v128, value: v128, shape: usize, weight: usize): void {
  let moving = i32x4.splat(0);
  for (let i = mode; i > 0; i--) {
    const to = weight + <usize>(i - 1) * weights;
    moving = v128.or(moving, v128.and(lanes, i32x4.eq(start, i32x4.splat(i))));
    moving = v128.andnot(moving, f32x4.lt(value, v128.load(to)));
    if (!v128.any_true(moving)) continue;
    swap(to + weights, to, moving);
    const upper = shape + <usize>(i - 1) * shapes;
    swap(upper + shapes, upper, moving);
    swap(upper + shapes + 16, upper + 16, moving);
    swap(upper + shapes + 32, upper + 32, moving);
    swap(upper + shapes + 48, upper + 48, moving);
  }
}

/** Update the Gaussians with the pixels' colours; returns how many there are now. */
// @ts-ignore: decorator
@inline
function learn(count: v128, shape: usize, weight: usize): v128 {
  let total = f32x4.splat(0), found = i32x4.splat(0), dark = i32x4.splat(0);
  let mode = 0;
  let active = i32x4.gt_s(count, i32x4.splat(0));
  for (let s = shape, w = weight; v128.any_true(active); s += shapes, w += weights) {
    const old = v128.load(w);
    let fresh = f32x4.add(f32x4.mul(keep, old), prune);
    let hit = i32x4.splat(0);
    const open = v128.andnot(active, found);
    if (v128.any_true(open)) {
      const variance = v128.load(s);
      const mb = v128.load(s, 16), mg = v128.load(s, 32), mr = v128.load(s, 48);
      const db = f32x4.sub(mb, blue), dg = f32x4.sub(mg, green), dr = f32x4.sub(mr, red);
      const distance = square(db, dg, dr);
      const isNear = v128.and(f32x4.lt(total, ratio), f32x4.lt(distance, f32x4.mul(near, variance)));
      dark = v128.or(dark, v128.and(open, isNear));
      hit = v128.and(open, f32x4.lt(distance, f32x4.mul(nearer, variance)));
      found = v128.or(found, hit);
      fresh = v128.bitselect(f32x4.add(fresh, alpha), fresh, hit);
      const k = f32x4.div(alpha, fresh);
      const moved = f32x4.add(variance, f32x4.mul(k, f32x4.sub(distance, variance)));
      // pmax and pmin keep NaN as C's macros do.
      const limited = f32x4.pmin(f32x4.pmax(moved, varMin), varMax);
      v128.store(s, v128.bitselect(limited, variance, hit));
      v128.store(s, v128.bitselect(f32x4.sub(mb, f32x4.mul(k, db)), mb, hit), 16);
      v128.store(s, v128.bitselect(f32x4.sub(mg, f32x4.mul(k, dg)), mg, hit), 32);
      v128.store(s, v128.bitselect(f32x4.sub(mr, f32x4.mul(k, dr)), mr, hit), 48);
    }
    const gone = v128.and(active, f32x4.lt(fresh, least));
    const kept = v128.andnot(fresh, gone);
    count = i32x4.add(count, gone);
    total = f32x4.add(total, v128.and(kept, active));
    v128.store(w, v128.bitselect(kept, old, active));
    if (mode > 0 && v128.any_true(hit)) rise(mode, i32x4.splat(mode), hit, fresh, shape, weight);
    active = i32x4.gt_s(count, i32x4.splat(++mode));
  }
  fits = found;
  background = dark;
  const scale = inverse(total);
  for (let i = 0, w = weight; i < mode; i++, w += weights) {
    v128.store(w, f32x4.mul(v128.load(w), scale));
  }
  return count;
}

/** Give some lanes a new Gaussian about their colours; returns how many there are now. */
function add(count: v128, lanes: v128, shape: usize, weight: usize): v128 {
  // As many more as there is room for.
  const room = v128.and(lanes, i32x4.lt_s(count, i32x4.splat(most)));
  count = i32x4.sub(count, room);
  const last = i32x4.sub(count, i32x4.splat(1));
  const isOnly = i32x4.eq(last, i32x4.splat(0));
  const start = v128.bitselect(f32x4.splat(1), alpha, isOnly);
  let deepest = 0;
  for (let i = 0, s = shape, w = weight; i < most; i++, s += shapes, w += weights) {
    const index = i32x4.splat(i);
    const here = v128.and(lanes, i32x4.eq(last, index));
    const before = v128.and(lanes, i32x4.gt_s(last, index));
    if (!v128.any_true(v128.or(here, before))) break;
    const old = v128.load(w);
    const lighter = v128.bitselect(f32x4.mul(old, keep), old, before);
    v128.store(w, v128.bitselect(start, lighter, here));
    if (!v128.any_true(here)) continue;
    deepest = i;
    v128.store(s, v128.bitselect(varInit, v128.load(s), here));
    v128.store(s, v128.bitselect(blue, v128.load(s, 16), here), 16);
    v128.store(s, v128.bitselect(green, v128.load(s, 32), here), 32);
    v128.store(s, v128.bitselect(red, v128.load(s, 48), here), 48);
  }
  rise(deepest, last, lanes, alpha, shape, weight);
  return count;
}

/** In which of some lanes the colour is the background's, only darker. */
function shadows(count: v128, lanes: v128, shape: usize, weight: usize): v128 {
  let found = i32x4.splat(0), total = f32x4.splat(0);
  for (let i = 0, s = shape, w = weight; i < most; i++, s += shapes, w += weights) {
    lanes = v128.and(lanes, i32x4.gt_s(count, i32x4.splat(i)));
    if (!v128.any_true(lanes)) break;
    const b = v128.load(s, 16), g = v128.load(s, 32), r = v128.load(s, 48);
    const blueAndGreen = f32x4.add(f32x4.mul(blue, b), f32x4.mul(green, g));
    const along = f32x4.add(blueAndGreen, f32x4.mul(red, r));
    const length = square(b, g, r);
    lanes = v128.andnot(lanes, f32x4.eq(length, f32x4.splat(0)));
    const isDarker = v128.and(f32x4.le(along, length), f32x4.ge(along, f32x4.mul(tau, length)));
    if (v128.any_true(v128.and(lanes, isDarker))) {
      const a = f32x4.div(along, length);
      const distance = square(
        f32x4.sub(f32x4.mul(a, b), blue),
        f32x4.sub(f32x4.mul(a, g), green),
        f32x4.sub(f32x4.mul(a, r), red),
      );
      const limit = f32x4.mul(f32x4.mul(f32x4.mul(near, v128.load(s)), a), a);
      const isShadow = v128.and(isDarker, f32x4.lt(distance, limit));
      found = v128.or(found, v128.and(lanes, isShadow));
      lanes = v128.andnot(lanes, isShadow);
    }
    total = f32x4.add(total, v128.load(w));
    lanes = v128.andnot(lanes, f32x4.gt(total, ratio));
  }
  return found;
}

/** The low bytes of four lanes. */
// @ts-ignore: decorator
@inline
function packed(lanes: v128): v128 {
  return i8x16.shuffle(lanes, lanes, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12);
}

// @ts-ignore: decorator
@inline
function channel(pixels: v128): v128 {
  return f32x4.convert_i32x4_u(v128.and(pixels, i32x4.splat(0xff)));
>>>>>>> kernelsa
}

/**
 * Learn so many RGBA pixels, and write a byte for each: 255 foreground, 0 background, else shadow.
 * Of the memory behind `rgba` up to 12 bytes are read, and not used.
 *
 * @param model Of `mog2Bytes`; for a new one the last 4 · ⌈pixels / 4⌉ are 0.
 */
export function mog2(rgba: usize, mask: usize, pixels: i32, model: usize, nMixtures: i32): void {
  const block = blockBytes(nMixtures);
  let counts = model + block * blocksOf(pixels);
  memory.fill(mask, 0, <usize>pixels);
  const rate = alpha, kept = keep, loss = prune, closest = f32x4.min(near, nearer), floor = least;
  const lowest = varMin, highest = varMax, low = keptWord(0xff, pixels), one = f32x4.splat(1);
  const some = keptWord(0x34000000, pixels);
  // Of weights of at least 0 none falls below the limit in the frame that adds to it.
  const isQuick = f32x4.extract_lane(ratio, 0) > 0 && f32x4.extract_lane(floor, 0) > 0 &&
    f32x4.extract_lane(f32x4.ge(f32x4.add(loss, rate), floor), 0) != 0;
  for (; pixels > 0; model += block) {
    let shape = model, weight = model + SHAPES * <usize>nMixtures;
    const end = shape + SHAPES;
    for (; shape < end && pixels > 0; shape += SHAPE, weight += WEIGHT, counts += 4, rgba += 16, mask += 4) {
      pixels -= 4;
      const four = v128.load(rgba), known = load<u32>(counts);
      const variance = v128.load(shape);
      const mb = v128.load(shape, 16), mg = v128.load(shape, 32), mr = v128.load(shape, 48);
      const first = v128.load(weight);
      const db = f32x4.sub(mb, f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(four, 16), low)));
      const dg = f32x4.sub(mg, f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(four, 8), low)));
      const dr = f32x4.sub(mr, f32x4.convert_i32x4_s(v128.and(four, low)));
      const distance = square(db, dg, dr);
      const fits = f32x4.lt(distance, f32x4.mul(closest, variance));
      if (i32x4.bitmask(fits) == 15 && isQuick) {
        const fresh = f32x4.add(f32x4.add(f32x4.mul(kept, first), loss), rate);
        let isDone = known == 0x01010101;
        if (isDone) {
          const scale = v128.and(f32x4.div(one, fresh), f32x4.gt(fresh, some));
          v128.store(weight, f32x4.mul(fresh, scale));
        } else if (nMixtures == 5) {
          isDone = fade(fresh, known, weight, kept, loss, floor, one, some);
        }
        if (isDone) {
          const k = f32x4.div(rate, fresh);
          const moved = f32x4.add(variance, f32x4.mul(k, f32x4.sub(distance, variance)));
          v128.store(shape, f32x4.pmin(f32x4.pmax(moved, lowest), highest));
          v128.store(shape, f32x4.sub(mb, f32x4.mul(k, db)), 16);
          v128.store(shape, f32x4.sub(mg, f32x4.mul(k, dg)), 32);
          v128.store(shape, f32x4.sub(mr, f32x4.mul(k, dr)), 48);
          continue;
        }
      }
      const bytes = learnFour(rgba, shape, weight, counts, nMixtures);
      if (pixels >= 0) store<i32>(mask, bytes);
      else {
        store<u8>(mask, bytes);
        if (pixels > -3) store<u8>(mask, bytes >> 8, 1);
        if (pixels > -2) store<u8>(mask, bytes >> 16, 2);
      }
    }
  }
}

<<<<<<< HEAD
/**
 * The other Gaussians of four pixels that all are their heaviest's, of five: they fade.
 *
 * @param first The heaviest's weights, which have been added to.
 * @param known How many a pixel has, a byte each.
 * @returns Whether all of them stay; if not, nothing is written.
 */
// @ts-ignore: decorator
@inline
function fade(
  first: v128,
  known: u32,
  weight: usize,
  kept: v128,
  loss: v128,
  floor: v128,
  one: v128,
  some: v128,
): bool {
  // What a pixel has not weighs nothing, which is below the limit.
  let w = f32x4.add(f32x4.mul(kept, v128.load(weight, WEIGHTS)), loss);
  let stays = f32x4.ge(w, floor);
  const second = v128.and(w, stays);
  let alive = i32x4.sub(i32x4.splat(0), stays);
  w = f32x4.add(f32x4.mul(kept, v128.load(weight, 2 * WEIGHTS)), loss);
  stays = f32x4.ge(w, floor);
  const third = v128.and(w, stays);
  alive = i32x4.sub(alive, stays);
  let total = f32x4.add(f32x4.add(first, second), third);
  let fourth = i32x4.splat(0), fifth = i32x4.splat(0);
  const isMore = (known & 0x04040404) != 0;
  if (isMore) {
    w = f32x4.add(f32x4.mul(kept, v128.load(weight, 3 * WEIGHTS)), loss);
    stays = f32x4.ge(w, floor);
    fourth = v128.and(w, stays);
    alive = i32x4.sub(alive, stays);
    w = f32x4.add(f32x4.mul(kept, v128.load(weight, 4 * WEIGHTS)), loss);
    stays = f32x4.ge(w, floor);
    fifth = v128.and(w, stays);
    alive = i32x4.sub(alive, stays);
    total = f32x4.add(f32x4.add(total, fourth), fifth);
  }
  // Numbers of one Gaussian more, as bytes.
  if (packed(alive) + 0x01010101 != known) return false;
  const scale = v128.and(f32x4.div(one, total), f32x4.gt(total, some));
  v128.store(weight, f32x4.mul(first, scale));
  v128.store(weight, f32x4.mul(second, scale), WEIGHTS);
  v128.store(weight, f32x4.mul(third, scale), 2 * WEIGHTS);
  if (isMore) {
    v128.store(weight, f32x4.mul(fourth, scale), 3 * WEIGHTS);
    v128.store(weight, f32x4.mul(fifth, scale), 4 * WEIGHTS);
  }
  return true;
}

/** Write the mean of the Gaussians that make the background, opaque. */
=======
/** Write the mean of the Gaussians that make the background of so many pixels, RGBA, opaque. */
>>>>>>> kernelsa
export function mog2Background(out: usize, pixels: i32, model: usize, nMixtures: i32, backgroundRatio: f32): void {
  const block = blockBytes(nMixtures);
  const counts = model + block * blocksOf(pixels);
  for (let i: usize = 0; i < <usize>pixels; i++, out += 4) {
    const first = model + block * (i / BLOCK), group = (i >> 2) & (GROUPS - 1);
    const place = first + SHAPE * group + 4 * (i & 3);
    const lighter = first + SHAPES * <usize>nMixtures + WEIGHT * group + 4 * (i & 3);
    const count = <usize>load<u8>(counts + i);
    let b: f32 = 0, g: f32 = 0, r: f32 = 0, total: f32 = 0;
    for (let mode: usize = 0; mode < count && total <= backgroundRatio; mode++) {
      const weight = load<f32>(lighter + mode * WEIGHTS);
      const shape = place + mode * SHAPES;
      b += weight * load<f32>(shape, 16);
      g += weight * load<f32>(shape, 32);
      r += weight * load<f32>(shape, 48);
      total += weight;
    }
    const scale: f32 = abs(total) > EPSILON ? <f32>1 / total : 0;
    store<u8>(out, rounded(r * scale));
    store<u8>(out, rounded(g * scale), 1);
    store<u8>(out, rounded(b * scale), 2);
    store<u8>(out, 255, 3);
  }
}

/** To the nearest byte, halves to even. */
// @ts-ignore: decorator
@inline
function rounded(value: f32): u8 {
  return value > 0 ? <u8>min(nearest(value), 255) : 0;
}
