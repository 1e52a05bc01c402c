import { assertEquals, assertThrows } from "@std/assert";
import { absdiff, grayscale, threshold, TutorialEstimator } from "../../mod.ts";
import { noiseFrame, numbered, row } from "../helpers.ts";

Deno.test("TutorialEstimator gives nothing for frames 1 and 2", () => {
  using tutorial = new TutorialEstimator();
  assertEquals(tutorial.estimate(numbered(1, row([0]))), undefined);
  assertEquals(tutorial.estimate(numbered(2, row([255]))), undefined);
});

Deno.test("TutorialEstimator shows the even frame of the pair, whichever came last", () => {
  using tutorial = new TutorialEstimator();
  const frames = [1, 2, 3, 4, 5].map((number) => numbered(number, row([10 * number, 0])));
  const shown = frames.map((frame) => tutorial.estimate(frame)?.foreground.bitmap[0]);
  assertEquals(shown, [undefined, undefined, 20, 40, 40]);
});

Deno.test("TutorialEstimator takes a gray difference above the threshold as foreground", () => {
  using tutorial = new TutorialEstimator({ threshold: 3 });
  tutorial.estimate(numbered(2, row([100, 100, 100])));
  const estimate = tutorial.estimate(numbered(3, row([103, 104, 96])));
  assertEquals([...estimate!.matte.data], [0, 255, 255]);
});

Deno.test("TutorialEstimator is absdiff, grayscale and threshold of the pair", () => {
  using tutorial = new TutorialEstimator({ threshold: 40 });
  const [a, b] = [noiseFrame(9, 7, 1), noiseFrame(9, 7, 2)];
  tutorial.estimate(numbered(3, a));
  const { matte } = tutorial.estimate(numbered(4, b))!;
  assertEquals(matte, threshold(grayscale(absdiff(a, b)), 40));
});

Deno.test("TutorialEstimator may start in the middle: one frame before is enough", () => {
  using whole = new TutorialEstimator();
  using part = new TutorialEstimator();
  const frames = [1, 2, 3, 4, 5, 6, 7].map((number) => numbered(number, noiseFrame(6, 5, number)));
  for (const frame of frames.slice(0, 4)) whole.estimate(frame);
  assertEquals(part.lookback, 1);
  assertEquals(part.estimate(frames[3]), undefined);
  for (const frame of frames.slice(4)) {
    assertEquals(part.estimate(frame), whole.estimate(frame));
  }
});

Deno.test("TutorialEstimator keeps copies: a lent frame may be overwritten", () => {
  using tutorial = new TutorialEstimator();
  const lent = row([50, 50]);
  tutorial.estimate(numbered(2, lent));
  lent.bitmap.set([90, 90, 90, 255]);
  assertEquals([...tutorial.estimate(numbered(3, lent))!.matte.data], [255, 0]);
});

Deno.test("TutorialEstimator.reset() forgets the frames and their size", () => {
  using tutorial = new TutorialEstimator();
  tutorial.estimate(numbered(2, row([0])));
  tutorial.reset();
  assertEquals(tutorial.estimate(numbered(3, row([9, 9]))), undefined);
});

Deno.test("TutorialEstimator refuses a frame of another size", () => {
  using tutorial = new TutorialEstimator();
  tutorial.estimate(numbered(1, row([0])));
  assertThrows(
    () => tutorial.estimate(numbered(3, row([0, 0]))),
    RangeError,
    "'frame' must be 1×1",
  );
  assertThrows(() => tutorial.estimate(numbered(4, row([0, 0]))), RangeError);
});

for (const level of [-1, 256, NaN]) {
  Deno.test(`TutorialEstimator refuses a threshold of ${level}`, () => {
    assertThrows(() => new TutorialEstimator({ threshold: level }), RangeError, "from 0 to 255");
  });
}
