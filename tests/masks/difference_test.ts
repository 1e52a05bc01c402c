import { assertEquals, assertThrows } from "@std/assert";
import { DifferenceEstimator } from "../../mod.ts";
import { numbered, row } from "../helpers.ts";
import { masksOf, passing, steps } from "./passing.ts";

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
