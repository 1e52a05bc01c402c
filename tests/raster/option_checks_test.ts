import { assertEquals, assertThrows } from "@std/assert";
import {
  assertChoice,
  assertOption,
  assertOptionKinds,
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

Deno.test("assertOption() shows that a number was given as text", () => {
  const text = "0.2" as unknown as number;
  const says = `Cannot cut: 'duration' must be a number above 0, got "0.2"`;
  const assert = () => assertOption("cut", "duration", text, { least: 0, isAbove: true });
  assertEquals(assertThrows(assert, TypeError).message, says);
});

const KINDS = { method: "any", fps: "number", despill: "boolean", onNotice: "function" } as const;

Deno.test("assertOptionKinds() takes what there is, and undefined", () => {
  assertOptionKinds("replace", {}, KINDS);
  assertOptionKinds("replace", { method: null, fps: NaN, despill: undefined }, KINDS);
});

const unfit: [options: unknown, message: string][] = [
  [{ methd: 1 }, "there is no option 'methd' (Did you mean 'method'?)"],
  [{ toString: 1 }, "there is no option 'toString'; there are method, fps, despill, onNotice"],
  [{ fps: "25" }, `'fps' must be a number, got "25"`],
  [{ fps: null }, "'fps' must be a number, got null"],
  [{ despill: 1 }, "'despill' must be true or false, got 1"],
  [{ onNotice: ["x"] }, "'onNotice' must be a function, got an array"],
  ["median", `'options' must be an object, got "median"`],
];

for (const [options, message] of unfit) {
  Deno.test(`assertOptionKinds() refuses ${JSON.stringify(options)}`, () => {
    const assert = () => assertOptionKinds("replace", options as object, KINDS);
    assertEquals(assertThrows(assert, TypeError).message, `Cannot replace: ${message}`);
  });
}

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
