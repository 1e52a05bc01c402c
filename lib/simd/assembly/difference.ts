// What differs between two frames, in one MCU.

import { planesOfYuv } from "./colour";
import { AFTER, base, BEFORE, MASK } from "./layout";
import { maskOfPlanes } from "./mask";
import { distance } from "./vector";

// How far luma may differ, in two rows, for the gray difference to stay within the
// threshold: where chroma is the same, and where it differs by 1 at most. −1: not at all.
let quietLuma: i32 = 0;
let quietLumaBesideChroma: i32 = -1;

export function setQuiet(luma: i32, lumaBesideChroma: i32): void {
  quietLuma = luma;
  quietLumaBesideChroma = lumaBesideChroma;
}

/** Whether two rows of 16 pixels differ too little to be foreground, seen before any conversion. */
// @ts-ignore: decorator
@inline
function isQuiet(luma: v128, u0: usize, u1: usize, v0: usize, v1: usize): bool {
  if (load<u64>(u0) == load<u64>(u1) && load<u64>(v0) == load<u64>(v1)) {
    return !v128.any_true(i8x16.sub_sat_u(luma, i8x16.splat(<i8>quietLuma)));
  }
  if (quietLumaBesideChroma < 0) return false;
  if (v128.any_true(i8x16.sub_sat_u(luma, i8x16.splat(<i8>quietLumaBesideChroma)))) return false;
  const chroma = v128.or(
    distance(v128.load64_zero(u0), v128.load64_zero(u1)),
    distance(v128.load64_zero(v0), v128.load64_zero(v1)),
  );
  return !v128.any_true(i8x16.sub_sat_u(chroma, i8x16.splat(1)));
}

/**
 * BEFORE, AFTER and MASK of one MCU, as far as they are needed, from planes of
 * YUV; returns whether any pixel is foreground. The two frames' MCUs lie
 * `distanceBytes` apart.
 */
export function differenceOfYuv(
  y: usize,
  u: usize,
  v: usize,
  distanceBytes: usize,
  lumaStride: usize,
  chromaStride: usize,
  threshold: i32,
): bool {
  const was = base + BEFORE, is = base + AFTER, mask = base + MASK;
  const zero = i8x16.splat(0);
  let any = zero;
  for (let at: usize = 0; at < 256; at += 32) {
    const y1 = y + lumaStride;
    const luma = i8x16.max_u(
      distance(v128.load(y), v128.load(y + distanceBytes)),
      distance(v128.load(y1), v128.load(y1 + distanceBytes)),
    );
    if (isQuiet(luma, u, u + distanceBytes, v, v + distanceBytes)) {
      v128.store(mask + at, zero);
      v128.store(mask + at, zero, 16);
    } else {
      planesOfYuv(y, y1, u, v, was + at);
      planesOfYuv(y + distanceBytes, y1 + distanceBytes, u + distanceBytes, v + distanceBytes, is + at);
      any = v128.or(any, maskOfPlanes(was + at, is + at, mask + at, threshold, 2));
    }
    y = y1 + lumaStride;
    u += chromaStride;
    v += chromaStride;
  }
  return v128.any_true(any);
}
