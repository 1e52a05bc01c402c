// Frames mirrored, left to right.

/** Four RGBA pixels, the last first. */
// @ts-ignore: decorator
@inline
function turned(four: v128): v128 {
  return v128.shuffle<i32>(four, four, 3, 2, 1, 0);
}

/** A frame mirrored, from both ends of each row. `out` may be `rgba`, and lies over it nowhere else. */
export function mirror(rgba: usize, out: usize, width: i32, height: i32): void {
  const stride: usize = 4 * <usize>width;
  for (let y = 0; y < height; y++, rgba += stride, out += stride) {
    let left: usize = 0, right: usize = stride;
    for (; left + 32 <= right; left += 16) {
      right -= 16;
      const a = v128.load(rgba + left), b = v128.load(rgba + right);
      v128.store(out + left, turned(b));
      v128.store(out + right, turned(a));
    }
    for (; left < right; left += 4) {
      right -= 4;
      const a = load<u32>(rgba + left), b = load<u32>(rgba + right);
      store<u32>(out + left, b);
      store<u32>(out + right, a);
    }
  }
}
