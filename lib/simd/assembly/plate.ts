// A frame against a picture of the empty room.

import { kept } from "./vector";

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
 * Which pixels differ from the plate: 255 or 0 into `out`. What does not, and is
 * trusted, teaches `noise`, a float32 for each pixel.
 *
 * @param trusted A mask of those that teach; 0 for all.
 * @param red Gain in 4096ths, and lift in the upper 16 bits; so are the next two.
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

/**
 * Move a picture by whole pixels and a fraction.
 *
 * @param weights Of the four neighbours, 16 bits each: top left, top right, bottom left, bottom right.
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
    for (let x = 0; x < width; x++, out += 4) {
      const left = <usize>min(lastX, max(0, x + wholeX)) << 2;
      const right = <usize>min(lastX, max(0, x + wholeX + 1)) << 2;
      // Bytes of left and right, alternating, as 16-bit words.
      const upper = i8x16.shuffle(v128.load32_zero(top + left), v128.load32_zero(top + right), 0, 8, 16, 8, 1, 8, 17, 8, 2, 8, 18, 8, 3, 8, 19, 8);
      const lower = i8x16.shuffle(v128.load32_zero(bottom + left), v128.load32_zero(bottom + right), 0, 8, 16, 8, 1, 8, 17, 8, 2, 8, 18, 8, 3, 8, 19, 8);
      const sum = i32x4.add(i32x4.dot_i16x8_s(upper, top4), i32x4.dot_i16x8_s(lower, bottom4));
      const words = i16x8.narrow_i32x4_s(i32x4.shr_s(i32x4.add(sum, half), 10), zero);
      v128.store32_lane(out, i8x16.narrow_i16x8_u(words, zero), 0);
    }
  }
}
