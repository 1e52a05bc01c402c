import { assertYuv, type YuvMatrix } from "../pixels/color/frame_of_yuv.ts";
import { createFrame, type Frame, type OutOption, type Size } from "../raster/frame.ts";
import type { KernelBench } from "../memory/kernel_bench.ts";

/** The twin of `frameOfYuvCubic`. */
export function frameOfYuvByKernel(
  bench: KernelBench,
  yuv: Uint8Array,
  size: Size,
  { lumaOffset, luma, redV, greenU, greenV, blueU }: YuvMatrix,
  options: OutOption<Frame>,
): Frame {
  const { width, height } = size;
  const { out = createFrame(width, height) } = options;
  assertYuv(yuv, size, out);
  const { kernels, arena } = bench;
  const scratch = arena.allocate(kernels.frameOfYuvCubicBytes(width));
  try {
    bench.work([yuv], out.bitmap, (to, from) => {
      const factors = [lumaOffset, luma, redV, greenU, greenV, blueU] as const;
      kernels.frameOfYuvCubic(from, to, width, height, ...factors, scratch);
    });
  } finally {
    arena.free(scratch);
  }
  return out;
}
