import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AverageEstimator,
  customMethod,
  type Frame,
  type MaskEstimator,
  MedianEstimator,
  SegmentEstimator,
} from "../../mod.ts";
import type { FrameStore } from "../../lib/pixels/mod.ts";
import { packSurvey, unpackSurvey } from "../../lib/methods/survey_bytes.ts";
import { made } from "../networks/made_segmenter.ts";
import { bothStores, clip, clipIn, masksOf } from "./passing.ts";
import { haunted, person, room, shirts } from "./rooms.ts";

/** Somebody goes through a room, and a ghost that the network sees stands in it. */
const frames: readonly Frame[] = Array.from({ length: 12 }, (_, k) => room([person(2 + 4 * k)]));
const sight = haunted(
  shirts,
  110,
  () => [{ x: 40, y: 4, width: 8, height: 8, color: [0, 0, 0, 255] }],
);

/** All that have a survey, some with options that make more of it. */
const estimators: Readonly<Record<string, () => MaskEstimator>> = {
  median: () => new MedianEstimator({ samples: 9 }),
  average: () => new AverageEstimator(),
  "average that goes on learning": () => new AverageEstimator({ learningRate: 0.1 }),
  segment: () => new SegmentEstimator(made(sight).open),
  "segment with every": () => new SegmentEstimator(made(sight).open, { every: 2 }),
  "a class of one's own": () => customMethod(MedianEstimator, "mine").create(),
};

/** Check that a survey is the same when it was saved and loaded, and makes a difference. */
async function assertSame(create: () => MaskEstimator, store: FrameStore): Promise<void> {
  using first = create();
  await first.survey!(clipIn(frames, store));
  const bytes = first.saveSurvey!();
  const wanted = await masksOf(first, frames, store);
  using second = create();
  second.loadSurvey!(bytes);
  // What was loaded can be handed on.
  assertEquals(second.saveSurvey!(), bytes);
  assertEquals(await masksOf(second, frames, store), wanted);
  using third = create();
  assert(JSON.stringify(await masksOf(third, frames, store)) !== JSON.stringify(wanted));
}

for (const [name, create] of Object.entries(estimators)) {
  Deno.test(`saveSurvey() of ${name}: who loads it gives the same masks`, async () => {
    for (const store of await bothStores()) {
      await assertSame(create, store);
      assertEquals(store.inUse, 0);
    }
  });

  Deno.test(`saveSurvey() of ${name}: what has learned nothing saves and loads nothing`, async () => {
    using surveyed = create();
    await surveyed.survey!(clip([]));
    for (const bytes of [surveyed.saveSurvey!(), create().saveSurvey!()]) {
      assertEquals(bytes.length, 0);
      using other = create();
      other.loadSurvey!(bytes);
      using fresh = create();
      assertEquals(await masksOf(other, frames), await masksOf(fresh, frames));
    }
  });

  Deno.test(`loadSurvey() of ${name} forgets all at reset(), and refuses other bytes`, async () => {
    using first = create();
    await first.survey!(clip(frames));
    const bytes = first.saveSurvey!();
    using second = create();
    second.loadSurvey!(bytes);
    second.reset();
    using fresh = create();
    assertEquals(await masksOf(second, frames), await masksOf(fresh, frames));
    for (const wrong of [bytes.subarray(1), bytes.subarray(0, 7), new Uint8Array(bytes.length)]) {
      assertThrows(() => fresh.loadSurvey!(wrong), RangeError, "Cannot load a survey");
    }
  });
}

Deno.test("saveSurvey() of segment without a plate of its own has nothing to save", async () => {
  using estimator = new SegmentEstimator(made(sight).open, { plate: false });
  await estimator.survey(clip(frames));
  assertEquals(estimator.saveSurvey().length, 0);
});

Deno.test("loadSurvey() takes bytes at any place of a buffer", () => {
  const packed = packSurvey({ width: 1, height: 1 }, Float32Array.of(1, 2, 3));
  const shifted = new Uint8Array(packed.length + 3);
  shifted.set(packed, 3);
  const { parts: [numbers] } = unpackSurvey(shifted.subarray(3), () => [12]);
  assertEquals([...new Float32Array(numbers.buffer)], [1, 2, 3]);
  using average = new AverageEstimator();
  average.loadSurvey(shifted.subarray(3));
  assertEquals(average.saveSurvey(), packed);
});
