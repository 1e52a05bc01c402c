import type { Frame, Gray, Size } from "../raster.ts";
import type { KernelBench } from "./kernel_bench.ts";

/** What a frame is compared with samples by. */
export interface SampleTest {
  /** Squared distance from a sample below which a pixel is near it; single precision. */
  readonly dist2Threshold: number;
  /** How many samples must be near. */
  readonly kNNSamples: number;
  /** How dark a shadow may be: τ; single precision. */
  readonly shadowThreshold: number;
  /** What to write for a shadow; 255 if none is looked for. */
  readonly shadowValue: number;
  /** At which frame of their periods the three lists are: short, middle, long. */
  readonly counters: readonly [number, number, number];
}

/** Samples of each pixel, whoever does the work. */
export interface Samples extends Disposable {
  /** The frames' sides. */
  readonly size: Size;
  /**
   * At which frame of its list's period each pixel is sampled: short, middle,
   * long; a byte a pixel. Whoever has the generator fills them.
   */
  readonly turns: readonly [Uint8Array, Uint8Array, Uint8Array];
  /** Forget all frames. */
  clear(): void;
  /** Sample a frame and write what is foreground (255), background (0) and shadow. */
  update(frame: Frame, out: Gray, by: SampleTest): void;
  /** Write each pixel's first sample that is background. */
  background(out: Frame): void;
}

/** The greatest threshold that the kernel's 16 bits are enough for. */
export const LARGEST_DISTANCE = 65535;

/** Pixels that the kernel does together. */
const LANES = 16;

/** Samples in the kernels' memory; the same results as with the plain ones. */
export class SimdSamples implements Samples {
  /** The frames' sides. */
  readonly size: Size;
  /** At which frame of its list's period each pixel is sampled: short, middle, long. */
  readonly turns: readonly [Uint8Array, Uint8Array, Uint8Array];
  readonly #bench: KernelBench;
  readonly #pixels: number;
  readonly #nSamples: number;
  /** The samples, the six planes, and 64 bytes of scratch. */
  readonly #model: number;
  readonly #planes: number;
  readonly #scratch: number;

  /**
   * Samples of nothing.
   *
   * @param bench The kernels; they have the samples until they are disposed of.
   * @param size The frames' sides.
   * @param nSamples How many each of the three lists has.
   * @throws {RangeError} If the memory is full.
   */
  constructor(bench: KernelBench, { width, height }: Size, nSamples: number) {
    this.size = { width, height };
    this.#bench = bench;
    this.#pixels = width * height;
    this.#nSamples = nSamples;
    const bytes = bench.kernels.knnBytes(this.#pixels, nSamples);
    const plane = LANES * Math.ceil(this.#pixels / LANES);
    this.#model = bench.arena.allocate(bytes + 6 * plane + 64);
    this.#planes = this.#model + bytes;
    this.#scratch = this.#planes + 6 * plane;
    const turns = (list: number) =>
      new Uint8Array(bench.arena.buffer, this.#planes + list * plane, this.#pixels);
    this.turns = [turns(0), turns(1), turns(2)];
    this.clear();
  }

  /** Forget all frames. */
  clear(): void {
    const length = this.#scratch - this.#model;
    new Uint8Array(this.#bench.arena.buffer, this.#model, length).fill(0);
  }

  /** Sample a frame and write what is foreground (255), background (0) and shadow. */
  update({ bitmap }: Frame, { data }: Gray, by: SampleTest): void {
    const { kernels } = this.#bench;
    kernels.setKnn(
      by.dist2Threshold,
      by.kNNSamples,
      by.shadowThreshold,
      by.shadowValue,
      ...by.counters,
    );
    this.#bench.work([bitmap], data, (mask, rgba) => {
      const count = this.#pixels;
      kernels.knn(rgba, mask, count, this.#model, this.#planes, this.#nSamples, this.#scratch);
    });
  }

  /** Write each pixel's first sample that is background. */
  background({ bitmap }: Frame): void {
    const { kernels } = this.#bench;
    this.#bench.work([], bitmap, (out) => {
      kernels.knnBackground(out, this.#pixels, this.#model, this.#nSamples);
    });
  }

  /** Give the samples' memory back. */
  [Symbol.dispose](): void {
    this.#bench.arena.free(this.#model);
  }
}
