import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { AverageEstimator } from "../../../mod.ts";
import { noiseFrame, row } from "../../helpers.ts";
import { bothStores, clip, clipIn, masksOf, passing, steps } from "../passing.ts";

Deno.test("AverageEstimator is the average of the survey, and of the stream without one", async () => {
  using average = new AverageEstimator({ exposure: false, threshold: 80 });
  await average.survey(clip(passing));
  assertEquals(await masksOf(average, passing), steps);
  using still = new AverageEstimator({ exposure: false, learningRate: 0 });
  assertEquals((await masksOf(still, passing))[3], [255, 0, 0, 255]);
  using quick = new AverageEstimator({ exposure: false, learningRate: 1 });
  assertEquals((await masksOf(quick, passing))[3], [0, 0, 255, 255]);
});

Deno.test("AverageEstimator: a survey of nothing is none", async () => {
  using estimator = new AverageEstimator();
  await estimator.survey(clip([]));
  assertEquals((await masksOf(estimator, passing))[0], [0, 0, 0, 0]);
});

Deno.test("AverageEstimator.reset() forgets the survey, and the size", async () => {
  using estimator = new AverageEstimator();
  await estimator.survey(clip(passing));
  estimator.reset();
  assertEquals(await masksOf(estimator, [row([1, 2])]), [[0, 0]]);
  await assertRejects(() => masksOf(estimator, [row([1, 2]), row([1])]), RangeError, "2×1");
});

Deno.test("AverageEstimator gives the same masks by kernels and plainly, with a survey and without", async () => {
  const frames = Array.from({ length: 6 }, (_, k) => noiseFrame(70, 41, k + 1));
  for (const isSurveyed of [true, false]) {
    const masks: unknown[] = [];
    for (const store of await bothStores()) {
      using estimator = new AverageEstimator({ learningRate: 0.3 });
      if (isSurveyed) await estimator.survey(clipIn(frames, store));
      masks.push(await masksOf(estimator, frames, store));
    }
    assertEquals(masks[1], masks[0]);
  }
});

Deno.test("AverageEstimator refuses options out of their range", () => {
  assertThrows(() => new AverageEstimator({ learningRate: 2 }), RangeError, "from 0 to 1, got 2");
  assertThrows(() => new AverageEstimator({ threshold: -1 }), RangeError, "'threshold'");
});
