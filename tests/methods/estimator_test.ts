import { assertEquals } from "@std/assert";
import {
  createEstimator,
  type Estimate,
  estimateFrames,
  type MaskEstimator,
  methods,
} from "../../mod.ts";
import type { FrameStore } from "../../lib/pixels/mod.ts";
import { grayOf, noiseFrame, numbered, row } from "../helpers.ts";
import { openBrightIsNear } from "../networks/made_depth.ts";
import { coarselyBright, made } from "../networks/made_segmenter.ts";
import { Feed } from "./feed.ts";
import { bothStores, clip, masksOf } from "./passing.ts";

Deno.test("createEstimator() shows the frame just read under the function's mask", async () => {
  const mask = grayOf([[0, 255]]);
  const seen: number[] = [];
  using estimator = createEstimator(({ number }) => {
    seen.push(number);
    return mask;
  });
  using feed = new Feed(estimator);
  const estimate = await feed.estimate(numbered(1, row([1, 2])));
  assertEquals([...estimate!.matte.data], [...mask.data]);
  assertEquals(estimate!.foreground.bitmap, row([1, 2]).bitmap);
  assertEquals(seen, [1]);
});

Deno.test("createEstimator() waits for a function that needs time, and passes undefined on", async () => {
  using estimator = createEstimator(
    (frame) => Promise.resolve(frame.number > 1 ? grayOf([[1]]) : undefined),
    { lookback: 2, warmUp: 1 },
  );
  assertEquals([estimator.lookback, estimator.warmUp], [2, 1]);
  assertEquals(await masksOf(estimator, [row([0]), row([0])]), [undefined, [1]]);
});

// The contract, over every estimator there is.
const estimators: Record<string, (width: number) => MaskEstimator> = {
  ...Object.fromEntries(
    Object.entries(methods).map(([name, { needsPlate, needsNetwork, takesDistance, create }]) => [
      name,
      (width) =>
        create({
          ...needsPlate && { cleanPlate: noiseFrame(width, 1, 99) },
          ...needsNetwork && { openSegmenter: made(coarselyBright).open },
          ...takesDistance && { openDepth: openBrightIsNear },
        }),
    ]),
  ),
  "createEstimator()": () => createEstimator((frame) => grayOf([new Array(frame.width).fill(255)])),
};

/** Those whose mattes are soft. */
const soft = ["chroma", "depth", "segment"];

/** All estimates of noise, in order: each is looked at while it is lent. */
async function estimatesOf<Result>(
  estimator: MaskEstimator,
  { width, count, seed = 1, store }: {
    width: number;
    count: number;
    seed?: number;
    store?: FrameStore;
  },
  look: (estimate: Estimate) => Result,
): Promise<(Result | undefined)[]> {
  const frames = Array.from({ length: count }, (_, k) => noiseFrame(width, 1, seed * (k + 1)));
  const results: (Result | undefined)[] = [];
  const options = { ...store && { store } };
  for await (
    const { number, matte, foreground } of estimateFrames(clip(frames), estimator, options)
  ) {
    results.push(matte && look({ matte, foreground }));
    assertEquals(number, results.length, "an estimate came out of turn");
  }
  return results;
}

for (const [name, create] of Object.entries(estimators)) {
  Deno.test(`${name}: gives an estimate from frame warmUp + 1 on, of the frame's size`, async () => {
    using estimator = create(5);
    const sizes = await estimatesOf(estimator, { width: 5, count: 6 }, (estimate) => {
      return [estimate.matte, estimate.foreground].map(({ width, height }) => [width, height]);
    });
    const wanted = [[5, 1], [5, 1]];
    assertEquals(sizes, sizes.map((_, i) => i < estimator.warmUp ? undefined : wanted));
  });

  const kind = soft.includes(name) ? "mattes of whole numbers" : "masks of 0 and 255";
  Deno.test(`${name}: writes ${kind} only`, async () => {
    using estimator = create(9);
    const unit = soft.includes(name) ? 1 : 255;
    const others = await estimatesOf(estimator, { width: 9, count: 4 }, ({ matte }) => {
      return [...matte.data].filter((value) => value % unit !== 0);
    });
    assertEquals(others.flatMap((values) => values ?? []), []);
  });

  Deno.test(`${name}: gives the same again after reset()`, async () => {
    using estimator = create(4);
    const masks = () => {
      return estimatesOf(
        estimator,
        { width: 4, count: 5, seed: 7 },
        ({ matte }) => [...matte.data],
      );
    };
    const first = await masks();
    estimator.reset();
    assertEquals(await masks(), first);
  });

  Deno.test(`${name}: gives the same by kernels as plainly, and keeps nothing of a store`, async () => {
    const [plain, kernels] = await bothStores();
    const found: unknown[] = [];
    for (const store of [plain, kernels]) {
      {
        using estimator = create(35);
        const look = ({ matte, foreground }: Estimate) => [[...matte.data], [...foreground.bitmap]];
        found.push(await estimatesOf(estimator, { width: 35, count: 6, store }, look));
      }
      assertEquals(store.inUse, 0);
    }
    assertEquals(found[1], found[0]);
  });
}
