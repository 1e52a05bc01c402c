// A Gaussian in whole 256ths: the twin of lib/pixels/filter/gaussian_blur.ts.
//
// Benefit: of mattes most blocks are of one level as far as a Gaussian reaches. A matte with a
// person at 7680×4320, sigma 9.6: see tests/bench/scaling.ts.
// Correctness: the weights' sum is 256, so what is of one level stays as it is.

/** Columns that are looked at together. */
const BLOCK: i32 = 64;

/** Where a place beyond the border is seen in the mirrors there. */
function mirrored(at: i32, length: i32): i32 {
  if (length == 1) return 0;
  const period = 2 * (length - 1);
  const inside = abs(at) % period;
  return inside < length ? inside : period - inside;
}

/** A row with its mirror images on both sides. */
function mirrorRow(row: usize, width: i32, radius: i32, line: usize): void {
  memory.copy(line + radius, row, width);
  for (let x = 1; x <= radius; x++) {
    store<u8>(line + radius - x, load<u8>(row + mirrored(-x, width)));
    store<u8>(line + radius + width - 1 + x, load<u8>(row + mirrored(width - 1 + x, width)));
  }
}

/** The level that so many bytes all have, or −1. */
function levelOf(bytes: usize, count: i32): i32 {
  const level = load<u8>(bytes), levels = i8x16.splat(<i8>level);
  const end = bytes + <usize>count;
  for (; bytes + 16 <= end; bytes += 16) {
    if (!i8x16.all_true(i8x16.eq(v128.load(bytes), levels))) return -1;
  }
  for (; bytes < end; bytes++) if (load<u8>(bytes) != level) return -1;
  return level;
}

/**
 * Note since which row a block has been of one level, if it has: what blurs to itself.
 *
 * @param block Of its last level, and the first row of the run: 32 bits each.
 */
// @ts-ignore: decorator
@inline
function note(block: usize, level: i32, y: i32): void {
  if (level >= 0 && level == load<i32>(block)) return;
  store<i32>(block, level);
  store<i32>(block, y, 4);
}

/** A row in 256ths, 16 bits each, in blocks of 64. */
function blurRow(
  line: usize,
  width: i32,
  radius: i32,
  weights: usize,
  to: usize,
  blocks: usize,
  y: i32,
): void {
  const middle = i16x8.splat(load<i16>(weights));
  for (let first = 0; first < width; first += BLOCK, blocks += 8, to += 2 * BLOCK) {
    const count = min(BLOCK, width - first);
    const level = levelOf(line + first, count + 2 * radius);
    note(blocks, level, y);
    if (level >= 0) {
      const same = i16x8.splat(<i16>(level << 8));
      for (let x = 0; x < count; x += 8) v128.store(to + 2 * x, same);
      continue;
    }
    for (let x = 0; x < count; x += 16) {
      const at = line + first + x + radius;
      const own = v128.load(at);
      let low = i16x8.mul(i16x8.extend_low_i8x16_u(own), middle);
      let high = i16x8.mul(i16x8.extend_high_i8x16_u(own), middle);
      for (let d = 1; d <= radius; d++) {
        const weight = i16x8.splat(load<i16>(weights + 4 * d));
        const left = v128.load(at - d), right = v128.load(at + d);
        const lows = i16x8.add(i16x8.extend_low_i8x16_u(left), i16x8.extend_low_i8x16_u(right));
        const highs = i16x8.add(i16x8.extend_high_i8x16_u(left), i16x8.extend_high_i8x16_u(right));
        low = i16x8.add(low, i16x8.mul(lows, weight));
        high = i16x8.add(high, i16x8.mul(highs, weight));
      }
      v128.store(to + 2 * x, low);
      v128.store(to + 2 * x, high, 16);
    }
  }
}

/** Eight values of two rows in turns, made signed. */
// @ts-ignore: decorator
@inline
function lowPairs(a: v128, b: v128): v128 {
  return v128.xor(v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11), i16x8.splat(-32768));
}

// @ts-ignore: decorator
@inline
function highPairs(a: v128, b: v128): v128 {
  return v128.xor(v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15), i16x8.splat(-32768));
}

/**
 * Columns of eight pixels a time. Values are 2¹⁵ too small, to be signed: with weights that sum
 * up to 256 that is 2²³ in the end; 2¹⁵ rounds.
 *
 * @param rows The rows above and below, two and two; the first two are the row itself.
 */
function blurColumns(
  rows: usize,
  radius: i32,
  weights: usize,
  out: usize,
  width: i32,
  rest: usize,
  blocks: usize,
  highest: i32,
): void {
  const start = i32x4.splat((1 << 23) + (1 << 15));
  const first = i32x4.splat(load<i32>(weights));
  const own = <usize>load<u32>(rows);
  for (let x = 0; x < width; x += 8) {
    if ((x & (BLOCK - 1)) == 0) {
      const block = blocks + (x >> 3);
      const level = load<i32>(block);
      if (level >= 0 && load<i32>(block, 4) <= highest) {
        memory.fill(out + x, <u8>level, min(BLOCK, width - x));
        x += BLOCK - 8;
        continue;
      }
    }
    const middle = v128.load(own + 2 * x);
    let low = i32x4.add(start, i32x4.dot_i16x8_s(lowPairs(middle, middle), first));
    let high = i32x4.add(start, i32x4.dot_i16x8_s(highPairs(middle, middle), first));
    for (let d = 1; d <= radius; d++) {
      const weight = i16x8.splat(load<i16>(weights + 4 * d));
      const a = v128.load(<usize>load<u32>(rows + 8 * d) + 2 * x);
      const b = v128.load(<usize>load<u32>(rows + 8 * d + 4) + 2 * x);
      low = i32x4.add(low, i32x4.dot_i16x8_s(lowPairs(a, b), weight));
      high = i32x4.add(high, i32x4.dot_i16x8_s(highPairs(a, b), weight));
    }
    const words = i16x8.narrow_i32x4_s(i32x4.shr_u(low, 16), i32x4.shr_u(high, 16));
    const bytes = i8x16.narrow_i16x8_u(words, words);
    if (x + 8 <= width) v128.store64_lane(out + x, bytes, 0);
    else {
      v128.store64_lane(rest, bytes, 0);
      memory.copy(out + x, rest, width - x);
    }
  }
}

/**
 * A Gaussian in whole 256ths; `out` may be `source`.
 *
 * @param weights By the distance from the middle, 32 bits each.
 * @param scratch With rows = 2 · radius + 1 and stride = width rounded up to 16:
 * `2 · stride · rows + 2 · stride + 18 · rows + 256` bytes.
 */
export function gaussianBlur(
  source: usize,
  out: usize,
  width: i32,
  height: i32,
  radius: i32,
  weights: usize,
  scratch: usize,
): void {
  const rows = 2 * radius + 1, stride = (width + 15) & ~15;
  const rest = scratch, list = rest + 16;
  const blocks = list + 8 * (radius + 1);
  const line = blocks + 8 * ((width + BLOCK - 1) / BLOCK);
  const ring = (line + stride + 2 * radius + 31) & ~15;
  for (let block = blocks; block < line; block += 8) store<i32>(block, -1);
  let ready = 0;
  for (let y = 0; y < height; y++) {
    for (; ready < height && ready <= y + radius; ready++) {
      mirrorRow(source + ready * width, width, radius, line);
      blurRow(line, width, radius, weights, ring + 2 * (ready % rows) * stride, blocks, ready);
    }
    for (let d = 0; d <= radius; d++) {
      const above = mirrored(y - d, height), below = mirrored(y + d, height);
      store<u32>(list + 8 * d, <u32>(ring + 2 * (above % rows) * stride));
      store<u32>(list + 8 * d + 4, <u32>(ring + 2 * (below % rows) * stride));
    }
    blurColumns(list, radius, weights, out + y * width, width, rest, blocks, max(0, y - radius));
  }
}
