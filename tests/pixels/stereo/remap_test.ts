import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame, createGray } from "../../../mod.ts";
import { remap } from "../../../lib/pixels/mod.ts";

const gray = { width: 2, height: 2, data: Uint8Array.of(0, 100, 200, 60) };

/** A map of one row. */
const row = (x: number[], y: number[]) => ({
  width: x.length,
  height: 1,
  x: Float32Array.from(x),
  y: Float32Array.from(y),
});

Deno.test("remap() mixes the four pixels around a place", () => {
  const map = row([0, 1, 0.5, 0.5, 1], [0, 0, 0, 0.5, 0.25]);
  assertEquals([...remap(gray, map).data], [0, 100, 50, 90, 90]);
});

Deno.test("remap() counts in 32nds of a pixel, halves to even", () => {
  const line = { width: 2, height: 1, data: Uint8Array.of(0, 255) };
  const map = row([1 / 64, 3 / 64, 1 / 32], [0, 0, 0]);
  assertEquals([...remap(line, map).data], [0, 16, 8]);
});

Deno.test("remap() repeats the edge, or shows black, for what lies outside and for NaN", () => {
  const map = row([-1, -0.5, 5, 1e20, NaN], [0, 1, 1, 0, 0]);
  assertEquals([...remap(gray, map).data], [0, 200, 60, 0, 0]);
  assertEquals([...remap(gray, map, { border: "transparent" }).data], [0, 100, 0, 0, 0]);
});

Deno.test("remap() maps alpha like a colour", () => {
  const frame = createFrame(2, 1);
  frame.bitmap.set([10, 20, 30, 255, 30, 40, 50, 0]);
  assertEquals([...remap(frame, row([0.5], [0])).bitmap], [20, 30, 40, 128]);
  const { bitmap } = remap(frame, row([-0.5], [0]), { border: "transparent" });
  assertEquals([...bitmap], [5, 10, 15, 128]);
});

Deno.test("remap() writes into out, which may be its input", () => {
  const copy = { ...gray, data: gray.data.slice() };
  const map = {
    width: 2,
    height: 2,
    x: Float32Array.of(1, 0, 1, 0),
    y: Float32Array.of(1, 1, 0, 0),
  };
  assertStrictEquals(remap(copy, map, { out: copy }), copy);
  assertEquals([...copy.data], [60, 200, 100, 0]);
});

Deno.test("remap() refuses maps and outputs that do not fit", () => {
  const map = row([0], [0]);
  const words = "'out' must be 1×1, got 2×2";
  assertThrows(() => remap(gray, map, { out: createGray(2, 2) }), RangeError, words);
  assertThrows(
    () => remap(gray, { ...map, width: 2 }),
    RangeError,
    "'map' must hold 2 · 2 numbers",
  );
  // deno-lint-ignore no-explicit-any
  const out = createFrame(1, 1) as any;
  assertThrows(() => remap(gray, map, { out }), TypeError, "'out' must be of the same kind");
});
