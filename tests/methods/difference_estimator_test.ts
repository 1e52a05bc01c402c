import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createFrame, DifferenceEstimator, type NumberedFrame } from "../../mod.ts";
import { numbered, row } from "../helpers.ts";
import { Feed } from "./feed.ts";
import { bothStores, masksOf, passing, steps } from "./passing.ts";

Deno.test("DifferenceEstimator compares with the frame so many before, and shows its own", async () => {
  using two = new DifferenceEstimator({ framesApart: 2 });
  using feed = new Feed(two);
  const shown: (number[] | undefined)[] = [];
  for (const [i, frame] of passing.entries()) {
    const estimate = await feed.estimate(numbered(i + 1, frame));
    shown.push(estimate && [...estimate.foreground.bitmap]);
  }
  assertEquals(shown.slice(0, 2), [undefined, undefined]);
  assertEquals(shown[3], [...passing[3].bitmap]);
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

Deno.test("DifferenceEstimator with three frames has no double outline, and the last compared with one", async () => {
  using three = new DifferenceEstimator({ framesApart: 1, threeFrames: true });
  assertEquals(three.window, { before: 1, after: 1 });
  assertEquals(await masksOf(three, passing), [undefined, steps[1], steps[2], [0, 0, 255, 255]]);
});

Deno.test("DifferenceEstimator refuses wrong options and another size, and forgets by reset()", async () => {
  assertThrows(
    () => new DifferenceEstimator({ framesApart: 0 }),
    RangeError,
    "from 1 to 100, got 0",
  );
  assertThrows(() => new DifferenceEstimator({ threshold: 256 }), RangeError, "from 0 to 255");
  using one = new DifferenceEstimator({ framesApart: 1 });
  await assertRejects(
    () => masksOf(one, [row([1]), row([1]), row([1, 2])]),
    RangeError,
    "must be 1×1",
  );
  one.reset();
  assertEquals(await masksOf(one, [row([1, 2]), row([1, 2])]), [undefined, [0, 0]]);
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

/** The second frame's mask. */
async function second(frames: NumberedFrame[], align: boolean): Promise<number[]> {
  const masks: number[][] = [];
  for (const store of await bothStores()) {
    using estimator = new DifferenceEstimator({ framesApart: 1, align });
    masks.push((await masksOf(estimator, frames, store))[1]!);
  }
  assertEquals(masks[1], masks[0], "by kernels");
  return masks[0];
}

Deno.test("DifferenceEstimator with align follows a camera that shakes", async () => {
  const changed = async (align: boolean) => {
    const mask = await second([wall(1, 0, 10), wall(2, 1, 14)], align);
    return mask.filter((alpha) => alpha > 0).length;
  };
  const [still, followed] = [await changed(false), await changed(true)];
  assertEquals(still > 1500, true, `${still} pixels`);
  // Two strips of 4 × 8 have changed, and what has come in at the edge.
  assertEquals(followed < 200, true, `${followed} pixels`);
});

Deno.test("DifferenceEstimator with align leaves a still camera where it is", async () => {
  const frames = [wall(1, 0, 10), wall(2, 0, 14)];
  assertEquals(await second(frames, true), await second(frames, false));
});
