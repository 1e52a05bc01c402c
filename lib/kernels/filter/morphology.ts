// The brightest, or the darkest, around each pixel: the twin of lib/pixels/filter/grow_into.ts.

/** Bytes before each row, for loads to its left: as many vectors as a radius takes. */
// @ts-ignore: decorator
@inline
function marginOf(radius: i32): i32 {
  return (radius + 15) & ~15;
}

/** Copy some bytes, flipped; the last ones one by one. */
function copyFlipped(source: usize, target: usize, count: i32, flip: i32): void {
  const flips = i8x16.splat(<i8>flip);
  const end = source + <usize>count;
  for (let block = 16; block <= count; block += 16, source += 16, target += 16) {
    v128.store(target, v128.xor(v128.load(source), flips));
  }
  for (; source < end; source++, target++) store<u8>(target, load<u8>(source) ^ <u8>flip);
}

/** A row widened in steps; each is stored in a plane of its own. */
function storeRuns(line: usize, bytes: i32, steps: usize, count: i32, ring: usize, plane: i32): void {
  for (let x = 0; x < bytes; x += 64) {
    const at = line + x;
    let a = v128.load(at), b = v128.load(at, 16), c = v128.load(at, 32), d = v128.load(at, 48);
    let half = 0, to = ring + x;
    for (let k = 0; k < count; k++, to += plane) {
      const target = load<i32>(steps + 4 * k);
      while (half < target) {
        half++;
        const left = at - half, right = at + half;
        a = i8x16.max_u(a, i8x16.max_u(v128.load(left), v128.load(right)));
        b = i8x16.max_u(b, i8x16.max_u(v128.load(left, 16), v128.load(right, 16)));
        c = i8x16.max_u(c, i8x16.max_u(v128.load(left, 32), v128.load(right, 32)));
        d = i8x16.max_u(d, i8x16.max_u(v128.load(left, 48), v128.load(right, 48)));
      }
      v128.store(to, a);
      v128.store(to, b, 16);
      v128.store(to, c, 32);
      v128.store(to, d, 48);
    }
  }
}

/** The largest of some rows, flipped. */
function storeLargest(rows: usize, count: i32, out: usize, width: i32, flip: i32, rest: usize): void {
  const flips = i8x16.splat(<i8>flip);
  for (let x = 0; x < width; x += 64) {
    let a = i8x16.splat(0), b = a, c = a, d = a;
    for (let i = 0; i < count; i++) {
      const row = <usize>load<u32>(rows + 4 * i) + x;
      a = i8x16.max_u(a, v128.load(row));
      b = i8x16.max_u(b, v128.load(row, 16));
      c = i8x16.max_u(c, v128.load(row, 32));
      d = i8x16.max_u(d, v128.load(row, 48));
    }
    const isWhole = x + 64 <= width;
    const to = isWhole ? out + x : rest;
    v128.store(to, v128.xor(a, flips));
    v128.store(to, v128.xor(b, flips), 16);
    v128.store(to, v128.xor(c, flips), 32);
    v128.store(to, v128.xor(d, flips), 48);
    if (!isWhole) memory.copy(out + x, rest, width - x);
  }
}

/**
 * The brightest around each pixel by an element's rows, or the darkest. `out` may be `source`: a
 * row is written when no one needs it any more.
 *
 * @param element The widths that its rows have, as half-widths that grow; then for each distance
 * from its middle row, 0 to `radius`, which of these: 32 bits each.
 * @param widths How many widths.
 * @param flip 255 for the darkest, else 0.
 * @param scratch With rows = 2 · radius + 1 and stride = width rounded up to 64:
 * `stride · (widths · rows + 1) + 12 · rows + 256` bytes.
 */
export function growRows(
  source: usize,
  out: usize,
  width: i32,
  height: i32,
  radius: i32,
  element: usize,
  widths: i32,
  flip: i32,
  scratch: usize,
): void {
  const rows = 2 * radius + 1, stride = (width + 63) & ~63, margin = marginOf(radius);
  const planes = element + 4 * widths;
  const rest = scratch, line = rest + 64 + margin;
  const list = line + stride + margin, ring = list + ((4 * rows + 15) & ~15);
  const plane = rows * stride;
  memory.fill(line - margin, 0, stride + 2 * margin);
  for (let y = 0; y < height + radius; y++) {
    if (y < height) {
      copyFlipped(source + y * width, line, width, flip);
      storeRuns(line, stride, element, widths, ring + (y % rows) * stride, plane);
    }
    const middle = y - radius;
    if (middle < 0) continue;
    let count = 0;
    for (let row = max(0, middle - radius); row <= min(height - 1, y); row++, count++) {
      const which = load<i32>(planes + 4 * abs(row - middle));
      store<u32>(list + 4 * count, <u32>(ring + which * plane + (row % rows) * stride));
    }
    storeLargest(list, count, out + middle * width, width, flip, rest);
  }
}

/** Some bytes become at least as large as others before whose end they may lie. */
function raise(to: usize, from: usize, count: i32): void {
  const end = to + <usize>count;
  for (; to < end; to += 64, from += 64) {
    v128.store(to, i8x16.max_u(v128.load(to), v128.load(from)));
    v128.store(to, i8x16.max_u(v128.load(to, 16), v128.load(from, 16)), 16);
    v128.store(to, i8x16.max_u(v128.load(to, 32), v128.load(from, 32)), 32);
    v128.store(to, i8x16.max_u(v128.load(to, 48), v128.load(from, 48)), 48);
  }
}

/** Each byte becomes the largest of so many that follow in steps, in runs that double. */
function raiseToRuns(bytes: usize, length: i32, step: i32, count: i32): void {
  let run = 1;
  for (; 2 * run <= count; run *= 2) raise(bytes, bytes + run * step, length - run * step);
  const further = (count - run) * step;
  if (further > 0) raise(bytes, bytes + further, length - further);
}

/**
 * The brightest or darkest of rectangles. `out` may be `source`, or lie over it.
 *
 * @param right Their reach to the sides, less than `width`.
 * @param down Their reach up and down, less than `height`.
 * @param flip 255 for the darkest, else 0.
 * @param scratch `(width + 2 · right) · (height + 2 · down) + 128` bytes.
 */
export function growSquare(
  source: usize,
  out: usize,
  width: i32,
  height: i32,
  right: i32,
  down: i32,
  flip: i32,
  scratch: usize,
): void {
  const stride = width + 2 * right, length = stride * (height + 2 * down);
  memory.fill(scratch, 0, length + 128);
  for (let y = 0; y < height; y++) {
    copyFlipped(source + y * width, scratch + (y + down) * stride + right, width, flip);
  }
  raiseToRuns(scratch, length, 1, 2 * right + 1);
  raiseToRuns(scratch, length, stride, 2 * down + 1);
  for (let y = 0; y < height; y++) {
    copyFlipped(scratch + y * stride, out + y * width, width, flip);
  }
}
