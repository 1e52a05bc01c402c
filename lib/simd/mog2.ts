import type { Frame, Gray, Size } from "../raster/frame.ts";
import { atOnce } from "../turns.ts";
import type { KernelBench } from "../memory/kernel_bench.ts";

/** What a mixture of Gaussians is updated with; single precision throughout. */
export interface MixtureUpdate {
  /** The weight of this frame: α. */
  readonly learningRate: number;
  /** What each weight loses with a frame, at most 0: −α · c_T. */
  readonly prune: number;
  /** Squared distance, in variances, up to which a pixel is background: T_b. */
  readonly varThreshold: number;
  /** The same up to which it belongs to a Gaussian: T_g. */
  readonly varThresholdGen: number;
  /** Sum of weights that makes the background: T_B. */
  readonly backgroundRatio: number;
  /** Variance of a new Gaussian. */
  readonly varInit: number;
  /** The least variance. */
  readonly varMin: number;
  /** The greatest variance. */
  readonly varMax: number;
  /** How dark a shadow may be: τ. */
  readonly shadowThreshold: number;
  /** What to write for a shadow; 255 if none is looked for. */
  readonly shadowValue: number;
}

/** The Gaussians of each pixel, whoever does the work. */
export interface Mixtures extends Disposable {
  /** The frames' sides. */
  readonly size: Size;
  /** Forget all frames. */
  clear(): void;
  /** Learn a frame and write what is foreground (255), background (0) and shadow. */
  update(frame: Frame, out: Gray, by: MixtureUpdate): void;
  /** The same in steps, between which all else may have its turn. */
  updateInSteps(frame: Frame, out: Gray, by: MixtureUpdate): Generator<void, void>;
  /** Write the mean of the Gaussians that make the background. */
  background(out: Frame, backgroundRatio: number): void;
}

/** Pixels that the kernel does together. */
const LANES = 4;

/** Pixels of a step. */
const BAND = 2 ** 20;

/** Some of the pixels, with their model: addresses. */
interface Band {
  /** The first pixel, and the one after the last. */
  readonly first: number;
  readonly end: number;
  readonly model: number;
  /** How many Gaussians each pixel has: the end of the model. */
  readonly counts: number;
}

/** Mixtures of Gaussians in the kernels' memory; the same results as the plain ones. */
export class SimdMixtures implements Mixtures {
  /** The frames' sides. */
  readonly size: Size;
  readonly #bench: KernelBench;
  readonly #nMixtures: number;
  readonly #bands: Band[] = [];
  #isDisposed = false;

  /**
   * Mixtures that have seen nothing.
   *
   * @param bench The kernels; they have the model until it is disposed of.
   * @param size The frames' sides.
   * @param nMixtures How many Gaussians a pixel has at most.
   * @throws {RangeError} If the memory is full.
   */
  constructor(bench: KernelBench, { width, height }: Size, nMixtures: number) {
    this.size = { width, height };
    this.#nMixtures = nMixtures;
    const pixels = width * height;
    const { kernels } = bench;
    this.#bench = bench.forModel(kernels.mog2Bytes(pixels, nMixtures));
    for (let first = 0; first < pixels; first += BAND) {
      const end = Math.min(pixels, first + BAND);
      const bytes = kernels.mog2Bytes(end - first, nMixtures);
      const model = this.#bench.arena.allocate(bytes);
      const counts = model + bytes - LANES * Math.ceil((end - first) / LANES);
      this.#bands.push({ first, end, model, counts });
    }
    this.clear();
  }

  /** Forget all frames: no pixel has a Gaussian, and what is in them is not read. */
  clear(): void {
    for (const { first, end, counts } of this.#bands) {
      const length = LANES * Math.ceil((end - first) / LANES);
      new Uint8Array(this.#bench.arena.buffer, counts, length).fill(0);
    }
  }

  /** Learn a frame and write what is foreground (255), background (0) and shadow. */
  update(frame: Frame, out: Gray, by: MixtureUpdate): void {
    atOnce(this.updateInSteps(frame, out, by));
  }

  /** The same in steps, between which all else may have its turn. */
  *updateInSteps({ bitmap }: Frame, { data }: Gray, by: MixtureUpdate): Generator<void, void> {
    const { kernels } = this.#bench;
    for (const { first, end, model } of this.#bands) {
      if (this.#isDisposed) throw new Error("Cannot learn a frame: the model is gone");
      // Another model may have had its turn.
      kernels.setMog2(
        by.learningRate,
        by.prune,
        by.varThreshold,
        by.varThresholdGen,
        by.backgroundRatio,
        by.varInit,
        by.varMin,
        by.varMax,
        by.shadowThreshold,
        by.shadowValue,
      );
      const rgba = bitmap.subarray(4 * first, 4 * end);
      this.#bench.work([rgba], data.subarray(first, end), (mask, from) => {
        kernels.mog2(from, mask, end - first, model, this.#nMixtures);
      });
      yield;
    }
  }

  /** Write the mean of the Gaussians that make the background. */
  background({ bitmap }: Frame, backgroundRatio: number): void {
    const { kernels } = this.#bench;
    for (const { first, end, model } of this.#bands) {
      this.#bench.work([], bitmap.subarray(4 * first, 4 * end), (out) => {
        kernels.mog2Background(out, end - first, model, this.#nMixtures, backgroundRatio);
      });
    }
  }

  /** Give the model's memory back. */
  [Symbol.dispose](): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    for (const { model } of this.#bands) this.#bench.arena.free(model);
  }
}
