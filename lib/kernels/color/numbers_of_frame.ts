// Frames as numbers for networks: the twin of lib/pixels/color/numbers_of_frame.ts.

/**
 * The numbers of a frame's levels, by tables.
 *
 * @param tables The numbers of the levels 0–255 of red, then of green, then of blue, f32.
 * @param red Takes the first pixel's; so do `green` and `blue`.
 * @param stride Bytes from a pixel's numbers to the next one's.
 * @param isMirrored Whether each row is taken from its end.
 */
export function numbersOfFrame(
  rgba: usize,
  width: i32,
  height: i32,
  tables: usize,
  red: usize,
  green: usize,
  blue: usize,
  stride: usize,
  isMirrored: bool,
): void {
  const step: usize = isMirrored ? -4 : 4;
  const row = 4 * <usize>width;
  for (let y = 0; y < height; y++, rgba += row) {
    let p = isMirrored ? rgba + row - 4 : rgba;
    for (let x = 0; x < width; x++, p += step, red += stride, green += stride, blue += stride) {
      const pixel = load<u32>(p);
      store<f32>(red, load<f32>(tables + ((pixel & 255) << 2)));
      store<f32>(green, load<f32>(tables + ((pixel >> 6) & 1020), 1024));
      store<f32>(blue, load<f32>(tables + ((pixel >> 14) & 1020), 2048));
    }
  }
}
