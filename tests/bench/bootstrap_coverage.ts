/**
 * How often intervals over clips hold the true mean, by the way they are made: what
 * docs/measurements/bootstrap.md has. `deno run -A tests/bench/bootstrap_coverage.ts`, half a minute.
 */
import { pairedBootstrap } from "../../lib/metrics/mod.ts";

const TRIALS = 2000;
const RESAMPLES = 2000;

/** Numbers from 0 to 1, the same in each run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const random = generator(12345);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Changes of a clip whose true mean is 0. */
const shapes: Readonly<Record<string, () => number>> = {
  normal,
  "skewed (exponential)": () => -Math.log(1 - random()) - 1,
  "two kinds of clips": () => random() < 0.7 ? -0.3 + normal() / 100 : 0.7 + normal() / 100,
  "a few large (t of 3)": () => normal() / Math.hypot(normal(), normal(), normal()) * Math.sqrt(3),
};

/** The standard normal distribution, by Simpson's rule. */
function normalShare(x: number): number {
  const steps = 200;
  const density = (t: number) => Math.exp(-t * t / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(x);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(x * i / steps);
  return 0.5 + sum * x / steps / 3;
}

function normalQuantile(share: number): number {
  let [low, high] = [-8, 8];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

type Interval = readonly [low: number, high: number];

/** The plain percentile interval, and the bias-corrected and accelerated one. */
function plainIntervals(values: readonly number[]): { percentile: Interval; bca: Interval } {
  const draw = generator(99);
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const means = new Float64Array(RESAMPLES).map(() => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[Math.floor(draw() * count)];
    return sum / count;
  }).sort();
  const at = (share: number) => means[Math.round(share * (RESAMPLES - 1))];
  const below = means.reduce((sum, each) => sum + (each < mean ? 1 : each === mean ? 0.5 : 0), 0);
  const bias = normalQuantile(Math.min(0.9999, Math.max(0.0001, below / RESAMPLES)));
  const moment = (power: number) => values.reduce((sum, value) => sum + (value - mean) ** power, 0);
  const acceleration = moment(3) / (6 * moment(2) ** 1.5);
  const moved = (z: number) => at(normalShare(bias + (bias + z) / (1 - acceleration * (bias + z))));
  return { percentile: [at(0.025), at(0.975)], bca: [moved(-1.96), moved(1.96)] };
}

if (import.meta.main) {
  console.log("| clips | changes | percentile | BCa | expanded percentile |");
  console.log("| ---: | --- | ---: | ---: | ---: |");
  for (const clips of [6, 8, 12, 20, 53]) {
    for (const [shape, draw] of Object.entries(shapes)) {
      const held = { percentile: 0, bca: 0, expanded: 0 };
      for (let trial = 0; trial < TRIALS; trial++) {
        const values = Array.from({ length: clips }, draw);
        const expanded = pairedBootstrap(values, { resamples: RESAMPLES }).interval!;
        const all = { ...plainIntervals(values), expanded };
        for (const name of ["percentile", "bca", "expanded"] as const) {
          if (all[name][0] <= 0 && all[name][1] >= 0) held[name]++;
        }
      }
      const cells = Object.values(held).map((count) => `${(100 * count / TRIALS).toFixed(1)} %`);
      console.log(`| ${[clips, shape, ...cells].join(" | ")} |`);
    }
  }
}
