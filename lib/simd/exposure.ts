import { type Exposure, exposurePair } from "../pixels/color/exposure.ts";
import { assertSameSize, createFrame, type Frame, type OutOption } from "../raster/frame.ts";
import type { KernelBench } from "../memory/kernel_bench.ts";

/** The twin of `expose`. */
export function exposeByKernel(
  bench: KernelBench,
  frame: Frame,
  exposure: Exposure,
  options: OutOption<Frame>,
): Frame {
  const { out = createFrame(frame.width, frame.height) } = options;
  assertSameSize("expose a picture", { frame, out });
  const [red, green, blue] = exposure.map(exposurePair);
  bench.work([frame.bitmap], out.bitmap, (to, from) => {
    bench.kernels.expose(from, to, out.width * out.height, red, green, blue);
  });
  return out;
}
