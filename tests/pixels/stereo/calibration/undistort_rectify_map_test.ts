import { assertAlmostEquals, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { undistortRectifyMap } from "../../../../lib/pixels/mod.ts";

const straight = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const matrix = [10, 0, 4, 0, 10, 2, 0, 0, 1];
const camera = { matrix, distortion: [], rotation: straight, projection: matrix };

Deno.test("undistortRectifyMap() leaves pixels in place for a camera that is its own goal", () => {
  const { x, y } = undistortRectifyMap(camera, { width: 3, height: 2 });
  assertEquals([...x], [0, 1, 2, 0, 1, 2]);
  assertEquals([...y], [0, 0, 0, 1, 1, 1]);
});

Deno.test("undistortRectifyMap() pulls a barrel's edge in: k1 times the radius cubed", () => {
  const { x } = undistortRectifyMap({ ...camera, distortion: [-0.1, 0, 0, 0] }, {
    width: 9,
    height: 3,
  });
  // 4 pixels from the middle are 0.4 at a distance of 1.
  assertAlmostEquals(x[2 * 9], 4 - 10 * 0.4 * (1 - 0.1 * 0.16), 1e-6);
  assertEquals(x[2 * 9 + 4], 4);
});

Deno.test("undistortRectifyMap() takes 3 × 4 projections, and writes into out", () => {
  const size = { width: 1, height: 1 };
  const out = { ...size, x: new Float32Array(1), y: new Float32Array(1) };
  const projection = [20, 0, 4, -7, 0, 20, 2, 0, 0, 0, 1, 0];
  assertStrictEquals(undistortRectifyMap({ ...camera, projection }, size, { out }), out);
  assertEquals([...out.x, ...out.y], [2, 1]);
  const words = "'out' must hold 2 · 2 numbers for 2×1, got 1 and 1 for 1×1";
  assertThrows(
    () => undistortRectifyMap(camera, { width: 2, height: 1 }, { out }),
    RangeError,
    words,
  );
});
