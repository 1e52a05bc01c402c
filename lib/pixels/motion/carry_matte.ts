import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { readableWhile } from "../../memory/overlap.ts";
import {
  assertGrays,
  assertSameSize,
  createMask,
  createMatte,
  type Gray,
  type Mask,
  type Matte,
  type OutOption,
} from "../../raster/frame.ts";
import { dilate } from "../filter/morphology.ts";
import { type BlockMotion, blockMotion, motionAt } from "./block_motion.ts";
import { BLOCKS } from "./motion_mean.ts";

/**
 * Carry a matte of one frame to another along what moves between them.
 *
 * Near its edges each alpha is taken from where its place was in the first frame, between
 * pixels in proportion; elsewhere it stays. So a network may rest in between.
 *
 * @example A step to the right
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createGray } from "../../raster/frame.ts";
 *
 * const column = (x: number, level: number) => {
 *   const gray = createGray(32, 32);
 *   gray.data.forEach((_, i) => gray.data[i] = Math.abs(i % 32 - x) < 5 ? level : 40);
 *   return gray;
 * };
 * const carried = carryMatte(column(12, 255), column(12, 200), column(14, 200));
 * assertEquals([...carried.data.subarray(32 * 16 + 6, 32 * 16 + 12)], [40, 40, 40, 40, 255, 255]);
 * ```
 *
 * @param matte The matte, H × W.
 * @param from The brightness of its frame, reduced to about 90 lines: its blocks have four pixels
 * a side, and may have moved by eight.
 * @param to The same of the other frame, as large.
 * @param options `out` takes the result.
 * @returns `out`, or a new H × W matte.
 * @throws {RangeError} If the sizes of `from` and `to` differ, or of `matte` and `out`.
 * @category Primitives: motion and time
 */
export function carryMatte(
  matte: Matte,
  from: Gray,
  to: Gray,
  options: OutOption<Matte> = {},
): Matte {
  assertGrays("carry a matte", { matte, from, to });
  const { out = createMatte(matte.width, matte.height) } = options;
  assertSameSize("carry a matte", { matte, out });
  assertSameSize("carry a matte", { from, to });
  const source = { ...matte, data: readableWhile(matte.data, out.data) };
  const where = blocksNearEdges(source, to);
  const motion = blockMotion(from, to, { ...BLOCKS, where });
  const memory = memoryOf(source.data);
  if (memory === undefined) carryPlain(source, to, where, motion, out);
  else carryByKernel(source, to, where, motion, out, memory);
  return out;
}

function carryPlain(matte: Matte, to: Gray, where: Mask, motion: BlockMotion, out: Matte): void {
  const { width, height } = matte;
  const [scaleX, scaleY] = [width / to.width, height / to.height];
  out.data.set(matte.data);
  const vector = new Float64Array(2);
  for (let y = 0, i = 0; y < height; y++) {
    const placeY = (y + 0.5) / scaleY;
    const row = Math.floor(placeY / BLOCKS.side) * where.width;
    for (let x = 0; x < width; x++, i++) {
      const placeX = (x + 0.5) / scaleX;
      if (where.data[row + Math.floor(placeX / BLOCKS.side)] === 0) continue;
      motionAt(motion, placeX, placeY, vector);
      out.data[i] = Math.round(sample(matte, x - scaleX * vector[0], y - scaleY * vector[1]));
    }
  }
}

function carryByKernel(
  { width, height, data }: Matte,
  to: Gray,
  where: Mask,
  { columns, rows, side, dx, dy }: BlockMotion,
  out: Matte,
  memory: KernelMemory,
): void {
  const inputs = [data, where.data, dx, dy];
  memory.work(inputs, out.data, (target, source, blocks, right, down) => {
    memory.withRoom(24 * width + 8 * columns * rows, (scratch) => {
      memory.kernels.carryMatte(
        source,
        target,
        width,
        height,
        blocks,
        columns,
        rows,
        side,
        right,
        down,
        width / to.width,
        height / to.height,
        scratch,
      );
    });
  });
}

function sample({ width, height, data }: Matte, x: number, y: number): number {
  const placeX = Math.max(0, Math.min(width - 1, x));
  const placeY = Math.max(0, Math.min(height - 1, y));
  const left = Math.floor(placeX), top = Math.floor(placeY);
  const right = placeX - left, down = placeY - top;
  const i = top * width + left;
  const next = left + 1 < width ? 1 : 0;
  const below = top + 1 < height ? width : 0;
  return (1 - down) * ((1 - right) * data[i] + right * data[i + next]) +
    down * ((1 - right) * data[i + below] + right * data[i + below + next]);
}

/** The blocks that an edge may be in, or come to. */
function blocksNearEdges(matte: Matte, to: Gray): Mask {
  const { side, reach } = BLOCKS;
  const blocks = createMask(Math.ceil(to.width / side), Math.ceil(to.height / side));
  const memory = memoryOf(matte.data);
  if (memory === undefined) markEdges(matte, to, blocks);
  else {
    const { width, height } = matte;
    // What is marked is read as well, for the rest stays.
    memory.work([matte.data, blocks.data], blocks.data, (marks, alphas) => {
      const { width: w, height: h } = to;
      memory.kernels.markEdges(alphas, width, height, w, h, side, blocks.width, marks);
    });
  }
  return dilate(blocks, Math.ceil(reach / side), { shape: "rect", out: blocks });
}

function markEdges({ width, height, data }: Matte, to: Gray, blocks: Mask): void {
  const { side } = BLOCKS;
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor((y + 0.5) * to.height / height / side) * blocks.width;
    const below = y + 1 < height ? width : 0;
    for (let x = 0; x < width; x++, i++) {
      const next = x + 1 < width ? 1 : 0;
      if (data[i] === data[i + next] && data[i] === data[i + below]) continue;
      blocks.data[row + Math.floor((x + 0.5) * to.width / width / side)] = 255;
    }
  }
}
