import { assertEquals, assertThrows } from "@std/assert";
import * as library from "../../mod.ts";
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

/** What a primitive is called with by someone whose types nobody checks, and what that says. */
const wrongCalls: Readonly<Record<string, readonly [unknown[], string]>> = {
  threshold: [
    [createFrame(2, 2), 3],
    "'gray' must be a gray picture or a mask (width, height, data), " +
    "got a frame; grayscale(frame) makes a gray picture",
  ],
  absdiff: [
    [createGray(2, 2), createGray(2, 2)],
    "'a' must be a frame (width, height, bitmap), " +
    "got a gray picture or a mask",
  ],
  grayscale: [[], "Cannot make a frame gray: 'frame' is missing"],
  close: [
    [2, createMask(2, 2)],
    "'gray' must be a gray picture or a mask (width, height, data), got 2",
  ],
  fillHoles: [[null], "got null"],
  removeSmaller: [[createFrame(2, 2), 9], "got a frame"],
  medianBlur: [[createFrame(2, 2), 1], "got a frame"],
  gaussianBlur: [["mask", 3], 'got "mask"'],
  andMasks: [[createMask(2, 2)], "'b' is missing"],
  countForeground: [[createFrame(2, 2)], "got a frame"],
  temporalMedian: [[createFrame(2, 2)], "'frames' must be an array of frames, got an object"],
  accumulateWeighted: [[new Float32Array(12), createGray(2, 2), 1], "got a gray picture or a mask"],
  guidedFilter: [[createMask(2, 2), undefined, 8, 0.001], "'guide' is missing"],
  copyMasked: [[createMask(2, 2), createFrame(2, 2)], "'frame' must be a frame"],
  composite: [[createFrame(2, 2), createFrame(2, 2)], "'matte' is missing"],
};

for (const [name, [parameters, says]] of Object.entries(wrongCalls)) {
  Deno.test(`${name}() says what it wants of what is no such picture`, () => {
    const primitive = (library as unknown as Record<string, (...of: unknown[]) => unknown>)[name];
    assertThrows(() => primitive(...parameters), TypeError, says);
  });
}

Deno.test("absdiff() says that a frame is missing", () => {
  const frame = createFrame(2, 2) as unknown;
  const subtract = absdiff as (...frames: unknown[]) => unknown;
  assertThrows(() => subtract(frame), TypeError, "Cannot subtract frames: 'b' is missing");
  assertThrows(
    () => subtract(undefined, frame),
    TypeError,
    "Cannot subtract frames: 'a' is missing",
  );
});
