/** Levels are counted by sixteens, too. */
const COARSE = 16;

/** The largest radius whose squares' pixels can be counted. */
export const LARGEST_COUNTED = 16383;

/**
 * Medians of squares in a time that does not depend on the radius.
 *
 * Each column has a histogram of as many rows as a square has, which goes down with the rows; a
 * square's is the sum of its columns'. By sixteens it always is up to date, and by levels only
 * in those sixteen where the median is.
 *
 * Benefit: radius 200 at 7680×4320: see tests/bench/stretches.ts.
 * Correctness: the same counts, so the same medians.
 *
 * @param from Is not `to`, and does not lie over it.
 * @param radius 1 to {@linkcode LARGEST_COUNTED}.
 * @see Perreault and Hébert, "Median filtering in constant time", IEEE TIP 2007, DOI 10.1109/TIP.2007.902329.
 */
export function medianByHistograms(
  from: Uint8Array,
  width: number,
  height: number,
  radius: number,
  to: Uint8Array,
): void {
  const levels = new Uint16Array(256 * width);
  const sixteens = new Uint16Array(COARSE * width);
  const count = (y: number, times: number) => {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      levels[256 * x + from[i]] += times;
      sixteens[COARSE * x + (from[i] >> 4)] += times;
    }
  };
  // Beyond the border the outermost rows repeat.
  const last = height - 1;
  count(0, radius + 1);
  for (let y = 1; y <= Math.min(radius, last); y++) count(y, 1);
  if (radius > last) count(last, radius - last);
  const square = createSquare(radius);
  for (let y = 0; y < height; y++) {
    if (y > 0) {
      count(Math.max(0, y - 1 - radius), -1);
      count(Math.min(last, y + radius), 1);
    }
    medianRow(levels, sixteens, square, to.subarray(y * width, (y + 1) * width));
  }
}

/** What is known of a square on its way along a row. */
interface Square {
  readonly radius: number;
  /** How many pixels each sixteen levels have, and each level. */
  readonly sixteens: Int32Array;
  readonly levels: Int32Array;
  /** Of each sixteen levels the column for which they were counted last, or −1. */
  readonly countedAt: Int32Array;
}

function createSquare(radius: number): Square {
  const [sixteens, levels, countedAt] = [COARSE, 256, COARSE].map((room) => new Int32Array(room));
  return { radius, sixteens, levels, countedAt };
}

function medianRow(
  levels: Uint16Array,
  sixteens: Uint16Array,
  square: Square,
  to: Uint8Array,
): void {
  const { radius } = square;
  const counts = square.sixteens, own = square.levels;
  const last = to.length - 1;
  const half = (2 * radius + 1) ** 2 >> 1;
  square.countedAt.fill(-1);
  sum(sixteens, COARSE, 0, 0, radius, last, counts, 0);
  for (let x = 0; x <= last; x++) {
    if (x > 0) {
      const goes = COARSE * Math.max(0, x - 1 - radius);
      const comes = COARSE * Math.min(last, x + radius);
      for (let k = 0; k < COARSE; k++) counts[k] += sixteens[comes + k] - sixteens[goes + k];
    }
    let below = 0, part = 0;
    while (below + counts[part] <= half) below += counts[part++];
    bringTo(levels, square, part, x, last);
    let level = COARSE * part;
    while (below + own[level] <= half) below += own[level++];
    to[x] = level;
  }
}

/** Count sixteen levels in the square around a column. */
function bringTo(
  levels: Uint16Array,
  { radius, levels: own, countedAt }: Square,
  part: number,
  x: number,
  last: number,
): void {
  const first = COARSE * part;
  let at = countedAt[part];
  countedAt[part] = x;
  // Step by step, or anew if that is less.
  if (at < 0 || x - at > radius) {
    sum(levels, 256, first, x, radius, last, own, first);
    return;
  }
  while (at < x) {
    const goes = 256 * Math.max(0, at - radius) + first;
    at++;
    const comes = 256 * Math.min(last, at + radius) + first;
    for (let k = 0; k < COARSE; k++) own[first + k] += levels[comes + k] - levels[goes + k];
  }
}

/** Add up sixteen counts of all columns around one; beyond the border the outermost repeat. */
function sum(
  columns: Uint16Array,
  stride: number,
  first: number,
  x: number,
  radius: number,
  last: number,
  to: Int32Array,
  t: number,
): void {
  const [left, right] = [Math.max(0, x - radius), Math.min(last, x + radius)];
  const [before, behind] = [left - (x - radius), x + radius - right];
  for (let k = 0; k < COARSE; k++) {
    let total = before * columns[stride * left + first + k] +
      behind * columns[stride * right + first + k];
    for (let c = left; c <= right; c++) total += columns[stride * c + first + k];
    to[t + k] = total;
  }
}
