// Mattes carried along what moves: the twin of lib/pixels/motion/carry_matte.ts. Exact: all is f64
// in the plain twin's order.

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

/** What is known of a column: its block, as bytes of the table of motion, the next one, and the share of that. */
const COLUMN: usize = 24;

/** A pair of numbers of one block takes so many bytes. */
const MOTION: usize = 8;

/** The blocks around each column, and how far each block has moved, right and down side by side. */
function prepare(
  width: i32,
  columns: i32,
  rows: i32,
  side: f64,
  dx: usize,
  dy: usize,
  scaleX: f64,
  places: usize,
  motion: usize,
): void {
  for (let x = 0; x < width; x++, places += COLUMN) {
    const place = (<f64>x + 0.5) / scaleX;
    const u = max<f64>(0, min<f64>(<f64>(columns - 1), place / side - 0.5));
    const column = <i32>floor(u);
    store<i32>(places, <i32>floor(place / side));
    store<usize>(places, MOTION * <usize>column, 4);
    store<usize>(places, MOTION * <usize>min(column + 1, columns - 1), 8);
    store<f64>(places, u - <f64>column, 16);
  }
  for (const end = dx + 4 * <usize>(columns * rows); dx < end; dx += 4, dy += 4, motion += MOTION) {
    store<f32>(motion, load<f32>(dx));
    store<f32>(motion, load<f32>(dy), 4);
  }
}

/** Count a block by its weight; one that is not known is NaN, and does not count. */
// @ts-ignore: decorator
@inline
function addBlock(sum: v128, block: v128, weight: f64): v128 {
  const known = f64x2.eq(block, block);
  return f64x2.add(sum, f64x2.mul(f64x2.splat(weight), v128.and(block, known)));
}

// @ts-ignore: decorator
@inline
function addWeight(sum: v128, block: v128, weight: f64): v128 {
  return f64x2.add(sum, v128.and(f64x2.splat(weight), f64x2.eq(block, block)));
}

// @ts-ignore: decorator
@inline
function blockAt(motion: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(motion));
}

/** `motionAt` of lib/pixels/motion/block_motion.ts, in the same order: a weight of 0 adds 0. */
// @ts-ignore: decorator
@inline
function vectorAt(upper: usize, lower: usize, place: usize, down: f64): v128 {
  const left = load<usize>(place, 4), next = load<usize>(place, 8);
  const right = load<f64>(place, 16);
  const a = blockAt(upper + left), b = blockAt(upper + next);
  const c = blockAt(lower + left), d = blockAt(lower + next);
  const wa = (1 - right) * (1 - down), wb = right * (1 - down);
  const wc = (1 - right) * down, wd = right * down;
  const zero = f64x2.splat(0);
  const both = addBlock(addBlock(addBlock(addBlock(zero, a, wa), b, wb), c, wc), d, wd);
  const sum = addWeight(addWeight(addWeight(addWeight(zero, a, wa), b, wb), c, wc), d, wd);
  return v128.and(f64x2.div(both, sum), f64x2.gt(sum, zero));
}

// @ts-ignore: decorator
@inline
function pairOf(above: u8, below: u8): v128 {
  return f64x2.replace_lane(f64x2.splat(<f64>above), 1, <f64>below);
}

/** A matte's alpha between its pixels, rounded; a place is x and y. */
// @ts-ignore: decorator
@inline
function sample(matte: usize, width: i32, height: i32, place: v128): i32 {
  const corner = f64x2.floor(place);
  const share = f64x2.sub(place, corner);
  const whole = i32x4.trunc_sat_f64x2_s_zero(corner);
  const left = i32x4.extract_lane(whole, 0), top = i32x4.extract_lane(whole, 1);
  const p = matte + <usize>(top * width + left);
  const next: usize = left + 1 < width ? 1 : 0;
  const q = p + (top + 1 < height ? <usize>width : 0);
  const right = f64x2.splat(f64x2.extract_lane(share, 0));
  const down = f64x2.extract_lane(share, 1);
  const lines = f64x2.add(
    f64x2.mul(f64x2.sub(f64x2.splat(1), right), pairOf(load<u8>(p), load<u8>(q))),
    f64x2.mul(right, pairOf(load<u8>(p + next), load<u8>(q + next))),
  );
  const alpha = (1 - down) * f64x2.extract_lane(lines, 0) + down * f64x2.extract_lane(lines, 1);
  const level = floor(alpha);
  return <i32>level + (alpha - level >= 0.5 ? 1 : 0);
}

/**
 * Carry a matte along what moves; `matte` and `out` must not overlap.
 *
 * @param where Which blocks are carried, a byte each; the rest is copied.
 * @param dx How far each block has moved to the right, f32; NaN if that is not known. So is `dy`, down.
 * @param scaleX The matte's pixels for one of the picture that the blocks are of; so is `scaleY`.
 * @param scratch `24 · width + 8 · columns · rows` bytes, at an address that 8 divides.
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
  const motion = scratch + COLUMN * <usize>width;
  prepare(width, columns, rows, <f64>side, dx, dy, scaleX, scratch, motion);
  const line = MOTION * <usize>columns;
  const scale = f64x2.replace_lane(f64x2.splat(scaleX), 1, scaleY);
  const most = f64x2.replace_lane(f64x2.splat(<f64>(width - 1)), 1, <f64>(height - 1));
  const zero = f64x2.splat(0);
  for (let y = 0; y < height; y++, out += width) {
    const placeY = (<f64>y + 0.5) / scaleY;
    const marks = where + <usize>(<i32>floor(placeY / <f64>side) * columns);
    const v = max<f64>(0, min<f64>(<f64>(rows - 1), placeY / <f64>side - 0.5));
    const row = <i32>floor(v), down = v - <f64>row;
    const upper = motion + line * <usize>row, lower = motion + line * <usize>min(row + 1, rows - 1);
    for (let x = 0, place = scratch; x < width; x++, place += COLUMN) {
      if (load<u8>(marks + <usize>load<i32>(place)) == 0) continue;
      const vector = vectorAt(upper, lower, place, down);
      const here = f64x2.replace_lane(f64x2.splat(<f64>x), 1, <f64>y);
      const from = f64x2.sub(here, f64x2.mul(scale, vector));
      const clamped = f64x2.pmax(f64x2.pmin(from, most), zero);
      store<u8>(out + <usize>x, sample(matte, width, height, clamped));
    }
  }
}
