import { assertEquals, assertThrows } from "@std/assert";
import {
  AverageEstimator,
  DifferenceEstimator,
  type Frame,
  type MaskEstimator,
  MedianEstimator,
  methods,
  type NumberedFrame,
  SimdPixels,
} from "../../mod.ts";
import { SampledFrames } from "../../lib/masks/sampled_frames.ts";
import { noiseFrame, numbered, row } from "../helpers.ts";

async function* clip(frames: readonly Frame[]): AsyncGenerator<NumberedFrame> {
  for (const [i, frame] of frames.entries()) yield numbered(i + 1, frame);
}

/** Somebody of level 200 passes over four pixels of level 50, one a frame. */
const passing = [0, 1, 2, 3].map((at) => row([0, 1, 2, 3].map((x) => x === at ? 200 : 50)));
const steps = [[255, 0, 0, 0], [0, 255, 0, 0], [0, 0, 255, 0], [0, 0, 0, 255]];

async function masksOf(estimator: MaskEstimator, frames: readonly Frame[]) {
  const masks: (number[] | undefined)[] = [];
  for await (const frame of clip(frames)) {
    const estimate = await estimator.estimate(frame);
    masks.push(estimate && [...estimate.matte.data]);
  }
  return masks;
}

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

Deno.test("AverageEstimator is the average of the survey, and of the stream without one", async () => {
  using average = new AverageEstimator({ exposure: false, threshold: 80 });
  await average.survey(clip(passing));
  assertEquals(await masksOf(average, passing), steps);
  using still = new AverageEstimator({ exposure: false, learningRate: 0 });
  assertEquals((await masksOf(still, passing))[3], [255, 0, 0, 255]);
  using quick = new AverageEstimator({ exposure: false, learningRate: 1 });
  assertEquals((await masksOf(quick, passing))[3], [0, 0, 255, 255]);
});

for (
  const [name, make] of [
    ["MedianEstimator", () => new MedianEstimator()],
    ["AverageEstimator", () => new AverageEstimator()],
  ] as const
) {
  Deno.test(`${name}: a survey of nothing is none`, async () => {
    using estimator = make();
    await estimator.survey(clip([]));
    assertEquals((await masksOf(estimator, passing))[0], [0, 0, 0, 0]);
  });

  Deno.test(`${name}.reset() forgets the survey, and the size`, async () => {
    using estimator = make();
    await estimator.survey(clip(passing));
    estimator.reset();
    assertEquals(await masksOf(estimator, [row([1, 2])]), [[0, 0]]);
    assertThrows(() => estimator.estimate(numbered(2, row([1]))), RangeError, "2×1");
  });

  Deno.test(`${name} gives the same masks by kernels and plainly`, async () => {
    const frames = Array.from({ length: 6 }, (_, k) => noiseFrame(70, 41, k + 1));
    const kernels = await SimdPixels.load();
    const run = async (pixels: typeof kernels | undefined) => {
      using estimator = methods[name === "MedianEstimator" ? "median" : "average"].create({
        pixels,
      });
      await estimator.survey?.(clip(frames));
      return await masksOf(estimator, frames);
    };
    assertEquals(await run(kernels), await run(undefined));
  });
}

Deno.test("MedianEstimator and AverageEstimator refuse options out of their range", () => {
  assertThrows(() => new MedianEstimator({ samples: 4 }), RangeError, "must be odd");
  assertThrows(() => new MedianEstimator({ every: 0 }), RangeError, "'every'");
  assertThrows(() => new AverageEstimator({ learningRate: 2 }), RangeError, "from 0 to 1, got 2");
  assertThrows(() => new AverageEstimator({ threshold: -1 }), RangeError, "'threshold'");
});

Deno.test("DifferenceEstimator compares with the frame so many before, and shows its own", () => {
  using two = new DifferenceEstimator({ framesApart: 2 });
  const estimates = passing.map((frame, i) => two.estimate(numbered(i + 1, frame)));
  assertEquals(estimates.slice(0, 2), [undefined, undefined]);
  assertEquals([...estimates[3]!.foreground.bitmap], [...passing[3].bitmap]);
});

Deno.test("DifferenceEstimator masks what changed", async () => {
  using one = new DifferenceEstimator();
  assertEquals(await masksOf(one, passing), [
    undefined,
    [255, 255, 0, 0],
    [0, 255, 255, 0],
    [0, 0, 255, 255],
  ]);
});

Deno.test("DifferenceEstimator with three frames has no double outline, and the last by flush()", async () => {
  using three = new DifferenceEstimator({ threeFrames: true });
  assertEquals(await masksOf(three, passing), [undefined, undefined, steps[1], steps[2]]);
  assertEquals([...three.flush()!.matte.data], [0, 0, 255, 255]);
  assertEquals(three.flush(), undefined);
});

Deno.test("DifferenceEstimator refuses wrong options and another size, and forgets by reset()", () => {
  assertThrows(
    () => new DifferenceEstimator({ framesApart: 0 }),
    RangeError,
    "from 1 to 100, got 0",
  );
  assertThrows(() => new DifferenceEstimator({ threshold: 256 }), RangeError, "from 0 to 255");
  using one = new DifferenceEstimator();
  one.estimate(numbered(1, row([1])));
  one.estimate(numbered(2, row([1])));
  assertThrows(() => one.estimate(numbered(3, row([1, 2]))), RangeError, "must be 1×1");
  one.reset();
  assertEquals(one.estimate(numbered(1, row([1, 2]))), undefined);
});

Deno.test("SampledFrames keeps evenly spaced frames, and copies of them", () => {
  const sampled = new SampledFrames(4);
  const lent = row([0]);
  for (let level = 0; level < 20; level++) {
    lent.bitmap.fill(level, 0, 3);
    sampled.add(lent);
  }
  const kept = sampled.frames.map(({ bitmap }) => bitmap[0]);
  assertEquals(kept, [0, 8, 16]);
});

Deno.test("methods: the defaults that settings tell are those of the method", async () => {
  const frames = Array.from({ length: 9 }, (_, k) => noiseFrame(24, 11, k + 1));
  for (const [name, method] of Object.entries(methods)) {
    const cleanPlate = noiseFrame(24, 11, 1);
    const told = Object.fromEntries(
      Object.entries(method.settings ?? {}).map(([key, setting]) => [key, setting.default]),
    );
    using silent = method.create({ cleanPlate });
    using explicit = method.create({ cleanPlate, settings: told });
    assertEquals(await masksOf(explicit, frames), await masksOf(silent, frames), name);
  }
});
