/** Semi-global matching against OpenCV itself. */

import { assertEquals } from "@std/assert";
import {
  type Disparity,
  stereoSemiGlobal,
  type StereoSemiGlobalOptions,
} from "../../lib/pixels/primitives.ts";
import { frameAt, grayAt } from "../kernels/twins.ts";
import { assertSameBytes, frameOf } from "./oracle/layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

/** What oracle.py tells of a case. */
interface Header {
  op: "stereo_sgbm";
  options: StereoSemiGlobalOptions & Required<Pick<StereoSemiGlobalOptions, "minDisparity">>;
  width: number;
  height: number;
  channels: 1 | 3;
}

Deno.test({
  name: "stereoSemiGlobal() gives OpenCV's disparities to the bit, with all options in all modes",
  ignore: !hasOpenCv("the cross-check of semi-global matching"),
  async fn() {
    let count = 0;
    let known = 0;
    for await (const { header, parts } of ask<Header>("stereo_sgbm", SEED)) {
      const { options, width, height, channels } = header;
      const unknown = 16 * (options.minDisparity - 1);
      for (const place of ["elsewhere", "inside"] as const) {
        const [left, right] = parts.slice(0, 2).map((data) =>
          channels === 1
            ? grayAt(place, { width, height, data })
            : frameAt(place, frameOf(data, width, height))
        );
        const found = sixteenths(stereoSemiGlobal(left, right, options), unknown);
        assertSameBytes(new Uint8Array(found.buffer), parts[2], { place, ...header });
        known += found.filter((value) => value !== unknown).length;
      }
      count++;
    }
    assertEquals(count, 900);
    // Or there would be little to compare.
    assertEquals(known > 200_000, true, `${known} known`);
  },
});

/** What OpenCV writes for disparities. */
function sixteenths({ disparity }: Disparity, unknown: number): Int16Array<ArrayBuffer> {
  return Int16Array.from(disparity, (pixels) => isNaN(pixels) ? unknown : 16 * pixels);
}
