// The picture at its smaller sizes, and which of their pixels are solved for: the twin of
// lib/pixels/compose/foreground_levels.ts. A level has eight bytes a pixel: red, green, blue and
// alpha in 128ths, 16 bits each.

/** 255 levels. */
const FULL: i32 = 32640;

/** Zeros before and behind a row of marks. */
const PAD: usize = 16;

/** The mean of each of two pixels and the one to its right, rounded up, but not to what is full. */
// @ts-ignore: decorator
@inline
function meansOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const first = i16x8.avgr_u(a, c), second = i16x8.avgr_u(b, d);
  const firstLeast = i16x8.min_u(a, c), secondLeast = i16x8.min_u(b, d);
  const left = v128.shuffle<i64>(first, second, 0, 2), right = v128.shuffle<i64>(first, second, 1, 3);
  const leftLeast = v128.shuffle<i64>(firstLeast, secondLeast, 0, 2);
  const rightLeast = v128.shuffle<i64>(firstLeast, secondLeast, 1, 3);
  const most = i16x8.max_u(i16x8.min_u(leftLeast, rightLeast), i16x8.splat(<i16>(FULL - 1)));
  return i16x8.min_u(i16x8.avgr_u(left, right), most);
}

/** A pixel of RGBA with its alpha instead, as eight bytes in the lower half. */
// @ts-ignore: decorator
@inline
function pixelOf(rgba: usize, matte: usize): v128 {
  const word = (load<u32>(rgba) & 0xffffff) | (<u32>load<u8>(matte) << 24);
  return i16x8.shl(i16x8.extend_low_i8x16_u(i32x4.splat(<i32>word)), 7);
}

/**
 * A frame with half the sides, rounded up.
 *
 * @param rgba The frame; its own alpha is not looked at.
 * @param matte A byte a pixel.
 * @param to Takes eight bytes a pixel.
 */
export function halveFrame(rgba: usize, matte: usize, width: i32, height: i32, to: usize): void {
  for (let y = 0; y < height; y += 2) {
    const next = y + 1 < height ? <usize>width : 0;
    let i = <usize>(y * width);
    const end = i + <usize>width;
    for (; i + 4 <= end; i += 4, to += 16) {
      const upper = v128.shuffle<i8>(
        v128.load(rgba + 4 * i),
        v128.load32_zero(matte + i),
        0, 1, 2, 16, 4, 5, 6, 17, 8, 9, 10, 18, 12, 13, 14, 19,
      );
      const lower = v128.shuffle<i8>(
        v128.load(rgba + 4 * (i + next)),
        v128.load32_zero(matte + i + next),
        0, 1, 2, 16, 4, 5, 6, 17, 8, 9, 10, 18, 12, 13, 14, 19,
      );
      const first = i16x8.add(i16x8.extend_low_i8x16_u(upper), i16x8.extend_low_i8x16_u(lower));
      const second = i16x8.add(i16x8.extend_high_i8x16_u(upper), i16x8.extend_high_i8x16_u(lower));
      const left = v128.shuffle<i64>(first, second, 0, 2), right = v128.shuffle<i64>(first, second, 1, 3);
      // Sums of four bytes need no rounding.
      v128.store(to, i16x8.shl(i16x8.add(left, right), 5));
    }
    for (; i < end; i += 2, to += 8) {
      const right = i + 1 < end ? i + 1 : i;
      const a = pixelOf(rgba + 4 * i, matte + i), b = pixelOf(rgba + 4 * right, matte + right);
      const c = pixelOf(rgba + 4 * (i + next), matte + i + next);
      const d = pixelOf(rgba + 4 * (right + next), matte + right + next);
      v128.store64_lane(to, i16x8.avgr_u(i16x8.avgr_u(a, c), i16x8.avgr_u(b, d)), 0);
    }
  }
}

/**
 * A level with half the sides, rounded up.
 *
 * @param from Eight bytes a pixel; so has `to`.
 */
export function halveLevel(from: usize, width: i32, height: i32, to: usize): void {
  for (let y = 0; y < height; y += 2) {
    const next = y + 1 < height ? 8 * <usize>width : 0;
    let p = from + 8 * <usize>(y * width);
    const end = p + 8 * <usize>width;
    for (; p + 32 <= end; p += 32, to += 16) {
      const lower = p + next;
      v128.store(to, meansOf(v128.load(p), v128.load(p, 16), v128.load(lower), v128.load(lower, 16)));
    }
    for (; p < end; p += 16, to += 8) {
      const right = p + 8 < end ? 8 : 0, lower = p + next;
      const upper = v128.load64_lane(p + right, v128.load64_zero(p), 1);
      const under = v128.load64_lane(lower + right, v128.load64_zero(lower), 1);
      v128.store64_lane(to, meansOf(upper, upper, under, under), 0);
    }
  }
}

/** A byte for each pixel of a row: 255 where alpha is partial. Behind the row there are zeros. */
function markRow(source: usize, isFrame: bool, width: i32, marks: usize): void {
  const none = i8x16.splat(0), all = i8x16.splat(-1);
  const full = i16x8.splat(<i16>FULL);
  if (isFrame) {
    for (let x = 0; x < width; x += 16) {
      const alpha = v128.load(source + x);
      v128.store(marks + x, v128.not(v128.or(i8x16.eq(alpha, none), i8x16.eq(alpha, all))));
    }
  } else {
    for (let x = 0; x < width; x += 4) {
      const p = source + 8 * x;
      const alpha = v128.shuffle<i16>(v128.load(p), v128.load(p, 16), 3, 7, 11, 15, 3, 7, 11, 15);
      const whole = v128.or(i16x8.eq(alpha, none), i16x8.eq(alpha, full));
      v128.store32_lane(marks + x, v128.not(i8x16.narrow_i16x8_s(whole, whole)), 0);
    }
  }
  memory.fill(marks + width, 0, 32);
}

/**
 * Mark the pixels of partial alpha and those beside them.
 *
 * @param source A matte, or a level of eight bytes a pixel, of which up to 16 bytes behind are read.
 * @param bits Takes a bit a pixel, rows of 2 · ⌈width / 16⌉ bytes.
 * @param scratch `3 · (width + 64)` bytes.
 * @returns How many there are.
 */
export function markUnknowns(
  source: usize,
  isFrame: bool,
  width: i32,
  height: i32,
  bits: usize,
  scratch: usize,
): i32 {
  const stride = <usize>width + 64, bytes = isFrame ? <usize>width : 8 * <usize>width;
  memory.fill(scratch, 0, 3 * stride);
  let above = scratch + PAD, row = above + stride, below = row + stride;
  markRow(source, isFrame, width, row);
  let count = 0;
  for (let y = 0; y < height; y++) {
    if (y + 1 < height) markRow(source + bytes * <usize>(y + 1), isFrame, width, below);
    else memory.fill(below, 0, width);
    for (let x = 0; x < width; x += 16, bits += 2) {
      const sides = v128.or(v128.load(row + x - 1), v128.load(row + x + 1));
      const column = v128.or(v128.load(above + x), v128.load(below + x));
      let sixteen = i8x16.bitmask(v128.or(v128.or(sides, column), v128.load(row + x)));
      if (x + 16 > width) sixteen &= (1 << (width - x)) - 1;
      store<u16>(bits, <u16>sixteen);
      count += popcnt(sixteen);
    }
    const first = above;
    above = row;
    row = below;
    below = first;
  }
  return count;
}
