// Which of sixteen pixels have the colours of enough samples, only darker; see knn.ts.

/** Bytes of sixteen pixels' sample: blue, green, red, whether it is background. */
export const SAMPLE: usize = 64;

let near: v128 = f32x4.splat(0);
let tau: v128 = f32x4.splat(0);
let enough: v128 = i8x16.splat(0);
let flips: v128 = i8x16.splat(0);
// No channel of a colour that is near is so far away.
let beyond: v128 = i8x16.splat(0);
// By how many bits a level may be shifted to be no brighter than tau makes it.
let shift: i32 = 0;

/** What shadows are told by: see `setKnn`. */
export function setShadows(dist2Threshold: f32, kNNSamples: i32, shadowThreshold: f32, shadow: i32): void {
  near = f32x4.splat(dist2Threshold);
  tau = f32x4.splat(shadowThreshold);
  enough = i8x16.splat(<i8>kNNSamples);
  // 255 with some bits flipped is the shadow's value.
  flips = i8x16.splat(<i8>(shadow ^ 255));
  beyond = i8x16.splat(<i8>min<f32>(ceil(sqrt(ceil(dist2Threshold))) + 1, 255));
  shift = shadowThreshold > 0 ? 0 : 8;
  for (let share = shadowThreshold; shift < 8 && share < 1; share *= 2) shift++;
}

/** Four bytes as floats. */
// @ts-ignore: decorator
@inline
function floats(bytes: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
}

// @ts-ignore: decorator
@inline
function square(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)), f32x4.mul(c, c));
}

/**
 * Which of four pixels have the colour of a sample, only darker: 255 for those, a byte each.
 *
 * @param pixel Where the pixels' blue is, and 16 bytes apart green and red.
 */
function isDark(pixel: usize, sample: usize): i32 {
  const b = floats(v128.load32_zero(pixel)), g = floats(v128.load32_zero(pixel, 16));
  const r = floats(v128.load32_zero(pixel, 32));
  const sb = floats(v128.load32_zero(sample)), sg = floats(v128.load32_zero(sample, 16));
  const sr = floats(v128.load32_zero(sample, 32));
  // Whole numbers below 2²⁴: exact in single precision.
  const blueAndGreen = f32x4.add(f32x4.mul(b, sb), f32x4.mul(g, sg));
  const along = f32x4.add(blueAndGreen, f32x4.mul(r, sr));
  const length = square(sb, sg, sr);
  const darker = v128.and(f32x4.le(along, length), f32x4.ge(along, f32x4.mul(tau, length)));
  const a = f32x4.div(along, length);
  const off = square(
    f32x4.sub(f32x4.mul(a, sb), b),
    f32x4.sub(f32x4.mul(a, sg), g),
    f32x4.sub(f32x4.mul(a, sr), r),
  );
  const hit = v128.and(darker, f32x4.lt(off, f32x4.mul(f32x4.mul(near, a), a)));
  return i32x4.extract_lane(
    i8x16.shuffle(hit, hit, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12),
    0,
  );
}

/** Bytes shifted right. */
// @ts-ignore: decorator
@inline
function shifted(bytes: v128, bits: i32, mask: v128): v128 {
  return v128.and(i16x8.shr_u(bytes, bits), mask);
}

/** Where `x · less > y · more`: other than 0. */
// @ts-ignore: decorator
@inline
function excess(x: v128, less: v128, y: v128, more: v128): v128 {
  return i16x8.sub_sat_u(i16x8.mul(x, less), i16x8.mul(y, more));
}

/** Where a shadow's one channel is darkened more than another lets it be: other than 0, 16 bits each. */
// @ts-ignore: decorator
@inline
function clashes(
  b: v128,
  g: v128,
  r: v128,
  lessB: v128,
  lessG: v128,
  lessR: v128,
  moreB: v128,
  moreG: v128,
  moreR: v128,
): v128 {
  return v128.or(
    v128.or(
      v128.or(excess(b, lessG, g, moreB), excess(g, lessB, b, moreG)),
      v128.or(excess(b, lessR, r, moreB), excess(r, lessB, b, moreR)),
    ),
    v128.or(excess(g, lessR, r, moreG), excess(r, lessG, g, moreR)),
  );
}

/**
 * What to write for the pixels that are not background: 255, or the shadow's value.
 *
 * Benefit: most samples are told to be of another colour by bytes, sixteen pixels at a time.
 * Correctness: a pixel x is a sample's s darkened by a ≤ 1 only where |a · s − x| is at most
 * √dist2Threshold · a in each channel, which `beyond`, one more, leaves room for rounding. So
 * x ≤ s + beyond, x ≥ tau · (s − beyond), and x / (s + beyond) ≤ a ≤ y / (t − beyond) for any two
 * channels; here the sums are halved, to fit into bytes.
 *
 * @param scratch 64 bytes.
 */
// @ts-ignore: decorator
@inline
export function shade(
  foreground: v128,
  b: v128,
  g: v128,
  r: v128,
  sample: usize,
  end: usize,
  scratch: usize,
): v128 {
  const reach = beyond, zero = i8x16.splat(0);
  const bits = shift, kept = i8x16.splat(<i8>(255 >> shift)), seven = i8x16.splat(0x7f);
  v128.store(scratch, b);
  v128.store(scratch, g, 16);
  v128.store(scratch, r, 32);
  let lanes = foreground, counted = zero, found = zero;
  for (; sample < end; sample += SAMPLE) {
    const asked = v128.and(lanes, v128.load(sample, 48));
    if (i8x16.bitmask(asked) == 0) continue;
    const sb = v128.load(sample), sg = v128.load(sample, 16), sr = v128.load(sample, 32);
    const lessB = i8x16.sub_sat_u(sb, reach), lessG = i8x16.sub_sat_u(sg, reach), lessR = i8x16.sub_sat_u(sr, reach);
    const isDarker = v128.and(
      v128.and(
        v128.and(i8x16.le_u(i8x16.sub_sat_u(b, sb), reach), i8x16.le_u(i8x16.sub_sat_u(g, sg), reach)),
        i8x16.le_u(i8x16.sub_sat_u(r, sr), reach),
      ),
      v128.and(
        v128.and(i8x16.ge_u(b, shifted(lessB, bits, kept)), i8x16.ge_u(g, shifted(lessG, bits, kept))),
        i8x16.ge_u(r, shifted(lessR, bits, kept)),
      ),
    );
    // A black sample ends the search.
    const isBlack = i8x16.eq(v128.or(v128.or(sb, sg), sr), zero);
    lanes = v128.andnot(lanes, v128.and(asked, isBlack));
    let possible = v128.and(v128.andnot(asked, isBlack), isDarker);
    if (i8x16.bitmask(possible) == 0) continue;
    const moreB = i8x16.avgr_u(sb, reach), moreG = i8x16.avgr_u(sg, reach), moreR = i8x16.avgr_u(sr, reach);
    const halfB = shifted(lessB, 1, seven), halfG = shifted(lessG, 1, seven), halfR = shifted(lessR, 1, seven);
    const low = clashes(
      i16x8.extend_low_i8x16_u(b),
      i16x8.extend_low_i8x16_u(g),
      i16x8.extend_low_i8x16_u(r),
      i16x8.extend_low_i8x16_u(halfB),
      i16x8.extend_low_i8x16_u(halfG),
      i16x8.extend_low_i8x16_u(halfR),
      i16x8.extend_low_i8x16_u(moreB),
      i16x8.extend_low_i8x16_u(moreG),
      i16x8.extend_low_i8x16_u(moreR),
    );
    const high = clashes(
      i16x8.extend_high_i8x16_u(b),
      i16x8.extend_high_i8x16_u(g),
      i16x8.extend_high_i8x16_u(r),
      i16x8.extend_high_i8x16_u(halfB),
      i16x8.extend_high_i8x16_u(halfG),
      i16x8.extend_high_i8x16_u(halfR),
      i16x8.extend_high_i8x16_u(moreB),
      i16x8.extend_high_i8x16_u(moreG),
      i16x8.extend_high_i8x16_u(moreR),
    );
    const fits = i8x16.narrow_i16x8_s(i16x8.eq(low, zero), i16x8.eq(high, zero));
    possible = v128.and(possible, fits);
    const quads = i8x16.bitmask(possible);
    if (quads == 0) continue;
    let hits = zero;
    if (quads & 0xf) hits = i32x4.replace_lane(hits, 0, isDark(scratch, sample));
    if (quads & 0xf0) hits = i32x4.replace_lane(hits, 1, isDark(scratch + 4, sample + 4));
    if (quads & 0xf00) hits = i32x4.replace_lane(hits, 2, isDark(scratch + 8, sample + 8));
    if (quads & 0xf000) hits = i32x4.replace_lane(hits, 3, isDark(scratch + 12, sample + 12));
    counted = i8x16.sub(counted, v128.and(hits, possible));
    found = i8x16.ge_u(counted, enough);
    lanes = v128.andnot(lanes, found);
    if (i8x16.bitmask(lanes) == 0) break;
  }
  return v128.xor(foreground, v128.and(v128.and(found, foreground), flips));
}
