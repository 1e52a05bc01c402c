import type { Frame, Gray, Size } from "../../../raster/frame.ts";
import { atOnce } from "../../../turns.ts";
import type { CarryState, Samples, SampleTest } from "./samples.ts";
import type { KernelMemory } from "../../../memory/kernel_memory.ts";

/** The greatest threshold that the kernel's 16 bits are enough for. */
export const LARGEST_DISTANCE = 65535;

/** Pixels that the kernel does together. */
const LANES = 16;

/** Pixels of a step; of as many OpenCV draws its random numbers in whole blocks. */
const BAND = 2 ** 20;

/** Some of the pixels, with what is known of them: addresses. */
interface Band {
  /** The first pixel, and the one after the last. */
  readonly first: number;
  readonly end: number;
  readonly samples: number;
  /** Six planes: when the three lists have their turns, and where they go on. */
  readonly planes: number;
  /** Bytes of one plane. */
  readonly plane: number;
}

/** Samples in the kernels' memory; the same results as with the plain ones. */
export class KernelSamples implements Samples {
  /** The frames' sides. */
  readonly size: Size;
  readonly #memory: KernelMemory;
  readonly #nSamples: number;
  readonly #bands: Band[] = [];
  // 64 bytes.
  readonly #scratch: number;
  #isDisposed = false;

  /**
   * Samples of nothing.
   *
   * @param memory The kernels' memory; it has the samples until they are disposed of.
   * @param size The frames' sides.
   * @param nSamples How many each of the three lists has.
   * @throws {RangeError} If the memory is full.
   */
  constructor(memory: KernelMemory, { width, height }: Size, nSamples: number) {
    this.size = { width, height };
    this.#nSamples = nSamples;
    const pixels = width * height;
    const { kernels } = memory;
    this.#memory = memory.forModel(kernels.knnBytes(pixels, nSamples) + 6 * pixels);
    const { arena } = this.#memory;
    this.#scratch = arena.allocate(64);
    for (let first = 0; first < pixels; first += BAND) {
      const end = Math.min(pixels, first + BAND);
      const bytes = kernels.knnBytes(end - first, nSamples);
      const plane = LANES * Math.ceil((end - first) / LANES);
      const samples = arena.allocateZeros(bytes + 6 * plane);
      this.#bands.push({ first, end, samples, planes: samples + bytes, plane });
    }
  }

  /** Forget all frames. */
  clear(): void {
    for (const { samples, planes, plane } of this.#bands) {
      const length = planes + 6 * plane - samples;
      new Uint8Array(this.#memory.arena.buffer, samples, length).fill(0);
    }
  }

  /** Sample a frame and write what is foreground (255), background (0) and shadow. */
  update(frame: Frame, out: Gray, by: SampleTest): void {
    atOnce(this.updateInSteps(frame, out, by));
  }

  /** The same in steps, between which all else may have its turn. */
  *updateInSteps({ bitmap }: Frame, { data }: Gray, by: SampleTest): Generator<void, void> {
    const { kernels } = this.#memory;
    const { dist2Threshold, kNNSamples, shadowThreshold, shadowValue, counters } = by;
    for (const { first, end, samples, planes } of this.#bands) {
      if (this.#isDisposed) throw new Error("Cannot sample a frame: the samples are gone");
      // Another model may have had its turn.
      kernels.setKnn(dist2Threshold, kNNSamples, shadowThreshold, shadowValue, ...counters);
      const rgba = bitmap.subarray(4 * first, 4 * end);
      this.#memory.work([rgba], data.subarray(first, end), (mask, from) => {
        const count = end - first;
        kernels.knn(from, mask, count, samples, planes, this.#nSamples, this.#scratch);
      });
      yield;
    }
  }

  /** Draw at which frame of the period to come each pixel is sampled. */
  draw(list: number, period: number, state: CarryState): void {
    const { arena, kernels } = this.#memory;
    const words = new Uint32Array(arena.buffer, this.#scratch, 2);
    words.set([state.number, state.carry]);
    for (const { first, end, planes, plane } of this.#bands) {
      const turns = planes + list * plane;
      kernels.fillRandom(turns, end - first, Math.abs(period), this.#scratch);
      if (period < 0) new Uint8Array(arena.buffer, turns, end - first).fill(0);
    }
    [state.number, state.carry] = words;
  }

  /** Write each pixel's first sample that is background. */
  background({ bitmap }: Frame): void {
    const { kernels } = this.#memory;
    for (const { first, end, samples } of this.#bands) {
      this.#memory.work([], bitmap.subarray(4 * first, 4 * end), (out) => {
        kernels.knnBackground(out, end - first, samples, this.#nSamples);
      });
    }
  }

  /** Give the samples' memory back. */
  [Symbol.dispose](): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    const { arena } = this.#memory;
    for (const { samples } of this.#bands) arena.free(samples);
    arena.free(this.#scratch);
  }
}
