import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  absdiff,
  estimateFrames,
  grayscale,
  type NumberedFrame,
  threshold,
  TutorialEstimator,
} from "../../mod.ts";
import { noiseFrame, numbered, row } from "../helpers.ts";
import { Feed } from "./feed.ts";

/** What an estimator says of frames, as copies. */
async function estimatesOf(frames: readonly NumberedFrame[], estimator: TutorialEstimator) {
  const estimates: { alphas: number[]; shown: number[] }[] = [];
  for await (const { matte, foreground } of estimateFrames(frames, estimator)) {
    if (matte) estimates.push({ alphas: [...matte.data], shown: [...foreground.bitmap] });
  }
  return estimates;
}

Deno.test("TutorialEstimator gives nothing for frames 1 and 2", async () => {
  using tutorial = new TutorialEstimator();
  using feed = new Feed(tutorial);
  assertEquals(await feed.estimate(numbered(1, row([0]))), undefined);
  assertEquals(await feed.estimate(numbered(2, row([255]))), undefined);
});

Deno.test("TutorialEstimator shows the even frame of the pair, whichever came last", async () => {
  using tutorial = new TutorialEstimator();
  using feed = new Feed(tutorial);
  const shown: (number | undefined)[] = [];
  for (const number of [1, 2, 3, 4, 5]) {
    const estimate = await feed.estimate(numbered(number, row([10 * number, 0])));
    shown.push(estimate?.foreground.bitmap[0]);
  }
  assertEquals(shown, [undefined, undefined, 20, 40, 40]);
});

Deno.test("TutorialEstimator takes a gray difference above the threshold as foreground", async () => {
  using tutorial = new TutorialEstimator({ threshold: 3 });
  const frames = [numbered(2, row([100, 100, 100])), numbered(3, row([103, 104, 96]))];
  const [{ alphas }] = await estimatesOf(frames, tutorial);
  assertEquals(alphas, [0, 255, 255]);
});

Deno.test("TutorialEstimator is absdiff, grayscale and threshold of the pair", async () => {
  using tutorial = new TutorialEstimator({ threshold: 40 });
  const [a, b] = [noiseFrame(9, 7, 1), noiseFrame(9, 7, 2)];
  const [{ alphas }] = await estimatesOf([numbered(3, a), numbered(4, b)], tutorial);
  assertEquals(alphas, [...threshold(grayscale(absdiff(a, b)), 40).data]);
});

Deno.test("TutorialEstimator may start in the middle: one frame before is enough", async () => {
  using whole = new TutorialEstimator();
  using part = new TutorialEstimator();
  const frames = [1, 2, 3, 4, 5, 6, 7].map((number) => numbered(number, noiseFrame(6, 5, number)));
  assertEquals(part.lookback, 1);
  const later = await estimatesOf(frames.slice(3), part);
  assertEquals(later.length, 3);
  assertEquals(later, (await estimatesOf(frames, whole)).slice(-3));
});

Deno.test("TutorialEstimator compares what a lent frame was, though it is overwritten", async () => {
  using tutorial = new TutorialEstimator();
  using feed = new Feed(tutorial);
  const lent = row([50, 50]);
  await feed.estimate(numbered(2, lent));
  lent.bitmap.set([90, 90, 90, 255]);
  assertEquals([...(await feed.estimate(numbered(3, lent)))!.matte.data], [255, 0]);
});

Deno.test("TutorialEstimator has nothing of the video before after reset(), not even its size", async () => {
  using tutorial = new TutorialEstimator();
  const frames = [2, 3].map((number) => numbered(number, row([number])));
  assertEquals((await estimatesOf(frames, tutorial)).length, 1);
  tutorial.reset();
  const others = [3, 4].map((number) => numbered(number, row([9, 9])));
  assertEquals((await estimatesOf(others, tutorial)).length, 1);
});

Deno.test("TutorialEstimator refuses a frame of another size", async () => {
  for (const numbers of [[2, 3], [3, 4]]) {
    using tutorial = new TutorialEstimator();
    const frames = [numbered(numbers[0], row([0])), numbered(numbers[1], row([0, 0]))];
    await assertRejects(() => estimatesOf(frames, tutorial), RangeError, "must be");
  }
});

for (const level of [-1, 256, NaN]) {
  Deno.test(`TutorialEstimator refuses a threshold of ${level}`, () => {
    assertThrows(() => new TutorialEstimator({ threshold: level }), RangeError, "from 0 to 255");
  });
}
