import { assertEquals, assertStrictEquals } from "@std/assert";
import { createEstimator, type MaskEstimator, methods } from "../../mod.ts";
import { grayOf, noiseFrame, numbered, row } from "../helpers.ts";

Deno.test("createEstimator() shows the frame just read under the function's mask", async () => {
  const mask = grayOf([[0, 255]]);
  using estimator = createEstimator(() => mask);
  const frame = numbered(1, row([1, 2]));
  const estimate = await estimator.estimate(frame);
  assertStrictEquals(estimate!.matte, mask);
  assertStrictEquals(estimate!.foreground, frame);
});

Deno.test("createEstimator() waits for a function that needs time, and passes undefined on", async () => {
  using estimator = createEstimator(
    (frame) => Promise.resolve(frame.number > 1 ? grayOf([[1]]) : undefined),
    { lookback: 2, warmUp: 1 },
  );
  assertEquals([estimator.lookback, estimator.warmUp], [2, 1]);
  assertEquals(await estimator.estimate(numbered(1, row([0]))), undefined);
  assertEquals((await estimator.estimate(numbered(2, row([0]))))!.matte, grayOf([[1]]));
});

// The contract, over every estimator there is.
const estimators: Record<string, (width: number) => MaskEstimator> = {
  ...Object.fromEntries(
    Object.entries(methods).map(([name, { needsPlate, create }]) => [
      name,
      (width) => create(needsPlate ? { cleanPlate: noiseFrame(width, 1, 99) } : {}),
    ]),
  ),
  "createEstimator()": () => createEstimator((frame) => grayOf([new Array(frame.width).fill(255)])),
};

/** Those whose mattes are soft. */
const soft = ["chroma"];

for (const [name, create] of Object.entries(estimators)) {
  Deno.test(`${name}: gives an estimate from frame warmUp + 1 on, of the frame's size`, async () => {
    using estimator = create(5);
    for (let number = 1; number <= 6; number++) {
      const estimate = await estimator.estimate(numbered(number, noiseFrame(5, 1, number)));
      assertEquals(estimate !== undefined, number > estimator.warmUp);
      if (estimate === undefined) continue;
      for (const raster of [estimate.matte, estimate.foreground]) {
        assertEquals([raster.width, raster.height], [5, 1]);
      }
    }
  });

  const kind = soft.includes(name) ? "mattes of whole numbers" : "masks of 0 and 255";
  Deno.test(`${name}: writes ${kind} only`, async () => {
    using estimator = create(9);
    for (let number = 1; number <= 4; number++) {
      const estimate = await estimator.estimate(numbered(number, noiseFrame(9, 1, number)));
      const unit = soft.includes(name) ? 1 : 255;
      assertEquals([...estimate?.matte.data ?? []].filter((value) => value % unit !== 0), []);
    }
  });

  Deno.test(`${name}: gives the same again after reset()`, async () => {
    using estimator = create(4);
    const masks = async () => {
      const seen: (number[] | undefined)[] = [];
      for (let number = 1; number <= 5; number++) {
        const estimate = await estimator.estimate(numbered(number, noiseFrame(4, 1, 7 * number)));
        seen.push(estimate && [...estimate.matte.data]);
      }
      return seen;
    };
    const first = await masks();
    estimator.reset();
    assertEquals(await masks(), first);
  });
}
