import { KernelMemory } from "../../../memory/kernel_memory.ts";
import { FinishThreads } from "./finish_threads.ts";

/** Threads with a memory of their own, which start while something else is done. */
export class StartingThreads implements AsyncDisposable {
  /** The threads; rejected if they cannot be started. */
  readonly ready: Promise<FinishThreads>;

  /** @param count How many, at least 1. */
  constructor(count: number) {
    this.ready = start(count);
    // Whoever waits for them will be told.
    this.ready.catch(() => {});
  }

  /** End the threads when they have done all that was asked. */
  async [Symbol.asyncDispose](): Promise<void> {
    const threads = await this.ready.catch(() => undefined);
    await threads?.[Symbol.asyncDispose]();
  }
}

async function start(count: number): Promise<FinishThreads> {
  const memory = await KernelMemory.load();
  if (memory === undefined) {
    throw new TypeError("Cannot start threads: there is no WebAssembly SIMD");
  }
  return await FinishThreads.start(memory, count);
}
