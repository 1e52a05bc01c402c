// Small words for 16-byte vectors.

/** Lanes 0–3 of two i16x8, alternating. */
// @ts-ignore: decorator
@inline
export function interleaveLow(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

/** Lanes 4–7 of two i16x8, alternating. */
// @ts-ignore: decorator
@inline
export function interleaveHigh(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** The two factors of a dot product, four times over. */
// @ts-ignore: decorator
@inline
export function pair(even: i32, odd: i32): v128 {
  return i32x4.splat((odd << 16) | (even & 0xffff));
}

/** `(a · b) >> 16` of signed 16-bit lanes: x86's pmulhw. */
// @ts-ignore: decorator
@inline
export function mulHigh(a: v128, b: v128): v128 {
  const zero = i16x8.splat(0);
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.dot_i16x8_s(interleaveLow(a, zero), b), 16),
    i32x4.shr_s(i32x4.dot_i16x8_s(interleaveHigh(a, zero), b), 16),
  );
}

/** `|a − b|` of unsigned bytes. */
// @ts-ignore: decorator
@inline
export function distance(a: v128, b: v128): v128 {
  return v128.or(i8x16.sub_sat_u(a, b), i8x16.sub_sat_u(b, a));
}

/**
 * Four times the same 32 bits, kept in a register: V8 builds a literal anew at
 * each use. What it depends on must be 0 or more, which no compiler knows.
 */
// @ts-ignore: decorator
@inline
export function kept(bits: i32, count: i32): v128 {
  return i32x4.splat(bits | (count >> 31));
}
