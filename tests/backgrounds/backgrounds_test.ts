import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  type Background,
  blurBackground,
  blurFrame,
  colorBackground,
  createFrame,
  type Fit,
  fitFrame,
  KernelMemory,
  pictureBackground,
  type Rgba,
  transparentBackground,
  videoBackground,
} from "../../mod.ts";
import { memoryOf } from "../../lib/memory/kernel_memory.ts";
import { timed } from "./helpers.ts";
import { lcgBytes, noiseFrame, row } from "../helpers.ts";

/** Two pictures a second, of noise. */
function openNoise() {
  return Promise.resolve({
    async *[Symbol.asyncIterator]() {
      for (let i = 0; i < 3; i++) {
        await Promise.resolve();
        yield timed(noiseFrame(6, 4, i), i + 1, i / 2);
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

const backgrounds: Record<string, () => Background> = {
  "pictureBackground()": () => pictureBackground(noiseFrame(6, 4, 1)),
  "pictureBackground() cover": () => pictureBackground(noiseFrame(6, 4, 1), { fit: "cover" }),
  "pictureBackground() contain": () => pictureBackground(noiseFrame(6, 4, 1), { fit: "contain" }),
  "pictureBackground() tile": () => pictureBackground(noiseFrame(6, 4, 1), { fit: "tile" }),
  "colorBackground()": () => colorBackground([30, 144, 255, 200]),
  "transparentBackground()": () => transparentBackground(),
  "blurBackground()": () => blurBackground(),
  "blurBackground() of radius 2": () => blurBackground({ radius: 2 }),
  "videoBackground()": () => videoBackground(openNoise),
  "videoBackground() tile": () => videoBackground(openNoise, { fit: "tile" }),
};

for (const [name, make] of Object.entries(backgrounds)) {
  Deno.test(`${name} fulfils the contract of a background`, async () => {
    await using background = make();
    await using again = make();
    let time = 0;
    for (const [width, height] of [[1, 1], [5, 3], [6, 4], [6, 4], [6, 4], [4, 6], [1, 9]]) {
      const frame = timed(noiseFrame(width, height, 3), 1 + 4 * time, time += 0.25);
      const matte = { width, height, data: lcgBytes(width * height, 4) };
      const before = { frame: frame.bitmap.slice(), matte: matte.data.slice() };
      const behind = await background.behind(frame, matte);
      // Of the frame's size, and whole.
      assertEquals([behind.width, behind.height], [width, height]);
      assertEquals(behind.bitmap.length, 4 * width * height);
      // What was lent is not written to, and not what is given back.
      assertEquals({ frame: frame.bitmap, matte: matte.data }, before);
      assertEquals(behind.bitmap.buffer === frame.bitmap.buffer, false);
      // Another of its kind says the same: nothing depends on chance.
      assertEquals((await again.behind(frame, matte)).bitmap, behind.bitmap);
      // The same frame again, the same behind it; without a matte too there is something.
      const copy = behind.bitmap.slice();
      assertEquals((await background.behind(frame, matte)).bitmap, copy);
      assertEquals((await background.behind(frame, undefined)).bitmap.length, copy.length);
    }
  });

  Deno.test(`${name} can be disposed of unused, and twice`, async () => {
    const background = make();
    await background[Symbol.asyncDispose]();
    await background[Symbol.asyncDispose]();
  });
}

const frame = timed(noiseFrame(5, 3, 3), 1, 0);

for (const fit of ["stretch", "cover", "contain", "tile"] as const) {
  Deno.test(`pictureBackground() fits "${fit}" once a size, and does not write to the picture`, async () => {
    const picture = noiseFrame(6, 5, 1);
    const before = picture.bitmap.slice();
    await using background = pictureBackground(picture, { fit, fill: [1, 2, 3, 4] });
    const behind = await background.behind(frame, undefined);
    assertEquals(behind, fitFrame(picture, frame, fit, { fill: [1, 2, 3, 4] }));
    assertStrictEquals(await background.behind(frame, undefined), behind);
    assertEquals(picture.bitmap, before);
  });
}

Deno.test("pictureBackground() stretches, unless told otherwise", async () => {
  const picture = noiseFrame(6, 5, 1);
  await using background = pictureBackground(picture);
  const behind = await background.behind(frame, undefined);
  assertEquals(behind, fitFrame(picture, frame, "stretch"));
});

Deno.test("pictureBackground() refuses what is no picture, and an unknown fit", () => {
  const broken = { width: 2, height: 2, bitmap: new Uint8ClampedArray(4) };
  assertThrows(() => pictureBackground(broken), RangeError, "'picture' must hold 16 bytes");
  const background = pictureBackground(row([1, 2]), { fit: "fill" as Fit });
  assertThrows(() => background.behind(frame, undefined), RangeError, "'fit' must be");
});

Deno.test("colorBackground() and transparentBackground() are of one colour", async () => {
  await using blue = colorBackground([30, 144, 255, 200]);
  const { bitmap } = await blue.behind(frame, undefined);
  for (let p = 0; p < bitmap.length; p += 4) {
    assertEquals([...bitmap.subarray(p, p + 4)], [30, 144, 255, 200]);
  }
  await using nothing = transparentBackground();
  assertEquals((await nothing.behind(frame, undefined)).bitmap.every((byte) => byte === 0), true);
});

Deno.test("colorBackground() refuses what is no colour", () => {
  for (
    const color of [[], [1, 2, 3], [1, 2, 3, 4, 5], [256, 0, 0, 0], [-1, 0, 0, 0], [0.5, 0, 0, 0]]
  ) {
    assertThrows(() => colorBackground(color as unknown as Rgba), RangeError, "four whole numbers");
  }
});

Deno.test("blurBackground() blurs the frame without its foreground, radius 24 unless told otherwise", async () => {
  const large = timed(noiseFrame(50, 40, 3), 1, 0);
  const weight = { width: 50, height: 40, data: lcgBytes(2000, 4) };
  await using background = blurBackground();
  assertEquals(await background.behind(large, weight), blurFrame(large, 24, { weight }));
  assertEquals(await background.behind(large, undefined), blurFrame(large, 24));
  await using sharper = blurBackground({ radius: 2 });
  assertEquals(await sharper.behind(large, weight), blurFrame(large, 2, { weight }));
});

Deno.test("blurBackground() refuses a wrong radius at once", () => {
  for (const radius of [-1, 1.5, 501, NaN]) {
    assertThrows(() => blurBackground({ radius }), RangeError, "from 0 to 500");
  }
});

const stills: Record<string, () => Background> = {
  "pictureBackground()": () => pictureBackground(noiseFrame(6, 4, 1)),
  "pictureBackground() cover": () => pictureBackground(noiseFrame(6, 4, 1), { fit: "cover" }),
  "colorBackground()": () => colorBackground([9, 8, 7, 255]),
  "transparentBackground()": () => transparentBackground(),
};

for (const [name, make] of Object.entries(stills)) {
  Deno.test(`${name} lies where the frame does, the same, and gives its memory back`, async () => {
    const memory = (await KernelMemory.load())!;
    const [there, plain] = [make(), make()];
    const inMemory = (width: number) => timed(memory.createFrame(width, 2), 1, 0);
    for (const width of [3, 5]) {
      const frame = inMemory(width);
      const taken = memory.bytesInUse;
      const behind = await there.behind(frame, undefined);
      const expected = await plain.behind(timed(createFrame(width, 2), 1, 0), undefined);
      assertEquals(behind.bitmap.slice(), expected.bitmap);
      assertEquals([memoryOf(behind.bitmap), memoryOf(expected.bitmap)], [memory, undefined]);
      // Of another size: instead of the one before, not besides.
      if (width === 5) assert(memory.bytesInUse <= taken + 64);
      assertStrictEquals(await there.behind(frame, undefined), behind);
    }
    // Frames that come to lie elsewhere.
    const elsewhere = await there.behind(timed(createFrame(5, 2), 1, 0), undefined);
    assertEquals(memoryOf(elsewhere.bitmap), undefined);
    const frame = inMemory(5);
    const before = memory.bytesInUse;
    assertEquals((await there.behind(frame, undefined)).bitmap.slice(), elsewhere.bitmap);
    assert(memory.bytesInUse > before);
    await there[Symbol.asyncDispose]();
    await there[Symbol.asyncDispose]();
    assertEquals(memory.bytesInUse, before);
  });
}

for (const [name, make] of Object.entries(backgrounds)) {
  Deno.test(`${name} is the same behind a frame in the kernels' memory, which it leaves as it is`, async () => {
    const memory = (await KernelMemory.load())!;
    await using there = make();
    await using plain = make();
    for (const [width, height] of [[1, 1], [5, 3], [37, 21]]) {
      const frame = noiseFrame(width, height, 3);
      const matte = { width, height, data: lcgBytes(width * height, 4) };
      const inMemory = memory.createFrame(width, height);
      const matteInMemory = memory.createGray(width, height);
      inMemory.bitmap.set(frame.bitmap);
      matteInMemory.data.set(matte.data);
      for (const hasMatte of [true, false]) {
        const wanted = await plain.behind(timed(frame, 1, 0), hasMatte ? matte : undefined);
        const behind = await there.behind(
          timed(inMemory, 1, 0),
          hasMatte ? matteInMemory : undefined,
        );
        assertEquals(behind.bitmap.slice(), wanted.bitmap.slice());
        assert(behind.bitmap.byteOffset !== inMemory.bitmap.byteOffset);
      }
      assertEquals(inMemory.bitmap.slice(), frame.bitmap);
      assertEquals(matteInMemory.data.slice(), matte.data);
    }
  });
}
