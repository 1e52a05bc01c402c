// RGBA → planar YUV 4:2:0, in whole numbers: see lib/pixels/color/yuv_of_frame.ts.

/** Three weights and a 0 for alpha, twice: as a dot product takes two pixels. */
// @ts-ignore: decorator
@inline
export function weights(red: i32, green: i32, blue: i32): v128 {
  const rg = (red & 0xffff) | (green << 16);
  return i64x2.splat((<i64>(<u32>rg)) | (<i64>(blue & 0xffff) << 32));
}

/** Four sums of three products, of four pixels: two and two. */
// @ts-ignore: decorator
@inline
function sums(two: v128, others: v128, by: v128): v128 {
  const a = i32x4.dot_i16x8_s(two, by), b = i32x4.dot_i16x8_s(others, by);
  return i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
}

/** Four pixels' luma. */
// @ts-ignore: decorator
@inline
function luma(four: v128, by: v128, half: v128): v128 {
  const low = i16x8.extend_low_i8x16_u(four), high = i16x8.extend_high_i8x16_u(four);
  return i32x4.shr_s(i32x4.add(sums(low, high, by), half), 15);
}

/** Of four pixels above and four below: the sums of 2 × 2, two of them. */
// @ts-ignore: decorator
@inline
function squares(above: v128, below: v128): v128 {
  const low = i16x8.add(i16x8.extend_low_i8x16_u(above), i16x8.extend_low_i8x16_u(below));
  const high = i16x8.add(i16x8.extend_high_i8x16_u(above), i16x8.extend_high_i8x16_u(below));
  return i16x8.add(v128.shuffle<i64>(low, high, 0, 2), v128.shuffle<i64>(low, high, 1, 3));
}

// @ts-ignore: decorator
@inline
function chroma(a: v128, b: v128, by: v128): v128 {
  return i32x4.shr_s(i32x4.add(sums(a, b, by), i32x4.splat((128 << 17) + (1 << 16))), 17);
}

/** What is added before luma is shifted down. */
// @ts-ignore: decorator
@inline
export function lumaHalf(offset: i32): i32 {
  return (offset << 15) + (1 << 14);
}

/** Sixteen pixels' luma. */
// @ts-ignore: decorator
@inline
export function lumaOfSixteen(at: usize, to: usize, by: v128, halves: v128): void {
  const low = i16x8.narrow_i32x4_s(luma(v128.load(at), by, halves), luma(v128.load(at, 16), by, halves));
  const high = i16x8.narrow_i32x4_s(luma(v128.load(at, 32), by, halves), luma(v128.load(at, 48), by, halves));
  v128.store(to, i8x16.narrow_i16x8_u(low, high));
}

/** The chroma of sixteen pixels and the sixteen below. */
// @ts-ignore: decorator
@inline
export function chromaOfSixteen(at: usize, below: usize, u: usize, v: usize, byU: v128, byV: v128): void {
  const a = squares(v128.load(at), v128.load(below)), b = squares(v128.load(at, 16), v128.load(below, 16));
  const c = squares(v128.load(at, 32), v128.load(below, 32)), d = squares(v128.load(at, 48), v128.load(below, 48));
  const us = i16x8.narrow_i32x4_s(chroma(a, b, byU), chroma(c, d, byU));
  const vs = i16x8.narrow_i32x4_s(chroma(a, b, byV), chroma(c, d, byV));
  const both = i8x16.narrow_i16x8_u(us, vs);
  v128.store_lane<i64>(u, both, 0);
  v128.store_lane<i64>(v, both, 1);
}

/** A line's luma. */
function lumaLine(from: usize, to: usize, width: i32, by: v128, offset: i32, red: i32, green: i32, blue: i32): void {
  const half = lumaHalf(offset), halves = i32x4.splat(half);
  let x = 0;
  for (; x + 16 <= width; x += 16) lumaOfSixteen(from + 4 * x, to + x, by, halves);
  for (; x < width; x++) {
    const at = from + 4 * x;
    const sum = red * <i32>load<u8>(at) + green * <i32>load<u8>(at, 1) + blue * <i32>load<u8>(at, 2);
    store<u8>(to + x, (sum + half) >> 15);
  }
}

/** The sum of a colour of 2 × 2 pixels. */
// @ts-ignore: decorator
@inline
function square(top: usize, bottom: usize, right: usize): i32 {
  return <i32>load<u8>(top) + <i32>load<u8>(top + right) + <i32>load<u8>(bottom) + <i32>load<u8>(bottom + right);
}

let uBy: v128 = i64x2.splat(0);
let vBy: v128 = i64x2.splat(0);

/** The chroma of two lines, which may be one. */
function chromaLine(top: usize, bottom: usize, u: usize, v: usize, width: i32): void {
  const byU = uBy, byV = vBy;
  let x = 0;
  for (; x + 16 <= width; x += 16) {
    chromaOfSixteen(top + 4 * x, bottom + 4 * x, u + (x >> 1), v + (x >> 1), byU, byV);
  }
  for (; x < width; x += 2) {
    const right: usize = x + 1 < width ? 4 : 0, at = top + 4 * x, below = bottom + 4 * x;
    const red = square(at, below, right), green = square(at + 1, below + 1, right);
    const blue = square(at + 2, below + 2, right), half = (128 << 17) + (1 << 16);
    const uSum = v128.extract_lane<i16>(byU, 0) * red + v128.extract_lane<i16>(byU, 1) * green +
      v128.extract_lane<i16>(byU, 2) * blue;
    const vSum = v128.extract_lane<i16>(byV, 0) * red + v128.extract_lane<i16>(byV, 1) * green +
      v128.extract_lane<i16>(byV, 2) * blue;
    store<u8>(u + (x >> 1), min(255, (uSum + half) >> 17));
    store<u8>(v + (x >> 1), min(255, (vSum + half) >> 17));
  }
}

/** So many pixels of RGBA as Y, U and V, one plane behind the other; the weights are 32768ths. */
export function yuvOfFrame(
  rgba: usize,
  out: usize,
  width: i32,
  height: i32,
  offset: i32,
  yRed: i32,
  yGreen: i32,
  yBlue: i32,
  uRed: i32,
  uGreen: i32,
  uBlue: i32,
  vRed: i32,
  vGreen: i32,
  vBlue: i32,
): void {
  const by = weights(yRed, yGreen, yBlue);
  uBy = weights(uRed, uGreen, uBlue);
  vBy = weights(vRed, vGreen, vBlue);
  const chromaWidth = (width + 1) >> 1, stride = <usize>(4 * width);
  let u = out + width * height, v = u + chromaWidth * ((height + 1) >> 1);
  for (let y = 0; y < height; y += 2) {
    const top = rgba + y * stride, bottom = y + 1 < height ? top + stride : top;
    lumaLine(top, out + y * width, width, by, offset, yRed, yGreen, yBlue);
    if (y + 1 < height) lumaLine(bottom, out + (y + 1) * width, width, by, offset, yRed, yGreen, yBlue);
    chromaLine(top, bottom, u, v, width);
    u += chromaWidth;
    v += chromaWidth;
  }
}
