// Foreground that is held: the twin of lib/pixels/motion/hold_foreground.ts.
// Exact: numbers are only compared and copied, as f32 in both.

/**
 * Add to a mask what was foreground lately.
 *
 * @param seen How far things had come when each pixel last was foreground, f32.
 * @param way How far they have come now.
 * @param earliest From here on a pixel is held.
 */
export function holdForeground(mask: usize, seen: usize, pixels: i32, way: f32, earliest: f32): void {
  const now = f32x4.splat(way), first = f32x4.splat(earliest);
  const end = mask + <usize>pixels;
  for (; mask + 16 <= end; mask += 16, seen += 64) {
    // All ones where a byte is 128 or more.
    const bytes = i8x16.shr_s(v128.load(mask), 7);
    const low = i16x8.extend_low_i8x16_s(bytes), high = i16x8.extend_high_i8x16_s(bytes);
    const a = v128.bitselect(now, v128.load(seen), i32x4.extend_low_i16x8_s(low));
    const b = v128.bitselect(now, v128.load(seen, 16), i32x4.extend_high_i16x8_s(low));
    const c = v128.bitselect(now, v128.load(seen, 32), i32x4.extend_low_i16x8_s(high));
    const d = v128.bitselect(now, v128.load(seen, 48), i32x4.extend_high_i16x8_s(high));
    v128.store(seen, a);
    v128.store(seen, b, 16);
    v128.store(seen, c, 32);
    v128.store(seen, d, 48);
    const held = i8x16.narrow_i16x8_s(
      i16x8.narrow_i32x4_s(f32x4.ge(a, first), f32x4.ge(b, first)),
      i16x8.narrow_i32x4_s(f32x4.ge(c, first), f32x4.ge(d, first)),
    );
    v128.store(mask, v128.or(bytes, held));
  }
  for (; mask < end; mask++, seen += 4) {
    if (load<u8>(mask) >= 128) {
      store<f32>(seen, way);
      store<u8>(mask, 255);
    } else store<u8>(mask, load<f32>(seen) >= earliest ? 255 : 0);
  }
}
