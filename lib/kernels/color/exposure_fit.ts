// Sums for the fit of an exposure: the twin of lib/pixels/color/channel_exposure.ts. Exact: red and
// green are two lanes, blue another one, and each adds its pixels in the plain twin's order.

/** A pair of pixels takes so many bytes. */
const PAIR: usize = 8;

/** So many pixels' squares surely fit into 31 bits. */
const CHUNK: usize = 32768;

/** Bytes of four channels' numbers. */
const ROW: usize = 32;

/**
 * Collect pairs of pixels, one of each picture, behind one another.
 *
 * @param mask Pixels whose byte is 0 are left out; 0 for none.
 * @param step Every how many pixels, in both directions.
 * @param pairs Takes 8 bytes a pair.
 * @returns How many they are.
 */
export function collectPairs(
  from: usize,
  to: usize,
  mask: usize,
  width: i32,
  height: i32,
  step: i32,
  pairs: usize,
): i32 {
  let next = pairs;
  for (let y = 0; y < height; y += step) {
    const row = <usize>y * <usize>width;
    for (let x = 0; x < width; x += step) {
      const i = row + <usize>x;
      if (mask != 0 && load<u8>(mask + i) == 0) continue;
      store<u32>(next, load<u32>(from + (i << 2)));
      store<u32>(next, load<u32>(to + (i << 2)), 4);
      next += PAIR;
    }
  }
  return <i32>((next - pairs) / PAIR);
}

/** Four channels, 32 bits each. */
// @ts-ignore: decorator
@inline
function channelsOf(pixel: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(pixel)));
}

// @ts-ignore: decorator
@inline
function upper(channels: v128): v128 {
  return f64x2.convert_low_i32x4_s(v128.shuffle<i32>(channels, channels, 2, 3, 2, 3));
}

// @ts-ignore: decorator
@inline
function addWhole(sums: usize, more: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.convert_low_i32x4_u(more)));
  v128.store(sums, f64x2.add(v128.load(sums, 16), upper(more)), 16);
}

/**
 * Sum up pairs that all count whole.
 *
 * @param sums Takes five rows of four f64, one a channel: weights, levels of the first picture and
 * of the second, squares of the first, products.
 */
export function sumAllPairs(pairs: usize, count: i32, sums: usize): void {
  memory.fill(sums, 0, 5 * ROW);
  const end = pairs + PAIR * <usize>count;
  const weights = f64x2.splat(<f64>count);
  v128.store(sums, weights);
  v128.store(sums, weights, 16);
  while (pairs < end) {
    let x = i32x4.splat(0), y = x, xx = x, xy = x;
    for (const stop = min(end, pairs + PAIR * CHUNK); pairs < stop; pairs += PAIR) {
      const a = channelsOf(pairs), b = channelsOf(pairs + 4);
      x = i32x4.add(x, a);
      y = i32x4.add(y, b);
      xx = i32x4.add(xx, i32x4.mul(a, a));
      xy = i32x4.add(xy, i32x4.mul(a, b));
    }
    addWhole(sums + ROW, x);
    addWhole(sums + 2 * ROW, y);
    addWhole(sums + 3 * ROW, xx);
    addWhole(sums + 4 * ROW, xy);
  }
}

/** How far two channels are from their lines. */
// @ts-ignore: decorator
@inline
function residual(a: v128, b: v128, gain: v128, offset: v128): v128 {
  return f64x2.sub(f64x2.sub(b, f64x2.mul(gain, a)), offset);
}

/** Tukey's weight of two channels: 0 from the limit on. */
// @ts-ignore: decorator
@inline
function weightOf(off: v128): v128 {
  const one = f64x2.splat(1);
  const root = f64x2.sub(one, f64x2.mul(off, off));
  return v128.and(f64x2.mul(root, root), f64x2.lt(f64x2.abs(off), one));
}

/**
 * Sum up pairs, each by how near it is to its line.
 *
 * @param lines Three rows of four f64, one a channel: gains, offsets, and how far off a pixel may be.
 * @param sums As of {@link sumAllPairs}.
 */
export function sumPairs(pairs: usize, count: i32, lines: usize, sums: usize): void {
  const gain = v128.load(lines), gainB = v128.load(lines, 16);
  const offset = v128.load(lines, 32), offsetB = v128.load(lines, 48);
  const limit = v128.load(lines, 64), limitB = v128.load(lines, 80);
  let w = f64x2.splat(0), x = w, y = w, xx = w, xy = w;
  let wB = w, xB = w, yB = w, xxB = w, xyB = w;
  for (const end = pairs + PAIR * <usize>count; pairs < end; pairs += PAIR) {
    const four = channelsOf(pairs), other = channelsOf(pairs + 4);
    const a = f64x2.convert_low_i32x4_s(four), b = f64x2.convert_low_i32x4_s(other);
    const aB = upper(four), bB = upper(other);
    const weight = weightOf(f64x2.div(residual(a, b, gain, offset), limit));
    const weightB = weightOf(f64x2.div(residual(aB, bB, gainB, offsetB), limitB));
    const wa = f64x2.mul(weight, a), waB = f64x2.mul(weightB, aB);
    w = f64x2.add(w, weight);
    wB = f64x2.add(wB, weightB);
    x = f64x2.add(x, wa);
    xB = f64x2.add(xB, waB);
    y = f64x2.add(y, f64x2.mul(weight, b));
    yB = f64x2.add(yB, f64x2.mul(weightB, bB));
    xx = f64x2.add(xx, f64x2.mul(wa, a));
    xxB = f64x2.add(xxB, f64x2.mul(waB, aB));
    xy = f64x2.add(xy, f64x2.mul(wa, b));
    xyB = f64x2.add(xyB, f64x2.mul(waB, bB));
  }
  v128.store(sums, w);
  v128.store(sums, wB, 16);
  v128.store(sums, x, 32);
  v128.store(sums, xB, 48);
  v128.store(sums, y, 64);
  v128.store(sums, yB, 80);
  v128.store(sums, xx, 96);
  v128.store(sums, xxB, 112);
  v128.store(sums, xy, 128);
  v128.store(sums, xyB, 144);
}

// @ts-ignore: decorator
@inline
function countOne(counts: usize, level: i32): void {
  const at = counts + (<usize>level << 2);
  store<i32>(at, load<i32>(at) + 1);
}

/**
 * Count how far pairs are from their lines, in whole levels.
 *
 * @param lines As of {@link sumPairs}.
 * @param counts Takes three tables of 1024 numbers of 32 bits; the last of each counts all beyond, too.
 */
export function countResiduals(pairs: usize, count: i32, lines: usize, counts: usize): void {
  memory.fill(counts, 0, 3 * 4096);
  const gain = v128.load(lines), gainB = v128.load(lines, 16);
  const offset = v128.load(lines, 32), offsetB = v128.load(lines, 48);
  const most = i32x4.splat(1023);
  for (const end = pairs + PAIR * <usize>count; pairs < end; pairs += PAIR) {
    const four = channelsOf(pairs), other = channelsOf(pairs + 4);
    const a = f64x2.convert_low_i32x4_s(four), b = f64x2.convert_low_i32x4_s(other);
    const off = f64x2.abs(residual(a, b, gain, offset));
    const offB = f64x2.abs(residual(upper(four), upper(other), gainB, offsetB));
    const levels = i32x4.min_s(most, i32x4.trunc_sat_f64x2_s_zero(off));
    const levelsB = i32x4.min_s(most, i32x4.trunc_sat_f64x2_s_zero(offB));
    countOne(counts, i32x4.extract_lane(levels, 0));
    countOne(counts + 4096, i32x4.extract_lane(levels, 1));
    countOne(counts + 8192, i32x4.extract_lane(levelsB, 0));
  }
}
