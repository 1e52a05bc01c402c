/** Warps and corners against OpenCV itself. */

import { assertEquals } from "@std/assert";
import { detectCorners, type Homography, warpPerspective } from "../../lib/pixels/mod.ts";
import { createFrame } from "../../mod.ts";
import { assertSameBytes } from "./oracle/layout.ts";
import { ask, hasOpenCv, SEED } from "./oracle/oracle.ts";

/** What oracle.py tells of a warp. */
interface WarpHeader {
  op: "warp";
  source: [number, number];
  size: [number, number];
  border: "REPLICATE" | "CONSTANT";
  homography: Homography;
}

/** What oracle.py tells of corners; each is x, y and score. */
interface CornersHeader {
  op: "corners";
  width: number;
  height: number;
  threshold: number;
  corners: [number, number, number][];
}

const ignore = !hasOpenCv("the cross-check of warps and corners");

function checkWarp(header: WarpHeader, [source, expected]: Uint8Array<ArrayBuffer>[]): void {
  const [width, height] = header.source;
  const frame = { width, height, bitmap: new Uint8ClampedArray(source.buffer) };
  const border = header.border === "REPLICATE" ? "replicate" : "transparent";
  const out = createFrame(...header.size);
  warpPerspective(frame, header.homography, { border, out });
  assertSameBytes(out.bitmap, expected, header);
}

Deno.test({
  name: "warpPerspective() gives OpenCV's bytes, and detectCorners() its corners, in its order",
  ignore,
  async fn() {
    const counts = { warp: 0, corners: 0 };
    for await (
      const { header, parts } of ask<WarpHeader | CornersHeader>("features", SEED)
    ) {
      counts[header.op]++;
      if (header.op === "warp") {
        checkWarp(header, parts);
        continue;
      }
      const { width, height, threshold } = header;
      const found = detectCorners({ width, height, data: parts[0] }, { threshold });
      const corners = found.map(({ x, y, score }) => [x, y, score]);
      assertEquals(corners, header.corners);
    }
    assertEquals(counts, { warp: 800, corners: 200 });
  },
});
