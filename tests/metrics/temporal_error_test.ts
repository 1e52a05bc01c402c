import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { dtSSD, flicker } from "../../lib/metrics/mod.ts";
import { grayOf, maskOf } from "../helpers.ts";

const before = { matte: grayOf([[0, 0, 255, 51]]), truth: grayOf([[0, 0, 255, 0]]) };
const now = { matte: grayOf([[255, 51, 255, 51]]), truth: grayOf([[255, 0, 255, 0]]) };

Deno.test("dtSSD() is the root of the mean square of what changed wrongly", () => {
  // Only the second pixel: 0.2² / 4 = 0.01, root 0.1.
  assertAlmostEquals(dtSSD(now, before), 10);
  assertAlmostEquals(dtSSD(now, before, { region: maskOf("##..") }), 100 * Math.sqrt(0.02));
});

Deno.test("dtSSD() does not mind an error that stays", () => {
  const wrong = { matte: maskOf("####"), truth: maskOf("....") };
  assertEquals([dtSSD(wrong, wrong), flicker(wrong, wrong)], [0, 0]);
});

Deno.test("dtSSD() is 200 where all goes the wrong way", () => {
  const [white, black] = [maskOf("##"), maskOf("..")];
  assertEquals(dtSSD({ matte: white, truth: black }, { matte: black, truth: white }), 200);
});

Deno.test("flicker() asks the pixels whose truth stands still", () => {
  // 0.2, 0 and 0; the first pixel moves.
  assertAlmostEquals(flicker(now, before), 1000 * 0.2 / 3);
  assertAlmostEquals(flicker(now, before, { region: maskOf("##..") }), 200);
  assertEquals(flicker(now, before, { region: maskOf("#...") }), 0);
});

Deno.test("flicker() refuses frames of two sizes", () => {
  const one = { matte: maskOf("#"), truth: maskOf("#") };
  assertThrows(() => flicker(now, one), RangeError, "'matte before' must be 4×1");
});
