import type { Frame, Gray, Size } from "../raster.ts";
import type { KernelBench } from "./kernel_bench.ts";

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
  /** Write the mean of the Gaussians that make the background. */
  background(out: Frame, backgroundRatio: number): void;
}

/** Mixtures of Gaussians in the kernels' memory; the same results as the plain ones. */
export class SimdMixtures implements Mixtures {
  /** The frames' sides. */
  readonly size: Size;
  readonly #bench: KernelBench;
  readonly #pixels: number;
  readonly #nMixtures: number;
  readonly #bytes: number;
  readonly #model: number;

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
    this.#pixels = width * height;
    this.#nMixtures = nMixtures;
    this.#bytes = bench.kernels.mog2Bytes(this.#pixels, nMixtures);
    this.#bench = bench.forModel(this.#bytes);
    this.#model = this.#bench.arena.allocate(this.#bytes);
    this.clear();
  }

  /** Forget all frames: no pixel has a Gaussian, and what is in them is not read. */
  clear(): void {
    const length = 4 * Math.ceil(this.#pixels / 4);
    const counts = this.#model + this.#bytes - length;
    new Uint8Array(this.#bench.arena.buffer, counts, length).fill(0);
  }

  /** Learn a frame and write what is foreground (255), background (0) and shadow. */
  update({ bitmap }: Frame, { data }: Gray, by: MixtureUpdate): void {
    const { kernels } = this.#bench;
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
    this.#bench.work([bitmap], data, (mask, rgba) => {
      kernels.mog2(rgba, mask, this.#pixels, this.#model, this.#nMixtures);
    });
  }

  /** Write the mean of the Gaussians that make the background. */
  background({ bitmap }: Frame, backgroundRatio: number): void {
    const { kernels } = this.#bench;
    this.#bench.work([], bitmap, (out) => {
      kernels.mog2Background(out, this.#pixels, this.#model, this.#nMixtures, backgroundRatio);
    });
  }

  /** Give the model's memory back. */
  [Symbol.dispose](): void {
    this.#bench.arena.free(this.#model);
  }
}
