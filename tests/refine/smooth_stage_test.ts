import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  createFrame,
  createMatte,
  type Frame,
  type Matte,
  plainPixels,
  SimdPixels,
} from "../../mod.ts";
import { SmoothStage } from "../../lib/refine/smooth_stage.ts";
import { grayOf, lcgBytes, noiseFrame, row } from "../helpers.ts";

/** What comes out for mattes of one pixel, before a picture of these levels. */
function smoothed(stage: SmoothStage, alphas: number[], levels: number[] = alphas.map(() => 50)) {
  const out: (number | undefined)[] = [];
  for (const [k, alpha] of alphas.entries()) {
    out.push(stage.push({ matte: grayOf([[alpha]]), frame: row([levels[k]]) })?.matte.data[0]);
  }
  for (let k = 0; k < stage.lookahead; k++) out.push(stage.flush()?.matte.data[0]);
  return out;
}

Deno.test("SmoothStage takes the mean over time where nothing moves", () => {
  const alphas = smoothed(new SmoothStage(1, 1, plainPixels), [0, 0, 255, 0, 0]);
  assertEquals(alphas, [undefined, 0, 85, 85, 85, 0]);
});

Deno.test("SmoothStage leaves no trail where something moves", () => {
  const alphas = smoothed(new SmoothStage(1, 1, plainPixels), [0, 0, 255, 0], [9, 9, 200, 9]);
  assertEquals(alphas, [undefined, 0, 0, 255, 0]);
});

Deno.test("SmoothStage of strength 0 changes nothing", () => {
  const alphas = smoothed(new SmoothStage(0, 2, plainPixels), [10, 200, 30]);
  assertEquals(alphas, [undefined, undefined, 10, 200, 30]);
});

Deno.test("SmoothStage without look-ahead looks back, and comes at once", () => {
  assertEquals(smoothed(new SmoothStage(1, 0, plainPixels), [0, 100, 100]), [0, 50, 100]);
});

Deno.test("SmoothStage counts a neighbour by its strength", () => {
  assertEquals(smoothed(new SmoothStage(0.5, 0, plainPixels), [0, 90]), [0, 60]);
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
  Deno.test(`SmoothStage calms an edge that moves by ${speed} pixels a frame, without a trail`, () => {
    const stage = new SmoothStage(1, 1, plainPixels);
    const moments = [0, 1, 2, 3, 4].map((k) => moment(speed * k, k + 1));
    const errors: number[] = [];
    moments.forEach(({ matte, frame }, k) => {
      const out = stage.push({ matte, frame })?.matte;
      if (out && k > 1 && k < 4) errors.push(meanError(out, moments[k - 1].truth));
    });
    for (const [k, error] of errors.entries()) {
      const before = meanError(moments[k + 1].matte, moments[k + 1].truth);
      assert(error < 0.9 * before, `${error} instead of ${before}`);
    }
  });
}

Deno.test("SmoothStage does not look across a cut", () => {
  const stage = new SmoothStage(1, 1, plainPixels);
  const [first, other] = [moment(0, 1), moment(0, 2)];
  // Another scene, bright, of which the matte knows nothing.
  other.frame.bitmap.forEach((level, p) => other.frame.bitmap[p] = p % 4 === 3 ? 255 : 255 - level);
  other.matte.data.fill(0);
  const out: Uint8Array[] = [];
  for (const { matte, frame } of [first, first, other, other]) {
    const smoothed = stage.push({ matte, frame });
    if (smoothed) out.push(smoothed.matte.data.slice());
  }
  out.push(stage.flush()!.matte.data.slice());
  assertEquals(out.slice(0, 2), [first.matte.data, first.matte.data]);
  assertEquals(out.slice(2), [other.matte.data, other.matte.data]);
});

Deno.test("SmoothStage does the same with kernels, at sizes that no block fits", async () => {
  const pixels = await SimdPixels.load();
  for (const [width, height] of [[1, 1], [3, 2], [17, 5], [50, 37], [131, 93]]) {
    const results = [plainPixels, pixels].map((pixels) => {
      const stage = new SmoothStage(0.7, 1, pixels);
      const out: Uint8Array[] = [];
      for (let k = 0; k < 4; k++) {
        const matte = { width, height, data: lcgBytes(width * height, k + 1) };
        const smoothed = stage.push({ matte, frame: noiseFrame(width, height, 9) });
        if (smoothed) out.push(smoothed.matte.data.slice());
      }
      return out;
    });
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
  Deno.test(`SmoothStage averages noise away at an edge that moves by ${speed} pixels, without lag`, () => {
    const stage = new SmoothStage(1, 1, plainPixels);
    const scenes = Array.from({ length: 5 }, (_, k) => scene(80 + speed * k));
    const mattes = scenes.map(({ truth }, k) => noisy(truth, 60, k + 1));
    const out = scenes.map(({ frame }, k) => {
      const matte = stage.push({ matte: mattes[k], frame })?.matte;
      return matte && { ...matte, data: matte.data.slice() };
    });
    for (const k of [1, 2, 3]) {
      const before = errorsOf(mattes[k], scenes[k].truth);
      const after = errorsOf(out[k + 1]!, scenes[k].truth);
      // The mean of three is wrong by 1/√3 of what one is; the rest is for vectors.
      assert(after.error < 0.75 * before.error, `${after.error} of ${before.error}`);
      // One pixel of lag would be 42 levels.
      assertAlmostEquals(after.lag, before.lag, 5);
      // No trail: what is far from the edge stays as it is.
      scenes[k].truth.data.forEach((alpha, i) => {
        const away = i % 200 - (80 + speed * k);
        if (Math.abs(away) > 24) assertEquals(out[k + 1]!.data[i], alpha);
      });
    }
  });
}

Deno.test("SmoothStage leaves what does not change in time as it is, in every size", () => {
  for (const [width, height] of [[1, 1], [1, 9], [9, 1], [23, 7], [101, 190], [202, 181]]) {
    const stage = new SmoothStage(1, 1, plainPixels);
    const matte = { width, height, data: lcgBytes(width * height, 1) };
    const frames = [1, 2, 3].map((seed) => noiseFrame(width, height, seed));
    const out = frames.map((frame) => stage.push({ matte, frame })?.matte.data.slice());
    assertEquals(out[2], matte.data, `${width}×${height}`);
  }
});

Deno.test("SmoothStage takes the mean of whole mattes in every size", () => {
  for (const [width, height] of [[1, 1], [1, 9], [9, 1], [23, 7], [101, 190], [202, 181]]) {
    const stage = new SmoothStage(1, 1, plainPixels);
    const frame = { ...createFrame(width, height) };
    const out = [90, 30, 150].map((alpha) => {
      const matte = createMatte(width, height);
      matte.data.fill(alpha);
      return stage.push({ matte, frame })?.matte.data.slice();
    });
    assert(out[2]!.every((alpha) => alpha === 90), `${width}×${height}`);
  }
});
