import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  ChromaEstimator,
  createFrame,
  type Frame,
  methods,
  screenColor,
  SimdPixels,
} from "../../mod.ts";
import { lcgBytes, noiseFrame, numbered, row } from "../helpers.ts";

const simd = await SimdPixels.load();

/** A noisy screen with unevenly distributed light, and a skin-coloured block in its middle. */
function scene(screen: readonly number[], width = 64, height = 48): Frame {
  const frame = createFrame(width, height);
  const noise = lcgBytes(4 * width * height, 5);
  for (let i = 0, p = 0; i < width * height; i++, p += 4) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const isBlock = x >= 20 && x < 44 && y >= 12;
    const light = isBlock ? 1 : 1.1 - 0.3 * x / width;
    const color = isBlock ? [210, 165, 140] : screen;
    color.forEach((level, c) => frame.bitmap[p + c] = level * light + (noise[p + c] - 127) / 20);
    frame.bitmap[p + 3] = 255;
  }
  return frame;
}

/** The block's mask. */
function blockOf({ width, height }: Frame): number[] {
  return Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    return x >= 20 && x < 44 && i >= 12 * width ? 255 : 0;
  });
}

const screens = { green: [0, 177, 64], blue: [0, 71, 187], magenta: [190, 20, 170] };

for (const [name, screen] of Object.entries(screens)) {
  for (const space of ["ycbcr", "hsv"] as const) {
    Deno.test(`ChromaEstimator finds who stands before a ${name} screen by ${space}`, () => {
      const frame = scene(screen);
      for (const pixels of [undefined, simd]) {
        using chroma = new ChromaEstimator({ space, pixels });
        const { matte } = chroma.estimate(numbered(1, frame));
        assertEquals([...matte.data], blockOf(frame));
        chroma.key!.slice(0, 3).forEach((level, c) => assert(Math.abs(level - screen[c]) < 12));
      }
    });
  }
}

Deno.test("ChromaEstimator takes a key as CSS writes it", () => {
  using chroma = new ChromaEstimator({ key: "#0047bb" });
  assertEquals(chroma.key, [0, 71, 187, 255]);
  const frame = {
    width: 2,
    height: 1,
    bitmap: Uint8ClampedArray.of(0, 71, 187, 255, 0, 177, 64, 255),
  };
  assertEquals([...chroma.estimate(numbered(1, frame)).matte.data], [0, 255]);
});

Deno.test("ChromaEstimator shows the foreground without spill, and leaves the frame as it is", () => {
  const bitmap = () => Uint8ClampedArray.of(100, 180, 60, 255);
  const frame = numbered(1, { width: 1, height: 1, bitmap: bitmap() });
  const shown = [1, 0.5, 0].map((spill) => {
    using chroma = new ChromaEstimator({ key: "lime", spill });
    return chroma.estimate(frame).foreground.bitmap[1];
  });
  assertEquals(shown, [100, 140, 180]);
  assertEquals(frame.bitmap, bitmap());
});

Deno.test("ChromaEstimator lends the same rasters each time, also where sizes change", () => {
  for (const pixels of [undefined, simd]) {
    using chroma = new ChromaEstimator({ key: "lime", pixels });
    const first = chroma.estimate(numbered(1, noiseFrame(5, 3, 1)));
    const second = chroma.estimate(numbered(2, noiseFrame(5, 3, 2)));
    assertStrictEquals(second.matte, first.matte);
    assertStrictEquals(second.foreground, first.foreground);
    const third = chroma.estimate(numbered(3, noiseFrame(2, 2, 3)));
    assertEquals([third.matte.width, third.foreground.height], [2, 2]);
  }
});

Deno.test("ChromaEstimator takes all for foreground until a screen is seen, then keeps its colour", () => {
  using chroma = new ChromaEstimator();
  const dark = numbered(1, row([0, 10, 20]));
  const { matte, foreground } = chroma.estimate(dark);
  assertEquals([...matte.data], [255, 255, 255]);
  assertEquals(foreground.bitmap, dark.bitmap);
  assertEquals(chroma.key, undefined);
  const lit = (r: number, g: number, b: number) => ({
    width: 3,
    height: 1,
    bitmap: Uint8ClampedArray.from([r, g, b, 255, r, g, b, 255, r, g, b, 255]),
  });
  assertEquals([...chroma.estimate(numbered(2, lit(0, 200, 0))).matte.data], [0, 0, 0]);
  assertEquals([...chroma.estimate(numbered(3, lit(0, 0, 200))).matte.data], [255, 255, 255]);
  chroma.reset();
  assertEquals(chroma.key, undefined);
  assertEquals([...chroma.estimate(numbered(1, lit(0, 0, 200))).matte.data], [0, 0, 0]);
});

Deno.test("screenColor() looks at the border only, and at what is saturated", () => {
  const frame = scene(screens.green);
  for (let y = 4; y < 44; y++) {
    for (let x = 4; x < 60; x++) frame.bitmap.set([20, 20, 250, 255], 4 * (y * 64 + x));
  }
  // Half of the border is gray.
  for (let i = 0; i < 64 * 3; i++) frame.bitmap.set([90, 92, 90, 255], 4 * i);
  const [red, green, blue] = screenColor(frame)!;
  assert(red < 20 && green > 140 && blue < 90, `${[red, green, blue]}`);
  assertEquals(screenColor(row([1, 200, 90])), undefined);
  const one = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(250, 0, 5, 255) };
  assertEquals(screenColor(one), [250, 0, 5, 255]);
});

Deno.test("methods.chroma has the estimator's defaults", () => {
  const frame = numbered(1, scene(screens.green));
  const { settings = {} } = methods.chroma;
  const presets = Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [name, setting.default]),
  );
  using plain = new ChromaEstimator();
  using named = methods.chroma.create({ settings: presets, pixels: simd });
  assertEquals(Object.keys(settings), ["key", "space", "inner", "outer", "spill"]);
  const estimate = named.estimate(frame) as ReturnType<ChromaEstimator["estimate"]>;
  const wanted = plain.estimate(frame);
  assertEquals([...estimate.matte.data], [...wanted.matte.data]);
  assertEquals([...estimate.foreground.bitmap], [...wanted.foreground.bitmap]);
});

for (
  const [options, message] of [
    [{ key: "gren" }, "did you mean 'green'?"],
    [{ key: "white" }, "'key' must be a colour, not nearly gray"],
    [{ spill: 2 }, "'spill' must be a number from 0 to 1, got 2"],
    [{ inner: 90 }, "'outer' must be at least 'inner', 90, got 80"],
    [{ space: "lab" as "hsv" }, "'space' must be ycbcr or hsv"],
  ] as const
) {
  Deno.test(`ChromaEstimator refuses ${JSON.stringify(options)}`, () => {
    assertThrows(() => new ChromaEstimator(options), RangeError, message);
  });
}
