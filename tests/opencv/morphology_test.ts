/** Dilation, erosion and what is made of them against OpenCV itself. */

import { assertEquals } from "@std/assert";
import {
  close,
  dilate,
  type ElementShape,
  erode,
  open,
  SimdPixels,
  structuringElement,
} from "../../mod.ts";
import { assertSameBytes } from "./layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle.ts";

/** What oracle.py tells of a case. */
interface Header {
  op: "element" | "dilate" | "erode" | "open" | "close";
  shape: ElementShape;
  radius: number;
  width: number;
  height: number;
}

const ignore = !hasOpenCv("the cross-check of morphology");

Deno.test({
  name: "structuringElement(), dilate(), erode(), open() and close() give OpenCV's bytes",
  ignore,
  async fn() {
    const plain = { dilate, erode, open, close };
    const simd = await SimdPixels.load();
    const counts = { elements: 0, pictures: 0 };
    for await (const { header, parts: [data, expected] } of ask<Header>("morphology", SEED)) {
      const { op, shape, radius, width, height } = header;
      if (op === "element") {
        assertSameBytes(structuringElement(shape, radius).data, data, header);
        counts.elements++;
        continue;
      }
      for (const by of [plain, simd]) {
        assertSameBytes(by[op]({ width, height, data }, radius, { shape }).data, expected, header);
      }
      counts.pictures++;
    }
    assertEquals(counts, { elements: 150, pictures: 1600 });
  },
});
