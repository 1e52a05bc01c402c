import { type BlockMatchPlan, UNKNOWN_SIXTEENTHS } from "./block_match_plan.ts";
import { validateDisparities } from "./validate_disparities.ts";

/** What slides over the pictures. */
interface Sums {
  /**
   * Of each column of blocks, of each disparity: the differences of a block's height. Zeros go before, as a
   * column that leaves the first block.
   */
  readonly columns: Int32Array;
  /** Of each column of blocks: its texture. */
  readonly textures: Int32Array;
  /** Of the current block, of each disparity. */
  readonly block: Int32Array;
}

/**
 * Match the blocks of two filtered pictures: the plain twin of lib/kernels/stereo/match_blocks.ts.
 *
 * @param left The left picture; a row of zeros follows the last.
 * @param right The right one, also.
 * @param plan Where and how.
 * @param out Takes the disparities; filled with NaN.
 */
export function matchBlocks(
  left: Uint8Array,
  right: Uint8Array,
  plan: BlockMatchPlan,
  out: Float32Array,
): void {
  const { width, height, radius, count, first, matched, from, to, leftColumns } = plan;
  const sums: Sums = {
    columns: new Int32Array((leftColumns.length + 1) * count),
    textures: new Int32Array(leftColumns.length),
    block: new Int32Array(count),
  };
  const line = new Int32Array(Math.max(width, first + matched));
  const costs = new Int32Array(line.length);
  const blank = height * width;
  for (let y = 0; y < 2 * radius; y++) slideColumns(left, right, plan, sums, y * width, blank);
  for (let y = radius; y < height - radius; y++) {
    const goes = y > radius ? (y - radius - 1) * width : blank;
    slideColumns(left, right, plan, sums, (y + radius) * width, goes);
    line.fill(UNKNOWN_SIXTEENTHS);
    matchRow(plan, sums, line, costs);
    // Behind the right border OpenCV writes on, into the next row; only that below the last one stays.
    if (y === height - radius - 1) write(line, width, line.length, out, (y + 1) * width);
    if (plan.disp12MaxDiff >= 0) validateDisparities(plan, line, costs);
    write(line, from, to, out, y * width + from);
  }
}

function write(line: Int32Array, from: number, to: number, out: Float32Array, at: number): void {
  for (let x = from; x < to; x++) {
    out[at + x - from] = line[x] === UNKNOWN_SIXTEENTHS ? NaN : line[x] / 16;
  }
}

/** Add one row to the sums of the columns, and take another away. */
function slideColumns(
  left: Uint8Array,
  right: Uint8Array,
  { width, height, count, cap, leftColumns, rightColumns }: BlockMatchPlan,
  { columns, textures }: Sums,
  comes: number,
  goes: number,
): void {
  const isBlank = goes === width * height;
  let at = count;
  for (let k = 0; k < leftColumns.length; k++) {
    const fresh = left[comes + leftColumns[k]];
    const old = left[goes + leftColumns[k]];
    textures[k] += Math.abs(fresh - cap) - (isBlank ? 0 : Math.abs(old - cap));
    let p = comes + rightColumns[k];
    let q = goes + rightColumns[k];
    for (const end = at + count; at < end; at++, p++, q++) {
      columns[at] += Math.abs(fresh - right[p]) - Math.abs(old - right[q]);
    }
  }
}

/** The disparities of a row, in sixteenths, and what the blocks differ by. */
function matchRow(
  plan: BlockMatchPlan,
  { columns, textures, block }: Sums,
  line: Int32Array,
  costs: Int32Array,
): void {
  const { radius, count, first, matched, textureThreshold } = plan;
  // The block before the first one.
  block.fill(0);
  let texture = 0;
  for (let k = 0; k < 2 * radius; k++) {
    texture += textures[k];
    for (let d = 0; d < count; d++) block[d] += columns[(k + 1) * count + d];
  }
  for (let x = 0; x < matched; x++) {
    let comes = (x + 2 * radius + 1) * count;
    let goes = x * count;
    let least = 0x7fffffff;
    let best = 0;
    for (let d = 0; d < count; d++, comes++, goes++) {
      const sum = block[d] + columns[comes] - columns[goes];
      block[d] = sum;
      if (sum < least) {
        least = sum;
        best = d;
      }
    }
    texture += textures[x + 2 * radius] - (x > 0 ? textures[x - 1] : 0);
    if (texture < textureThreshold || !isUnique(plan, block, best)) continue;
    line[first + x] = refine(plan, block, best);
    costs[first + x] = least;
  }
}

/** Whether all others, beside the neighbours, differ by so many percent more. */
function isUnique({ count, uniquenessRatio }: BlockMatchPlan, block: Int32Array, best: number) {
  if (uniquenessRatio <= 0) return true;
  const least = block[best];
  // Whole numbers of 32 bits, also where they overflow.
  const limit = least + (Math.imul(least, uniquenessRatio) / 100 | 0) | 0;
  for (let d = 0; d < best - 1; d++) if (block[d] <= limit) return false;
  for (let d = best + 2; d < count; d++) if (block[d] <= limit) return false;
  return true;
}

/** The disparity in sixteenths, from the two beside the best one: the tip of a V, not of a parabola. */
function refine({ count, least }: BlockMatchPlan, block: Int32Array, best: number): number {
  const whole = 256 * (count - 1 - best + least);
  if (best === 0 || best === count - 1) return whole + 15 >> 4;
  const after = block[best + 1];
  const before = block[best - 1];
  const steep = after + before - 2 * block[best] + Math.abs(after - before);
  const part = steep === 0 ? 0 : (after - before) * 256 / steep | 0;
  return whole + part + 15 >> 4;
}
