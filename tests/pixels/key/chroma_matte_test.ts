import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { chromaMatte, createMatte, type Frame, type Rgba } from "../../../mod.ts";
import { noiseFrame, row } from "../../helpers.ts";

const SCREEN: Rgba = [0, 177, 64, 255];

/** Opaque pixels in a row. */
function pixels(...colors: readonly (readonly number[])[]): Frame {
  const bitmap = Uint8ClampedArray.from(colors.flatMap(([r, g, b]) => [r, g, b, 255]));
  return { width: colors.length, height: 1, bitmap };
}

/** From one colour to another in so many steps. */
function ramp(from: readonly number[], to: readonly number[], steps: number): Frame {
  const mix = (k: number) => from.map((level, c) => level + (to[c] - level) * k / steps);
  return pixels(...Array.from({ length: steps + 1 }, (_, k) => mix(k)));
}

for (const space of ["ycbcr", "hsv"] as const) {
  Deno.test(`chromaMatte() by ${space} takes the screen out, and nothing else`, () => {
    const frame = pixels(
      [0, 177, 64],
      [15, 185, 75],
      [5, 150, 55],
      [230, 180, 150],
      [90, 50, 30],
      [0, 0, 0],
      [255, 255, 255],
      [128, 128, 128],
      [30, 40, 120],
      [200, 30, 30],
      [240, 220, 40],
    );
    assertEquals(
      [...chromaMatte(frame, SCREEN, { space }).data],
      [0, 0, 0, ...new Array(8).fill(255)],
    );
  });

  Deno.test(`chromaMatte() by ${space} rises evenly from the screen to gray`, () => {
    const { data } = chromaMatte(ramp(SCREEN.slice(0, 3), [120, 120, 120], 60), SCREEN, { space });
    assertEquals([data[0], data[60]], [0, 255]);
    data.forEach((alpha, i) => assert(i === 0 || alpha >= data[i - 1], `${i}: ${data}`));
    assert([...data].some((alpha) => alpha > 0 && alpha < 255));
  });

  Deno.test(`chromaMatte() by ${space} takes any colour for a key`, () => {
    const colors = [[0, 71, 187], [200, 20, 20], [230, 220, 0], [20, 190, 60]];
    for (const [k, [red, green, blue]] of colors.entries()) {
      const { data } = chromaMatte(pixels(...colors), [red, green, blue, 255], { space });
      assertEquals([...data], colors.map((_, i) => i === k ? 0 : 255));
    }
  });

  Deno.test(`chromaMatte() by ${space} is a mask where inner and outer are one`, () => {
    const options = { space, inner: 50, outer: 50 };
    const { data } = chromaMatte(noiseFrame(30, 30, 1), SCREEN, options);
    assertEquals([...new Set(data)].sort(), [0, 255]);
  });
}

Deno.test("chromaMatte() counts in percent of the key's distance from gray", () => {
  // On the line from key to gray, a tenth each.
  const frame = ramp([20, 220, 20], [120, 120, 120], 10);
  const { data } = chromaMatte(frame, [20, 220, 20, 255], { inner: 0, outer: 100 });
  data.forEach((alpha, k) => assert(Math.abs(alpha - 25.5 * k) <= 3, `${data}`));
});

Deno.test("chromaMatte() by Cb and Cr does not depend on luma", () => {
  const frame = pixels([0, 100, 0], [50, 150, 50], [150, 250, 150]);
  const { data } = chromaMatte(frame, [0, 160, 0, 255], { inner: 0, outer: 100 });
  assertEquals(data[0], data[1]);
  assertEquals(data[1], data[2]);
});

Deno.test("chromaMatte() by hue takes out the screen's shadows, but nothing dark", () => {
  const frame = pixels([0, 177, 64], [0, 100, 36], [0, 30, 10], [2, 5, 2]);
  const { data } = chromaMatte(frame, SCREEN, { space: "hsv" });
  assertEquals([data[0], data[1], data[3]], [0, 0, 255]);
  assert(data[2] > 100);
});

Deno.test("chromaMatte() by hue closes the circle at red", () => {
  const { data } = chromaMatte(pixels([200, 0, 20], [200, 20, 0]), [200, 0, 5, 255], {
    space: "hsv",
  });
  assertEquals([...data], [0, 0]);
});

Deno.test("chromaMatte() writes into out, and works on a single pixel", () => {
  const out = createMatte(1, 1);
  assertStrictEquals(chromaMatte(row([90]), SCREEN, { out }), out);
  assertEquals([...out.data], [255]);
});

Deno.test("chromaMatte() refuses keys that are gray, other sizes and distances out of order", () => {
  const frame = row([1, 2]);
  const gray = "'key' must be a colour, not nearly gray, got rgb(100 104 100)";
  assertThrows(() => chromaMatte(frame, [100, 104, 100, 255]), RangeError, gray);
  const out = createMatte(1, 2);
  assertThrows(() => chromaMatte(frame, SCREEN, { out }), RangeError, "'out' must be 2×1");
  for (
    const [options, message] of [
      [{ inner: -1 }, "'inner' must be a number of at least 0, got -1"],
      [{ inner: NaN }, "got NaN"],
      [{ inner: 50, outer: 40 }, "'outer' must be at least 'inner', 50, got 40"],
      [{ outer: Infinity }, "got Infinity"],
      [{ space: "lab" as "hsv" }, "'space' must be ycbcr or hsv, got lab"],
    ] as const
  ) assertThrows(() => chromaMatte(frame, SCREEN, options), RangeError, message);
});
