import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { createFrame, createMatte, type Frame, type Matte } from "../../mod.ts";
import { grayOf, lcgBytes, noiseFrame, row } from "../helpers.ts";
import { bothStores } from "../methods/passing.ts";
import { refined } from "./refined.ts";

/** What comes out for mattes of one pixel, before a picture of these levels. */
async function smoothed(
  steps: string,
  alphas: number[],
  levels: number[] = alphas.map(() => 50),
): Promise<(number | undefined)[]> {
  const moments = alphas.map((alpha, k) => ({ matte: grayOf([[alpha]]), frame: row([levels[k]]) }));
  return (await refined(moments, steps)).map((matte) => matte?.[0]);
}

Deno.test("smooth takes the mean over time where nothing moves", async () => {
  assertEquals(await smoothed("smooth:1:1", [0, 0, 255, 0, 0]), [0, 85, 85, 85, 0]);
});

Deno.test("smooth leaves no trail where something moves", async () => {
  const alphas = await smoothed("smooth:1:1", [0, 0, 255, 0], [9, 9, 200, 9]);
  assertEquals(alphas, [0, 0, 255, 0]);
});

Deno.test("smooth of strength 0 changes nothing", async () => {
  assertEquals(await smoothed("smooth:0:2", [10, 200, 30]), [10, 200, 30]);
});

Deno.test("smooth without look-ahead looks back", async () => {
  assertEquals(await smoothed("smooth:1:0", [0, 100, 100]), [0, 50, 100]);
});

Deno.test("smooth with more look-ahead takes as many before as after", async () => {
  assertEquals(await smoothed("smooth:1:2", [0, 0, 200, 0, 0, 0]), [67, 50, 40, 40, 50, 0]);
});

Deno.test("smooth counts a neighbour by its strength", async () => {
  assertEquals(await smoothed("smooth:0.5:0", [0, 90]), [0, 60]);
});

/** A disc on a pattern, both moved by so much; its matte has noise. */
function moment(right: number, seed: number) {
  const [width, height] = [96, 64];
  const frame = createFrame(width, height);
  const matte = createMatte(width, height);
  const truth = createMatte(width, height);
  const noise = lcgBytes(width * height, seed);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width - right, Math.floor(i / width)];
    const alpha = Math.max(0, Math.min(1, 20.5 - Math.hypot(x - 40, y - 32)));
    const shade = 30 * Math.sin(x / 5 + y / 7) + 30 * Math.cos(y / 4 - x / 9);
    const level = alpha * (150 + shade) + (1 - alpha) * 20;
    frame.bitmap.set([level, level, level, 255], 4 * i);
    truth.data[i] = Math.round(255 * alpha);
    // The edge is uncertain, here more and there less.
    const isEdge = alpha > 0 && alpha < 1;
    matte.data[i] = isEdge
      ? Math.max(0, Math.min(255, 255 * alpha + (noise[i] - 128) / 3))
      : truth.data[i];
  }
  return { frame, matte, truth };
}

const meanError = (a: Matte, b: Matte) =>
  a.data.reduce((sum, alpha, i) => sum + Math.abs(alpha - b.data[i]), 0);

for (const speed of [0, 2, 5]) {
  Deno.test(`smooth calms an edge that moves by ${speed} pixels a frame, without a trail`, async () => {
    const moments = [0, 1, 2, 3, 4].map((k) => moment(speed * k, k + 1));
    const out = await refined(moments, "smooth:1:1");
    for (const k of [1, 2, 3]) {
      const error = meanError({ ...moments[k].matte, data: out[k]! }, moments[k].truth);
      const before = meanError(moments[k].matte, moments[k].truth);
      assert(error < 0.9 * before, `${error} instead of ${before}`);
    }
  });
}

Deno.test("smooth does not look across a cut", async () => {
  const [first, other] = [moment(0, 1), moment(0, 2)];
  // Another scene, bright, of which the matte knows nothing.
  other.frame.bitmap.forEach((level, p) => other.frame.bitmap[p] = p % 4 === 3 ? 255 : 255 - level);
  other.matte.data.fill(0);
  const out = await refined([first, first, other, other], "smooth:1:1");
  assertEquals(out, [first, first, other, other].map(({ matte }) => matte.data));
});

Deno.test("smooth does the same with kernels, at sizes that no block fits", async () => {
  for (const [width, height] of [[1, 1], [3, 2], [17, 5], [50, 37], [131, 93]]) {
    const moments = [1, 2, 3, 4].map((seed) => ({
      matte: { width, height, data: lcgBytes(width * height, seed) },
      frame: noiseFrame(width, height, 9),
    }));
    const results: unknown[] = [];
    for (const store of await bothStores()) {
      results.push(await refined(moments, "smooth:0.7:1", store));
      assertEquals(store.inUse, 0);
    }
    assertEquals(results[1], results[0], `${width}×${height}`);
  }
});

/** Somebody with a pattern, whose right edge is soft and at `edge`, before a wall with another. */
function scene(edge: number, width = 200, height = 96): { truth: Matte; frame: Frame } {
  const [truth, frame] = [createMatte(width, height), createFrame(width, height)];
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const share = Math.max(0, Math.min(1, (edge - x) / 6 + 0.5));
    const person = 170 + 40 * Math.sin((x - edge) / 5) + 40 * Math.sin(y / 7);
    const wall = 90 + 20 * Math.sin(x / 11) + 20 * Math.cos(y / 6);
    truth.data[i] = Math.round(255 * share);
    frame.bitmap.fill(share * person + (1 - share) * wall, 4 * i, 4 * i + 3);
    frame.bitmap[4 * i + 3] = 255;
  }
  return { truth, frame };
}

/** What of a matte is between 0 and 255 comes out wrong by up to so many levels. */
function noisy({ width, height, data }: Matte, most: number, seed: number): Matte {
  const noise = lcgBytes(data.length, seed);
  const wrong = data.map((alpha, i) => {
    const by = Math.round((noise[i] / 127.5 - 1) * most);
    return alpha === 0 || alpha === 255 ? alpha : Math.max(0, Math.min(255, alpha + by));
  });
  return { width, height, data: wrong };
}

/** Mean of the errors and of their absolute values, where the truth is soft. */
function errorsOf({ data }: Matte, { data: truth }: Matte) {
  let sum = 0, absolute = 0, count = 0;
  truth.forEach((alpha, i) => {
    if (alpha === 0 || alpha === 255) return;
    sum += data[i] - alpha;
    absolute += Math.abs(data[i] - alpha);
    count++;
  });
  return { lag: sum / count, error: absolute / count };
}

for (const speed of [0, 0.5, 1.3, 3, 6]) {
  Deno.test(`smooth averages noise away at an edge that moves by ${speed} pixels, without lag`, async () => {
    const scenes = Array.from({ length: 5 }, (_, k) => scene(80 + speed * k));
    const mattes = scenes.map(({ truth }, k) => noisy(truth, 60, k + 1));
    const moments = scenes.map(({ frame }, k) => ({ frame, matte: mattes[k] }));
    const out = await refined(moments, "smooth:1:1");
    for (const k of [1, 2, 3]) {
      const before = errorsOf(mattes[k], scenes[k].truth);
      const after = errorsOf({ ...mattes[k], data: out[k]! }, scenes[k].truth);
      // The mean of three is wrong by 1/√3 of what one is; the rest is for vectors.
      assert(after.error < 0.75 * before.error, `${after.error} of ${before.error}`);
      // One pixel of lag would be 42 levels.
      assertAlmostEquals(after.lag, before.lag, 5);
      // No trail: what is far from the edge stays as it is.
      scenes[k].truth.data.forEach((alpha, i) => {
        const away = i % 200 - (80 + speed * k);
        if (Math.abs(away) > 24) assertEquals(out[k]![i], alpha);
      });
    }
  });
}

const SIZES = [[1, 1], [1, 9], [9, 1], [23, 7], [101, 190], [202, 181]];

Deno.test("smooth leaves what does not change in time as it is, in every size", async () => {
  for (const [width, height] of SIZES) {
    const matte = { width, height, data: lcgBytes(width * height, 1) };
    const moments = [1, 2, 3].map((seed) => ({ matte, frame: noiseFrame(width, height, seed) }));
    for (const out of await refined(moments, "smooth:1:1")) {
      assert(out!.every((alpha, i) => alpha === matte.data[i]), `${width}×${height}`);
    }
  }
});

Deno.test("smooth takes the mean of whole mattes in every size", async () => {
  for (const [width, height] of SIZES) {
    const moments = [90, 30, 150].map((alpha) => {
      const matte = createMatte(width, height);
      matte.data.fill(alpha);
      return { matte, frame: createFrame(width, height) };
    });
    const out = await refined(moments, "smooth:1:1");
    assert(out[1]!.every((alpha) => alpha === 90), `${width}×${height}`);
  }
});
