import { Arena } from "./arena.ts";
import { type KernelCode, type Kernels, startKernels, withOwnMemory } from "./loader.ts";

/** What kernels work on. */
export type Bytes = Uint8Array | Uint8ClampedArray | Float32Array | Int32Array;

/** A model of more bytes gets a memory of its own. */
const LARGEST_GUEST = 2 ** 30;

/**
 * The kernels with the memory that they work in: what every SIMD twin needs,
 * whether it works on rasters or keeps a model between frames.
 */
export class KernelBench {
  /** The compiled functions; addresses are bytes in {@linkcode KernelBench.memory}. */
  readonly kernels: Kernels;
  /** Where they work. */
  readonly memory: WebAssembly.Memory;
  /** Hands out blocks of it. */
  readonly arena: Arena;
  readonly #module: WebAssembly.Module;

  private constructor(kernels: Kernels, { module, memory }: KernelCode) {
    this.kernels = kernels;
    this.memory = memory;
    this.arena = new Arena(memory);
    this.#module = module;
  }

  /**
   * The bench for something that takes much memory: this one, or for more than a quarter of what
   * a memory may hold one with a memory of its own, which goes with it. There rasters are copied
   * in and out; here there would be no room for them.
   *
   * @param bytes How much it takes.
   */
  forModel(bytes: number): KernelBench {
    if (bytes <= LARGEST_GUEST) return this;
    const code = withOwnMemory(this.#module);
    const { exports } = new WebAssembly.Instance(code.module, { env: { memory: code.memory } });
    return new KernelBench(exports as unknown as Kernels, code);
  }

  /**
   * Start kernels that have been loaded.
   *
   * @param code The kernels, with a memory that nothing else uses.
   */
  static async start(code: KernelCode): Promise<KernelBench> {
    return new KernelBench(await startKernels(code), code);
  }

  /**
   * Do some work on bytes in the kernels' memory: on those that lie there in
   * place, on copies of the others.
   *
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

  #bytesAt(address: number, length: number): Uint8Array {
    return new Uint8Array(this.arena.buffer, address, length);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Bytes): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
