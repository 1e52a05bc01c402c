/**
 * Blurring a frame that lies in the kernels' memory: the plain twins are in blur_sums.ts and
 * blur_colors.ts.
 *
 * @module
 */

import type { Arena } from "../../memory/arena.ts";
import type { KernelMemory } from "../../memory/kernel_memory.ts";
import { TakenBlocks } from "../../memory/taken_blocks.ts";
import { halveReach, UNKNOWN } from "./blur_colors.ts";
import { type BlurPlan, reachOf } from "./blur_sums.ts";

/** Bytes of a cell's sums, and of its colour. */
const SUMS = 32;
const COLOR = 16;

/** Cells with their addresses. */
interface Cells {
  readonly sums: number;
  readonly columns: number;
  readonly rows: number;
  /** How much weight each column and row could have. */
  readonly across: Float64Array;
  readonly down: Float64Array;
}

/**
 * Blur red, green and blue; write alpha opaque. All is read before anything is written.
 *
 * @param memory Where all lie.
 * @param from RGBA.
 * @param matte What does not count; `undefined` if all counts.
 * @param to RGBA, written to.
 * @param plan The cells and boxes.
 */
export function blurFrameByKernel(
  { arena, kernels }: KernelMemory,
  from: Uint8ClampedArray,
  matte: Uint8Array | undefined,
  to: Uint8ClampedArray,
  plan: BlurPlan,
): void {
  const { width, height, cell, columns, rows, radii: [first, second, third] } = plan;
  using blocks = new TakenBlocks(arena);
  const sums = blocks.take(SUMS * columns * rows);
  kernels.collectSums(from.byteOffset, matte?.byteOffset ?? 0, width, height, cell, sums);
  if (first > 0) {
    const turned = blocks.take(SUMS * columns * rows);
    const scratch = blocks.take(2 * SUMS * Math.max(columns, rows));
    kernels.boxRows(sums, columns, rows, first, second, third, turned, scratch);
    kernels.boxRows(turned, rows, columns, first, second, third, sums, scratch);
  }
  const across = reachOf(columns, width, plan);
  const down = reachOf(rows, height, plan);
  const cells = { sums, columns, rows, across, down };
  const colors = colorsOf({ arena, kernels }, blocks, cells);
  if (cell === 1) {
    kernels.roundColors(colors, columns * rows, to.byteOffset);
    return;
  }
  kernels.spreadColors(colors, width, height, cell, columns, rows, to.byteOffset);
}

/** Where the colours of cells are, mixed with those of coarser and coarser cells. */
function colorsOf(
  memory: { arena: Arena; kernels: KernelMemory["kernels"] },
  blocks: TakenBlocks,
  { sums, columns, rows, across, down }: Cells,
): number {
  const { arena, kernels } = memory;
  const colors = blocks.take(COLOR * columns * rows);
  const reachAcross = blocks.take(8 * columns);
  const reachDown = blocks.take(8 * rows);
  new Float64Array(arena.buffer, reachAcross, columns).set(across);
  new Float64Array(arena.buffer, reachDown, rows).set(down);
  const isThin = kernels.meanColors(sums, reachAcross, reachDown, columns, rows, colors) !== 0;
  if (!isThin) return colors;
  if (columns * rows === 1) {
    const isEmpty = new Float64Array(arena.buffer, sums, 4)[3] === 0;
    if (isEmpty) new Float32Array(arena.buffer, colors, 3).fill(UNKNOWN);
    return colors;
  }
  const half = { columns: (columns + 1) >> 1, rows: (rows + 1) >> 1 };
  const halves = blocks.take(SUMS * half.columns * half.rows);
  kernels.halveSums(sums, columns, rows, halves);
  const coarse = colorsOf(memory, blocks, {
    sums: halves,
    columns: half.columns,
    rows: half.rows,
    across: halveReach(across),
    down: halveReach(down),
  });
  kernels.mixColors(sums, reachAcross, reachDown, columns, rows, coarse, colors);
  return colors;
}
