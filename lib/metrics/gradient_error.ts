import { assertSameSize, type Matte } from "../raster/frame.ts";

/** Standard deviation of the Gaussian, in pixels. */
const SIGMA = 1.4;
/** Where the Gaussian falls to a hundredth: 4 pixels. */
const RADIUS = Math.ceil(
  SIGMA * Math.sqrt(-2 * Math.log(Math.sqrt(2 * Math.PI) * SIGMA * 0.01)),
);
const SIZE = 2 * RADIUS + 1;

/** The taps of the smoothing and of the deriving filter; their product has the L2 norm 1. */
const { smoothing, deriving } = filters();

/**
 * How much a matte's edges differ from the true ones (Grad):
 * `Σ (|∇t| − |∇p|)² / 10³`.
 *
 * Both mattes are stretched to 0–1 (a flat one is 0), and their gradients taken
 * with derivatives of a Gaussian of sigma 1.4, borders replicated. In float64.
 *
 * @example An edge in another place is worse than the right one, and none at all
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 *
 * const step = (at: number) => ({
 *   width: 32,
 *   height: 1,
 *   data: Uint8Array.from({ length: 32 }, (_, x) => x < at ? 0 : 255),
 * });
 * assertEquals(gradientError(step(8), step(8)), 0);
 * assert(gradientError(step(24), step(8)) > gradientError(step(9), step(8)));
 * ```
 *
 * @param matte What was found, H × W.
 * @param truth What there is, H × W.
 * @returns 0 or more; it grows with the length of the edges.
 * @throws {RangeError} If the sizes differ.
 * @see Rhemann et al., "A perceptually motivated online benchmark for image matting",
 * CVPR 2009, https://doi.org/10.1109/CVPR.2009.5206503; as in RobustVideoMatting's evaluate_lr.py.
 * @category Evaluation
 */
export function gradientError(matte: Matte, truth: Matte): number {
  assertSameSize("compare gradients", { matte, truth });
  const { width, height } = truth;
  const found = new GradientRows(matte);
  const real = new GradientRows(truth);
  let sum = 0;
  for (let y = 0; y < height; y++) {
    const p = found.row(y);
    const t = real.row(y);
    for (let x = 0; x < width; x++) {
      const error = t[x] - p[x];
      sum += error * error;
    }
  }
  return sum / 1e3;
}

/** The length of a matte's gradient, row by row from the top. */
class GradientRows {
  readonly #matte: Matte;
  readonly #low: number;
  readonly #scale: number;
  /** A row with its ends repeated. */
  readonly #padded: Float64Array;
  /** The last rows, smoothed and derived along x: row y is at y mod SIZE. */
  readonly #smooth: Float64Array[];
  readonly #slope: Float64Array[];
  readonly #out: Float64Array;
  #ready = 0;

  constructor(matte: Matte) {
    const { width, data } = matte;
    let low = 255;
    let high = 0;
    for (let i = 0; i < data.length; i++) {
      if (data[i] < low) low = data[i];
      if (data[i] > high) high = data[i];
    }
    this.#matte = matte;
    this.#low = low;
    this.#scale = high > low ? 1 / (high - low) : 0;
    this.#padded = new Float64Array(width + 2 * RADIUS);
    this.#smooth = Array.from({ length: SIZE }, () => new Float64Array(width));
    this.#slope = Array.from({ length: SIZE }, () => new Float64Array(width));
    this.#out = new Float64Array(width);
  }

  /** Row y, valid until the next is asked for; rows are to be asked for in order. */
  row(y: number): Float64Array {
    const last = this.#matte.height - 1;
    while (this.#ready <= Math.min(y + RADIUS, last)) this.#filterRow(this.#ready++);
    const rows: number[] = [];
    for (let k = -RADIUS; k <= RADIUS; k++) rows.push(Math.min(Math.max(y + k, 0), last) % SIZE);
    return this.#filterColumns(rows);
  }

  /** Both filters along x. They are symmetric, so two pixels share a tap. */
  #filterRow(y: number): void {
    const { width, data } = this.#matte;
    const low = this.#low;
    const scale = this.#scale;
    const line = this.#padded;
    const rowStart = y * width;
    for (let x = 0; x < width; x++) line[x + RADIUS] = (data[rowStart + x] - low) * scale;
    line.fill(line[RADIUS], 0, RADIUS);
    line.fill(line[RADIUS + width - 1], RADIUS + width);
    const smooth = this.#smooth[y % SIZE];
    const slope = this.#slope[y % SIZE];
    for (let x = 0; x < width; x++) {
      let even = smoothing[RADIUS] * line[x + RADIUS];
      let odd = 0;
      for (let k = 0; k < RADIUS; k++) {
        const before = line[x + k];
        const after = line[x + SIZE - 1 - k];
        even += smoothing[k] * (before + after);
        odd += deriving[k] * (before - after);
      }
      smooth[x] = even;
      slope[x] = odd;
    }
  }

  /** The other filter along y, then the length of the two. */
  #filterColumns(rows: readonly number[]): Float64Array {
    const out = this.#out;
    const middle = this.#slope[rows[RADIUS]];
    const gradientY = this.#padded;
    for (let x = 0; x < out.length; x++) {
      out[x] = smoothing[RADIUS] * middle[x];
      gradientY[x] = 0;
    }
    for (let k = 0; k < RADIUS; k++) {
      const [above, below] = [rows[k], rows[SIZE - 1 - k]];
      const [slopeAbove, slopeBelow] = [this.#slope[above], this.#slope[below]];
      const [smoothAbove, smoothBelow] = [this.#smooth[above], this.#smooth[below]];
      const even = smoothing[k];
      const odd = deriving[k];
      for (let x = 0; x < out.length; x++) {
        out[x] += even * (slopeAbove[x] + slopeBelow[x]);
        gradientY[x] += odd * (smoothAbove[x] - smoothBelow[x]);
      }
    }
    for (let x = 0; x < out.length; x++) {
      out[x] = Math.sqrt(out[x] * out[x] + gradientY[x] * gradientY[x]);
    }
    return out;
  }
}

function filters(): { smoothing: Float64Array; deriving: Float64Array } {
  const smoothing = new Float64Array(SIZE);
  const deriving = new Float64Array(SIZE);
  for (let i = 0; i < SIZE; i++) {
    const x = i - RADIUS;
    smoothing[i] = Math.exp(-x * x / (2 * SIGMA * SIGMA)) / (SIGMA * Math.sqrt(2 * Math.PI));
    deriving[i] = -x * smoothing[i] / (SIGMA * SIGMA);
  }
  const norm = (taps: Float64Array) => Math.hypot(...taps);
  const both = norm(smoothing) * norm(deriving);
  for (let i = 0; i < SIZE; i++) deriving[i] /= both;
  return { smoothing, deriving };
}
