import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createDisparity } from "../../../mod.ts";
import { fillDisparity } from "../../../lib/pixels/mod.ts";

const _ = NaN;

/** A map of rows. */
function rows(...lines: number[][]) {
  const disparity = Float32Array.from(lines.flat());
  return { width: lines[0].length, height: lines.length, disparity };
}

Deno.test("fillDisparity() fills a run with the farther end, and a run at the edge with its end", () => {
  const { disparity } = fillDisparity(rows([_, 5, _, 9, _, _, 2, _]));
  assertEquals([...disparity], [5, 5, 5, 9, 2, 2, 2, 2]);
});

Deno.test("fillDisparity() fills rows of nothing from above and below, column by column", () => {
  const filled = fillDisparity(rows([_, _], [3, 8], [_, _], [_, _], [6, 7], [_, _]));
  assertEquals([...filled.disparity], [3, 8, 3, 8, 3, 7, 3, 7, 6, 7, 6, 7]);
});

Deno.test("fillDisparity() takes zero and negative disparities for known", () => {
  assertEquals([...fillDisparity(rows([0, _, -1])).disparity], [0, -1, -1]);
});

Deno.test("fillDisparity() leaves a map of nothing, and one that is whole", () => {
  assertEquals([...fillDisparity(rows([_, _], [_, _])).disparity], [_, _, _, _]);
  assertEquals([...fillDisparity(rows([4])).disparity], [4]);
});

Deno.test("fillDisparity() writes into out, which may be its input", () => {
  const map = rows([_, 1]);
  assertStrictEquals(fillDisparity(map, { out: map }), map);
  assertEquals([...map.disparity], [1, 1]);
  const out = createDisparity(1, 1);
  assertThrows(() => fillDisparity(map, { out }), RangeError, "'out' must be 2×1, got 1×1");
});
