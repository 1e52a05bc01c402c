/** Block matching against OpenCV itself. */

import { assertEquals } from "@std/assert";
import {
  type Disparity,
  filterSpeckles,
  type FilterSpecklesOptions,
  stereoBlockMatch,
  type StereoBlockMatchOptions,
} from "../../mod.ts";
import { disparityAt } from "../kernels/stereo/disparities.ts";
import { grayAt } from "../kernels/twins.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

/** What oracle.py tells of a case. */
type Header =
  & { width: number; height: number }
  & (
    | { op: "stereoBlockMatch"; options: Required<StereoBlockMatchOptions> }
    | { op: "filterSpeckles"; options: FilterSpecklesOptions }
  );

/** OpenCV's sixteenths as our pixels. */
const pixelsOf = (sixteenths: Int16Array, unknown: number): Float32Array =>
  Float32Array.from(sixteenths, (value) => value === unknown ? NaN : value / 16);

function assertSame({ disparity }: Disparity, wanted: Float32Array, header: Header): void {
  const different = disparity.findIndex((value, i) => !Object.is(value, wanted[i]));
  if (different < 0) return;
  const values = [disparity[different], wanted[different]];
  throw new Error(`${different}: ${values} ${JSON.stringify(header)}`);
}

Deno.test({
  name:
    "stereoBlockMatch() and filterSpeckles(), plainly and by kernels, give OpenCV's sixteenths for random pairs and parameters",
  ignore: !hasOpenCv("the cross-check of block matching"),
  async fn() {
    const counts: Record<Header["op"], number> = { stereoBlockMatch: 0, filterSpeckles: 0 };
    for await (const { header, parts } of ask<Header>("stereo_bm", SEED)) {
      const { op, width, height } = header;
      counts[op]++;
      for (const place of ["elsewhere", "inside"] as const) {
        if (header.op === "stereoBlockMatch") {
          const { options } = header;
          const [left, right] = parts.slice(0, 2).map((data) =>
            grayAt(place, { width, height, data })
          );
          const ours = stereoBlockMatch(left, right, options);
          for (const answer of parts.slice(2)) {
            const unknown = 16 * (options.minDisparity - 1);
            assertSame(ours, pixelsOf(new Int16Array(answer.buffer), unknown), header);
          }
        } else {
          const { maxSpeckleSize, maxDiff } = header.options;
          const [disparity, wanted] = parts.map((part) =>
            pixelsOf(new Int16Array(part.buffer), -16)
          );
          const map = disparityAt(place, { width, height, disparity });
          const ours = filterSpeckles(map, { maxSpeckleSize, maxDiff: maxDiff / 16 });
          assertSame(ours, wanted, header);
        }
      }
    }
    assertEquals(counts.filterSpeckles, 200);
    // Some that are drawn are left out: OpenCV itself does not know what it says to them.
    assertEquals(counts.stereoBlockMatch > 400, true);
  },
});
