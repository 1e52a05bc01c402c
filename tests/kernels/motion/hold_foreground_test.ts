import { assertEquals, assertThrows } from "@std/assert";
import { holdForeground } from "../../../lib/pixels/motion/hold_foreground.ts";
import { bytesOf, grayAt, memory, noiseGray, type Place, SIZES } from "../twins.ts";

for (const place of ["inside", "inside, unaligned"] satisfies Place[]) {
  Deno.test(`holdForeground() of masks ${place} equals the plain twin, frame after frame`, () => {
    for (const [width, height] of SIZES) {
      const plain = new Float32Array(width * height).fill(-Infinity);
      const { bitmap } = memory.createFrame(width, height);
      const fast = new Float32Array(bitmap.buffer, bitmap.byteOffset, plain.length).fill(-Infinity);
      // Sums that single precision does not hold, and limits next to what was seen.
      for (let k = 0, way = 0; k < 12; k++, way += 0.1) {
        const mask = noiseGray(width, height, 3 + k);
        mask.data.forEach((level, i) => mask.data[i] = level > 200 ? level : level >> 1);
        const placed = grayAt(place, mask);
        const { around } = bytesOf(placed);
        holdForeground(placed, fast, way, 0.3);
        holdForeground(mask, plain, way, 0.3);
        assertEquals(bytesOf(placed), { own: [...mask.data], around }, `${width}×${height} ${k}`);
        assertEquals([...fast], [...plain]);
      }
    }
  });
}

Deno.test("holdForeground() holds from the distance on, to the last bit", () => {
  for (const distance of [0.1, 0.3, 1 / 3, 2.5, 1e-30, 7]) {
    for (const way of [0, 0.1, 0.30000001192092896, 5, 1e6 + 0.1, 2.5]) {
      const seen = Float32Array.from([-1, 0, 1e-45, way - distance, way - 2 * distance, way]);
      const mask = { width: seen.length, height: 1, data: new Uint8Array(seen.length) };
      const wanted = [...seen].map((number) => number >= way - distance ? 255 : 0);
      holdForeground(mask, seen, way, distance);
      assertEquals([...mask.data], wanted, `${way} ${distance}`);
    }
  }
});

Deno.test("holdForeground() refuses numbers of another length", () => {
  const mask = noiseGray(2, 2, 1);
  assertThrows(
    () => holdForeground(mask, new Float32Array(3), 1, 1),
    RangeError,
    "4 numbers, got 3",
  );
});
