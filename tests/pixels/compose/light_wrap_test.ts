import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  createFrame,
  createMatte,
  feather,
  type Frame,
  lightWrap,
  type Matte,
} from "../../../mod.ts";
import { grayOf, lcgBytes, noiseFrame, row } from "../../helpers.ts";

const copyOf = (frame: Frame): Frame => ({ ...frame, bitmap: frame.bitmap.slice() });

const noiseMatte = (width: number, height: number): Matte => ({
  width,
  height,
  data: lcgBytes(width * height, 3).map((a) => a < 90 ? 0 : a < 180 ? 255 : a),
});

/** A foreground from column 20 to the right. */
function halfMatte(width: number, height: number): Matte {
  const matte = createMatte(width, height);
  matte.data.forEach((_, i) => matte.data[i] = i % width < 20 ? 0 : 255);
  return matte;
}

function filled(width: number, height: number, ...rgba: number[]): Frame {
  const frame = createFrame(width, height);
  for (let p = 0; p < frame.bitmap.length; p += 4) frame.bitmap.set(rgba, p);
  return frame;
}

/** The definition, pixel by pixel. */
function slowWrap(
  frame: Frame,
  background: Frame,
  matte: Matte,
  strength: number,
  radius: number,
): Frame {
  const { width, height } = frame;
  const out = copyOf(frame);
  const near = feather({ ...matte, data: matte.data.map((a) => 255 - a) }, radius).data;
  for (let i = 0; i < matte.data.length; i++) {
    const wrap = near[i] * matte.data[i] / 255 ** 2;
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      for (let dy = -radius; dy <= radius; dy++) {
        for (let dx = -radius; dx <= radius; dx++) {
          const x = Math.min(Math.max(i % width + dx, 0), width - 1);
          const y = Math.min(Math.max(Math.floor(i / width) + dy, 0), height - 1);
          const p = 4 * (y * width + x);
          sum += background.bitmap[p + channel] * background.bitmap[p + 3] / 255;
        }
      }
      const light = sum / (2 * radius + 1) ** 2;
      out.bitmap[4 * i + channel] += (255 - out.bitmap[4 * i + channel]) * light / 255 * wrap *
        strength;
    }
  }
  return out;
}

Deno.test("lightWrap() is its definition, for any size, radius and alpha", () => {
  for (const [width, height] of [[1, 1], [1, 7], [9, 1], [13, 9], [24, 17]]) {
    for (const radius of [0, 1, 2, 5, 30]) {
      const [frame, background] = [noiseFrame(width, height, 1), noiseFrame(width, height, 2)];
      const matte = noiseMatte(width, height);
      const wanted = slowWrap(frame, background, matte, 0.7, radius).bitmap;
      const { bitmap } = lightWrap(frame, background, matte, 0.7, { radius });
      // Doubles added in another order: a half may fall to either side.
      bitmap.forEach((level, p) => assertEquals(Math.abs(level - wanted[p]) <= 1, true));
      const others = bitmap.filter((level, p) => level !== wanted[p]).length;
      assertEquals(others <= bitmap.length / 500, true, `${width}×${height}, ${radius}: ${others}`);
    }
  }
});

Deno.test("lightWrap() brightens the edge most, and nothing beyond the radius or outside", () => {
  const frame = filled(50, 3, 80, 80, 80, 255);
  const white = filled(50, 3, 255, 255, 255, 255);
  const { bitmap } = lightWrap(frame, white, halfMatte(50, 3), 0.5, { radius: 6 });
  const levels = Array.from({ length: 50 }, (_, x) => bitmap[4 * (50 + x)]);
  assertEquals(levels.slice(0, 20).every((level) => level === 80), true);
  assertEquals(levels.slice(26).every((level) => level === 80), true);
  for (let x = 20; x < 26; x++) {
    assertEquals(levels[x] > levels[x + 1] || levels[x] === 80, true, levels.join());
  }
  // Half the wrap at the edge, of half the strength, of what is left up to white.
  assertEquals(levels[20] > 110 && levels[20] < 80 + 175 / 4, true, levels.join());
});

Deno.test("lightWrap() with strength 0 changes no byte", () => {
  const [frame, background] = [noiseFrame(11, 7, 1), noiseFrame(11, 7, 2)];
  assertEquals(lightWrap(frame, background, noiseMatte(11, 7), 0), frame);
});

Deno.test("lightWrap() before black, before nothing, or with an even matte changes no byte", () => {
  const frame = noiseFrame(30, 7, 1);
  const matte = halfMatte(30, 7);
  for (const dark of [filled(30, 7, 0, 0, 0, 255), filled(30, 7, 255, 255, 255, 0)]) {
    assertEquals(lightWrap(frame, dark, matte, 1), frame);
  }
  for (const level of [0, 255]) {
    const even = { ...matte, data: new Uint8Array(210).fill(level) };
    assertEquals(lightWrap(frame, noiseFrame(30, 7, 2), even, 1), frame);
  }
});

Deno.test("lightWrap() only brightens, and leaves alpha and white alone", () => {
  const [frame, background] = [noiseFrame(31, 19, 1), noiseFrame(31, 19, 2)];
  const { bitmap } = lightWrap(frame, background, noiseMatte(31, 19), 1, { radius: 3 });
  bitmap.forEach((level, p) => {
    const before = frame.bitmap[p];
    assertEquals(p % 4 === 3 || before === 255 ? level === before : level >= before, true);
  });
});

Deno.test("lightWrap() writes into out, which may be the frame or the background", () => {
  const matte = noiseMatte(13, 9);
  const [frame, background] = [noiseFrame(13, 9, 1), noiseFrame(13, 9, 2)];
  const wanted = lightWrap(frame, background, matte, 0.9, { radius: 2 });
  const room = createFrame(13, 9);
  assertStrictEquals(lightWrap(frame, background, matte, 0.9, { radius: 2, out: room }), room);
  assertEquals(room, wanted);
  const behind = copyOf(background);
  assertEquals(lightWrap(frame, behind, matte, 0.9, { radius: 2, out: behind }), wanted);
  assertEquals(lightWrap(frame, background, matte, 0.9, { radius: 2, out: frame }), wanted);
});

Deno.test("lightWrap() refuses a bad strength or radius, and rasters of other sizes", () => {
  const one = row([1]);
  const matte = grayOf([[255]]);
  for (const strength of [-0.1, 1.1, NaN]) {
    assertThrows(
      () => lightWrap(one, one, matte, strength),
      RangeError,
      `Cannot wrap light: 'strength' must be a number from 0 to 1, got ${strength}`,
    );
  }
  assertThrows(
    () => lightWrap(one, one, matte, 1, { radius: 1.5 }),
    RangeError,
    "Cannot wrap light: 'radius' must be a whole number of at least 0, got 1.5",
  );
  const says = (name: string) => `Cannot wrap light: '${name}' must be 1×1 as 'frame' is`;
  assertThrows(() => lightWrap(one, row([1, 2]), matte, 1), RangeError, says("background"));
  assertThrows(() => lightWrap(one, one, grayOf([[1, 2]]), 1), RangeError, says("matte"));
  assertThrows(() => lightWrap(one, one, matte, 1, { out: row([1, 2]) }), RangeError, says("out"));
});
