// Frames of one colour, and frames without alpha.

/** Paint so many RGBA pixels in one colour, whose first byte is red. */
export function fillFrame(rgba: usize, pixels: i32, color: i32): void {
  const four = i32x4.splat(color);
  const end = rgba + 4 * <usize>pixels;
  for (; rgba + 64 <= end; rgba += 64) {
    v128.store(rgba, four);
    v128.store(rgba, four, 16);
    v128.store(rgba, four, 32);
    v128.store(rgba, four, 48);
  }
  for (; rgba < end; rgba += 4) store<i32>(rgba, color);
}

/** So many RGBA pixels, opaque. `out` may be `rgba`. */
export function dropAlpha(rgba: usize, out: usize, pixels: i32): void {
  const opaque = i32x4.splat(0xff000000);
  const end = rgba + 4 * <usize>pixels;
  for (; rgba + 32 <= end; rgba += 32, out += 32) {
    v128.store(out, v128.or(v128.load(rgba), opaque));
    v128.store(out, v128.or(v128.load(rgba, 16), opaque), 16);
  }
  for (; rgba < end; rgba += 4, out += 4) store<u32>(out, load<u32>(rgba) | 0xff000000);
}
