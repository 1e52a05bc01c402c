import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { createDisparity, createFrame } from "../../../mod.ts";
import { upsampleDisparity } from "../../../lib/pixels/mod.ts";

/** A frame of vertical halves: light left of `edge`. */
function halves(width: number, height: number, edge: number) {
  const frame = createFrame(width, height);
  for (let i = 0, p = 0; p < frame.bitmap.length; i++, p += 4) {
    frame.bitmap.fill(i % width < edge ? 200 : 40, p, p + 3);
    frame.bitmap[p + 3] = 255;
  }
  return frame;
}

Deno.test("upsampleDisparity() interpolates what is smooth", () => {
  const map = { width: 2, height: 1, disparity: Float32Array.of(10, 11) };
  const { disparity } = upsampleDisparity(map, createFrame(4, 1));
  assertEquals([...disparity], [10, 10.25, 10.75, 11]);
});

Deno.test("upsampleDisparity() puts an edge where the frame has it, with nothing in between", () => {
  // The map's edge is two pixels of the map too far right, as block matching leaves it.
  const frame = halves(64, 32, 30);
  const map = createDisparity(16, 8);
  map.disparity.forEach((_, i) => map.disparity[i] = i % 16 < 9 ? 40 : 10);
  const { disparity } = upsampleDisparity(map, frame);
  assertEquals(disparity.filter((value) => value !== 40 && value !== 10).length, 0);
  for (let y = 0; y < 32; y++) {
    for (let x = 0; x < 64; x++) {
      if (Math.abs(x - 30) > 3 && Math.abs(x - 36) > 6) {
        assertEquals(disparity[y * 64 + x], x < 30 ? 40 : 10, `${x} ${y}`);
      }
    }
    assertEquals(disparity[y * 64 + 32], 10);
  }
});

Deno.test("upsampleDisparity() fills holes from the far side", () => {
  const map = { width: 4, height: 1, disparity: Float32Array.of(10, NaN, NaN, 40) };
  const { disparity } = upsampleDisparity(map, halves(8, 1, 6));
  assertEquals([...disparity], [10, 10, 10, 10, 10, 10, 40, 40]);
});

Deno.test("upsampleDisparity() of nothing is nothing", () => {
  const { disparity } = upsampleDisparity(createDisparity(2, 2), createFrame(3, 3));
  assert(disparity.every(Number.isNaN));
});

Deno.test("upsampleDisparity() keeps a map of the frame's own size but for its edges", () => {
  const map = {
    width: 5,
    height: 3,
    disparity: Float32Array.from({ length: 15 }, (_, i) => i / 8),
  };
  const { disparity } = upsampleDisparity(map, createFrame(5, 3));
  disparity.forEach((value, i) => assertAlmostEquals(value, i / 8, 1e-6));
});

Deno.test("upsampleDisparity() writes into out, and refuses what does not fit", () => {
  const map = createDisparity(2, 2), frame = createFrame(4, 4), out = createDisparity(4, 4);
  assertStrictEquals(upsampleDisparity(map, frame, { out }), out);
  const small = createDisparity(3, 4);
  const words = "'out' must be 4×4, got 3×4";
  assertThrows(() => upsampleDisparity(map, frame, { out: small }), RangeError, words);
  const reduced = createFrame(4, 4);
  assertThrows(
    () => upsampleDisparity(map, frame, { reduced }),
    RangeError,
    "'reduced' must be 2×2",
  );
  assertThrows(() => upsampleDisparity(map, frame, { radius: 0 }), RangeError, "'radius' must be");
});
