import { assertEquals } from "@std/assert";
import { comparePlate, type PlateRule } from "../../lib/masks/plate_distance.ts";
import { createFrame, createMask, type Exposure, SimdPixels } from "../../mod.ts";
import { lcgBytes, noiseFrame } from "../helpers.ts";
import { assertTwin, frameAt, noiseMask, pixels, PLACES, SIZES } from "./twins.ts";

/** Seeded numbers from 0 to 1. */
function* numbers(seed: number): Generator<number> {
  for (let k = seed;; k++) for (const byte of lcgBytes(256, k)) yield byte / 255;
}

for (const place of PLACES) {
  Deno.test(`SimdPixels.translate() is equal to its plain twin on rasters ${place}`, () => {
    const random = numbers(5);
    const draw = () => random.next().value as number;
    for (const [width, height] of SIZES) {
      for (let k = 0; k < 12; k++) {
        const reach = [1, 3, 400][k % 3];
        const shift = { dx: (draw() * 2 - 1) * reach, dy: (draw() * 2 - 1) * reach };
        const frame = frameAt(place, noiseFrame(width, height, k));
        const out = frameAt(place, noiseFrame(width, height, 99));
        assertTwin((by, options) => by.translate(frame, shift, options), out, {
          width,
          height,
          shift,
        });
        const own = frameAt(place, frame);
        assertTwin((by, { out = own }) => by.translate(out, shift, { out }), own, shift);
      }
    }
  });
}

/** A comparison, four frames long, as mask and noise of each. */
function comparison(
  width: number,
  height: number,
  rule: PlateRule,
  isWary: boolean,
  by?: SimdPixels,
): [Uint8Array, Float32Array][] {
  const { createFrame: make, createMask: makeMask } = by ?? { createFrame, createMask };
  const [frame, plate, variances] = [0, 1, 2].map(() => make.call(by, width, height));
  const [out, trusted] = [0, 1].map(() => makeMask.call(by, width, height));
  trusted.data.set(noiseMask(width, height).data);
  if (isWary) rule = { ...rule, trusted };
  const { buffer, byteOffset } = variances.bitmap;
  const noise = new Float32Array(buffer, byteOffset, width * height);
  plate.bitmap.set(noiseFrame(width, height, 1).bitmap);
  return [2, 3, 4, 5].map((seed) => {
    // Some near to the plate, some not, some equal to it.
    const far = noiseFrame(width, height, seed).bitmap;
    frame.bitmap.forEach((_, p) => {
      const part = (p >> 2) % 4;
      const level = plate.bitmap[p];
      frame.bitmap[p] = part === 0 ? level : part === 1 ? far[p] : level * 0.8 + far[p] / 16;
    });
    comparePlate(frame, plate, noise, rule, out, by?.bench);
    return [out.data.slice(), noise.slice()];
  });
}

Deno.test("comparePlate() is equal by kernels and plainly, with any rule", () => {
  if (!(pixels instanceof SimdPixels)) return;
  const random = numbers(7);
  const between = (least: number, most: number) =>
    least + (most - least) * (random.next().value as number);
  const exposures: Exposure[] = Array.from({ length: 10 }, (_, k) => {
    const wild = k > 6;
    const channel = () => ({
      gain: wild ? between(-9, 9) : between(0.5, 1.5),
      offset: wild ? between(-3000, 3000) : between(-60, 60),
    });
    return [channel(), channel(), channel()];
  });
  exposures.push([{ gain: 1, offset: 0 }, { gain: 1, offset: -255 }, { gain: -1, offset: 255 }]);
  const brightnesses = [[1, 1], [0.5, 1.3], [0, 4], [0.37, 1]];
  let foreground = 0, all = 0;
  for (const [width, height] of SIZES) {
    for (const exposure of exposures) {
      for (const [dimmest, brightest] of brightnesses) {
        const threshold = between(0, 80), noiseRate = between(0, 1);
        // Learns from some pixels only, now and then.
        const isWary = between(0, 1) < 0.5;
        const rule = { exposure, threshold, dimmest, brightest, noiseRate };
        const wanted = comparison(width, height, rule, isWary);
        const found = comparison(width, height, rule, isWary, pixels);
        assertEquals(found, wanted, JSON.stringify({ width, height, rule }));
        all += wanted[3][0].length;
        foreground += wanted[3][0].reduce((sum, value) => sum + (value & 1), 0);
      }
    }
  }
  // The cases do ask something.
  assertEquals(foreground > all / 10 && foreground < all * 0.95, true, `${foreground} of ${all}`);
});
