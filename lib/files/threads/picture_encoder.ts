import { writeJpegTables } from "../../pixels/jpeg/kernel_tables.ts";
import { jpegHeader } from "../../pixels/jpeg/jpeg_tables.ts";
import type { YuvMatrix } from "../../pixels/color/frame_of_yuv.ts";
import type { Frame } from "../../raster/frame.ts";
import type { Kernels } from "../../memory/kernel_signatures.ts";
import { type KernelCode, startKernels } from "../../memory/loader.ts";
import type { PictureLayout, WorkerLayout } from "./picture_layout.ts";

/** How frames lie in the ring: RGBA, or planes of YUV 4:2:0 with the matrix to turn them to RGB. */
export type PixelFormat = "rgba" | { readonly yuv420p: YuvMatrix };

/** What all workers of a run have in common. */
export interface EncoderOptions {
  readonly code: KernelCode;
  readonly layout: PictureLayout;
  readonly format: PixelFormat;
  /** 1–100. */
  readonly quality: number;
  /** The last gray level of change that is background, 0–255. */
  readonly threshold: number;
}

/** Slots of the ring: three frames in a row, of which the middle one is shown. */
export interface FrameTriple {
  /** Left out if that picture is not wanted. */
  readonly before?: number | undefined;
  readonly shown: number;
  /** Left out if that picture is not wanted. */
  readonly after?: number | undefined;
}

/**
 * Two of the tutorial's pictures in one go: compare a frame with the one before
 * it and with the one after, put what changed over the background, encode. Twin
 * of `TutorialEstimator`, `copyMasked` and `encodeJpeg`, equal to the byte.
 *
 * Where nothing changed in 16 × 16 pixels, the background's own bits are copied.
 */
export class PictureEncoder {
  readonly #kernels: Kernels;
  readonly #memory: WebAssembly.Memory;
  readonly #place: WorkerLayout;
  readonly #layout: PictureLayout;
  readonly #isYuv: boolean;
  readonly #threshold: number;
  readonly #headerLength: number;

  private constructor(kernels: Kernels, worker: number, options: EncoderOptions) {
    const { code, layout, format, quality, threshold } = options;
    this.#threshold = threshold;
    this.#kernels = kernels;
    this.#memory = code.memory;
    this.#layout = layout;
    this.#place = layout.workers[worker];
    this.#isYuv = format !== "rgba";
    kernels.setBase(this.#place.workspace);
    kernels.setSize(layout.width, layout.height);
    if (format !== "rgba") {
      const m = format.yuv420p;
      kernels.setMatrix(m.lumaOffset, m.luma, m.redV, m.greenU, m.greenV, m.blueU);
      kernels.setQuiet(...quietLuma(m, threshold));
    }
    writeJpegTables(kernels, new DataView(code.memory.buffer, this.#place.workspace), quality);
    const header = jpegHeader(layout.width, layout.height, quality);
    this.#headerLength = header.length;
    this.#bytes(this.#place.jpeg, header.length).set(header);
    const { samples, records, bits } = layout.reference;
    kernels.setReference(samples, records, bits);
  }

  /**
   * Start the kernels in this thread.
   *
   * @param worker Which of the layout's workers this is.
   * @param options What all have in common; the memory is large enough.
   */
  static async start(worker: number, options: EncoderOptions): Promise<PictureEncoder> {
    return new PictureEncoder(await startKernels(options.code), worker, options);
  }

  /** Encode the background, once for all workers. */
  setBackground({ bitmap }: Frame): void {
    const { rgba, samples, records, bits } = this.#layout.reference;
    this.#bytes(rgba, bitmap.length).set(bitmap);
    this.#kernels.encodeReference(rgba, samples, records, bits);
  }

  /**
   * Make the pictures of three frames of the ring: {@linkcode file} gives them.
   *
   * @param slots Where the frames are.
   * @param wantsMasks Whether {@linkcode mask} will be asked for.
   */
  encode({ before, shown, after }: FrameTriple, wantsMasks: boolean): void {
    const { frames } = this.#layout;
    const { bits, masks } = this.#place;
    this.#kernels.encodePair(
      this.#isYuv,
      // A frame does not differ from itself, which is soon seen.
      frames[before ?? shown],
      frames[shown],
      frames[after ?? shown],
      this.#threshold,
      before === undefined ? 0 : bits[0],
      after === undefined ? 0 : bits[1],
      wantsMasks ? masks[0] : 0,
      wantsMasks ? masks[1] : 0,
    );
  }

  /**
   * A picture as a JPEG file.
   *
   * @param picture 0: what differs from the frame before; 1: from the one after.
   * @returns The bytes, in the shared memory, valid until the next call. Can be called once.
   */
  file(picture: 0 | 1): Uint8Array {
    const { bits, jpeg } = this.#place;
    const end = this.#kernels.endPicture(picture);
    const last = this.#kernels.stuffBytes(bits[picture], end, jpeg + this.#headerLength);
    const file = this.#bytes(jpeg, last - jpeg + 2);
    file.set([0xff, 0xd9], file.length - 2);
    return file;
  }

  /** A picture's mask, in the shared memory. */
  mask(picture: 0 | 1): Uint8Array {
    return this.#bytes(this.#place.masks[picture], this.#layout.width * this.#layout.height);
  }

  #bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, length);
  }
}

/**
 * How far luma may differ, in levels, for no pixel to be foreground: where chroma
 * is the same, and where it differs by 1. Spares the conversion to RGB of what
 * only flickers.
 *
 * Each product that is cut to its upper 16 bits differs by less than the rounded-up
 * product of the difference; clamping to 0–255 only brings colours closer; and gray
 * grows with each of them. −1 where nothing is sure.
 */
export function quietLuma(matrix: YuvMatrix, threshold: number): [same: number, beside: number] {
  const most = (difference: number, factor: number) =>
    difference === 0 ? 0 : Math.floor(8 * difference * Math.abs(factor) / 65536) + 1;
  const gray = (luma: number, chroma: number) => {
    const light = most(luma, matrix.luma);
    const red = light + most(chroma, matrix.redV);
    const green = light + most(chroma, matrix.greenU) + most(chroma, matrix.greenV);
    const blue = light + most(chroma, matrix.blueU);
    return (9798 * red + 19235 * green + 3735 * blue + 16384) >> 15;
  };
  const largest = (chroma: number) => {
    let luma = -1;
    while (luma < 127 && gray(luma + 1, chroma) <= threshold) luma++;
    return luma;
  };
  return [largest(0), largest(1)];
}
