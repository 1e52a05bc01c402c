import type { FoundThreshold } from "../../pixels/stereo/disparity_threshold.ts";
import type { Disparity } from "../../raster/frame.ts";

const LEVELS = 256;

/** Two classes suffice that explain so much of the variance. */
const EXPLAINED = 0.93;

/** What two and three classes explain of a ramp, which has none: 1 − 1/n². */
const RAMP = { two: 3 / 4, three: 8 / 9 };

/**
 * The depth that divides what is nearest from the rest, where all depths in between occur as well.
 *
 * A network's map has slopes where the scene has edges, and furniture between a person and the wall: no
 * level is empty. So the depths are divided into two classes as Otsu does. If these explain less than
 * 93 % of the variance, the depths are divided into three, and the upper threshold counts: of a room,
 * a bed and a person at a desk two classes leave the bed on the person's side.
 *
 * @example A wall, a bed and somebody near
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const depths = [0, 0.1, 0.4, 0.5, 0.9, 1];
 * const disparity = Float32Array.from({ length: 60 }, (_, i) => depths[i % 6]);
 * const { threshold } = classThreshold({ width: 10, height: 6, disparity });
 * assertAlmostEquals(threshold!, 0.7, 0.01);
 * ```
 *
 * @param map How near all is; NaN does not count.
 * @returns The threshold, and how much better than a ramp the classes explain the depths.
 * @see Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979, doi:10.1109/TSMC.1979.4310076
 */
export function classThreshold({ disparity }: Disparity): FoundThreshold {
  const [least, most] = rangeOf(disparity);
  if (!(most > least)) return { threshold: undefined, confidence: 0 };
  const step = (most - least) / LEVELS;
  const crowd = new Crowd(disparity, least, step);
  const two = crowd.two();
  const { level, explained, ramp } = two.explained >= EXPLAINED
    ? { ...two, ramp: RAMP.two }
    : { ...crowd.three(), ramp: RAMP.three };
  const confidence = Math.max(0, (explained - ramp) / (1 - ramp));
  return { threshold: confidence > 0 ? least + level * step : undefined, confidence };
}

function rangeOf(values: Float32Array): [least: number, most: number] {
  let least = Infinity, most = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  return [least, most];
}

/** A division into classes. */
interface Division {
  /** Where the upper class begins. */
  readonly level: number;
  /** The share of the variance that is between the classes. */
  readonly explained: number;
}

/** A histogram, summed up. */
class Crowd {
  /** How many have less than a level. */
  readonly #counts = new Float64Array(LEVELS + 1);
  /** The sum of their levels. */
  readonly #sums = new Float64Array(LEVELS + 1);
  readonly #variance: number;

  constructor(values: Float32Array, least: number, step: number) {
    const histogram = new Float64Array(LEVELS);
    for (let i = 0; i < values.length; i++) {
      // What is not known has no level.
      if (values[i] >= least) {
        histogram[Math.min(LEVELS - 1, Math.floor((values[i] - least) / step))]++;
      }
    }
    let squares = 0;
    for (let level = 0; level < LEVELS; level++) {
      this.#counts[level + 1] = this.#counts[level] + histogram[level];
      this.#sums[level + 1] = this.#sums[level] + histogram[level] * level;
      squares += histogram[level] * level * level;
    }
    this.#variance = squares - this.#sums[LEVELS] ** 2 / this.#counts[LEVELS];
  }

  /** Of levels from one up to, but without, another: their count times their mean squared. */
  #weight(from: number, to: number): number {
    const count = this.#counts[to] - this.#counts[from];
    return count === 0 ? 0 : (this.#sums[to] - this.#sums[from]) ** 2 / count;
  }

  #explained(weights: number): number {
    return (weights - this.#weight(0, LEVELS)) / this.#variance;
  }

  two(): Division {
    const best = new Best();
    for (let a = 1; a < LEVELS; a++) best.take(a, this.#weight(0, a) + this.#weight(a, LEVELS));
    return { level: best.level, explained: this.#explained(best.weights) };
  }

  three(): Division {
    const best = new Best();
    for (let b = 2; b < LEVELS; b++) {
      const upper = this.#weight(b, LEVELS);
      for (let a = 1; a < b; a++) {
        best.take(b, this.#weight(0, a) + this.#weight(a, b) + upper);
      }
    }
    return { level: best.level, explained: this.#explained(best.weights) };
  }
}

/** The best level: in the middle of those that are as good, since no pixel is between them. */
class Best {
  weights = -Infinity;
  #first = 0;
  #last = 0;

  take(level: number, weights: number): void {
    if (weights > this.weights) {
      this.weights = weights;
      this.#first = this.#last = level;
    } else if (weights === this.weights) this.#last = level;
  }

  get level(): number {
    return (this.#first + this.#last) / 2;
  }
}
