import { assertEquals, assertThrows } from "@std/assert";
import {
  assertChoice,
  assertOption,
  describeChoices,
  describeRange,
  isInRange,
  type NumberRange,
} from "../../lib/raster/option_checks.ts";

const ranges: [range: NumberRange, words: string, good: number[], bad: number[]][] = [
  [{}, "a number", [-1e300, 0.5], [NaN, Infinity, -Infinity]],
  [{ least: 1 }, "a number of at least 1", [1, 1.5], [0.99, NaN, Infinity]],
  [{ most: 1 }, "a number of at most 1", [1, -9], [1.01, -Infinity]],
  [{ least: 0, isAbove: true }, "a number above 0", [1e-9], [0, -0]],
  [{ least: 0, most: 1 }, "a number from 0 to 1", [0, 1], [-0.1, 1.1]],
  [{ least: 0, most: 1, isAbove: true }, "a number above 0 and at most 1", [1], [0, 2]],
  [{ least: 0, most: Infinity }, "a number of at least 0", [Infinity], [-1, NaN]],
  [{ least: 0, isWhole: true }, "a whole number of at least 0", [0, 7], [0.5, Infinity]],
  [{ least: 3, most: 9, isOdd: true }, "an odd number from 3 to 9", [3, 9], [1, 4, 3.5]],
  [{ least: 0, most: 1, or: -1 }, "−1 or a number from 0 to 1", [-1, 0], [-2, -0.5]],
  [{ least: -5, most: 1e6 }, "a number from −5 to 1000000", [-5], [-6]],
  [{ least: 1e-6, most: 1 }, "a number from 0.000001 to 1", [1], [0]],
];

for (const [range, words, good, bad] of ranges) {
  Deno.test(`isInRange() takes ${words}, and describeRange() says so`, () => {
    assertEquals(describeRange(range), words);
    assertEquals(good.filter((value) => !isInRange(value, range)), []);
    assertEquals(bad.filter((value) => isInRange(value, range)), []);
  });
}

Deno.test("isInRange() takes no text for a number", () => {
  assertEquals(isInRange("1" as unknown as number, {}), false);
});

Deno.test("assertOption() names what was asked, what is wanted and what came", () => {
  const assert = () => assertOption("hold", "radius", -1, { least: 0, isWhole: true });
  const says = "Cannot hold: 'radius' must be a whole number of at least 0, got -1";
  assertEquals(assertThrows(assert, RangeError).message, says);
});

Deno.test("assertChoice() names the choices", () => {
  assertChoice("key", "space", "hsv", ["ycbcr", "hsv"]);
  const assert = () => assertChoice("key", "space", "lab", ["ycbcr", "hsv"]);
  const says = "Cannot key: 'space' must be ycbcr or hsv, got lab";
  assertEquals(assertThrows(assert, RangeError).message, says);
});

Deno.test("describeChoices() puts an or before the last", () => {
  const words = [["a"], ["a", "b"], ["a", "b", "c"]].map(describeChoices);
  assertEquals(words, ["a", "a or b", "a, b or c"]);
});
