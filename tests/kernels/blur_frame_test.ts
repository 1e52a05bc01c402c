import { assertEquals } from "@std/assert";
import { blurFrame, type Frame } from "../../mod.ts";
import { lcgBytes } from "../helpers.ts";
import { bytesOf, frameAt, grayAt, noiseGray, noiseMask, type Place, SIZES } from "./twins.ts";

/** Seeded noise, opaque or not. */
function noiseFrame(width: number, height: number, opaque: boolean): Frame {
  const bitmap = new Uint8ClampedArray(lcgBytes(4 * width * height, 7));
  if (opaque) { for (let p = 3; p < bitmap.length; p += 4) bitmap[p] = 255; }
  return { width, height, bitmap };
}

for (const place of ["inside", "inside, unaligned"] satisfies Place[]) {
  Deno.test(`blurFrame() of frames ${place} equals the plain twin bit for bit`, () => {
    for (const [width, height] of [...SIZES, [131, 77]] as [number, number][]) {
      const full = { width, height, data: new Uint8Array(width * height).fill(255) };
      const hole = { ...full, data: full.data.map((_, i) => i === width * height - 1 ? 0 : 255) };
      const mattes = [undefined, noiseMask(width, height), noiseGray(width, height, 5), full, hole];
      for (const radius of [0, 1, 7, 8, 24, 65, 500]) {
        mattes.forEach((weight, k) => {
          for (const opaque of [true, false]) {
            const frame = noiseFrame(width, height, opaque);
            const plain = blurFrame(frame, radius, weight && { weight });
            const out = frameAt(place, noiseFrame(width, height, false));
            const { around } = bytesOf(out);
            const placed = weight && grayAt(place, weight);
            blurFrame(frameAt(place, frame), radius, placed ? { weight: placed, out } : { out });
            const what = JSON.stringify([width, height, radius, k, opaque]);
            assertEquals(bytesOf(out), { own: [...plain.bitmap], around }, what);
          }
        });
      }
    }
  });

  Deno.test(`blurFrame() of a frame ${place} may write into it`, () => {
    const frame = noiseFrame(67, 41, true);
    const weight = noiseMask(67, 41);
    const wanted = blurFrame(frame, 16, { weight });
    const out = frameAt(place, frame);
    blurFrame(out, 16, { weight: grayAt(place, weight), out });
    assertEquals(bytesOf(out).own, [...wanted.bitmap]);
  });
}
