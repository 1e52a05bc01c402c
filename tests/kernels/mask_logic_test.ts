import { assertEquals, assertThrows } from "@std/assert";
import { andMasks, countForeground, type Gray, hasLevel, invertMask } from "../../mod.ts";
import { assertTwin, grayAt, noiseGray, noiseMask, PLACES, plainly, SIZES } from "./twins.ts";

for (const place of PLACES) {
  Deno.test(`andMasks() and invertMask() are equal by kernels and plainly on rasters ${place}`, () => {
    for (const [width, height] of SIZES) {
      const a = grayAt(place, noiseGray(width, height, 1));
      const b = grayAt(place, noiseMask(width, height));
      const out = grayAt(place, noiseGray(width, height, 2));
      const what = { width, height };
      assertTwin((_, options) => andMasks(a, b, options), out, what);
      assertTwin((_, options) => invertMask(b, options), out, what);
      const [ownA, ownB, own] = [grayAt(place, a), grayAt(place, b), grayAt(place, b)];
      assertTwin((_, { out = ownA }) => andMasks(out, b, { out }), ownA, what);
      assertTwin((_, { out = ownB }) => andMasks(a, out, { out }), ownB, what);
      assertTwin((_, { out = own }) => invertMask(out, { out }), own, what);
    }
  });

  Deno.test(`countForeground() and hasLevel() are equal by kernels and plainly on rasters ${place}`, () => {
    const says = (gray: Gray) => [
      countForeground(gray),
      ...[1, 2, 127, 128, 129, 254, 255].map((least) => hasLevel(gray, least)),
    ];
    for (const [width, height] of SIZES) {
      const dim = noiseGray(width, height, 4);
      dim.data.forEach((level, i) => dim.data[i] = level >> 1);
      for (const gray of [noiseMask(width, height), noiseGray(width, height, 3), dim]) {
        const placed = grayAt(place, gray);
        assertEquals(says(placed), plainly(() => says(placed)), `${width}×${height}`);
      }
      // One pixel alone, wherever it is.
      for (let i = 0; i < width * height; i += 1 + (i >> 3)) {
        const one = grayAt(place, { width, height, data: new Uint8Array(width * height) });
        one.data[i] = 200;
        assertEquals(says(one), [1, true, true, true, true, true, false, false]);
      }
    }
  });
}

Deno.test("masks of other sizes are refused, and levels that none is", () => {
  const mask = noiseMask(2, 2), other = noiseMask(2, 1);
  assertThrows(() => andMasks(mask, other), RangeError, "'b' must be 2×2");
  assertThrows(() => andMasks(mask, mask, { out: other }), RangeError, "'out' must be 2×2");
  assertThrows(() => invertMask(mask, { out: other }), RangeError, "'out' must be 2×2");
  assertThrows(() => countForeground({ ...mask, width: 3 }), RangeError, "'mask'");
  assertThrows(() => hasLevel({ ...mask, width: 3 }, 1), RangeError, "'gray'");
  for (const least of [0, 256, 1.5, NaN]) {
    assertThrows(() => hasLevel(mask, least), RangeError, `from 1 to 255, got ${least}`);
  }
});
