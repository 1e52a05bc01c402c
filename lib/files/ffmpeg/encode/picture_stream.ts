import type { Layers } from "../../../pixels/compose/layers.ts";
import { compositeYuv } from "../../../pixels/compose/composite_yuv.ts";
import { yuvBytes, yuvOfFrame, type YuvWeights } from "../../../pixels/color/yuv_of_frame.ts";
import type { Frame, Size } from "../../../raster/frame.ts";
import type { FfmpegRun } from "../ffmpeg.ts";
import { yuvWithEvenSides } from "./even_sides.ts";

/**
 * Where an encoder takes its pictures. Several may be handed over at a time: they are written in order,
 * and each is lent until its promise settles.
 */
export interface PictureInput extends AsyncDisposable {
  /** Write bytes as they are. */
  writeBytes(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Write a picture as it is behind its header; it is made when it is its turn, and may lie where the last one lay. */
  writePicture(header: Uint8Array<ArrayBuffer>, make: () => Uint8Array<ArrayBuffer>): Promise<void>;
  /** Write a frame as YUV 4:2:0 behind its header. */
  writeFrame(header: Uint8Array<ArrayBuffer>, frame: Frame): Promise<void>;
  /** Write a composite likewise. */
  writeComposite(header: Uint8Array<ArrayBuffer>, layers: Layers): Promise<void>;
  /** End the input when all is written. */
  close(): Promise<void>;
}

/** The input of an encoder by its stream, in this thread. */
export class PictureStream implements PictureInput {
  readonly #size: Size;
  readonly #weights: YuvWeights;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  /** The last picture as YUV. */
  #yuv: Uint8Array<ArrayBuffer> | undefined;
  /** The last picture with even sides. */
  #even: Uint8Array<ArrayBuffer> | undefined;
  /** What is being written; the next waits for it, as it lies in the same buffers. */
  #last: Promise<void> = Promise.resolve();

  constructor(run: Pick<FfmpegRun, "stdin">, { width, height }: Size, weights: YuvWeights) {
    this.#size = { width, height };
    this.#weights = weights;
    this.#writer = run.stdin.getWriter();
  }

  writeBytes(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#inOrder(() => this.#writer.write(bytes));
  }

  writeFrame(header: Uint8Array<ArrayBuffer>, frame: Frame): Promise<void> {
    return this.#writeYuv(header, (out) => yuvOfFrame(frame, this.#weights, { out }));
  }

  writeComposite(header: Uint8Array<ArrayBuffer>, layers: Layers): Promise<void> {
    const { foreground, background, matte, backgroundYuv } = layers;
    return this.#writeYuv(header, (out) => {
      compositeYuv(foreground, background, matte, this.#weights, { out, backgroundYuv });
    });
  }

  #writeYuv(header: Uint8Array<ArrayBuffer>, convert: (out: Uint8Array) => void): Promise<void> {
    return this.writePicture(header, () => {
      const yuv = this.#yuv ??= new Uint8Array(yuvBytes(this.#size));
      convert(yuv);
      return this.#even = yuvWithEvenSides(yuv, this.#size, this.#even);
    });
  }

  writePicture(
    header: Uint8Array<ArrayBuffer>,
    make: () => Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    return this.#inOrder(async () => {
      const picture = make();
      await this.#writer.write(header);
      await this.#writer.write(picture);
    });
  }

  #inOrder(write: () => Promise<void>): Promise<void> {
    return this.#last = this.#last.then(write);
  }

  async close(): Promise<void> {
    try {
      await this.#last;
    } finally {
      await this.#writer.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.abort().catch(() => {});
  }
}
