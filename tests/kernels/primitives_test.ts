import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { createFrame, createGray, type Frame, type Gray } from "../../mod.ts";
import { isAccelerated, KernelMemory, type Size } from "../../mod.ts";
import { grayOf, lcgBytes, noiseFrame } from "../helpers.ts";
import { assertSameBytes } from "../opencv/oracle/layout.ts";
import { assertTwin, bytesOf, frameAt, grayAt, noiseGray, noiseMask } from "./twins.ts";
import { memory, PLACES, plain, type Primitives, primitives, SIZES } from "./twins.ts";

for (const place of PLACES) {
  Deno.test(`the primitives are equal by kernels and plainly on rasters ${place}`, () => {
    for (const [width, height] of SIZES) {
      const what = { width, height };
      const [a, b] = [1, 2].map((seed) => frameAt(place, noiseFrame(width, height, seed)));
      const out = () => frameAt(place, noiseFrame(width, height, 9));
      const grayOut = () => grayAt(place, noiseGray(width, height, 9));
      assertTwin((by, options) => by.absdiff(a, b, options), out(), what);
      assertTwin((by, options) => by.grayscale(a, options), grayOut(), what);
      const mask = grayAt(place, noiseMask(width, height));
      assertTwin((by, options) => by.copyMasked(a, mask, options), out(), what);
      const gray = grayAt(place, noiseGray(width, height, 4));
      for (const level of [-Infinity, -1, -0.5, 0, 3.7, 127, 128, 253, 254, 255, 300]) {
        const case_ = { ...what, level };
        assertTwin((by, options) => by.threshold(gray, level, options), grayOut(), case_);
      }
    }
  });
}

/** A frame whose alpha is all opaque, all transparent, noise, or each of these in turns. */
function frameOfAlpha(kind: number, frame: Frame): Frame {
  for (let i = 0; i < frame.width * frame.height; i++) {
    const here = kind < 3 ? kind : (i >> 2) % 3;
    if (here < 2) frame.bitmap[4 * i + 3] = here === 0 ? 255 : 0;
  }
  return frame;
}

for (const place of PLACES) {
  Deno.test(`composite() is equal to its plain twin on rasters ${place}`, () => {
    for (const [width, height] of SIZES) {
      for (let kinds = 0; kinds < 16; kinds++) {
        const [front, back] = [kinds & 3, kinds >> 2].map((kind, seed) =>
          frameAt(place, frameOfAlpha(kind, noiseFrame(width, height, seed + 1)))
        );
        const soft = noiseGray(width, height, kinds + 5);
        soft.data.forEach((_, i) => {
          if ((i >> 4) % 3 < 2) soft.data[i] = (i >> 4) % 3 === 0 ? 0 : 255;
        });
        const matte = grayAt(place, soft);
        const out = frameAt(place, noiseFrame(width, height, 9));
        assertTwin((by, options) => by.composite(front, back, matte, options), out, kinds);
        const expected = bytesOf(plain.composite(front, back, matte)).own;
        const into = kinds % 2 === 0 ? front : back;
        assertStrictEquals(primitives.composite(front, back, matte, { out: into }), into);
        assertEquals(bytesOf(into).own, expected);
      }
    }
  });
}

for (const place of PLACES) {
  Deno.test(`boxBlur() and feather() are equal to their plain twins on rasters ${place}`, () => {
    for (const [width, height] of SIZES) {
      for (const radius of [0, 1, 2, 3, 7, 20, 81, 82, 163, 164]) {
        const what = { width, height, radius };
        const grayOut = () => grayAt(place, noiseGray(width, height, 9));
        const gray = grayAt(place, noiseGray(width, height, 4));
        assertTwin((by, options) => by.boxBlur(gray, radius, options), grayOut(), what);
        const mask = grayAt(place, noiseMask(width, height));
        assertTwin((by, options) => by.feather(mask, radius, options), grayOut(), what);
        const [blurred, soft] = [plain.boxBlur(gray, radius), plain.feather(mask, radius)];
        assertStrictEquals(primitives.boxBlur(gray, radius, { out: gray }), gray);
        assertEquals(bytesOf(gray).own, [...blurred.data]);
        assertStrictEquals(primitives.feather(mask, radius, { out: mask }), mask);
        assertEquals(bytesOf(mask).own, [...soft.data]);
      }
    }
  });
}

Deno.test("single precision rounds the means of squares as exact arithmetic does, up to radius 81", () => {
  const { fround } = Math;
  for (let radius = 1; radius <= 81; radius++) {
    const area = (2 * radius + 1) ** 2;
    // The last sum that is rounded down to each level, and the first that is rounded up.
    for (let level = 0; level < 255; level++) {
      const last = level * area + (area - 1) / 2;
      for (const sum of [last, last + 1]) {
        const mean = fround(fround(fround(sum) * fround(1 / area)) + 2 ** 23) - 2 ** 23;
        assertEquals(mean, sum === last ? level : level + 1, `${sum} / ${area}`);
      }
    }
  }
});

Deno.test("composite() is its twin for every pair of alphas under every matte", () => {
  const [front, back] = [noiseFrame(65536, 1, 1), noiseFrame(65536, 1, 2)];
  for (let i = 0; i < 65536; i++) {
    front.bitmap[4 * i + 3] = i & 255;
    back.bitmap[4 * i + 3] = i >> 8;
  }
  const matte = createGray(65536, 1);
  const twin = createFrame(65536, 1);
  const out = createFrame(65536, 1);
  for (let a = 0; a < 256; a++) {
    matte.data.fill(a);
    primitives.composite(front, back, matte, { out: twin });
    assertSameBytes(twin.bitmap, plain.composite(front, back, matte, { out }).bitmap, a);
  }
});

Deno.test("threshold() is its twin for every gray level and threshold", () => {
  const ramp: Gray = { width: 256, height: 1, data: Uint8Array.from({ length: 256 }, (_, i) => i) };
  for (let level = -1; level <= 256; level++) {
    assertEquals(primitives.threshold(ramp, level), plain.threshold(ramp, level));
  }
});

Deno.test("grayscale() is its twin for colours all over the cube", () => {
  const frame = createFrame(52 * 52, 52);
  frame.bitmap.forEach((_, p) => {
    const [i, channel] = [p >> 2, p & 3];
    frame.bitmap[p] = channel === 3 ? i : 5 * (Math.floor(i / 52 ** channel) % 52);
  });
  assertEquals(primitives.grayscale(frame), plain.grayscale(frame));
});

Deno.test("the primitives take an input as out, wherever it lies", () => {
  for (const place of PLACES) {
    const a = frameAt(place, noiseFrame(33, 3, 1));
    const b = frameAt(place, noiseFrame(33, 3, 2));
    const difference = bytesOf(plain.absdiff(a, b)).own;
    assertStrictEquals(primitives.absdiff(a, b, { out: b }), b);
    assertEquals(bytesOf(b).own, difference);
    const gray = grayAt(place, noiseGray(70, 1, 1));
    const mask = bytesOf(plain.threshold(gray, 90)).own;
    assertStrictEquals(primitives.threshold(gray, 90, { out: gray }), gray);
    assertEquals(bytesOf(gray).own, mask);
  }
});

Deno.test("the primitives without out make an ordinary raster", () => {
  const [a, b] = [1, 2].map((seed) => frameAt("inside", noiseFrame(20, 3, seed)));
  const difference = primitives.absdiff(a, b);
  assertEquals(difference, plain.absdiff(a, b));
  assertEquals(difference.bitmap.buffer instanceof ArrayBuffer, true);
  const mask = noiseMask(20, 3);
  assertEquals(primitives.copyMasked(a, mask), plain.copyMasked(a, mask));
});

/** Sizes before and after, for each of the ways that a resize can go. */
const RESIZES: Record<string, (random: (limit: number) => number) => [Size, Size]> = {
  "same size": (side) => {
    const size = { width: side(40), height: side(40) };
    return [size, size];
  },
  "half": (side) => {
    const size = { width: side(40), height: side(20) };
    return [{ width: 2 * size.width, height: 2 * size.height }, size];
  },
  "whole factors": (side) => {
    const size = { width: side(24), height: side(12) };
    return [{ width: side(6) * size.width, height: side(6) * size.height }, size];
  },
  "any sizes": (side) => [
    { width: side(70), height: side(50) },
    { width: side(70), height: side(50) },
  ],
  "one pixel": (side) => [{ width: side(300), height: side(300) }, { width: 1, height: 1 }],
  "out of one": (side) => [{ width: 1, height: 1 }, { width: side(40), height: side(40) }],
  "strips": (side) => [
    { width: side(3000), height: side(3) },
    { width: side(3000), height: side(3) },
  ],
};

for (const [name, sizesOf] of Object.entries(RESIZES)) {
  Deno.test(`resizeArea() and resizeLinear() are equal to their plain twins: ${name}`, () => {
    const random = lcgBytes(4000, name.length);
    let drawn = 0;
    const side = (limit: number) => 1 + (random[drawn++] * 256 + random[drawn++]) % limit;
    for (let i = 0; i < 60; i++) {
      const [from, to] = sizesOf(side);
      const place = PLACES[i % 3];
      const frame = frameAt(place, noiseFrame(from.width, from.height, i));
      const out = frameAt(place, createFrame(to.width, to.height));
      const what = { from, to, place };
      assertTwin((by, options) => by.resizeArea(frame, to, options), out, what);
      assertTwin((by, options) => by.resizeLinear(frame, to, options), out, what);
      const gray = grayAt(place, noiseGray(from.width, from.height, i));
      const grayOut = grayAt(place, createGray(to.width, to.height));
      assertTwin((by, options) => by.resizeArea(gray, to, options), grayOut, what);
      assertTwin((by, options) => by.resizeLinear(gray, to, options), grayOut, what);
      for (const raster of [frame, out, gray, grayOut]) if (place === "inside") memory.free(raster);
    }
  });
}

Deno.test("resizeArea() of white is white, however many pixels become one", () => {
  const white: Gray = { width: 1, height: 1000, data: new Uint8Array(1000).fill(255) };
  assertEquals([...primitives.resizeArea(white, { width: 1, height: 1 }).data], [255]);
  assertEquals([...primitives.resizeArea(white, { width: 1, height: 2 }).data], [255, 255]);
});

Deno.test("the kernels refuse what the plain twins refuse, in the same words", () => {
  const frame = memory.createFrame(2, 1);
  const other = memory.createFrame(1, 1);
  const gray = memory.createGray(1, 1);
  const wrong: ((by: Primitives) => unknown)[] = [
    (by) => by.absdiff(frame, other),
    (by) => by.grayscale(frame, { out: gray }),
    (by) => by.threshold(gray, NaN),
    (by) => by.threshold(gray, 3, { out: createGray(2, 2) }),
    (by) => by.copyMasked(frame, gray),
    (by) => by.copyMasked(frame, {} as Gray),
    (by) => by.composite(frame, other, gray),
    (by) => by.composite(frame, frame, gray),
    (by) => by.composite(other, other, gray, { out: frame }),
    (by) => by.boxBlur(gray, -1),
    (by) => by.boxBlur(gray, 2, { out: createGray(2, 2) }),
    (by) => by.feather(gray, 0.5),
    (by) => by.feather(gray, 2, { out: createGray(2, 2) }),
    (by) => by.resizeArea(frame, { width: 0, height: 1 }),
    (by) => by.resizeArea(frame, frame, { out: frame }),
    (by) => by.resizeArea(frame, other, { out: gray as unknown as Frame }),
    (by) => by.resizeArea(frame, other, { out: frame }),
  ];
  for (const work of wrong) {
    const { name, message } = assertThrows(() => work(plain)) as Error;
    const ours = assertThrows(() => work(primitives)) as Error;
    assertEquals([ours.name, ours.message], [name, message]);
  }
  assertThrows(() => memory.createFrame(0, 1), RangeError, "'width' must be");
  assertThrows(() => memory.createGray(1, 1.5), RangeError, "'height' must be");
});

Deno.test("KernelMemory makes rasters of zeros, also where others were before", () => {
  const first = memory.createGray(9, 9);
  first.data.fill(7);
  memory.free(first);
  const second = memory.createGray(9, 9);
  assertEquals(second.data.byteOffset, first.data.byteOffset);
  assertEquals(second, createGray(9, 9));
});

Deno.test("KernelMemory frees what it has made, and that once", () => {
  const frame = memory.createFrame(2, 2);
  memory.free(frame);
  assertThrows(() => memory.free(frame), RangeError, "must be one that this memory has made, once");
  assertThrows(() => memory.free(createGray(2, 2)), RangeError, "Cannot free");
});

Deno.test("KernelMemory: rasters stay where they are when the memory grows", async () => {
  const own = (await KernelMemory.load())!;
  const early = own.createFrame(16, 1);
  early.bitmap.set(noiseFrame(16, 1, 5).bitmap);
  // More than the memory has at first.
  const late = own.createFrame(1024, 1024);
  assertEquals(early.bitmap.buffer === late.bitmap.buffer, false);
  const out = own.createFrame(16, 1);
  primitives.absdiff(early, own.createFrame(16, 1), { out });
  assertEquals(bytesOf(out).own, bytesOf(plain.absdiff(early, createFrame(16, 1))).own);
  own.free(early);
});

/** Load where something of WebAssembly is missing. */
async function loadWithout(
  missing: Partial<typeof WebAssembly>,
): Promise<KernelMemory | undefined> {
  const { validate, Memory } = WebAssembly;
  Object.assign(WebAssembly, missing);
  try {
    return await KernelMemory.load();
  } finally {
    Object.assign(WebAssembly, { validate, Memory });
  }
}

Deno.test("KernelMemory.load() gives nothing where SIMD is missing, and kernels without sharing", async () => {
  assertEquals(await loadWithout({ validate: () => false }), undefined);
  const { Memory } = WebAssembly;
  const own = (await loadWithout({
    Memory: function (options: WebAssembly.MemoryDescriptor) {
      if (options.shared) throw new RangeError("no shared memory");
      return new Memory(options);
    } as unknown as typeof WebAssembly.Memory,
  }))!;
  const gray = own.createGray(3, 1);
  assertEquals(gray.data.buffer instanceof ArrayBuffer, true);
  assertEquals(isAccelerated(gray), true);
  assertEquals(primitives.threshold(gray, -1), grayOf([[255, 255, 255]]));
  own.free(gray);
});
