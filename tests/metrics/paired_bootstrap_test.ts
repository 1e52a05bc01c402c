import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { FEWEST_PAIRS, pairedBootstrap } from "../../lib/metrics/mod.ts";

const SIX = [0.01, -0.02, 0.03, 0.04, 0.05, 0.09];

Deno.test("pairedBootstrap() is near the interval of all 6⁶ ways to draw six pairs", () => {
  const means: number[] = [];
  for (let ways = 0; ways < 6 ** 6; ways++) {
    let sum = 0;
    for (let i = 0, rest = ways; i < 6; i++, rest = Math.floor(rest / 6)) sum += SIX[rest % 6];
    means.push(sum / 6);
  }
  means.sort((a, b) => a - b);
  // scipy: norm.cdf(-sqrt(6 / 5) * t.ppf(0.975, 5)).
  const beyond = Math.floor(0.0024318031746 * means.length);
  const { mean, interval } = pairedBootstrap(SIX, { resamples: 200_000 });
  assertAlmostEquals(mean, 0.2 / 6, 1e-12);
  // So many draws miss the percentile by less than half of a step between two means.
  assertAlmostEquals(interval![0], means[beyond], 0.002);
  assertAlmostEquals(interval![1], means[means.length - 1 - beyond], 0.002);
});

Deno.test("pairedBootstrap() gives the same interval each time, another by another seed", () => {
  const [a, b, c] = [1, 1, 2].map((seed) => pairedBootstrap(SIX, { seed, resamples: 500 }));
  assertEquals(a, b);
  assert(a.interval![0] !== c.interval![0] || a.interval![1] !== c.interval![1]);
});

Deno.test("pairedBootstrap() grows with the differences, and is wider the surer it is", () => {
  const width = (differences: readonly number[], level?: number) => {
    const [low, high] = pairedBootstrap(differences, level ? { level } : {}).interval!;
    return high - low;
  };
  assertAlmostEquals(width(SIX.map((each) => 2 * each + 1)), 2 * width(SIX), 1e-9);
  assert(width(SIX, 0.8) < width(SIX) && width(SIX) < width(SIX, 0.99));
});

Deno.test("pairedBootstrap() has no interval of few pairs, or of few that weigh", () => {
  assertEquals(pairedBootstrap([1, 2, 3]), { mean: 2, interval: undefined });
  assertEquals(pairedBootstrap(SIX.slice(1)).interval, undefined);
  assertEquals(SIX.length, FEWEST_PAIRS);
  // One of seven weighs as much as all others.
  const weights = [1, 1, 1, 1, 1, 1, 6];
  const { mean, interval } = pairedBootstrap([0, 0, 0, 0, 0, 0, 1], { weights });
  assertEquals([mean, interval], [0.5, undefined]);
  assert(pairedBootstrap([...SIX, 1], { weights: weights.map(() => 0.1) }).interval !== undefined);
});

Deno.test("pairedBootstrap() of no difference at all is 0", () => {
  assertEquals(pairedBootstrap([0, 0, 0, 0, 0, 0]), { mean: 0, interval: [0, 0] });
});

Deno.test("pairedBootstrap() refuses what it cannot draw by", () => {
  assertThrows(() => pairedBootstrap(SIX, { weights: [1] }), RangeError, "'weights'");
  assertThrows(() => pairedBootstrap([1], { weights: [0] }), RangeError, "'weights'");
  assertThrows(() => pairedBootstrap(SIX, { level: 1 }), RangeError, "'level'");
  assertThrows(() => pairedBootstrap(SIX, { resamples: 10 }), RangeError, "'resamples'");
});
