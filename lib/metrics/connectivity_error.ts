import { assertSameSize, type Matte } from "../raster/frame.ts";

/**
 * How much of a matte hangs loose from its main part (Conn).
 *
 * At each threshold 0.1, 0.2, … 1 the main part is the largest 4-connected
 * component of what is at least that opaque in both mattes; a pixel is connected
 * up to the threshold l before the first at which it is out of it. With
 * `d = alpha − l`, and φ = 1 − d where d ≥ 0.15, else 1, the error is
 * `Σ |φ(t) − φ(p)| / 10³`. Of equal components the first from the top counts.
 *
 * @example A speck beside the body counts whole, a bump on it hardly
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const row = (...data: number[]) => ({ width: 5, height: 1, data: Uint8Array.from(data) });
 * const truth = row(255, 255, 0, 0, 0);
 * assertAlmostEquals(connectivityError(row(255, 255, 0, 0, 255), truth), 0.001);
 * assertAlmostEquals(connectivityError(row(255, 255, 30, 0, 0), truth), 0);
 * ```
 *
 * @param matte What was found, H × W.
 * @param truth What there is, H × W.
 * @returns 0 or more; at most H · W / 10³.
 * @throws {RangeError} If the sizes differ.
 * @see Rhemann et al., "A perceptually motivated online benchmark for image matting",
 * CVPR 2009, https://doi.org/10.1109/CVPR.2009.5206503; as in RobustVideoMatting's evaluate_lr.py.
 * @category Evaluation
 */
export function connectivityError(matte: Matte, truth: Matte): number {
  assertSameSize("compare connectivity", { matte, truth });
  const found = matte.data;
  const real = truth.data;
  const level = connectedLevels(matte, truth);
  // In units of 1 / 5100, in which alpha, l and 0.15 are whole numbers.
  let sum = 0;
  for (let i = 0; i < found.length; i++) {
    const connected = 510 * level[i];
    const p = 20 * found[i] - connected;
    const t = 20 * real[i] - connected;
    sum += Math.abs((t >= 765 ? t : 0) - (p >= 765 ? p : 0));
  }
  return sum / 5100 / 1e3;
}

/** Up to which tenth each pixel is connected to the main part, 0–10. */
function connectedLevels(matte: Matte, truth: Matte): Uint8Array {
  const { width, height } = matte;
  const found = matte.data;
  const real = truth.data;
  // The last tenth that both reach: 153 of 255 is 0.6 just so.
  const common = new Uint8Array(found.length);
  for (let i = 0; i < common.length; i++) {
    common[i] = Math.floor(10 * Math.min(found[i], real[i]) / 255);
  }
  const counts = new Uint32Array(11);
  for (let i = 0; i < common.length; i++) counts[common[i]]++;
  const level = new Uint8Array(found.length);
  const runs = new JoinedRuns(width, height);
  for (let tenth = 1; tenth <= 10; tenth++) {
    // The same pixels as a tenth before have the same main part.
    if (tenth === 1 || counts[tenth - 1] > 0) runs.find(common, tenth);
    if (!runs.raiseLargest(level, tenth)) break;
  }
  return level;
}

/** Pixels in a row that belong together, joined to components. */
class JoinedRuns {
  readonly #width: number;
  readonly #height: number;
  /** Of each run its first pixel, the pixel after its last, and a run of the same component. */
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #parents: Int32Array;
  /** Pixels of the component, at its root. */
  readonly #sizes: Int32Array;
  #count = 0;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    const most = Math.ceil(width / 2) * height;
    this.#starts = new Int32Array(most);
    this.#ends = new Int32Array(most);
    this.#parents = new Int32Array(most);
    this.#sizes = new Int32Array(most);
  }

  /** Find the components of the pixels that reach a level. */
  find(levels: Uint8Array, least: number): void {
    const starts = this.#starts;
    const ends = this.#ends;
    this.#count = 0;
    let above = 0;
    for (let y = 0; y < this.#height; y++) {
      const rowStart = y * this.#width;
      const rowEnd = rowStart + this.#width;
      const first = this.#count;
      let candidate = above;
      for (let i = rowStart; i < rowEnd; i++) {
        if (levels[i] < least) continue;
        const run = this.#count++;
        starts[run] = i;
        while (i < rowEnd && levels[i] >= least) i++;
        ends[run] = i;
        this.#parents[run] = run;
        this.#sizes[run] = i - starts[run];
        // Runs above that end before this one begins touch none of what follows.
        while (candidate < first && ends[candidate] + this.#width <= starts[run]) candidate++;
        for (let other = candidate; other < first; other++) {
          if (starts[other] + this.#width >= i) break;
          this.#join(other, run);
        }
      }
      above = first;
    }
  }

  /**
   * Raise the level of the largest component's pixels that have the level before.
   *
   * @returns Whether there are any.
   */
  raiseLargest(level: Uint8Array, to: number): boolean {
    let largest = -1;
    for (let run = 0; run < this.#count; run++) {
      if (this.#parents[run] !== run) continue;
      if (largest === -1 || this.#sizes[run] > this.#sizes[largest]) largest = run;
    }
    let isAny = false;
    for (let run = 0; run < this.#count; run++) {
      if (this.#root(run) !== largest) continue;
      for (let i = this.#starts[run]; i < this.#ends[run]; i++) {
        if (level[i] !== to - 1) continue;
        level[i] = to;
        isAny = true;
      }
    }
    return isAny;
  }

  /** Join two runs' components; the root is the first run from the top. */
  #join(a: number, b: number): void {
    const [one, two] = [this.#root(a), this.#root(b)];
    if (one === two) return;
    const [root, child] = one < two ? [one, two] : [two, one];
    this.#parents[child] = root;
    this.#sizes[root] += this.#sizes[child];
  }

  #root(run: number): number {
    const parents = this.#parents;
    while (parents[run] !== run) {
      parents[run] = parents[parents[run]];
      run = parents[run];
    }
    return run;
  }
}
