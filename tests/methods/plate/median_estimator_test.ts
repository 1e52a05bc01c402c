import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { MedianEstimator } from "../../../mod.ts";
import { noiseFrame, row } from "../../helpers.ts";
import { bothStores, clip, clipIn, masksOf, passing, steps } from "../passing.ts";

Deno.test("MedianEstimator with a survey sees who passes in every frame", async () => {
  using median = new MedianEstimator({ exposure: false });
  await median.survey(clip(passing));
  assertEquals(await masksOf(median, passing), steps);
});

Deno.test("MedianEstimator without a survey learns from the last samples", async () => {
  using median = new MedianEstimator({ samples: 3, every: 1, exposure: false });
  const masks = await masksOf(median, passing);
  assertEquals(masks[0], [0, 0, 0, 0]);
  assertEquals(masks.slice(2), steps.slice(2));
});

Deno.test("MedianEstimator: a survey of nothing is none", async () => {
  using estimator = new MedianEstimator();
  await estimator.survey(clip([]));
  assertEquals((await masksOf(estimator, passing))[0], [0, 0, 0, 0]);
});

Deno.test("MedianEstimator.reset() forgets the survey, and the size", async () => {
  using estimator = new MedianEstimator();
  await estimator.survey(clip(passing));
  estimator.reset();
  assertEquals(await masksOf(estimator, [row([1, 2])]), [[0, 0]]);
  await assertRejects(() => masksOf(estimator, [row([1, 2]), row([1])]), RangeError, "2×1");
});

Deno.test("MedianEstimator gives the same masks by kernels and plainly, with a survey and without", async () => {
  const frames = Array.from({ length: 6 }, (_, k) => noiseFrame(70, 41, k + 1));
  for (const isSurveyed of [true, false]) {
    const masks: unknown[] = [];
    for (const store of await bothStores()) {
      using estimator = new MedianEstimator({ every: 2, samples: 3 });
      if (isSurveyed) await estimator.survey(clipIn(frames, store));
      masks.push(await masksOf(estimator, frames, store));
    }
    assertEquals(masks[1], masks[0]);
  }
});

Deno.test("MedianEstimator refuses options out of their range", () => {
  assertThrows(
    () => new MedianEstimator({ samples: 4 }),
    RangeError,
    "must be an odd number from 3 to 255, got 4",
  );
  assertThrows(() => new MedianEstimator({ every: 0 }), RangeError, "'every'");
});
