import { assertEquals } from "@std/assert";
import { createFrame, resizeArea } from "../../../mod.ts";
import { loadKernelCode, startKernels } from "../../../lib/memory/loader.ts";
import { planResize } from "../../../lib/pixels/resize/resize_by_kernel.ts";
import { noiseFrame } from "../../helpers.ts";

Deno.test("planResize() serves the kernels in a memory of one's own, again and again", async () => {
  const code = await loadKernelCode();
  const kernels = await startKernels(code);
  const bytes = new Uint8Array(code.memory.buffer);
  const [source, out, scratch] = [65536, 200_000, 400_000];
  const plans = [[40, 30], [20, 15], [10, 10], [23, 17], [70, 50], [10, 60]] as const;
  for (const [width, height] of plans) {
    const plan = planResize({ width: 40, height: 30 }, { width, height }, 4)!;
    const end = scratch + plan.byteLength;
    bytes.fill(170, end, end + 64);
    plan.write(code.memory, scratch);
    for (const seed of [1, 2]) {
      const frame = noiseFrame(40, 30, seed);
      bytes.set(frame.bitmap, source);
      kernels.resizeArea(scratch, source, out, 4 * 40);
      const wanted = resizeArea(frame, createFrame(width, height));
      assertEquals([...bytes.subarray(out, out + 4 * width * height)], [...wanted.bitmap]);
    }
    assertEquals([...bytes.subarray(end, end + 64)], new Array(64).fill(170));
  }
});

Deno.test("planResize() leaves sums that need more than 32 bits to the plain twin", () => {
  const one = { width: 1, height: 1 };
  assertEquals(planResize({ width: 8192, height: 4096 }, one, 4), undefined);
  assertEquals(planResize({ width: 4096, height: 4096 }, one, 4)?.byteLength! > 0, true);
});
