import type { KernelMemory } from "../../memory/kernel_memory.ts";
import type { Kernels } from "../../memory/kernel_signatures.ts";
import type { Size } from "../../raster/frame.ts";
import { jpegHeader } from "./jpeg_tables.ts";
import { writeJpegTables } from "./write_jpeg_tables.ts";

/** Kernels store whole vectors. */
const SLACK = 64;

/** How many MCUs of 16 × 16 pixels a picture has. */
function mcus({ width, height }: Size): number {
  return Math.ceil(width / 16) * Math.ceil(height / 16);
}

/** Bytes of the longest bits that a picture can have: six blocks of 64 coefficients of 27 bits. */
export function jpegBitBytes(size: Size): number {
  return Math.ceil(mcus(size) * 6 * 64 * 27 / 8) + SLACK;
}

/** Bytes of the longest file: stuffing may double the bits. */
function jpegFileBytes(size: Size): number {
  return 2 * jpegBitBytes(size) + 1024;
}

/** Addresses of what an encoder writes. What is not touched takes no memory. */
export interface JpegBlocks {
  readonly workspace: number;
  readonly bits: number;
  readonly file: number;
}

/** How long they are. */
export function jpegBlockBytes(kernels: Kernels, size: Size): JpegBlocks {
  return {
    workspace: kernels.workspaceBytes(Math.ceil(size.width / 16)),
    bits: jpegBitBytes(size),
    file: jpegFileBytes(size),
  };
}

/** Addresses of a background that was encoded once: luma and chroma by MCU, notes on each, and the bits. */
export interface JpegReference {
  readonly samples: number;
  readonly records: number;
  readonly bits: number;
}

/** How long they are. */
export function jpegReferenceBytes(size: Size): JpegReference {
  return { samples: 768 * mcus(size), records: 36 * mcus(size), bits: jpegBitBytes(size) };
}

/** Addresses of what is to be encoded; `matte` 0 is the foreground alone. */
export interface JpegLayers {
  readonly foreground: number;
  readonly background: number;
  readonly matte: number;
}

/** Encodes JPEGs of one size by kernels; no other encoder may use the same instance of them in between. */
export class KernelJpeg {
  readonly #kernels: Kernels;
  readonly #memory: WebAssembly.Memory;
  readonly #size: Size;
  readonly #blocks: JpegBlocks;
  #quality = 0;
  #headerLength = 0;

  /**
   * Get ready.
   *
   * @param kernels The kernels.
   * @param memory Where they work.
   * @param size The pictures' sides, up to 65,500 pixels.
   * @param blocks What they write to.
   */
  constructor(kernels: Kernels, memory: WebAssembly.Memory, size: Size, blocks: JpegBlocks) {
    this.#kernels = kernels;
    this.#memory = memory;
    this.#size = { width: size.width, height: size.height };
    this.#blocks = blocks;
    kernels.setBase(blocks.workspace);
    kernels.setSize(size.width, size.height);
  }

  /**
   * Encode a background, which later pictures of the same quality are compared with.
   *
   * @param rgba Its address.
   * @param quality 1–100.
   * @param reference Where it goes.
   */
  encodeReference(rgba: number, quality: number, reference: JpegReference): void {
    this.#setQuality(quality);
    const { samples, records, bits } = reference;
    this.#kernels.encodeReference(rgba, samples, records, bits);
  }

  /**
   * Encode a picture.
   *
   * @param layers What it is composed of.
   * @param quality 1–100.
   * @param reference The background, if it was encoded with that quality.
   * @returns The file, in the memory, valid until the next call.
   */
  encode(layers: JpegLayers, quality: number, reference?: JpegReference): Uint8Array {
    this.#setQuality(quality);
    const kernels = this.#kernels;
    const { bits, file } = this.#blocks;
    if (reference !== undefined) {
      kernels.setReference(reference.samples, reference.records, reference.bits);
    }
    const { foreground, background, matte } = layers;
    const hasReference = reference !== undefined;
    const end = kernels.encodeComposite(foreground, background, matte, hasReference, bits);
    const last = kernels.stuffBytes(bits, end, file + this.#headerLength);
    const bytes = this.#bytes(file, last - file + 2);
    bytes.set([0xff, 0xd9], bytes.length - 2);
    return bytes;
  }

  #setQuality(quality: number): void {
    if (quality === this.#quality) return;
    this.#quality = quality;
    const { workspace, file } = this.#blocks;
    writeJpegTables(this.#kernels, new DataView(this.#memory.buffer, workspace), quality);
    const header = jpegHeader(this.#size.width, this.#size.height, quality);
    this.#headerLength = header.length;
    this.#bytes(file, header.length).set(header);
  }

  #bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, length);
  }
}

/** Rasters in kernel memory; of a frame alone the others are left out. */
export interface LayersThere {
  readonly foreground: Uint8ClampedArray;
  readonly background?: Uint8ClampedArray;
  readonly matte?: Uint8Array;
}

/** The part of a memory that is not shared which one picture may take. */
const LARGEST_UNSHARED = 1 / 4;

/** Whether a memory has room to encode pictures of a size. */
export function hasJpegRoom(memory: KernelMemory, size: Size): boolean {
  return memory.code.isShared ||
    jpegBitBytes(size) + jpegFileBytes(size) < LARGEST_UNSHARED * memory.memory.buffer.byteLength;
}

/**
 * Encode a picture in this thread.
 *
 * @param memory The memory that its layers lie in, with {@linkcode hasJpegRoom}.
 * @param size Its sides.
 * @param layers The layers.
 * @param quality 1–100.
 * @returns The file's bytes.
 */
export function encodeJpegThere(
  memory: KernelMemory,
  size: Size,
  { foreground, background, matte }: LayersThere,
  quality: number,
): Uint8Array<ArrayBuffer> {
  const { arena, kernels } = memory;
  const addressOf = (bytes: ArrayBufferView | undefined) => bytes ? arena.addressOf(bytes)! : 0;
  const lengths = jpegBlockBytes(kernels, size);
  const blocks = {
    workspace: arena.allocate(lengths.workspace),
    bits: arena.allocate(lengths.bits),
    file: arena.allocate(lengths.file),
  };
  try {
    const layers = {
      foreground: addressOf(foreground),
      background: addressOf(background),
      matte: addressOf(matte),
    };
    return new KernelJpeg(kernels, memory.memory, size, blocks).encode(layers, quality).slice();
  } finally {
    for (const address of Object.values(blocks)) arena.free(address);
  }
}
