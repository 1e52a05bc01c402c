import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  createDisparity,
  createFrame,
  createGray,
  type Disparity,
  type Frame,
  type Gray,
  type SemiGlobalMode,
  stereoSemiGlobal,
  type StereoSemiGlobalOptions,
} from "../../../mod.ts";
import { lcgBytes } from "../../helpers.ts";

const MODES: readonly SemiGlobalMode[] = ["sgbm", "3way", "hh", "hh4"];

const NOISE = lcgBytes(90 * 30, 5);

/** Noise that lies so many pixels to the right, 90×30; from its other end comes what is moved out. */
function noiseAt(shiftOf: (y: number) => number): Gray {
  const gray = createGray(90, 30);
  for (let i = 0; i < NOISE.length; i++) {
    const [x, y] = [i % 90, Math.floor(i / 90)];
    gray.data[i] = NOISE[y * 90 + (x - shiftOf(y) + 180) % 90];
  }
  return gray;
}

/** A gray picture as a frame. */
function framed({ width, height, data }: Gray): Frame {
  const frame = createFrame(width, height);
  data.forEach((level, i) => frame.bitmap.set([level, 255 - level, level >> 1, 255], 4 * i));
  return frame;
}

/** How many pixels have which disparity, in whole pixels. */
function countsOf({ disparity }: Disparity): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of disparity) {
    const whole = Math.round(value);
    counts.set(whole, (counts.get(whole) ?? 0) + 1);
  }
  return counts;
}

Deno.test("stereoSemiGlobal() finds how far a picture has moved, in each mode", () => {
  for (const mode of MODES) {
    for (const shift of [1, 7, 14]) {
      const { disparity } = stereoSemiGlobal(noiseAt(() => shift), noiseAt(() => 0), { mode });
      const counts = countsOf({ width: 90, height: 30, disparity });
      // The first 16 columns do not have all disparities.
      assertEquals(counts.get(NaN)! >= 16 * 30, true, mode);
      assertEquals(disparity[15 * 90 + 15], NaN, mode);
      assertEquals(counts.get(shift)! >= 0.97 * 74 * 30, true, `${mode} ${shift}`);
    }
  }
});

Deno.test("stereoSemiGlobal() finds bands at disparities of their own", () => {
  const bands = (y: number) => y < 15 ? 3 : 12;
  for (const mode of MODES) {
    const { disparity } = stereoSemiGlobal(noiseAt(bands), noiseAt(() => 0), { mode });
    assertEquals([5, 24].map((y) => Math.round(disparity[y * 90 + 50])), [3, 12], mode);
  }
});

Deno.test("stereoSemiGlobal() looks from minDisparity on, to either side", () => {
  const at = (shift: number, minDisparity: number, x: number) => {
    const options = { minDisparity, p1: 20, p2: 80 };
    return stereoSemiGlobal(noiseAt(() => shift), noiseAt(() => 0), options).disparity[1350 + x];
  };
  assertEquals(Math.round(at(20, 10, 60)), 20);
  assertEquals(Math.round(at(-6, -10, 60)), -6);
  // Of the last 10 columns the right picture may not have what is 10 to the right.
  assertEquals([at(-6, -10, 80), at(-6, -10, 5)], [NaN, NaN]);
});

Deno.test("stereoSemiGlobal() finds sixteenths between two pixels", () => {
  const wave = (shift: number) => {
    const gray = createGray(60, 20);
    gray.data.forEach((_, i) => gray.data[i] = 128 + 90 * Math.sin((i % 60 - shift) / 5));
    return gray;
  };
  const found = stereoSemiGlobal(wave(3.5), wave(0), { blockSize: 7 }).disparity[10 * 60 + 40];
  assertEquals(Math.abs(found - 3.5) < 0.25, true, `${found}`);
  assertEquals(Number.isInteger(16 * found), true);
});

Deno.test("stereoSemiGlobal() compares frames in their colours, whatever their order", () => {
  const turned = ({ width, height, bitmap }: Frame) => {
    const frame = createFrame(width, height);
    for (let p = 0; p < bitmap.length; p += 4) {
      frame.bitmap.set([bitmap[p + 2], bitmap[p + 1], bitmap[p], 9], p);
    }
    return frame;
  };
  const [left, right] = [noiseAt((y) => y >> 2), noiseAt(() => 0)].map(framed);
  const found = stereoSemiGlobal(left, right);
  assertEquals(stereoSemiGlobal(turned(left), turned(right)), found);
  assertEquals(Math.round(found.disparity[14 * 90 + 40]), 3);
});

Deno.test("stereoSemiGlobal() takes numbers that OpenCV puts right", () => {
  const [left, right] = [noiseAt((y) => y % 9), noiseAt(() => 0)];
  const same = (a: StereoSemiGlobalOptions, b: StereoSemiGlobalOptions) =>
    assertEquals(stereoSemiGlobal(left, right, a), stereoSemiGlobal(left, right, b));
  same({ p1: 0, p2: 0 }, { p1: 2, p2: 5 });
  same({ p1: 30, p2: 9 }, { p1: 30, p2: 31 });
  same({ blockSize: 4 }, { blockSize: 5 });
  same({ blockSize: 0 }, { blockSize: 5 });
  same({ preFilterCap: 3 }, { preFilterCap: 15 });
  same({ preFilterCap: 30 }, { preFilterCap: 31 });
  same({ uniquenessRatio: -1 }, { uniquenessRatio: 10 });
  same({ disp12MaxDiff: -5 }, { disp12MaxDiff: 1 });
});

Deno.test("stereoSemiGlobal() forgets what is not unique, and spots", () => {
  // Stripes look the same each 4 pixels. Noise costs something: of nothing no share is better.
  const [left, right] = [createGray(90, 30), createGray(90, 30)];
  left.data.forEach((_, i) => left.data[i] = i % 90 % 4 < 2 ? 60 : 200);
  right.data.forEach((_, i) => right.data[i] = left.data[i] + (NOISE[i] >> 2));
  const known = (options: StereoSemiGlobalOptions) =>
    stereoSemiGlobal(left, right, options).disparity.filter((value) => value >= 0).length;
  const [all, some, few] = [0, 40, 90].map((uniquenessRatio) => known({ uniquenessRatio }));
  assertEquals([all > 1000, some < 0.6 * all, few < 0.4 * some], [true, true, true]);
  assertEquals(known({ speckleWindowSize: 90 * 30, speckleRange: 1 }), 0);
});

Deno.test("stereoSemiGlobal() writes into out, all of it", () => {
  const [left, right] = [noiseAt(() => 4), noiseAt(() => 0)];
  const out = createDisparity(90, 30);
  out.disparity.fill(7);
  assertStrictEquals(stereoSemiGlobal(left, right, { out }), out);
  assertEquals(out, stereoSemiGlobal(left, right));
});

Deno.test("stereoSemiGlobal() knows nothing where no column has all disparities", () => {
  for (const mode of MODES) {
    for (const [width, height] of [[1, 1], [16, 3], [7, 9]]) {
      const gray = createGray(width, height);
      const { disparity } = stereoSemiGlobal(gray, gray, { mode });
      assertEquals([...disparity], Array(width * height).fill(NaN));
    }
    const gray = createGray(17, 1);
    assertEquals(stereoSemiGlobal(gray, gray, { mode }).disparity.length, 17);
  }
});

Deno.test("stereoSemiGlobal() says what it cannot match", () => {
  const gray = createGray(40, 4);
  const wrong = (options: object, words: string, kind: ErrorConstructor = RangeError) =>
    assertThrows(() => stereoSemiGlobal(gray, gray, options), kind, words);
  wrong({ numDisparities: 20 }, "'numDisparities' must be a multiple of 16, got 20");
  wrong({ numDisparities: 0 }, "'numDisparities' must be a whole number from 16");
  wrong({ minDisparity: 2000, numDisparities: 64 }, "must be at most 2048, got 2064");
  wrong({ minDisparity: 0.5 }, "'minDisparity'");
  wrong({ blockSize: -1 }, "'blockSize'");
  wrong({ p1: 32767 }, "'p1'");
  wrong({ p2: -1 }, "'p2'");
  wrong({ preFilterCap: 256 }, "'preFilterCap'");
  wrong(
    { uniquenessRatio: 100 },
    "'uniquenessRatio' must be a whole number from −1 to 99, got 100",
  );
  wrong({ speckleWindowSize: -1 }, "'speckleWindowSize'");
  wrong({ speckleRange: NaN }, "'speckleRange'");
  wrong({ mode: "HH" }, "'mode' must be sgbm, 3way, hh or hh4, got HH");
  wrong({ P1: 8 }, "no option 'P1'", TypeError);
  wrong({ out: createDisparity(4, 40) }, "'out' must be 40×4, got 4×40");
  wrong({ out: gray }, "'out' must be a disparity map", TypeError);
  assertThrows(
    () => stereoSemiGlobal(gray, createGray(40, 5)),
    RangeError,
    "'right' must be 40×4 as 'left' is, got 40×5",
  );
  assertThrows(
    () => stereoSemiGlobal<Frame | Gray>(gray, createFrame(40, 4)),
    TypeError,
    "'right' must be a gray picture as 'left' is, got a frame",
  );
});
