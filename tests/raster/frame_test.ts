import { assertEquals, assertThrows } from "@std/assert";
import {
  absdiff,
  createFrame,
  createGray,
  createMask,
  createMatte,
  type Frame,
} from "../../mod.ts";
import { assertSameSize } from "../../lib/raster/frame.ts";
import { row } from "../helpers.ts";

Deno.test("createFrame() is transparent black, createGray(), createMask() and createMatte() are zero", () => {
  assertEquals(createFrame(2, 3).bitmap, new Uint8ClampedArray(24));
  assertEquals(createGray(2, 3).data, new Uint8Array(6));
  assertEquals(createMask(1, 1).data, new Uint8Array(1));
  assertEquals(createMatte(3, 1).data, new Uint8Array(3));
});

for (const side of [0, -1, 1.5, NaN, Infinity]) {
  Deno.test(`createFrame(), createGray() and their like refuse a side of ${side}`, () => {
    assertThrows(() => createFrame(side, 1), RangeError, `'width' must be a whole number`);
    assertThrows(() => createGray(1, side), RangeError, `'height' must be a whole number`);
    assertThrows(() => createMask(side, side), RangeError, `got ${side}`);
    assertThrows(() => createMatte(1, side), RangeError, "Cannot create a matte: 'height'");
  });
}

Deno.test("assertSameSize() names the raster that differs, and both sizes", () => {
  assertThrows(
    () => assertSameSize("subtract frames", { a: row([1, 2]), b: row([1, 2, 3]) }),
    RangeError,
    "Cannot subtract frames: 'b' must be 2×1 as 'a' is, got 3×1",
  );
});

Deno.test("assertSameSize() takes a frame with a gray picture of the same sides", () => {
  assertSameSize("compare", { frame: createFrame(3, 2), gray: createGray(3, 2) });
});

Deno.test("assertSameSize() finds a buffer that does not fit its sides", () => {
  const short = { width: 2, height: 2, bitmap: new Uint8ClampedArray(15) };
  assertThrows(() => absdiff(short, short), RangeError, "'a' must hold 16 bytes for 2×2, got 15");
});

Deno.test("assertSameSize() refuses what is no raster", () => {
  const pixels = { width: 1, height: 1, pixels: [0] } as unknown as Frame;
  assertThrows(() => assertSameSize("compare", { pixels }), TypeError, "'pixels' must be a frame");
});
