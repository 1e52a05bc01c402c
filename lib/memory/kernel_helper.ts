import type { Kernels } from "./kernel_signatures.ts";

/** A kernel by its name, and what it takes: numbers and addresses. */
export type KernelCall = {
  readonly [Name in keyof Kernels]: Kernels[Name] extends (...args: infer Args) => unknown
    ? readonly [name: Name, ...Args]
    : never;
}[keyof Kernels];

/** Another thread that runs kernels in the same memory while this one goes on. */
export interface KernelHelper {
  /**
   * Run kernels one after another. What they read and write stays as it is until they have ended.
   *
   * @param calls The kernels, in order; nobody else's kernels run between them.
   * @throws {Error} If the thread has failed.
   */
  run(calls: readonly KernelCall[]): Promise<void>;
}
