// What block matching does to both pictures first: the twin of lib/pixels/stereo/block_match/prefilter_stereo.ts.
// Exact: whole numbers only; derivatives are below 2¹¹, sums of a window below 2²⁴.

/** The difference of the levels on both sides of eight pixels. */
// @ts-ignore: decorator
@inline
function across(at: usize): v128 {
  return i16x8.sub(v128.load8x8_u(at, 1), v128.load8x8_u(at - 1));
}

/** Eight derivatives, cut off and moved to be positive, as bytes. */
// @ts-ignore: decorator
@inline
function derivative(above: usize, row: usize, below: usize, cap: v128): v128 {
  const own = across(row);
  const sum = i16x8.add(i16x8.add(own, own), i16x8.add(across(above), across(below)));
  const cut = i16x8.min_s(i16x8.max_s(sum, i16x8.neg(cap)), cap);
  const moved = i16x8.add(cut, cap);
  return i8x16.narrow_i16x8_u(moved, moved);
}

/** The horizontal Sobel derivative; a few bytes around the picture are read. */
export function prefilterSobel(to: usize, from: usize, width: i32, height: i32, cap: i32): void {
  const caps = i16x8.splat(<i16>cap);
  memory.fill(to, <u8>cap, <usize>(width * height));
  for (let y = 0; y < (height & ~1); y++) {
    const row = from + <usize>(y * width);
    const above = y > 0 ? row - width : row + width;
    const below = y < height - 1 ? row + width : row - width;
    const out = to + <usize>(y * width);
    // The last vector ends at the last pixel but one, perhaps over the one before: no picture is so narrow
    // that there is none, as a block has five pixels, but it may be narrower than a vector.
    for (let x = 1; x < width - 1; x += 8) {
      const cut = derivative(above + <usize>x, row + <usize>x, below + <usize>x, caps);
      if (x + 8 < width) v128.store64_lane(out + <usize>x, cut, 0);
      else {
        let bytes = i64x2.extract_lane(cut, 0);
        for (let k = x; k < width - 1; k++, bytes >>= 8) store<u8>(out + <usize>k, <u8>bytes);
      }
    }
  }
}

/** The sums of columns, one row up and one row down. */
function slide(sums: usize, comes: usize, goes: usize, width: i32): void {
  for (let x = 0; x < width; x++) {
    const at = sums + (<usize>x << 2);
    store<i32>(at, load<i32>(at) + <i32>load<u8>(comes + <usize>x) - <i32>load<u8>(goes + <usize>x));
  }
}

/**
 * Each pixel less the mean around it.
 *
 * @param size Side of the window, odd.
 * @param ofPixel Weight of a smoothed pixel, 1024ths.
 * @param ofMean Weight of the window's sum.
 * @param scratch `4 · width` bytes.
 */
export function prefilterNormalized(
  to: usize,
  from: usize,
  width: i32,
  height: i32,
  size: i32,
  cap: i32,
  ofPixel: i32,
  ofMean: i32,
  scratch: usize,
): void {
  const reach = size >> 1, last = width - 1;
  memory.fill(scratch, 0, <usize>width << 2);
  for (let k = -reach - 1; k < reach; k++) {
    const row = from + <usize>(min(max(k, 0), height - 1) * width);
    for (let x = 0; x < width; x++) {
      const at = scratch + (<usize>x << 2);
      store<i32>(at, load<i32>(at) + <i32>load<u8>(row + <usize>x));
    }
  }
  for (let y = 0; y < height; y++) {
    const row = from + <usize>(y * width);
    const above = y > 0 ? row - width : row, below = y < height - 1 ? row + width : row;
    const comes = from + <usize>(min(y + reach, height - 1) * width);
    const goes = from + <usize>(max(y - reach - 1, 0) * width);
    slide(scratch, comes, goes, width);
    let sum = 0;
    for (let k = -reach - 1; k < reach; k++) {
      sum += load<i32>(scratch + (<usize>min(max(k, 0), last) << 2));
    }
    for (let x = 0; x < width; x++) {
      sum += load<i32>(scratch + (<usize>min(x + reach, last) << 2));
      sum -= load<i32>(scratch + (<usize>max(x - reach - 1, 0) << 2));
      const smooth = 4 * <i32>load<u8>(row + <usize>x) + <i32>load<u8>(row + <usize>max(x - 1, 0)) +
        <i32>load<u8>(row + <usize>min(x + 1, last)) + <i32>load<u8>(above + <usize>x) +
        <i32>load<u8>(below + <usize>x);
      const value = (smooth * ofPixel - sum * ofMean) >> 10;
      store<u8>(to + <usize>(y * width + x), <u8>(min(max(value, -cap), cap) + cap));
    }
  }
}
