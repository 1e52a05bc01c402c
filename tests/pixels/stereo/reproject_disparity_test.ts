import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { reprojectDisparity } from "../../../lib/pixels/mod.ts";

const q = [1, 0, 0, -1, 0, 1, 0, 0, 0, 0, 0, 8, 0, 0, 0.5, 0];
const map = { width: 3, height: 1, disparity: Float32Array.of(4, 2, NaN) };

Deno.test("reprojectDisparity() divides by the disparity", () => {
  const places = [...reprojectDisparity(map, q)];
  assertEquals(places, [-0.5, 0, 4, 0, 0, 8, NaN, NaN, NaN]);
});

Deno.test("reprojectDisparity() puts the least and NaN far away, if they are missing values", () => {
  const out = new Float32Array(9);
  assertStrictEquals(reprojectDisparity(map, q, { handleMissingValues: true, out }), out);
  assertEquals([out[2], out[5], out[8]], [4, 10000, 10000]);
});

Deno.test("reprojectDisparity() refuses matrices and buffers that do not fit", () => {
  const words = "'reprojection' must hold 16 numbers, got 9";
  assertThrows(() => reprojectDisparity(map, q.slice(0, 9)), RangeError, words);
  const out = new Float32Array(3);
  assertThrows(() => reprojectDisparity(map, q, { out }), RangeError, "'out' must hold 9 numbers");
});
