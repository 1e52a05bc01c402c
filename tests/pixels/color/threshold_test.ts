import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { threshold } from "../../../mod.ts";
import { grayOf } from "../../helpers.ts";

const levels = grayOf([[0, 3, 4, 254, 255]]);

Deno.test("threshold() is strict: the level itself is background", () => {
  assertEquals([...threshold(levels, 3).data], [0, 0, 255, 255, 255]);
  assertEquals([...threshold(levels, 254).data], [0, 0, 0, 0, 255]);
});

Deno.test("threshold() rounds the level down first", () => {
  assertEquals(threshold(levels, 3.7).data, threshold(levels, 3).data);
  assertEquals(threshold(levels, -0.5).data, threshold(levels, -1).data);
});

Deno.test("threshold() lets all pass below 0, and nothing from 255 on", () => {
  assertEquals([...threshold(levels, -1).data], [255, 255, 255, 255, 255]);
  assertEquals([...threshold(levels, 255).data], [0, 0, 0, 0, 0]);
  assertEquals([...threshold(levels, Infinity).data], [0, 0, 0, 0, 0]);
});

Deno.test("threshold() writes into out, which may be the gray picture", () => {
  const gray = grayOf([[3, 4], [5, 0]]);
  assertStrictEquals(threshold(gray, 3, { out: gray }), gray);
  assertEquals([...gray.data], [0, 255, 255, 0]);
});

Deno.test("threshold() refuses a level that is no number, and another size", () => {
  assertThrows(() => threshold(levels, NaN), RangeError, "'level' must be a number, got NaN");
  assertThrows(() => threshold(levels, "3" as unknown as number), TypeError, "'level' must");
  assertThrows(() => threshold(levels, 3, { out: grayOf([[0]]) }), RangeError, "'out' must be 5×1");
});
