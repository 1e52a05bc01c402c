import type { KernelMemory } from "../../../memory/kernel_memory.ts";
import { type JpegReference, jpegReferenceBytes } from "../../../pixels/jpeg/kernel_jpeg.ts";
import type { Size } from "../../../raster/frame.ts";

/** A background that `FinishThreads` have encoded as a JPEG, in kernel memory. */
export class JpegBackground implements Size, Disposable {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** 1–100. */
  readonly quality: number;
  /** Where it lies. */
  readonly reference: JpegReference;
  readonly #memory: KernelMemory;

  /**
   * Room for one.
   *
   * @param memory Where it shall lie.
   * @param size Its sides.
   * @param quality 1–100.
   * @throws {RangeError} If the memory is full.
   */
  constructor(memory: KernelMemory, size: Size, quality: number) {
    const { samples, records, bits } = jpegReferenceBytes(size);
    this.width = size.width;
    this.height = size.height;
    this.quality = quality;
    this.#memory = memory;
    this.reference = {
      samples: memory.arena.allocate(samples),
      records: memory.arena.allocate(records),
      bits: memory.arena.allocate(bits),
    };
  }

  /**
   * Check that a picture can be composed over it.
   *
   * @param size The picture's sides.
   * @param quality The picture's quality.
   * @throws {RangeError} If one is another.
   */
  assertFits({ width, height }: Size, quality: number): void {
    if (width === this.width && height === this.height && quality === this.quality) return;
    throw new RangeError(
      `Cannot encode a picture: its background was encoded with ${this.width}×${this.height} and ` +
        `quality ${this.quality}, got ${width}×${height} and ${quality}`,
    );
  }

  /** Give its memory back. */
  [Symbol.dispose](): void {
    for (const address of Object.values(this.reference)) this.#memory.arena.free(address);
  }
}
