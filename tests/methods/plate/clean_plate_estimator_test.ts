import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CleanPlateEstimator } from "../../../lib/methods/plate/clean_plate_estimator.ts";
import { createFrame } from "../../../mod.ts";
import { maskOf, noiseFrame, numbered, row } from "../../helpers.ts";
import { Feed } from "../feed.ts";
import { bothStores, masksOf } from "../passing.ts";

Deno.test("CleanPlateEstimator shows the frame under what is not in the plate, from frame 1 on", async () => {
  using estimator = new CleanPlateEstimator(row([10, 20, 30, 40]));
  assertEquals([estimator.warmUp, estimator.lookback], [0, Infinity]);
  using feed = new Feed(estimator);
  const frame = numbered(1, row([12, 200, 31, 0]));
  const { matte, foreground } = (await feed.estimate(frame))!;
  assertEquals(matte.data, maskOf(".#.#").data);
  assertEquals(foreground.bitmap, frame.bitmap);
});

Deno.test("CleanPlateEstimator works on a single pixel", async () => {
  for (const store of await bothStores()) {
    using estimator = new CleanPlateEstimator(row([10]));
    assertEquals(await masksOf(estimator, [row([10]), row([100])], store), [[0], [255]]);
  }
});

Deno.test("CleanPlateEstimator gives the same again after reset(), plain and by kernels", async () => {
  const plate = noiseFrame(67, 65, 1);
  const frames = [1, 2, 3, 4].map((number) => {
    const frame = noiseFrame(67, 65, number < 3 ? 1 : number);
    frame.bitmap.forEach((level, p) => frame.bitmap[p] = level + (p * number) % 9);
    return frame;
  });
  const results: unknown[] = [];
  for (const store of await bothStores()) {
    using estimator = new CleanPlateEstimator(plate, { distance: "chroma" });
    results.push(await masksOf(estimator, frames, store));
    estimator.reset();
    results.push(await masksOf(estimator, frames, store));
  }
  for (const result of results) assertEquals(result, results[0]);
});

Deno.test("CleanPlateEstimator goes on where frames lie, wherever the plate was taken", async () => {
  const frames = [1, 2, 3].map((seed) => noiseFrame(33, 21, seed));
  const [plain, kernels] = await bothStores();
  const plate = kernels.takeFrame(frames[0]);
  plate.bitmap.set(frames[0].bitmap);
  const masks: unknown[] = [];
  for (
    const [from, to] of [[frames[0], plain], [frames[0], kernels], [plate, plain], [
      plate,
      kernels,
    ]] as const
  ) {
    using estimator = new CleanPlateEstimator(from);
    masks.push(await masksOf(estimator, frames, to));
  }
  for (const mask of masks) assertEquals(mask, masks[0]);
});

Deno.test("CleanPlateEstimator refuses a frame of another size, and bad options", async () => {
  using estimator = new CleanPlateEstimator(createFrame(2, 1));
  await assertRejects(
    () => masksOf(estimator, [createFrame(1, 2)]),
    RangeError,
    "must be 2×1 as the plate is, got 1×2",
  );
  const create = () => new CleanPlateEstimator(createFrame(2, 1), { threshold: -3 });
  assertThrows(create, RangeError, "'threshold'");
});
