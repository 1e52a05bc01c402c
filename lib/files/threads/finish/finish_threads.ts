import type { KernelMemory } from "../../../memory/kernel_memory.ts";
import { assertJpeg, type EncodeJpegOptions } from "../../../pixels/jpeg/encode_jpeg.ts";
import type { JpegReference } from "../../../pixels/jpeg/kernel_jpeg.ts";
import type { Frame } from "../../../raster/frame.ts";
import { JpegBackground } from "./jpeg_background.ts";
import { yuvBytes, type YuvWeights } from "../../../pixels/color/yuv_of_frame.ts";
import { addressIn, type CompositeJob, compositeJob, frameJob } from "./composite_job.ts";
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

  /**
   * Encode a background that stays as a JPEG, for pictures before it: where their matte is empty, its
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
    const { width, height } = background;
    const address = addressIn(this.#memory, "background", background.bitmap);
    const encoded = new JpegBackground(this.#memory, { width, height }, quality);
    try {
      const thread = this.#idlest();
      const blocks = thread.jpegBlocks(encoded);
      const { reference } = encoded;
      const job = { kind: "reference", width, height, background: address } as const;
      await thread.ask({ ...job, quality, blocks, reference });
      return encoded;
    } catch (error) {
      encoded[Symbol.dispose]();
      throw error;
    }
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
    const picture = compositeJob(this.#memory, layers);
    background?.assertFits(picture, quality);
    return await this.#encode(picture, quality, background?.reference);
  }

  /**
   * Encode a frame as a JPEG file: `encodeJpeg` in another thread.
   *
   * @param frame The frame, in the memory.
   * @param options The quality.
   * @returns The file's bytes.
   * @throws {RangeError} If the quality is not a whole number from 1 to 100, or a side is too long.
   * @throws {TypeError} If the frame lies elsewhere.
   * @throws {Error} If the thread fails.
   */
  async encodeJpeg(
    frame: Frame,
    options: EncodeJpegOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { quality = 95 } = options;
    assertJpeg(frame, quality);
    return await this.#encode(frameJob(this.#memory, frame), quality, undefined);
  }

  async #encode(
    picture: CompositeJob,
    quality: number,
    reference: JpegReference | undefined,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const thread = this.#idlest();
    const blocks = thread.jpegBlocks(picture);
    return (await thread.ask({ kind: "jpeg", picture, quality, blocks, reference }))!;
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
