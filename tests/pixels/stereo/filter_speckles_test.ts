import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createDisparity, type Disparity, filterSpeckles } from "../../../mod.ts";

const mapOf = (rows: number[][]): Disparity => ({
  width: rows[0].length,
  height: rows.length,
  disparity: Float32Array.from(rows.flat()),
});

Deno.test("filterSpeckles() forgets regions of at most so many pixels", () => {
  const map = mapOf([
    [5, 5, 1, 5],
    [5, 2, 2, 5],
    [5, 5, 5, 5],
  ]);
  const cleaned = (maxSpeckleSize: number) =>
    filterSpeckles(map, { maxSpeckleSize, maxDiff: 1 }).disparity;
  assertEquals(cleaned(2), map.disparity);
  assertEquals([...cleaned(3)], [5, 5, NaN, 5, 5, NaN, NaN, 5, 5, 5, 5, 5]);
  assertEquals(cleaned(9).every(Number.isNaN), true);
});

Deno.test("filterSpeckles() goes along slopes, not over steps, corners or the unknown", () => {
  const slope = mapOf([[1, 2, 3, 4, 6, 6]]);
  const options = { maxSpeckleSize: 3, maxDiff: 1 };
  assertEquals([...filterSpeckles(slope, options).disparity], [1, 2, 3, 4, NaN, NaN]);
  const corners = mapOf([[4, 9], [9, 4]]);
  assertEquals(
    filterSpeckles(corners, { maxSpeckleSize: 1, maxDiff: 1 }).disparity.every(Number.isNaN),
    true,
  );
  const apart = mapOf([[4, 4, NaN, 4, 4, 4]]);
  assertEquals([...filterSpeckles(apart, { maxSpeckleSize: 2, maxDiff: 1 }).disparity], [
    NaN,
    NaN,
    NaN,
    4,
    4,
    4,
  ]);
});

Deno.test("filterSpeckles() joins what meets further down, and further up", () => {
  const [o, s] = [1, 9];
  const map = mapOf([
    [s, o, s, o, s],
    [s, o, s, o, s],
    [s, s, s, s, s],
  ]);
  const { disparity } = filterSpeckles(map, { maxSpeckleSize: 10, maxDiff: 0 });
  const n = NaN;
  assertEquals([...disparity], [s, n, s, n, s, s, n, s, n, s, s, s, s, s, s]);
});

Deno.test("filterSpeckles() writes into out, which may be the map, and leaves all with a size of 0", () => {
  const map = mapOf([[3]]);
  const out = createDisparity(1, 1);
  assertStrictEquals(filterSpeckles(map, { maxSpeckleSize: 0, maxDiff: 0, out }), out);
  assertEquals([...out.disparity], [3]);
  assertStrictEquals(filterSpeckles(map, { maxSpeckleSize: 1, maxDiff: 0, out: map }), map);
  assertEquals([...map.disparity], [NaN]);
});

Deno.test("filterSpeckles() refuses what it cannot take", () => {
  const map = mapOf([[3, 4]]);
  const options = { maxSpeckleSize: 1, maxDiff: 1 };
  const wrong = (more: object, message: string) =>
    assertThrows(() => filterSpeckles(map, { ...options, ...more }), RangeError, message);
  wrong({ maxSpeckleSize: -1 }, "'maxSpeckleSize' must be a whole number of at least 0, got -1");
  wrong({ maxDiff: -1 }, "'maxDiff' must be a number of at least 0, got -1");
  wrong({ maxDiff: NaN }, "'maxDiff' must be");
  wrong({ out: createDisparity(2, 2) }, "'out' must be 2×1, got 2×2");
});
