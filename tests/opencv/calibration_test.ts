/** Calibrated cameras, and what follows from them, against OpenCV itself. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  otsuLevel,
  readCalibration,
  remap,
  reprojectDisparity,
  stereoRectify,
  undistortRectifyMap,
} from "../../lib/pixels/mod.ts";
import { frameAt, grayAt, PLACES } from "../kernels/twins.ts";
import { assertSameBytes, frameOf } from "./oracle/layout.ts";
import { ask, type Case, hasOpenCv, SEED } from "./oracle/oracle.ts";

/** What oracle.py tells of a case. */
interface Header {
  op: "rectify" | "map" | "remap" | "reproject" | "otsu";
  width: number;
  height: number;
  alpha: number;
  zero: boolean;
  turned: boolean;
  texts: Record<"yml" | "xml" | "json" | "whole", string>;
  source: [width: number, height: number];
  channels: 1 | 4;
  border: "replicate" | "transparent";
  missing: boolean;
  level: number;
}

const ignore = !hasOpenCv("the cross-check of calibrated cameras");

/** OpenCV's numbers of an operation. */
async function casesOf(op: Header["op"]): Promise<Case<Header>[]> {
  all ??= Array.fromAsync(ask<Header>("calibration", SEED));
  return (await all).filter(({ header }) => header.op === op);
}
let all: Promise<Case<Header>[]> | undefined;

const doubles = ({ buffer }: Uint8Array<ArrayBuffer>) => [...new Float64Array(buffer)];
const floats = ({ buffer }: Uint8Array<ArrayBuffer>) => new Float32Array(buffer);

/** Check numbers against others, by a share of the largest of them. */
function assertNear(
  actual: ArrayLike<number>,
  expected: readonly number[],
  share: number,
  what: string,
) {
  assertEquals(actual.length, expected.length, what);
  const most = Math.max(...expected.map(Math.abs));
  expected.forEach((value, i) => assertAlmostEquals(actual[i], value, share * most, what));
}

Deno.test({
  name: "stereoRectify() gives OpenCV's matrices, within a millionth of their largest number",
  ignore,
  async fn() {
    const cases = await casesOf("rectify");
    assertEquals(cases.length, 120);
    for (const { header, parts } of cases) {
      const [m1, d1, m2, d2, rotation, translation, ...answers] = parts.map(doubles);
      const { alpha, zero, texts: _, ...size } = header;
      const found = stereoRectify(
        { matrix: m1, distortion: d1 },
        { matrix: m2, distortion: d2 },
        { rotation, translation },
        size,
        { alpha, isZeroAtInfinity: zero },
      );
      const { rotation1, rotation2, projection1, projection2, reprojection } = found;
      [rotation1, rotation2, projection1, projection2, reprojection].forEach((matrix, i) => {
        const what = `matrix ${i} of ${JSON.stringify({ size, alpha, zero, d1, d2 })}`;
        assertNear(matrix, answers[i], 1e-6, what);
      });
    }
  },
});

Deno.test({
  name:
    "readCalibration() reads what FileStorage writes as YAML, XML and JSON, and computes the rest",
  ignore,
  async fn() {
    for (const { header, parts } of await casesOf("rectify")) {
      const { alpha, zero, texts, width, height } = header;
      if (header.turned) continue;
      const [m1, d1, m2, d2, , , ...answers] = parts.map(doubles);
      for (const [kind, text] of Object.entries(texts)) {
        const found = readCalibration(text, { alpha, isZeroAtInfinity: zero });
        const { left, right, reprojection } = found;
        assertEquals(found.size, { width, height });
        assertEquals([left.matrix, left.distortion], [m1, d1], kind);
        assertEquals([right.matrix, right.distortion], [m2, d2], kind);
        const matrices = [
          left.rotation,
          right.rotation,
          left.projection,
          right.projection,
          reprojection,
        ];
        matrices.forEach((matrix, i) => {
          assertNear(matrix, answers[i], kind === "whole" ? 0 : 1e-6, `${kind} ${i}`);
        });
      }
    }
  },
});

Deno.test({
  name: "undistortRectifyMap() gives initUndistortRectifyMap's numbers, but for their last bit",
  ignore,
  async fn() {
    let numbers = 0, others = 0;
    for (const { header, parts } of await casesOf("map")) {
      const [matrix, distortion, rotation, projection] = parts.slice(0, 4).map(doubles);
      const map = undistortRectifyMap({ matrix, distortion, rotation, projection }, header);
      [map.x, map.y].forEach((found, axis) => {
        const expected = floats(parts[4 + axis]);
        for (let i = 0; i < found.length; i++) {
          numbers++;
          if (Object.is(found[i], expected[i])) continue;
          others++;
          // What a lens throws far outside is a difference of large numbers.
          const limit = 2 ** -22 * Math.max(1, Math.abs(expected[i]));
          assertAlmostEquals(found[i], expected[i], limit, JSON.stringify(header));
        }
      });
    }
    assert(others / numbers < 1e-3, `${others} of ${numbers} numbers differ`);
  },
});

Deno.test({
  name: "remap(), plainly and by a kernel, gives remap's bytes for random pictures and maps",
  ignore,
  async fn() {
    const cases = await casesOf("remap");
    assertEquals(cases.length, 400);
    for (const { header, parts } of cases) {
      const [source, x, y, expected] = parts;
      const { source: [w, h], width, height, channels, border } = header;
      const map = { width, height, x: floats(x), y: floats(y) };
      for (const place of PLACES) {
        if (channels === 1) {
          const gray = grayAt(place, { width: w, height: h, data: source });
          assertSameBytes(remap(gray, map, { border }).data, expected, header);
        } else {
          const frame = frameAt(place, frameOf(source, w, h, 4));
          const wanted = frameOf(expected, width, height, 4);
          assertSameBytes(remap(frame, map, { border }).bitmap, wanted.bitmap, header);
        }
      }
    }
  },
});

Deno.test({
  name: "reprojectDisparity() gives reprojectImageTo3D's numbers, to the bit",
  ignore,
  async fn() {
    const cases = await casesOf("reproject");
    assertEquals(cases.length, 80);
    for (const { header, parts: [disparity, q, expected] } of cases) {
      const { width, height, missing: handleMissingValues } = header;
      const map = { width, height, disparity: floats(disparity) };
      const found = reprojectDisparity(map, doubles(q), { handleMissingValues });
      assertSameBytes(new Uint8Array(found.buffer), expected, header);
    }
  },
});

Deno.test({
  name: "otsuLevel() gives THRESH_OTSU's level",
  ignore,
  async fn() {
    const cases = await casesOf("otsu");
    assertEquals(cases.length, 200);
    for (const { header: { width, height, level }, parts: [data] } of cases) {
      assertEquals(otsuLevel({ width, height, data }), level);
    }
  },
});
