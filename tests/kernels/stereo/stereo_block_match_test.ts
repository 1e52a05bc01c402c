import { assertEquals, assertThrows } from "@std/assert";
import type { StereoBlockMatchOptions } from "../../../mod.ts";
import { createDisparity, stereoBlockMatch } from "../../../mod.ts";
import { grayAt, memory, PLACES, plain } from "../twins.ts";
import { assertTwinMap, disparityAt, noisePair } from "./disparities.ts";

/** Sums of a block in 16 bits and in 32, either filter, all that is asked of a match. */
const OPTIONS: StereoBlockMatchOptions[] = [
  { blockSize: 5 },
  { blockSize: 5, preFilterType: "normalized", uniquenessRatio: 0 },
  { blockSize: 7, numDisparities: 32, minDisparity: 3, textureThreshold: 0 },
  { blockSize: 7, minDisparity: -9, disp12MaxDiff: 0 },
  { blockSize: 9, minDisparity: -40, disp12MaxDiff: 2, uniquenessRatio: 60 },
  { blockSize: 17, preFilterCap: 63, uniquenessRatio: 3 },
  { blockSize: 17, preFilterCap: 63, minDisparity: -6, disp12MaxDiff: 1, uniquenessRatio: 300000 },
  { blockSize: 5, preFilterCap: 1, textureThreshold: 8, preFilterType: "normalized" },
  { blockSize: 5, uniquenessRatio: 2, speckleWindowSize: 9, speckleRange: 16 },
];

const SIZES: [number, number][] = [[22, 6], [18, 18], [40, 21], [47, 20], [73, 40], [130, 33]];

for (const place of PLACES) {
  Deno.test(`stereoBlockMatch() of pictures inside, its out ${place}, equals the plain twin`, () => {
    for (const [width, height] of SIZES) {
      const [left, right] = noisePair(width, height, width);
      const [a, b] = [grayAt("inside", left), grayAt("inside, unaligned", right)];
      for (const more of OPTIONS) {
        const options = { numDisparities: 16, ...more };
        if (options.blockSize! >= height) continue;
        assertTwinMap(
          plain.stereoBlockMatch(left, right, options),
          (out) => stereoBlockMatch(a, b, { ...options, out }),
          disparityAt(place, createDisparity(width, height)),
          { width, height, ...options },
        );
      }
    }
  });
}

Deno.test("stereoBlockMatch() gives back all memory that it takes, also when it fails", () => {
  const [left, right] = noisePair(60, 30, 1).map((gray) => grayAt("inside", gray));
  const before = memory.bytesInUse;
  const options = { numDisparities: 16, blockSize: 5, speckleWindowSize: 9, speckleRange: 1 };
  stereoBlockMatch(left, right, options);
  stereoBlockMatch(left, right, { ...options, preFilterType: "normalized", minDisparity: 100 });
  assertThrows(() => stereoBlockMatch(left, right, { ...options, blockSize: 6 }), RangeError);
  assertEquals(memory.bytesInUse, before);
});
