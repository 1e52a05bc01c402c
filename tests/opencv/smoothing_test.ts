/** Medians, Gaussians and running averages against OpenCV itself. */

import { assertEquals } from "@std/assert";
import { accumulateWeighted, gaussianBlur, medianBlur, SimdPixels } from "../../mod.ts";
import { assertSameBytes, frameOf } from "./layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle.ts";

/** What oracle.py tells of a case. */
interface Header {
  op: "median" | "gaussian" | "accumulate";
  radius: number;
  sigma: number;
  alpha: number;
  width: number;
  height: number;
}

/** Others round sums of products otherwise. */
const hasVectors = Deno.build.os !== "linux" ||
  /\bavx2\b/.test(await Deno.readTextFile("/proc/cpuinfo").catch(() => "avx2"));

Deno.test({
  name: "medianBlur(), gaussianBlur() and accumulateWeighted() give OpenCV's values",
  ignore: !hasOpenCv("the cross-check of smoothing"),
  async fn() {
    const simd = await SimdPixels.load();
    const counts = { median: 0, gaussian: 0, accumulate: 0 };
    for await (const { header, parts } of ask<Header>("smoothing", SEED)) {
      const { op, radius, sigma, alpha, width, height } = header;
      const gray = { width, height, data: parts[0] };
      counts[op]++;
      if (op === "accumulate") {
        const average = new Float32Array(3 * width * height);
        for (const bytes of parts.slice(0, -1)) {
          accumulateWeighted(average, frameOf(bytes, width, height), alpha);
        }
        if (hasVectors) assertSameBytes(new Uint8Array(average.buffer), parts[4], header);
        continue;
      }
      for (const by of [{ medianBlur, gaussianBlur }, simd]) {
        const blurred = op === "median"
          ? by.medianBlur(gray, radius)
          : by.gaussianBlur(gray, sigma === 0 ? radius : { radius, sigma });
        assertSameBytes(blurred.data, parts[1], header);
      }
    }
    assertEquals(counts, { median: 200, gaussian: 300, accumulate: 60 });
  },
});
