import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { copyMasked } from "../../../mod.ts";
import { frameOf, grayOf, maskOf, noiseFrame, row } from "../../helpers.ts";

Deno.test("copyMasked() copies where the mask is, and leaves the rest", () => {
  const out = frameOf([[1, 1], [1, 1]]);
  const mask = maskOf(`
    #.
    .#
  `);
  assertStrictEquals(copyMasked(frameOf([[9, 8], [7, 6]]), mask, { out }), out);
  assertEquals(out.bitmap, frameOf([[9, 1], [1, 6]]).bitmap);
});

Deno.test("copyMasked() takes any value but 0 as foreground", () => {
  const out = row([0, 0, 0]);
  copyMasked(row([5, 5, 5]), grayOf([[0, 1, 128]]), { out });
  assertEquals(out.bitmap, row([0, 5, 5]).bitmap);
});

Deno.test("copyMasked() copies alpha too, and starts a new frame as transparent black", () => {
  const clear = { width: 2, height: 1, bitmap: Uint8ClampedArray.of(1, 2, 3, 4, 5, 6, 7, 8) };
  assertEquals([...copyMasked(clear, grayOf([[0, 255]])).bitmap], [0, 0, 0, 0, 5, 6, 7, 8]);
});

Deno.test("copyMasked() takes frames that lie anywhere in larger buffers", () => {
  const whole = noiseFrame(7, 5, 3);
  const mask = grayOf(Array.from({ length: 5 }, () => [0, 1, 255, 0, 2, 128, 0]));
  const expected = copyMasked(whole, mask);
  for (const offset of [1, 2, 3, 4]) {
    const bitmap = new Uint8ClampedArray(whole.bitmap.length + 8).subarray(offset, -8 + offset);
    bitmap.set(whole.bitmap);
    assertEquals(copyMasked({ width: 7, height: 5, bitmap }, mask), expected);
    const room = new Uint8ClampedArray(bitmap.length + 8).subarray(offset, -8 + offset);
    const far = { width: 7, height: 5, bitmap: room };
    assertEquals([...copyMasked(whole, mask, { out: far }).bitmap], [...expected.bitmap]);
  }
});

Deno.test("copyMasked() with a full mask is a copy, and a second time changes nothing", () => {
  const frame = noiseFrame(5, 3, 9);
  const full = grayOf(Array.from({ length: 3 }, () => [255, 255, 255, 255, 255]));
  const out = copyMasked(frame, full);
  assertEquals(out.bitmap, frame.bitmap);
  assertEquals(copyMasked(frame, full, { out }).bitmap, frame.bitmap);
});

Deno.test("copyMasked() refuses a mask or an out of another size", () => {
  assertThrows(() => copyMasked(row([1]), grayOf([[0, 0]])), RangeError, "'mask' must be 1×1");
  assertThrows(
    () => copyMasked(row([1]), grayOf([[0]]), { out: row([1, 2]) }),
    RangeError,
    "'out' must be 1×1",
  );
});
