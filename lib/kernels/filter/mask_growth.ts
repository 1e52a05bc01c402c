// The brightest, or the darkest, around each pixel of a mask: the twin of growMask in
// lib/pixels/filter/grow_into.ts. The time does not depend on the element.

/** Whether so many bytes are all 0 or 255. */
export function isMask(bytes: usize, length: i32): bool {
  const end = bytes + <usize>length, one = i8x16.splat(1);
  for (; bytes + 16 <= end; bytes += 16) {
    if (v128.any_true(i8x16.gt_u(i8x16.add(v128.load(bytes), one), one))) return false;
  }
  for (; bytes < end; bytes++) if (((<i32>load<u8>(bytes) + 1) & 255) > 1) return false;
  return true;
}

/** A row's distances from the next foreground above, of those of the row above it. */
function goDown(row: usize, width: i32, flip: i32, above: usize, to: usize, rest: usize): void {
  const one = i8x16.splat(1), flips = i8x16.splat(<i8>flip);
  for (let x = 0; x < width; x += 16) {
    let at = row + x;
    if (x + 16 > width) {
      memory.fill(rest, <u8>flip, 16);
      memory.copy(rest, at, width - x);
      at = rest;
    }
    const mask = v128.xor(v128.load(at), flips);
    v128.store(to + x, v128.andnot(i8x16.add_sat_u(v128.load(above + x), one), mask));
  }
}

/** By each distance how far a pixel reaches to the sides, and one more; 0 beyond the element. */
// @ts-ignore: decorator
@inline
function reachesOf(distances: v128, reaches: usize, radius: i32): v128 {
  const step = i8x16.splat(16);
  let sum = i8x16.swizzle(v128.load(reaches), distances);
  for (let k = 16; k <= radius; k += 16) {
    distances = i8x16.sub(distances, step);
    sum = v128.or(sum, i8x16.swizzle(v128.load(reaches + k), distances));
  }
  return sum;
}

/** What reaches to each of 16 pixels from those to the left, one less a pixel. */
// @ts-ignore: decorator
@inline
function spreadRight(own: v128): v128 {
  const zero = i8x16.splat(0);
  own = i8x16.max_u(own, i8x16.sub_sat_u(
    v128.shuffle<i8>(zero, own, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
    i8x16.splat(1),
  ));
  own = i8x16.max_u(own, i8x16.sub_sat_u(
    v128.shuffle<i8>(zero, own, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
    i8x16.splat(2),
  ));
  own = i8x16.max_u(own, i8x16.sub_sat_u(
    v128.shuffle<i8>(zero, own, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27),
    i8x16.splat(4),
  ));
  return i8x16.max_u(own, i8x16.sub_sat_u(
    v128.shuffle<i8>(zero, own, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23),
    i8x16.splat(8),
  ));
}

/** The same from those to the right. */
// @ts-ignore: decorator
@inline
function spreadLeft(own: v128): v128 {
  const zero = i8x16.splat(0);
  own = i8x16.max_u(own, i8x16.sub_sat_u(
    v128.shuffle<i8>(own, zero, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
    i8x16.splat(1),
  ));
  own = i8x16.max_u(own, i8x16.sub_sat_u(
    v128.shuffle<i8>(own, zero, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17),
    i8x16.splat(2),
  ));
  own = i8x16.max_u(own, i8x16.sub_sat_u(
    v128.shuffle<i8>(own, zero, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19),
    i8x16.splat(4),
  ));
  return i8x16.max_u(own, i8x16.sub_sat_u(
    v128.shuffle<i8>(own, zero, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23),
    i8x16.splat(8),
  ));
}

/**
 * A row of the distances from the next foreground above or below becomes one of reaches, and
 * `right` what those to the left reach.
 */
function goRight(row: usize, right: usize, stride: i32, reaches: usize, radius: i32): void {
  const farthest = i8x16.splat(<i8>radius);
  const nearer = i8x16(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
  let carry = 0;
  for (let x = 0; x < stride; x += 16) {
    const distances = v128.load(row + x);
    let own = i8x16.splat(0);
    let spread = own;
    if (v128.any_true(i8x16.le_u(distances, farthest))) {
      own = reachesOf(distances, reaches, radius);
      spread = spreadRight(own);
    }
    if (carry > 0) {
      spread = i8x16.max_u(spread, i8x16.sub_sat_u(i8x16.splat(<i8>carry), nearer));
    }
    carry = <i32>i8x16.extract_lane_u(spread, 15);
    v128.store(row + x, own);
    v128.store(right + x, spread);
  }
}

/** Where something reaches from one of the sides. */
function goLeft(row: usize, right: usize, stride: i32, out: usize, width: i32, flip: i32, rest: usize): void {
  const zero = i8x16.splat(0), flips = i8x16.splat(<i8>flip);
  const nearer = i8x16(16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
  let carry = 0;
  for (let x = stride - 16; x >= 0; x -= 16) {
    let spread = v128.load(row + x);
    if (v128.any_true(spread)) spread = spreadLeft(spread);
    if (carry > 0) {
      spread = i8x16.max_u(spread, i8x16.sub_sat_u(i8x16.splat(<i8>carry), nearer));
    }
    carry = <i32>i8x16.extract_lane_u(spread, 0);
    const grown = i8x16.ne(v128.or(spread, v128.load(right + x)), zero);
    if (x + 16 <= width) v128.store(out + x, v128.xor(grown, flips));
    else {
      v128.store(rest, v128.xor(grown, flips));
      memory.copy(out + x, rest, width - x);
    }
  }
}

/**
 * The brightest around each pixel of a mask of 0 and 255, or the darkest. `out` may be `source`, or
 * lie over it.
 *
 * A column's pixel at a distance from the foreground above or below has the reach of the
 * element's row at that distance, since rows never grow with it; then rows are unions of
 * intervals. So there is nothing that depends on the element's size.
 *
 * @param radius Of the element, at most 254.
 * @param reaches By the distance from the element's middle row its half-width and one more,
 * then zeros: 256 bytes.
 * @param flip 255 for the darkest, else 0.
 * @param scratch With stride = width rounded up to 16: `stride · (height + 2) + 32` bytes.
 */
export function growMask(
  source: usize,
  out: usize,
  width: i32,
  height: i32,
  radius: i32,
  reaches: usize,
  flip: i32,
  scratch: usize,
): void {
  const stride = (width + 15) & ~15;
  const rest = scratch, line = rest + 16, distances = line + stride;
  memory.fill(line, 255, stride);
  for (let y = 0, above = line; y < height; y++) {
    const to = distances + y * stride;
    goDown(source + y * width, width, flip, above, to, rest);
    above = to;
  }
  const one = i8x16.splat(1), below = distances + height * stride;
  memory.fill(below, 255, stride);
  for (let y = height - 1; y >= 0; y--) {
    const row = distances + y * stride;
    for (let x = 0; x < stride; x += 16) {
      const nearest = i8x16.min_u(v128.load(row + x), i8x16.add_sat_u(v128.load(below + x), one));
      v128.store(below + x, nearest);
      v128.store(row + x, nearest);
    }
    goRight(row, line, stride, reaches, radius);
    goLeft(row, line, stride, out + y * width, width, flip, rest);
  }
}
