// Means of alphas over time, along motion: the twin of lib/pixels/motion/motion_mean.ts.
// Exact: motion is f64 in the plain twin's order, x and y in two lanes; from the fractions of
// pixels on all is whole numbers below 2³¹.

/** Weights are whole numbers of so many; so are fractions of pixels. */
const ONE = 256;

/** Rows of a cell in scratch; no cell is larger. */
const CELL = 8;

/** Where in scratch the sums lie, the counts, and which pixels differ. */
const SUMS: usize = 0, COUNTS: usize = 256, DIFFERING: usize = 512;

/** Of one neighbour: addresses of its matte, its luma, and its motion. */
const OTHER_BYTES: usize = 16;

/** Whether a cell of two mattes differs. */
function differs(a: usize, b: usize, width: i32, across: i32, down: i32): bool {
  let bits = 0;
  for (let y = 0; y < down; y++, a += width, b += width) {
    for (let x = 0; x < across; x++) bits |= load<u8>(a + <usize>x) ^ load<u8>(b + <usize>x);
  }
  return bits != 0;
}

/**
 * Mark the cells in which two mattes differ; others stay as they are.
 *
 * @param side 4 or 8.
 * @param cells A byte each.
 * @returns Whether any cell differs.
 */
export function markChanges(a: usize, b: usize, width: i32, height: i32, side: i32, cells: usize): bool {
  let any = false;
  for (let y = 0; y < height; y += side) {
    const down = min(side, height - y);
    const row = <usize>(y * width);
    let x = 0;
    // Two cells in a vector.
    for (; side == 8 && x + 16 <= width; x += 16, cells += 2) {
      let p = a + row + <usize>x, q = b + row + <usize>x;
      let bits = i8x16.splat(0);
      for (let k = 0; k < down; k++, p += width, q += width) {
        bits = v128.or(bits, v128.xor(v128.load(p), v128.load(q)));
      }
      if (!v128.any_true(bits)) continue;
      any = true;
      if (i64x2.extract_lane(bits, 0) != 0) store<u8>(cells, 1);
      if (i64x2.extract_lane(bits, 1) != 0) store<u8>(cells, 1, 1);
    }
    for (; x < width; x += side, cells++) {
      const at = row + <usize>x;
      if (!differs(a + at, b + at, width, min(side, width - x), down)) continue;
      any = true;
      store<u8>(cells, 1);
    }
  }
  return any;
}

let columns: i32 = 0, rows: i32 = 0;
let blockSide: f64 = 0, scaleX: f64 = 0, scaleY: f64 = 0;

/**
 * The motion at a place, right and down, in parts of ONE of the matte's pixels: `motionAt`
 * of lib/pixels/motion/block_motion.ts, in the same order.
 */
function motionAt(dx: usize, dy: usize, x: f64, y: f64): v128 {
  const u = max<f64>(0, min<f64>(<f64>(columns - 1), x / blockSide - 0.5));
  const v = max<f64>(0, min<f64>(<f64>(rows - 1), y / blockSide - 0.5));
  const column = floor(u), row = floor(v);
  const right = u - column, down = v - row;
  const first = <i32>row * columns + <i32>column;
  let both = f64x2.splat(0);
  let sum: f64 = 0;
  for (let k = 0; k < 4; k++) {
    const weight = (k & 1 ? right : 1 - right) * (k & 2 ? down : 1 - down);
    if (weight == 0) continue;
    const b = <usize>(first + (k >> 1) * columns + (k & 1)) << 2;
    const blockX = load<f32>(dx + b);
    if (blockX != blockX) continue;
    const block = f64x2.replace_lane(f64x2.splat(<f64>blockX), 1, <f64>load<f32>(dy + b));
    both = f64x2.add(both, f64x2.mul(f64x2.splat(weight), block));
    sum += weight;
  }
  if (!(sum > 0)) return f64x2.splat(0);
  return f64x2.mul(
    f64x2.replace_lane(f64x2.splat(<f64>ONE * scaleX), 1, <f64>ONE * scaleY),
    f64x2.div(both, f64x2.splat(sum)),
  );
}

// @ts-ignore: decorator
@inline
function towards(a: v128, b: v128, share: f64): v128 {
  return f64x2.add(a, f64x2.mul(f64x2.splat(share), f64x2.sub(b, a)));
}

let width: i32 = 0, height: i32 = 0, side: i32 = 0;
let mine: usize = 0, weights: usize = 0, scratch: usize = 0;

/** Add a neighbour's alphas, each from where its pixel was then. */
function addOther(other: usize, left: i32, top: i32, across: i32, down: i32): void {
  const alphas = <usize>load<u32>(other), luma = <usize>load<u32>(other, 4);
  const dx = <usize>load<u32>(other, 8), dy = <usize>load<u32>(other, 12);
  const x0 = <f64>left / scaleX, x1 = <f64>(left + side) / scaleX;
  const y0 = <f64>top / scaleY, y1 = <f64>(top + side) / scaleY;
  const a = motionAt(dx, dy, x0, y0), b = motionAt(dx, dy, x1, y0);
  const c = motionAt(dx, dy, x0, y1), d = motionAt(dx, dy, x1, y1);
  const most = i32x4.replace_lane(i32x4.splat(ONE * (width - 1)), 1, ONE * (height - 1));
  const last = i32x4.replace_lane(i32x4.splat(max(0, width - 2)), 1, max(0, height - 2));
  // In a picture of one column or row the next one's weight is 0: whatever is read there.
  const below = height > 1 ? <usize>width : 0;
  const pixel = f64x2.replace_lane(f64x2.splat(<f64>ONE), 1, 0);
  const half = f64x2.splat(2), whole = f64x2.splat(<f64>side), zero = i32x4.splat(0);
  for (let row = 0; row < down; row++) {
    const share = (<f64>row + 0.5) / <f64>side;
    let move = towards(a, c, share);
    const step = f64x2.div(f64x2.sub(towards(b, d, share), move), whole);
    move = f64x2.add(move, f64x2.div(step, half));
    let at = f64x2.replace_lane(f64x2.splat(<f64>(ONE * left)), 1, <f64>(ONE * (top + row)));
    const line = scratch + <usize>(CELL * row);
    const here = mine + <usize>((top + row) * width + left);
    for (let k = 0; k < across; k++, move = f64x2.add(move, step), at = f64x2.add(at, pixel)) {
      if (load<u8>(line + <usize>k, DIFFERING) == 0) continue;
      const place = i32x4.min_s(
        most,
        i32x4.max_s(zero, i32x4.trunc_sat_f64x2_s_zero(f64x2.sub(at, move))),
      );
      const corner = i32x4.min_s(last, i32x4.shr_s(place, 8));
      const next = i32x4.sub(place, i32x4.shl(corner, 8));
      const i = <usize>(i32x4.extract_lane(corner, 1) * width + i32x4.extract_lane(corner, 0));
      let eight = v128.load_lane<i16>(alphas + i, zero, 0);
      eight = v128.load_lane<i16>(alphas + i + below, eight, 1);
      eight = v128.load_lane<i16>(luma + i, eight, 2);
      eight = v128.load_lane<i16>(luma + i + below, eight, 3);
      const xs = i32x4.extract_lane(next, 0), ys = i32x4.extract_lane(next, 1);
      const lines = i32x4.dot_i16x8_s(
        i16x8.extend_low_i8x16_u(eight),
        i32x4.splat((xs << 16) | (ONE - xs)),
      );
      const alpha = (ONE - ys) * i32x4.extract_lane(lines, 0) + ys * i32x4.extract_lane(lines, 1);
      const level = (ONE - ys) * i32x4.extract_lane(lines, 2) + ys * i32x4.extract_lane(lines, 3);
      const change = ((level + 32768) >> 16) - <i32>load<u8>(here + <usize>k);
      const weight = load<i32>(weights + (<usize>abs(change) << 2));
      const entry = (line - scratch + <usize>k << 2) + scratch;
      store<i32>(entry, load<i32>(entry, SUMS) + weight * (alpha >> 8), SUMS);
      store<i32>(entry, load<i32>(entry, COUNTS) + weight, COUNTS);
    }
  }
}

/** The moment itself counts whole; mark the pixels in which another's matte differs. */
function beginCell(matte: usize, others: usize, end: usize, at: usize, down: i32): void {
  for (let row = 0; row < down; row++) {
    const i = at + <usize>(row * width);
    const own = load<u64>(matte + i);
    let differing: u64 = 0;
    for (let other = others; other < end; other += OTHER_BYTES) {
      differing |= own ^ load<u64>(<usize>load<u32>(other) + i);
    }
    store<u64>(scratch + <usize>(CELL * row), differing, DIFFERING);
    const line = scratch + <usize>(4 * CELL * row);
    const eight = i16x8.extend_low_i8x16_u(v128.load64_zero(matte + i));
    v128.store(line, i32x4.shl(i32x4.extend_low_i16x8_u(eight), 16), SUMS);
    v128.store(line, i32x4.shl(i32x4.extend_high_i16x8_u(eight), 16), SUMS + 16);
    v128.store(line, i32x4.splat(ONE), COUNTS);
    v128.store(line, i32x4.splat(ONE), COUNTS + 16);
  }
}

function endCell(out: usize, across: i32, down: i32): void {
  for (let row = 0; row < down; row++, out += width) {
    for (let x = 0; x < across; x++) {
      const k = <usize>(CELL * row + x);
      if (load<u8>(scratch + k, DIFFERING) == 0) continue;
      const entry = scratch + (k << 2);
      const parts = ONE * load<i32>(entry, COUNTS);
      store<u8>(out + <usize>x, <u8>((load<i32>(entry, SUMS) + (parts >> 1)) / parts));
    }
  }
}

/**
 * Set what all rows of a picture have in common.
 *
 * @param cellSide 4 or 8.
 * @param weightOf 256 numbers of 32 bits.
 * @param room 576 bytes.
 */
export function setMotionMean(
  w: i32,
  h: i32,
  cellSide: i32,
  blockColumns: i32,
  blockRows: i32,
  sideOfBlocks: i32,
  pixelsX: f64,
  pixelsY: f64,
  weightOf: usize,
  room: usize,
): void {
  width = w, height = h, side = cellSide;
  columns = blockColumns, rows = blockRows, blockSide = <f64>sideOfBlocks;
  scaleX = pixelsX, scaleY = pixelsY;
  weights = weightOf, scratch = room;
}

/**
 * Take the means of rows of cells. Up to 7 bytes behind the mattes and 1 behind lumas are read.
 *
 * @param others Of each neighbour four addresses of 32 bits: matte, luma, dx and dy.
 * @param cells A byte each; those of 0 are left out.
 * @param out Where nothing differs, it keeps what it has.
 * @param from A multiple of the cells' side, in pixels.
 * @param to Rows of cells that begin from here on are left out.
 */
export function motionMeanRows(
  matte: usize,
  luma: usize,
  others: usize,
  count: i32,
  cells: usize,
  out: usize,
  from: i32,
  to: i32,
): void {
  mine = luma;
  const end = others + OTHER_BYTES * <usize>count;
  const columnsOfCells = (width + side - 1) / side;
  for (let top = from; top < min(to, height); top += side) {
    const down = min(side, height - top);
    let cell = cells + <usize>(columnsOfCells * (top / side));
    for (let left = 0; left < width; left += side, cell++) {
      if (load<u8>(cell) == 0) continue;
      const across = min(side, width - left), at = <usize>(top * width + left);
      beginCell(matte, others, end, at, down);
      for (let other = others; other < end; other += OTHER_BYTES) {
        addOther(other, left, top, across, down);
      }
      endCell(out + at, across, down);
    }
  }
}
