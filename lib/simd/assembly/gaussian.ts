// A Gaussian in whole 256ths: the twin of lib/pixels/gaussian_blur.ts.

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

/** A row in 256ths, 16 bits each. */
function blurRow(line: usize, width: i32, radius: i32, weights: usize, to: usize): void {
  const middle = i16x8.splat(load<i16>(weights));
  for (let x = 0; x < width; x += 16, to += 32) {
    const at = line + x + radius;
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
    v128.store(to, low);
    v128.store(to, high, 16);
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
function blurColumns(rows: usize, radius: i32, weights: usize, out: usize, width: i32, rest: usize): void {
  const start = i32x4.splat((1 << 23) + (1 << 15));
  const first = i32x4.splat(load<i32>(weights));
  const own = <usize>load<u32>(rows);
  for (let x = 0; x < width; x += 8) {
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
 * Blur `source` into `out`, which may be `source`.
 *
 * @param weights By the distance from the middle, 32 bits each.
 * @param scratch With rows = 2 · radius + 1 and stride = width rounded up to 16:
 * 2 · stride · rows + stride + 18 · rows + 128 bytes.
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
  const line = list + 8 * (radius + 1), ring = line + ((stride + 2 * radius + 31) & ~15);
  let ready = 0;
  for (let y = 0; y < height; y++) {
    for (; ready < height && ready <= y + radius; ready++) {
      mirrorRow(source + ready * width, width, radius, line);
      blurRow(line, width, radius, weights, ring + 2 * (ready % rows) * stride);
    }
    for (let d = 0; d <= radius; d++) {
      const above = mirrored(y - d, height), below = mirrored(y + d, height);
      store<u32>(list + 8 * d, <u32>(ring + 2 * (above % rows) * stride));
      store<u32>(list + 8 * d + 4, <u32>(ring + 2 * (below % rows) * stride));
    }
    blurColumns(list, radius, weights, out + y * width, width, rest);
  }
}
