import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { createGray, createMask } from "../../../mod.ts";
import { motionSpeed } from "../../../lib/pixels/mod.ts";

/** Waves in both directions, moved to the right, brighter by some levels. */
function waves(shift: number, brighter = 0) {
  const gray = createGray(80, 60);
  for (let i = 0; i < gray.data.length; i++) {
    const [x, y] = [i % 80 - shift, Math.floor(i / 80)];
    gray.data[i] = 120 + brighter + 50 * Math.sin(x / 5) + 50 * Math.sin(y / 5);
  }
  return gray;
}

const everywhere = createMask(80, 60);
everywhere.data.fill(255);

for (const shift of [0, 0.25, 0.5, 1, 2]) {
  Deno.test(`motionSpeed() of a shift by ${shift} is about that`, () => {
    assertAlmostEquals(motionSpeed(waves(0), waves(shift), everywhere), shift, 0.1);
  });
}

Deno.test("motionSpeed() takes what changes outside for a change of exposure", () => {
  const left = createMask(80, 60);
  left.data.forEach((_, i) => left.data[i] = i % 80 < 40 ? 1 : 0);
  assertAlmostEquals(motionSpeed(waves(0), waves(0, 9), left), 0, 0.05);
});

Deno.test("motionSpeed() of an empty region, and of a blank picture, is 0", () => {
  assertEquals(motionSpeed(waves(0), waves(1), createMask(80, 60)), 0);
  assertEquals(motionSpeed(createGray(80, 60), createGray(80, 60), everywhere), 0);
  assertEquals(motionSpeed(createGray(1, 1), createGray(1, 1), createMask(1, 1)), 0);
});

Deno.test("motionSpeed() refuses pictures of two sizes", () => {
  assertThrows(() => motionSpeed(waves(0), createGray(79, 60), everywhere), RangeError, "80×60");
});
