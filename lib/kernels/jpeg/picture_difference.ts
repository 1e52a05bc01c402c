// What differs, in one MCU, between a frame and the ones before and after it.

import { planesOfRgba, planesOfYuv, samplesOfPlanes } from "../color/matrix";
import { AFTER, base, BEFORE, ROW_ANY, ROW_MASKS, ROW_SAMPLES, SHOWN } from "./layout";
import { clearMask, maskOfPlanes } from "../mask";
import { gatherRgba, rgbaStride } from "./source";
import { distance } from "../vector";

// How far luma may differ, in two rows, for the gray difference to stay within the
// threshold: where chroma is the same, and where it differs by 1 at most. −1: not at all.
let quietLuma: i32 = 0;
let quietLumaBesideChroma: i32 = -1;

/**
 * Set how far luma may differ for the gray difference to stay within the threshold; −1: not at all.
 *
 * @param luma Where chroma is the same.
 * @param lumaBesideChroma Where chroma differs by 1 at most.
 */
export function setQuiet(luma: i32, lumaBesideChroma: i32): void {
  quietLuma = luma;
  quietLumaBesideChroma = lumaBesideChroma;
}

/** Whether pixels that differ so much at most are background, seen before any conversion. */
// @ts-ignore: decorator
@inline
function isQuiet(luma: v128, chroma: v128): bool {
  if (!v128.any_true(chroma)) {
    return !v128.any_true(i8x16.sub_sat_u(luma, i8x16.splat(<i8>quietLuma)));
  }
  if (quietLumaBesideChroma < 0) return false;
  return !v128.any_true(
    v128.or(
      i8x16.sub_sat_u(luma, i8x16.splat(<i8>quietLumaBesideChroma)),
      i8x16.sub_sat_u(chroma, i8x16.splat(1)),
    ),
  );
}

/** How much the luma of two rows differs from another frame's, `other` bytes further on. */
// @ts-ignore: decorator
@inline
function lumaDistance(y0: usize, y1: usize, other: usize): v128 {
  return i8x16.max_u(
    distance(v128.load(y0), v128.load(y0 + other)),
    distance(v128.load(y1), v128.load(y1 + other)),
  );
}

/** The same of eight pixels' chroma. */
// @ts-ignore: decorator
@inline
function chromaDistance(u: usize, v: usize, other: usize): v128 {
  return distance(
    v128.load64_lane(v, v128.load64_zero(u), 1),
    v128.load64_lane(v + other, v128.load64_zero(u + other), 1),
  );
}

/** Whether nothing of an MCU of YUV 4:2:0 is foreground, as far as can be seen before any conversion. */
function isQuietMcu(y: usize, u: usize, v: usize, other: usize, lumaStride: usize, chromaStride: usize): bool {
  let luma = i8x16.splat(0), chroma = luma;
  for (let i = 0; i < 8; i++) {
    const y1 = y + lumaStride;
    luma = i8x16.max_u(luma, lumaDistance(y, y1, other));
    chroma = i8x16.max_u(chroma, chromaDistance(u, v, other));
    y = y1 + lumaStride;
    u += chromaStride;
    v += chromaStride;
  }
  return isQuiet(luma, chroma);
}

/**
 * Two masks of one MCU, and the shown frame's samples where either is set, from
 * planes of YUV. The other frames' MCUs lie `before` and `after` bytes further on.
 *
 * Most MCUs, and of the others most rows, differ too little to be foreground: only
 * what is not seen so at once is converted to RGB, two rows at a time.
 */
export function differenceOfYuv(
  y: usize,
  u: usize,
  v: usize,
  before: usize,
  after: usize,
  lumaStride: usize,
  chromaStride: usize,
  threshold: i32,
  mcu: usize,
): void {
  const was = base + BEFORE, is = base + SHOWN, next = base + AFTER;
  const samples = mcu + ROW_SAMPLES, masks = mcu + ROW_MASKS;
  const zero = i8x16.splat(0);
  if (
    isQuietMcu(y, u, v, before, lumaStride, chromaStride) &&
    isQuietMcu(y, u, v, after, lumaStride, chromaStride)
  ) {
    store<u16>(mcu, 0, ROW_ANY);
    return;
  }
  let any0 = zero, any1 = zero;
  for (let at: usize = 0; at < 256; at += 32) {
    const y1 = y + lumaStride;
    const isQuiet0 = isQuiet(lumaDistance(y, y1, before), chromaDistance(u, v, before));
    const isQuiet1 = isQuiet(lumaDistance(y, y1, after), chromaDistance(u, v, after));
    let set0 = zero, set1 = zero;
    if (!(isQuiet0 && isQuiet1)) planesOfYuv(y, y1, u, v, is);
    if (isQuiet0) {
      clearMask(masks + at);
    } else {
      planesOfYuv(y + before, y1 + before, u + before, v + before, was);
      set0 = maskOfPlanes(was, is, masks + at, threshold);
    }
    if (isQuiet1) {
      clearMask(masks + at + 256);
    } else {
      planesOfYuv(y + after, y1 + after, u + after, v + after, next);
      set1 = maskOfPlanes(next, is, masks + at + 256, threshold);
    }
    if (v128.any_true(v128.or(set0, set1))) samplesOfPlanes(is, samples + at);
    any0 = v128.or(any0, set0);
    any1 = v128.or(any1, set1);
    y = y1 + lumaStride;
    u += chromaStride;
    v += chromaStride;
  }
  store<u8>(mcu, v128.any_true(any0), ROW_ANY);
  store<u8>(mcu, v128.any_true(any1), ROW_ANY + 1);
}

/** The same of an MCU of RGBA. */
export function differenceOfRgba(
  before: usize,
  shown: usize,
  after: usize,
  column: i32,
  row: i32,
  threshold: i32,
  mcu: usize,
): void {
  const was = base + BEFORE, is = base + SHOWN, next = base + AFTER;
  const samples = mcu + ROW_SAMPLES, masks = mcu + ROW_MASKS;
  let from0 = gatherRgba(before, column, row, 0);
  let from = gatherRgba(shown, column, row, 1);
  let from1 = gatherRgba(after, column, row, 2);
  const two = 2 * rgbaStride;
  let any0 = i8x16.splat(0), any1 = any0;
  for (let at: usize = 0; at < 256; at += 32) {
    planesOfRgba(from0, rgbaStride, was);
    planesOfRgba(from, rgbaStride, is);
    planesOfRgba(from1, rgbaStride, next);
    const set0 = maskOfPlanes(was, is, masks + at, threshold);
    const set1 = maskOfPlanes(next, is, masks + at + 256, threshold);
    if (v128.any_true(v128.or(set0, set1))) samplesOfPlanes(is, samples + at);
    any0 = v128.or(any0, set0);
    any1 = v128.or(any1, set1);
    from0 += two;
    from += two;
    from1 += two;
  }
  store<u8>(mcu, v128.any_true(any0), ROW_ANY);
  store<u8>(mcu, v128.any_true(any1), ROW_ANY + 1);
}
