// Which pixels of an MCU are foreground, and the composite of it.

import { distance, interleaveHigh, interleaveLow, pair } from "./vector";

/** Lanes of all ones where the BT.601 luma of a distance is above the limit. */
// @ts-ignore: decorator
@inline
function isAbove(r: v128, g: v128, b: v128, limit: v128): v128 {
  const blue = i16x8.splat(3735), redGreen = pair(9798, 19235);
  const low = i32x4.add(
    i32x4.dot_i16x8_s(interleaveLow(r, g), redGreen),
    i32x4.extmul_low_i16x8_s(b, blue),
  );
  const high = i32x4.add(
    i32x4.dot_i16x8_s(interleaveHigh(r, g), redGreen),
    i32x4.extmul_high_i16x8_s(b, blue),
  );
  return i16x8.narrow_i32x4_s(i32x4.gt_s(low, limit), i32x4.gt_s(high, limit));
}

/** Sixteen pixels' mask: 255 where the gray of what changed is above the threshold. */
// @ts-ignore: decorator
@inline
function changed(before: usize, after: usize, threshold: i32): v128 {
  const r = distance(v128.load(before), v128.load(after));
  const g = distance(v128.load(before, 256), v128.load(after, 256));
  const b = distance(v128.load(before, 512), v128.load(after, 512));
  // No gray is above the largest of its colours.
  const largest = i8x16.max_u(i8x16.max_u(r, g), b);
  if (!v128.any_true(i8x16.sub_sat_u(largest, i8x16.splat(<i8>threshold)))) return i8x16.splat(0);
  // (sum + 2¹⁴) >> 15 > threshold
  const limit = i32x4.splat(((threshold + 1) << 15) - (1 << 14) - 1);
  return i8x16.narrow_i16x8_s(
    isAbove(
      i16x8.extend_low_i8x16_u(r),
      i16x8.extend_low_i8x16_u(g),
      i16x8.extend_low_i8x16_u(b),
      limit,
    ),
    isAbove(
      i16x8.extend_high_i8x16_u(r),
      i16x8.extend_high_i8x16_u(g),
      i16x8.extend_high_i8x16_u(b),
      limit,
    ),
  );
}

/** Masks of two rows of 16 pixels; returns what is set in either of them. */
// @ts-ignore: decorator
@inline
export function maskOfPlanes(before: usize, after: usize, mask: usize, threshold: i32): v128 {
  const upper = changed(before, after, threshold);
  const lower = changed(before + 16, after + 16, threshold);
  v128.store(mask, upper);
  v128.store(mask, lower, 16);
  return v128.or(upper, lower);
}

/** Nothing is foreground in two rows of 16 pixels. */
// @ts-ignore: decorator
@inline
export function clearMask(mask: usize): void {
  v128.store(mask, i8x16.splat(0));
  v128.store(mask, i8x16.splat(0), 16);
}

/** Foreground over background: 3 planes of 16 × 16. */
export function composeSamples(foreground: usize, background: usize, mask: usize, to: usize): void {
  for (let at: usize = 0; at < 256; at += 16) {
    const isForeground = v128.load(mask + at);
    for (let plane: usize = 0; plane < 768; plane += 256) {
      const p = at + plane;
      v128.store(
        to + p,
        v128.bitselect(v128.load(foreground + p), v128.load(background + p), isForeground),
      );
    }
  }
}
