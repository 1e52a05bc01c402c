import { ModelError } from "../../errors.ts";
import type { Frame } from "../../raster/frame.ts";
import type { Tensor } from "../inference_session.ts";
import { nameOfMethod } from "./model_overrides.ts";
import type { ModelSpec } from "./model_spec_types.ts";

/**
 * Of all pixels, how many are between person and room where a network gives no matte. On frames of
 * any kind depth came to 0.97 and more; mattes to 0.05 on average and 0.42 at most, and 0.63 on
 * frames of one colour.
 */
const NO_MATTE = 0.95;
/** And how many there may be in a matte: such a look shows that the network gives mattes. */
const MATTE = 0.7;
/** Between these is what is between person and room. */
const BETWEEN = [0.1, 0.9] as const;
/** How far apart the values are at least, for it is no matte either that knows nothing. */
const LEAST_RANGE = 0.25;
/** The least standard deviation of the levels in a frame with something in it. */
const LEAST_CONTRAST = 12;
/** Values far beyond 1 and never below 0 are neither alpha nor logits, but distances, say. */
const UNBOUNDED = 1.5;
const UNBOUNDED_LOGITS = 100;

/**
 * Finds out, by the first looks of a network whose family is only guessed, that
 * what it gives is no matte: depth has a picture's size and one channel too.
 */
export class MatteCheck {
  readonly #spec: ModelSpec;
  readonly #name: string;
  #isSettled: boolean;

  /**
   * A check that has seen nothing.
   *
   * @param spec The network. Of several classes, or with a memory, it needs no check.
   * @param name What errors shall call it.
   */
  constructor(spec: ModelSpec, name: string) {
    this.#spec = spec;
    this.#name = name;
    this.#isSettled = spec.decoding.channels !== 1 || spec.recurrence !== undefined;
  }

  /** Whether nothing is left to find out. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /**
   * Take a look into account.
   *
   * @param output What the network gave, as it is.
   * @param contrast The frame's {@linkcode contrastOf}.
   * @throws {ModelError} If it is no matte.
   */
  look({ data }: Tensor, contrast: number): void {
    if (this.#isSettled) return;
    const share = this.#between(data);
    if (share === undefined) return;
    if (share < MATTE) this.#isSettled = true;
    if (share < NO_MATTE || contrast < LEAST_CONTRAST) return;
    const { decoding } = this.#spec;
    throw new ModelError(
      `Cannot use the model '${this.#name}': its output '${decoding.output}' tells nobody from the ` +
        `room, as if it were depth, which ${nameOfMethod(decoding, "depth")} takes; ` +
        "it must be a matte of people",
    );
  }

  /** The share of values between person and room, `undefined` where all are nearly the same. */
  #between(data: Float32Array): number | undefined {
    const { kind, remap: [from, to] = [0, 1] } = this.#spec.decoding;
    const [low, high] = range(data);
    const most = kind === "alpha" ? from + UNBOUNDED * (to - from) : UNBOUNDED_LOGITS;
    // Levels 0–255 of a network that should have divided them are a matte all the same.
    if (low >= 0 && high > most) return share(data, 0, high) < 0.5 ? 0 : 1;
    if (high - low < LEAST_RANGE * (to - from)) return undefined;
    const isLogits = kind === "sigmoid" || kind !== "alpha" && (low < -0.5 || high > 1.5);
    // MediaPipe's shape says enough: all of one channel that ends in it is taken for a matte.
    if (!isLogits) return this.#spec.family === "selfie" ? 0 : share(data, from, to);
    const logit = (value: number) => Math.log(value / (1 - value));
    return count(data, logit(BETWEEN[0]), logit(BETWEEN[1])) / data.length;
  }
}

/**
 * How much there is in a frame: the standard deviation of its green.
 *
 * @param frame The frame.
 * @returns Levels.
 */
export function contrastOf({ bitmap }: Frame): number {
  let [sum, squares, pixels] = [0, 0, 0];
  // Every seventh pixel.
  for (let p = 1; p < bitmap.length; p += 28) {
    sum += bitmap[p];
    squares += bitmap[p] * bitmap[p];
    pixels++;
  }
  return Math.sqrt(Math.max(0, squares / pixels - (sum / pixels) ** 2));
}

/** The least value and the greatest but for one in a hundred each. */
function range(data: Float32Array): [low: number, high: number] {
  const sorted = data.filter((value) => !Number.isNaN(value)).sort();
  const margin = Math.floor(sorted.length / 100);
  return [sorted[margin] ?? 0, sorted[sorted.length - 1 - margin] ?? 0];
}

/** The share of values between person and room, of a range. */
function share(data: Float32Array, from: number, to: number): number {
  const [low, high] = BETWEEN.map((value) => from + value * (to - from));
  return count(data, low, high) / data.length;
}

function count(data: Float32Array, low: number, high: number): number {
  let inside = 0;
  for (let i = 0; i < data.length; i++) if (data[i] > low && data[i] < high) inside++;
  return inside;
}
