import type { KernelMemory } from "../../../memory/kernel_memory.ts";
import { yuvBytes, type YuvWeights } from "../../../pixels/color/yuv_of_frame.ts";
import { assertWhole, type Frame, type Size } from "../../../raster/frame.ts";
import { type CompositeJob, compositeJob, frameJob } from "./composite_job.ts";
import type { Layers } from "../../../pixels/compose/layers.ts";
import { FinishThread } from "./finish_thread.ts";

/** Room for a picture's header before its planes: Matroska's has at most 42 bytes. */
const HEADER_ROOM = 64;

/**
 * A thread that composes pictures as YUV 4:2:0 and writes them into a pipe, in order: an encoder's
 * standard input. A slow encoder blocks that thread alone, and no pixel is copied from one thread to
 * another.
 *
 * Whoever hands a picture over keeps its rasters as they are until the promise settles. More than one
 * may be handed over: then the thread need not wait for the next.
 */
export class PictureWriter implements AsyncDisposable {
  readonly #memory: KernelMemory;
  readonly #thread: FinishThread;
  readonly #weights: YuvWeights;
  readonly #out: number;
  readonly #size: Size;

  private constructor(
    memory: KernelMemory,
    thread: FinishThread,
    { width, height }: Size,
    weights: YuvWeights,
  ) {
    this.#memory = memory;
    this.#thread = thread;
    this.#weights = weights;
    this.#size = { width, height };
    this.#out = memory.arena.allocate(HEADER_ROOM + yuvBytes({ width, height }));
  }

  /**
   * Start the thread, and open the pipe in it. The pipe has then one writer more: it ends when all have
   * closed it.
   *
   * @param memory The memory that the pictures lie in; it must be shared.
   * @param path What opens the pipe: `FfmpegRun.stdinPath`.
   * @param size The pictures' sides; odd ones are made even by repeating the last column and line.
   * @param weights What turns RGB into YUV.
   * @throws {TypeError} If the memory is not shared.
   * @throws {Error} If the pipe cannot be opened.
   */
  static async start(
    memory: KernelMemory,
    path: string,
    size: Size,
    weights: YuvWeights,
  ): Promise<PictureWriter> {
    const writer = new PictureWriter(memory, await FinishThread.start(memory), size, weights);
    try {
      await writer.#thread.ask({ kind: "open", path });
      return writer;
    } catch (error) {
      await writer[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** How many pictures and others have been handed over and not been written. */
  get pending(): number {
    return this.#thread.pending;
  }

  /**
   * Write bytes as they are.
   *
   * @param bytes The bytes.
   * @throws {Error} If the pipe is broken.
   */
  async writeBytes(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#thread.ask({ kind: "bytes", bytes });
  }

  /**
   * Compose a picture, and write it.
   *
   * @param header What goes before it, at most 64 bytes.
   * @param layers Its layers, in the memory.
   * @throws {RangeError} If a size is wrong, or the header is longer.
   * @throws {TypeError} If a layer lies elsewhere.
   * @throws {Error} If the pipe is broken.
   */
  async writeComposite(header: Uint8Array<ArrayBuffer>, layers: Layers): Promise<void> {
    await this.#write(header, compositeJob(this.#memory, layers));
  }

  /**
   * Write a frame that is finished.
   *
   * @param header What goes before it, at most 64 bytes.
   * @param frame The frame, in the memory.
   * @throws {RangeError} If a size is wrong, or the header is longer.
   * @throws {TypeError} If the frame lies elsewhere.
   * @throws {Error} If the pipe is broken.
   */
  async writeFrame(header: Uint8Array<ArrayBuffer>, frame: Frame): Promise<void> {
    assertWhole("write a picture", "frame", frame);
    await this.#write(header, frameJob(this.#memory, frame));
  }

  async #write(header: Uint8Array<ArrayBuffer>, picture: CompositeJob): Promise<void> {
    const { width, height } = this.#size;
    if (picture.width !== width || picture.height !== height) {
      throw new RangeError(
        `Cannot write a picture: it must be ${width}×${height}, ` +
          `got ${picture.width}×${picture.height}`,
      );
    }
    if (header.length > HEADER_ROOM) {
      throw new RangeError(
        `Cannot write a picture: 'header' must have at most ${HEADER_ROOM} bytes, ` +
          `got ${header.length}`,
      );
    }
    const out = this.#out + HEADER_ROOM;
    const job = { picture, weights: this.#weights, out };
    await this.#thread.ask({ kind: "picture", header, job });
  }

  /**
   * Close the pipe when all is written.
   *
   * @throws {Error} If the thread has failed.
   */
  async close(): Promise<void> {
    await this.#thread.ask({ kind: "close" });
  }

  /**
   * End the thread when it has written all that was handed over: whoever does not want that ends the
   * program at the other end of the pipe first.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close().catch(() => {});
    await this.#thread[Symbol.asyncDispose]();
    this.#memory.arena.free(this.#out);
  }
}
