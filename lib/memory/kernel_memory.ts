import { assertSides, type Frame, type Gray } from "../raster/frame.ts";
import { Arena } from "./arena.ts";
import { memories } from "./overlap.ts";
import {
  canRunKernels,
  type KernelCode,
  loadKernelCode,
  startKernels,
  withOwnMemory,
} from "./loader.ts";
import type { KernelHelper } from "./kernel_helper.ts";
import type { Kernels } from "./kernel_signatures.ts";

/** What kernels work on. */
export type Bytes = Uint8Array | Uint8ClampedArray | Float32Array | Int32Array;

/** Bytes that a memory which threads share can have. */
const LARGEST_SHARED = 2 ** 32;

/** A model of a larger part of a memory gets a memory of its own. */
const LARGEST_GUEST = 1 / 4;

/** Bytes beside a model in a memory of its own: for the parts of rasters that are copied in and out. */
const MODEL_ROOM = 2 ** 24;

/** So much of a memory that is not shared is kept for what kernels need while they work. */
const KEPT_ROOM = 1 / 4;

/**
 * A memory that WebAssembly SIMD kernels work in, and the rasters in it.
 *
 * Where a raster lies decides who works on it: each primitive (`grayscale`, `composite`,
 * `guidedFilter`, …) whose inputs all lie in one such memory is done by a kernel, where they lie;
 * otherwise by plain TypeScript. The results are the same to the bit, the kernels are several
 * times as fast. A new `out` is an ordinary array, into which the result is copied; to stay in the
 * memory, pass an `out` that lies there.
 *
 * The memory is shared where that is possible (`SharedArrayBuffer`; a web page must be isolated for it),
 * and ends at 4 GiB; otherwise at 1 GiB, or less where there is less. It is given back by
 * {@linkcode KernelMemory.free} or as a whole.
 *
 * @example The tutorial's mask, with no copy in between
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { absdiff } from "../pixels/motion/absdiff.ts";
 * import { grayscale } from "../pixels/color/grayscale.ts";
 * import { threshold } from "../pixels/color/threshold.ts";
 *
 * const memory = (await KernelMemory.load())!;
 * const [before, after] = [1, 2].map(() => memory.createFrame(64, 48));
 * const gray = memory.createGray(64, 48);
 * after.bitmap.fill(90, 0, 4);
 *
 * absdiff(before, after, { out: before });
 * grayscale(before, { out: gray });
 * const mask = threshold(gray, 3, { out: gray });
 * assertEquals([...mask.data.subarray(0, 2)], [255, 0]);
 * memory.free(before);
 * ```
 *
 * @category Kernel memory
 */
export class KernelMemory {
  /** @internal The compiled functions; addresses are bytes in {@linkcode KernelMemory.memory}. */
  readonly kernels: Kernels;
  /** @internal Where they work. */
  readonly memory: WebAssembly.Memory;
  /** @internal Hands out blocks of it. */
  readonly arena: Arena;
  /** @internal Another thread that runs kernels here, while there is one. */
  helper: KernelHelper | undefined;
  readonly #module: WebAssembly.Module;
  readonly #isShared: boolean;

  private constructor(kernels: Kernels, { module, memory, isShared }: KernelCode) {
    this.kernels = kernels;
    this.memory = memory;
    // Each time it grows, the memory has another buffer.
    this.arena = new Arena(memory, (buffer) => memories.set(buffer, this));
    this.#module = module;
    this.#isShared = isShared;
  }

  /**
   * Start the kernels with a memory of their own. They need no permission and no request.
   *
   * @param options `isShared`: whether threads may share the memory; by default where that is possible.
   * One that is not shared has 1 GiB, or less where there is less.
   * @returns The memory, or `undefined` where WebAssembly SIMD is missing.
   */
  static async load(options: { isShared?: boolean } = {}): Promise<KernelMemory | undefined> {
    const { isShared } = options;
    return canRunKernels() ? await KernelMemory.start(await loadKernelCode(isShared)) : undefined;
  }

  /**
   * Start kernels that have been loaded.
   *
   * @internal
   * @param code The kernels, with a memory that nothing else uses.
   */
  static async start(code: KernelCode): Promise<KernelMemory> {
    return new KernelMemory(await startKernels(code), code);
  }

  /** How many bytes rasters and others have taken and not given back. */
  get bytesInUse(): number {
    return this.arena.bytesInUse;
  }

  /** @internal What another thread starts the same kernels with, to work in this memory. */
  get code(): KernelCode {
    return { module: this.#module, memory: this.memory, isShared: this.#isShared };
  }

  /**
   * A new frame in this memory, transparent black.
   *
   * @param width Width in pixels, at least 1.
   * @param height Height in pixels, at least 1.
   * @returns An H × W frame of zeros.
   * @throws {RangeError} If a side is not a whole number of at least 1, or the memory is full.
   */
  createFrame(width: number, height: number): Frame {
    assertSides("create a frame", { width, height });
    const length = 4 * width * height;
    const address = this.arena.allocateZeros(length);
    const bitmap = new Uint8ClampedArray(this.arena.buffer, address, length);
    return { width, height, bitmap };
  }

  /**
   * A new gray picture, mask or matte in this memory, black.
   *
   * @param width Width in pixels, at least 1.
   * @param height Height in pixels, at least 1.
   * @returns An H × W gray picture of zeros.
   * @throws {RangeError} If a side is not a whole number of at least 1, or the memory is full.
   */
  createGray(width: number, height: number): Gray {
    assertSides("create a gray picture", { width, height });
    const length = width * height;
    const address = this.arena.allocateZeros(length);
    return { width, height, data: new Uint8Array(this.arena.buffer, address, length) };
  }

  /**
   * New numbers in this memory, as `accumulateWeighted` takes them.
   *
   * @param length How many, at least 1.
   * @returns So many zeros.
   * @throws {RangeError} If the length is not a whole number of at least 1, or the memory is full.
   */
  createNumbers(length: number): Float32Array {
    if (!(Number.isInteger(length) && length >= 1)) {
      throw new RangeError(
        `Cannot create numbers: 'length' must be a whole number of at least 1, got ${length}`,
      );
    }
    const address = this.arena.allocateZeros(4 * length);
    return new Float32Array(this.arena.buffer, address, length);
  }

  /**
   * Give the memory of a raster, or of numbers, back. They must not be used any more: others will lie
   * there.
   *
   * @param raster One that this memory has made.
   * @throws {RangeError} If it is none, or was given back before.
   */
  free(raster: Frame | Gray | Float32Array): void {
    const bytes = raster instanceof Float32Array
      ? raster
      : "bitmap" in raster
      ? raster.bitmap
      : raster.data;
    const address = this.arena.addressOf(bytes);
    if (address === undefined || !this.arena.free(address)) {
      throw new RangeError("Cannot free: 'raster' must be one that this memory has made, once");
    }
  }

  /**
   * Whether rasters may lie here: one that is not shared cannot grow, and kernels need some of it while
   * they work. Where it is filled, rasters go into ordinary arrays, and plain loops work on them.
   *
   * @internal
   * @param bytes How many more.
   */
  hasRoomFor(bytes: number): boolean {
    if (this.#isShared) return true;
    return this.arena.hasRoomFor(bytes, (1 - KEPT_ROOM) * this.memory.buffer.byteLength);
  }

  /**
   * The memory for something large: this one, or, for more than a quarter of what a memory can hold, one
   * of its own, which goes with it. There rasters are copied in and out; here there would be no room for
   * them.
   *
   * @internal
   * @param bytes How much it takes.
   */
  forModel(bytes: number): KernelMemory {
    const limit = this.#isShared ? LARGEST_SHARED : this.memory.buffer.byteLength;
    if (bytes <= limit * LARGEST_GUEST) return this;
    const code = withOwnMemory(this.#module, this.#isShared, bytes + MODEL_ROOM);
    const { exports } = new WebAssembly.Instance(code.module, { env: { memory: code.memory } });
    return new KernelMemory(exports as unknown as Kernels, code);
  }

  /**
   * Do some work on bytes in this memory: on those that lie here in place, on copies of the others.
   * Primitives hand over inputs that lie here, and small tables; an `out` elsewhere is the caller's
   * choice.
   *
   * @internal
   * @param inputs What is read.
   * @param out What is written.
   * @param work Gets the address of `out`, then those of the inputs.
   */
  work(inputs: readonly Bytes[], out: Bytes, work: (...addresses: number[]) => void): void {
    const copies = new Map<Bytes, number>();
    const place = (bytes: Bytes, isRead: boolean) => {
      const known = this.arena.addressOf(bytes) ?? copies.get(bytes);
      if (known !== undefined) return known;
      const address = this.arena.allocate(bytes.byteLength);
      copies.set(bytes, address);
      if (isRead) this.#bytesAt(address, bytes.byteLength).set(bytesOf(bytes));
      return address;
    };
    try {
      const addresses = inputs.map((bytes) => place(bytes, true));
      work(place(out, false), ...addresses);
      const copy = copies.get(out);
      if (copy !== undefined) bytesOf(out).set(this.#bytesAt(copy, out.byteLength));
    } finally {
      for (const address of copies.values()) this.arena.free(address);
    }
  }

  /**
   * Take some bytes of this memory while something is done.
   *
   * @internal
   * @param length How many.
   * @param work Gets their address.
   */
  withRoom(length: number, work: (address: number) => void): void {
    const address = this.arena.allocate(length);
    try {
      work(address);
    } finally {
      this.arena.free(address);
    }
  }

  #bytesAt(address: number, length: number): Uint8Array {
    return new Uint8Array(this.arena.buffer, address, length);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Bytes): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * The kernels' memory that some arrays all lie in.
 *
 * @internal
 * @param arrays The arrays, whoever has made them.
 * @returns The memory, or `undefined` if one lies elsewhere.
 */
export function memoryOf(...arrays: readonly ArrayBufferView[]): KernelMemory | undefined {
  const memory = arrays.length === 0 ? undefined : memories.get(arrays[0].buffer);
  if (memory === undefined) return undefined;
  for (const { buffer } of arrays) if (memories.get(buffer) !== memory) return undefined;
  return memory as KernelMemory;
}

/**
 * Whether kernels work on a raster: whether it lies in a {@linkcode KernelMemory}.
 *
 * @example An ordinary frame is worked on by plain TypeScript
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createFrame } from "../raster/frame.ts";
 *
 * const memory = (await KernelMemory.load())!;
 * assertEquals(isAccelerated(memory.createFrame(4, 4)), true);
 * assertEquals(isAccelerated(createFrame(4, 4)), false);
 * ```
 *
 * @param raster The raster.
 * @returns Whether it does.
 * @category Kernel memory
 */
export function isAccelerated(raster: Frame | Gray): boolean {
  return memoryOf("bitmap" in raster ? raster.bitmap : raster.data) !== undefined;
}
