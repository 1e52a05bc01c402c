import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { orient, type Orientation } from "../../../mod.ts";
import { frameOf } from "../../helpers.ts";

// The picture that EXIF's eight values turn this one into:
const stored = [[1, 2, 3], [4, 5, 6]];
const upright: Record<Orientation, number[][]> = {
  1: [[1, 2, 3], [4, 5, 6]],
  2: [[3, 2, 1], [6, 5, 4]],
  3: [[6, 5, 4], [3, 2, 1]],
  4: [[4, 5, 6], [1, 2, 3]],
  5: [[1, 4], [2, 5], [3, 6]],
  6: [[4, 1], [5, 2], [6, 3]],
  7: [[6, 3], [5, 2], [4, 1]],
  8: [[3, 6], [2, 5], [1, 4]],
};

for (const [orientation, rows] of Object.entries(upright)) {
  Deno.test(`orient() turns EXIF orientation ${orientation} upright`, () => {
    assertEquals(orient(frameOf(stored), Number(orientation) as Orientation), frameOf(rows));
  });
}

Deno.test("orient() gives an upright picture back as it is", () => {
  const frame = frameOf(stored);
  assertStrictEquals(orient(frame, 1), frame);
});

Deno.test("orient() takes a single pixel", () => {
  assertEquals(orient(frameOf([[7]]), 6), frameOf([[7]]));
});

for (const orientation of [0, 9, 1.5, NaN]) {
  Deno.test(`orient() refuses ${orientation}`, () => {
    assertThrows(() => orient(frameOf(stored), orientation as Orientation), RangeError, "1 to 8");
  });
}
