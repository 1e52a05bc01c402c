import { assertEquals, assertThrows } from "@std/assert";
import { accumulateWeighted, frameOfAverage } from "../../../mod.ts";
import { noiseFrame } from "../../helpers.ts";
import { bytesOf, frameAt, memory, noiseGray, PLACES, SIZES } from "../twins.ts";

/** The bits of numbers, which tell -0 from 0. */
const bits = (numbers: Float32Array) => [
  ...new Int32Array(numbers.slice().buffer),
];

for (const place of ["inside", "inside, unaligned"] as const) {
  Deno.test(`accumulateWeighted() of frames ${place} equals the plain twin bit for bit`, () => {
    for (const [width, height] of SIZES) {
      const plain = new Float32Array(3 * width * height);
      const fast = memory.createNumbers(plain.length);
      for (const [k, alpha] of [1, 0.02, 0.5, 1 / 3, 0.02, 0.999, 0, 1e-8].entries()) {
        const frame = noiseFrame(width, height, k + 1);
        accumulateWeighted(plain, frame, alpha);
        accumulateWeighted(fast, frameAt(place, frame), alpha);
        assertEquals(bits(fast), bits(plain), `${width}×${height} ${alpha}`);
      }
      memory.free(fast);
    }
  });
}

Deno.test("frameOfAverage() by a kernel rounds every number as the plain twin does", () => {
  const odd = [NaN, Infinity, -Infinity, -0, 1e30, -1e30, 3e9, -3e9, 254.5, 255.5, 256, -0.5, -0.6];
  for (const [width, height] of SIZES) {
    const plain = new Float32Array(3 * width * height);
    noiseGray(plain.length, 1, 7).data.forEach((byte, i) => {
      plain[i] = i % 5 === 0
        ? byte + 0.5
        : i % 5 === 1
        ? odd[byte % odd.length]
        : byte * 1.003 - 0.1;
    });
    const fast = memory.createNumbers(plain.length);
    fast.set(plain);
    const wanted = frameOfAverage(plain, { width, height });
    for (const place of PLACES) {
      const out = frameAt(place, noiseFrame(width, height, 9));
      const { around } = bytesOf(out);
      frameOfAverage(fast, out, { out });
      assertEquals(bytesOf(out), { own: [...wanted.bitmap], around }, `${width}×${height}`);
    }
    memory.free(fast);
  }
});

Deno.test("frameOfAverage() refuses numbers and an output that do not fit", () => {
  const size = { width: 2, height: 1 };
  assertThrows(
    () => frameOfAverage(new Float32Array(5), size),
    RangeError,
    "6 values for 2×1, got 5",
  );
  assertThrows(
    () => frameOfAverage(new Float32Array(6), size, { out: noiseFrame(1, 2, 1) }),
    RangeError,
    "'out' must be 2×1, got 1×2",
  );
});
