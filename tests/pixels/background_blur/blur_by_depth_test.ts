import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { blurByDepth, blurFrame, createFrame, createGray, KernelMemory } from "../../../mod.ts";
import { grayOf, lcgBytes, noiseFrame, row } from "../../helpers.ts";

const [WIDTH, HEIGHT] = [33, 17];
const frame = noiseFrame(WIDTH, HEIGHT, 1);
const weight = { width: WIDTH, height: HEIGHT, data: lcgBytes(WIDTH * HEIGHT, 2) };
const even = (level: number) => {
  const amounts = createGray(WIDTH, HEIGHT);
  amounts.data.fill(level);
  return amounts;
};

Deno.test("blurByDepth() is blurFrame() of a part of the radius where all is equally far", () => {
  for (const [level, radius] of [[0, 0], [85, 3], [170, 6], [255, 9]]) {
    for (const options of [{}, { weight }]) {
      const blurred = blurByDepth(frame, even(level), 9, options);
      assertEquals(blurred.bitmap, blurFrame(frame, radius, options).bitmap, `${level}`);
    }
  }
});

Deno.test("blurByDepth() lies between two radii, each pixel by its own amount", () => {
  const picture = row([0, 90, 0, 90]);
  const [less, more] = [1, 2].map((radius) => blurFrame(picture, radius));
  const { bitmap } = blurByDepth(picture, grayOf([[0, 255, 102, 0]]), 3);
  // 102 of 255 is a fifth of the way from the first to the second of three radii.
  const between = Math.round((4 * less.bitmap[8] + more.bitmap[8]) / 5);
  assertEquals([bitmap[0], bitmap[8], bitmap[12]], [0, between, 90]);
  assertEquals(bitmap[4], blurFrame(picture, 3).bitmap[4]);
});

Deno.test("blurByDepth() gives the same by kernels, and gives back their memory", async () => {
  const memory = (await KernelMemory.load())!;
  const inside = memory.createFrame(WIDTH, HEIGHT);
  inside.bitmap.set(frame.bitmap);
  const before = memory.bytesInUse;
  const amounts = { width: WIDTH, height: HEIGHT, data: lcgBytes(WIDTH * HEIGHT, 3) };
  const expected = blurByDepth(frame, amounts, 12, { weight });
  // What is written may be what is read.
  assertStrictEquals(blurByDepth(inside, amounts, 12, { weight, out: inside }), inside);
  assertEquals(inside.bitmap, expected.bitmap);
  assertEquals(memory.bytesInUse, before);
  memory.free(inside);
});

Deno.test("blurByDepth() takes 1×1 and a radius of 0, and refuses other sizes and radii", () => {
  const one = row([7]);
  assertEquals(blurByDepth(one, grayOf([[255]]), 500).bitmap, one.bitmap);
  assertEquals(blurByDepth(frame, even(255), 0).bitmap, frame.bitmap);
  assertThrows(() => blurByDepth(frame, createGray(1, 1), 3), RangeError, "amounts");
  assertThrows(() => blurByDepth(one, grayOf([[1]]), 3, { weight }), RangeError, "weight");
  assertThrows(() => blurByDepth(one, grayOf([[1]]), 3, { out: createFrame(2, 1) }), RangeError);
  for (const radius of [-1, 1.5, 501]) {
    assertThrows(() => blurByDepth(one, grayOf([[1]]), radius), RangeError, "radius");
  }
});
