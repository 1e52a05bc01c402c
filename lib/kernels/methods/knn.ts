// Samples of each pixel, sixteen pixels at a time; see
// lib/methods/background_models/knn/plain_samples.ts for what is done here.
//
// A model, by groups of sixteen pixels: the samples of the short, the middle and
// the long list (blue, green, red, whether it is background: 16 bytes each). Then a
// byte a pixel in six planes: at which frame it is sampled for each list, and where
// each list goes on.

import { distance } from "../vector";
import { SAMPLE, setShadows, shade } from "./knn_shadows";

const LANES: usize = 16;

// What the frames are compared by.
let limit: v128 = i16x8.splat(0);
// No channel of a colour that is near is farther away.
let reach: v128 = i8x16.splat(0);
let enough: v128 = i8x16.splat(0);
let shadowValue: i32 = 255;
let shortCounter: i32 = 0;
let middleCounter: i32 = 0;
let longCounter: i32 = 0;

// The sixteen pixels at hand.
let blue: v128 = i8x16.splat(0);
let green: v128 = i8x16.splat(0);
let red: v128 = i8x16.splat(0);
let included: v128 = i8x16.splat(0);

/** Bytes of a model of so many pixels, with three times so many samples each, before its six planes. */
export function knnBytes(pixels: i32, nSamples: i32): f64 {
  return <f64>((pixels + 15) >> 4) * <f64>(3 * nSamples * <i32>SAMPLE);
}

/**
 * How the next frame is sampled: see `SampleTest`.
 *
 * @param dist2Threshold Up to 65535.
 * @param shadow 255 where none is looked for.
 */
export function setKnn(
  dist2Threshold: f32,
  kNNSamples: i32,
  shadowThreshold: f32,
  shadow: i32,
  short: i32,
  middle: i32,
  long: i32,
): void {
  // A whole number is below a threshold where it is below the next whole number.
  limit = i16x8.splat(<i16>(<i32>ceil(dist2Threshold)));
  reach = i8x16.splat(<i8>min<f32>(ceil(sqrt(ceil(dist2Threshold))), 255));
  setShadows(dist2Threshold, kNNSamples, shadowThreshold, shadow);
  enough = i8x16.splat(<i8>kNNSamples);
  shadowValue = shadow;
  shortCounter = short;
  middleCounter = middle;
  longCounter = long;
}

/** The pixels that have enough background samples near; sets `included`. */
// @ts-ignore: decorator
@inline
function isBackground(sample: usize, end: usize, blue: v128, green: v128, red: v128): v128 {
  const most = reach, wanted = enough, below = limit;
  let all = i8x16.splat(0), counted = i8x16.splat(0), found = i8x16.splat(0);
  for (; sample < end; sample += SAMPLE) {
    const db = distance(v128.load(sample), blue);
    const dg = distance(v128.load(sample, 16), green);
    const dr = distance(v128.load(sample, 32), red);
    // What is found is not counted any more.
    const close = i8x16.le_u(i8x16.max_u(i8x16.max_u(db, dg), dr), most);
    if (i8x16.bitmask(v128.andnot(close, found)) == 0) continue;
    // Sums of squares up to 65535; what is above any limit stays there.
    const low = i16x8.add_sat_u(
      i16x8.add_sat_u(i16x8.extmul_low_i8x16_u(db, db), i16x8.extmul_low_i8x16_u(dg, dg)),
      i16x8.extmul_low_i8x16_u(dr, dr),
    );
    const high = i16x8.add_sat_u(
      i16x8.add_sat_u(i16x8.extmul_high_i8x16_u(db, db), i16x8.extmul_high_i8x16_u(dg, dg)),
      i16x8.extmul_high_i8x16_u(dr, dr),
    );
    const hit = i8x16.narrow_i16x8_s(i16x8.lt_u(low, below), i16x8.lt_u(high, below));
    all = i8x16.sub(all, hit);
    counted = i8x16.sub(counted, v128.and(hit, v128.load(sample, 48)));
    found = i8x16.ge_u(counted, wanted);
    if (i8x16.bitmask(found) == 0xffff) break;
  }
  included = v128.or(found, i8x16.ge_u(all, wanted));
  return found;
}

/** Which of sixteen pixels are to be sampled now: a bit each. */
// @ts-ignore: decorator
@inline
function turnOf(turns: usize, counter: i32): i32 {
  return counter > 255 ? 0 : i8x16.bitmask(i8x16.eq(v128.load(turns), i8x16.splat(<i8>counter)));
}

/** Let a pixel's list go on; returns the place where it was. */
// @ts-ignore: decorator
@inline
function advance(next: usize, last: i32): usize {
  const place = <i32>load<u8>(next);
  store<u8>(next, place >= last ? 0 : place + 1);
  return SAMPLE * place;
}

/** Move each wanted pixel's oldest sample of one list to the next list. */
function pass(bits: i32, from: usize, to: usize, nextFrom: usize, nextTo: usize, last: i32): void {
  for (; bits != 0; bits &= bits - 1) {
    const lane = <usize>ctz(bits);
    const source = from + lane + SAMPLE * <usize>load<u8>(nextFrom + lane);
    const target = to + lane + advance(nextTo + lane, last);
    store<u8>(target, load<u8>(source));
    store<u8>(target, load<u8>(source, 16), 16);
    store<u8>(target, load<u8>(source, 32), 32);
    store<u8>(target, load<u8>(source, 48), 48);
  }
}

/** Put each wanted pixel into its short list. */
function take(bits: i32, list: usize, next: usize, last: i32, scratch: usize): void {
  v128.store(scratch, blue);
  v128.store(scratch, green, 16);
  v128.store(scratch, red, 32);
  v128.store(scratch, included, 48);
  for (; bits != 0; bits &= bits - 1) {
    const lane = <usize>ctz(bits);
    const target = list + lane + advance(next + lane, last);
    store<u8>(target, load<u8>(scratch + lane));
    store<u8>(target, load<u8>(scratch + lane, 16), 16);
    store<u8>(target, load<u8>(scratch + lane, 32), 32);
    store<u8>(target, load<u8>(scratch + lane, 48), 48);
  }
}

/** Red, green and blue of sixteen RGBA pixels apart. */
// @ts-ignore: decorator
@inline
function gather(rgba: usize): void {
  const a = v128.load(rgba), b = v128.load(rgba, 16), c = v128.load(rgba, 32), d = v128.load(rgba, 48);
  const low = i16x8.splat(0xff);
  const redBlue0 = v128.and(a, low), redBlue1 = v128.and(b, low);
  const redBlue2 = v128.and(c, low), redBlue3 = v128.and(d, low);
  // Red and blue alternate: bytes of 16 bits to bytes, twice.
  const rb0 = i8x16.narrow_i16x8_u(redBlue0, redBlue1), rb1 = i8x16.narrow_i16x8_u(redBlue2, redBlue3);
  red = i8x16.narrow_i16x8_u(v128.and(rb0, low), v128.and(rb1, low));
  blue = i8x16.narrow_i16x8_u(i16x8.shr_u(rb0, 8), i16x8.shr_u(rb1, 8));
  const ga0 = i8x16.narrow_i16x8_u(i16x8.shr_u(a, 8), i16x8.shr_u(b, 8));
  const ga1 = i8x16.narrow_i16x8_u(i16x8.shr_u(c, 8), i16x8.shr_u(d, 8));
  green = i8x16.narrow_i16x8_u(v128.and(ga0, low), v128.and(ga1, low));
}

/**
 * Sample so many RGBA pixels, and write a byte for each: 255 foreground, 0 background, else shadow.
 * Of the memory behind `rgba` up to 60 bytes are read, and not used.
 *
 * @param model Of `knnBytes`; 0 for a new one.
 * @param planes Six times 16 · ⌈pixels / 16⌉ bytes: turns of the short, the middle and the long
 * list, and where they go on; 0 for new ones.
 * @param scratch 64 bytes.
 */
export function knn(
  rgba: usize,
  mask: usize,
  pixels: i32,
  model: usize,
  planes: usize,
  nSamples: i32,
  scratch: usize,
): void {
  const plane = LANES * <usize>((pixels + 15) >> 4);
  const list = SAMPLE * <usize>nSamples;
  const last = nSamples - 1;
  for (; pixels > 0; pixels -= 16, rgba += 64, mask += LANES, model += 3 * list, planes += LANES) {
    gather(rgba);
    const end = model + 3 * list;
    let bytes = v128.not(isBackground(model, end, blue, green, red));
    if (shadowValue != 255 && v128.any_true(bytes)) bytes = shade(bytes, blue, green, red, model, end, scratch);
    const next = planes + 3 * plane;
    const long = turnOf(planes + 2 * plane, longCounter);
    if (long != 0) {
      pass(long, model + list, model + 2 * list, next + plane, next + 2 * plane, last);
    }
    const middle = turnOf(planes + plane, middleCounter);
    if (middle != 0) pass(middle, model, model + list, next, next + plane, last);
    const short = turnOf(planes, shortCounter);
    if (short != 0) take(short, model, next, last, scratch);
    if (pixels >= 16) v128.store(mask, bytes);
    else {
      v128.store(scratch, bytes);
      memory.copy(mask, scratch, <usize>pixels);
    }
  }
}

/** Write each of so many pixels' first sample that is background, RGBA, opaque. */
export function knnBackground(out: usize, pixels: i32, model: usize, nSamples: i32): void {
  const stride = 3 * SAMPLE * <usize>nSamples;
  for (let i: usize = 0; i < <usize>pixels; i++, out += 4) {
    let sample = model + stride * (i >> 4) + (i & 15);
    const end = sample + stride;
    while (sample < end && load<u8>(sample, 48) == 0) sample += SAMPLE;
    const isThere = sample < end;
    store<u8>(out, isThere ? load<u8>(sample, 32) : 0);
    store<u8>(out, isThere ? load<u8>(sample, 16) : 0, 1);
    store<u8>(out, isThere ? load<u8>(sample) : 0, 2);
    store<u8>(out, 255, 3);
  }
}
