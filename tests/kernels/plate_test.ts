import { assertEquals } from "@std/assert";
import { findEmpty } from "../../lib/methods/segment/find_empty.ts";
import { learnPlate } from "../../lib/methods/segment/learn_plate.ts";
import {
  comparePlate,
  plateDistance,
  type PlateRule,
} from "../../lib/methods/plate/plate_distance.ts";
import { addEvidence, evidenceTable } from "../../lib/methods/segment/plate_evidence.ts";
import {
  createFrame,
  createGray,
  createMask,
  type Exposure,
  type KernelMemory,
} from "../../mod.ts";
import { lcgBytes, noiseFrame } from "../helpers.ts";
import { assertSameBytes } from "../opencv/oracle/layout.ts";
import { assertTwin, frameAt, grayAt, memory, noiseGray, noiseMask } from "./twins.ts";
import { PLACES, plainly, SIZES } from "./twins.ts";

/** Seeded numbers from 0 to 1. */
function* numbers(seed: number): Generator<number> {
  for (let k = seed;; k++) for (const byte of lcgBytes(256, k)) yield byte / 255;
}

for (const place of PLACES) {
  Deno.test(`translate() is equal to its plain twin on rasters ${place}`, () => {
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

/** Some that cameras have, some that none has. */
function exposuresOf(random: Iterator<number>): Exposure[] {
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
  return exposures;
}

for (const place of PLACES) {
  Deno.test(`expose() is equal to its plain twin on rasters ${place}`, () => {
    for (const [width, height] of SIZES) {
      for (const [k, exposure] of exposuresOf(numbers(3)).entries()) {
        const what = { width, height, exposure };
        const frame = frameAt(place, noiseFrame(width, height, k));
        const out = frameAt(place, noiseFrame(width, height, 99));
        assertTwin((by, options) => by.expose(frame, exposure, options), out, what);
        const own = frameAt(place, frame);
        assertTwin((by, { out = own }) => by.expose(out, exposure, { out }), own, what);
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
  by?: KernelMemory,
): [Uint8Array, Float32Array][] {
  const { createFrame: make, createGray: makeMask } = by ?? { createFrame, createGray };
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
    comparePlate(frame, plate, noise, rule, out);
    return [out.data.slice(), noise.slice()];
  });
}

Deno.test("comparePlate() is equal by kernels and plainly, with any rule", () => {
  const random = numbers(7);
  const between = (least: number, most: number) =>
    least + (most - least) * (random.next().value as number);
  const exposures = exposuresOf(random);
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
        const found = comparison(width, height, rule, isWary, memory);
        assertEquals(found, wanted, JSON.stringify({ width, height, rule }));
        all += wanted[3][0].length;
        foreground += wanted[3][0].reduce((sum, value) => sum + (value & 1), 0);
      }
    }
  }
  // The cases do ask something.
  assertEquals(foreground > all / 10 && foreground < all * 0.95, true, `${foreground} of ${all}`);
});

Deno.test("plateDistance() is equal by kernels and plainly, with any exposure", () => {
  for (const [width, height] of SIZES) {
    for (const [k, exposure] of exposuresOf(numbers(11)).entries()) {
      const [frame, plate] = [1, 2].map((seed) => noiseFrame(width, height, seed + k));
      const out = createGray(width, height);
      plateDistance(frame, plate, exposure, out);
      const [inFrame, inPlate] = [frame, plate].map((raster) => frameAt("inside", raster));
      const twin = memory.createGray(width, height);
      plateDistance(inFrame, inPlate, exposure, twin);
      assertEquals([...twin.data], [...out.data], JSON.stringify({ width, height, exposure }));
    }
  }
});

Deno.test("plateDistance() rounds every root down, by kernels too", () => {
  // All pairs of two channels' differences, with some of the third's.
  const [frame, plate] = [1, 2].map(() => memory.createFrame(256, 256));
  const [twin, out] = [memory.createGray(256, 256), createGray(256, 256)];
  const same = { gain: 1, offset: 0 };
  for (const blue of [0, 1, 2, 77, 254, 255]) {
    for (let i = 0; i < 65536; i++) frame.bitmap.set([i & 255, i >> 8, blue, 255], 4 * i);
    plateDistance(frame, plate, [same, same, same], twin);
    plainly(() => plateDistance(frame, plate, [same, same, same], out));
    assertSameBytes(twin.data, out.data, { blue });
    assertEquals(out.data[3 << 8 | 4], Math.floor(Math.min(255, Math.hypot(3, 4, blue))));
  }
});

/** Ten frames, in part alike, learned from; plate and counts after each. */
function learned(width: number, height: number, seed: number, by?: KernelMemory) {
  const { createFrame: make, createGray: makeGray } = by ?? { createFrame, createGray };
  const [plate, frame] = [0, 1].map(() => make.call(by, width, height));
  const [counts, matte] = [0, 1].map(() => makeGray.call(by, width, height));
  // Some pixels are known by any count already.
  counts.data.set(lcgBytes(width * height, seed).map((n, i) => i % 3 === 0 ? 0 : n));
  plate.bitmap.set(noiseFrame(width, height, seed + 1).bitmap);
  const draw = numbers(seed);
  const upTo = (limit: number) => Math.floor((draw.next().value as number) * limit);
  return Array.from({ length: 10 }, (_, k) => {
    const noise = noiseFrame(width, height, seed + k).bitmap;
    frame.bitmap.forEach((_, p) => {
      const far = (p >> 2) % 5 === k % 5;
      frame.bitmap[p] = far ? noise[p] : plate.bitmap[p] + noise[p] % 51 - 25;
    });
    matte.data.set(noiseMask(width, height).data.map((m, i) => i % 7 === k % 7 ? 60 : m));
    const rule = { nearest: upTo(256), surelyBackground: upTo(256), most: 1 + upTo(31) };
    learnPlate(plate, counts, frame, matte, k % 2 === 0 ? {} : rule);
    return [plate.bitmap.slice(), counts.data.slice()];
  });
}

Deno.test("learnPlate() is equal by kernels and plainly, by any rule", () => {
  for (const [width, height] of SIZES) {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const wanted = learned(width, height, seed);
      assertEquals(learned(width, height, seed, memory), wanted, `${width}×${height}, ${seed}`);
    }
  }
});

Deno.test("learnPlate()'s kernel divides every difference by every count as the plain twin does", () => {
  // Column: the difference. Row: the count.
  const nobody = memory.createGray(256, 256);
  for (const isDown of [false, true]) {
    const results = [undefined, memory].map((by) => {
      const [plate, frame] = [0, 1].map(() => by?.createFrame(256, 256) ?? createFrame(256, 256));
      const counts = by?.createGray(256, 256) ?? createGray(256, 256);
      const [moving, still] = isDown ? [plate, frame] : [frame, plate];
      for (let i = 0; i < 65536; i++) {
        counts.data[i] = i >> 8;
        moving.bitmap.fill(i & 255, 4 * i, 4 * i + 4);
        still.bitmap.fill(0, 4 * i, 4 * i + 4);
      }
      learnPlate(plate, counts, frame, nobody, { nearest: 255, most: 31 });
      return plate.bitmap;
    });
    assertSameBytes(results[1], results[0], { isDown });
  }
});

const atOnce = <Result>(work: () => Result) => work();

for (const place of PLACES) {
  Deno.test(`findEmpty() and addEvidence() are equal by kernels and plainly on rasters ${place}`, () => {
    const tables = [0, 0.25, 0.5, 1].map(evidenceTable);
    // One that keeps neither 0 nor 255, which no evidence makes.
    tables.push(lcgBytes(65536, 3), new Uint8Array(65536).map((_, at) => at >> 8));
    for (const [width, height] of SIZES) {
      const soft = noiseGray(width, height, 1);
      soft.data.forEach((_, i) => {
        if ((i >> 4) % 3 < 2) soft.data[i] = (i >> 4) % 3 === 0 ? 0 : 255;
      });
      const noisy = (seed: number) =>
        noiseGray(width, height, seed).data.map((n, i) => (i >> 3) % 2 === 0 ? n % 32 : n);
      const results = [true, false].map((isPlain) =>
        (isPlain ? plainly : atOnce)(() => {
          // The matte may lie anywhere; the masks that are changed may not.
          const there = place === "elsewhere" ? "inside" : place;
          const known = grayAt(there, noiseGray(width, height, 2));
          const near = grayAt(there, noiseMask(width, height));
          for (const mask of [known, near]) {
            mask.data.forEach((value, i) => mask.data[i] = value > 40 ? 255 : 0);
          }
          const matte = grayAt(place, soft), empty = grayAt(there, createMask(width, height));
          const count = findEmpty(matte, 25, { known, near, empty });
          const [exact, mean] = [3, 4].map((seed) =>
            grayAt(place, { width, height, data: noisy(seed) })
          );
          const corrected = tables.map((table) => {
            const copy = grayAt(place, matte);
            addEvidence(copy, exact, mean, near, table);
            return copy.data.slice();
          });
          return { count, near: near.data.slice(), empty: empty.data.slice(), corrected };
        })
      );
      assertEquals(results[1], results[0], `${width}×${height}`);
      assertEquals(results[0].count, results[0].empty.filter(Boolean).length);
    }
  });
}
