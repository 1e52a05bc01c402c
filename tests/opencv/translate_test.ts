/** Translations against OpenCV itself. */

import { assertEquals } from "@std/assert";
import { plainPixels, SimdPixels } from "../../mod.ts";
import { assertSameBytes } from "./layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle.ts";

/** What oracle.py tells of a case. */
interface Header {
  width: number;
  height: number;
  dx: number;
  dy: number;
}

const ignore = !hasOpenCv("the cross-check of translations");

Deno.test({
  name: "translate() and its twin give warpAffine's bytes for random pictures and shifts",
  ignore,
  async fn() {
    const simd = await SimdPixels.load();
    let count = 0;
    for await (const { header, parts: [source, expected] } of ask<Header>("translate", SEED)) {
      const { width, height, ...shift } = header;
      const frame = { width, height, bitmap: new Uint8ClampedArray(source.buffer) };
      for (const pixels of [plainPixels, simd]) {
        assertSameBytes(pixels.translate(frame, shift).bitmap, expected, header);
      }
      count++;
    }
    assertEquals(count, 800);
  },
});
