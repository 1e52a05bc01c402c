/** The guided filter against its paper, written down in NumPy. */

import { assertEquals } from "@std/assert";
import { type Frame, type Gray, guidedFilter } from "../../mod.ts";
import { frameAt, grayAt } from "../kernels/twins.ts";
import { assertSameBytes, rasterOf } from "./oracle/layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

/** What oracle.py tells of a case. */
interface Header {
  channels: 1 | 3;
  radius: number;
  epsilon: number;
  subsample: 1 | 2 | 4;
  width: number;
  height: number;
}

/** What rounding to a level costs, and what single precision adds. */
const TOLERANCE = 0.51;

Deno.test({
  name: "guidedFilter() is the paper's formula to the nearest level",
  ignore: !hasOpenCv("the cross-check of the guided filter"),
  async fn() {
    let count = 0;
    for await (const { header, parts } of ask<Header>("guided", SEED)) {
      const { channels, radius, epsilon, subsample, width, height } = header;
      const [guideBytes, data, floats] = parts;
      const guide = rasterOf(guideBytes, width, height, channels);
      const matte = { width, height, data };
      const filtered = guidedFilter(matte, guide, radius, epsilon, { subsample });
      const there = (raster: Frame | Gray) =>
        "bitmap" in raster ? frameAt("inside", raster) : grayAt("inside", raster);
      const by = [grayAt("inside", matte), there(guide), radius, epsilon] as const;
      const twin = guidedFilter(...by, { subsample });
      assertSameBytes(twin.data, filtered.data, header);
      const wanted = new Float32Array(floats.buffer);
      filtered.data.forEach((alpha, i) => {
        if (Math.abs(alpha - wanted[i]) <= TOLERANCE) return;
        throw new Error(`${alpha} instead of ${wanted[i]} at ${i}: ${JSON.stringify(header)}`);
      });
      count++;
    }
    assertEquals(count, 160);
  },
});
