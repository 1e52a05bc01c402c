import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  createFrame,
  KnnEstimator,
  type MaskEstimator,
  type Pixels,
  SimdPixels,
} from "../../mod.ts";
import { AverageEstimator, MedianEstimator, Mog2Estimator } from "../../mod.ts";
import { temporalMedian, temporalMedianInSteps } from "../../lib/pixels/motion/temporal_median.ts";
import { lcgBytes } from "../helpers.ts";

/** Somewhat more than three million pixels: so many steps there are at least. */
const [WIDTH, HEIGHT] = [2051, 1537];

function frames(): { number: number; width: number; height: number; bitmap: Uint8ClampedArray }[] {
  const noise = lcgBytes(WIDTH * HEIGHT + 5, 7);
  return [1, 2, 3].map((number) => {
    const { bitmap } = createFrame(WIDTH, HEIGHT);
    for (let p = 0; p < bitmap.length; p++) bitmap[p] = p & 3 ? noise[(p >> 2) + number] >> 1 : 255;
    return { number, width: WIDTH, height: HEIGHT, bitmap };
  });
}

const estimators: Record<string, (pixels: Pixels) => MaskEstimator> = {
  knn: (pixels) => new KnnEstimator({ pixels }),
  mog2: (pixels) => new Mog2Estimator({ pixels, warmUp: 0 }),
  median: (pixels) => new MedianEstimator({ pixels, every: 1 }),
  average: (pixels) => new AverageEstimator({ pixels }),
};

for (const [name, create] of Object.entries(estimators)) {
  Deno.test(`${name} gives turns within a large frame, and the same masks`, async () => {
    const pixels = await SimdPixels.load();
    using atOnce = create(pixels);
    using inSteps = create(pixels);
    let turns = 0;
    for (const frame of frames()) {
      const wanted = await atOnce.estimate(frame);
      const steps = inSteps.estimateInSteps!(frame);
      let step = steps.next();
      for (; !step.done; step = steps.next()) turns++;
      const own = wanted!.matte.data;
      assert(step.value!.matte.data.every((value, i) => value === own[i]), `frame ${frame.number}`);
    }
    assert(turns >= 5, `${turns} turns`);
  });
}

Deno.test("temporalMedianInSteps() gives turns, and temporalMedian()'s picture", () => {
  const pictures = frames();
  const steps = temporalMedianInSteps(pictures, temporalMedian);
  let turns = 0;
  let step = steps.next();
  for (; !step.done; step = steps.next()) turns++;
  assertEquals(turns, Math.ceil(HEIGHT / Math.floor(2 ** 20 / WIDTH)));
  const { bitmap } = temporalMedian(pictures);
  const made = step.value.bitmap;
  assert(bitmap.every((value, p) => value === made[p]));
});

Deno.test("knn ends its steps when it is let go meanwhile", async () => {
  const pixels = await SimdPixels.load();
  const knn = new KnnEstimator({ pixels });
  const steps = knn.estimateInSteps(frames()[0]);
  steps.next();
  knn[Symbol.dispose]();
  assertThrows(() => steps.next(), Error, "gone");
});
