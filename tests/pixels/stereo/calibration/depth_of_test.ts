import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { depthOf, disparityOf, reprojectDisparity } from "../../../../lib/pixels/mod.ts";

/** 500 pixels of focal length, cameras 60 mm apart, principal points 2 pixels apart. */
const calibration = {
  reprojection: [1, 0, 0, -320, 0, 1, 0, -240, 0, 0, 0, 500, 0, 0, 1 / 60, 2 / 60],
  unit: 0.001,
};

Deno.test("depthOf() and disparityOf() go there and back, in metres and pixels", () => {
  for (const depth of [0.3, 1.5, 40]) {
    for (const scale of [1, 0.5]) {
      const disparity = disparityOf(depth, calibration, { scale });
      assertAlmostEquals(depthOf(disparity, calibration, { scale }), depth, 1e-9);
    }
  }
  assertAlmostEquals(disparityOf(1.5, calibration), 18, 1e-9);
  assertAlmostEquals(disparityOf(1.5, calibration, { scale: 0.5 }), 9, 1e-9);
});

Deno.test("depthOf() is the third number of reprojectDisparity()", () => {
  const disparity = { width: 1, height: 1, disparity: Float32Array.of(18) };
  const [, , z] = reprojectDisparity(disparity, calibration.reprojection);
  assertAlmostEquals(z * calibration.unit, depthOf(18, calibration), 1e-6);
});

Deno.test("depthOf() of the horizon and of what is behind it is infinite, of NaN it is NaN", () => {
  assertEquals([-2, -3, NaN].map((d) => depthOf(d, calibration)), [Infinity, Infinity, NaN]);
  assertEquals(disparityOf(Infinity, calibration), -2);
});

Deno.test("disparityOf() refuses a depth of 0", () => {
  assertThrows(() => disparityOf(0, calibration), RangeError, "'depth' must be a number above 0");
});
