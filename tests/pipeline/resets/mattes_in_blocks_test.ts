import { assert, assertEquals, assertRejects } from "@std/assert";
import { type MaskEstimator, type NumberedFrame, parseRefinement } from "../../../mod.ts";
import { FrameStore } from "../../../lib/pixels/mod.ts";
import { type MatteOptions, mattesOf } from "../../../lib/pipeline/mattes.ts";
import { grayOf, numbered, row } from "../../helpers.ts";

/** Frames of two pixels; tells which were asked for, and whether the reading was ended. */
class Clip {
  readonly read: number[] = [];
  isClosed = false;
  readonly #numbers: readonly number[];

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<NumberedFrame> {
    try {
      for (const number of this.#numbers) {
        this.read.push(number);
        yield numbered(number, row([number, 0]));
      }
    } finally {
      this.isClosed = true;
    }
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

/** Estimators that tell what they have seen: each says how many frames it has seen in its first pixel. */
class Seers {
  readonly all: { seen: number[]; isDisposed: boolean; resets: number }[] = [];
  mostAlive = 0;
  readonly #after: number;
  readonly #failsAt: number | undefined;

  constructor({ after = 0, failsAt }: { after?: number; failsAt?: number } = {}) {
    this.#after = after;
    this.#failsAt = failsAt;
  }

  make(): MaskEstimator {
    const seer = { seen: [] as number[], isDisposed: false, resets: 0 };
    this.all.push(seer);
    const alive = this.all.filter(({ isDisposed, resets }) => !isDisposed && resets === 0);
    this.mostAlive = Math.max(this.mostAlive, alive.length);
    return {
      warmUp: 0,
      lookback: Infinity,
      window: { before: 0, after: this.#after },
      begin: ({ number }) => void seer.seen.push(number),
      estimate: ({ now }) => {
        if (this.all.indexOf(seer) > 0 && now.number === this.#failsAt) throw new Error("it fails");
        const count = seer.seen.filter((number) => number <= now.number).length;
        return { matte: grayOf([[count, 0]]), foreground: now };
      },
      reset: () => void seer.resets++,
      [Symbol.dispose]: () => void (seer.isDisposed = true),
    };
  }

  get spans(): [first: number, last: number][] {
    return this.all.map(({ seen }) => [seen[0], seen.at(-1)!]);
  }
}

/** What comes out: the numbers, and what each matte says. */
async function outOf(
  clip: Clip,
  seers: Seers,
  { store, every, last = Infinity, ...options }:
    & { store: FrameStore; every: number; last?: number }
    & Pick<MatteOptions, "range" | "refine">,
): Promise<[number: number, seen: number][]> {
  using estimator = seers.make();
  const resets = { every, renew: () => seers.make() };
  const out: [number, number][] = [];
  for await (using item of mattesOf(clip, { estimator, resets, store, ...options })) {
    const { number } = item.moment;
    out.push([number, item.matte!.data[0]]);
    if (number === last) break;
  }
  return out;
}

Deno.test("mattesOf() begins anew every n frames, each time with a run-up of 30", async () => {
  using store = new FrameStore(undefined);
  const [clip, seers] = [new Clip(upTo(100)), new Seers()];
  const out = await outOf(clip, seers, { store, every: 40 });
  assertEquals(out, upTo(100).map((k) => [k, k <= 40 ? k : k <= 80 ? k - 10 : k - 50]));
  // The last one is for frames that do not come.
  assertEquals(seers.spans, [[1, 40], [11, 80], [51, 100], [91, 100]]);
  // The first one is its maker's, who is told nothing; it forgets what it has seen.
  assertEquals(seers.all.map(({ isDisposed, resets }) => [isDisposed, resets]), [
    [true, 1],
    [true, 0],
    [true, 0],
    [true, 0],
  ]);
  assertEquals([seers.mostAlive, clip.read, clip.isClosed], [2, upTo(100), true]);
  assertEquals(store.inUse, 0);
});

Deno.test("mattesOf() looks ahead across the end of a block, and begins none that is not wanted", async () => {
  using store = new FrameStore(undefined);
  const [clip, seers] = [new Clip(upTo(200)), new Seers({ after: 2 })];
  const range = { first: 10, last: 100 };
  const out = await outOf(clip, seers, { store, every: 50, range });
  assertEquals(out.length, 100);
  assertEquals(seers.spans, [[1, 52], [21, 102]]);
  assertEquals([clip.read.length, clip.isClosed, store.inUse], [102, true, 0]);
});

Deno.test("mattesOf() keeps hardly any frames for the next block's run-up", async () => {
  using store = new FrameStore(undefined);
  const seers = new Seers({ after: 1 });
  let most = 0;
  using estimator = seers.make();
  const resets = { every: 40, renew: () => seers.make() };
  const refine = { steps: parseRefinement("smooth:1:1") };
  for await (using _ of mattesOf(new Clip(upTo(100)), { estimator, resets, refine, store })) {
    most = Math.max(most, store.inUse);
  }
  // Two chains hold a few frames each, with their mattes and lumas; the run-up alone has 30 frames.
  assert(most < 30, `${most} rasters`);
  assertEquals(store.inUse, 0);
});

Deno.test("mattesOf() begins with the block of the first frame that is wanted", async () => {
  using store = new FrameStore(undefined);
  for (const numbers of [upTo(100), upTo(100).slice(50)]) {
    const seers = new Seers();
    const out = await outOf(new Clip(numbers), seers, {
      store,
      every: 40,
      range: { first: 90, last: Infinity },
    });
    assertEquals(out, upTo(100).slice(80).map((k) => [k, k - 50]));
    assertEquals(seers.spans, [[51, 100], [91, 100]]);
  }
  // Who hands over less than the run-up gets what there is.
  const out = await outOf(new Clip([70, 71]), new Seers(), {
    store,
    every: 40,
    range: { first: 70, last: Infinity },
  });
  assertEquals(out, [[70, 1], [71, 2]]);
});

Deno.test("mattesOf() takes blocks that are shorter than their run-up", async () => {
  using store = new FrameStore(undefined);
  const seers = new Seers();
  const out = await outOf(new Clip(upTo(70)), seers, { store, every: 10 });
  const wanted = (k: number) => k - Math.max(0, k - 1 - (k - 1) % 10 - 30);
  assertEquals(out, upTo(70).map((k) => [k, wanted(k)]));
  assertEquals(seers.mostAlive, 4);
  assertEquals(store.inUse, 0);
});

Deno.test("mattesOf() goes by frames' numbers, also where some are missing", async () => {
  using store = new FrameStore(undefined);
  const seers = new Seers();
  const numbers = [3, 8, 38, 45, 46, 200, 201];
  const out = await outOf(new Clip(numbers), seers, { store, every: 40 });
  assertEquals(out, [[3, 1], [8, 2], [38, 3], [45, 2], [46, 3], [200, 1], [201, 2]]);
  assertEquals(store.inUse, 0);
});

Deno.test("mattesOf() ends well whoever fails or has enough, and gives all back", async () => {
  using store = new FrameStore(undefined);
  for (const last of [1, 9, 11, 39, 40, 41]) {
    const [clip, seers] = [new Clip(upTo(100)), new Seers({ after: 1 })];
    await outOf(clip, seers, { store, every: 40, last });
    assertEquals([clip.isClosed, store.inUse], [true, 0], `after ${last}`);
    assert(seers.all.every(({ isDisposed }) => isDisposed));
  }
  for (const failsAt of [15, 60]) {
    const [clip, seers] = [new Clip(upTo(100)), new Seers({ failsAt })];
    await assertRejects(() => outOf(clip, seers, { store, every: 40 }), Error, "it fails");
    assertEquals([clip.isClosed, store.inUse], [true, 0], `at ${failsAt}`);
    assert(seers.all.every(({ isDisposed }) => isDisposed));
  }
  const broken = async function* () {
    yield numbered(1, row([1, 0]));
    throw new Error("the source fails");
  };
  using estimator = new Seers().make();
  const resets = { every: 5, renew: () => new Seers().make() };
  await assertRejects(
    async () => {
      for await (using _ of mattesOf(broken(), { estimator, resets, store }));
    },
    Error,
    "the source fails",
  );
  assertEquals(store.inUse, 0);
});

Deno.test("mattesOf() does not begin anew where a matte depends on a few frames", async () => {
  using store = new FrameStore(undefined);
  const seers = new Seers();
  using estimator = { ...seers.make(), lookback: 2 };
  const resets = { every: 5, renew: () => seers.make() };
  for (const [refine, count] of [["smooth:1", 1], ["hold:2", 10]] as const) {
    seers.all.splice(1);
    const steps = parseRefinement(refine);
    for await (
      using _ of mattesOf(new Clip(upTo(20)), { estimator, resets, refine: { steps }, store })
    );
    assertEquals(seers.all.length, count, refine);
  }
});
