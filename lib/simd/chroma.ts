import { type ChromaMatteOptions, planChromaMatte } from "../pixels/key/chroma_matte.ts";
import { readableWhile } from "../raster/overlap.ts";
import { planSpill, type SuppressSpillOptions } from "../pixels/key/suppress_spill.ts";
import type { Frame, Matte, Rgba } from "../raster/frame.ts";
import type { KernelBench } from "../memory/kernel_bench.ts";

/** Two weights as a kernel takes them: beside green there is alpha, which weighs 0. */
const pair = (lower: number, upper: number) => (lower & 0xffff) | (upper << 16);

/** The twin of `chromaMatte`, where that measures by Cb and Cr. */
export function chromaMatteByKernel(
  bench: KernelBench,
  frame: Frame,
  key: Rgba,
  options: ChromaMatteOptions,
): Matte {
  const { out, cb, cr, from, slope } = planChromaMatte(frame, key, options);
  bench.work([readableWhile(frame.bitmap, out.data)], out.data, (to, rgba) => {
    bench.kernels.chromaMatte(
      ...[rgba, to, out.data.length] as const,
      ...[
        pair(cb[0], cb[2]),
        pair(cb[1], 0),
        cb[3],
        pair(cr[0], cr[2]),
        pair(cr[1], 0),
        cr[3],
        from,
        slope,
      ] as const,
    );
  });
  return out;
}

/** The twin of `suppressSpill`. */
export function suppressSpillByKernel(
  bench: KernelBench,
  frame: Frame,
  key: Rgba,
  options: SuppressSpillOptions,
): Frame {
  const { out, left, right, hue } = planSpill(frame, key, options);
  bench.work([readableWhile(frame.bitmap, out.bitmap)], out.bitmap, (to, rgba) => {
    bench.kernels.suppressSpill(
      ...[rgba, to, out.width * out.height] as const,
      ...[
        pair(left[0], left[2]),
        pair(left[1], 0),
        pair(right[0], right[2]),
        pair(right[1], 0),
        ...hue,
      ] as const,
    );
  });
  return out;
}
