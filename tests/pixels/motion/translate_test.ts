import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame, translate } from "../../../mod.ts";
import { frameOf, noiseFrame, row } from "../../helpers.ts";

Deno.test("translate() by whole pixels moves them, and repeats the edge", () => {
  const frame = frameOf([[1, 2, 3], [4, 5, 6], [7, 8, 9]]);
  const moved = frameOf([[1, 1, 2], [1, 1, 2], [4, 4, 5]]);
  assertEquals(translate(frame, { dx: 1, dy: 1 }), moved);
  assertEquals(translate(frame, { dx: -2, dy: 0 }), frameOf([[3, 3, 3], [6, 6, 6], [9, 9, 9]]));
});

Deno.test("translate() weighs the neighbours of a place between pixels", () => {
  assertEquals(translate(row([0, 100, 200]), { dx: 0.25, dy: 0 }), row([0, 75, 175]));
  assertEquals(translate(row([0, 100, 200]), { dx: -0.25, dy: 3 }), row([25, 125, 200]));
});

Deno.test("translate() works to 1/32 of a pixel", () => {
  const frame = noiseFrame(9, 7, 1);
  assertEquals(translate(frame, { dx: 0.015, dy: -0.015 }), frame);
  assertEquals(translate(frame, { dx: 0.26, dy: 0 }), translate(frame, { dx: 0.25, dy: 0 }));
});

Deno.test("translate() moves alpha like a colour", () => {
  const frame = { width: 2, height: 1, bitmap: Uint8ClampedArray.of(9, 9, 9, 0, 9, 9, 9, 200) };
  const { bitmap } = translate(frame, { dx: -0.5, dy: 0 });
  assertEquals([...bitmap], [9, 9, 9, 100, 9, 9, 9, 200]);
});

Deno.test("translate() leaves a single pixel as it is, wherever it goes", () => {
  for (const shift of [0, 0.4, -7, 32767]) {
    assertEquals(translate(row([77]), { dx: shift, dy: -shift }), row([77]));
  }
});

Deno.test("translate() writes into out, which may be the frame or lie over it", () => {
  const wanted = translate(noiseFrame(7, 5, 2), { dx: 1.3, dy: -2.6 });
  const frame = noiseFrame(7, 5, 2);
  assertStrictEquals(translate(frame, { dx: 1.3, dy: -2.6 }, { out: frame }), frame);
  assertEquals(frame, wanted);

  const room = new Uint8ClampedArray(4 * 7 * 6);
  const [low, high] = [0, 28].map((start) => ({
    width: 7,
    height: 5,
    bitmap: room.subarray(start, start + 140),
  }));
  low.bitmap.set(noiseFrame(7, 5, 2).bitmap);
  assertEquals([...translate(low, { dx: 1.3, dy: -2.6 }, { out: high }).bitmap], [
    ...wanted.bitmap,
  ]);
});

Deno.test("translate() refuses other sizes, and shifts that are no numbers or too far", () => {
  const frame = createFrame(2, 1);
  const out = createFrame(1, 2);
  assertThrows(() => translate(frame, { dx: 0, dy: 0 }, { out }), RangeError, "'out' must be 2×1");
  for (const value of [NaN, Infinity, 40000]) {
    const message = `'dy' must be a number from −32767 to 32767, got ${value}`;
    assertThrows(() => translate(frame, { dx: 0, dy: value }), RangeError, message);
  }
});
