import type { Frame, Gray, Size } from "../../../raster/frame.ts";
import { atOnce } from "../../../turns.ts";
import type { Mixtures, MixtureUpdate } from "./mixtures.ts";
import type { KernelMemory } from "../../../memory/kernel_memory.ts";

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
export class KernelMixtures implements Mixtures {
  /** The frames' sides. */
  readonly size: Size;
  readonly #memory: KernelMemory;
  readonly #nMixtures: number;
  readonly #bands: Band[] = [];
  #isDisposed = false;

  /**
   * Mixtures that have seen nothing.
   *
   * @param memory The kernels' memory; it has the model until it is disposed of.
   * @param size The frames' sides.
   * @param nMixtures How many Gaussians a pixel has at most.
   * @throws {RangeError} If the memory is full.
   */
  constructor(memory: KernelMemory, { width, height }: Size, nMixtures: number) {
    this.size = { width, height };
    this.#nMixtures = nMixtures;
    const pixels = width * height;
    const { kernels } = memory;
    this.#memory = memory.forModel(kernels.mog2Bytes(pixels, nMixtures));
    for (let first = 0; first < pixels; first += BAND) {
      const end = Math.min(pixels, first + BAND);
      const bytes = kernels.mog2Bytes(end - first, nMixtures);
      const model = this.#memory.arena.allocate(bytes);
      const counts = model + bytes - LANES * Math.ceil((end - first) / LANES);
      this.#bands.push({ first, end, model, counts });
    }
    this.clear();
  }

  /** Forget all frames: no pixel has a Gaussian, and what is in them is not read. */
  clear(): void {
    for (const { first, end, counts } of this.#bands) {
      const length = LANES * Math.ceil((end - first) / LANES);
      new Uint8Array(this.#memory.arena.buffer, counts, length).fill(0);
    }
  }

  /** Learn a frame and write what is foreground (255), background (0) and shadow. */
  update(frame: Frame, out: Gray, by: MixtureUpdate): void {
    atOnce(this.updateInSteps(frame, out, by));
  }

  /** The same in steps, between which all else may have its turn. */
  *updateInSteps({ bitmap }: Frame, { data }: Gray, by: MixtureUpdate): Generator<void, void> {
    const { kernels } = this.#memory;
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
      this.#memory.work([rgba], data.subarray(first, end), (mask, from) => {
        kernels.mog2(from, mask, end - first, model, this.#nMixtures);
      });
      yield;
    }
  }

  /** Write the mean of the Gaussians that make the background. */
  background({ bitmap }: Frame, backgroundRatio: number): void {
    const { kernels } = this.#memory;
    for (const { first, end, model } of this.#bands) {
      this.#memory.work([], bitmap.subarray(4 * first, 4 * end), (out) => {
        kernels.mog2Background(out, end - first, model, this.#nMixtures, backgroundRatio);
      });
    }
  }

  /** Give the model's memory back. */
  [Symbol.dispose](): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    for (const { model } of this.#bands) this.#memory.arena.free(model);
  }
}
