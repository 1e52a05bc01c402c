import { assertEquals } from "@std/assert";
import {
  createDisparity,
  createFrame,
  type Frame,
  type Gray,
  type SemiGlobalMode,
  type StereoSemiGlobalOptions,
} from "../../../mod.ts";
import { frameAt, grayAt, memory, PLACES, plain, primitives, SIZES } from "../twins.ts";
import { assertTwinMap, disparityAt, noisePair } from "./disparities.ts";

const MODES: readonly SemiGlobalMode[] = ["sgbm", "3way", "hh", "hh4"];

/** Costs that stay small, and such that are larger than 16 bits have. */
const OPTIONS: readonly StereoSemiGlobalOptions[] = [
  {},
  { minDisparity: -5, blockSize: 5, p1: 100, p2: 400, preFilterCap: 63, uniquenessRatio: 5 },
  { numDisparities: 48, blockSize: 9, p1: 600, p2: 2400, speckleWindowSize: 9, speckleRange: 1 },
  { blockSize: 21, p1: 9000, p2: 32767, preFilterCap: 126, uniquenessRatio: 60 },
];

/** Gray pictures as frames whose channels differ. */
function framed({ width, height, data }: Gray): Frame {
  const frame = createFrame(width, height);
  data.forEach((level, i) => frame.bitmap.set([level, level ^ 85, 255 - level, level], 4 * i));
  return frame;
}

Deno.test("stereoSemiGlobal(): the kernels give the plain loops' numbers", () => {
  const sizes = [...SIZES, [70, 21], [97, 40]] as const;
  sizes.forEach(([width, height], seed) => {
    const [left, right] = noisePair(width, height, seed);
    for (const mode of MODES) {
      const options = { ...OPTIONS[seed % OPTIONS.length], mode };
      const wanted = plain.stereoSemiGlobal(left, right, options);
      for (const place of PLACES) {
        const [a, b] = [grayAt(place, left), grayAt(place, right)];
        assertTwinMap(
          wanted,
          (out) => primitives.stereoSemiGlobal(a, b, { ...options, out }),
          disparityAt(place, createDisparity(width, height)),
          { width, height, place, options },
        );
      }
    }
  });
});

Deno.test("stereoSemiGlobal(): the kernels give them of frames, too", () => {
  OPTIONS.forEach((some, seed) => {
    const [left, right] = noisePair(83, 19, seed).map(framed);
    for (const mode of MODES) {
      const options = { ...some, mode };
      const wanted = plain.stereoSemiGlobal(left, right, options);
      const [a, b] = [left, right].map((frame) => frameAt("inside, unaligned", frame));
      assertEquals(primitives.stereoSemiGlobal(a, b, options), wanted, JSON.stringify(options));
    }
  });
});

Deno.test("stereoSemiGlobal() gives back all the memory that it takes", () => {
  const [left, right] = noisePair(64, 9, 1).map((gray) => grayAt("inside", gray));
  const before = memory.bytesInUse;
  for (const mode of MODES) {
    primitives.stereoSemiGlobal(left, right, { mode, speckleWindowSize: 5 });
  }
  assertEquals(memory.bytesInUse, before);
});
