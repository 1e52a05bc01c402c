import { assertAlmostEquals, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  createFrame,
  createMask,
  expose,
  type Exposure,
  fitExposure,
  type Frame,
} from "../../../mod.ts";
import { lcgBytes, noiseFrame, row } from "../../helpers.ts";

const SAME = { gain: 1, offset: 0 };
const DRIFT: Exposure = [
  { gain: 1.2, offset: -12 },
  { gain: 0.9, offset: 5 },
  { gain: 1, offset: 14 },
];

/** Noise of which no level is clamped when exposed anew. */
function scene(width: number, height: number, seed: number): Frame {
  const frame = noiseFrame(width, height, seed);
  frame.bitmap.forEach((level, p) => frame.bitmap[p] = 30 + level * 0.6);
  return frame;
}

/** The right side gets other colours, as far as `share` of the width. */
function cover(frame: Frame, share: number, seed: number): void {
  const { width, bitmap } = frame;
  const other = lcgBytes(bitmap.length, seed);
  bitmap.forEach((_, p) => {
    if ((p >> 2) % width >= width * (1 - share)) bitmap[p] = other[p];
  });
}

// Levels are whole numbers, so a line through them is off by a part of one.
function assertExposure(found: Exposure, wanted: Exposure, gain = 0.01, offset = 1): void {
  found.forEach((channel, c) => {
    assertAlmostEquals(channel.gain, wanted[c].gain, gain);
    assertAlmostEquals(channel.offset, wanted[c].offset, offset);
  });
}

Deno.test("fitExposure() finds each channel's gain and offset", () => {
  const from = scene(80, 60, 1);
  assertExposure(fitExposure(from, expose(from, DRIFT)), DRIFT, 0.005, 0.5);
  assertExposure(fitExposure(from, from), [SAME, SAME, SAME], 1e-9, 1e-6);
});

Deno.test("fitExposure() is not led astray by 30 % that is another scene", () => {
  const from = scene(80, 60, 1);
  const to = expose(from, DRIFT);
  cover(to, 0.3, 5);
  assertExposure(fitExposure(from, to, { step: 1 }), DRIFT);

  const white = expose(from, DRIFT);
  white.bitmap.forEach((_, p) => {
    if ((p >> 2) % 80 >= 56) white.bitmap[p] = 250;
  });
  assertExposure(fitExposure(from, white, { step: 1 }), DRIFT);
});

Deno.test("fitExposure() looks only where the mask is not 0", () => {
  const from = scene(80, 60, 1);
  const to = expose(from, DRIFT);
  cover(to, 0.8, 5);
  const mask = createMask(80, 60);
  mask.data.forEach((_, i) => mask.data[i] = i % 80 < 16 ? 1 : 0);
  assertExposure(fitExposure(from, to, { step: 1, mask }), DRIFT);
});

Deno.test("fitExposure() tells of a picture of one level the offset alone", () => {
  const flat = (level: number) => {
    const frame = createFrame(20, 20);
    frame.bitmap.fill(level);
    return frame;
  };
  const ten = { gain: 1, offset: 10 };
  assertEquals(fitExposure(flat(100), flat(110)), [ten, ten, ten]);
});

Deno.test("fitExposure() keeps the exposure where hardly a pixel tells of it", () => {
  const same: Exposure = [SAME, SAME, SAME];
  assertEquals(fitExposure(row([9]), row([200])), same);
  const [from, to] = [scene(40, 40, 1), scene(40, 40, 2)];
  assertEquals(fitExposure(from, to, { mask: createMask(40, 40) }), same);
});

Deno.test("fitExposure() refuses other sizes", () => {
  const [a, b] = [createFrame(2, 1), createFrame(1, 2)];
  assertThrows(() => fitExposure(a, b), RangeError, "'to' must be 2×1");
  const mask = createMask(1, 1);
  assertThrows(() => fitExposure(a, a, { mask }), RangeError, "'mask' must be 2×1");
});

Deno.test("expose() clamps, rounds and keeps alpha", () => {
  const frame = { width: 2, height: 1, bitmap: Uint8ClampedArray.of(0, 100, 200, 7, 3, 4, 255, 0) };
  const exposure = [{ gain: 1.5, offset: 0 }, { gain: 1, offset: -50 }, {
    gain: 2,
    offset: -100,
  }] as const;
  assertEquals([...expose(frame, exposure).bitmap], [0, 50, 255, 7, 5, 0, 255, 0]);
});

Deno.test("expose() can turn a picture into its negative, in place", () => {
  const frame = row([0, 1, 128, 255]);
  const negative = { gain: -1, offset: 255 };
  const out = expose(frame, [negative, negative, negative], { out: frame });
  assertStrictEquals(out, frame);
  assertEquals(frame, row([255, 254, 127, 0]));
});

Deno.test("expose() refuses another size", () => {
  const out = createFrame(1, 2);
  assertThrows(() => expose(row([1, 2]), [SAME, SAME, SAME], { out }), RangeError, "'out' must be");
});
