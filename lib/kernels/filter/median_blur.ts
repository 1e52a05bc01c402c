// Medians of squares: the twin of lib/pixels/filter/median_blur.ts for small ones.

/** The median of three. */
// @ts-ignore: decorator
@inline
function middleOf(a: v128, b: v128, c: v128): v128 {
  return i8x16.max_u(i8x16.min_u(a, b), i8x16.min_u(i8x16.max_u(a, b), c));
}

// @ts-ignore: decorator
@inline
function lowest(a: v128, b: v128, c: v128): v128 {
  return i8x16.min_u(i8x16.min_u(a, b), c);
}

// @ts-ignore: decorator
@inline
function highest(a: v128, b: v128, c: v128): v128 {
  return i8x16.max_u(i8x16.max_u(a, b), c);
}

/**
 * Of nine: columns are sorted; then the median is that of the highest of the low ones, the
 * middle of the middle ones and the lowest of the high ones.
 */
// @ts-ignore: decorator
@inline
function medianOfNine(at: usize, stride: usize): v128 {
  const a = v128.load(at), b = v128.load(at, 1), c = v128.load(at, 2);
  const d = v128.load(at + stride), e = v128.load(at + stride, 1), f = v128.load(at + stride, 2);
  const low = at + 2 * stride;
  const g = v128.load(low), h = v128.load(low, 1), i = v128.load(low, 2);
  return middleOf(
    highest(lowest(a, d, g), lowest(b, e, h), lowest(c, f, i)),
    middleOf(middleOf(a, d, g), middleOf(b, e, h), middleOf(c, f, i)),
    lowest(highest(a, d, g), highest(b, e, h), highest(c, f, i)),
  );
}

/** Of up to 225, bit by bit: a bit is set if the majority is not below what that gives. */
function medianOfMany(at: usize, stride: usize, side: i32): v128 {
  const half = i8x16.splat(<i8>((side * side + 1) >> 1));
  let median = i8x16.splat(0);
  for (let bit = 128; bit > 0; bit >>= 1) {
    const candidate = v128.or(median, i8x16.splat(<i8>bit));
    let count = i8x16.splat(0), row = at;
    for (let y = 0; y < side; y++, row += stride) {
      for (let x = 0; x < side; x++) {
        count = i8x16.sub(count, i8x16.ge_u(v128.load(row + x), candidate));
      }
    }
    median = v128.bitselect(candidate, median, i8x16.ge_u(count, half));
  }
  return median;
}

/**
 * Medians of `source` into `out`, which may be `source`.
 *
 * @param radius 1–7.
 * @param scratch `(width + 2 · radius + 64) · (height + 2 · radius) + 64` bytes.
 */
export function medianBlur(
  source: usize,
  out: usize,
  width: i32,
  height: i32,
  radius: i32,
  scratch: usize,
): void {
  const stride = (width + 2 * radius + 15) & ~15, side = 2 * radius + 1;
  const padded = scratch + 64;
  for (let y = 0; y < height + 2 * radius; y++) {
    const row = source + min(max(y - radius, 0), height - 1) * width, to = padded + y * stride;
    memory.fill(to, load<u8>(row), radius);
    memory.copy(to + radius, row, width);
    memory.fill(to + radius + width, load<u8>(row + width - 1), radius);
  }
  for (let y = 0; y < height; y++) {
    const row = padded + y * stride, to = out + y * width;
    for (let x = 0; x < width; x += 16) {
      const medians = radius == 1
        ? medianOfNine(row + x, stride)
        : medianOfMany(row + x, stride, side);
      if (x + 16 <= width) v128.store(to + x, medians);
      else {
        v128.store(scratch, medians);
        memory.copy(to + x, scratch, width - x);
      }
    }
  }
}
