import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { gradientError } from "../../lib/metrics/mod.ts";
import { grayOf, lcgBytes, maskOf } from "../helpers.ts";

Deno.test("gradientError() of a matte with itself, or of two flat ones, is 0", () => {
  const noise = { width: 13, height: 7, data: lcgBytes(91, 5) };
  assertEquals(gradientError(noise, noise), 0);
  assertEquals(gradientError(grayOf([[7, 7]]), grayOf([[200, 200]])), 0);
  assertEquals(gradientError(grayOf([[9]]), grayOf([[0]])), 0);
});

Deno.test("gradientError() sees contrast, not level: both are stretched to 0–1", () => {
  assertEquals(gradientError(grayOf([[50, 60, 60, 50]]), grayOf([[0, 255, 255, 0]])), 0);
});

Deno.test("gradientError() of a lone step, by hand", () => {
  // One row: replicated above and below, the smoothing along y adds its sum S, and nothing
  // changes along y. Along x a step's response falls with distance: the sums of the taps beyond.
  const gauss = Array.from({ length: 9 }, (_, i) => Math.exp(-((i - 4) ** 2) / (2 * 1.4 ** 2)));
  const slope = gauss.map((value, i) => (4 - i) * value);
  const norm = Math.hypot(...gauss) * Math.hypot(...slope);
  const sum = gauss.reduce((total, value) => total + value);
  let wanted = 0;
  for (let x = -4; x < 4; x++) {
    // The pixels at and right of the step are 1: the taps from there on.
    const response = slope.slice(Math.max(0, 4 - x)).reduce((total, value) => total + value);
    wanted += (sum * response / norm) ** 2;
  }
  const data = Uint8Array.from({ length: 40 }, (_, x) => x < 20 ? 0 : 255);
  const step = { width: 40, height: 1, data };
  const flat = { width: 40, height: 1, data: new Uint8Array(40) };
  assertAlmostEquals(gradientError(flat, step), wanted / 1000, 1e-12);
});

Deno.test("gradientError() is the same turned by 90°", () => {
  const wide = maskOf("..##....##");
  const tall = { width: 1, height: 10, data: wide.data };
  const flat = (width: number, height: number) => ({ width, height, data: new Uint8Array(10) });
  assertAlmostEquals(gradientError(flat(10, 1), wide), gradientError(flat(1, 10), tall), 1e-12);
});

Deno.test("gradientError() refuses other sizes", () => {
  assertThrows(() => gradientError(maskOf("##"), maskOf("#")), RangeError, "compare gradients");
});
