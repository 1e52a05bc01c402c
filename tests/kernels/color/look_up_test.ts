import { assertEquals, assertThrows } from "@std/assert";
import { lookUp } from "../../../lib/pixels/color/look_up.ts";
import { bytesOf, grayAt, noiseGray, noiseMask, type Place, SIZES } from "../twins.ts";

for (const place of ["inside", "inside, unaligned"] satisfies Place[]) {
  Deno.test(`lookUp() of a picture ${place} equals the plain twin`, () => {
    const stretch = Uint8ClampedArray.from({ length: 256 }, (_, level) => 2 * (level - 60));
    const invert = Uint8Array.from({ length: 256 }, (_, level) => 255 - level);
    for (const [width, height] of SIZES) {
      for (const table of [stretch, invert]) {
        for (const gray of [noiseGray(width, height, 5), noiseMask(width, height)]) {
          const placed = grayAt(place, gray);
          const { around } = bytesOf(placed);
          lookUp(placed, table);
          lookUp(gray, table);
          assertEquals(bytesOf(placed), { own: [...gray.data], around }, `${width}×${height}`);
        }
      }
    }
  });
}

Deno.test("lookUp() refuses a table that is too short", () => {
  const gray = noiseGray(2, 2, 1);
  assertThrows(() => lookUp(gray, new Uint8Array(255)), RangeError, "256 levels, got 255");
});
