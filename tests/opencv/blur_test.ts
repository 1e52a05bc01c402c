/** Blurs of one channel against OpenCV itself. */

import { assertEquals } from "@std/assert";
import { boxBlur, feather } from "../../mod.ts";
import { assertSameBytes } from "./oracle/layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

/** What oracle.py tells of a case. */
interface Header {
  op: "blur" | "twice";
  width: number;
  height: number;
  radius: number;
}

const ignore = !hasOpenCv("the cross-check of the blurs");

Deno.test({
  name: "boxBlur() and feather() give OpenCV's bytes for random pictures",
  ignore,
  async fn() {
    let count = 0;
    for await (const { header, parts: [data, expected] } of ask<Header>("blurs", SEED)) {
      const { op, width, height, radius } = header;
      const blur = op === "blur" ? boxBlur : feather;
      assertSameBytes(blur({ width, height, data }, radius).data, expected, header);
      count++;
    }
    assertEquals(count, 1200);
  },
});
