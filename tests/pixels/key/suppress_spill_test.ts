import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame, type Frame, type Rgba, suppressSpill } from "../../../mod.ts";
import { noiseFrame, row } from "../../helpers.ts";

const GREEN: Rgba = [0, 255, 0, 255];

/** Opaque pixels in a row. */
function pixels(...colors: [number, number, number][]): Frame {
  const bitmap = Uint8ClampedArray.from(colors.flatMap((color) => [...color, 255]));
  return { width: colors.length, height: 1, bitmap };
}

for (const [name, channel] of [["red", 0], ["green", 1], ["blue", 2]] as const) {
  Deno.test(`suppressSpill() of pure ${name} limits it by the larger of the others`, () => {
    const frame = noiseFrame(61, 47, channel + 1);
    const key = [0, 1, 2].map((c) => c === channel ? 200 : 10);
    const clean = suppressSpill(frame, [key[0], key[1], key[2], 255]).bitmap;
    const wanted = frame.bitmap.slice();
    for (let p = 0; p < wanted.length; p += 4) {
      const others = [0, 1, 2].filter((c) => c !== channel).map((c) => wanted[p + c]);
      wanted[p + channel] = Math.min(wanted[p + channel], Math.max(...others));
    }
    // Sums are in 4096ths, twice: a level at most is off, and hardly ever.
    let off = 0;
    clean.forEach((level, p) => {
      assert(Math.abs(level - wanted[p]) <= 1, `byte ${p}: ${level}, not ${wanted[p]}`);
      if (level !== wanted[p]) off++;
    });
    assert(off < wanted.length / 100, `${off} of ${wanted.length} are off`);
  });
}

Deno.test("suppressSpill() makes the screen itself gray, of whatever colour", () => {
  for (const key of [[0, 177, 64], [0, 71, 187], [255, 255, 0], [180, 30, 200], [9, 200, 190]]) {
    const [red, green, blue] = key;
    const [r, g, b] = suppressSpill(pixels([red, green, blue]), [red, green, blue, 255]).bitmap;
    assert(Math.max(r, g, b) - Math.min(r, g, b) <= 2, `${key} became ${[r, g, b]}`);
  }
});

Deno.test("suppressSpill() leaves gray and hues from 60° on as they are", () => {
  const frame = pixels(
    [0, 0, 0],
    [128, 128, 128],
    [255, 255, 255],
    [200, 200, 10],
    [10, 200, 200],
    [220, 170, 140],
    [30, 40, 220],
    [255, 0, 0],
  );
  assertEquals(suppressSpill(frame, GREEN), frame);
});

Deno.test("suppressSpill() takes out a part by strength", () => {
  const frame = pixels([100, 180, 60]);
  const levels = [0, 0.25, 0.5, 1].map((strength) =>
    suppressSpill(frame, GREEN, { strength }).bitmap[1]
  );
  assertEquals(levels, [180, 160, 140, 100]);
});

Deno.test("suppressSpill() goes smoothly from one hue to the next", () => {
  const frame = noiseFrame(40, 40, 8);
  for (let blue = 0; blue < 200; blue += 4) {
    const [a, b] = [blue, blue + 4].map((level) =>
      suppressSpill(frame, [0, 200, level, 255]).bitmap
    );
    // A hue 1.2° on turns sums of up to 442 levels by 2 %, and there are roundings.
    a.forEach((level, p) => assert(Math.abs(level - b[p]) <= 10, `at ${blue}: ${level}, ${b[p]}`));
  }
});

Deno.test("suppressSpill() never brightens, and keeps alpha", () => {
  const frame = noiseFrame(50, 40, 3);
  const clean = suppressSpill(frame, [20, 90, 200, 255]);
  frame.bitmap.forEach((level, p) => {
    assert(p % 4 === 3 ? clean.bitmap[p] === level : clean.bitmap[p] <= level);
  });
});

Deno.test("suppressSpill() writes into out, which may be the frame", () => {
  const wanted = suppressSpill(noiseFrame(5, 3, 1), GREEN);
  const frame = noiseFrame(5, 3, 1);
  assertStrictEquals(suppressSpill(frame, GREEN, { out: frame }), frame);
  assertEquals(frame, wanted);
});

Deno.test("suppressSpill() refuses gray keys, other sizes and strengths", () => {
  const frame = row([1, 2]);
  assertThrows(() => suppressSpill(frame, [9, 9, 9, 255]), RangeError, "must have a hue, got gray");
  const out = createFrame(1, 2);
  assertThrows(() => suppressSpill(frame, GREEN, { out }), RangeError, "'out' must be 2×1");
  for (const strength of [-0.1, 1.1, NaN]) {
    const message = `'strength' must be a number from 0 to 1, got ${strength}`;
    assertThrows(() => suppressSpill(frame, GREEN, { strength }), RangeError, message);
  }
});
