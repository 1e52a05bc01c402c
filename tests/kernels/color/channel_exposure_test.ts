import { assertEquals } from "@std/assert";
import { expose, type Exposure, fitExposure, type Frame, type Mask } from "../../../mod.ts";
import { lcgBytes, noiseFrame } from "../../helpers.ts";
import { frameAt, grayAt, memory, noiseMask, PLACES, SIZES } from "../twins.ts";

const DRIFTS: Exposure[] = [
  [{ gain: 1.2, offset: -12 }, { gain: 0.9, offset: 5 }, { gain: 1, offset: 14 }],
  [{ gain: 0.5, offset: 90 }, { gain: 1, offset: 0 }, { gain: -1, offset: 255 }],
];

/** Two pictures, of which a part shows something else. */
function pictures(width: number, height: number, k: number): [Frame, Frame] {
  const from = noiseFrame(width, height, k + 1);
  const to = expose(from, DRIFTS[k % DRIFTS.length]);
  const other = lcgBytes(to.bitmap.length, k + 3);
  to.bitmap.forEach((level, p) => {
    to.bitmap[p] = (p >> 2) % 10 < 2 ? other[p] : level + (other[p] & 7) - 3;
  });
  if (k % 3 === 2) from.bitmap.fill(90 + k);
  return [from, to];
}

for (const place of PLACES) {
  Deno.test(`fitExposure() is equal to the bit by kernels and plainly on frames ${place}`, () => {
    for (const [width, height] of [...SIZES, [160, 90], [333, 91]]) {
      for (let k = 0; k < 6; k++) {
        const [from, to] = pictures(width, height, k);
        const mask: Mask = noiseMask(width, height);
        for (const step of [1, 2, 4, 9]) {
          const what = JSON.stringify({ width, height, k, step });
          const [a, b] = [frameAt(place, from), frameAt(place, to)];
          const there = grayAt(place, mask);
          assertEquals(fitExposure(a, b, { step }), fitExposure(from, to, { step }), what);
          const wanted = fitExposure(from, to, { step, mask });
          assertEquals(fitExposure(a, b, { step, mask: there }), wanted, what);
          // A mask that lies elsewhere makes it plain.
          assertEquals(fitExposure(a, b, { step, mask }), wanted, what);
        }
      }
    }
  });
}

Deno.test("fitExposure() by kernels sums more pixels than fit into 31 bits, and keeps no memory", () => {
  const [from, to] = pictures(640, 360, 0);
  from.bitmap.forEach((level, p) => from.bitmap[p] = level | 128);
  const [a, b] = [frameAt("inside", from), frameAt("inside", to)];
  const before = memory.bytesInUse;
  assertEquals(fitExposure(a, b, { step: 1 }), fitExposure(from, to, { step: 1 }));
  assertEquals(memory.bytesInUse, before);
});
