/** Dilation, erosion and what is made of them against OpenCV itself. */

import { assertEquals } from "@std/assert";
import { close, dilate, type ElementShape, erode, open, structuringElement } from "../../mod.ts";
import { grayAt } from "../kernels/twins.ts";
import { assertSameBytes } from "./oracle/layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

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
    const actions = { dilate, erode, open, close };
    const counts = { elements: 0, pictures: 0 };
    for await (const { header, parts: [data, expected] } of ask<Header>("morphology", SEED)) {
      const { op, shape, radius, width, height } = header;
      if (op === "element") {
        assertSameBytes(structuringElement(shape, radius).data, data, header);
        counts.elements++;
        continue;
      }
      for (const place of ["elsewhere", "inside"] as const) {
        const gray = grayAt(place, { width, height, data });
        assertSameBytes(actions[op](gray, radius, { shape }).data, expected, header);
      }
      counts.pictures++;
    }
    assertEquals(counts, { elements: 150, pictures: 1600 });
  },
});
