import { KernelMemory } from "../../../memory/kernel_memory.ts";
import { FinishThreads } from "./finish_threads.ts";

/**
 * Start threads with a memory of their own.
 *
 * @param count How many, at least 1.
 */
export async function startThreads(count: number): Promise<FinishThreads> {
  const memory = await KernelMemory.load();
  if (memory === undefined) {
    throw new TypeError("Cannot start threads: there is no WebAssembly SIMD");
  }
  return await FinishThreads.start(memory, count);
}
