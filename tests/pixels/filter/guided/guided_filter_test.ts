import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  createFrame,
  createGray,
  type Frame,
  type Gray,
  guidedFilter,
  type Matte,
} from "../../../../mod.ts";
import { grayOf, lcgBytes, noiseFrame } from "../../../helpers.ts";

const noise = (width: number, height: number, seed = 1): Gray => ({
  width,
  height,
  data: lcgBytes(width * height, seed),
});

/** A row of levels, so many times. */
const rows = (levels: readonly number[], count: number): Gray =>
  grayOf(Array.from({ length: count }, () => levels));

/** A frame of one colour to the left, another to the right. */
function halves(width: number, height: number, left: number[], right: number[]): Frame {
  const frame = createFrame(width, height);
  for (let i = 0; i < width * height; i++) {
    frame.bitmap.set([...i % width < width / 2 ? left : right, 255], 4 * i);
  }
  return frame;
}

Deno.test("guidedFilter() moves a matte's edge to the guide's", () => {
  const matte = rows([0, 0, 0, 255, 255, 255, 255, 255, 255, 255], 10);
  const guide = rows([20, 20, 20, 20, 20, 220, 220, 220, 220, 220], 10);
  const { data } = guidedFilter(matte, guide, 4, 0.0001);
  const middle = [...data.subarray(50, 60)];
  // The step is between the fifth and the sixth pixel, where the guide has it.
  const steps = middle.slice(1).map((alpha, x) => Math.abs(alpha - middle[x]));
  assertEquals(steps.indexOf(Math.max(...steps)), 4);
});

Deno.test("guidedFilter() by colour sees an edge that has no luma", () => {
  // Both have the same luma.
  const guide = halves(12, 9, [200, 60, 60], [60, 131, 60]);
  const matte = rows([0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255], 9);
  const { data } = guidedFilter(matte, guide, 3, 0.0001);
  const middle = [...data.subarray(48, 60)];
  const steps = middle.slice(1).map((alpha, x) => Math.abs(alpha - middle[x]));
  assertEquals(steps.indexOf(Math.max(...steps)), 5);
});

Deno.test("guidedFilter() of a picture by itself keeps it where epsilon is small, and smooths where it is large", () => {
  const gray = noise(30, 20);
  const same = guidedFilter(gray, gray, 2, 0.000001).data;
  assertEquals(same.every((level, i) => Math.abs(level - gray.data[i]) <= 1), true);
  const flat = guidedFilter(gray, gray, 8, 1000).data;
  assertEquals(Math.max(...flat) - Math.min(...flat) < 60, true);
});

Deno.test("guidedFilter() leaves every constant matte as it is", () => {
  for (const level of [0, 1, 127, 128, 254, 255]) {
    const matte = { width: 11, height: 7, data: new Uint8Array(77).fill(level) };
    for (const subsample of [1, 2, 4] as const) {
      for (const guide of [noise(11, 7), noiseFrame(11, 7, 2)]) {
        assertEquals(guidedFilter(matte, guide, 3, 0.0001, { subsample }), matte);
      }
    }
  }
});

Deno.test("guidedFilter() by three equal channels is that by the gray one", () => {
  const gray = noise(25, 14);
  const frame = createFrame(25, 14);
  gray.data.forEach((level, i) => frame.bitmap.set([level, level, level, 255], 4 * i));
  const matte = noise(25, 14, 2);
  // Three slopes share the work of one, and each of them is held back by epsilon.
  const byGray = guidedFilter(matte, gray, 4, 0.001).data;
  const byColor = guidedFilter(matte, frame, 4, 0.003).data;
  assertEquals(byColor.every((alpha, i) => Math.abs(alpha - byGray[i]) <= 1), true);
});

Deno.test("guidedFilter() does not see alpha", () => {
  const frame = noiseFrame(9, 9, 3);
  const clear = { ...frame, bitmap: frame.bitmap.map((level, p) => p % 4 === 3 ? 0 : level) };
  const matte = noise(9, 9);
  assertEquals(guidedFilter(matte, clear, 2, 0.001), guidedFilter(matte, frame, 2, 0.001));
});

Deno.test("guidedFilter() takes pictures of any size, also smaller than the radius", () => {
  for (const [width, height] of [[1, 1], [1, 9], [9, 1], [2, 2], [5, 3], [7, 7]]) {
    for (const subsample of [1, 2, 4] as const) {
      for (const radius of [1, 5, 100]) {
        const matte = { width, height, data: new Uint8Array(width * height).fill(255) };
        const guide = noiseFrame(width, height, 1);
        assertEquals(guidedFilter(matte, guide, radius, 0.001, { subsample }), matte);
      }
    }
  }
});

Deno.test("guidedFilter() with radius 0 copies", () => {
  const matte = noise(5, 4);
  assertEquals(guidedFilter(matte, noise(5, 4, 2), 0, 0.001), matte);
});

Deno.test("guidedFilter() writes into out, which may be the matte or the guide", () => {
  for (const subsample of [1, 2] as const) {
    const [matte, guide] = [noise(19, 8), noise(19, 8, 2)];
    const wanted = guidedFilter(matte, guide, 2, 0.001, { subsample });
    const copy = (gray: Gray): Matte => ({ ...gray, data: gray.data.slice() });
    const [ownMatte, ownGuide] = [copy(matte), copy(guide)];
    const into = (out: Matte, matte: Matte, guide: Gray) => {
      assertStrictEquals(guidedFilter(matte, guide, 2, 0.001, { subsample, out }), out);
      assertEquals(out, wanted);
    };
    into(ownMatte, ownMatte, guide);
    into(ownGuide, matte, ownGuide);
  }
});

Deno.test("guidedFilter() refuses numbers out of their range and rasters of another size", () => {
  const matte = createGray(2, 1);
  const says = "Cannot filter by a guide:";
  const wrong: [() => unknown, string][] = [
    [() => guidedFilter(matte, matte, -1, 0.1), "'radius' must be a whole number"],
    [() => guidedFilter(matte, matte, 128, 0.1), "'radius' must be at most 127, got 128"],
    [() => guidedFilter(matte, matte, 600, 0.1, { subsample: 4 }), "'radius' must be at most 508"],
    [() => guidedFilter(matte, matte, 1, 0), "'epsilon' must be a number from 0.000001"],
    [() => guidedFilter(matte, matte, 1, NaN), "'epsilon' must be a number from"],
    [
      () => guidedFilter(matte, matte, 1, 0.1, { subsample: 3 as 4 }),
      "'subsample' must be 1, 2 or 4",
    ],
    [() => guidedFilter(matte, createFrame(1, 1), 1, 0.1), "'guide' must be 2×1"],
    [() => guidedFilter(matte, matte, 1, 0.1, { out: createGray(1, 1) }), "'out' must be 2×1"],
  ];
  for (const [work, words] of wrong) assertThrows(work, RangeError, `${says} ${words}`);
});
