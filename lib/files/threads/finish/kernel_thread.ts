import type { KernelCall, KernelHelper } from "../../../memory/kernel_helper.ts";
import type { KernelMemory } from "../../../memory/kernel_memory.ts";
import { FinishThread } from "./finish_thread.ts";

/**
 * A thread that runs kernels in a memory while the main one goes on: as long as it is there, primitives
 * that can be waited for leave their work to it.
 */
export class KernelThread implements KernelHelper, AsyncDisposable {
  readonly #memory: KernelMemory;
  readonly #thread: FinishThread;

  private constructor(memory: KernelMemory, thread: FinishThread) {
    this.#memory = memory;
    this.#thread = thread;
    memory.helper = this;
  }

  /**
   * Start the thread; the memory then knows it.
   *
   * @param memory The memory; it must be shared.
   * @throws {TypeError} If the memory is not shared.
   * @throws {Error} If the thread cannot be started.
   */
  static async start(memory: KernelMemory): Promise<KernelThread> {
    return new KernelThread(memory, await FinishThread.start(memory));
  }

  /** Run kernels: see {@linkcode KernelHelper.run}. */
  async run(calls: readonly KernelCall[]): Promise<void> {
    await this.#thread.ask({ kind: "kernels", calls });
  }

  /** End the thread when it has done all that was asked. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#memory.helper === this) this.#memory.helper = undefined;
    await this.#thread[Symbol.asyncDispose]();
  }
}
