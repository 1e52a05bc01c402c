import { assertEquals, assertStrictEquals } from "@std/assert";
import { yuvOfFrame, yuvWeights } from "../../../../lib/pixels/mod.ts";
import { noiseFrame } from "../../../helpers.ts";
import { evenSize, withEvenSides } from "../../../../lib/files/ffmpeg/encode/even_sides.ts";

Deno.test("withEvenSides() repeats the last column and line", () => {
  const gray = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
  const even = withEvenSides(gray, { width: 3, height: 3 }, 1);
  assertEquals([...even], [1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 7, 8, 9, 9]);
  assertEquals(evenSize({ width: 3, height: 3 }), { width: 4, height: 4 });
});

Deno.test("withEvenSides() takes one pixel of several channels, and leaves even sides alone", () => {
  const pixel = Uint8Array.of(1, 2, 3, 4);
  const even = withEvenSides(pixel, { width: 1, height: 1 }, 4);
  assertEquals([...even], [...pixel, ...pixel, ...pixel, ...pixel]);
  const line = Uint8Array.of(1, 2, 3, 4);
  assertStrictEquals(withEvenSides(line, { width: 2, height: 2 }, 1), line);
});

Deno.test("withEvenSides() writes into out", () => {
  const out = new Uint8Array(4);
  assertStrictEquals(withEvenSides(Uint8Array.of(7, 8), { width: 2, height: 1 }, 1, out), out);
  assertEquals([...out], [7, 8, 7, 8]);
});

Deno.test("withEvenSides() of luma is that of a picture with even sides, whose chroma is the same", () => {
  const weights = yuvWeights("bt709", false);
  for (const [width, height] of [[1, 1], [3, 5], [7, 4], [6, 3]]) {
    const size = { width, height };
    const frame = noiseFrame(width, height, 5);
    const even = evenSize(size);
    const evened = withEvenSides(Uint8Array.from(frame.bitmap), size, 4);
    const wanted = yuvOfFrame({ ...even, bitmap: new Uint8ClampedArray(evened.buffer) }, weights);
    const yuv = yuvOfFrame(frame, weights) as Uint8Array<ArrayBuffer>;
    const luma = withEvenSides(yuv.subarray(0, width * height), size, 1);
    assertEquals([...luma, ...yuv.subarray(width * height)], [...wanted]);
  }
});
