import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { mirror } from "../../../mod.ts";
import { frameOf, noiseFrame } from "../../helpers.ts";

Deno.test("mirror() exchanges left and right in each row", () => {
  assertEquals(mirror(frameOf([[1, 2, 3], [4, 5, 6]])), frameOf([[3, 2, 1], [6, 5, 4]]));
});

Deno.test("mirror() writes into out, which may be the frame", () => {
  const frame = frameOf([[1, 2], [3, 4]]);
  assertStrictEquals(mirror(frame, { out: frame }), frame);
  assertEquals(frame, frameOf([[2, 1], [4, 3]]));
});

Deno.test("mirror() twice is the frame", () => {
  for (const [width, height] of [[1, 1], [7, 3], [16, 2], [33, 5]]) {
    const frame = noiseFrame(width, height, 1);
    assertEquals(mirror(mirror(frame)), frame);
  }
});

Deno.test("mirror() refuses an out of another size", () => {
  const [frame, out] = [frameOf([[1, 2]]), frameOf([[1]])];
  assertThrows(() => mirror(frame, { out }), RangeError, "mirror a frame");
});
