/** Connected components against OpenCV itself. */

import { assertEquals } from "@std/assert";
import { connectedComponents, fillHoles, keepLargest, removeSmaller } from "../../mod.ts";
import { assertSameBytes } from "./oracle/layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

/** What oracle.py tells of a case. */
interface Header {
  connectivity: 4 | 8;
  level: number;
  minArea: number;
  largest: number;
  width: number;
  height: number;
}

Deno.test({
  name: "connectedComponents() and what is made of it find OpenCV's parts",
  ignore: !hasOpenCv("the cross-check of components"),
  async fn() {
    let count = 0;
    for await (const { header, parts } of ask<Header>("components", SEED)) {
      const { connectivity, level, minArea, largest, width, height } = header;
      const [data, labelBytes, statBytes, cleaned, kept, filled] = parts;
      const matte = { width, height, data };
      const options = { connectivity, level };
      const { labels, stats } = connectedComponents(matte, options);
      const theirs = new Int32Array(labelBytes.buffer);
      const theirStats = new Int32Array(statBytes.buffer);
      assertEquals(stats.length, theirStats.length / 5 - 1);
      // The same parts, perhaps under other numbers.
      const numbers = new Map<number, number>([[0, 0]]);
      labels.forEach((label, i) => {
        if (!numbers.has(label)) numbers.set(label, theirs[i]);
        if (numbers.get(label) !== theirs[i]) throw new Error(`${i}: ${JSON.stringify(header)}`);
      });
      assertEquals(new Set(numbers.values()).size, stats.length + 1);
      stats.forEach(({ left, top, width, height, area }, k) => {
        const at = 5 * numbers.get(k + 1)!;
        assertEquals([left, top, width, height, area], [...theirStats.subarray(at, at + 5)]);
      });
      assertSameBytes(removeSmaller(matte, minArea, options).data, cleaned, header);
      assertSameBytes(fillHoles(matte, { ...options, largest }).data, filled, header);
      const areas = stats.map(({ area }) => area).sort((a, b) => b - a);
      // Which of two equal ones stays, OpenCV does not say.
      if (areas[0] !== areas[1]) assertSameBytes(keepLargest(matte, options).data, kept, header);
      count++;
    }
    assertEquals(count, 300);
  },
});
