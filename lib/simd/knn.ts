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

/** Where OpenCV's generator of random numbers is: 32 bits each, without sign. */
export interface CarryState {
  /** The last number. */
  number: number;
  /** What its making carried over. */
  carry: number;
}

/** Samples of each pixel, whoever does the work. */
export interface Samples extends Disposable {
  /** The frames' sides. */
  readonly size: Size;
  /** Forget all frames. */
  clear(): void;
  /** Sample a frame and write what is foreground (255), background (0) and shadow. */
  update(frame: Frame, out: Gray, by: SampleTest): void;
  /**
   * Draw at which frame of the period to come each pixel is sampled.
   *
   * @param list 0 for the short one, 1 for the middle one, 2 for the long one.
   * @param period Frames, not 0; if negative, all are sampled at the first.
   * @param state The generator, which goes on.
   */
  draw(list: number, period: number, state: CarryState): void;
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
  readonly #bench: KernelBench;
  readonly #pixels: number;
  readonly #nSamples: number;
  /** Bytes of one of the six planes. */
  readonly #plane: number;
  // The samples, the six planes, and 64 bytes of scratch.
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
    this.#pixels = width * height;
    this.#nSamples = nSamples;
    const bytes = bench.kernels.knnBytes(this.#pixels, nSamples);
    this.#plane = LANES * Math.ceil(this.#pixels / LANES);
    const room = bytes + 6 * this.#plane + 64;
    this.#bench = bench.forModel(room);
    this.#model = this.#bench.arena.allocate(room);
    this.#planes = this.#model + bytes;
    this.#scratch = this.#planes + 6 * this.#plane;
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

  /** Draw at which frame of the period to come each pixel is sampled. */
  draw(list: number, period: number, state: CarryState): void {
    const { arena, kernels } = this.#bench;
    const turns = this.#planes + list * this.#plane;
    const words = new Uint32Array(arena.buffer, this.#scratch, 2);
    words.set([state.number, state.carry]);
    kernels.fillRandom(turns, this.#pixels, Math.abs(period), this.#scratch);
    [state.number, state.carry] = words;
    if (period < 0) new Uint8Array(arena.buffer, turns, this.#pixels).fill(0);
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
