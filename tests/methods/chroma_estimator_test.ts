import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ChromaEstimator,
  createFrame,
  estimateFrames,
  type Frame,
  type MaskEstimator,
  methods,
  screenColor,
} from "../../mod.ts";
import { lcgBytes, noiseFrame, numbered, row } from "../helpers.ts";
import { bothStores } from "./passing.ts";

/** What an estimator makes of one frame, by plain loops and by kernels. */
async function estimateOf(chroma: MaskEstimator, frame: Frame, number = 1) {
  const estimates: { alphas: number[]; shown: number[] }[] = [];
  for (const store of await bothStores()) {
    const frames = [numbered(number, frame)];
    for await (const { matte, foreground } of estimateFrames(frames, chroma, { store })) {
      estimates.push({ alphas: [...matte!.data], shown: [...foreground.bitmap] });
    }
    assertEquals(store.inUse, 0);
  }
  const [plain, kernels] = estimates;
  for (const name of ["alphas", "shown"] as const) {
    assert(plain[name].every((value, i) => value === kernels[name][i]), `${name} by kernels`);
  }
  return plain;
}

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
    Deno.test(`ChromaEstimator finds who stands before a ${name} screen by ${space}`, async () => {
      const frame = scene(screen);
      using chroma = new ChromaEstimator({ space });
      assertEquals((await estimateOf(chroma, frame)).alphas, blockOf(frame));
      chroma.key!.slice(0, 3).forEach((level, c) => assert(Math.abs(level - screen[c]) < 12));
    });
  }
}

Deno.test("ChromaEstimator takes a key as CSS writes it", async () => {
  using chroma = new ChromaEstimator({ key: "#0047bb" });
  assertEquals(chroma.key, [0, 71, 187, 255]);
  const frame = {
    width: 2,
    height: 1,
    bitmap: Uint8ClampedArray.of(0, 71, 187, 255, 0, 177, 64, 255),
  };
  assertEquals((await estimateOf(chroma, frame)).alphas, [0, 255]);
});

Deno.test("ChromaEstimator shows the foreground without spill, and leaves the frame as it is", async () => {
  const bitmap = () => Uint8ClampedArray.of(100, 180, 60, 255);
  const frame = { width: 1, height: 1, bitmap: bitmap() };
  const shown: number[] = [];
  for (const spill of [1, 0.5, 0]) {
    using chroma = new ChromaEstimator({ key: "lime", spill });
    shown.push((await estimateOf(chroma, frame)).shown[1]);
  }
  assertEquals(shown, [100, 140, 180]);
  assertEquals(frame.bitmap, bitmap());
});

Deno.test("ChromaEstimator takes frames of several sizes", async () => {
  using chroma = new ChromaEstimator({ key: "lime" });
  for (const [width, height] of [[5, 3], [2, 2], [2, 2]]) {
    const { alphas, shown } = await estimateOf(chroma, noiseFrame(width, height, 1));
    assertEquals([alphas.length, shown.length], [width * height, 4 * width * height]);
  }
});

Deno.test("ChromaEstimator keys a large frame in bands as it does in one", async () => {
  // Two bands and a half, the same picture in each.
  const [width, height] = [1031, 5 * 127];
  const small = noiseFrame(width, 127, 4);
  const large = createFrame(width, height);
  for (let k = 0; k < 5; k++) large.bitmap.set(small.bitmap, k * small.bitmap.length);
  using chroma = new ChromaEstimator({ key: "lime" });
  const once = await estimateOf(chroma, small), often = await estimateOf(chroma, large);
  for (const name of ["alphas", "shown"] as const) {
    const [part, whole] = [once[name], often[name]];
    assert(whole.every((value, i) => value === part[i % part.length]), name);
  }
});

Deno.test("ChromaEstimator takes all for foreground until a screen is seen, then keeps its colour", async () => {
  using chroma = new ChromaEstimator();
  const dark = row([0, 10, 20]);
  const { alphas, shown } = await estimateOf(chroma, dark);
  assertEquals(alphas, [255, 255, 255]);
  assertEquals(shown, [...dark.bitmap]);
  assertEquals(chroma.key, undefined);
  const lit = (r: number, g: number, b: number) => ({
    width: 3,
    height: 1,
    bitmap: Uint8ClampedArray.from([r, g, b, 255, r, g, b, 255, r, g, b, 255]),
  });
  assertEquals((await estimateOf(chroma, lit(0, 200, 0), 2)).alphas, [0, 0, 0]);
  assertEquals((await estimateOf(chroma, lit(0, 0, 200), 3)).alphas, [255, 255, 255]);
  chroma.reset();
  assertEquals(chroma.key, undefined);
  assertEquals((await estimateOf(chroma, lit(0, 0, 200))).alphas, [0, 0, 0]);
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

Deno.test("methods.chroma has the estimator's defaults", async () => {
  const frame = scene(screens.green);
  const { settings = {} } = methods.chroma;
  const presets = Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [name, setting.default]),
  );
  using plain = new ChromaEstimator();
  using named = methods.chroma.create({ settings: presets });
  assertEquals(Object.keys(settings), ["key", "space", "inner", "outer", "spill"]);
  assertEquals(await estimateOf(named, frame), await estimateOf(plain, frame));
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
