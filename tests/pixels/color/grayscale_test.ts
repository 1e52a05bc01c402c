import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createGray, grayscale } from "../../../mod.ts";
import { frameOf, row } from "../../helpers.ts";

function colour(r: number, g: number, b: number, alpha = 255) {
  return { width: 1, height: 1, bitmap: Uint8ClampedArray.of(r, g, b, alpha) };
}

Deno.test("grayscale() weighs red, green and blue as BT.601 does", () => {
  assertEquals(grayscale(colour(255, 0, 0)).data[0], 76);
  assertEquals(grayscale(colour(0, 255, 0)).data[0], 150);
  assertEquals(grayscale(colour(0, 0, 255)).data[0], 29);
  assertEquals(grayscale(colour(255, 255, 255)).data[0], 255);
});

Deno.test("grayscale() has OpenCV's 15-bit weights and rounding", () => {
  // 14-bit weights, flooring and the exact 0.299, 0.587, 0.114 all give one less here.
  assertEquals(grayscale(colour(0, 36, 12)).data[0], 23);
  assertEquals(grayscale(colour(0, 156, 52)).data[0], 98);
});

Deno.test("grayscale() of a gray pixel is that gray", () => {
  const levels = Array.from({ length: 256 }, (_, level) => level);
  assertEquals([...grayscale(row(levels)).data], levels);
});

Deno.test("grayscale() does not look at alpha", () => {
  assertEquals(grayscale(colour(9, 99, 199, 0)).data, grayscale(colour(9, 99, 199, 255)).data);
});

Deno.test("grayscale() writes into out, of the frame's size only", () => {
  const out = createGray(2, 2);
  assertStrictEquals(grayscale(frameOf([[1, 2], [3, 4]]), { out }), out);
  assertEquals([...out.data], [1, 2, 3, 4]);
  assertThrows(() => grayscale(row([1]), { out }), RangeError, "'out' must be 1×1");
});
