import { assert, assertEquals } from "@std/assert";
import { createGray, type Gray, type Mask, resizeArea } from "../../../mod.ts";
import { blockMotion } from "../../../lib/pixels/mod.ts";
import {
  type MotionFrame,
  MotionMean,
  motionSize,
} from "../../../lib/pixels/motion/motion_mean.ts";
import { motionSpeed } from "../../../lib/pixels/motion/motion_speed.ts";
import type { Steps } from "../../../lib/turns.ts";
import { bytesOf, grayAt, memory, noiseGray, noiseMask, type Place, SIZES } from "../twins.ts";

const INSIDE: readonly Place[] = ["inside", "inside, unaligned"];

/** Waves with some noise, moved to the right and down. */
function scene(width: number, height: number, right: number, down: number, seed: number): Gray {
  const { data: noise } = noiseGray(width, height, seed);
  const gray = createGray(width, height);
  for (let i = 0; i < gray.data.length; i++) {
    const [x, y] = [i % width - right, Math.floor(i / width) - down];
    gray.data[i] = 120 + 55 * Math.sin(x / 3 + Math.sin(y / 7)) + 55 * Math.sin(y / 4) +
      (noise[i] >> 5);
  }
  return gray;
}

const bits = ({ dx, dy }: { dx: Float32Array; dy: Float32Array }) =>
  [dx, dy].map((numbers) => [...new Int32Array(numbers.slice().buffer)]);

for (const place of INSIDE) {
  Deno.test(`blockMotion() of pictures ${place} equals the plain twin bit for bit`, () => {
    for (const [width, height] of [...SIZES, [101, 67]] as [number, number][]) {
      const from = scene(width, height, 0, 0, 1);
      for (const to of [scene(width, height, 2.3, -1.6, 2), noiseGray(width, height, 9)]) {
        for (
          const [side, margin, reach] of [[8, 2, 8], [4, 2, 8], [5, 0, 3], [16, 9, 2], [1, 1, 0]]
        ) {
          const blocks = [Math.ceil(width / side), Math.ceil(height / side)];
          const marks: Mask = noiseMask(blocks[0], blocks[1]);
          for (const where of [undefined, marks]) {
            const options = { side, margin, reach, where };
            const plain = blockMotion(from, to, options);
            const fast = blockMotion(grayAt(place, from), grayAt(place, to), options);
            assertEquals(bits(fast), bits(plain), JSON.stringify([width, height, side, margin]));
          }
        }
      }
    }
  });
}

/** A moment whose matte has a soft disc at a place. */
function momentOf(width: number, height: number, k: number): MotionFrame {
  const matte = createGray(width, height);
  const radius = Math.min(width, height) / 3;
  for (let i = 0; i < matte.data.length; i++) {
    const [x, y] = [i % width - width / 2 - 2.3 * k, Math.floor(i / width) - height / 2 + k];
    matte.data[i] = Math.max(0, Math.min(255, 128 + 40 * (radius - Math.hypot(x, y))));
  }
  const luma = scene(width, height, 2.3 * k, -k, 5 + k);
  return { matte, luma, small: resizeArea(luma, motionSize({ width, height })) };
}

const placed = (place: Place, { matte, luma, small }: MotionFrame): MotionFrame => ({
  matte: grayAt(place, matte),
  luma: grayAt(place, luma),
  small: grayAt(place, small),
});

/** Work that goes in steps: no thread helps here. */
const stepsOf = (work: Steps<void>) => work as Generator<void, void>;

for (const place of INSIDE) {
  Deno.test(`MotionMean of moments ${place} equals the plain twin bit for bit`, () => {
    const weights = Int32Array.from(
      { length: 256 },
      (_, c) => Math.round(256 * 2 ** -((c / 20) ** 2)),
    );
    const sizes = [...SIZES, [101, 67], [320, 181], [403, 270]] as [number, number][];
    for (const [width, height] of sizes) {
      const [now, before, after, next] = [0, -1, 1, 2].map((k) => momentOf(width, height, k));
      for (const others of [[before], [before, after, next], [now], []]) {
        const mean = new MotionMean(now.matte, weights);
        const out = createGray(width, height);
        const plainSteps = [...stepsOf(mean.mean(now, others, out))].length;
        const fast = grayAt(place, createGray(width, height));
        const around = bytesOf(fast).around;
        const there = others.map((other) => placed(place, other));
        const steps = [...stepsOf(mean.mean(placed(place, now), there, fast))].length;
        assertEquals(bytesOf(fast), { own: [...out.data], around }, `${width}×${height}`);
        assertEquals(steps, plainSteps);
      }
    }
  });
}

Deno.test("MotionMean of moments in kernel memory gives back what it takes, also where it ends early", () => {
  const [now, other] = [0, 1].map((k) => placed("inside", momentOf(96, 64, k)));
  const out = memory.createGray(96, 64);
  const mean = new MotionMean(out, new Int32Array(256).fill(256));
  for (const step of [1, 2]) assert([...stepsOf(mean.mean(now, [other], out))].length > step);
  const bytes = () => memory.createGray(1, 1).data.buffer.byteLength;
  const before = bytes();
  for (let k = 0; k < 2000; k++) {
    const steps = stepsOf(mean.mean(now, [other], out));
    steps.next();
    steps.return();
  }
  assertEquals(bytes(), before);
});

for (const place of INSIDE) {
  Deno.test(`motionSpeed() of pictures ${place} equals the plain twin bit for bit`, () => {
    for (const [width, height] of [...SIZES, [101, 67], [403, 270]] as [number, number][]) {
      const [before, after] = [scene(width, height, 0, 0, 1), scene(width, height, 3, 1, 2)];
      const everywhere = createGray(width, height);
      everywhere.data.fill(255);
      for (const region of [noiseMask(width, height), createGray(width, height), everywhere]) {
        const fast = motionSpeed(...[before, after, region].map((gray) => grayAt(place, gray)) as [
          Gray,
          Gray,
          Gray,
        ]);
        assertEquals(fast, motionSpeed(before, after, region), `${width}×${height}`);
      }
    }
  });
}
