// A frame against a picture of the empty room.

import { kept } from "../vector";

/** One channel of four pixels, at the bottom of 32-bit lanes. */
// @ts-ignore: decorator
@inline
function channelOf(rgba: v128, shift: i32, low: v128): v128 {
  return v128.and(i32x4.shr_u(rgba, shift), low);
}

/** A channel of the plate under another exposure: `gain` and `lift` alternate, as signed 16 bits. */
// @ts-ignore: decorator
@inline
function exposed(level: v128, exposure: v128, unit: v128, low: v128, half: v128): v128 {
  const sum = i32x4.add(i32x4.dot_i16x8_s(v128.or(level, unit), exposure), half);
  return i32x4.max_s(i32x4.min_s(i32x4.shr_s(sum, 12), low), i32x4.splat(0));
}

/**
 * Which pixels differ from a plate: 255 or 0 into `out`. What does not, and is trusted, teaches
 * `noise`, an f32 for each pixel. Up to 12 bytes behind `out` and 48 behind the others are written
 * or read.
 *
 * @param trusted A mask of those that teach; 0 for all.
 * @param red Gain in 4096ths in the lower 16 bits, lift in the upper; so are the next two.
 * @param dimmest By how much the plate may be dimmed to come nearer; 1 for not at all.
 * @param brightest By how much it may be brightened.
 * @param least The least square of a distance that is foreground.
 * @param factor Of the noise's variance, the same.
 * @param most At most so much.
 * @param rate How fast the noise is learned.
 */
export function comparePlate(
  frame: usize,
  plate: usize,
  noise: usize,
  trusted: usize,
  out: usize,
  pixels: i32,
  red: i32,
  green: i32,
  blue: i32,
  dimmest: f32,
  brightest: f32,
  least: f32,
  factor: f32,
  most: f32,
  rate: f32,
): void {
  const low = kept(255, pixels), half = kept(2048, pixels), unit = kept(255 << 16, pixels);
  const redExposure = i32x4.splat(red), greenExposure = i32x4.splat(green);
  const blueExposure = i32x4.splat(blue);
  const one = f32x4.splat(1), dim = f32x4.splat(dimmest), bright = f32x4.splat(brightest);
  const least4 = f32x4.splat(least), factor4 = f32x4.splat(factor);
  const most4 = f32x4.splat(most), rate4 = f32x4.splat(rate);
  const isPlain = dimmest == 1 && brightest == 1;
  const end = out + <usize>pixels;
  // The last vector may reach beyond the pixels: there is room behind each block.
  for (; out < end; out += 4, frame += 16, plate += 16, noise += 16) {
    const seen = v128.load(frame), empty = v128.load(plate);
    const r = channelOf(seen, 0, low), g = channelOf(seen, 8, low), b = channelOf(seen, 16, low);
    const r0 = exposed(channelOf(empty, 0, low), redExposure, unit, low, half);
    const g0 = exposed(channelOf(empty, 8, low), greenExposure, unit, low, half);
    const b0 = exposed(channelOf(empty, 16, low), blueExposure, unit, low, half);
    let distance: v128;
    if (isPlain) {
      // Without a sign, so that the upper halves are 0.
      const dr = i32x4.abs(i32x4.sub(r, r0)), dg = i32x4.abs(i32x4.sub(g, g0));
      const db = i32x4.abs(i32x4.sub(b, b0));
      const sum = i32x4.add(i32x4.dot_i16x8_s(dr, dr), i32x4.dot_i16x8_s(dg, dg));
      distance = f32x4.convert_i32x4_s(i32x4.add(sum, i32x4.dot_i16x8_s(db, db)));
    } else {
      const ff = i32x4.add(i32x4.add(i32x4.dot_i16x8_s(r, r), i32x4.dot_i16x8_s(g, g)), i32x4.dot_i16x8_s(b, b));
      const fp = i32x4.add(i32x4.add(i32x4.dot_i16x8_s(r, r0), i32x4.dot_i16x8_s(g, g0)), i32x4.dot_i16x8_s(b, b0));
      const pp = i32x4.add(i32x4.add(i32x4.dot_i16x8_s(r0, r0), i32x4.dot_i16x8_s(g0, g0)), i32x4.dot_i16x8_s(b0, b0));
      const along = f32x4.convert_i32x4_s(fp), length = f32x4.convert_i32x4_s(pp);
      const ratio = f32x4.min(bright, f32x4.max(dim, f32x4.div(along, f32x4.max(length, one))));
      const shared = f32x4.mul(ratio, along);
      const scaled = f32x4.mul(f32x4.mul(ratio, ratio), length);
      distance = f32x4.add(f32x4.sub(f32x4.convert_i32x4_s(ff), f32x4.add(shared, shared)), scaled);
    }
    const variance = v128.load(noise);
    const limit = f32x4.max(least4, f32x4.min(f32x4.mul(factor4, variance), most4));
    const isForeground = f32x4.gt(distance, limit);
    const learned = f32x4.add(variance, f32x4.mul(rate4, f32x4.sub(distance, variance)));
    let isKept = isForeground;
    if (trusted != 0) {
      const words = i16x8.extend_low_i8x16_u(v128.load32_zero(trusted));
      isKept = v128.or(isKept, i32x4.eq(i32x4.extend_low_i16x8_u(words), i32x4.splat(0)));
      trusted += 4;
    }
    v128.store(noise, v128.bitselect(variance, learned, isKept));
    const words = i16x8.narrow_i32x4_s(isForeground, isForeground);
    v128.store32_lane(out, i8x16.narrow_i16x8_s(words, words), 0);
  }
}

/** One pixel's four channels: pairs of its left and right neighbours above and below, as 16-bit words. */
// @ts-ignore: decorator
@inline
function blend(upper: v128, lower: v128, top: v128, bottom: v128, half: v128): v128 {
  const sum = i32x4.add(i32x4.dot_i16x8_s(upper, top), i32x4.dot_i16x8_s(lower, bottom));
  return i32x4.shr_u(i32x4.add(sum, half), 10);
}

/** Two rows of bytes, alternating. */
// @ts-ignore: decorator
@inline
function pairsLow(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function pairsHigh(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/**
 * Move a picture by whole pixels and a fraction; `source` and `out` must not overlap.
 *
 * @param topWeights Of the upper two neighbours, 16 bits each; then of the lower.
 */
export function translate(
  source: usize,
  out: usize,
  width: i32,
  height: i32,
  wholeX: i32,
  wholeY: i32,
  topWeights: i32,
  bottomWeights: i32,
): void {
  const top4 = kept(topWeights, width), bottom4 = kept(bottomWeights, width);
  const half = kept(512, width), zero = i8x16.splat(0);
  const stride = <usize>width << 2;
  const lastX = width - 1, lastY = height - 1;
  for (let y = 0; y < height; y++) {
    const top = source + <usize>min(lastY, max(0, y + wholeY)) * stride;
    const bottom = source + <usize>min(lastY, max(0, y + wholeY + 1)) * stride;
    let x = 0;
    while (x < width) {
      const at = x + wholeX;
      // Four at a time where they and their right neighbours lie within the picture.
      if (at >= 0 && at + 4 <= lastX && x + 4 <= width) {
        const upper = top + (<usize>at << 2), lower = bottom + (<usize>at << 2);
        const a = v128.load(upper), b = v128.load(upper, 4);
        const c = v128.load(lower), d = v128.load(lower, 4);
        const abLow = pairsLow(a, b), abHigh = pairsHigh(a, b);
        const cdLow = pairsLow(c, d), cdHigh = pairsHigh(c, d);
        const p0 = blend(i16x8.extend_low_i8x16_u(abLow), i16x8.extend_low_i8x16_u(cdLow), top4, bottom4, half);
        const p1 = blend(i16x8.extend_high_i8x16_u(abLow), i16x8.extend_high_i8x16_u(cdLow), top4, bottom4, half);
        const p2 = blend(i16x8.extend_low_i8x16_u(abHigh), i16x8.extend_low_i8x16_u(cdHigh), top4, bottom4, half);
        const p3 = blend(i16x8.extend_high_i8x16_u(abHigh), i16x8.extend_high_i8x16_u(cdHigh), top4, bottom4, half);
        v128.store(out, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(p0, p1), i16x8.narrow_i32x4_s(p2, p3)));
        x += 4;
        out += 16;
        continue;
      }
      const left = <usize>min(lastX, max(0, at)) << 2;
      const right = <usize>min(lastX, max(0, at + 1)) << 2;
      const upper = pairsLow(v128.load32_zero(top + left), v128.load32_zero(top + right));
      const lower = pairsLow(v128.load32_zero(bottom + left), v128.load32_zero(bottom + right));
      const pixel = blend(i16x8.extend_low_i8x16_u(upper), i16x8.extend_low_i8x16_u(lower), top4, bottom4, half);
      v128.store32_lane(out, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(pixel, zero), zero), 0);
      x++;
      out += 4;
    }
  }
}
