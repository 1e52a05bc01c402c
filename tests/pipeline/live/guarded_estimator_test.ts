import { assertEquals, assertRejects } from "@std/assert";
import { createEstimator, DifferenceEstimator, estimateFrames } from "../../../mod.ts";
import type { MaskEstimator } from "../../../lib/methods/estimator.ts";
import { GuardedEstimator } from "../../../lib/pipeline/live/guarded_estimator.ts";
import { FrameStore } from "../../../lib/memory/frame_store.ts";
import { KernelMemory } from "../../../mod.ts";
import { frameOf, grayOf, numbered } from "../../helpers.ts";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** So many frames, so many milliseconds apart. */
async function* video(count: number, apart = 0) {
  for (let number = 1; number <= count; number++) {
    yield numbered(number, frameOf([[number, 9]]));
    if (apart > 0) await wait(apart);
  }
}

/** What a guarded estimator says of each frame. */
async function mattesOf(guarded: GuardedEstimator, count: number, apart?: number) {
  const mattes: (number[] | undefined)[] = [];
  using store = new FrameStore(await KernelMemory.load());
  for await (const { matte } of estimateFrames(video(count, apart), guarded, { store })) {
    mattes.push(matte && [...matte.data]);
  }
  return { mattes, inUse: store.inUse };
}

const NOTHING = [0, 0], LEFT = [255, 0];

Deno.test("GuardedEstimator gives what the one within gives", async () => {
  using plain = new DifferenceEstimator({ framesApart: 1 });
  using guarded = new GuardedEstimator(new DifferenceEstimator({ framesApart: 1, threshold: 0 }));
  const { mattes } = await mattesOf(guarded, 3);
  assertEquals(mattes, [undefined, LEFT, LEFT]);
  assertEquals([guarded.window, guarded.warmUp], [plain.window, plain.warmUp]);
});

Deno.test("GuardedEstimator: after a failure mattes are empty, it is told once, and tried again", async () => {
  const calls: number[] = [];
  const told: string[] = [];
  const inner = createEstimator(() => {
    if (calls.push(performance.now()) <= 2) throw new Error("gone\nat line 3");
    return grayOf([LEFT]);
  });
  using guarded = new GuardedEstimator(inner, {
    retryAfter: 0.02,
    onFailure: (line) => void told.push(line),
    onRecovery: () => void told.push("works"),
  });
  const { mattes, inUse } = await mattesOf(guarded, 12, 10);
  assertEquals(mattes[0], NOTHING);
  assertEquals(mattes.at(-1), LEFT);
  assertEquals([told, guarded.failures, guarded.hasFailed], [["gone", "works"], 2, false]);
  // Between the attempts it was left alone, the second time for longer.
  assertEquals([calls[1] - calls[0] >= 20, calls[2] - calls[1] >= 40], [true, true]);
  assertEquals(inUse, 0);
});

Deno.test("GuardedEstimator: what takes too long counts as failed, and what it still writes hurts nobody", async () => {
  let calls = 0;
  const inner: MaskEstimator = {
    warmUp: 0,
    lookback: 0,
    async estimate({ now }, { matte }) {
      if (++calls === 2) {
        await wait(60);
        matte.data.fill(99);
      } else matte.data.set(LEFT);
      return { matte, foreground: now };
    },
    reset() {},
    [Symbol.dispose]() {},
  };
  const told: string[] = [];
  using guarded = new GuardedEstimator(inner, {
    timeLimit: 0.02,
    retryAfter: 0.001,
    onFailure: (line) => void told.push(line),
  });
  const { mattes } = await mattesOf(guarded, 9, 15);
  assertEquals(mattes, [LEFT, NOTHING, ...Array(7).fill(LEFT)]);
  assertEquals(told, ["the method took longer than 0.02 s for a frame"]);
});

Deno.test("GuardedEstimator: while the one within is being opened mattes are empty", async () => {
  const opened = Promise.withResolvers<void>();
  const inner = Object.assign(createEstimator(() => grayOf([LEFT])), {
    prepare: () => opened.promise,
  });
  using guarded = new GuardedEstimator(inner);
  setTimeout(() => opened.resolve(), 25);
  const { mattes } = await mattesOf(guarded, 6, 10);
  assertEquals([mattes[0], mattes.at(-1)], [NOTHING, LEFT]);
});

Deno.test("GuardedEstimator: what cannot be opened is told, and tried again", async () => {
  let calls = 0;
  const told: string[] = [];
  const inner = Object.assign(createEstimator(() => grayOf([LEFT])), {
    prepare: () => ++calls < 2 ? Promise.reject(new Error("no network")) : Promise.resolve(),
  });
  using guarded = new GuardedEstimator(inner, {
    retryAfter: 0.01,
    onFailure: (line) => void told.push(line),
  });
  const { mattes } = await mattesOf(guarded, 8, 10);
  assertEquals([mattes[0], mattes.at(-1), told], [NOTHING, LEFT, ["no network"]]);
  using again = new GuardedEstimator(Object.assign(createEstimator(() => undefined), {
    prepare: () => Promise.reject(new Error("no network")),
  }));
  await assertRejects(() => again.prepare({ width: 2, height: 1 }), Error, "no network");
});

Deno.test("GuardedEstimator: what a retired one says hides everything", async () => {
  using guarded = new GuardedEstimator(createEstimator(() => grayOf([LEFT])));
  guarded.retire();
  assertEquals((await mattesOf(guarded, 2)).mattes, [NOTHING, NOTHING]);
});
