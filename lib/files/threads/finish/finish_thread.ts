import type { KernelMemory } from "../../../memory/kernel_memory.ts";
import { jpegBlockBytes, type JpegBlocks } from "../../../pixels/jpeg/kernel_jpeg.ts";
import type { Size } from "../../../raster/frame.ts";
import type { FinishAnswer, FinishCall, FinishWord } from "./finish_worker.ts";
import { ThreadCalls } from "../thread_calls.ts";

/** One thread that composes and encodes in kernel memory which it shares with this one. */
export class FinishThread implements AsyncDisposable {
  readonly #memory: KernelMemory;
  readonly #calls: ThreadCalls<FinishCall, FinishAnswer, FinishWord>;
  /** Addresses of all that is allocated for the thread. */
  readonly #blocks: number[] = [];
  readonly #scratch: number;
  readonly #jpegBlocks = new Map<string, JpegBlocks>();

  private constructor(memory: KernelMemory) {
    this.#memory = memory;
    this.#scratch = this.#allocate(memory.kernels.compositeYuvBytes());
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

  /**
   * What this thread encodes JPEGs in; it is kept for the next ones of the same size.
   *
   * @param size The pictures' sides.
   * @throws {RangeError} If the memory is full.
   */
  jpegBlocks({ width, height }: Size): JpegBlocks {
    const key = `${width}×${height}`;
    let blocks = this.#jpegBlocks.get(key);
    if (blocks === undefined) {
      const lengths = jpegBlockBytes(this.#memory.kernels, { width, height });
      blocks = {
        workspace: this.#allocate(lengths.workspace),
        bits: this.#allocate(lengths.bits),
        file: this.#allocate(lengths.file),
      };
      this.#jpegBlocks.set(key, blocks);
    }
    return blocks;
  }

  #allocate(length: number): number {
    const address = this.#memory.arena.allocate(length);
    this.#blocks.push(address);
    return address;
  }

  /**
   * Ask for something: answers come in order.
   *
   * @param call What.
   * @param hear Called with what is told meanwhile.
   */
  async ask(call: FinishCall, hear?: (word: FinishWord) => void): Promise<FinishAnswer> {
    return await this.#calls.ask(call, hear);
  }

  /** End the thread when it has answered all. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#calls[Symbol.asyncDispose]();
    for (const address of this.#blocks.splice(0)) this.#memory.arena.free(address);
  }
}
