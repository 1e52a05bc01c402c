import { createMatte, type Frame, type Matte } from "../raster/frame.ts";
import { assertOption } from "../raster/option_checks.ts";
import type { Segmenter } from "./segmenter.ts";

/**
 * A segmenter and how much it counts.
 *
 * @category Networks
 */
export interface WeightedSegmenter {
  /** The segmenter. */
  readonly segmenter: Segmenter;
  /** How much it counts beside the others, above 0. @default {1} */
  readonly weight?: number;
  /** Whether it alone is asked for a glance. @default {false} */
  readonly glances?: boolean;
}

/**
 * Several segmenters, and the mean of what they see.
 *
 * Networks err in different places, so the mean of two is better than either. The
 * matte has the size of the largest one, to which the others are enlarged.
 *
 * @example One that is sure, and one that counts three times as much and is not
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame } from "../raster/frame.ts";
 * import type { Segmenter } from "./segmenter.ts";
 *
 * const sees = (level: number): Segmenter => ({
 *   segment: () => Promise.resolve({ width: 1, height: 1, data: Uint8Array.of(level) }),
 *   reset() {},
 *   [Symbol.asyncDispose]: () => Promise.resolve(),
 * });
 * await using both = new EnsembleSegmenter([
 *   { segmenter: sees(200) },
 *   { segmenter: sees(100), weight: 3 },
 * ]);
 * assertEquals([...(await both.segment(createFrame(2, 2))).data], [125]);
 * ```
 *
 * @category Networks
 */
export class EnsembleSegmenter implements Segmenter {
  readonly #members: readonly Required<WeightedSegmenter>[];

  /**
   * Segmenters as one.
   *
   * @param members The segmenters, which are disposed of with this one.
   * @throws {RangeError} If there is none, or a weight is not above 0.
   */
  constructor(members: readonly WeightedSegmenter[]) {
    if (members.length === 0) {
      throw new RangeError("Cannot average segmenters: 'members' must have at least one, got none");
    }
    for (const { weight = 1 } of members) {
      assertOption("average segmenters", "weight", weight, { least: 0, isAbove: true });
    }
    const sum = members.reduce((total, { weight = 1 }) => total + weight, 0);
    this.#members = members.map(({ segmenter, weight = 1, glances = false }) => ({
      segmenter,
      glances,
      weight: weight / sum,
    }));
  }

  /**
   * Segment the next frame: see {@linkcode Segmenter.segment}.
   *
   * @param frame The frame, of any size.
   * @returns The mean, in the largest resolution of all.
   * @throws {ModelError} If a network cannot be run.
   */
  async segment(frame: Frame): Promise<Matte> {
    // All are asked before the first await: the frame may change then.
    const mattes = await Promise.all(
      this.#members.map(({ segmenter }) => segmenter.segment(frame)),
    );
    const area = ({ width, height }: Matte) => width * height;
    const { width, height } = mattes.reduce((a, b) => area(b) > area(a) ? b : a);
    const sum = new Float32Array(width * height);
    mattes.forEach((matte, i) => addScaled(sum, width, height, matte, this.#members[i].weight));
    const mean = createMatte(width, height);
    // Storing into a clamped array rounds.
    new Uint8ClampedArray(mean.data.buffer).set(sum);
    return mean;
  }

  /** What the quickest of them sees: see {@linkcode Segmenter.glance}. */
  glance(frame: Frame): Promise<Matte> {
    const quick = this.#members.find(({ glances }) => glances);
    return quick === undefined ? this.segment(frame) : quick.segmenter.segment(frame);
  }

  /** Forget earlier frames. */
  reset(): void {
    for (const { segmenter } of this.#members) segmenter.reset();
  }

  /** Dispose of all segmenters. */
  async [Symbol.asyncDispose](): Promise<void> {
    // All of them, even if one fails.
    const ends = await Promise.allSettled(
      this.#members.map(({ segmenter }) => segmenter[Symbol.asyncDispose]()),
    );
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }
}

/** Add a matte times a number, after stretching it: between the nearest four pixels. */
function addScaled(
  sum: Float32Array,
  width: number,
  height: number,
  matte: Matte,
  weight: number,
): void {
  // Not lib/pixels/resize/resize_linear.ts: it rounds to bytes before the mean is taken.
  const { data } = matte;
  const columns = neighbours(matte.width, width);
  const rows = neighbours(matte.height, height);
  for (let y = 0, i = 0; y < height; y++) {
    const above = rows.first[y] * matte.width;
    const below = rows.second[y] * matte.width;
    const down = rows.share[y];
    for (let x = 0; x < width; x++, i++) {
      const left = columns.first[x];
      const right = columns.second[x];
      const across = columns.share[x];
      const top = data[above + left] * (1 - across) + data[above + right] * across;
      const bottom = data[below + left] * (1 - across) + data[below + right] * across;
      sum[i] += weight * (top * (1 - down) + bottom * down);
    }
  }
}

/** For each place on a side of `to` pixels: the two of `from` it lies between, and the second's share. */
function neighbours(from: number, to: number) {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const share = new Float64Array(to);
  for (let i = 0; i < to; i++) {
    const place = Math.min(Math.max((i + 0.5) * from / to - 0.5, 0), from - 1);
    first[i] = Math.floor(place);
    second[i] = Math.min(first[i] + 1, from - 1);
    share[i] = place - first[i];
  }
  return { first, second, share };
}
