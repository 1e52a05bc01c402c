import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  type CustomMethod,
  customMethod,
  estimateFrames,
  type MaskEstimator,
  type NumberedFrame,
} from "../../mod.ts";
import { maskOf, numbered, row } from "../helpers.ts";
import { masksOf } from "./passing.ts";

const frame = numbered(1, row([9, 9]));
const estimateOf = async (method: CustomMethod) => {
  using estimator = customMethod(method, "mine").create({ threshold: 7 });
  const [mask] = await masksOf(estimator, [frame]);
  return mask && Uint8Array.from(mask);
};

Deno.test("customMethod() takes a function, an object and a class", async () => {
  class Estimator implements MaskEstimator {
    readonly warmUp = 0;
    readonly lookback = 0;
    readonly level: number;
    constructor({ threshold = 0 }) {
      this.level = threshold;
    }
    estimate() {
      return {
        matte: { width: 2, height: 1, data: Uint8Array.of(this.level, 0) },
        foreground: frame,
      };
    }
    reset() {}
    [Symbol.dispose]() {}
  }
  assertEquals(await estimateOf(() => maskOf("#.")), Uint8Array.of(255, 0));
  assertEquals(await estimateOf({ create: () => () => maskOf(".#") }), Uint8Array.of(0, 255));
  assertEquals(await estimateOf(Estimator), Uint8Array.of(7, 0));
  assertEquals(
    await estimateOf({ create: (options) => new Estimator(options) }),
    Uint8Array.of(7, 0),
  );
  assertEquals(await estimateOf(() => undefined), undefined);
});

Deno.test("customMethod() keeps what the object says of itself", () => {
  const made = customMethod(
    { summary: "far", needsPlate: true, create: () => () => undefined },
    "x",
  );
  assertEquals([made.summary, made.needsPlate], ["far", true]);
  assertEquals(customMethod(() => undefined, "x").summary, "x");
});

Deno.test("customMethod() tells the method's name and the frame of what goes wrong", async () => {
  const thrower = () => {
    throw new Error("no idea");
  };
  const wrong: [method: CustomMethod, says: string][] = [
    [thrower, "The method 'mine' failed at frame 1: no idea"],
    [() => maskOf("#"), "at frame 1: Cannot use what it returned: 'mask' must be 2×1"],
    [(() => frame) as unknown as CustomMethod, "a mask must have 'data'"],
    [(() => 5) as unknown as CustomMethod, "at frame 1"],
  ];
  for (const [method, says] of wrong) await assertRejects(() => estimateOf(method), Error, says);
});

Deno.test("customMethod() refuses what is no method", () => {
  for (const value of [undefined, null, 5, "tutorial", {}]) {
    assertThrows(
      () => customMethod(value as unknown as CustomMethod, "mine"),
      TypeError,
      "Cannot use 'mine' as a method",
    );
  }
  const empty = customMethod({ create: () => ({}) } as unknown as CustomMethod, "mine");
  assertThrows(() => empty.create(), TypeError, "create() must give");
});

Deno.test("customMethod() gives a function the frame before, which it may keep until the next call has ended", async () => {
  const seen: (number | undefined)[][] = [];
  let kept: NumberedFrame | undefined;
  const mine = customMethod((frame, before) => {
    seen.push([frame.bitmap[0], before?.bitmap[0], kept?.bitmap[0]]);
    kept = frame;
    return maskOf("#.");
  }, "mine");
  using estimator = mine.create();
  // Read as a video is: into the same few frames again and again.
  async function* frames() {
    const lent = row([0, 0]);
    for (let number = 1; number <= 6; number++) {
      lent.bitmap.fill(number);
      yield numbered(number, lent);
    }
  }
  for await (const _ of estimateFrames(frames(), estimator));
  const before = [undefined, 1, 2, 3, 4, 5];
  assertEquals(seen, before.map((level, i) => [i + 1, level, level]));
});

Deno.test("customMethod() says what is wrong with a mask that would not be seen", async () => {
  const says = (data: unknown, words: string) =>
    assertRejects(
      () => estimateOf((() => ({ width: 2, height: 1, data })) as unknown as CustomMethod),
      Error,
      `The method 'mine' failed at frame 1: ${words}`,
    );
  await says(Float32Array.of(0, 1), "the 'data' of a mask must be a Uint8Array");
  await says([0, 255], "the 'data' of a mask must be a Uint8Array");
  await says(Uint8Array.of(255), "Cannot use what it returned: 'mask' must hold 2 bytes");
});

Deno.test("customMethod() takes masks of 0 and 1 for a mistake when there are ten, and no earlier", async () => {
  const frames = Array.from({ length: 10 }, (_, i) => numbered(i + 1, row([9, 9])));
  const run = (levelAt: (number: number) => number) => {
    const mine = ({ number }: NumberedFrame) => (
      { width: 2, height: 1, data: Uint8Array.of(0, levelAt(number)) }
    );
    using estimator = customMethod(mine, "mine").create();
    return masksOf(estimator, frames);
  };
  await assertRejects(() => run(() => 1), Error, "failed at frame 10: a mask must have 255");
  for (const level of [0, 2]) await run((number) => number < 10 ? 1 : level);
  await run((number) => number === 1 ? 255 : 1);
});

for (
  const [what, levels, says] of [
    ["0 and 1", [0, 1, 1], "this has 1 at most"],
    ["0, 255 and 1 among them", [255, 1, 0], "this has 1 too"],
  ] as const
) {
  Deno.test(`customMethod() says after ten masks of ${what} that 255 is foreground`, async () => {
    const { create } = customMethod(
      () => ({ width: 3, height: 1, data: Uint8Array.from(levels) }),
      "mine",
    );
    using estimator = create();
    const frames = Array.from({ length: 12 }, (_, i) => numbered(i + 1, row([9, 9, 9])));
    await assertRejects(() => masksOf(estimator, frames), Error, says);
  });
}

Deno.test("customMethod() takes a matte whose levels are 0, 1, 2 and 255", async () => {
  const matte = { width: 4, height: 1, data: Uint8Array.of(0, 1, 2, 255) };
  using estimator = customMethod(() => matte, "mine").create();
  const frames = Array.from({ length: 12 }, (_, i) => numbered(i + 1, row([9, 9, 9, 9])));
  assertEquals((await masksOf(estimator, frames)).length, 12);
});
