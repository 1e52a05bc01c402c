import { assertEquals, assertThrows } from "@std/assert";
import { createGray } from "../../../mod.ts";
import { detectCorners } from "../../../lib/pixels/mod.ts";

/** A dark picture with bright dots. */
function dots(width: number, height: number, ...places: [x: number, y: number, level: number][]) {
  const gray = createGray(width, height);
  for (const [x, y, level] of places) gray.data[y * width + x] = level;
  return gray;
}

Deno.test("detectCorners() finds dots row by row, three pixels from the edge", () => {
  const gray = dots(20, 12, [3, 8, 90], [16, 3, 60], [2, 3, 200], [9, 9, 200]);
  assertEquals(detectCorners(gray), [{ x: 16, y: 3, score: 59 }, { x: 3, y: 8, score: 89 }]);
});

Deno.test("detectCorners() keeps the best of neighbours, and none of two equal ones", () => {
  assertEquals(detectCorners(dots(9, 9, [4, 4, 90], [5, 5, 91])), [{ x: 5, y: 5, score: 90 }]);
  assertEquals(detectCorners(dots(9, 9, [4, 4, 90], [5, 5, 90])), []);
});

Deno.test("detectCorners() takes what differs by more than the threshold", () => {
  const gray = dots(7, 7, [3, 3, 50]);
  assertEquals(detectCorners(gray, { threshold: 49 }).length, 1);
  assertEquals(detectCorners(gray, { threshold: 50 }), []);
});

Deno.test("detectCorners() finds none in pictures without room, and refuses bad thresholds", () => {
  for (const [width, height] of [[1, 1], [6, 30], [7, 6]]) {
    assertEquals(detectCorners(createGray(width, height)), []);
  }
  for (const threshold of [-1, 256, 1.5]) {
    assertThrows(() => detectCorners(createGray(7, 7), { threshold }), RangeError, "'threshold'");
  }
});
