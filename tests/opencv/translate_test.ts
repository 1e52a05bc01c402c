/** Translations against OpenCV itself. */

import { assertEquals } from "@std/assert";
import { translate } from "../../mod.ts";
import { frameAt } from "../kernels/twins.ts";
import { assertSameBytes } from "./oracle/layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

/** What oracle.py tells of a case. */
interface Header {
  width: number;
  height: number;
  dx: number;
  dy: number;
}

const ignore = !hasOpenCv("the cross-check of translations");

Deno.test({
  name:
    "translate(), plainly and by a kernel, gives warpAffine's bytes for random pictures and shifts",
  ignore,
  async fn() {
    let count = 0;
    for await (const { header, parts: [source, expected] } of ask<Header>("translate", SEED)) {
      const { width, height, ...shift } = header;
      const frame = { width, height, bitmap: new Uint8ClampedArray(source.buffer) };
      for (const place of ["elsewhere", "inside"] as const) {
        assertSameBytes(translate(frameAt(place, frame), shift).bitmap, expected, header);
      }
      count++;
    }
    assertEquals(count, 800);
  },
});
