/** Semi-global matching against OpenCV itself. */

import { assertEquals } from "@std/assert";
import { type Frame, type Gray } from "../../mod.ts";
import {
  stereoSemiGlobal,
  type StereoSemiGlobalOptions,
} from "../../lib/pixels/stereo/semi_global.ts";
import { frameOf } from "./oracle/layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

interface Header {
  options: StereoSemiGlobalOptions & { minDisparity: number };
  width: number;
  height: number;
  channels: 1 | 3;
}

Deno.test({
  name: "stereoSemiGlobal() gives OpenCV's disparities",
  ignore: !hasOpenCv("the cross-check of semi-global matching"),
  async fn() {
    let count = 0;
    let bad = 0;
    const kinds: Record<string, number> = {};
    for await (const { header, parts } of ask<Header>("stereo_sgbm", SEED)) {
      const { options, width, height, channels } = header;
      count++;
      const eye = (data: Uint8Array<ArrayBuffer>): Frame | Gray =>
        channels === 1 ? { width, height, data } : frameOf(data, width, height);
      const steps = new Int16Array(parts[2].slice().buffer);
      const unknown = (options.minDisparity - 1) * 16;
      const wanted = [...steps].map((step) => step === unknown ? NaN : step / 16);
      const got = [...stereoSemiGlobal(eye(parts[0]), eye(parts[1]), options).disparity];
      const n = got.filter((v, i) => v !== wanted[i] && !(isNaN(v) && isNaN(wanted[i]))).length;
      if (n) {
        bad++;
        kinds[options.mode!] = (kinds[options.mode!] ?? 0) + 1;
        if (bad < 15) console.log(n, got.length, JSON.stringify(header));
      }
    }
    console.log(count, bad, kinds);
    assertEquals(bad, 0);
  },
});
