// From the wide numbers in which a resize counts to bytes.

export const MAGIC: i32 = 0x4b400000;

import { sums } from "./resize_plan";

/**
 * Sixteen float32 from 0 to 255 as bytes, halves rounded to even: the sum with
 * 1.5 · 2²³ has whole numbers only, and the rounded one in its lowest bits.
 */
// @ts-ignore: decorator
@inline
export function bytesOfFloats(a: v128, b: v128, c: v128, d: v128, magic: v128, byte: v128): v128 {
  return i8x16.narrow_i16x8_u(
    i16x8.narrow_i32x4_s(v128.and(f32x4.add(a, magic), byte), v128.and(f32x4.add(b, magic), byte)),
    i16x8.narrow_i32x4_s(v128.and(f32x4.add(c, magic), byte), v128.and(f32x4.add(d, magic), byte)),
  );
}

/** As many of a vector's bytes as there is room for. The sums are done with by then. */
// @ts-ignore: decorator
@inline
export function storePart(out: usize, bytes: v128, room: i32): void {
  if (room >= 16) {
    v128.store(out, bytes);
    return;
  }
  v128.store(sums, bytes);
  memory.copy(out, sums, room);
}
