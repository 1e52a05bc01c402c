// A foreground over a background by a matte, as YUV 4:2:0: the twin of
// lib/pixels/compose/composite_yuv.ts. Nothing of the composite is stored but sixteen pixels.

import { chromaOfSixteen, lumaHalf, lumaOfSixteen, weights } from "../color/yuv_of_frame";
import { evenBytes, halves, sixteenOf } from "./composite";

// Scratch: two rows of sixteen mixed pixels, then what a line's last pixels are padded in: two rows of
// foreground, of background, of matte; two rows of luma, then both chromas.
const FRONT: usize = 128;
const BACK: usize = 256;
const MATTE: usize = 384;
const LUMA: usize = 416;
const CHROMA: usize = 448;

/** How much scratch memory {@link compositeYuv} needs. */
export function compositeYuvBytes(): i32 {
  return 464;
}

let yBy: v128 = i64x2.splat(0);
let uBy: v128 = i64x2.splat(0);
let vBy: v128 = i64x2.splat(0);
let lumaHalves: v128 = i64x2.splat(0);

/** Up to sixteen pixels, padded by the last one. */
function padRow(foreground: usize, background: usize, matte: usize, count: i32, row: usize, scratch: usize): void {
  const front = scratch + FRONT + 64 * row, back = scratch + BACK + 64 * row, alpha = scratch + MATTE + 16 * row;
  for (let x = 0; x < 16; x++) {
    const from = <usize>min(x, count - 1);
    store<u32>(front + 4 * x, load<u32>(foreground + 4 * from));
    store<u32>(back + 4 * x, load<u32>(background + 4 * from));
    store<u8>(alpha + x, load<u8>(matte + from));
  }
}

/** Two padded rows of up to sixteen pixels. `lower` is 0 if there is one row. */
function putRest(scratch: usize, count: i32, upper: usize, lower: usize, u: usize, v: usize): void {
  const front = scratch + FRONT, back = scratch + BACK, matte = scratch + MATTE;
  const low = evenBytes(count), half = halves(count);
  const top = sixteenOf(front, back, matte, scratch, low, half);
  const bottom = sixteenOf(front + 64, back + 64, matte + 16, scratch + 64, low, half);
  lumaOfSixteen(top, scratch + LUMA, yBy, lumaHalves);
  lumaOfSixteen(bottom, scratch + LUMA + 16, yBy, lumaHalves);
  chromaOfSixteen(top, bottom, scratch + CHROMA, scratch + CHROMA + 8, uBy, vBy);
  memory.copy(upper, scratch + LUMA, count);
  if (lower != 0) memory.copy(lower, scratch + LUMA + 16, count);
  memory.copy(u, scratch + CHROMA, (count + 1) >> 1);
  memory.copy(v, scratch + CHROMA + 8, (count + 1) >> 1);
}

/**
 * RGBA pixels over others by a matte, as Y, U and V, one plane behind the other; the weights are 32768ths.
 *
 * @param backgroundYuv The background as `yuvOfFrame` gives it by the same weights, or 0: where the
 * matte is empty it is copied.
 * @param scratch `compositeYuvBytes()` bytes.
 */
export function compositeYuv(
  foreground: usize,
  background: usize,
  backgroundYuv: usize,
  matte: usize,
  out: usize,
  width: i32,
  height: i32,
  scratch: usize,
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
  const byY = weights(yRed, yGreen, yBlue), half = i32x4.splat(lumaHalf(offset));
  const byU = weights(uRed, uGreen, uBlue), byV = weights(vRed, vGreen, vBlue);
  yBy = byY;
  uBy = byU;
  vBy = byV;
  lumaHalves = half;
  const low = evenBytes(width), mixHalf = halves(width);
  // From what is written to what is copied.
  const known = backgroundYuv - out;
  const chromaWidth = (width + 1) >> 1, whole = width & ~15;
  let u = out + width * height, v = u + chromaWidth * ((height + 1) >> 1);
  for (let y = 0; y < height; y += 2) {
    const isPair = y + 1 < height;
    const next: usize = isPair ? width : 0;
    let at = <usize>(y * width), us = u, vs = v;
    for (const end = at + whole; at < end; at += 16, us += 8, vs += 8) {
      const alpha = matte + at, luma = out + at;
      if (backgroundYuv != 0 && !v128.any_true(v128.or(v128.load(alpha), v128.load(alpha + next)))) {
        v128.store(luma, v128.load(luma + known));
        v128.store(luma + next, v128.load(luma + next + known));
        store<u64>(us, load<u64>(us + known));
        store<u64>(vs, load<u64>(vs + known));
        continue;
      }
      const front = foreground + 4 * at, back = background + 4 * at;
      const top = sixteenOf(front, back, alpha, scratch, low, mixHalf);
      const bottom = sixteenOf(front + 4 * next, back + 4 * next, alpha + next, scratch + 64, low, mixHalf);
      lumaOfSixteen(top, luma, byY, half);
      if (isPair) lumaOfSixteen(bottom, luma + next, byY, half);
      chromaOfSixteen(top, bottom, us, vs, byU, byV);
    }
    if (whole < width) {
      const count = width - whole, front = foreground + 4 * at, back = background + 4 * at;
      padRow(front, back, matte + at, count, 0, scratch);
      padRow(front + 4 * next, back + 4 * next, matte + at + next, count, 1, scratch);
      putRest(scratch, count, out + at, isPair ? out + at + next : 0, us, vs);
    }
    u += chromaWidth;
    v += chromaWidth;
  }
}
