import type { Frame, Gray, Size } from "../../../raster/frame.ts";
import type { CarryState, Samples, SampleTest } from "./samples.ts";
import { fillRandom } from "./carry_random.ts";

const f32 = Math.fround;

/** Bytes of a sample: blue, green, red, and whether it counts as background. */
const FIELDS = 4;

/** Samples in plain TypeScript; single precision after every step, as in OpenCV. */
export class PlainSamples implements Samples {
  /** The frames' sides. */
  readonly size: Size;
  /** At which frame of its list's period each pixel is sampled: short, middle, long. */
  readonly #turns: readonly [Uint8Array, Uint8Array, Uint8Array];
  readonly #nSamples: number;
  /** Pixel after pixel its short, its middle and its long list. */
  readonly #samples: Uint8Array;
  /** Where each list goes on: the three after each other. */
  readonly #next: readonly [Uint8Array, Uint8Array, Uint8Array];

  /**
   * Samples of nothing.
   *
   * @param size The frames' sides.
   * @param nSamples How many each of the three lists has.
   */
  constructor({ width, height }: Size, nSamples: number) {
    const area = width * height;
    const bytes = () => new Uint8Array(area);
    this.size = { width, height };
    this.#turns = [bytes(), bytes(), bytes()];
    this.#next = [bytes(), bytes(), bytes()];
    this.#nSamples = nSamples;
    this.#samples = new Uint8Array(area * 3 * nSamples * FIELDS);
  }

  /** Forget all frames. */
  clear(): void {
    for (const bytes of [...this.#turns, ...this.#next, this.#samples]) bytes.fill(0);
  }

  /** Sample a frame and write what is foreground (255), background (0) and shadow. */
  update({ bitmap }: Frame, { data }: Gray, by: SampleTest): void {
    const samples = this.#samples;
    const stride = 3 * this.#nSamples * FIELDS;
    const { kNNSamples, shadowValue } = by;
    // A whole number is below a threshold where it is below the next whole number.
    const limit = Math.ceil(by.dist2Threshold);
    for (let i = 0, p = 0, first = 0; i < data.length; i++, p += 4, first += stride) {
      const red = bitmap[p];
      const green = bitmap[p + 1];
      const blue = bitmap[p + 2];
      const end = first + stride;
      let near = 0;
      let nearBackground = 0;
      for (let s = first; s < end && nearBackground < kNNSamples; s += FIELDS) {
        const db = samples[s] - blue;
        const dg = samples[s + 1] - green;
        const dr = samples[s + 2] - red;
        if (db * db + dg * dg + dr * dr >= limit) continue;
        near++;
        nearBackground += samples[s + 3];
      }
      if (nearBackground >= kNNSamples) data[i] = 0;
      else if (shadowValue === 255) data[i] = 255;
      else data[i] = isShadow(samples, first, end, blue, green, red, by) ? shadowValue : 255;
      this.#sample(i, first, blue, green, red, near >= kNNSamples ? 1 : 0, by.counters);
    }
  }

  /** The same in one step. */
  *updateInSteps(frame: Frame, out: Gray, by: SampleTest): Generator<void, void> {
    this.update(frame, out, by);
    yield;
  }

  /** Draw at which frame of the period to come each pixel is sampled. */
  draw(list: number, period: number, state: CarryState): void {
    fillRandom(state, this.#turns[list], period);
  }

  /** Write each pixel's first sample that is background. */
  background({ bitmap }: Frame): void {
    const samples = this.#samples;
    const stride = 3 * this.#nSamples * FIELDS;
    for (let p = 0, first = 0; p < bitmap.length; p += 4, first += stride) {
      bitmap[p] = bitmap[p + 1] = bitmap[p + 2] = 0;
      bitmap[p + 3] = 255;
      for (let s = first; s < first + stride; s += FIELDS) {
        if (samples[s + 3] === 0) continue;
        bitmap[p] = samples[s + 2];
        bitmap[p + 1] = samples[s + 1];
        bitmap[p + 2] = samples[s];
        break;
      }
    }
  }

  /** Nothing to give back. */
  [Symbol.dispose](): void {}

  /** The oldest short sample goes to the middle list, its oldest to the long one, each in its turn. */
  #sample(
    i: number,
    first: number,
    blue: number,
    green: number,
    red: number,
    isBackground: number,
    counters: SampleTest["counters"],
  ): void {
    const samples = this.#samples;
    const [shortTurn, middleTurn, longTurn] = this.#turns;
    const [shortNext, middleNext, longNext] = this.#next;
    const count = this.#nSamples;
    const short = first + shortNext[i] * FIELDS;
    const middle = first + (count + middleNext[i]) * FIELDS;
    if (longTurn[i] === counters[2]) {
      samples.copyWithin(first + (2 * count + longNext[i]) * FIELDS, middle, middle + FIELDS);
      longNext[i] = longNext[i] >= count - 1 ? 0 : longNext[i] + 1;
    }
    if (middleTurn[i] === counters[1]) {
      samples.copyWithin(middle, short, short + FIELDS);
      middleNext[i] = middleNext[i] >= count - 1 ? 0 : middleNext[i] + 1;
    }
    if (shortTurn[i] === counters[0]) {
      samples[short] = blue;
      samples[short + 1] = green;
      samples[short + 2] = red;
      samples[short + 3] = isBackground;
      shortNext[i] = shortNext[i] >= count - 1 ? 0 : shortNext[i] + 1;
    }
  }
}

/** Whether a colour is that of enough background samples, only darker. */
function isShadow(
  samples: Uint8Array,
  first: number,
  end: number,
  blue: number,
  green: number,
  red: number,
  { dist2Threshold, kNNSamples, shadowThreshold }: SampleTest,
): boolean {
  let near = 0;
  for (let s = first; s < end; s += FIELDS) {
    if (samples[s + 3] === 0) continue;
    const b = samples[s];
    const g = samples[s + 1];
    const r = samples[s + 2];
    // Whole numbers below 2²⁴: exact in single precision.
    const along = blue * b + green * g + red * r;
    const square = b * b + g * g + r * r;
    if (square === 0) return false;
    if (along > square || along < f32(shadowThreshold * square)) continue;
    const a = f32(along / square);
    const db = f32(f32(a * b) - blue);
    const dg = f32(f32(a * g) - green);
    const dr = f32(f32(a * r) - red);
    const distance = f32(f32(f32(db * db) + f32(dg * dg)) + f32(dr * dr));
    if (distance < f32(f32(dist2Threshold * a) * a)) near++;
    if (near >= kNNSamples) return true;
  }
  return false;
}
