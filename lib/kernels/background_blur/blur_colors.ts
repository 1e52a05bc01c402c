// From blurred sums to colours, and from these to pixels: the twin of
// lib/pixels/background_blur/blur_colors.ts. Exact: each number is f64 in the plain twin's order,
// two in a vector, and rounded to f32 where the plain twin stores one. A colour has a fourth
// number here, 255: alpha.

/** `255 · LEAST_COVERAGE` of the plain twin. */
const LEAST: f64 = 255.0 / 32;

/** With it added an f64 has no fraction left: its lowest bits are the number, halves to even. */
const WHOLE: f64 = 6755399441055744;

// @ts-ignore: decorator
@inline
function lowOf(color: v128): v128 {
  return f64x2.promote_low_f32x4(color);
}

// @ts-ignore: decorator
@inline
function highOf(color: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(color, color, 2, 3, 2, 3));
}

// @ts-ignore: decorator
@inline
function colorOf(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** `a + (b − a) · share` of two numbers. */
// @ts-ignore: decorator
@inline
function towards(a: v128, b: v128, share: v128): v128 {
  return f64x2.add(a, f64x2.mul(f64x2.sub(b, a), share));
}

/**
 * Colours where anything counts, 0 elsewhere.
 *
 * @param across How much weight each column could have, f64; so has `down` of rows.
 * @param colors Takes four f32 a cell.
 * @returns Whether it is too little anywhere.
 */
export function meanColors(sums: usize, across: usize, down: usize, columns: i32, rows: i32, colors: usize): bool {
  let isThin = false;
  for (let y = 0; y < rows; y++) {
    const least = LEAST * load<f64>(down + (<usize>y << 3));
    for (let x = 0; x < columns; x++, sums += 32, colors += 16) {
      const weight = load<f64>(sums, 24);
      isThin = isThin || weight < least * load<f64>(across + (<usize>x << 3));
      let color = f32x4.splat(0);
      if (weight != 0) {
        const all = f64x2.splat(weight);
        color = colorOf(f64x2.div(v128.load(sums), all), f64x2.div(v128.load(sums, 16), all));
      }
      v128.store(colors, f32x4.replace_lane(color, 3, 255));
    }
  }
  return isThin;
}

/** Bring each thin place up to the least weight with the colour of the coarser cells around. */
export function mixColors(
  sums: usize,
  across: usize,
  down: usize,
  columns: i32,
  rows: i32,
  coarse: usize,
  colors: usize,
): void {
  const coarseColumns = (columns + 1) >> 1, coarseRows = (rows + 1) >> 1;
  const quarter = f64x2.splat(0.25);
  for (let y = 0; y < rows; y++) {
    const near = coarse + (<usize>((y >> 1) * coarseColumns) << 4);
    const farRow = min(coarseRows - 1, max(0, (y >> 1) + (y & 1 ? 1 : -1)));
    const far = coarse + (<usize>(farRow * coarseColumns) << 4);
    for (let x = 0; x < columns; x++, sums += 32, colors += 16) {
      const least = LEAST * load<f64>(across + (<usize>x << 3)) * load<f64>(down + (<usize>y << 3));
      const weight = load<f64>(sums, 24);
      if (weight >= least) continue;
      const share = f64x2.splat(1 - weight / least);
      const column = <usize>(x >> 1) << 4;
      const next = <usize>min(coarseColumns - 1, max(0, (x >> 1) + (x & 1 ? 1 : -1))) << 4;
      const a = v128.load(near + column), b = v128.load(near + next);
      const c = v128.load(far + column), d = v128.load(far + next);
      const color = v128.load(colors);
      // A quarter is exact: to divide by 4 is the same.
      const low = towards(
        towards(lowOf(a), lowOf(b), quarter),
        towards(lowOf(c), lowOf(d), quarter),
        quarter,
      );
      const high = towards(
        towards(highOf(a), highOf(b), quarter),
        towards(highOf(c), highOf(d), quarter),
        quarter,
      );
      v128.store(colors, colorOf(towards(lowOf(color), low, share), towards(highOf(color), high, share)));
    }
  }
}

/** A pixel's four numbers, rounded, 32 bits each. */
// @ts-ignore: decorator
@inline
function pixelOf(low: v128, high: v128, lowStep: v128, highStep: v128, share: f64, whole: v128): v128 {
  const s = f64x2.splat(share);
  const a = f64x2.add(f64x2.add(low, f64x2.mul(lowStep, s)), whole);
  const b = f64x2.add(f64x2.add(high, f64x2.mul(highStep, s)), whole);
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

/** Write a row of pixels; fractions of cells are exact, for a cell's side is a power of 2. */
function spreadLine(line: usize, width: i32, cell: i32, columns: i32, to: usize): void {
  const part = 1 / <f64>cell;
  // What no compiler knows it does not build anew at each use.
  const whole = v128.or(f64x2.splat(WHOLE), i32x4.splat(width >> 31));
  let x = 0;
  for (let column = -1; x < width; column++) {
    const end = min(width, (cell >> 1) + cell * (column + 1));
    const near = line + (<usize>max(0, column) << 4);
    const here = v128.load(near), there = v128.load(column < 0 ? near : near + 16);
    const low = lowOf(here), high = highOf(here);
    const lowStep = f64x2.sub(lowOf(there), low), highStep = f64x2.sub(highOf(there), high);
    let share = (<f64>x + 0.5) * part - 0.5 - <f64>column;
    for (; x + 4 <= end; x += 4, to += 16, share += 4 * part) {
      const a = pixelOf(low, high, lowStep, highStep, share, whole);
      const b = pixelOf(low, high, lowStep, highStep, share + part, whole);
      const c = pixelOf(low, high, lowStep, highStep, share + 2 * part, whole);
      const d = pixelOf(low, high, lowStep, highStep, share + 3 * part, whole);
      v128.store(to, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
    }
    for (; x < end; x++, to += 4, share += part) {
      const pixel = i16x8.narrow_i32x4_s(pixelOf(low, high, lowStep, highStep, share, whole), f64x2.splat(0));
      v128.store_lane<i32>(to, i8x16.narrow_i16x8_u(pixel, pixel), 0);
    }
  }
}

/**
 * Write each pixel's colour, interpolated between the middles of cells.
 *
 * @param line `16 · (columns + 1)` bytes of scratch.
 */
export function spreadColors(
  colors: usize,
  width: i32,
  height: i32,
  cell: i32,
  columns: i32,
  rows: i32,
  bitmap: usize,
  line: usize,
): void {
  const bytes = <usize>columns << 4;
  for (let y = 0; y < height; y++, bitmap += 4 * <usize>width) {
    const at = (<f64>y + 0.5) / <f64>cell - 0.5;
    const above = floor(at);
    const share = f64x2.splat(at - above);
    const upper = colors + bytes * <usize>min(rows - 1, max(0, <i32>above));
    const lower = colors + bytes * <usize>min(rows - 1, max(0, <i32>above + 1));
    for (let c: usize = 0; c < bytes; c += 16) {
      const a = v128.load(upper + c), b = v128.load(lower + c);
      v128.store(line + c, colorOf(towards(lowOf(a), lowOf(b), share), towards(highOf(a), highOf(b), share)));
    }
    v128.store(line + bytes, v128.load(line + bytes - 16));
    spreadLine(line, width, cell, columns, bitmap);
  }
}
