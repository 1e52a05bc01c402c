import { assertEquals, assertLess, assertStrictEquals, assertThrows } from "@std/assert";
import { composite, createFrame, createMatte, estimateForeground, feather } from "../../../mod.ts";
import type { Frame, Matte } from "../../../mod.ts";
import { grayOf, lcgBytes, noiseFrame, row } from "../../helpers.ts";

/** Slow waves of colour with some noise, opaque. */
function waves(width: number, height: number, base: number[], seed: number): Frame {
  const frame = createFrame(width, height);
  const noise = lcgBytes(width * height, seed);
  for (let i = 0; i < noise.length; i++) {
    const wave = 30 * Math.sin(i % width / 17 + seed) + 20 * Math.cos(i / width / 11);
    base.forEach((level, c) =>
      frame.bitmap[4 * i + c] = level + wave * (1 - c / 4) + noise[i] / 20
    );
    frame.bitmap[4 * i + 3] = 255;
  }
  return frame;
}

/** A disc with an edge of so many pixels to either side. */
function disc(width: number, height: number, soft: number): Matte {
  const matte = createMatte(width, height);
  matte.data.forEach((_, i) => {
    const distance = Math.hypot(i % width - width / 2, i / width - height / 2) - height / 3;
    matte.data[i] = Math.round(255 * Math.min(1, Math.max(0, 0.5 - distance / (2 * soft))));
  });
  return matte;
}

/** Thin random strands, partial all along. */
function strands(width: number, height: number): Matte {
  const matte = createMatte(width, height);
  const random = lcgBytes(4000, 8);
  for (let k = 0; k < 200; k++) {
    let x = random[5 * k] / 256 * width;
    let y = random[5 * k + 1] / 256 * height;
    const angle = random[5 * k + 2] / 40;
    for (let step = 0; step < 40; step++) {
      x += Math.cos(angle);
      y += Math.sin(angle);
      if (x < 0 || y < 0 || x >= width || y >= height) break;
      matte.data[Math.floor(y) * width + Math.floor(x)] = 255 - 6 * step;
    }
  }
  return matte;
}

/** Root mean square of colour errors where alpha is partial, each weighed by alpha: what a composite shows. */
function errorOf(actual: Frame, truth: Frame, matte: Matte): number {
  let [sum, count] = [0, 0];
  matte.data.forEach((a, i) => {
    if (a === 0 || a === 255) return;
    for (let p = 4 * i; p < 4 * i + 3; p++) {
      sum += (a / 255 * (actual.bitmap[p] - truth.bitmap[p])) ** 2;
      count++;
    }
  });
  return Math.sqrt(sum / count);
}

const isPartial = (a: number) => a !== 0 && a !== 255;

for (
  const [name, matte] of Object.entries({
    "hard edge, one pixel": disc(161, 121, 0.5),
    "soft edge": disc(161, 121, 6),
    "very soft edge": disc(161, 121, 20),
    "strands": strands(161, 121),
  })
) {
  Deno.test(`estimateForeground() comes near the true colours: ${name}`, () => {
    const truth = waves(161, 121, [190, 110, 80], 1);
    const behind = waves(161, 121, [50, 170, 70], 2);
    const seen = composite(truth, behind, matte);
    const naive = errorOf(seen, truth, matte);
    // Measured: 7, 12, 23 and 9 % of the naive error.
    assertLess(errorOf(estimateForeground(seen, matte), truth, matte), 0.25 * naive);
  });
}

Deno.test("estimateForeground() makes a new composite nearly as the true foreground would", () => {
  const truth = waves(161, 121, [190, 110, 80], 1);
  const [before, after] = [waves(161, 121, [50, 170, 70], 2), waves(161, 121, [90, 90, 230], 3)];
  const matte = disc(161, 121, 6);
  const seen = composite(truth, before, matte);
  const wanted = composite(truth, after, matte);
  const worst = (front: Frame) => {
    const { bitmap } = composite(front, after, matte);
    return bitmap.reduce((most, level, p) => Math.max(most, Math.abs(level - wanted.bitmap[p])), 0);
  };
  // Measured: 7 levels instead of 43.
  assertLess(worst(estimateForeground(seen, matte)), 10);
  assertEquals(worst(seen) > 30, true);
});

Deno.test("estimateForeground() of flat colours finds them to the level", () => {
  const matte = disc(64, 48, 5);
  const flat = (...rgba: number[]) => {
    const frame = createFrame(64, 48);
    for (let p = 0; p < frame.bitmap.length; p += 4) frame.bitmap.set(rgba, p);
    return frame;
  };
  const truth = flat(200, 90, 60, 255);
  const { bitmap } = estimateForeground(composite(truth, flat(20, 180, 40, 255), matte), matte);
  matte.data.forEach((a, i) => {
    // A share of 1/5 turns half a level of rounding into two and a half.
    if (a < 51) return;
    for (let p = 4 * i; p < 4 * i + 3; p++) {
      const error = Math.abs(bitmap[p] - truth.bitmap[p]);
      assertEquals(error <= 3, true, `alpha ${a}: ${error}`);
    }
  });
});

Deno.test("estimateForeground() leaves alpha, and all where the matte is 0 or 255", () => {
  for (const [width, height] of [[1, 1], [1, 9], [9, 1], [2, 2], [13, 7], [33, 18]]) {
    const frame = noiseFrame(width, height, 1);
    const data = lcgBytes(width * height, 3).map((a) => a < 90 ? 0 : a < 180 ? 255 : a);
    const { bitmap } = estimateForeground(frame, { width, height, data });
    bitmap.forEach((level, p) => {
      if (p % 4 === 3 || !isPartial(data[p >> 2])) assertEquals(level, frame.bitmap[p]);
    });
  }
});

Deno.test("estimateForeground() of a mask, or before a background of the same colour, is the frame", () => {
  const frame = noiseFrame(21, 13, 1);
  const mask = disc(21, 13, 0.01);
  mask.data.forEach((a, i) => mask.data[i] = a < 128 ? 0 : 255);
  const copy = estimateForeground(frame, mask);
  assertEquals(copy, frame);
  assertEquals(copy.bitmap === frame.bitmap, false);
  const even = createFrame(21, 13);
  even.bitmap.fill(77);
  assertEquals(estimateForeground(even, feather(mask, 4)), even);
});

Deno.test("estimateForeground() takes a matte that is partial everywhere", () => {
  for (const level of [1, 128, 254]) {
    const frame = waves(19, 11, [120, 60, 200], 4);
    const matte = { width: 19, height: 11, data: new Uint8Array(209).fill(level) };
    const { bitmap } = estimateForeground(frame, matte);
    // Nothing tells foreground from background: both look like the frame.
    const error = bitmap.reduce((sum, level, p) => sum + Math.abs(level - frame.bitmap[p]), 0);
    assertLess(error / bitmap.length, 4);
  }
});

Deno.test("estimateForeground() writes into out, which may be the frame", () => {
  const matte = disc(23, 17, 3);
  const frame = noiseFrame(23, 17, 1);
  const wanted = estimateForeground(frame, matte);
  const out = createFrame(23, 17);
  assertStrictEquals(estimateForeground(frame, matte, { out }), out);
  assertEquals(out, wanted);
  assertStrictEquals(estimateForeground(frame, matte, { out: frame }), frame);
  assertEquals(frame, wanted);
});

Deno.test("estimateForeground() refuses rasters of other sizes", () => {
  const says = (name: string) => `Cannot estimate the foreground: '${name}' must be 1×1`;
  const [one, two] = [row([1]), row([1, 2])];
  assertThrows(() => estimateForeground(one, grayOf([[1, 2]])), RangeError, says("matte"));
  const matte = grayOf([[128]]);
  assertThrows(() => estimateForeground(one, matte, { out: two }), RangeError, says("out"));
});
