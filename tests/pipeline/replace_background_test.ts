import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import {
  type Background,
  createEstimator,
  type Frame,
  KernelMemory,
  type MaskEstimator,
  type NumberedFrame,
  parseRefinement,
  replaceBackground,
  type ReplaceBackgroundOptions,
  TutorialEstimator,
} from "../../mod.ts";
import { FrameStore } from "../../lib/pixels/mod.ts";
import { grayOf, noiseFrame, numbered, row } from "../helpers.ts";

/** Frames 1 to `count` of two pixels, `number` and 50; tells whether it was closed. */
function clip(count: number, first = 1) {
  const state = { isClosed: false, lent: [] as number[] };
  async function* frames(): AsyncGenerator<NumberedFrame> {
    try {
      for (let number = first; number < first + count; number++) {
        state.lent.push(number);
        yield numbered(number, row([number, 50]));
      }
    } finally {
      state.isClosed = true;
    }
  }
  return Object.assign(frames(), { state });
}

/** A sink that remembers what it was given. */
function memory() {
  const written = new Map<number, number[]>();
  return {
    written,
    write(raster: Frame | { data: Uint8Array }, number: number) {
      written.set(number, [..."bitmap" in raster ? raster.bitmap : raster.data]);
      return Promise.resolve();
    },
  };
}

const leftPixel = () => createEstimator(() => grayOf([[255, 0]]));
const blue = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(0, 0, 200, 255) };

Deno.test("replaceBackground() puts the foreground over the resized background", async () => {
  const output = memory();
  const mattes = memory();
  using estimator = leftPixel();
  const progress = await replaceBackground(clip(2), {
    estimator,
    background: blue,
    output,
    mattes,
  });
  assertEquals(progress, { framesRead: 2, framesWritten: 2 });
  assertEquals(output.written.get(2), [2, 2, 2, 255, 0, 0, 200, 255]);
  assertEquals(mattes.written.get(2), [255, 0]);
});

Deno.test("replaceBackground() drops the background's alpha", async () => {
  const output = memory();
  using estimator = leftPixel();
  const glass = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(9, 8, 7, 0) };
  await replaceBackground(clip(1), { estimator, background: glass, output });
  assertEquals(output.written.get(1)!.slice(4), [9, 8, 7, 255]);
});

Deno.test("replaceBackground() writes only the range, and stops reading after it", async () => {
  const output = memory();
  using estimator = leftPixel();
  const frames = clip(100);
  const range = { first: 3, last: 4 };
  await replaceBackground(frames, { estimator, background: blue, output, range });
  assertEquals([...output.written.keys()], [3, 4]);
  assertEquals(frames.state, { isClosed: true, lent: [1, 2, 3, 4] });
});

Deno.test("replaceBackground() writes nothing for a frame without an estimate", async () => {
  const output = memory();
  using estimator = createEstimator((f) => f.number > 2 ? grayOf([[0, 0]]) : undefined);
  const progress = await replaceBackground(clip(3), { estimator, background: blue, output });
  assertEquals(progress, { framesRead: 3, framesWritten: 1 });
  assertEquals([...output.written.keys()], [3]);
});

Deno.test("replaceBackground() reports after each frame", async () => {
  const seen: number[][] = [];
  using estimator = leftPixel();
  await replaceBackground(clip(2), {
    estimator,
    background: blue,
    onProgress: ({ framesRead, framesWritten }) => seen.push([framesRead, framesWritten]),
  });
  assertEquals(seen, [[1, 1], [2, 2]]);
});

Deno.test("replaceBackground() closes the source and passes on what a sink throws", async () => {
  using estimator = leftPixel();
  const frames = clip(5);
  const output = { write: () => Promise.reject(new Error("disk full")) };
  await assertRejects(
    () => replaceBackground(frames, { estimator, background: blue, output }),
    Error,
    "disk full",
  );
  assertEquals(frames.state, { isClosed: true, lent: [1] });
});

Deno.test("replaceBackground() ends between two frames when aborted, with the signal's reason", async () => {
  using estimator = leftPixel();
  const controller = new AbortController();
  const frames = clip(5);
  const stop = new Error("enough");
  const onProgress = () => controller.abort(stop);
  const error = await assertRejects(() =>
    replaceBackground(frames, {
      estimator,
      background: blue,
      onProgress,
      signal: controller.signal,
    })
  );
  assertEquals(error, stop);
  assertEquals(frames.state.isClosed, true);
});

Deno.test("replaceBackground() refuses a mask of another size than the frame", async () => {
  using estimator = createEstimator(() => grayOf([[255]]));
  await assertRejects(
    () => replaceBackground(clip(1), { estimator, background: blue }),
    RangeError,
    "must be 2×1",
  );
});

Deno.test("replaceBackground() of no frames writes nothing", async () => {
  using estimator = leftPixel();
  const progress = await replaceBackground(clip(0), { estimator, background: blue });
  assertEquals(progress, { framesRead: 0, framesWritten: 0 });
});

Deno.test("replaceBackground() asks for what is behind the frame that is shown", async () => {
  const asked: number[][] = [];
  const background: Background = {
    behind(frame) {
      asked.push([frame.number, frame.timestamp, frame.bitmap[0]]);
      return row([0, 0]);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  using estimator = new TutorialEstimator();
  await replaceBackground(clip(5), { estimator, background, everyFrame: true });
  // Frames 1 and 2 have no mask yet; 3 and 5 show the even one before.
  assertEquals(asked, [[1, 0, 1], [2, 0.04, 2], [3, 0.08, 2], [4, 0.12, 4], [5, 0.16, 4]]);
});

Deno.test("replaceBackground() writes every frame if asked, without a mask as background alone", async () => {
  const output = memory();
  const mattes = memory();
  using estimator = new TutorialEstimator();
  const options = { estimator, background: blue, output, mattes, everyFrame: true };
  const progress = await replaceBackground(clip(3), options);
  assertEquals(progress, { framesRead: 3, framesWritten: 3 });
  assertEquals(output.written.get(1), [0, 0, 200, 255, 0, 0, 200, 255]);
  assertEquals(mattes.written.get(1), [0, 0]);
});

/** Whatever is brighter than the frame after it, known a frame late. */
function brighterThanNext(): MaskEstimator {
  return {
    warmUp: 0,
    lookback: 0,
    window: { before: 0, after: 1 },
    reset() {},
    estimate({ now, at }) {
      const isBrighter = now.bitmap[0] > (at(1)?.bitmap[0] ?? 0);
      return { matte: grayOf([[isBrighter ? 255 : 0, 0]]), foreground: now };
    },
    [Symbol.dispose]() {},
  };
}

Deno.test("replaceBackground() gives an estimator that looks ahead its own frames", async () => {
  const output = memory();
  const mattes = memory();
  using estimator = brighterThanNext();
  const everyFrame = true;
  const options = { estimator, background: blue, output, mattes, everyFrame };
  assertEquals(await replaceBackground(clip(3), options), { framesRead: 3, framesWritten: 3 });
  assertEquals([...mattes.written], [[1, [0, 0]], [2, [0, 0]], [3, [255, 0]]]);
  assertEquals(output.written.get(3), [3, 3, 3, 255, 0, 0, 200, 255]);
});

Deno.test("replaceBackground() reads past a range as far as the estimator looks ahead", async () => {
  const output = memory();
  using estimator = brighterThanNext();
  const frames = clip(9);
  const range = { first: 2, last: 3 };
  await replaceBackground(frames, { estimator, background: blue, output, range });
  assertEquals([...output.written.keys()], [2, 3]);
  assertEquals(frames.state.lent, [1, 2, 3, 4]);
});

Deno.test("replaceBackground() reads past a range as far as steps of refinement look ahead, too", async () => {
  for (
    const [refine, lent] of [["open:0", 2], ["smooth:1:2", 4], ["hold:2,smooth:1:1", 3]] as const
  ) {
    const output = memory();
    using estimator = brighterThanNext();
    const frames = clip(9);
    using store = new FrameStore(undefined);
    await replaceBackground(frames, {
      estimator,
      refine: { steps: parseRefinement(refine) },
      background: blue,
      output,
      store,
      range: { first: 1, last: 1 },
    });
    assertEquals([...output.written.keys()], [1]);
    assertEquals(frames.state, { isClosed: true, lent: [1, 2, 3, 4].slice(0, lent) }, refine);
    assertEquals(store.inUse, 0);
  }
});

Deno.test("replaceBackground() refines the mattes that it composes by", async () => {
  const mattes = memory();
  using estimator = leftPixel();
  await replaceBackground(clip(2), {
    estimator,
    refine: { steps: parseRefinement("dilate:1") },
    background: blue,
    mattes,
  });
  assertEquals([...mattes.written], [[1, [255, 255]], [2, [255, 255]]]);
});

Deno.test("replaceBackground() composes the same where kernels work as plainly", async () => {
  const frames = async function* () {
    for (let number = 1; number <= 4; number++) yield numbered(number, noiseFrame(37, 21, number));
  };
  const run = async (store: FrameStore | undefined) => {
    const [output, mattes] = [memory(), memory()];
    using estimator = new TutorialEstimator({ threshold: 60 });
    await replaceBackground(frames(), {
      estimator,
      refine: { steps: parseRefinement("median:1,smooth:0.7,gaussian:0.8") },
      background: noiseFrame(9, 5, 99),
      edges: { feather: 2, lightWrap: 0.3, despill: true },
      output,
      mattes,
      ...store && { store },
    });
    if (store) assertEquals(store.inUse, 0);
    return [...output.written, ...mattes.written];
  };
  const wanted = await run(new FrameStore(undefined));
  assertEquals(await run(new FrameStore((await KernelMemory.load())!)), wanted);
  // Without a store there is one in the kernels' memory.
  assertEquals(await run(undefined), wanted);
});

Deno.test("replaceBackground() takes frames that lie in the store without copying them", async () => {
  const memory = (await KernelMemory.load())!;
  for (const store of [new FrameStore(undefined), new FrameStore(memory)]) {
    const lent: Uint8ClampedArray[] = [];
    const source = async function* () {
      for (let number = 1; number <= 3; number++) {
        using stored = store.takeFrame({ width: 2, height: 1 });
        stored.bitmap.set(row([number, 50]).bitmap);
        lent.push(stored.bitmap);
        const { width, height, bitmap } = stored;
        yield { number, timestamp: number, width, height, bitmap, stored };
        await Promise.resolve();
      }
    };
    const seen: Uint8ClampedArray[] = [];
    using estimator = createEstimator(({ bitmap }) => {
      seen.push(bitmap);
      return grayOf([[255, 0]]);
    });
    await replaceBackground(source(), { estimator, background: blue, store });
    assertEquals(seen.length, 3);
    seen.forEach((bitmap, i) => assertStrictEquals(bitmap, lent[i]));
    assertEquals(store.inUse, 0);
  }
});

Deno.test("replaceBackground() releases everything, however it ends", async () => {
  const refine = { steps: parseRefinement("hold:2,smooth:1:2") };
  const wrong = () => createEstimator(() => grayOf([[255]]));
  const late = (from: number) =>
    createEstimator(({ number }) => {
      if (number >= from) throw new Error("no idea");
      return grayOf([[255, 0]]);
    });
  const full = { write: () => Promise.reject(new Error("disk full")) };
  const behind: Background = {
    behind: () => Promise.reject(new Error("nothing there")),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const broken = async function* () {
    yield* clip(2);
    throw new Error("cut off");
  };
  const aborting = () => {
    const controller = new AbortController();
    return { signal: controller.signal, onProgress: () => controller.abort(new Error("enough")) };
  };
  const cases: [says: string, () => Partial<ReplaceBackgroundOptions>][] = [
    ["must be 2×1", () => ({ estimator: wrong() })],
    ["no idea", () => ({ estimator: late(1) })],
    ["no idea", () => ({ estimator: late(3) })],
    ["disk full", () => ({ output: full })],
    ["disk full", () => ({ mattes: full })],
    ["nothing there", () => ({ background: behind })],
    ["enough", aborting],
  ];
  for (const refined of [undefined, refine]) {
    for (const [says, change] of cases) {
      using store = new FrameStore(undefined);
      using estimator = leftPixel();
      const frames = clip(6);
      const options = { estimator, background: blue, store, refine: refined, ...change() };
      await assertRejects(() => replaceBackground(frames, options), Error, says);
      assertEquals([store.inUse, frames.state.isClosed], [0, true], says);
    }
    using store = new FrameStore(undefined);
    using estimator = leftPixel();
    const options = { estimator, background: blue, store, refine: refined };
    await assertRejects(() => replaceBackground(broken(), options), Error, "cut off");
    assertEquals(store.inUse, 0);
  }
});

Deno.test("replaceBackground() of frames refuses unknown options, before it reads one", async () => {
  const frames = clip(2);
  using estimator = leftPixel();
  const wrong = { estimator, background: blue, outptu: memory() };
  const edges = { estimator, background: blue, edges: { fether: 2 } };
  for (const [options, says] of [[wrong, "'output'"], [edges, "'edges.feather'"]] as const) {
    const replace = () => replaceBackground(frames, options as ReplaceBackgroundOptions);
    await assertRejects(replace, TypeError, `(Did you mean ${says}?)`);
  }
  assertEquals(frames.state.lent, []);
});
