import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { CleanPlateEstimator } from "../../../lib/methods/plate/clean_plate_estimator.ts";
import { createFrame, SimdPixels } from "../../../mod.ts";
import { maskOf, noiseFrame, numbered, row } from "../../helpers.ts";

const simd = await SimdPixels.load();

Deno.test("CleanPlateEstimator shows the frame under what is not in the plate, from frame 1 on", () => {
  using estimator = new CleanPlateEstimator(row([10, 20, 30, 40]));
  assertEquals([estimator.warmUp, estimator.lookback], [0, Infinity]);
  const frame = numbered(1, row([12, 200, 31, 0]));
  const { matte, foreground } = estimator.estimate(frame);
  assertEquals(matte, maskOf(".#.#"));
  assertStrictEquals(foreground, frame);
});

Deno.test("CleanPlateEstimator works on a single pixel", () => {
  using estimator = new CleanPlateEstimator(row([10]), { pixels: simd });
  assertEquals([...estimator.estimate(numbered(1, row([10]))).matte.data], [0]);
  assertEquals([...estimator.estimate(numbered(2, row([100]))).matte.data], [255]);
});

Deno.test("CleanPlateEstimator gives the same again after reset(), plain and by kernels", () => {
  const plate = noiseFrame(67, 65, 1);
  const results = [undefined, simd].flatMap((pixels) => {
    using estimator = new CleanPlateEstimator(plate, { pixels, distance: "chroma" });
    const masks = () =>
      [1, 2, 3, 4].map((number) => {
        const frame = noiseFrame(67, 65, number < 3 ? 1 : number);
        frame.bitmap.forEach((level, p) => frame.bitmap[p] = level + (p * number) % 9);
        return [...estimator.estimate(numbered(number, frame)).matte.data];
      });
    const first = masks();
    estimator.reset();
    return [first, masks()];
  });
  for (const result of results) assertEquals(result, results[0]);
});

Deno.test("CleanPlateEstimator refuses a frame of another size, and bad options", () => {
  using estimator = new CleanPlateEstimator(createFrame(2, 1));
  const other = numbered(1, createFrame(1, 2));
  assertThrows(() => estimator.estimate(other), RangeError, "must be 2×1 as the plate is, got 1×2");
  const create = () => new CleanPlateEstimator(createFrame(2, 1), { threshold: -3 });
  assertThrows(create, RangeError, "'threshold'");
});
