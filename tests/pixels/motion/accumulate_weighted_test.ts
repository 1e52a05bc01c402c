import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { accumulateWeighted } from "../../../mod.ts";
import { noiseFrame, row } from "../../helpers.ts";

Deno.test("accumulateWeighted() moves the average towards the frame, in place", () => {
  const average = Float32Array.of(0, 0, 0, 100, 100, 100);
  assertStrictEquals(accumulateWeighted(average, row([200, 100]), 0.5), average);
  assertEquals([...average], [100, 100, 100, 100, 100, 100]);
  accumulateWeighted(average, row([200, 100]), 0.5);
  assertEquals([...average], [150, 150, 150, 100, 100, 100]);
});

Deno.test("accumulateWeighted() with 0 changes nothing, with 1 it is the frame", () => {
  const frame = noiseFrame(13, 5, 1);
  const colors = [...frame.bitmap].filter((_, p) => p % 4 !== 3);
  const average = Float32Array.from(colors, (_, k) => k / 7);
  const before = average.slice();
  assertEquals(accumulateWeighted(average, frame, 0), before);
  assertEquals([...accumulateWeighted(average, frame, 1)], colors);
});

Deno.test("accumulateWeighted() comes close to what stays", () => {
  const frame = noiseFrame(5, 3, 2);
  const average = new Float32Array(45);
  for (let i = 0; i < 200; i++) accumulateWeighted(average, frame, 0.1);
  const colors = [...frame.bitmap].filter((_, p) => p % 4 !== 3);
  assertEquals([...average].map(Math.round), colors);
});

Deno.test("accumulateWeighted() refuses another length and a weight out of its range", () => {
  const frame = row([1, 2]);
  const says = "Cannot accumulate:";
  assertThrows(
    () => accumulateWeighted(new Float32Array(8), frame, 0.1),
    RangeError,
    `${says} 'accumulator' must have 6 values for 2×1, got 8`,
  );
  for (const alpha of [-0.1, 1.1, NaN]) {
    assertThrows(
      () => accumulateWeighted(new Float32Array(6), frame, alpha),
      RangeError,
      `${says} 'alpha' must be a number from 0 to 1, got ${alpha}`,
    );
  }
});
