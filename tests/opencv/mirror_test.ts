/** Mirrored frames against OpenCV itself. */

import { assertEquals } from "@std/assert";
import { mirror, type Size } from "../../mod.ts";
import { frameAt } from "../kernels/twins.ts";
import { assertSameBytes } from "./oracle/layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

const ignore = !hasOpenCv("the cross-check of mirrored frames");

Deno.test({
  name: "mirror(), plainly and by a kernel, gives flip's bytes for random pictures",
  ignore,
  async fn() {
    let count = 0;
    for await (const { header, parts: [source, expected] } of ask<Size>("mirror", SEED)) {
      const frame = { ...header, bitmap: new Uint8ClampedArray(source.buffer) };
      for (const place of ["elsewhere", "inside"] as const) {
        const own = frameAt(place, frame);
        assertSameBytes(mirror(own).bitmap, expected, header);
        assertSameBytes(mirror(own, { out: own }).bitmap, expected, { inPlace: true, ...header });
      }
      count++;
    }
    assertEquals(count, 200);
  },
});
