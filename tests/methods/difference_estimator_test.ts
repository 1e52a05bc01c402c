import { assertEquals, assertThrows } from "@std/assert";
import { createFrame, DifferenceEstimator } from "../../mod.ts";
import { numbered, row } from "../helpers.ts";
import { masksOf, passing, steps } from "./passing.ts";

Deno.test("DifferenceEstimator compares with the frame so many before, and shows its own", () => {
  using two = new DifferenceEstimator({ framesApart: 2 });
  const estimates = passing.map((frame, i) => two.estimate(numbered(i + 1, frame)));
  assertEquals(estimates.slice(0, 2), [undefined, undefined]);
  assertEquals([...estimates[3]!.foreground.bitmap], [...passing[3].bitmap]);
});

Deno.test("DifferenceEstimator masks what changed", async () => {
  using one = new DifferenceEstimator({ framesApart: 1 });
  assertEquals(await masksOf(one, passing), [
    undefined,
    [255, 255, 0, 0],
    [0, 255, 255, 0],
    [0, 0, 255, 255],
  ]);
});

Deno.test("DifferenceEstimator with three frames has no double outline, and the last by flush()", async () => {
  using three = new DifferenceEstimator({ framesApart: 1, threeFrames: true });
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
  using one = new DifferenceEstimator({ framesApart: 1 });
  one.estimate(numbered(1, row([1])));
  one.estimate(numbered(2, row([1])));
  assertThrows(() => one.estimate(numbered(3, row([1, 2]))), RangeError, "must be 1×1");
  one.reset();
  assertEquals(one.estimate(numbered(1, row([1, 2]))), undefined);
});

/** A striped wall of 64×48, and a bright square on it; the camera `shift` pixels off. */
function wall(number: number, shift: number, left: number) {
  const frame = createFrame(64, 48);
  for (let i = 0; i < 64 * 48; i++) {
    const [x, y] = [i % 64 - shift, Math.floor(i / 64)];
    const isInside = x >= left && x < left + 8 && y >= 20 && y < 28;
    const level = isInside ? 250 : 100 + 50 * Math.sin(x) * Math.cos(y / 2);
    frame.bitmap.set([level, level, level, 255], 4 * i);
  }
  return numbered(number, frame);
}

Deno.test("DifferenceEstimator with align follows a camera that shakes", () => {
  const changed = (align: boolean) => {
    using estimator = new DifferenceEstimator({ framesApart: 1, align });
    estimator.estimate(wall(1, 0, 10));
    return estimator.estimate(wall(2, 1, 14))!.matte.data.filter((alpha) => alpha > 0).length;
  };
  assertEquals(changed(false) > 1500, true, `${changed(false)} pixels`);
  // Two strips of 4 × 8 have changed, and what has come in at the edge.
  assertEquals(changed(true) < 200, true, `${changed(true)} pixels`);
});

Deno.test("DifferenceEstimator with align leaves a still camera where it is", () => {
  const mask = (align: boolean) => {
    using estimator = new DifferenceEstimator({ framesApart: 1, align });
    estimator.estimate(wall(1, 0, 10));
    return [...estimator.estimate(wall(2, 0, 14))!.matte.data];
  };
  assertEquals(mask(true), mask(false));
});
