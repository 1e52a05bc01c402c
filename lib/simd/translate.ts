import type { Shift } from "../pixels/motion/estimate_shift.ts";
import { readableWhile } from "../raster/overlap.ts";
import { planTranslation } from "../pixels/motion/translate.ts";
import { createFrame, type Frame, type OutOption } from "../raster/frame.ts";
import type { KernelBench } from "../memory/kernel_bench.ts";

/** The twin of `translate`. */
export function translateByKernel(
  bench: KernelBench,
  frame: Frame,
  shift: Shift,
  options: OutOption<Frame>,
): Frame {
  const { out = createFrame(frame.width, frame.height) } = options;
  const { wholeX, wholeY, weights } = planTranslation(frame, shift, out);
  const [top, bottom] = [weights[0] | (weights[1] << 16), weights[2] | (weights[3] << 16)];
  bench.work([readableWhile(frame.bitmap, out.bitmap)], out.bitmap, (to, from) => {
    bench.kernels.translate(from, to, frame.width, frame.height, wholeX, wholeY, top, bottom);
  });
  return out;
}
