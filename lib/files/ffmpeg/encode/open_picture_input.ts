import { concatenate } from "../../../raster/bytes.ts";
import { type KernelMemory, memoryOf } from "../../../memory/kernel_memory.ts";
import type { Layers } from "../../../pixels/compose/layers.ts";
import { compositeYuv } from "../../../pixels/compose/composite_yuv.ts";
import { yuvOfFrame, type YuvWeights } from "../../../pixels/color/yuv_of_frame.ts";
import type { Frame, Size } from "../../../raster/frame.ts";
import { PictureWriter } from "../../threads/finish/picture_writer.ts";
import type { FfmpegRun } from "../ffmpeg.ts";
import { yuvWithEvenSides } from "./even_sides.ts";
import { type PictureInput, PictureStream } from "./picture_stream.ts";

/**
 * Open the input of a running encoder: in a thread of its own where the pictures lie in memory that
 * threads share, and the system has a name for the pipe; otherwise in this thread.
 *
 * @param run The encoder, whose standard input is piped; or a named pipe.
 * @param size The pictures' sides.
 * @param weights What turns RGB into YUV.
 * @param memory Where the pictures will lie, if they come as YUV.
 */
export async function openPictureInput(
  run: Pick<FfmpegRun, "stdin" | "stdinPath">,
  size: Size,
  weights: YuvWeights,
  memory: KernelMemory | undefined,
): Promise<PictureInput> {
  const path = memory?.code.isShared ? run.stdinPath : undefined;
  if (memory === undefined || path === undefined) return new PictureStream(run, size, weights);
  let writer;
  try {
    writer = await PictureWriter.start(memory, path, size, weights);
  } catch {
    // Its module may not be loaded, say, or the program has gone, which the stream will tell.
    return new PictureStream(run, size, weights);
  }
  // The pipe ends when the thread closes it.
  await run.stdin.close();
  return new ThreadInput(memory, writer, size, weights);
}

/** An input in a thread, which takes pictures that lie elsewhere, too: they are converted here. */
class ThreadInput implements PictureInput {
  readonly #memory: KernelMemory;
  readonly #writer: PictureWriter;
  readonly #size: Size;
  readonly #weights: YuvWeights;

  constructor(memory: KernelMemory, writer: PictureWriter, size: Size, weights: YuvWeights) {
    this.#memory = memory;
    this.#writer = writer;
    this.#size = size;
    this.#weights = weights;
  }

  async writeBytes(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#writer.writeBytes(bytes);
  }

  async writePicture(
    header: Uint8Array<ArrayBuffer>,
    make: () => Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    await this.#writer.writeBytes(concatenate(header, make()));
  }

  async writeFrame(header: Uint8Array<ArrayBuffer>, frame: Frame): Promise<void> {
    if (memoryOf(frame.bitmap) === this.#memory) await this.#writer.writeFrame(header, frame);
    else await this.#writeYuv(header, yuvOfFrame(frame, this.#weights));
  }

  async writeComposite(header: Uint8Array<ArrayBuffer>, layers: Layers): Promise<void> {
    const { foreground, background, matte } = layers;
    if (memoryOf(foreground.bitmap, background.bitmap, matte.data) === this.#memory) {
      await this.#writer.writeComposite(header, layers);
    } else {
      await this.#writeYuv(header, compositeYuv(foreground, background, matte, this.#weights));
    }
  }

  async #writeYuv(header: Uint8Array<ArrayBuffer>, yuv: Uint8Array): Promise<void> {
    const picture = yuvWithEvenSides(yuv as Uint8Array<ArrayBuffer>, this.#size);
    await this.#writer.writeBytes(concatenate(header, picture));
  }

  async close(): Promise<void> {
    await this.#writer.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer[Symbol.asyncDispose]();
  }
}
