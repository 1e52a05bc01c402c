import {
  estimateShiftBy,
  type EstimateShiftOptions,
  type Shift,
  type ShiftRound,
  type ShiftSums,
  type ShiftWindow,
} from "../pixels/motion/estimate_shift.ts";
import type { Gray, Size } from "../raster/frame.ts";
import type { KernelBench } from "../memory/kernel_bench.ts";
import type { Pixels } from "./pixels.ts";

/** As the kernel writes them. */
const NAMES = [
  ...["xx", "xy", "yy", "yv", "xv", "vv", "x1", "y1", "xr", "yr", "vr", "r1"] as const,
  ...["v1", "residuals", "count"] as const,
];

/** The twin of `estimateShift`. */
export function estimateShiftByKernel(
  bench: KernelBench,
  pixels: Pixels,
  from: Gray,
  to: Gray,
  options: EstimateShiftOptions,
): Shift {
  const { arena, kernels } = bench;
  const made: Gray[] = [];
  const make = ({ width, height }: Size) => {
    const gray = pixels.createGray(width, height);
    made.push(gray);
    return gray;
  };
  // Every round reads the pictures: what lies elsewhere is copied once.
  const place = (gray: Gray) => {
    if (arena.addressOf(gray.data) !== undefined) return gray;
    const copy = make(gray);
    copy.data.set(gray.data);
    return copy;
  };
  const results = arena.allocate(8 * NAMES.length);
  const sum = ({ from, to, mask, step, tolerance }: ShiftRound, window: ShiftWindow) => {
    const { at, right, down, firstX, lastX, firstY, lastY } = window;
    kernels.sumShift(
      ...[from.data.byteOffset, to.data.byteOffset, mask?.data.byteOffset ?? 0] as const,
      ...[from.width, step, firstX, lastX, firstY, lastY, at] as const,
      ...[right, down, tolerance, results] as const,
    );
    const numbers = new Float64Array(arena.buffer, results, NAMES.length);
    return Object.fromEntries(NAMES.map((name, i) => [name, numbers[i]])) as unknown as ShiftSums;
  };
  try {
    const shrink = (gray: Gray, size: Size) => pixels.resizeArea(gray, size, { out: make(size) });
    const mask = options.mask && place(options.mask);
    return estimateShiftBy({ shrink, sum }, place(from), place(to), { ...options, mask });
  } finally {
    arena.free(results);
    for (const gray of made) pixels.free(gray);
  }
}
