import type { KernelMemory } from "../../memory/kernel_memory.ts";
import type { FinishAnswer, FinishCall } from "./finish_worker.ts";
import { ThreadCalls } from "./thread_calls.ts";

/** One thread that composes and encodes in kernel memory which it shares with this one. */
export class FinishThread implements AsyncDisposable {
  readonly #memory: KernelMemory;
  readonly #calls: ThreadCalls<FinishCall, FinishAnswer>;
  readonly #scratch: number;

  private constructor(memory: KernelMemory) {
    this.#memory = memory;
    this.#scratch = memory.arena.allocate(memory.kernels.compositeYuvBytes());
    this.#calls = new ThreadCalls(new URL("./finish_worker.ts", import.meta.url));
  }

  /**
   * Start the thread and its kernels.
   *
   * @param memory What both share.
   * @throws {TypeError} If the memory is not shared.
   * @throws {Error} If the thread cannot be started.
   */
  static async start(memory: KernelMemory): Promise<FinishThread> {
    if (!memory.code.isShared) {
      throw new TypeError("Cannot start a thread: its kernel memory must be shared");
    }
    const thread = new FinishThread(memory);
    try {
      await thread.ask({ kind: "start", code: memory.code, scratch: thread.#scratch });
      return thread;
    } catch (error) {
      await thread[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** How many calls have not been answered. */
  get pending(): number {
    return this.#calls.pending;
  }

  /** Ask for something: answers come in order. */
  async ask(call: FinishCall): Promise<FinishAnswer> {
    return await this.#calls.ask(call);
  }

  /** End the thread when it has answered all. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#calls[Symbol.asyncDispose]();
    this.#memory.arena.free(this.#scratch);
  }
}
