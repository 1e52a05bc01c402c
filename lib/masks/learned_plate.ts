import type { Frame, Gray, Matte } from "../raster.ts";
import type { KernelBench } from "../simd/kernel_bench.ts";
export function learnPlate(
  plate: Frame,
  counts: Gray,
  frame: Frame,
  matte: Matte,
  rule: { nearest?: number; surelyBackground?: number; most?: number },
  _bench?: KernelBench,
): void {
  const { nearest = 24, surelyBackground = 60, most = 20 } = rule;
  const a = plate.bitmap, b = frame.bitmap, n = counts.data, m = matte.data;
  for (let i = 0, p = 0; i < n.length; i++, p += 4) {
    if (m[i] > surelyBackground) continue;
    if (n[i] === 0) {
      a[p] = b[p];
      a[p + 1] = b[p + 1];
      a[p + 2] = b[p + 2];
      a[p + 3] = 255;
      n[i] = 1;
      continue;
    }
    const r = b[p] - a[p], g = b[p + 1] - a[p + 1], bl = b[p + 2] - a[p + 2];
    if (Math.max(Math.abs(r), Math.abs(g), Math.abs(bl)) <= nearest) {
      const k = Math.min(n[i], most) + 1;
      a[p] += r / k;
      a[p + 1] += g / k;
      a[p + 2] += bl / k;
      if (n[i] < 255) n[i]++;
    } else n[i]--;
  }
}
