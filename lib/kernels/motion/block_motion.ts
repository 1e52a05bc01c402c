// How blocks have moved, by diamond search: the twin of lib/pixels/motion/block_motion.ts.
// Exact: sums of differences are whole numbers, so lanes may add them in any order; costs and
// fractions are f64 in the plain twin's order, and rounded to f32 as they are stored there.

import { distance } from "../vector";

/** A mean difference up to so many levels is no more than noise: see the plain twin. */
const GOOD: f64 = 2;

let from: usize = 0, to: usize = 0, sums: usize = 0;
let width: i32 = 0, height: i32 = 0, reach: i32 = 0;
let stillness: f64 = 0;
/** What is compared: as much of the block and its margin as is in the picture. */
let left: i32 = 0, top: i32 = 0, right: i32 = 0, bottom: i32 = 0;
let area: f64 = 0;
/** The best place so far, and its sum with what its distance costs. */
let bestU: i32 = 0, bestV: i32 = 0;
let bestCost: f64 = 0;

/** Differences of 16 bytes, or of 8 and zeros, added to four sums. */
// @ts-ignore: decorator
@inline
function addDifferences(sum: v128, a: v128, b: v128): v128 {
  return i32x4.add(
    sum,
    i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(distance(a, b))),
  );
}

function sumOfDifferences(u: i32, v: i32): i32 {
  const offset = v * width + u, across = right - left;
  let four = i32x4.splat(0), rest = 0;
  for (let y = top; y < bottom; y++) {
    let p = to + <usize>(y * width + left);
    const end = p + <usize>across;
    let q = from + <usize>(y * width + left + offset);
    for (; p + 16 <= end; p += 16, q += 16) four = addDifferences(four, v128.load(p), v128.load(q));
    if (p + 8 <= end) {
      four = addDifferences(four, v128.load64_zero(p), v128.load64_zero(q));
      p += 8, q += 8;
    }
    for (; p < end; p++, q++) rest += abs(<i32>load<u8>(p) - <i32>load<u8>(q));
  }
  return rest + i32x4.extract_lane(four, 0) + i32x4.extract_lane(four, 1) +
    i32x4.extract_lane(four, 2) + i32x4.extract_lane(four, 3);
}

/** The sum of differences at a place; infinite if that is too far away, or not all in the picture. */
function sumAt(u: i32, v: i32): f64 {
  if (u < -reach || u > reach || v < -reach || v > reach) return Infinity;
  if (left + u < 0 || right + u > width || top + v < 0 || bottom + v > height) return Infinity;
  const k = sums + (<usize>((v + reach) * (2 * reach + 1) + u + reach) << 2);
  let sum = load<i32>(k);
  if (sum < 0) store<i32>(k, sum = sumOfDifferences(u, v));
  return <f64>sum;
}

function tryPlace(u: i32, v: i32): void {
  const cost = sumAt(u, v) + stillness * area * sqrt(<f64>(u * u + v * v));
  if (cost >= bestCost) return;
  bestCost = cost;
  bestU = u;
  bestV = v;
}

/** Try whether a block has moved as another one; NaN has not. Halves round up, as in JavaScript. */
function tryMotion(dx: f32, dy: f32): void {
  if (dx == dx) tryPlace(-<i32>floor(<f64>dx + 0.5), -<i32>floor(<f64>dy + 0.5));
}

function tryLarge(): bool {
  const u = bestU, v = bestV;
  tryPlace(u + 2, v);
  tryPlace(u + 1, v + 1);
  tryPlace(u, v + 2);
  tryPlace(u - 1, v + 1);
  tryPlace(u - 2, v);
  tryPlace(u - 1, v - 1);
  tryPlace(u, v - 2);
  tryPlace(u + 1, v - 1);
  return bestU != u || bestV != v;
}

function trySmall(): bool {
  const u = bestU, v = bestV;
  tryPlace(u + 1, v);
  tryPlace(u, v + 1);
  tryPlace(u - 1, v);
  tryPlace(u, v - 1);
  return bestU != u || bestV != v;
}

/** Where a parabola through three neighbouring sums is least, from the middle one. */
function vertexOf(before: f64, here: f64, after: f64): f64 {
  const bend = before + after - 2 * here;
  if (!(bend > 0 && bend < Infinity) || here == 0) return 0;
  return max<f64>(-0.5, min<f64>(0.5, (before - after) / (2 * bend)));
}

function begin(x: i32, y: i32, side: i32, margin: i32): void {
  left = max(0, x - margin);
  top = max(0, y - margin);
  right = min(width, x + side + margin);
  bottom = min(height, y + side + margin);
  area = <f64>((right - left) * (bottom - top));
  memory.fill(sums, 255, <usize>(4 * (2 * reach + 1) * (2 * reach + 1)));
  bestU = bestV = 0;
  bestCost = sumAt(0, 0);
}

/** Of the blocks whose motion is known already. */
function tryNeighbours(dx: usize, dy: usize, columns: i32, column: i32, row: i32): void {
  const b = <usize>(row * columns + column) << 2;
  if (column > 0) tryMotion(load<f32>(dx + b - 4), load<f32>(dy + b - 4));
  if (row == 0) return;
  const above = b - (<usize>columns << 2);
  tryMotion(load<f32>(dx + above), load<f32>(dy + above));
  if (column > 0) tryMotion(load<f32>(dx + above - 4), load<f32>(dy + above - 4));
  if (column + 1 < columns) tryMotion(load<f32>(dx + above + 4), load<f32>(dy + above + 4));
}

/**
 * Tell how blocks have moved.
 *
 * @param where Which blocks to look at, a byte each; 0 for all.
 * @param dx Takes an f32 a block, NaN for those left out; so does `dy`.
 * @param scratch `4 · (2 · reach + 1)²` bytes.
 */
export function blockMotion(
  earlier: usize,
  later: usize,
  w: i32,
  h: i32,
  side: i32,
  margin: i32,
  farthest: i32,
  still: f64,
  where: usize,
  dx: usize,
  dy: usize,
  scratch: usize,
): void {
  from = earlier, to = later, sums = scratch;
  width = w, height = h, reach = farthest;
  stillness = still;
  const columns = (w + side - 1) / side, rows = (h + side - 1) / side;
  for (let row = 0, b: usize = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, b++) {
      let right: f32 = NaN, down: f32 = NaN;
      if (where == 0 || load<u8>(where + b) != 0) {
        begin(column * side, row * side, side, margin);
        tryNeighbours(dx, dy, columns, column, row);
        if (bestCost > GOOD * area) { while (tryLarge()) {} }
        while (trySmall()) {}
        const u = bestU, v = bestV;
        const here = sumAt(u, v);
        right = <f32>-(<f64>u + vertexOf(sumAt(u - 1, v), here, sumAt(u + 1, v)));
        down = <f32>-(<f64>v + vertexOf(sumAt(u, v - 1), here, sumAt(u, v + 1)));
      }
      store<f32>(dx + (b << 2), right);
      store<f32>(dy + (b << 2), down);
    }
  }
}
