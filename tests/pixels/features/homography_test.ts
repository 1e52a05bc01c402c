import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  composeHomographies,
  type Homography,
  invertHomography,
  mapPoint,
} from "../../../lib/pixels/mod.ts";

const tilted: Homography = [1.1, 0.2, 5, -0.1, 0.9, -3, 0.001, -0.002, 1];

Deno.test("mapPoint() divides by w", () => {
  assertEquals(mapPoint([2, 0, 4, 0, 2, 6, 0, 0, 2], { x: 1, y: 1 }), { x: 3, y: 4 });
  assertEquals(mapPoint([1, 0, 0, 0, 1, 0, 1, 0, 0], { x: 4, y: 8 }), { x: 1, y: 2 });
});

Deno.test("invertHomography() goes back, and composeHomographies() does the first first", () => {
  const there = mapPoint(tilted, { x: 7, y: 11 });
  const back = mapPoint(invertHomography(tilted), there);
  assertAlmostEquals(back.x, 7, 1e-9);
  assertAlmostEquals(back.y, 11, 1e-9);
  const moved: Homography = [1, 0, 10, 0, 1, 0, 0, 0, 1];
  const both = mapPoint(composeHomographies(moved, tilted), { x: -3, y: 11 });
  assertAlmostEquals(both.x, there.x, 1e-9);
  assertAlmostEquals(both.y, there.y, 1e-9);
});

Deno.test("invertHomography() refuses what has no inverse", () => {
  for (const last of [0, NaN]) {
    assertThrows(() => invertHomography([1, 0, 0, 0, 1, 0, 0, 0, last]), RangeError, "determinant");
  }
});
