import { assertEquals, assertThrows } from "@std/assert";
import { interiorCounts } from "../../lib/metrics/mod.ts";
import { grayOf, maskOf } from "../helpers.ts";

const square = maskOf(`
  ..........
  .########.
  .########.
  .########.
  .########.
  .########.
  .########.
  .########.
  ..........
`);

Deno.test("interiorCounts() begins 3 pixels from the true edge", () => {
  assertEquals(interiorCounts(square, square), { pixels: 2, translucent: 0 });
  const ghost = { ...square, data: square.data.map((alpha) => alpha / 2) };
  assertEquals(interiorCounts(ghost, square), { pixels: 2, translucent: 2 });
});

Deno.test("interiorCounts() takes 32 to 223 for half transparent, and no hole", () => {
  const full = maskOf("######");
  const matte = grayOf([[0, 31, 32, 223, 224, 255]]);
  assertEquals(interiorCounts(matte, full), { pixels: 6, translucent: 2 });
});

Deno.test("interiorCounts() takes neither the border for an edge nor 254 for inside", () => {
  const matte = grayOf([Array(9).fill(100)]);
  assertEquals(interiorCounts(matte, maskOf("#####....")), { pixels: 2, translucent: 2 });
  const truth = grayOf([[255, 255, 255, 255, 255, 255, 255, 255, 254]]);
  assertEquals(interiorCounts(matte, truth), { pixels: 5, translucent: 5 });
  assertEquals(interiorCounts(grayOf([[100]]), maskOf("#")), { pixels: 1, translucent: 1 });
});

Deno.test("interiorCounts() counts the pixels of the region alone", () => {
  const matte = grayOf([Array(9).fill(100)]);
  const region = maskOf(".####....");
  const found = interiorCounts(matte, maskOf("#########"), { region });
  assertEquals(found, { pixels: 4, translucent: 4 });
});

Deno.test("interiorCounts() refuses another size", () => {
  assertThrows(() => interiorCounts(maskOf("##"), maskOf("###")), RangeError, "must be");
});
