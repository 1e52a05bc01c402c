import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  composite,
  copyMasked,
  createFrame,
  createMatte,
  type Frame,
  type Gray,
} from "../../../mod.ts";
import { grayOf, lcgBytes, noiseFrame, row } from "../../helpers.ts";
import { assertSameBytes } from "../../opencv/oracle/layout.ts";

/** A row of RGBA pixels. */
function pixels(...rgba: number[][]): Frame {
  return { width: rgba.length, height: 1, bitmap: Uint8ClampedArray.from(rgba.flat()) };
}

/** Seeded noise, opaque. */
function opaqueNoise(width: number, height: number, seed: number): Frame {
  const frame = noiseFrame(width, height, seed);
  for (let p = 3; p < frame.bitmap.length; p += 4) frame.bitmap[p] = 255;
  return frame;
}

const noiseMatte = (width: number, height: number, seed: number): Gray => ({
  width,
  height,
  data: lcgBytes(width * height, seed),
});

Deno.test("composite() mixes by the matte", () => {
  const matte = grayOf([[0, 64, 128, 255]]);
  const mixed = composite(row([200, 200, 200, 200]), row([100, 100, 100, 100]), matte);
  assertEquals(mixed.bitmap, row([100, 125, 150, 200]).bitmap);
});

Deno.test("composite() is round((f·a + b·(255 − a)) / 255) for every f, b and a", () => {
  const [front, back, out] = [1, 2, 3].map(() => createFrame(256, 256));
  const matte = createMatte(256, 256);
  const wanted = new Uint8ClampedArray(out.bitmap.length);
  for (let i = 0; i < 65536; i++) {
    const [f, b] = [i & 255, i >> 8];
    front.bitmap.set([f, b, 255 - f, 255], 4 * i);
    back.bitmap.set([b, f, b, 255], 4 * i);
  }
  for (let a = 0; a < 256; a++) {
    matte.data.fill(a);
    for (let p = 0; p < wanted.length; p++) {
      wanted[p] = Math.round((front.bitmap[p] * a + back.bitmap[p] * (255 - a)) / 255);
    }
    assertSameBytes(composite(front, back, matte, { out }).bitmap, wanted, a);
  }
});

Deno.test("composite() over nothing keeps the foreground's colours, with the matte as alpha", () => {
  const clear = pixels([0, 0, 0, 0], [9, 9, 9, 0], [0, 0, 0, 0], [0, 0, 0, 0]);
  const front = pixels([10, 20, 30, 255], [10, 20, 30, 255], [10, 20, 30, 255], [10, 20, 30, 100]);
  assertEquals(
    composite(front, clear, grayOf([[255, 128, 1, 128]])),
    pixels([10, 20, 30, 255], [10, 20, 30, 128], [10, 20, 30, 1], [10, 20, 30, 50]),
  );
});

Deno.test("composite() leaves nothing of the foreground where the matte is 0", () => {
  const back = pixels([1, 2, 3, 0], [4, 5, 6, 7], [0, 0, 0, 0], [8, 9, 10, 255]);
  assertEquals(composite(noiseFrame(4, 1, 3), back, grayOf([[0, 0, 0, 0]])), back);
});

Deno.test("composite() is the over operator for any two alphas", () => {
  const out = composite(
    pixels([200, 0, 90, 128], [10, 20, 30, 255], [10, 20, 30, 0]),
    pixels([0, 100, 90, 128], [50, 60, 70, 128], [50, 60, 70, 128]),
    grayOf([[255, 255, 255]]),
  );
  // The background weighs 127 beside the foreground's 255: 200 · 255 / 382 = 133.5…
  assertEquals(out, pixels([134, 33, 90, 192], [10, 20, 30, 255], [50, 60, 70, 128]));
});

Deno.test("composite() is the over operator in floating point, within rounding", () => {
  const [front, back] = [noiseFrame(97, 31, 1), noiseFrame(97, 31, 2)];
  const matte = noiseMatte(97, 31, 3);
  const { bitmap } = composite(front, back, matte);
  for (let i = 0; i < matte.data.length; i++) {
    const a = Math.round(front.bitmap[4 * i + 3] * matte.data[i] / 255) / 255;
    const rest = back.bitmap[4 * i + 3] / 255 * (1 - a);
    const near = (actual: number, wanted: number) =>
      assertEquals(Math.abs(actual - wanted) <= 0.5 + 1e-9, true, `${i}: ${actual}, ${wanted}`);
    near(bitmap[4 * i + 3], 255 * (a + rest));
    if (a === 0) continue;
    for (let p = 4 * i; p < 4 * i + 3; p++) {
      near(bitmap[p], (front.bitmap[p] * a + back.bitmap[p] * rest) / (a + rest));
    }
  }
});

Deno.test("composite() with a mask is copyMasked(), and of a frame with itself that frame", () => {
  const [front, back] = [opaqueNoise(7, 5, 1), opaqueNoise(7, 5, 2)];
  const mask = noiseMatte(7, 5, 3);
  assertEquals(composite(front, front, mask), front);
  mask.data.forEach((value, i) => mask.data[i] = value < 128 ? 0 : 255);
  const copied = copyMasked(front, mask, { out: { ...back, bitmap: back.bitmap.slice() } });
  assertEquals(composite(front, back, mask), copied);
});

Deno.test("composite() turned round is the composite by the opposite matte", () => {
  const [front, back] = [opaqueNoise(9, 3, 1), opaqueNoise(9, 3, 2)];
  const matte = noiseMatte(9, 3, 3);
  const opposite = { ...matte, data: matte.data.map((a) => 255 - a) };
  assertEquals(composite(front, back, matte), composite(back, front, opposite));
});

Deno.test("composite() writes into out, which may be an input", () => {
  const matte = noiseMatte(5, 3, 3);
  for (const into of [0, 1]) {
    const inputs = [noiseFrame(5, 3, 1), noiseFrame(5, 3, 2)];
    const wanted = composite(inputs[0], inputs[1], matte);
    const out = inputs[into];
    assertStrictEquals(composite(inputs[0], inputs[1], matte, { out }), out);
    assertEquals(out, wanted);
  }
});

Deno.test("composite() takes frames that lie anywhere in larger buffers", () => {
  const [front, back] = [noiseFrame(7, 5, 1), opaqueNoise(7, 5, 2)];
  const matte = noiseMatte(7, 5, 3);
  const wanted = composite(front, back, matte);
  for (const offset of [1, 2, 3, 4]) {
    const bitmap = new Uint8ClampedArray(148).subarray(offset, 140 + offset);
    bitmap.set(front.bitmap);
    assertEquals(composite({ ...front, bitmap }, back, matte), wanted);
    const out = composite(front, back, matte, { out: { ...front, bitmap } });
    assertEquals([...out.bitmap], [...wanted.bitmap]);
  }
});

Deno.test("composite() refuses rasters of other sizes", () => {
  const [one, two] = [row([1]), row([1, 2])];
  const matte = grayOf([[0]]);
  const says = (name: string) => `Cannot composite: '${name}' must be 1×1 as 'foreground' is`;
  assertThrows(() => composite(one, two, matte), RangeError, says("background"));
  assertThrows(() => composite(one, one, grayOf([[0, 0]])), RangeError, says("matte"));
  assertThrows(() => composite(one, one, matte, { out: two }), RangeError, says("out"));
});
