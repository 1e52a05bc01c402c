// Mattes carried along what moves: the twin of lib/pixels/motion/carry_matte.ts. Exact: all is f64
// in the plain twin's order.

import { vectorAt } from "./motion_at";

/** The block of a pixel along one axis. */
// @ts-ignore: decorator
@inline
function blockOf(pixel: i32, blocked: i32, pixels: i32, side: i32): i32 {
  return <i32>floor((<f64>pixel + 0.5) * <f64>blocked / <f64>pixels / <f64>side);
}

/**
 * Mark the blocks of another size's picture in which a matte changes.
 *
 * @param otherWidth That picture's sides; so is `otherHeight`.
 * @param blocks A byte each, `columns` in a row of them: those that nothing changes in stay as they are.
 */
export function markEdges(
  matte: usize,
  width: i32,
  height: i32,
  otherWidth: i32,
  otherHeight: i32,
  side: i32,
  columns: i32,
  blocks: usize,
): void {
  for (let y = 0; y < height; y++) {
    const line = matte + <usize>y * <usize>width;
    const below = line + (y + 1 < height ? <usize>width : 0);
    const row = blocks + <usize>(blockOf(y, otherHeight, height, side) * columns);
    let x = 0;
    for (; x + 17 <= width; x += 16) {
      const here = v128.load(line + <usize>x);
      const same = v128.and(
        i8x16.eq(here, v128.load(line + <usize>x, 1)),
        i8x16.eq(here, v128.load(below + <usize>x)),
      );
      for (let bits = ~i8x16.bitmask(same) & 0xffff; bits != 0; bits &= bits - 1) {
        store<u8>(row + <usize>blockOf(x + ctz(bits), otherWidth, width, side), 255);
      }
    }
    for (; x < width; x++) {
      const here = load<u8>(line + <usize>x);
      const next = load<u8>(line + <usize>min(x + 1, width - 1));
      if (here == next && here == load<u8>(below + <usize>x)) continue;
      store<u8>(row + <usize>blockOf(x, otherWidth, width, side), 255);
    }
  }
}

/** A matte's alpha between its pixels, rounded. */
// @ts-ignore: decorator
@inline
function sample(matte: usize, width: i32, height: i32, x: f64, y: f64): i32 {
  const placeX = max<f64>(0, min<f64>(<f64>(width - 1), x));
  const placeY = max<f64>(0, min<f64>(<f64>(height - 1), y));
  const left = floor(placeX), top = floor(placeY);
  const right = placeX - left, down = placeY - top;
  const p = matte + <usize>(<i32>top * width + <i32>left);
  const next: usize = <i32>left + 1 < width ? 1 : 0;
  const q = p + (<i32>top + 1 < height ? <usize>width : 0);
  const alpha = (1 - down) * ((1 - right) * <f64>load<u8>(p) + right * <f64>load<u8>(p + next)) +
    down * ((1 - right) * <f64>load<u8>(q) + right * <f64>load<u8>(q + next));
  const whole = floor(alpha);
  return <i32>whole + (alpha - whole >= 0.5 ? 1 : 0);
}

/**
 * Carry a matte along what moves; `matte` and `out` must not overlap.
 *
 * @param where Which blocks are carried, a byte each; the rest is copied.
 * @param dx How far each block has moved to the right, f32; NaN if that is not known. So is `dy`, down.
 * @param scaleX The matte's pixels for one of the picture that the blocks are of; so is `scaleY`.
 * @param scratch `4 · width` bytes.
 */
export function carryMatte(
  matte: usize,
  out: usize,
  width: i32,
  height: i32,
  where: usize,
  columns: i32,
  rows: i32,
  side: i32,
  dx: usize,
  dy: usize,
  scaleX: f64,
  scaleY: f64,
  scratch: usize,
): void {
  memory.copy(out, matte, <usize>width * <usize>height);
  for (let x = 0; x < width; x++) {
    store<i32>(scratch + (<usize>x << 2), <i32>floor((<f64>x + 0.5) / scaleX / <f64>side));
  }
  for (let y = 0; y < height; y++, out += width) {
    const placeY = (<f64>y + 0.5) / scaleY;
    const row = where + <usize>(<i32>floor((<f64>y + 0.5) / scaleY / <f64>side) * columns);
    for (let x = 0; x < width; x++) {
      if (load<u8>(row + <usize>load<i32>(scratch + (<usize>x << 2))) == 0) continue;
      const vector = vectorAt(columns, rows, <f64>side, dx, dy, (<f64>x + 0.5) / scaleX, placeY);
      const fromX = <f64>x - scaleX * f64x2.extract_lane(vector, 0);
      const fromY = <f64>y - scaleY * f64x2.extract_lane(vector, 1);
      store<u8>(out + <usize>x, sample(matte, width, height, fromX, fromY));
    }
  }
}
