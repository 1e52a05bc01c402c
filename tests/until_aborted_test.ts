import { assert, assertEquals, assertRejects } from "@std/assert";
import { evaluateClip, type MaskEstimator, replaceBackground } from "../mod.ts";
import { untilAborted } from "../lib/until_aborted.ts";
import { numbered, row } from "./helpers.ts";

const reason = new Error("enough");

/** An estimator that never comes to an end, in its survey or at a frame. */
const endless = (isInSurvey: boolean): MaskEstimator => ({
  warmUp: 0,
  lookback: 0,
  ...(isInSurvey && { survey: () => new Promise<void>(() => {}) }),
  estimate: () => new Promise(() => {}),
  reset() {},
  [Symbol.dispose]() {},
});

const clip = async function* () {
  yield numbered(1, row([1, 2]));
};

/** A signal that aborts when all else waits. */
function soon(): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 10);
  return controller.signal;
}

Deno.test("untilAborted() gives what the work gives, and throws what it throws", async () => {
  const { signal } = new AbortController();
  assertEquals(await untilAborted(Promise.resolve(7), signal), 7);
  assertEquals(await untilAborted(7, signal), 7);
  assertEquals(await untilAborted(Promise.resolve(7), undefined), 7);
  await assertRejects(() => untilAborted(Promise.reject(reason), signal), Error, "enough");
});

Deno.test("untilAborted() throws the signal's reason, before or in the middle of the work", async () => {
  const never = new Promise<void>(() => {});
  for (const signal of [AbortSignal.abort(reason), soon()]) {
    assertEquals(await assertRejects(() => untilAborted(never, signal)), reason);
  }
  await assertRejects(() => untilAborted(7, AbortSignal.abort(reason)), Error, "enough");
});

Deno.test("untilAborted() leaves what fails after the signal to itself", async () => {
  const late = new Promise<void>((_, reject) => setTimeout(() => reject(new Error("late")), 20));
  await assertRejects(() => untilAborted(late, soon()), Error, "enough");
  await new Promise((resolve) => setTimeout(resolve, 20));
});

Deno.test("replaceBackground() rejects as soon as the signal aborts, whatever the estimator does", async () => {
  using estimator = endless(false);
  const started = performance.now();
  const options = { estimator, background: row([0, 0]), signal: soon() };
  assertEquals(await assertRejects(() => replaceBackground(clip(), options)), reason);
  assert(performance.now() - started < 2000);
});

Deno.test("evaluateClip() rejects as soon as the signal aborts, in a survey, too", async () => {
  for (const isInSurvey of [true, false]) {
    using estimator = endless(isInSurvey);
    const read = async function* () {
      for await (const frame of clip()) yield { frame, truth: undefined };
    };
    const labelled = {
      name: "clip",
      width: 2,
      height: 1,
      frameCount: 1,
      cleanPlate: undefined,
      read,
    };
    const error = await assertRejects(() => evaluateClip(labelled, estimator, { signal: soon() }));
    assertEquals(error, reason);
  }
});
