import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { numbersOfFrame } from "../../../lib/pixels/mod.ts";
import { noiseFrame } from "../../helpers.ts";
import { frameAt, memory, PLACES, SIZES } from "../twins.ts";

for (const place of PLACES) {
  Deno.test(`numbersOfFrame() of frames ${place} equals the plain twin`, () => {
    for (const [width, height] of SIZES) {
      const frame = noiseFrame(width, height, 3);
      const placed = frameAt(place, frame);
      for (let k = 0; k < 16; k++) {
        const options = {
          ...k & 1 ? { mean: [123.675, 116.28, 0], std: [58.395, 57.12, 255] } as const : {},
          channels: k & 2 ? "bgr" : "rgb",
          isPlanar: (k & 4) !== 0,
          isMirrored: (k & 8) !== 0,
        } as const;
        const wanted = numbersOfFrame(frame, options);
        assertEquals(numbersOfFrame(placed, options), wanted, JSON.stringify([width, height, k]));
        const out = memory.createNumbers(wanted.length);
        assertStrictEquals(numbersOfFrame(placed, { ...options, out }), out);
        assertEquals([...out], [...wanted]);
        memory.free(out);
      }
    }
  });
}

Deno.test("numbersOfFrame() orders, mirrors and scales by hand-made values", () => {
  const frame = {
    width: 2,
    height: 2,
    bitmap: Uint8ClampedArray.from([1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 10, 11, 12, 0]),
  };
  const list = (options = {}) => [...numbersOfFrame(frame, options)];
  assertEquals(list(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  assertEquals(list({ channels: "bgr" }), [3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10]);
  assertEquals(list({ isPlanar: true }), [1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12]);
  assertEquals(list({ isMirrored: true }), [4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9]);
  assertEquals(list({ mean: [1, 2, 3], std: [1, 2, 3] }), [0, 0, 0, 3, 1.5, 1, 6, 3, 2, 9, 4.5, 3]);
});

Deno.test("numbersOfFrame() refuses an output and a frame of another length", () => {
  const frame = noiseFrame(2, 1, 1);
  const out = new Float32Array(5);
  assertThrows(() => numbersOfFrame(frame, { out }), RangeError, "must have 6 for 2×1, got 5");
  assertThrows(() => numbersOfFrame({ ...frame, width: 3 }), RangeError, "'frame'");
});
