import type { Frame, Gray, Size } from "../../../raster/frame.ts";
import type { Mixtures, MixtureUpdate } from "./mixtures.ts";

/** Numbers a Gaussian has: weight, variance, mean blue, green and red. */
const FIELDS = 5;

/** Below it a sum of weights counts as nothing: FLT_EPSILON. */
const FLOAT_EPSILON: number = 2 ** -23;

const f32 = Math.fround;

/** Mixtures of Gaussians in plain TypeScript: single precision after every step, as in OpenCV. */
export class PlainMixtures implements Mixtures {
  /** The frames' sides. */
  readonly size: Size;
  readonly #nMixtures: number;
  /** Pixel after pixel, each one's Gaussians by falling weight. */
  readonly #gaussians: Float32Array;
  /** How many Gaussians each pixel has. */
  readonly #counts: Uint8Array;

  /**
   * Mixtures that have seen nothing.
   *
   * @param size The frames' sides.
   * @param nMixtures How many Gaussians a pixel has at most.
   */
  constructor({ width, height }: Size, nMixtures: number) {
    this.size = { width, height };
    this.#nMixtures = nMixtures;
    this.#gaussians = new Float32Array(width * height * nMixtures * FIELDS);
    this.#counts = new Uint8Array(width * height);
  }

  /** Forget all frames. */
  clear(): void {
    this.#counts.fill(0);
  }

  /** Learn a frame and write what is foreground (255), background (0) and shadow. */
  update({ bitmap }: Frame, { data }: Gray, by: MixtureUpdate): void {
    const gaussians = this.#gaussians;
    const counts = this.#counts;
    const stride = this.#nMixtures * FIELDS;
    for (let i = 0, p = 0, first = 0; i < data.length; i++, p += 4, first += stride) {
      const red = bitmap[p];
      const green = bitmap[p + 1];
      const blue = bitmap[p + 2];
      const seen = learn(gaussians, first, counts[i], blue, green, red, by);
      let count = seen & COUNT_BITS;
      if ((seen & FITS) === 0 && by.learningRate > 0) {
        const isFull = count === this.#nMixtures;
        if (!isFull) count++;
        add(gaussians, first, count, blue, green, red, by);
      }
      counts[i] = count;
      if (seen & BACKGROUND) data[i] = 0;
      else if (by.shadowValue === 255) data[i] = 255;
      else {
        const isDark = isShadow(gaussians, first, count, blue, green, red, by);
        data[i] = isDark ? by.shadowValue : 255;
      }
    }
  }

  /** The same in one step. */
  *updateInSteps(frame: Frame, out: Gray, by: MixtureUpdate): Generator<void, void> {
    this.update(frame, out, by);
    yield;
  }

  /** Write the mean of the Gaussians that make the background. */
  background({ bitmap }: Frame, backgroundRatio: number): void {
    const gaussians = this.#gaussians;
    const counts = this.#counts;
    const stride = this.#nMixtures * FIELDS;
    for (let i = 0, p = 0; i < counts.length; i++, p += 4) {
      let blue = 0, green = 0, red = 0, total = 0;
      const first = i * stride;
      const end = first + counts[i] * FIELDS;
      for (let g = first; g < end && total <= backgroundRatio; g += FIELDS) {
        const weight = gaussians[g];
        blue = f32(blue + f32(weight * gaussians[g + 2]));
        green = f32(green + f32(weight * gaussians[g + 3]));
        red = f32(red + f32(weight * gaussians[g + 4]));
        total = f32(total + weight);
      }
      const scale = inverse(total);
      // A Uint8ClampedArray rounds halves to even, as OpenCV does.
      bitmap[p] = f32(red * scale);
      bitmap[p + 1] = f32(green * scale);
      bitmap[p + 2] = f32(blue * scale);
      bitmap[p + 3] = 255;
    }
  }

  /** Nothing to give back. */
  [Symbol.dispose](): void {}
}

// What learn() tells, in one number: the kernel must not make an object a pixel.
const COUNT_BITS = 0xff;
const FITS = 0x100;
const BACKGROUND = 0x200;

/**
 * Update one pixel's Gaussians with its colour.
 *
 * @returns How many there are now, with FITS if the colour belongs to one of
 * them, and BACKGROUND if it is background.
 */
function learn(
  gaussians: Float32Array,
  first: number,
  count: number,
  blue: number,
  green: number,
  red: number,
  by: MixtureUpdate,
): number {
  const { learningRate, prune, varThreshold, varThresholdGen, backgroundRatio } = by;
  const keep = f32(1 - learningRate);
  const least = -prune;
  let flags = 0;
  let total = f32(0);
  for (let mode = 0, g = first; mode < count; mode++, g += FIELDS) {
    let weight = f32(f32(keep * gaussians[g]) + prune);
    let place = g;
    if ((flags & FITS) === 0) {
      const variance = gaussians[g + 1];
      const db = f32(gaussians[g + 2] - blue);
      const dg = f32(gaussians[g + 3] - green);
      const dr = f32(gaussians[g + 4] - red);
      const distance = f32(f32(f32(db * db) + f32(dg * dg)) + f32(dr * dr));
      if (total < backgroundRatio && distance < f32(varThreshold * variance)) flags |= BACKGROUND;
      if (distance < f32(varThresholdGen * variance)) {
        flags |= FITS;
        weight = f32(weight + learningRate);
        const k = f32(learningRate / weight);
        gaussians[g + 2] = f32(gaussians[g + 2] - f32(k * db));
        gaussians[g + 3] = f32(gaussians[g + 3] - f32(k * dg));
        gaussians[g + 4] = f32(gaussians[g + 4] - f32(k * dr));
        gaussians[g + 1] = limited(f32(variance + f32(k * f32(distance - variance))), by);
        place = rise(gaussians, g, first, weight);
      }
    }
    // The last one is not looked at any more: it is a quirk of OpenCV's that another may go for it.
    if (weight < least) {
      weight = 0;
      count--;
    }
    gaussians[place] = weight;
    total = f32(total + weight);
  }
  const scale = inverse(total);
  for (let mode = 0, g = first; mode < count; mode++, g += FIELDS) {
    gaussians[g] = f32(gaussians[g] * scale);
  }
  return count | flags;
}

/** `1 / total`, or 0 where there is as good as nothing. */
function inverse(total: number): number {
  return Math.abs(total) > FLOAT_EPSILON ? f32(1 / total) : 0;
}

function limited(variance: number, { varMin, varMax }: MixtureUpdate): number {
  // Written so that NaN stays, unlike with Math.min.
  const atLeast = variance < varMin ? varMin : variance;
  return atLeast > varMax ? varMax : atLeast;
}

/** Move a Gaussian up past all that are not heavier; returns its new place. */
function rise(gaussians: Float32Array, from: number, first: number, weight: number): number {
  let g = from;
  for (; g > first && !(weight < gaussians[g - FIELDS]); g -= FIELDS) {
    for (let field = g; field < g + FIELDS; field++) {
      const other = gaussians[field - FIELDS];
      gaussians[field - FIELDS] = gaussians[field];
      gaussians[field] = other;
    }
  }
  return g;
}

/** Give a pixel a new Gaussian about its colour, as the last of so many. */
function add(
  gaussians: Float32Array,
  first: number,
  count: number,
  blue: number,
  green: number,
  red: number,
  { learningRate, varInit }: MixtureUpdate,
): void {
  const keep = f32(1 - learningRate);
  const last = first + (count - 1) * FIELDS;
  for (let g = first; g < last; g += FIELDS) gaussians[g] = f32(gaussians[g] * keep);
  gaussians[last] = count === 1 ? 1 : learningRate;
  gaussians[last + 1] = varInit;
  gaussians[last + 2] = blue;
  gaussians[last + 3] = green;
  gaussians[last + 4] = red;
  rise(gaussians, last, first, learningRate);
}

/** Whether a colour is the background's, only darker. */
function isShadow(
  gaussians: Float32Array,
  first: number,
  count: number,
  blue: number,
  green: number,
  red: number,
  { varThreshold, backgroundRatio, shadowThreshold }: MixtureUpdate,
): boolean {
  const end = first + count * FIELDS;
  for (let g = first, total = f32(0); g < end; g += FIELDS) {
    const b = gaussians[g + 2];
    const gr = gaussians[g + 3];
    const r = gaussians[g + 4];
    const along = f32(f32(f32(blue * b) + f32(green * gr)) + f32(red * r));
    const square = f32(f32(f32(b * b) + f32(gr * gr)) + f32(r * r));
    if (square === 0) return false;
    if (along <= square && along >= f32(shadowThreshold * square)) {
      const a = f32(along / square);
      const db = f32(f32(a * b) - blue);
      const dg = f32(f32(a * gr) - green);
      const dr = f32(f32(a * r) - red);
      const distance = f32(f32(f32(db * db) + f32(dg * dg)) + f32(dr * dr));
      if (distance < f32(f32(f32(varThreshold * gaussians[g + 1]) * a) * a)) return true;
    }
    total = f32(total + gaussians[g]);
    if (total > backgroundRatio) return false;
  }
  return false;
}
