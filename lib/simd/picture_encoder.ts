import {
  AC_TABLES,
  DC_TABLES,
  huffmanCodes,
  jpegHeader,
  NATURAL_ORDER,
  quantizationTables,
} from "../pixels/jpeg_tables.ts";
import type { YuvMatrix } from "../pixels/yuv.ts";
import type { Frame } from "../raster.ts";
import { type KernelCode, type Kernels, startKernels } from "./loader.ts";
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

// As in assembly/layout.ts.
const DC_CODES = 128;
const AC_CODES = 256;
const QUANT_FACTORS = 2304;
const ZIGZAG_BITS = 8448;

/**
 * The tutorial's picture in one go: compare two frames, put what changed over
 * the background, encode. Twin of `TutorialEstimator`, `copyMasked` and
 * `encodeJpeg`, equal to the byte.
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
    }
    if (format !== "rgba") kernels.setQuiet(...quietLuma(format.yuv420p, threshold));
    writeTables(new DataView(code.memory.buffer, this.#place.workspace), quality);
    const header = jpegHeader(layout.width, layout.height, quality);
    this.#headerLength = header.length;
    this.#bytes(this.#place.jpeg, header.length).set(header);
    const { planes, records, bits } = layout.reference;
    kernels.setReference(planes, records, bits);
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
    const { rgba, planes, records, bits } = this.#layout.reference;
    this.#bytes(rgba, bitmap.length).set(bitmap);
    this.#kernels.encodeReference(rgba, planes, records, bits);
  }

  /**
   * Make a picture of two frames of the ring.
   *
   * @param before The slot of one frame.
   * @param after The slot of the other, whose pixels are shown.
   * @param wantsMask Whether {@linkcode mask} will be asked for.
   * @returns The JPEG file, in the shared memory, valid until the next call.
   */
  encode(before: number, after: number, wantsMask: boolean): Uint8Array {
    const { frames } = this.#layout;
    const { bits, jpeg, mask } = this.#place;
    const kernels = this.#kernels;
    const encode = this.#isYuv ? kernels.encodeYuvDifference : kernels.encodeRgbaDifference;
    const end = encode(frames[before], frames[after], this.#threshold, bits, wantsMask ? mask : 0);
    const last = kernels.stuffBytes(bits, end, jpeg + this.#headerLength);
    const file = this.#bytes(jpeg, last - jpeg + 2);
    file.set([0xff, 0xd9], file.length - 2);
    return file;
  }

  /** The last picture's mask, in the shared memory. */
  get mask(): Uint8Array {
    return this.#bytes(this.#place.mask, this.#layout.width * this.#layout.height);
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

/** Everything that the kernels look up. */
function writeTables(workspace: DataView, quality: number): void {
  const zigzag = new Uint8Array(64);
  NATURAL_ORDER.forEach((natural, k) => {
    workspace.setUint8(k, natural);
    zigzag[natural] = k;
  });
  quantizationTables(quality).forEach((table, t) =>
    table.forEach((divisor, i) => {
      // A little too large, so that halves round outwards: see assembly/block.ts.
      workspace.setFloat32(QUANT_FACTORS + 256 * t + 4 * i, (1 + 2 ** -18) / (8 * divisor), true);
    })
  );
  for (let t = 0; t < 2; t++) {
    const dc = huffmanCodes(DC_TABLES[t]);
    for (let i = 0; i < 16; i++) workspace.setUint32(DC_CODES + 64 * t + 4 * i, dc[i], true);
    const ac = huffmanCodes(AC_TABLES[t]);
    for (let i = 0; i < 256; i++) workspace.setUint32(AC_CODES + 1024 * t + 4 * i, ac[i], true);
  }
  for (let row = 0; row < 8; row++) {
    for (let bits = 0; bits < 256; bits++) {
      let inZigzag = 0n;
      for (let x = 0; x < 8; x++) {
        if (bits >> x & 1) inZigzag |= 1n << BigInt(zigzag[8 * row + x]);
      }
      workspace.setBigUint64(ZIGZAG_BITS + 2048 * row + 8 * bits, inZigzag, true);
    }
  }
}
