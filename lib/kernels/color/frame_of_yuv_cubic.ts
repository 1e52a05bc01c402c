// YUV 4:2:0 → RGBA with chroma interpolated by Catmull and Rom's cubic: see
// lib/pixels/color/frame_of_yuv_cubic.ts. Samples are counted in 64ths.

import { interleaveHigh, interleaveLow, kept, pair } from "../vector";

/** A half, where results are shifted down by 19: 13 bits of the factors and 6 of the 64ths. */
const HALF = 1 << 18;
const SHIFT = 19;

// Weights in 128ths, times 256 as a rounding product takes them.
const OWN: i16 = 111 * 256;
const NEXT: i16 = 29 * 256;
const BEFORE: i16 = -9 * 256;
const BEYOND: i16 = -3 * 256;

/** Where a row's first sample lies in its line: room for the two before it. */
const FIRST = 16;

/** Bytes of a line of mixed samples. */
// @ts-ignore: decorator
@inline
function lineBytes(chromaWidth: i32): i32 {
  return FIRST + ((2 * chromaWidth + 15) & ~15) + 16;
}

/** How much scratch memory {@link frameOfYuvCubic} needs. */
export function frameOfYuvCubicBytes(width: i32): i32 {
  return 2 * lineBytes((width + 1) >> 1);
}

/** The mean of four: a sample's own, weighted, the next towards, the one before, and the one beyond. */
// @ts-ignore: decorator
@inline
function cubic(own: v128, next: v128, before: v128, beyond: v128, byNext: v128, byBefore: v128, byBeyond: v128): v128 {
  return i16x8.add(
    i16x8.add(own, i16x8.q15mulr_sat_s(next, byNext)),
    i16x8.add(i16x8.q15mulr_sat_s(before, byBefore), i16x8.q15mulr_sat_s(beyond, byBeyond)),
  );
}

/** Eight samples less the middle, weighted, in 64ths: half of the product, rounded. */
// @ts-ignore: decorator
@inline
function weighted(at: usize, weight: v128, middle: v128, one: v128): v128 {
  const product = i16x8.mul(i16x8.sub(v128.load8x8_u(at), middle), weight);
  return i16x8.shr_s(i16x8.add(product, one), 1);
}

/** Twice the same 16 bits, kept in a register. */
// @ts-ignore: decorator
@inline
function keptPair(word: i32, count: i32): v128 {
  return kept(pairOf(word), count);
}

// @ts-ignore: decorator
@inline
function pairOf(word: i32): i32 {
  return (word << 16) | (word & 0xffff);
}

/** Samples between rows, with the row's ends repeated. */
function mixRows(plane: usize, row: i32, count: i32, rows: i32, line: usize): void {
  const last = rows - 1, at = row >> 1, towards = (row & 1) != 0 ? 1 : -1;
  const own = plane + at * count;
  const next = plane + max(0, min(last, at + towards)) * count;
  const before = plane + max(0, min(last, at - towards)) * count;
  const beyond = plane + max(0, min(last, at + 2 * towards)) * count;
  const first = line + FIRST;
  const byOwn = keptPair(OWN >> 8, count), byNext = keptPair(NEXT >> 8, count);
  const byBefore = keptPair(BEFORE >> 8, count), byBeyond = keptPair(BEYOND >> 8, count);
  const middle = keptPair(128, count), one = keptPair(1, count);
  for (let k = 0; k < count; k += 8) {
    const near = i16x8.add(weighted(own + k, byOwn, middle, one), weighted(next + k, byNext, middle, one));
    const far = i16x8.add(weighted(before + k, byBefore, middle, one), weighted(beyond + k, byBeyond, middle, one));
    v128.store(first + 2 * k, i16x8.add(near, far));
  }
  const end = first + 2 * count;
  const start = load<i16>(first), stop = load<i16>(end - 2);
  store<i16>(first - 4, start);
  store<i16>(first - 2, start);
  store<i16>(end, stop);
  store<i16>(end + 2, stop);
}

/** Eight pixels' colour of luma and one chroma. */
// @ts-ignore: decorator
@inline
function colour(y: v128, chroma: v128, factors: v128, half: v128): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(interleaveLow(y, chroma), factors), half), SHIFT),
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(interleaveHigh(y, chroma), factors), half), SHIFT),
  );
}

/** Eight pixels' green, of luma and both chromas. */
// @ts-ignore: decorator
@inline
function green(y: v128, u: v128, v: v128, factors: v128, byV: v128, half: v128): v128 {
  const low = i32x4.add(i32x4.dot_i16x8_s(interleaveLow(y, u), factors), i32x4.extmul_low_i16x8_s(v, byV));
  const high = i32x4.add(i32x4.dot_i16x8_s(interleaveHigh(y, u), factors), i32x4.extmul_high_i16x8_s(v, byV));
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(low, half), SHIFT),
    i32x4.shr_s(i32x4.add(high, half), SHIFT),
  );
}

/**
 * YUV 4:2:0 → RGBA. Of the memory behind `yuv` up to 16 bytes are read, and not used; up to 60
 * behind `out` are written.
 *
 * @param scratch As many bytes as `frameOfYuvCubicBytes` says.
 */
export function frameOfYuvCubic(
  yuv: usize,
  out: usize,
  width: i32,
  height: i32,
  lumaOffset: i32,
  luma: i32,
  redV: i32,
  greenU: i32,
  greenV: i32,
  blueU: i32,
  scratch: usize,
): void {
  const chromaWidth = (width + 1) >> 1, chromaHeight = (height + 1) >> 1;
  const us = yuv + width * height, vs = us + chromaWidth * chromaHeight;
  const uLine = scratch, vLine = scratch + lineBytes(chromaWidth);
  const red = pair(luma, redV), blue = pair(luma, blueU), greenByU = pair(luma, greenU);
  const greenByV = i16x8.splat(<i16>greenV), offset = i16x8.splat(<i16>(lumaOffset << 3));
  const opaque = i8x16.splat(-1), half = kept(HALF, width);
  const byOwn = keptPair(OWN, width), byNext = keptPair(NEXT, width), byBefore = keptPair(BEFORE, width);
  const byBeyond = keptPair(BEYOND, width);
  for (let row = 0; row < height; row++) {
    mixRows(us, row, chromaWidth, chromaHeight, uLine);
    mixRows(vs, row, chromaWidth, chromaHeight, vLine);
    const lumas = yuv + row * width, to = out + 4 * row * width;
    for (let x = 0; x < width; x += 16) {
      const y = v128.load(lumas + x);
      const y0 = i16x8.sub(i16x8.shl(i16x8.extend_low_i8x16_u(y), 6), offset);
      const y1 = i16x8.sub(i16x8.shl(i16x8.extend_high_i8x16_u(y), 6), offset);
      const uAt = uLine + FIRST + x, vAt = vLine + FIRST + x;
      // Eight even pixels' chroma out of mixed samples, and the odd ones' between them.
      const uOwn = i16x8.q15mulr_sat_s(v128.load(uAt), byOwn), vOwn = i16x8.q15mulr_sat_s(v128.load(vAt), byOwn);
      const uLeft = v128.load(uAt - 2), uRight = v128.load(uAt + 2);
      const vLeft = v128.load(vAt - 2), vRight = v128.load(vAt + 2);
      const uEven = cubic(uOwn, uLeft, uRight, v128.load(uAt - 4), byNext, byBefore, byBeyond);
      const uOdd = cubic(uOwn, uRight, uLeft, v128.load(uAt + 4), byNext, byBefore, byBeyond);
      const vEven = cubic(vOwn, vLeft, vRight, v128.load(vAt - 4), byNext, byBefore, byBeyond);
      const vOdd = cubic(vOwn, vRight, vLeft, v128.load(vAt + 4), byNext, byBefore, byBeyond);
      const u0 = interleaveLow(uEven, uOdd), u1 = interleaveHigh(uEven, uOdd);
      const v0 = interleaveLow(vEven, vOdd), v1 = interleaveHigh(vEven, vOdd);
      const r = i8x16.narrow_i16x8_u(colour(y0, v0, red, half), colour(y1, v1, red, half));
      const g = i8x16.narrow_i16x8_u(
        green(y0, u0, v0, greenByU, greenByV, half),
        green(y1, u1, v1, greenByU, greenByV, half),
      );
      const b = i8x16.narrow_i16x8_u(colour(y0, u0, blue, half), colour(y1, u1, blue, half));
      const rgLow = i8x16.shuffle(r, g, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const rgHigh = i8x16.shuffle(r, g, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      const baLow = i8x16.shuffle(b, opaque, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const baHigh = i8x16.shuffle(b, opaque, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      v128.store(to + 4 * x, interleaveLow(rgLow, baLow));
      v128.store(to + 4 * x, interleaveHigh(rgLow, baLow), 16);
      v128.store(to + 4 * x, interleaveLow(rgHigh, baHigh), 32);
      v128.store(to + 4 * x, interleaveHigh(rgHigh, baHigh), 48);
    }
  }
}
