import type { KernelMemory } from "../../memory/kernel_memory.ts";
import type { Gray, Size } from "../../raster/frame.ts";
import { resizeArea } from "../resize/resize_area.ts";
import type { ShiftRound, ShiftSums, ShiftWindow, ShiftWorkers } from "./shift_round.ts";

/** As the kernel writes them. */
const NAMES = [
  "xx",
  "xy",
  "yy",
  "yv",
  "xv",
  "vv",
  "x1",
  "y1",
  "xr",
  "yr",
  "vr",
  "r1",
  "v1",
  "residuals",
  "count",
];

/** A {@linkcode ShiftWorkers} whose work kernels do, in a memory where the pictures lie. */
export class KernelShiftWorkers implements ShiftWorkers, Disposable {
  readonly #memory: KernelMemory;
  readonly #made: Gray[] = [];
  readonly #results: number;

  constructor(memory: KernelMemory) {
    this.#memory = memory;
    this.#results = memory.arena.allocate(8 * NAMES.length);
  }

  shrink(gray: Gray, { width, height }: Size): Gray {
    const out = this.#memory.createGray(width, height);
    this.#made.push(out);
    return resizeArea(gray, out, { out });
  }

  sum(
    { from, to, mask, step, tolerance }: ShiftRound,
    { at, right, down, firstX, lastX, firstY, lastY }: ShiftWindow,
  ): ShiftSums {
    const { arena, kernels } = this.#memory;
    kernels.sumShift(
      from.data.byteOffset,
      to.data.byteOffset,
      mask?.data.byteOffset ?? 0,
      from.width,
      step,
      firstX,
      lastX,
      firstY,
      lastY,
      at,
      right,
      down,
      tolerance,
      this.#results,
    );
    const numbers = new Float64Array(arena.buffer, this.#results, NAMES.length);
    return Object.fromEntries(NAMES.map((name, i) => [name, numbers[i]])) as unknown as ShiftSums;
  }

  /** Give the memory back. */
  [Symbol.dispose](): void {
    this.#memory.arena.free(this.#results);
    for (const gray of this.#made) this.#memory.free(gray);
  }
}
