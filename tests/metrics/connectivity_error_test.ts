import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { connectivityError } from "../../lib/metrics/mod.ts";
import { grayOf, maskOf } from "../helpers.ts";

Deno.test("connectivityError() of a matte with itself is 0", () => {
  const matte = grayOf([[0, 30, 255, 90], [255, 0, 0, 17]]);
  assertEquals(connectivityError(matte, matte), 0);
});

Deno.test("connectivityError() counts what is in one only, connected or not", () => {
  // Neither the hole nor the speck is in the common part: each counts 1, less nothing.
  const truth = maskOf(`
    ###....
    ###....
  `);
  const found = maskOf(`
    ###...#
    #.#....
  `);
  assertAlmostEquals(connectivityError(found, truth), 2 / 1000);
});

Deno.test("connectivityError() does not let what both have count, though it is apart", () => {
  const both = maskOf("###.#");
  assertEquals(connectivityError(both, both), 0);
});

Deno.test("connectivityError() forgives less than 0.15 above the connected level", () => {
  // Common part at 0.5: l = 0.5; 166/255 is 0.651, d = 0.151; 165/255 is 0.647, d = 0.147.
  const truth = grayOf([[128, 128]]);
  assertAlmostEquals(connectivityError(grayOf([[128, 166]]), truth), (166 / 255 - 0.5) / 1000);
  assertEquals(connectivityError(grayOf([[128, 165]]), truth), 0);
});

Deno.test("connectivityError(): a bridge that is too thin cuts off what is behind it", () => {
  // From 0.4 on the right pixel is apart and smaller: it is connected up to 0.3 only.
  const truth = grayOf([[255, 255, 100, 255]]);
  const found = grayOf([[255, 255, 100, 200]]);
  // l = 0.3 there; both are more than 0.15 above it: 1 − 200/255.
  assertAlmostEquals(connectivityError(found, truth), (55 / 255) / 1000);
});

Deno.test("connectivityError() joins sideways and down, not across corners", () => {
  const truth = maskOf(`
    #.###
    #.#.#
    ###.#
    .....
    #####
  `);
  // The spiral of 11 is the main part up to 0.6, where 178/255 = 0.698 counts no more; the bar
  // of 5 is none of it, so that its 0.698 counts.
  const found = { ...truth, data: truth.data.map((value) => value === 0 ? 0 : 178) };
  assertAlmostEquals(
    connectivityError(found, truth),
    (11 * (1 - 0.6) + 5 * (1 - 178 / 255)) / 1000,
    1e-12,
  );
});

Deno.test("connectivityError() of one pixel, and of other sizes", () => {
  assertAlmostEquals(connectivityError(grayOf([[255]]), grayOf([[0]])), 0.001);
  assertThrows(() => connectivityError(maskOf("##"), maskOf("#")), RangeError, "connectivity");
});
