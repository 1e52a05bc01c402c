import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { meanAbsoluteDifference, meanSquaredError } from "../../lib/metrics/mod.ts";
import { grayOf, maskOf } from "../helpers.ts";

const matte = grayOf([[0, 255, 100, 60]]);
const truth = grayOf([[255, 255, 151, 60]]);

Deno.test("meanAbsoluteDifference() of 1, 0, 0.2 and 0 is 300", () => {
  assertAlmostEquals(meanAbsoluteDifference(matte, truth), 300);
});

Deno.test("meanSquaredError() of 1, 0, 0.2 and 0 is 260", () => {
  assertAlmostEquals(meanSquaredError(matte, truth), 260);
});

Deno.test("meanAbsoluteDifference(), meanSquaredError() look at the region alone", () => {
  const region = maskOf("..##");
  assertAlmostEquals(meanAbsoluteDifference(matte, truth, { region }), 100);
  assertAlmostEquals(meanSquaredError(matte, truth, { region }), 20);
  assertEquals(meanAbsoluteDifference(matte, truth, { region: maskOf("....") }), 0);
});

Deno.test("meanAbsoluteDifference() is 1000 at most, and symmetric", () => {
  assertEquals(meanAbsoluteDifference(maskOf("#."), maskOf(".#")), 1000);
  assertEquals(meanAbsoluteDifference(matte, truth), meanAbsoluteDifference(truth, matte));
});

Deno.test("meanSquaredError() refuses other sizes", () => {
  assertThrows(() => meanSquaredError(matte, maskOf("#")), RangeError, "Cannot compare mattes");
});
