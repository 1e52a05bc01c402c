// Masks and gray pictures, byte by byte: the twins of lib/pixels/regions/mask_logic.ts.

/** Of so many bytes keep those whose other is not 0; the rest is 0. `out` may be either. */
export function andMasks(a: usize, b: usize, out: usize, length: i32): void {
  const zero = i8x16.splat(0);
  let i: usize = 0;
  for (const end = <usize>(length & ~15); i < end; i += 16) {
    v128.store(out + i, v128.andnot(v128.load(a + i), i8x16.eq(v128.load(b + i), zero)));
  }
  for (; i < <usize>length; i++) store<u8>(out + i, load<u8>(b + i) == 0 ? 0 : load<u8>(a + i));
}

/** 255 for each of so many bytes that is 0, else 0. `out` may be `mask`. */
export function invertMask(mask: usize, out: usize, length: i32): void {
  const zero = i8x16.splat(0);
  let i: usize = 0;
  for (const end = <usize>(length & ~15); i < end; i += 16) {
    v128.store(out + i, i8x16.eq(v128.load(mask + i), zero));
  }
  for (; i < <usize>length; i++) store<u8>(out + i, load<u8>(mask + i) == 0 ? 255 : 0);
}

/** How many of so many bytes are not 0. */
export function countForeground(mask: usize, length: i32): i32 {
  const zero = i8x16.splat(0);
  let i: usize = 0, count = length;
  for (const end = <usize>(length & ~31); i < end; i += 32) {
    const a = i8x16.bitmask(i8x16.eq(v128.load(mask + i), zero));
    const b = i8x16.bitmask(i8x16.eq(v128.load(mask + i, 16), zero));
    count -= popcnt(a | (b << 16));
  }
  for (; i < <usize>length; i++) if (load<u8>(mask + i) == 0) count--;
  return count;
}

/** Whether any of so many bytes is at least `least`: 1–255. */
export function hasLevel(gray: usize, length: i32, least: i32): bool {
  const limit = i8x16.splat(<i8>least);
  let i: usize = 0;
  for (const end = <usize>(length & ~63); i < end; i += 64) {
    const a = i8x16.max_u(v128.load(gray + i), v128.load(gray + i, 16));
    const b = i8x16.max_u(v128.load(gray + i, 32), v128.load(gray + i, 48));
    if (v128.any_true(i8x16.ge_u(i8x16.max_u(a, b), limit))) return true;
  }
  for (; i < <usize>length; i++) if (<i32>load<u8>(gray + i) >= least) return true;
  return false;
}
