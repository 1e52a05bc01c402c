import type { Frame, Gray, Size } from "../raster/frame.ts";
import { createFrameIn, createGrayIn, release } from "./beside.ts";
import type { KernelMemory } from "./kernel_memory.ts";
import { SharedUse } from "./shared_use.ts";

/**
 * Frames and gray pictures that have owners: each counts its users, and when the last has let it go,
 * its memory serves the next one of the same size. So a frame is decoded once, and everybody who
 * needs it longer retains it instead of copying it.
 *
 * @example The second frame lies where the first one lay
 * ```ts
 * import { assertEquals, assertStrictEquals } from "@std/assert";
 *
 * using store = new FrameStore(undefined);
 * const first = store.takeFrame({ width: 4, height: 2 });
 * const { bitmap } = first;
 * const user = first.retain();
 * first.release();
 * assertEquals(store.inUse, 1);
 * user.release();
 * assertStrictEquals(store.takeFrame({ width: 4, height: 2 }).bitmap, bitmap);
 * ```
 *
 * @category Kernel memory
 */
export class FrameStore implements Disposable {
  /** Where the rasters lie: kernels work on them there. `undefined`: they are ordinary arrays. */
  readonly memory: KernelMemory | undefined;
  readonly #spare = new Map<string, (Frame | Gray)[]>();
  #inUse = 0;
  #isDisposed = false;

  /**
   * A store without rasters yet.
   *
   * @param memory Where the rasters shall lie; `undefined` for ordinary arrays.
   */
  constructor(memory: KernelMemory | undefined) {
    this.memory = memory;
  }

  /** How many rasters somebody uses. */
  get inUse(): number {
    return this.#inUse;
  }

  /**
   * Take a frame; what is in it is left from before.
   *
   * @param size Its sides.
   * @returns An H × W frame with one user, the caller.
   * @throws {RangeError} If a side is not a whole number of at least 1, or the memory is full.
   */
  takeFrame({ width, height }: Size): StoredFrame {
    const raster = this.#take(frameKey(width, height)) ??
      createFrameIn(this.memory, { width, height });
    this.#inUse++;
    return new StoredFrame(raster as Frame, () => this.#giveBack(frameKey(width, height), raster));
  }

  /**
   * Take a gray picture, mask or matte; what is in it is left from before.
   *
   * @param size Its sides.
   * @returns An H × W picture with one user, the caller.
   * @throws {RangeError} If a side is not a whole number of at least 1, or the memory is full.
   */
  takeGray({ width, height }: Size): StoredGray {
    const raster = this.#take(grayKey(width, height)) ??
      createGrayIn(this.memory, { width, height });
    this.#inUse++;
    return new StoredGray(raster as Gray, () => this.#giveBack(grayKey(width, height), raster));
  }

  #take(key: string): Frame | Gray | undefined {
    return this.#spare.get(key)?.pop();
  }

  #giveBack(key: string, raster: Frame | Gray): void {
    this.#inUse--;
    if (this.#isDisposed) return release(raster);
    const spare = this.#spare.get(key);
    if (spare === undefined) this.#spare.set(key, [raster]);
    else spare.push(raster);
  }

  /** Let the memory go: of those that are still in use, as soon as they are released. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const spare of this.#spare.values()) release(...spare);
    this.#spare.clear();
  }
}

const frameKey = (width: number, height: number) => `${width}×${height} frame`;
const grayKey = (width: number, height: number) => `${width}×${height} gray`;

/**
 * A frame of a {@linkcode FrameStore}.
 *
 * @category Kernel memory
 */
export class StoredFrame extends SharedUse implements Frame {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** `4 · width · height` bytes. */
  readonly bitmap: Uint8ClampedArray;
  readonly #giveBack: () => void;

  /** @internal */
  constructor({ width, height, bitmap }: Frame, giveBack: () => void) {
    super();
    this.width = width;
    this.height = height;
    this.bitmap = bitmap;
    this.#giveBack = giveBack;
  }

  /** Called when nobody uses it any more. */
  protected override giveBack(): void {
    this.#giveBack();
  }
}

/**
 * A gray picture, mask or matte of a {@linkcode FrameStore}.
 *
 * @category Kernel memory
 */
export class StoredGray extends SharedUse implements Gray {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** `width · height` bytes. */
  readonly data: Uint8Array;
  readonly #giveBack: () => void;

  /** @internal */
  constructor({ width, height, data }: Gray, giveBack: () => void) {
    super();
    this.width = width;
    this.height = height;
    this.data = data;
    this.#giveBack = giveBack;
  }

  /** Called when nobody uses it any more. */
  protected override giveBack(): void {
    this.#giveBack();
  }
}

/**
 * A frame that is lent, and may be retained instead of copied if it lies in a store.
 *
 * @category Kernel memory
 */
export interface LentFrame extends Frame {
  /** The frame of the store that has these pixels. */
  readonly stored?: StoredFrame;
}
