import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { gaussianBlur, type Gray } from "../../../mod.ts";
import { grayOf, lcgBytes } from "../../helpers.ts";

const noise = (width: number, height: number, seed = 1): Gray => ({
  width,
  height,
  data: lcgBytes(width * height, seed),
});

Deno.test("gaussianBlur() spreads a dot by weights of 1, 2 and 1", () => {
  const dot = grayOf([[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 160, 0], [0, 0, 0, 0], [0, 0, 0, 0]]);
  const wanted = [[0, 0, 0, 0], [0, 10, 20, 20], [0, 20, 40, 40], [0, 10, 20, 20], [0, 0, 0, 0]];
  // The last column sees the dot in the mirror, too.
  assertEquals(gaussianBlur(dot, 1), grayOf(wanted));
});

Deno.test("gaussianBlur() mirrors at the border without repeating the outermost pixel", () => {
  assertEquals([...gaussianBlur(grayOf([[0, 100, 0]]), 1).data], [50, 50, 50]);
});

Deno.test("gaussianBlur() takes a sigma, and the wider the flatter", () => {
  const dot = { width: 21, height: 1, data: new Uint8Array(21) };
  dot.data[10] = 255;
  const middle = [0.1, 0.5, 1, 2, 5].map((sigma) =>
    gaussianBlur(dot, { radius: 10, sigma }).data[10]
  );
  assertEquals(middle[0], 255);
  assertEquals(middle, middle.toSorted((a, b) => b - a));
  assertEquals(new Set(middle).size, 5);
});

Deno.test("gaussianBlur() leaves every constant picture as it is", () => {
  for (const radius of [0, 1, 2, 4, 5, 12, 40]) {
    for (const level of [0, 1, 127, 254, 255]) {
      const flat = grayOf([[level, level, level], [level, level, level]]);
      assertEquals(gaussianBlur(flat, radius), flat);
      assertEquals(gaussianBlur(flat, { radius, sigma: 3 }), flat);
    }
  }
});

Deno.test("gaussianBlur() takes pictures of any size, also smaller than the radius", () => {
  for (const [width, height] of [[1, 1], [1, 9], [9, 1], [2, 2], [7, 3]]) {
    const gray = noise(width, height);
    const { data } = gaussianBlur(gray, 30);
    assertEquals(data.length, width * height);
    assertEquals(gaussianBlur(gray, 0), gray);
  }
});

Deno.test("gaussianBlur() writes into out, which may be the input or lie over it", () => {
  for (const radius of [0, 1, 6]) {
    const gray = noise(9, 8);
    const wanted = gaussianBlur(gray, radius);
    const room = new Uint8Array(81);
    room.set(gray.data);
    const out = { ...gray, data: room.subarray(9) };
    gaussianBlur({ ...gray, data: room.subarray(0, 72) }, radius, { out });
    assertEquals([...out.data], [...wanted.data]);
    assertStrictEquals(gaussianBlur(gray, radius, { out: gray }), gray);
    assertEquals(gray, wanted);
  }
});

Deno.test("gaussianBlur() refuses a bad radius or sigma and an out of another size", () => {
  const gray = grayOf([[1, 2]]);
  const out = grayOf([[1]]);
  const wrong: [() => unknown, string][] = [
    [() => gaussianBlur(gray, -1), "'radius' must be a whole number from 0 to 1000, got -1"],
    [
      () => gaussianBlur(gray, { radius: 1001 }),
      "'radius' must be a whole number from 0 to 1000, got 1001",
    ],
    [() => gaussianBlur(gray, { radius: 1, sigma: 0 }), "'sigma' must be a number above 0, got 0"],
    [() => gaussianBlur(gray, 1, { out }), "'out' must be 2×1"],
  ];
  for (const [work, words] of wrong) assertThrows(work, RangeError, `Cannot blur: ${words}`);
});
