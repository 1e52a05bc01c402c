/** The primitives against OpenCV itself, on some thousand random cases a run. */

import { assertEquals, assertGreater } from "@std/assert";
import { absdiff, copyMasked, grayscale, resizeArea, resizeLinear, threshold } from "../../mod.ts";
import { allColours, assertSameBytes, bytesOf, frameOf, rasterOf } from "./oracle/layout.ts";
import { ask, type Case, hasOpenCv, SEED } from "./oracle/oracle.ts";

/** What oracle.py tells of a case; each kind has some of it. */
interface Header {
  op:
    | "resize"
    | "resizeLinear"
    | "absdiff"
    | "gray"
    | "threshold"
    | "copyTo"
    | "gray of all colours";
  width: number;
  height: number;
  path: string;
  source: [number, number];
  size: [number, number];
  channels: number;
  level: number;
}

/** How OpenCV can go about a resize, as oracle.py names it. */
const PATHS = ["equal", "halved", "whole", "almost whole", "shrunk", "mixed", "enlarged", "long"];

const ignore = !hasOpenCv("the cross-check of the primitives");

Deno.test({
  name: "the primitives give OpenCV's bytes for random pictures",
  ignore,
  async fn() {
    const counts: Record<string, number> = {};
    for await (const { header, parts } of ask<Header>("pixels", SEED)) {
      const name = header.op === "resize" ? header.path : header.op;
      counts[name] = (counts[name] ?? 0) + 1;
      assertSameBytes(answer({ header, parts }), parts.at(-1)!, header);
    }
    console.log(`cross-check, seed ${SEED}:`, counts);
    assertEquals(counts["gray of all colours"], 1);
    assertEquals(counts.resizeLinear, PATHS.reduce((sum, path) => sum + counts[path], 0));
    for (const name of ["absdiff", "gray", "threshold", "copyTo"]) assertEquals(counts[name], 200);
    for (const path of PATHS) assertGreater(counts[path], 150, path);
    assertGreater(PATHS.reduce((sum, path) => sum + counts[path], 0), 2000);
  },
});

/** Our answer, in OpenCV's layout. */
function answer({ header, parts }: Case<Header>): Uint8Array {
  const { op, width, height, source, size, channels, level } = header;
  switch (op) {
    case "resize":
    case "resizeLinear": {
      const picture = rasterOf(parts[0], source[0], source[1], channels);
      const resize = op === "resize" ? resizeArea : resizeLinear;
      const resized = resize(picture, { width: size[0], height: size[1] });
      return bytesOf(resized, channels);
    }
    case "absdiff": {
      const [a, b] = parts.map((part) => frameOf(part, width, height));
      return bytesOf(absdiff(a, b), 3);
    }
    case "gray":
      return grayscale(frameOf(parts[0], width, height)).data;
    case "threshold":
      return threshold({ width, height, data: parts[0] }, level).data;
    case "copyTo": {
      const [frame, data, target] = parts;
      const out = frameOf(target, width, height, 4);
      copyMasked(frameOf(frame, width, height, 4), { width, height, data }, { out });
      return bytesOf(out, 4);
    }
    case "gray of all colours":
      return grayscale(allColours()).data;
  }
}
