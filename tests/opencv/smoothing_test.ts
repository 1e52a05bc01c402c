/** Medians, Gaussians and running averages against OpenCV itself. */

import { assertEquals } from "@std/assert";
import { accumulateWeighted, gaussianBlur, medianBlur } from "../../mod.ts";
import { frameAt, grayAt, memory } from "../kernels/twins.ts";
import { assertSameBytes, frameOf } from "./oracle/layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

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
    const counts = { median: 0, gaussian: 0, accumulate: 0 };
    for await (const { header, parts } of ask<Header>("smoothing", SEED)) {
      const { op, radius, sigma, alpha, width, height } = header;
      counts[op]++;
      if (op === "accumulate") {
        const average = new Float32Array(3 * width * height);
        const twin = memory.createNumbers(average.length);
        for (const bytes of parts.slice(0, -1)) {
          const frame = frameOf(bytes, width, height);
          accumulateWeighted(average, frame, alpha);
          accumulateWeighted(twin, frameAt("inside", frame), alpha);
        }
        if (hasVectors) assertSameBytes(new Uint8Array(average.buffer), parts[4], header);
        assertEquals([...twin], [...average]);
        continue;
      }
      for (const place of ["elsewhere", "inside"] as const) {
        const gray = grayAt(place, { width, height, data: parts[0] });
        const blurred = op === "median"
          ? medianBlur(gray, radius)
          : gaussianBlur(gray, sigma === 0 ? radius : { radius, sigma });
        assertSameBytes(blurred.data, parts[1], header);
      }
    }
    assertEquals(counts, { median: 200, gaussian: 300, accumulate: 60 });
  },
});
