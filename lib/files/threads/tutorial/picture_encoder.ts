import { writeJpegTables } from "../../../pixels/jpeg/write_jpeg_tables.ts";
import { jpegHeader } from "../../../pixels/jpeg/jpeg_tables.ts";
import type { JpegBlocks, JpegReference } from "../../../pixels/jpeg/kernel_jpeg.ts";
import type { YuvMatrix } from "../../../pixels/color/frame_of_yuv.ts";
import type { Size } from "../../../raster/frame.ts";
import type { Kernels } from "../../../memory/kernel_signatures.ts";

/** How frames lie in the ring: RGBA, or planes of YUV 4:2:0 with the matrix to turn them to RGB. */
export type PixelFormat = "rgba" | { readonly yuv420p: YuvMatrix };

/** What all threads of a run have in common. */
export interface EncoderOptions extends Size {
  /** Addresses of the ring's slots, where frames lie as decoded. */
  readonly frames: readonly number[];
  readonly format: PixelFormat;
  /** 1–100. */
  readonly quality: number;
  /** The last gray level of change that is background, 0–255. */
  readonly threshold: number;
  /** The background, encoded with that quality before the first picture. */
  readonly background: JpegReference;
}

/** Addresses of what one encoder writes, which is two pictures at a time. */
export interface PictureBlocks {
  /** The workspace, the bits of the first picture before zeros are stuffed in, and a whole file. */
  readonly jpeg: JpegBlocks;
  /** The bits of the second picture. */
  readonly secondBits: number;
  /** One byte a pixel; left out if nobody asks for masks. */
  readonly masks: readonly [number, number] | undefined;
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
  readonly #blocks: PictureBlocks;
  readonly #options: EncoderOptions;
  readonly #headerLength: number;

  /**
   * Get ready.
   *
   * @param kernels The kernels; no other encoder may use the same instance of them in between.
   * @param memory Where they work.
   * @param blocks What they write to.
   * @param options What all have in common.
   */
  constructor(
    kernels: Kernels,
    memory: WebAssembly.Memory,
    blocks: PictureBlocks,
    options: EncoderOptions,
  ) {
    const { width, height, format, quality, threshold } = options;
    this.#kernels = kernels;
    this.#memory = memory;
    this.#blocks = blocks;
    this.#options = options;
    const { workspace, file } = blocks.jpeg;
    kernels.setBase(workspace);
    kernels.setSize(width, height);
    if (format !== "rgba") {
      const m = format.yuv420p;
      kernels.setMatrix(m.lumaOffset, m.luma, m.redV, m.greenU, m.greenV, m.blueU);
      kernels.setQuiet(...quietLuma(m, threshold));
    }
    writeJpegTables(kernels, new DataView(memory.buffer, workspace), quality);
    const header = jpegHeader(width, height, quality);
    this.#headerLength = header.length;
    this.#bytes(file, header.length).set(header);
    const { samples, records, bits } = options.background;
    kernels.setReference(samples, records, bits);
  }

  /**
   * Make the pictures of three frames of the ring: {@linkcode file} gives them.
   *
   * @param slots Where the frames are.
   */
  encode({ before, shown, after }: FrameTriple): void {
    const { frames, format, threshold } = this.#options;
    const { jpeg, secondBits, masks = [0, 0] } = this.#blocks;
    this.#kernels.encodePair(
      format !== "rgba",
      // A frame does not differ from itself, which is soon seen.
      frames[before ?? shown],
      frames[shown],
      frames[after ?? shown],
      threshold,
      before === undefined ? 0 : jpeg.bits,
      after === undefined ? 0 : secondBits,
      masks[0],
      masks[1],
    );
  }

  /**
   * A picture as a JPEG file.
   *
   * @param picture 0: what differs from the frame before; 1: from the one after.
   * @returns The bytes, in the shared memory, valid until the next call. Can be called once.
   */
  file(picture: 0 | 1): Uint8Array {
    const { jpeg, secondBits } = this.#blocks;
    const end = this.#kernels.endPicture(picture);
    const bits = picture === 0 ? jpeg.bits : secondBits;
    const last = this.#kernels.stuffBytes(bits, end, jpeg.file + this.#headerLength);
    const file = this.#bytes(jpeg.file, last - jpeg.file + 2);
    file.set([0xff, 0xd9], file.length - 2);
    return file;
  }

  /** A picture's mask, in the shared memory; `undefined` if there is no room for masks. */
  mask(picture: 0 | 1): Uint8Array | undefined {
    const { width, height } = this.#options;
    const { masks } = this.#blocks;
    return masks && this.#bytes(masks[picture], width * height);
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
