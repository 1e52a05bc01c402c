import { assertEquals, assertThrows } from "@std/assert";
import { methods, parseRefinement } from "../../../mod.ts";
import {
  budgetLeft,
  liveBudget,
  liveRefinement,
  lookaheadOf,
  methodLookahead,
} from "../../../lib/pipeline/live/latency.ts";
import { autoRefinement } from "../../../lib/methods/method.ts";
import type { OpenSegmenter } from "../../../lib/networks/segmenter.ts";

const openSegmenter: OpenSegmenter = () => Promise.reject(new Error("nobody opens it"));
const cleanPlate = { width: 1, height: 1, bitmap: new Uint8ClampedArray(4) };

for (const [name, method] of Object.entries(methods)) {
  for (const lowLatency of [false, true]) {
    Deno.test(`${name} looks ahead no farther than ${lowLatency ? 0 : 1} live, with its refinement`, () => {
      const budget = liveBudget(lowLatency);
      const steps = parseRefinement(autoRefinement(method));
      const lookahead = methodLookahead(steps, budget);
      using estimator = method.create({ openSegmenter, cleanPlate, lookahead });
      const live = liveRefinement(steps, budgetLeft(estimator, budget));
      const after = estimator.window?.after ?? 0;
      assertEquals(after + lookaheadOf(live) <= budget, true);
      assertEquals(live.map(({ name }) => name), steps.map(({ name }) => name));
    });
  }
}

Deno.test("liveRefinement(): the first steps that look ahead may, the others with what is left", () => {
  const steps = parseRefinement("smooth:0.5:2,open:1,smooth:1:1");
  const written = (budget: number) => liveRefinement(steps, budget);
  assertEquals(written(0), parseRefinement("smooth:0.5:0,open:1,smooth:1:0"));
  assertEquals(written(1), parseRefinement("smooth:0.5:1,open:1,smooth:1:0"));
  assertEquals(written(3), steps);
});

Deno.test("methodLookahead(): the frame is the refinement's, where that looks ahead", () => {
  assertEquals(methodLookahead(parseRefinement("smooth:1,levels:64:191"), 1), 0);
  assertEquals(methodLookahead(parseRefinement("remove:100"), 1), 1);
  assertEquals(methodLookahead(parseRefinement("remove:100"), 0), 0);
});

Deno.test("budgetLeft() refuses a method that looks too far ahead", () => {
  using far = methods.difference.create({ settings: { threeFrames: true, framesApart: 3 } });
  assertThrows(() => budgetLeft(far, 1), RangeError, "looks 3 frames ahead");
  using near = methods.difference.create({ settings: { threeFrames: true, framesApart: 1 } });
  assertEquals(budgetLeft(near, 1), 0);
});
