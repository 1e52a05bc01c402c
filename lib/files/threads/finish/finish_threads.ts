import type { KernelMemory } from "../../../memory/kernel_memory.ts";
import { assertJpeg, type EncodeJpegOptions } from "../../../pixels/jpeg/encode_jpeg.ts";
import type { Frame } from "../../../raster/frame.ts";
import { JpegBackground } from "./jpeg_background.ts";
import { addressIn, compositeJob } from "./composite_job.ts";
import type { Layers } from "../../../pixels/compose/layers.ts";
import { FinishThread } from "./finish_thread.ts";

/** How {@linkcode FinishThreads.compositeJpeg} encodes. */
export interface CompositeJpegOptions extends EncodeJpegOptions {
  /** The background of the layers, encoded already; then its quality is the default. */
  background?: JpegBackground | undefined;
}

/**
 * Threads that compose and encode pictures where they lie: in kernel memory that all threads share. No
 * pixel is copied from one thread to another.
 *
 * Whoever asks keeps the rasters as they are until the answer is there. Several pictures may be asked
 * for at a time: the thread with the least to do takes the next one.
 */
export class FinishThreads implements AsyncDisposable {
  /** The memory that the threads share. */
  readonly memory: KernelMemory;
  /** The threads, at least one. */
  readonly all: readonly FinishThread[];

  private constructor(memory: KernelMemory, threads: readonly FinishThread[]) {
    this.memory = memory;
    this.all = threads;
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
   * Encode a background that stays as a JPEG, for pictures over it: where their matte is empty, its
   * bits are copied.
   *
   * @param background The background, in the memory.
   * @param options The quality, which is that of the pictures.
   * @returns What {@linkcode FinishThreads.compositeJpeg} takes. Dispose of it, before the threads, when
   * all pictures are there.
   * @throws {RangeError} If the quality is not a whole number from 1 to 100, or a side is too long.
   * @throws {TypeError} If the background lies elsewhere.
   */
  async encodeBackground(
    background: Frame,
    options: EncodeJpegOptions = {},
  ): Promise<JpegBackground> {
    const { quality = 95 } = options;
    assertJpeg(background, quality);
    addressIn(this.memory, "background", background.bitmap);
    const encoded = new JpegBackground(this.memory, background, quality);
    try {
      await this.encodeInto(encoded, background);
      return encoded;
    } catch (error) {
      encoded[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Encode a background where there is room for it: {@linkcode FinishThreads.encodeBackground}.
   *
   * @param room Its room, of the same size.
   * @param background The background, in the memory.
   * @throws {TypeError} If the background lies elsewhere.
   * @throws {Error} If the thread fails.
   */
  async encodeInto(room: JpegBackground, background: Frame): Promise<void> {
    const { width, height, quality, reference } = room;
    const address = addressIn(this.memory, "background", background.bitmap);
    const thread = this.#idlest();
    const blocks = thread.jpegBlocks(room);
    const job = { kind: "reference", width, height, background: address } as const;
    await thread.ask({ ...job, quality, blocks, reference });
  }

  /**
   * Compose a picture as a JPEG file: `compositeJpeg` in another thread.
   *
   * @param layers Its layers, in the memory.
   * @param options The quality, and the background if it was encoded with that.
   * @returns The file's bytes.
   * @throws {RangeError} If a size differs, the quality is not a whole number from 1 to 100 or not that
   * of the background, or a side is too long.
   * @throws {TypeError} If a layer lies elsewhere.
   * @throws {Error} If the thread fails.
   */
  async compositeJpeg(
    layers: Layers,
    options: CompositeJpegOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { background } = options;
    const { quality = background?.quality ?? 95 } = options;
    assertJpeg(layers.foreground, quality);
    const picture = compositeJob(this.memory, layers);
    background?.assertFits(picture, quality);
    const thread = this.#idlest();
    const blocks = thread.jpegBlocks(picture);
    const reference = background?.reference;
    return (await thread.ask({ kind: "jpeg", picture, quality, blocks, reference }))!;
  }

  /** The thread with the least to do. */
  #idlest(): FinishThread {
    return this.all.reduce((a, b) => b.pending < a.pending ? b : a);
  }

  /** End the threads when they have done all that was asked. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.all.map((thread) => thread[Symbol.asyncDispose]()));
  }
}
