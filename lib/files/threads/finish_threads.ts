import type { KernelMemory } from "../../memory/kernel_memory.ts";
import { yuvBytes, type YuvWeights } from "../../pixels/color/yuv_of_frame.ts";
import { addressIn, compositeJob } from "./composite_job.ts";
import type { Layers } from "../../pixels/compose/layers.ts";
import { FinishThread } from "./finish_thread.ts";

/**
 * Threads that compose and encode pictures where they lie: in kernel memory that all threads share. No
 * pixel is copied from one thread to another.
 *
 * Whoever asks keeps the rasters as they are until the answer is there. Several pictures may be asked
 * for at a time: the thread with the least to do takes the next one.
 */
export class FinishThreads implements AsyncDisposable {
  readonly #memory: KernelMemory;
  readonly #threads: readonly FinishThread[];

  private constructor(memory: KernelMemory, threads: readonly FinishThread[]) {
    this.#memory = memory;
    this.#threads = threads;
  }

  /**
   * Start threads.
   *
   * @param memory The memory that the pictures lie in; it must be shared.
   * @param count How many threads, at least 1.
   * @returns The threads. Dispose of them, before the memory goes.
   * @throws {TypeError} If the memory is not shared.
   * @throws {RangeError} If `count` is not a whole number of at least 1.
   */
  static async start(memory: KernelMemory, count: number): Promise<FinishThreads> {
    if (!(Number.isInteger(count) && count >= 1)) {
      throw new RangeError(`Cannot start threads: 'count' must be at least 1, got ${count}`);
    }
    const starting = Array.from({ length: count }, () => FinishThread.start(memory));
    return new FinishThreads(memory, await Promise.all(starting));
  }

  /**
   * Compose a picture as YUV 4:2:0: `compositeYuv` in another thread.
   *
   * @param layers Its layers, in the memory.
   * @param weights The weights, of `yuvWeights`.
   * @param out Takes the planes, in the memory.
   * @throws {RangeError} If the sizes differ.
   * @throws {TypeError} If a layer lies elsewhere.
   * @throws {Error} If the thread fails.
   */
  async compositeYuv(layers: Layers, weights: YuvWeights, out: Uint8Array): Promise<void> {
    const job = compositeJob(this.#memory, layers);
    const length = yuvBytes(job);
    if (out.length !== length) {
      throw new RangeError(
        `Cannot composite in a thread: 'out' must hold ${length} bytes, got ${out.length}`,
      );
    }
    const address = addressIn(this.#memory, "out", out);
    await this.#idlest().ask({ kind: "yuv", picture: job, weights, out: address });
  }

  /** The thread with the least to do. */
  #idlest(): FinishThread {
    return this.#threads.reduce((a, b) => b.pending < a.pending ? b : a);
  }

  /** End the threads when they have done all that was asked. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread[Symbol.asyncDispose]()));
  }
}
