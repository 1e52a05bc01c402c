import { assertEquals, assertThrows } from "@std/assert";
import { KernelMemory, temporalMedian } from "../../../mod.ts";
import { noiseFrame, row } from "../../helpers.ts";

Deno.test("temporalMedian() is the middle of each pixel's levels", () => {
  const frames = [row([1, 200, 7]), row([3, 9, 7]), row([2, 100, 90])];
  assertEquals(temporalMedian(frames), row([2, 100, 7]));
});

Deno.test("temporalMedian() of an even number is the lower of the two in the middle", () => {
  assertEquals(temporalMedian([row([9]), row([1]), row([5]), row([7])]), row([5]));
  assertEquals(temporalMedian([row([9])]), row([9]));
});

Deno.test("temporalMedian() refuses no frames, and frames of two sizes", () => {
  assertThrows(() => temporalMedian([]), RangeError, "there are no frames");
  assertThrows(() => temporalMedian([row([1]), row([1, 2])]), RangeError, "must be 1×1");
});

Deno.test("temporalMedian() by a kernel is equal to its plain twin, for up to 300 frames", async () => {
  const memory = (await KernelMemory.load())!;
  for (
    const [count, width, height] of [[1, 1, 1], [2, 5, 3], [25, 33, 7], [255, 3, 2], [300, 3, 1]]
  ) {
    const frames = Array.from({ length: count }, (_, k) => noiseFrame(width, height, k + 1));
    const expected = temporalMedian(frames);
    const inside = frames.map(({ bitmap }) => {
      const copy = memory.createFrame(width, height);
      copy.bitmap.set(bitmap);
      return copy;
    });
    assertEquals(temporalMedian(inside), expected);
    const out = memory.createFrame(width, height);
    assertEquals([...temporalMedian(inside, { out }).bitmap], [...expected.bitmap]);
  }
});
