import { assertEquals, assertThrows } from "@std/assert";
import { methods, parseRefinement, refineStepKinds } from "../../mod.ts";
import { scaleRefinement } from "../../lib/refine/refinement.ts";

Deno.test("parseRefinement() reads numbers, words and defaults", () => {
  const text =
    "open:1, close:2:cross,fill,fill:9:bottom,fill:all:bottom,smooth:0.5,guided:8:0.01:4";
  assertEquals(parseRefinement(text).map(({ name, numbers, word }) => [name, ...numbers, word]), [
    ["open", 1, undefined],
    ["close", 2, "cross"],
    ["fill", Infinity, undefined],
    ["fill", 9, "bottom"],
    ["fill", Infinity, "bottom"],
    ["smooth", 0.5, 1, undefined],
    ["guided", 8, 0.01, 4, undefined],
  ]);
});

Deno.test("parseRefinement() of nothing is no step", () => {
  assertEquals(parseRefinement(""), []);
  assertEquals(parseRefinement(" none "), []);
});

Deno.test("parseRefinement() reads what every method has for auto", () => {
  for (const { refine } of Object.values(methods)) parseRefinement(refine ?? "");
});

for (
  const [text, message] of [
    ["opne:1", "'opne' is no step (Did you mean open?); there are erode, dilate"],
    ["open", "'open' needs its radius, as in open:2"],
    ["open:1.5", "the radius of 'open' must be a whole number from 0 to 200, got 1.5"],
    ["open:-1", "from 0 to 200, got -1"],
    ["open:1:round", "'open:1:round' has too many parts, it is written open:radius:ellipse"],
    ["smooth:2", "the strength of 'smooth' must be a number from 0 to 1, got 2"],
    ["remove:x", "must be a number of at least 0, got x"],
    ["open:1,,close:1", "'' is no step"],
    ["levels:51", "'levels' needs its white"],
    ["levels:255:255", "the black of 'levels' must be a number from 0 to 254, got 255"],
    ["levels:99:99", "the white of 'levels' must be above its black, got 99:99"],
    ["levels:0:256", "the white of 'levels' must be a number from 1 to 255, got 256"],
  ]
) {
  Deno.test(`parseRefinement() refuses '${text}'`, () => {
    assertThrows(() => parseRefinement(text), RangeError, message);
  });
}

Deno.test("scaleRefinement() grows radii, and areas with the square", () => {
  const steps = parseRefinement(
    "open:1,remove:400,gaussian:0.8,smooth:0.7,largest:2,hold:4,levels:51:204",
  );
  const numbers = scaleRefinement(steps, 3).map(({ numbers }) => numbers[0]);
  assertEquals(numbers.map((value) => Number(value.toFixed(3))), [3, 3600, 2.4, 0.7, 2, 12, 51]);
  // A step that is asked for is never scaled away.
  assertEquals(scaleRefinement(steps, 0.1)[0].numbers, [1]);
});

Deno.test("refineStepKinds has a line for each step", () => {
  assertEquals(refineStepKinds.open.startsWith("open:radius:ellipse  "), true);
  assertEquals(Object.keys(refineStepKinds).length, 15);
});
