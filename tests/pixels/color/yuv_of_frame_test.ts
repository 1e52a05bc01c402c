import { assertEquals, assertThrows } from "@std/assert";
import { createFrame, KernelMemory } from "../../../mod.ts";
import { frameOfYuvCubic, yuvMatrix, yuvOfFrame, yuvWeights } from "../../../lib/pixels/mod.ts";
import { noiseFrame } from "../../helpers.ts";

const memory = (await KernelMemory.load())!;
const limited = yuvWeights("bt709", false);
const pixel = (...rgb: number[]) => ({
  width: 1,
  height: 1,
  bitmap: Uint8ClampedArray.of(...rgb, 255),
});

Deno.test("yuvOfFrame() gives the primaries of BT.709 and BT.601 as the standards have them", () => {
  assertEquals([...yuvOfFrame(pixel(255, 0, 0), limited)], [63, 102, 240]);
  assertEquals([...yuvOfFrame(pixel(0, 255, 0), limited)], [173, 42, 26]);
  assertEquals([...yuvOfFrame(pixel(0, 0, 255), limited)], [32, 240, 118]);
  const old = yuvWeights("bt601", false);
  assertEquals([...yuvOfFrame(pixel(255, 0, 0), old)], [81, 90, 240]);
  assertEquals([...yuvOfFrame(pixel(0, 0, 255), yuvWeights("bt601", true))], [29, 255, 107]);
});

Deno.test("yuvOfFrame() leaves gray gray, from black to white", () => {
  for (const standard of ["bt601", "bt709", "bt2020", "fcc", "smpte240m"] as const) {
    for (const isFull of [false, true]) {
      const weights = yuvWeights(standard, isFull);
      for (let level = 0; level < 256; level++) {
        const [y, u, v] = yuvOfFrame(pixel(level, level, level), weights);
        const wanted = isFull ? level : 16 + level * 219 / 255;
        assertEquals([Math.abs(y - wanted) <= 0.501, u, v], [true, 128, 128]);
      }
    }
  }
});

Deno.test("yuvOfFrame() takes the mean of 2 × 2 pixels, and the last column and line twice", () => {
  const bitmap = new Uint8ClampedArray(4 * 9).fill(255);
  const reds = [200, 100, 40, 0, 100, 80, 10, 30, 20];
  reds.forEach((red, i) => bitmap.set([red, 0, 0], 4 * i));
  const yuv = yuvOfFrame({ width: 3, height: 3, bitmap }, limited);
  const of = (red: number) => [...yuvOfFrame(pixel(red, 0, 0), limited)];
  assertEquals([...yuv.subarray(0, 9)], reds.map((red) => of(red)[0]));
  assertEquals([...yuv.subarray(9, 13)], [100, 60, 20, 20].map((red) => of(red)[1]));
  assertEquals([...yuv.subarray(13)], [100, 60, 20, 20].map((red) => of(red)[2]));
});

Deno.test("yuvOfFrame() by a kernel equals the plain loop, at every width and place", () => {
  for (const weights of [limited, yuvWeights("bt601", true), yuvWeights("bt2020", false)]) {
    for (let width = 1; width <= 67; width++) {
      for (const height of [1, 2, 5]) {
        const frame = noiseFrame(width, height, width + height);
        // Some at the ends of the range.
        frame.bitmap.forEach((level, p) =>
          frame.bitmap[p] = level < 40 ? 0 : level > 215 ? 255 : level
        );
        const there = memory.createFrame(width, height);
        there.bitmap.set(frame.bitmap);
        const room = memory.createGray(3 * width * height + 200, 1).data.fill(7);
        const wanted = yuvOfFrame(frame, weights);
        const out = room.subarray(3, 3 + wanted.length);
        yuvOfFrame(there, weights, { out });
        assertEquals([...out], [...wanted], `${width}×${height}`);
        assertEquals(
          [...room.subarray(0, 3), ...room.subarray(3 + out.length)].every((b) => b === 7),
          true,
        );
      }
    }
  }
});

Deno.test("yuvOfFrame() comes back from frameOfYuvCubic() with smooth colours within a level or two", () => {
  const [width, height] = [64, 48];
  const frame = createFrame(width, height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    frame.bitmap.set([3 * x + 20, 4 * y + 20, 200 - 2 * x, 255], 4 * i);
  }
  const back = frameOfYuvCubic(yuvOfFrame(frame, limited), frame, yuvMatrix("bt709", false));
  const worst = frame.bitmap.reduce(
    (most, level, p) => Math.max(most, Math.abs(level - back.bitmap[p])),
    0,
  );
  assertEquals(worst <= 3, true, `${worst}`);
});

Deno.test("yuvOfFrame() refuses an output of another length, and what is no frame", () => {
  const frame = createFrame(3, 3);
  assertThrows(
    () => yuvOfFrame(frame, limited, { out: new Uint8Array(13) }),
    RangeError,
    "17 bytes for 3×3, got 13",
  );
  assertThrows(() => yuvOfFrame({ ...frame, width: 4 }, limited), RangeError);
});
