import { checkMedian, temporalMedian } from "../pixels/motion/temporal_median.ts";
import type { Frame, OutOption } from "../raster/frame.ts";
import type { KernelBench } from "../memory/kernel_bench.ts";

/** So many frames can be counted in a byte. */
const MOST = 255;

/** The twin of `temporalMedian`. */
export function temporalMedianByKernel(
  bench: KernelBench,
  frames: readonly Frame[],
  options: OutOption<Frame>,
): Frame {
  const out = checkMedian(frames, options);
  if (frames.length > MOST) return temporalMedian(frames, { out });
  const addresses = new Int32Array(frames.length);
  const inputs = [addresses, ...frames.map(({ bitmap }) => bitmap)];
  bench.work(inputs, out.bitmap, (to, list, ...sources) => {
    new Int32Array(bench.arena.buffer, list, sources.length).set(sources);
    bench.kernels.temporalMedian(list, sources.length, to, out.bitmap.length);
  });
  return out;
}
