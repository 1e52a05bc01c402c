import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  createEstimator,
  createFrame,
  evaluateClip,
  type Frame,
  type LabelledClip,
  type MaskEstimator,
  type Matte,
} from "../../mod.ts";
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
  const kept: { matte: Matte; foreground: Frame }[] = [];
  return {
    warmUp: 0,
    lookback: 0,
    lookahead: 2,
    estimate(frame) {
      kept.push({ matte: readMatte(frame), foreground: createFrame(1, 1) });
      return kept.length > 2 ? kept.shift() : undefined;
    },
    flush: () => kept.shift(),
    reset() {},
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
  await assertRejects(() => evaluateClip(clipOf("#"), wrong), RangeError, "'truth' must be 2×1");
});
