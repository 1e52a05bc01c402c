import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { absdiff } from "../../../mod.ts";
import { noiseFrame, row } from "../../helpers.ts";

Deno.test("absdiff() is the distance of each channel, whichever is larger", () => {
  const a = { width: 2, height: 1, bitmap: Uint8ClampedArray.of(0, 10, 255, 255, 7, 7, 7, 255) };
  const b = { width: 2, height: 1, bitmap: Uint8ClampedArray.of(255, 7, 0, 255, 7, 8, 6, 255) };
  assertEquals([...absdiff(a, b).bitmap], [255, 3, 255, 255, 0, 1, 1, 255]);
});

Deno.test("absdiff() writes alpha opaque, whatever the inputs' alpha", () => {
  const clear = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(9, 9, 9, 0) };
  assertEquals([...absdiff(clear, clear).bitmap], [0, 0, 0, 255]);
});

Deno.test("absdiff() writes into out, which may be an input", () => {
  const a = row([9, 20, 0, 7]);
  assertStrictEquals(absdiff(a, row([10, 10, 10, 10]), { out: a }), a);
  assertEquals(a.bitmap, row([1, 10, 10, 3]).bitmap);
});

Deno.test("absdiff() is symmetric, and black for a frame and itself", () => {
  const a = noiseFrame(7, 5, 1);
  const b = noiseFrame(7, 5, 2);
  assertEquals(absdiff(a, b).bitmap, absdiff(b, a).bitmap);
  assertEquals(absdiff(a, a).bitmap, absdiff(b, b).bitmap);
});

Deno.test("absdiff() leaves its inputs alone", () => {
  const a = noiseFrame(3, 3, 1);
  const before = a.bitmap.slice();
  absdiff(a, noiseFrame(3, 3, 2));
  assertEquals(a.bitmap, before);
});

Deno.test("absdiff() refuses frames or an out of another size", () => {
  assertThrows(() => absdiff(row([1]), row([1, 2])), RangeError, "'b' must be 1×1");
  assertThrows(() => absdiff(row([1]), row([1]), { out: row([1, 2]) }), RangeError, "'out' must");
});
