import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { PlateComparison, type PlateOptions } from "../../../lib/methods/plate/plate_comparison.ts";
import {
  createFrame,
  createMask,
  expose,
  type Frame,
  KernelMemory,
  type Mask,
  translate,
} from "../../../mod.ts";
import { FrameStore } from "../../../lib/pixels/mod.ts";
import { lcgBytes, row } from "../../helpers.ts";

const [WIDTH, HEIGHT] = [96, 72];
const memory = (await KernelMemory.load())!;

/** A room: soft waves in three colours, 40 to 200. */
function room(): Frame {
  const frame = createFrame(WIDTH, HEIGHT);
  for (let y = 0, p = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, p += 4) {
      const wave = 40 * Math.sin(x / 5 + y / 9) + 40 * Math.cos(y / 6 - x / 14);
      frame.bitmap.set([120 + wave, 110 + wave / 2, 130 - wave, 255], p);
    }
  }
  return frame;
}

/** With a red block from (30, 20) to (59, 49). */
function withBlock(frame: Frame): Frame {
  const bitmap = frame.bitmap.slice();
  for (let y = 20; y < 50; y++) {
    for (let x = 30; x < 60; x++) bitmap.set([250, 20, 20, 255], 4 * (y * WIDTH + x));
  }
  return { ...frame, bitmap };
}

/** The block as a mask. */
function blockMask(): Mask {
  const data = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 20; y < 50; y++) data.fill(255, y * WIDTH + 30, y * WIDTH + 60);
  return { width: WIDTH, height: HEIGHT, data };
}

function noisy(frame: Frame, amount: number, seed: number): Frame {
  const noise = lcgBytes(frame.bitmap.length, seed);
  const bitmap = frame.bitmap.map((level, p) => level + amount * (noise[p] / 127.5 - 1));
  return { ...frame, bitmap };
}

/** A comparison with the room, and what it takes of a frame: where the store has them, if there is one. */
function compareWithRoom(
  frames: Frame[],
  { store = new FrameStore(undefined), ...options }: PlateOptions & { store?: FrameStore } = {},
): Mask[] {
  using comparison = new PlateComparison(options);
  comparison.setPlate(room());
  return frames.map((frame) => {
    using there = store.takeFrame(frame);
    using mask = store.takeGray(frame);
    there.bitmap.set(frame.bitmap);
    comparison.compare(there, mask);
    return { width: WIDTH, height: HEIGHT, data: mask.data.slice() };
  });
}

/** The same for small frames. */
function compared(comparison: PlateComparison, frame: Frame): number[] {
  return [...comparison.compare(frame, createMask(frame.width, frame.height)).data];
}

/** Which part of the pixels is not as wanted; the picture's border, where shifts bring in guesses, left out. */
function errorRate(found: Mask, wanted: Mask, border = 0): number {
  let [wrong, all] = [0, 0];
  for (let y = border; y < HEIGHT - border; y++) {
    for (let x = border; x < WIDTH - border; x++, all++) {
      const i = y * WIDTH + x;
      if (found.data[i] !== wanted.data[i]) wrong++;
    }
  }
  return wrong / all;
}

const empty = { ...blockMask(), data: new Uint8Array(WIDTH * HEIGHT) };
const same = { gain: 1, offset: 0 };

for (const store of [new FrameStore(undefined), new FrameStore(memory)]) {
  const by = store.memory === undefined ? "plain" : "by kernels";

  Deno.test(`PlateComparison finds a block, and nothing else (${by})`, () => {
    const masks = compareWithRoom([room(), withBlock(room()), withBlock(room())], { store });
    assertEquals(masks, [empty, blockMask(), blockMask()]);
  });

  Deno.test(`PlateComparison follows a camera that shakes (${by})`, () => {
    for (const shift of [{ dx: 1, dy: 0 }, { dx: -0.5, dy: 2.25 }, { dx: 3.4, dy: -1.7 }]) {
      const moved = translate(room(), shift);
      const masks = compareWithRoom([moved, withBlock(moved)], { store });
      assertEquals(errorRate(masks[0], empty, 4), 0, JSON.stringify(shift));
      assertEquals(errorRate(masks[1], blockMask(), 4), 0, JSON.stringify(shift));
    }
  });

  Deno.test(`PlateComparison follows the exposure and the white balance (${by})`, () => {
    const drift = [{ gain: 1.2, offset: 5 }, { gain: 0.8, offset: -5 }, same] as const;
    const brighter = expose(room(), drift);
    const masks = compareWithRoom([brighter, withBlock(brighter)], { store });
    assertEquals(masks, [empty, blockMask()]);
  });

  Deno.test(`PlateComparison learns how noisy pixels are (${by})`, () => {
    // Up to 14 levels a channel: 24 at most in all, where 20 are the threshold.
    const frames = Array.from({ length: 30 }, (_, k) => noisy(room(), 14, k + 1));
    const masks = compareWithRoom([...frames, withBlock(frames[3])], { store });
    assertEquals(errorRate(masks[29], empty) < 0.001, true);
    assertEquals(errorRate(masks[30], blockMask()) < 0.001, true);
    const fixed = compareWithRoom(frames.slice(0, 1), { store, noiseRate: 0 });
    assertEquals(errorRate(fixed[0], empty) < 0.1, true);
  });
}

Deno.test("PlateComparison does neither align nor expose when told so", () => {
  const [moved, brighter] = [
    translate(room(), { dx: 3, dy: 2 }),
    expose(room(), [
      { gain: 1, offset: 30 },
      same,
      same,
    ]),
  ];
  const [shaken] = compareWithRoom([moved], { align: false });
  const [exposed] = compareWithRoom([brighter], { exposure: false });
  assertEquals(errorRate(shaken, empty) > 0.2, true);
  assertEquals(errorRate(exposed, empty), 1);
});

Deno.test("PlateComparison takes a shadow for background by chroma, and for foreground by RGB", () => {
  const dark = [0.6, 0.6, 0.6].map((gain) => ({ gain, offset: 0 }));
  const [red, green, blue] = dark;
  const shadow = expose(room(), [red, green, blue]);
  const lit = room();
  // The lower half is in the shadow; the upper keeps the exposure as it is.
  lit.bitmap.set(shadow.bitmap.subarray(4 * WIDTH * 48), 4 * WIDTH * 48);
  const options = { align: false, exposure: false };
  const [byColour] = compareWithRoom([lit], { ...options, distance: "rgb" });
  const [byChroma] = compareWithRoom([lit], { ...options, distance: "chroma" });
  const shaded = { ...empty, data: empty.data.map((_, i) => i >= WIDTH * 48 ? 255 : 0) };
  assertEquals(errorRate(byColour, shaded), 0);
  assertEquals(errorRate(byChroma, empty), 0);
  const [block] = compareWithRoom([withBlock(lit)], { ...options, distance: "chroma" });
  assertEquals(block, blockMask());
});

Deno.test("PlateComparison has a last level that is background: the threshold", () => {
  const options = { align: false, exposure: false, noiseRate: 0, threshold: 5 };
  using comparison = new PlateComparison(options);
  comparison.setPlate({ width: 3, height: 1, bitmap: new Uint8ClampedArray(12) });
  const bitmap = Uint8ClampedArray.of(3, 4, 0, 255, 3, 4, 1, 255, 0, 0, 6, 255);
  assertEquals(compared(comparison, { width: 3, height: 1, bitmap }), [0, 255, 255]);
});

Deno.test("PlateComparison takes another plate", () => {
  using comparison = new PlateComparison({ align: false, exposure: false });
  comparison.setPlate(row([10, 200]));
  assertEquals(compared(comparison, row([10, 10])), [0, 255]);
  comparison.setPlate(row([90, 10]));
  assertEquals(compared(comparison, row([10, 10])), [255, 0]);
});

Deno.test("PlateComparison writes into out, and keeps neither plate nor frame", () => {
  using comparison = new PlateComparison({ align: false, exposure: false });
  const [plate, frame, out] = [row([10, 200]), row([10, 10]), createMask(2, 1)];
  comparison.setPlate(plate);
  plate.bitmap.fill(99);
  assertStrictEquals(comparison.compare(frame, out), out);
  frame.bitmap.fill(99);
  assertEquals([...out.data], [0, 255]);
  assertEquals(compared(comparison, row([10, 200])), [0, 0]);
});

Deno.test("PlateComparison forgets plate and size at reset()", () => {
  using comparison = new PlateComparison();
  assertThrows(() => compared(comparison, row([1])), TypeError, "there is none yet");
  comparison.setPlate(row([1]));
  assertThrows(() => compared(comparison, row([1, 2])), RangeError, "must be 1×1 as the plate is");
  assertThrows(() => comparison.setPlate(row([1, 2])), RangeError, "got 2×1");
  comparison.reset();
  assertThrows(() => compared(comparison, row([1, 2])), TypeError, "there is none yet");
  comparison.setPlate(row([1, 2]));
  assertEquals(compared(comparison, row([1, 2])), [0, 0]);
});

Deno.test("PlateComparison gives its memory back", () => {
  const before = memory.bytesInUse;
  {
    using store = new FrameStore(memory);
    for (let round = 0; round < 3; round++) compareWithRoom([room()], { store });
  }
  assertEquals(memory.bytesInUse, before);
});

const bad: [PlateOptions, string][] = [
  [{ threshold: -1 }, "'threshold' must be a number from 0 to 441, got -1"],
  [{ threshold: NaN }, "'threshold' must be a number from 0 to 441, got NaN"],
  [{ threshold: 442 }, "got 442"],
  [{ noiseRate: 1.1 }, "'noiseRate' must be a number from 0 to 1, got 1.1"],
  [{ distance: "hue" as "rgb" }, "'distance' must be rgb or chroma, got hue"],
];

for (const [options, message] of bad) {
  Deno.test(`PlateComparison refuses ${JSON.stringify(options)}`, () => {
    assertThrows(() => new PlateComparison(options), RangeError, message);
  });
}
