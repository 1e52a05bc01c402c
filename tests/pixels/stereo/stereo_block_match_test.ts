import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  createDisparity,
  createGray,
  type Gray,
  stereoBlockMatch,
  type StereoBlockMatchOptions,
} from "../../../mod.ts";
import { lcgBytes } from "../../helpers.ts";

const NOISE = lcgBytes(60 * 40, 7);

/** Noise that lies so many pixels to the right; what comes in is black. */
function noiseAt(shift: number, width = 60, height = 40): Gray {
  const gray = createGray(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = Math.max(0, shift); x < Math.min(width, width + shift); x++) {
      gray.data[y * width + x] = NOISE[y * width + x - shift];
    }
  }
  return gray;
}

const small = { numDisparities: 16, blockSize: 5 } satisfies StereoBlockMatchOptions;

/** The disparity of a pixel. */
const preciseAt = (
  left: Gray,
  right: Gray,
  x: number,
  y: number,
  options: StereoBlockMatchOptions = {},
) => stereoBlockMatch(left, right, { ...small, ...options }).disparity[y * left.width + x];

/** The same in whole pixels: those beside the best one pull its sixteenths to them. */
const at = (...args: Parameters<typeof preciseAt>) => Math.round(preciseAt(...args));

Deno.test("stereoBlockMatch() finds how far a picture has moved, but for its border", () => {
  for (const shift of [0, 1, 7, 14]) {
    const { disparity } = stereoBlockMatch(noiseAt(shift), noiseAt(0), small);
    disparity.forEach((value, i) => {
      const [x, y] = [i % 60, Math.floor(i / 60)];
      const isBorder = x < 15 + 2 || x >= 60 - 2 || y < 2 || y >= 40 - 2;
      assertEquals(Math.round(value), isBorder ? NaN : shift, `${x} ${y}`);
    });
  }
});

Deno.test("stereoBlockMatch() looks from minDisparity on, to either side", () => {
  assertEquals(at(noiseAt(0), noiseAt(5), 30, 20, { minDisparity: -8 }), -5);
  assertEquals(at(noiseAt(0), noiseAt(20), 30, 20, { minDisparity: -24 }), -20);
  assertEquals(at(noiseAt(20), noiseAt(0), 40, 20, { minDisparity: 10 }), 20);
});

Deno.test("stereoBlockMatch() finds sixteenths between two pixels", () => {
  const wave = (shift: number) => {
    const gray = createGray(60, 20);
    gray.data.forEach((_, i) => gray.data[i] = 128 + 30 * Math.sin((i % 60 - shift) / 5));
    return gray;
  };
  const value = preciseAt(wave(3.5), wave(0), 30, 10, { preFilterCap: 63, uniquenessRatio: 0 });
  assertEquals(value * 16 % 1, 0);
  assertEquals(Math.abs(value - 3.5) <= 0.125, true, `${value}`);
});

Deno.test("stereoBlockMatch() knows nothing of what has no texture", () => {
  const flat = createGray(60, 40);
  flat.data.fill(90);
  assertEquals(at(flat, flat, 30, 20), NaN);
  // With nothing asked for, all are as good, and the largest comes first.
  assertEquals(at(flat, flat, 30, 20, { textureThreshold: 0, uniquenessRatio: 0 }), 15);
});

Deno.test("stereoBlockMatch() knows nothing of what fits elsewhere as well", () => {
  const stripes = createGray(60, 40);
  stripes.data.forEach((_, i) => stripes.data[i] = i % 60 % 8 < 4 ? 40 : 200);
  assertEquals(at(stripes, stripes, 30, 20), NaN);
  assertEquals(at(stripes, stripes, 30, 20, { uniquenessRatio: 0 }), 8);
});

Deno.test("stereoBlockMatch() takes brightness away by either filter", () => {
  const darker = noiseAt(0);
  darker.data.forEach((level, i) => darker.data[i] = 0.6 * level);
  const brighter = noiseAt(6);
  brighter.data.forEach((level, i) => brighter.data[i] = 0.6 * level + 90);
  for (const preFilterType of ["xsobel", "normalized"] as const) {
    assertEquals(at(brighter, darker, 30, 20, { preFilterType }), 6, preFilterType);
  }
});

Deno.test("stereoBlockMatch() forgets what the right eye does not see, if asked", () => {
  // A square 10 pixels in front of a wall: beside it on the left, the wall is hidden from the right eye.
  const [left, right] = [noiseAt(0), noiseAt(0)];
  const square = lcgBytes(400, 9);
  for (let i = 0; i < 400; i++) {
    const place = (10 + Math.floor(i / 20)) * 60 + 32 + i % 20;
    left.data[place] = right.data[place - 10] = square[i];
  }
  const known = (options: StereoBlockMatchOptions) => {
    const { disparity } = stereoBlockMatch(left, right, {
      ...small,
      uniquenessRatio: 0,
      ...options,
    });
    let count = 0;
    for (let x = 22; x < 32; x++) if (!Number.isNaN(disparity[20 * 60 + x])) count++;
    return count;
  };
  assertEquals(known({}), 10);
  assertEquals(known({ disp12MaxDiff: 1 }) <= 4, true);
});

Deno.test("stereoBlockMatch() filters speckles, in sixteenths", () => {
  const [left, right] = [noiseAt(0), noiseAt(0)];
  // A patch of another picture matches anywhere.
  for (let y = 18; y < 24; y++) right.data.set(lcgBytes(8, y), y * 60 + 30);
  const options = { ...small, uniquenessRatio: 0 };
  const wrong = (more: StereoBlockMatchOptions) =>
    stereoBlockMatch(left, right, { ...options, ...more }).disparity.filter((d) => d > 0).length;
  assertEquals(wrong({}) > 0, true);
  assertEquals(wrong({ speckleWindowSize: 100, speckleRange: 8 }), 0);
  assertEquals(wrong({ speckleWindowSize: 100, speckleRange: -1 }), wrong({}));
});

Deno.test("stereoBlockMatch() of pictures too narrow for the disparities knows nothing", () => {
  const gray = noiseAt(0, 18, 18);
  for (const numDisparities of [16, 32]) {
    const { disparity } = stereoBlockMatch(gray, gray, { ...small, numDisparities });
    assertEquals(disparity.every(Number.isNaN), true);
  }
  const { disparity } = stereoBlockMatch(gray, gray, { ...small, minDisparity: -100 });
  assertEquals(disparity.every(Number.isNaN), true);
});

Deno.test("stereoBlockMatch() of the smallest pictures matches the two pixels that have a block", () => {
  const gray = noiseAt(0, 20, 6);
  const options = { ...small, textureThreshold: 0, uniquenessRatio: 0 };
  const { disparity } = stereoBlockMatch(gray, gray, options);
  assertEquals([...disparity].flatMap((d, i) => Number.isNaN(d) ? [] : [i]), [57, 77]);
});

Deno.test("stereoBlockMatch() writes into out", () => {
  const [left, right] = [noiseAt(3), noiseAt(0)];
  const out = createDisparity(60, 40);
  out.disparity.fill(7);
  assertStrictEquals(stereoBlockMatch(left, right, { ...small, out }), out);
  assertEquals(out, stereoBlockMatch(left, right, small));
});

const gray = createGray(60, 40);
const WRONG: Record<string, [StereoBlockMatchOptions, string]> = {
  "no disparity": [{ numDisparities: 0 }, "'numDisparities' must be a whole number from 16"],
  "17 disparities": [{ numDisparities: 17 }, "'numDisparities' must be a multiple of 16, got 17"],
  "disparities beyond 16 bits": [
    { minDisparity: 2040 },
    "the largest of the disparities must be at most 2047, got 2055",
  ],
  "a lesser one": [{ minDisparity: -2048 }, "'minDisparity' must be"],
  "half of one": [{ minDisparity: 0.5 }, "'minDisparity' must be a whole number"],
  "an even block": [{ blockSize: 6 }, "'blockSize' must be an odd number from 5 to 255, got 6"],
  "a block of 3": [{ blockSize: 3 }, "'blockSize' must be an odd number"],
  "a block as high as the picture": [
    { blockSize: 41 },
    "'blockSize' must be less than the pictures' sides, got 41 for 60×40",
  ],
  "an even window": [{ preFilterSize: 8 }, "'preFilterSize' must be an odd number"],
  "a window of 257": [{ preFilterSize: 257 }, "'preFilterSize' must be an odd number"],
  "a cap of 0": [{ preFilterCap: 0 }, "'preFilterCap' must be a whole number from 1 to 63"],
  "a cap of 64": [{ preFilterCap: 64 }, "'preFilterCap' must be"],
  "texture below 0": [{ textureThreshold: -1 }, "'textureThreshold' must be"],
  "uniqueness below 0": [{ uniquenessRatio: -1 }, "'uniquenessRatio' must be"],
  "half a pixel of difference": [{ disp12MaxDiff: 0.5 }, "'disp12MaxDiff' must be a whole number"],
  "half a speckle": [{ speckleWindowSize: 0.5 }, "'speckleWindowSize' must be"],
  "half a sixteenth": [{ speckleRange: 0.5 }, "'speckleRange' must be"],
  "another filter": [
    { preFilterType: "sobel" as "xsobel" },
    "'preFilterType' must be xsobel or normalized, got sobel",
  ],
  "a smaller out": [{ out: createDisparity(60, 39) }, "'out' must be 60×40, got 60×39"],
  "an out of too few numbers": [
    { out: { width: 60, height: 40, disparity: new Float32Array(9) } },
    "'out' must hold 2400 numbers for 60×40, got 9",
  ],
};

for (const [what, [options, message]] of Object.entries(WRONG)) {
  Deno.test(`stereoBlockMatch() refuses ${what}`, () => {
    const all = { ...small, ...options };
    assertThrows(() => stereoBlockMatch(gray, gray, all), RangeError, message);
  });
}

Deno.test("stereoBlockMatch() refuses eyes of two sizes, and what is no map", () => {
  assertThrows(
    () => stereoBlockMatch(gray, createGray(60, 41), small),
    RangeError,
    "Cannot match blocks: 'right' must be 60×40 as 'left' is, got 60×41",
  );
  const out = gray as unknown as ReturnType<typeof createDisparity>;
  assertThrows(() => stereoBlockMatch(gray, gray, { ...small, out }), TypeError, "'out' must be a");
});
