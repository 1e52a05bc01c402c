import { assertEquals, assertLess, assertStrictEquals, assertThrows } from "@std/assert";
import { blurFrame, createFrame, createMask, type Frame, type Gray } from "../../../mod.ts";
import { planBlur } from "../../../lib/pixels/background_blur/blur_sums.ts";
import { frameOf, grayOf, lcgBytes, noiseFrame, row } from "../../helpers.ts";

const radii = [0, 1, 2, 7, 8, 9, 16, 24, 33, 100, 500];
const sides: [number, number][] = [[1, 1], [1, 9], [9, 1], [2, 2], [5, 7], [33, 17], [64, 48]];

function opaqueNoise(width: number, height: number, seed: number): Frame {
  const frame = noiseFrame(width, height, seed);
  for (let p = 3; p < frame.bitmap.length; p += 4) frame.bitmap[p] = 255;
  return frame;
}

function noiseMatte(width: number, height: number, seed: number): Gray {
  return { width, height, data: lcgBytes(width * height, seed) };
}

/** A disc of foreground in the middle. */
function disc(width: number, height: number, radius: number): Gray {
  const mask = createMask(width, height);
  for (let i = 0; i < mask.data.length; i++) {
    const [x, y] = [i % width - width / 2, Math.floor(i / width) - height / 2];
    if (Math.hypot(x, y) < radius) mask.data[i] = 255;
  }
  return mask;
}

/** Three boxes by definition: Σ w · c / Σ w in each channel, unrounded. */
function blurByDefinition({ width, height, bitmap }: Frame, weights: number[], radius: number) {
  const box = (values: number[], reach: number, step: number, length: number) =>
    values.map((_, i) => {
      const at = Math.floor(i / step) % length;
      let sum = 0;
      for (let k = Math.max(-reach, -at); k <= reach && at + k < length; k++) {
        sum += values[i + k * step];
      }
      return sum;
    });
  const boxes = (values: number[]) => {
    for (const [step, length] of [[1, width], [width, height]]) {
      for (let pass = 0; pass < 3; pass++) values = box(values, radius, step, length);
    }
    return values;
  };
  const total = boxes(weights);
  return [0, 1, 2].map((c) =>
    boxes(weights.map((w, i) => w * bitmap[4 * i + c])).map((sum, i) => sum / total[i])
  );
}

function largestDifference(a: Frame, b: Frame): number {
  return a.bitmap.reduce((most, level, p) => Math.max(most, Math.abs(level - b.bitmap[p])), 0);
}

for (const radius of [1, 2, 3, 7]) {
  Deno.test(`blurFrame() of radius ${radius} is what the definition says, rounded`, () => {
    const frame = opaqueNoise(23, 15, radius);
    const weight = noiseMatte(23, 15, 5);
    const [red, green, blue] = blurByDefinition(
      frame,
      Array.from(weight.data, (m) => 255 - m),
      radius,
    );
    const wanted = createFrame(23, 15);
    red.forEach((level, i) => wanted.bitmap.set([level, green[i], blue[i], 255], 4 * i));
    assertEquals(blurFrame(frame, radius, { weight }), wanted);
  });
}

for (const radius of [8, 11, 16, 24, 31, 40]) {
  Deno.test(`blurFrame() of radius ${radius} takes an edge for a Gaussian within 4.5 levels of 200`, () => {
    const width = 12 * radius + 1;
    const middle = 6 * radius;
    const levels = Array.from(
      { length: width },
      (_, x) => x < middle ? 20 : x > middle ? 220 : 120,
    );
    const { bitmap } = blurFrame(row(levels), radius);
    const sigma = Math.sqrt(radius * (radius + 1));
    // Beyond 3 σ the boxes end while the Gaussian goes on.
    let sum = 0;
    const gaussian = levels.map((_, x) => {
      const share = Math.exp(-(((x - middle) / sigma) ** 2) / 2) / (sigma * Math.sqrt(2 * Math.PI));
      sum += share;
      return 20 + 200 * (sum - share / 2);
    });
    gaussian.forEach((level, x) => {
      assertLess(Math.abs(level - bitmap[4 * x]), 4.5, `x ${x}: ${bitmap[4 * x]}, not ${level}`);
    });
  });
}

Deno.test("planBlur() keeps the standard deviation within 5 % of √(r (r + 1))", () => {
  for (let radius = 1; radius <= 500; radius++) {
    const { cell, radii } = planBlur({ width: 1, height: 1 }, radius);
    const boxes = radii.reduce((sum, q) => sum + q * (q + 1) / 3, 0) * cell ** 2;
    const around = cell === 1 ? 0 : (cell ** 2 - 1) / 12 + cell ** 2 / 6;
    const ratio = Math.sqrt((boxes + around) / (radius * (radius + 1)));
    assertLess(Math.abs(ratio - 1), 0.05, `radius ${radius}: ${ratio}`);
    // What keeps sums below 2⁵³.
    const most = radii.reduce((product, q) => product * (2 * q + 1) ** 2, cell ** 2 * 255 ** 2);
    assertLess(most, 2 ** 53);
  }
});

for (const radius of radii) {
  for (const [width, height] of sides) {
    Deno.test(`blurFrame() of radius ${radius} keeps ${width}×${height} of one colour`, () => {
      const frame = createFrame(width, height);
      for (let p = 0; p < frame.bitmap.length; p += 4) frame.bitmap.set([1, 254, 77, 255], p);
      assertEquals(blurFrame(frame, radius), frame);
      assertEquals(blurFrame(frame, radius, { weight: noiseMatte(width, height, 3) }), frame);
    });

    Deno.test(`blurFrame() of radius ${radius}: no trace of the foreground, ${width}×${height}`, () => {
      const frame = opaqueNoise(width, height, 1);
      const weight = disc(width, height, 0.3 * Math.min(width, height) + 1);
      const blurred = blurFrame(frame, radius, { weight });
      const other = opaqueNoise(width, height, 2);
      weight.data.forEach((m, i) => {
        if (m === 0) other.bitmap.set(frame.bitmap.subarray(4 * i, 4 * i + 4), 4 * i);
      });
      assertEquals(blurFrame(other, radius, { weight }), blurred);
    });
  }

  Deno.test(`blurFrame() of radius ${radius} without foreground is as without a matte`, () => {
    const frame = opaqueNoise(41, 23, 9);
    const weight = createMask(41, 23);
    assertEquals(blurFrame(frame, radius, { weight }), blurFrame(frame, radius));
  });

  Deno.test(`blurFrame() of radius ${radius} stays within the colours that count`, () => {
    // Background from 100 to 155, foreground black and white.
    const frame = opaqueNoise(200, 120, 4);
    const weight = disc(200, 120, 50);
    for (let p = 0; p < frame.bitmap.length; p++) {
      if (p % 4 === 3) continue;
      const level = frame.bitmap[p];
      frame.bitmap[p] = weight.data[p >> 2] === 0 ? 100 + level % 56 : level < 128 ? 0 : 255;
    }
    const { bitmap } = blurFrame(frame, radius, { weight });
    for (let p = 0; p < bitmap.length; p++) {
      if (p % 4 !== 3) assertEquals(bitmap[p] >= 100 && bitmap[p] <= 155, true, `${bitmap[p]}`);
    }
  });

  Deno.test(`blurFrame() of radius ${radius} fills a frame of nothing but foreground with gray`, () => {
    const weight = grayOf([[255, 255, 255]]);
    assertEquals(blurFrame(row([0, 9, 255]), radius, { weight }), row([128, 128, 128]));
  });

  Deno.test(`blurFrame() of radius ${radius} mirrors what is mirrored, within a level`, () => {
    // Whole cells, so that they are mirrored too; a hair decides how halves are rounded.
    const frame = opaqueNoise(128, 1, 6);
    const mirrored = createFrame(128, 1);
    for (let x = 0; x < 128; x++) {
      mirrored.bitmap.set(frame.bitmap.subarray(4 * x, 4 * x + 4), 4 * (127 - x));
    }
    const blurred = blurFrame(frame, radius);
    const back = createFrame(128, 1);
    const there = blurFrame(mirrored, radius);
    for (let x = 0; x < 128; x++) {
      back.bitmap.set(there.bitmap.subarray(4 * x, 4 * x + 4), 4 * (127 - x));
    }
    assertLess(largestDifference(blurred, back), 2);
  });
}

/** Rows for columns. */
function transpose({ width, height, bitmap }: Frame): Frame {
  const out = createFrame(height, width);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    out.bitmap.set(bitmap.subarray(4 * i, 4 * i + 4), 4 * (x * height + y));
  }
  return out;
}

for (const radius of [1, 5, 9, 17]) {
  Deno.test(`blurFrame() of radius ${radius} treats rows and columns alike, within a level`, () => {
    // Slopes, so that a wrong neighbour shows; a hair decides how halves are rounded.
    const frame = frameOf(
      Array.from(
        { length: 150 },
        (_, y) => Array.from({ length: 190 }, (_, x) => Math.abs(190 - x - y)),
      ),
    );
    const weight = disc(190, 150, 70);
    const turned = disc(150, 190, 70);
    const blurred = blurFrame(frame, radius, { weight });
    const there = blurFrame(transpose(frame), radius, { weight: turned });
    assertLess(largestDifference(blurred, transpose(there)), 2);
    // Both ways wrong would be alike: the fill must be as smooth as what it is made of.
    let roughest = 0;
    for (let y = 1; y < 149; y++) {
      const p = 4 * (190 * y + 95);
      const [above, here, below] = [-760, 0, 760].map((step) => blurred.bitmap[p + step]);
      roughest = Math.max(roughest, Math.abs(above - 2 * here + below));
    }
    assertLess(roughest, 6);
  });
}

Deno.test("blurFrame() fills far behind the foreground with the colour around, without a seam", () => {
  // 80 on the left, 160 on the right, and a disc much wider than the boxes reach.
  const frame = frameOf(
    Array.from({ length: 300 }, () => Array.from({ length: 300 }, (_, x) => 80 + 80 * x / 299)),
  );
  const weight = disc(300, 300, 140);
  weight.data.forEach((m, i) => {
    if (m !== 0) frame.bitmap.set([0, 255, 0, 255], 4 * i);
  });
  for (const radius of [2, 12, 24]) {
    const { bitmap } = blurFrame(frame, radius, { weight });
    let steepest = 0;
    for (let x = 1; x < 300; x++) {
      const p = 4 * (150 * 300 + x);
      assertEquals(bitmap[p], bitmap[p + 1]);
      steepest = Math.max(steepest, Math.abs(bitmap[p] - bitmap[p - 4]));
    }
    // The colours differ by 80; a seam would show as a step of many levels.
    assertLess(steepest, 8, `radius ${radius}`);
    // Coarse cells are cut off at the right and at the bottom, so the middle is not just between.
    assertLess(Math.abs(bitmap[4 * (150 * 300 + 150)] - 120), 10);
  }
});

Deno.test("blurFrame() weights colours by alpha, and blurs alpha", () => {
  const frame = {
    width: 3,
    height: 1,
    bitmap: Uint8ClampedArray.of(10, 20, 30, 255, 99, 99, 99, 0, 10, 20, 30, 255),
  };
  const { bitmap } = blurFrame(frame, 1);
  const [alpha] = blurFrame(row([255, 0, 255]), 1).bitmap;
  assertEquals([...bitmap.subarray(0, 4)], [10, 20, 30, alpha]);
  assertEquals([...bitmap.subarray(4, 7)], [10, 20, 30]);
});

Deno.test("blurFrame() keeps what is transparent everywhere, or of one alpha", () => {
  for (const alpha of [0, 1, 7, 254]) {
    const bitmap = Uint8ClampedArray.of(10, 20, 30, alpha, 10, 20, 30, alpha);
    const frame = { width: 2, height: 1, bitmap };
    assertEquals(blurFrame(frame, 3), frame);
    assertEquals(blurFrame(frame, 9, { weight: grayOf([[255, 3]]) }), frame);
  }
});

for (const radius of [0, 3, 20]) {
  Deno.test(`blurFrame() of radius ${radius} writes into out, which may be the frame, translucent or not`, () => {
    for (const frame of [opaqueNoise(19, 13, 1), noiseFrame(19, 13, 1)]) {
      const weight = noiseMatte(19, 13, 2);
      const before = frame.bitmap.slice();
      const matteBefore = weight.data.slice();
      const wanted = blurFrame(frame, radius, { weight });
      const out = noiseFrame(19, 13, 3);
      assertStrictEquals(blurFrame(frame, radius, { weight, out }), out);
      assertEquals(out, wanted);
      assertEquals(frame.bitmap, before);
      assertEquals(weight.data, matteBefore);
      assertEquals(blurFrame(frame, radius, { weight, out: frame }), wanted);
    }
  });
}

for (const radius of [-1, 0.5, 501, NaN, Infinity]) {
  Deno.test(`blurFrame() refuses radius ${radius}`, () => {
    assertThrows(() => blurFrame(row([1]), radius), RangeError, "from 0 to 500");
  });
}

Deno.test("blurFrame() refuses other sizes and what is no raster", () => {
  const frame = row([1, 2]);
  assertThrows(
    () => blurFrame(frame, 1, { weight: grayOf([[1]]) }),
    RangeError,
    "'weight' must be",
  );
  assertThrows(() => blurFrame(frame, 1, { out: createFrame(1, 2) }), RangeError, "'out' must be");
  const broken = { width: 2, height: 2, bitmap: new Uint8ClampedArray(4) };
  assertThrows(() => blurFrame(broken, 1), RangeError, "must hold 16 bytes");
});
