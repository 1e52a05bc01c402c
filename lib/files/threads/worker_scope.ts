/** What a worker's module has of its own thread. */
export interface WorkerScope {
  /** Called with what the thread that started it posts. */
  // deno-lint-ignore no-explicit-any -- each worker says what it is sent
  onmessage: ((event: MessageEvent<any>) => unknown) | null;
  /** Post to the thread that started it. */
  postMessage(message: unknown, transfer?: Transferable[]): void;
}

/**
 * The thread that a worker's module runs in. A reference to Deno's types of workers would change the
 * globals of whoever imports the module: JSR takes no such module.
 */
export const workerScope: WorkerScope = globalThis as unknown as WorkerScope;
