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
  return <f64>blocksOf(pixels) * <f64>blockBytes(nMixtures) + <f64>(4 * ((pixels + 3) >> 2));
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

/** Write the mean of the Gaussians that make the background of so many pixels, RGBA, opaque. */
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
