import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  createEstimator,
  evaluateClip,
  type EvaluateClipOptions,
  type Frame,
  type LabelledClip,
  type MaskEstimator,
  type Matte,
  parseRefinement,
} from "../../mod.ts";
import { FrameStore } from "../../lib/pixels/mod.ts";
import { maskOf, numbered, row } from "../helpers.ts";

/** A clip whose frames are the truths themselves, in gray. */
function clipOf(...pictures: string[]): LabelledClip {
  return {
    name: "clip",
    async *read() {
      for (const [i, picture] of pictures.entries()) {
        const matte = maskOf(picture);
        yield { frame: numbered(i + 1, row([...matte.data])), truth: { matte } };
        await Promise.resolve();
      }
    },
  };
}

/** Its truths are of another size than its frames. */
const mislabelled: LabelledClip = {
  name: "mislabelled",
  async *read() {
    for await (const { frame } of clipOf("#.", ".#", "#.").read()) {
      yield { frame, truth: { matte: maskOf("#..") } };
    }
  },
};

/** What was drawn into a frame by {@linkcode clipOf}. */
function readMatte({ width, height, bitmap }: Frame): Matte {
  return {
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, i) => bitmap[4 * i]),
  };
}

Deno.test("evaluateClip() compares each estimate with the truth of its frame", async () => {
  using perfect = createEstimator(readMatte);
  const { summary, series, framesRead } = await evaluateClip(clipOf("#..", ".#.", "..#"), perfect);
  assertEquals([summary.iou, summary.mad, summary.dtSSD, framesRead], [1, 0, 0, 3]);
  assertEquals(series.map(({ number }) => number), [1, 2, 3]);
});

Deno.test("evaluateClip() counts hard shadows that were taken for foreground", async () => {
  const { read, ...rest } = clipOf("##..", "##..");
  const labelled: LabelledClip = {
    ...rest,
    async *read() {
      for await (const { frame, truth } of read()) {
        // Of the last frame nobody knows which pixels are shadow.
        const shadow = frame.number === 1 ? maskOf("..##") : undefined;
        yield { frame, truth: { ...truth!, shadow } };
      }
      yield { frame: numbered(3, row([0, 0, 0, 0])), truth: undefined };
    },
  };
  using most = createEstimator(() => maskOf("###."));
  const { shadow, framesLabelled } = await evaluateClip(labelled, most);
  assertEquals([shadow?.falsePositives, shadow?.trueNegatives, framesLabelled], [1, 1, 2]);
});

Deno.test("evaluateClip() does not count frames without an estimate", async () => {
  using late = createEstimator((frame) => frame.number < 3 ? undefined : readMatte(frame));
  const { summary, framesRead } = await evaluateClip(clipOf("#..", ".#.", "..#"), late);
  assertEquals([summary.iou, summary.frames, framesRead], [1, 1, 3]);
});

Deno.test("evaluateClip() shows frames without truth, but does not count them", async () => {
  const clip: LabelledClip = {
    name: "half labelled",
    async *read() {
      for await (const { frame, truth } of clipOf("#.", ".#").read()) {
        yield { frame, truth: frame.number === 2 ? truth : undefined };
      }
    },
  };
  const seen: number[] = [];
  using estimator = createEstimator((frame) => {
    seen.push(frame.number);
    return readMatte(frame);
  });
  const { summary } = await evaluateClip(clip, estimator);
  assertEquals([seen, summary.frames], [[1, 2], 1]);
});

/** Gives each frame's own matte two frames later. */
function delayed(): MaskEstimator {
  return {
    warmUp: 0,
    lookback: 0,
    window: { before: 0, after: 2 },
    reset() {},
    estimate: ({ now }) => ({ matte: readMatte(now), foreground: now }),
    [Symbol.dispose]() {},
  };
}

Deno.test("evaluateClip() gives an estimator that looks ahead its frames' own truth", async () => {
  for (const pictures of [["#..", ".#.", "..#", "##."], ["#"], []]) {
    using estimator = delayed();
    const { summary, series } = await evaluateClip(clipOf(...pictures), estimator);
    assertEquals(summary.frames, pictures.length);
    assertEquals(series.map(({ iou }) => iou), pictures.map(() => 1));
  }
});

Deno.test("evaluateClip() lets an estimator survey the clip, and does not time the reading", async () => {
  const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
  const slow: LabelledClip = {
    name: "slow",
    async *read() {
      for await (const labelled of clipOf("#.", ".#").read()) {
        await wait(60);
        yield labelled;
      }
    },
  };
  const surveyed: number[] = [];
  using plain = createEstimator(readMatte);
  const estimator: MaskEstimator = {
    ...plain,
    async survey(frames) {
      for await (const { number } of frames) surveyed.push(number);
      await wait(20);
    },
  };
  const { secondsPerFrame } = await evaluateClip(slow, estimator);
  assertEquals(surveyed, [1, 2]);
  assertAlmostEquals(secondsPerFrame, 0.012, 0.011);
});

Deno.test("evaluateClip() ends with the signal's reason, and refuses another size", async () => {
  using perfect = createEstimator(readMatte);
  const signal = AbortSignal.abort(new Error("enough"));
  await assertRejects(() => evaluateClip(clipOf("#"), perfect, { signal }), Error, "enough");
  using wrong = createEstimator(() => maskOf("##"));
  await assertRejects(() => evaluateClip(clipOf("#"), wrong), RangeError, "'matte' must be 1×1");
  await assertRejects(() => evaluateClip(mislabelled, perfect), RangeError, "'truth' must be 2×1");
});

Deno.test("evaluateClip() compares with the mattes as they are refined", async () => {
  using perfect = createEstimator(readMatte);
  const refine = { steps: parseRefinement("remove:3") };
  const seen: number[][] = [];
  const clip = clipOf("#...", "##..", "####");
  const { series } = await evaluateClip(clip, perfect, {
    refine,
    onEstimate: (_, { data }) => seen.push([...data]),
  });
  assertEquals(series.map(({ number }) => number), [1, 2, 3]);
  assertEquals(seen, [[0, 0, 0, 0], [0, 0, 0, 0], [255, 255, 255, 255]]);
});

/** A clip that tells whether it was closed. */
function watched(inner: LabelledClip) {
  const state = { isClosed: false };
  const clip: LabelledClip = {
    name: inner.name,
    async *read() {
      try {
        yield* inner.read();
      } finally {
        state.isClosed = true;
      }
    },
  };
  return { state, clip };
}

Deno.test("evaluateClip() leaves nothing in a store and closes the clip, however it ends", async () => {
  const refine = { steps: parseRefinement("smooth:1:2") };
  const wrong = createEstimator(() => maskOf("##"));
  const thrower = createEstimator(() => {
    throw new Error("no idea");
  });
  const perfect = createEstimator(readMatte);
  const onEstimate = () => {
    throw new Error("nobody listens");
  };
  const pictures = clipOf("#.", ".#", "#.");
  const cases: [clip: LabelledClip, MaskEstimator, EvaluateClipOptions][] = [
    [pictures, perfect, {}],
    [pictures, perfect, { refine }],
    [clipOf("#", "#"), wrong, {}],
    [pictures, thrower, { refine }],
    [pictures, perfect, { onEstimate }],
    [pictures, perfect, { onEstimate, refine }],
    [mislabelled, perfect, {}],
    [mislabelled, perfect, { refine }],
  ];
  for (const [i, [inner, estimator, options]] of cases.entries()) {
    const store = new FrameStore(undefined);
    const { state, clip } = watched(inner);
    const done = evaluateClip(clip, estimator, { ...options, store });
    if (i < 2) await done;
    else await assertRejects(() => done);
    assertEquals([store.inUse, state.isClosed], [0, true], `case ${i}`);
  }
});

Deno.test("evaluateClip() refuses an unknown option", async () => {
  using estimator = createEstimator(readMatte);
  const options = { edgeEvery: 2 } as EvaluateClipOptions;
  const says =
    "Cannot evaluate a clip: there is no option 'edgeEvery' (Did you mean 'edgesEvery'?)";
  await assertRejects(() => evaluateClip(clipOf("#."), estimator, options), TypeError, says);
});
