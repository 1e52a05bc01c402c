/**
 * The WebAssembly kernels: SIMD twins of lib/pixels, in a memory that workers
 * can share. Source: lib/simd/assembly, built by `deno task build:simd`.
 *
 * @module
 */

/** What kernels.wasm exports; addresses are bytes in the shared memory. */
export interface Kernels {
  /** Where tables lie in a workspace, which the one who starts the kernels fills in. */
  readonly NATURAL: WebAssembly.Global;
  readonly DC_CODES: WebAssembly.Global;
  readonly AC_CODES: WebAssembly.Global;
  readonly END_OF_BLOCK: WebAssembly.Global;
  readonly SIXTEEN_ZEROS: WebAssembly.Global;
  readonly QUANT_FACTORS: WebAssembly.Global;
  /** How many bytes of tables and scratch an instance needs, by MCUs in a row. */
  workspaceBytes(columns: number): number;
  /** Where this instance has its workspace. */
  setBase(address: number): void;
  setSize(width: number, height: number): void;
  setMatrix(
    lumaOffset: number,
    luma: number,
    redV: number,
    greenU: number,
    greenV: number,
    blueU: number,
  ): void;
  setQuiet(luma: number, lumaBesideChroma: number): void;
  encodeReference(rgba: number, samples: number, records: number, bits: number): number;
  setReference(samples: number, records: number, bits: number): void;
  /** What differs between the shown frame and each of the others; 0 for what is not wanted. */
  encodePair(
    isYuv: boolean,
    before: number,
    shown: number,
    after: number,
    threshold: number,
    bits0: number,
    bits1: number,
    mask0: number,
    mask1: number,
  ): void;
  endPicture(picture: number): number;
  stuffBytes(source: number, end: number, target: number): number;
}

/** Kernels, ready to be instantiated by any worker: both parts can be posted. */
export interface KernelCode {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/**
 * Fetch and compile the kernels.
 *
 * @returns The code with a shared memory of its own, or `undefined` where
 * WebAssembly SIMD or shared memory is missing: the plain twins serve there.
 */
export async function loadKernelCode(): Promise<KernelCode | undefined> {
  const response = await fetch(new URL("./kernels.wasm", import.meta.url));
  try {
    const module = await WebAssembly.compile(await response.arrayBuffer());
    const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
    return { module, memory };
  } catch (error) {
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Start the kernels in this thread. */
export async function startKernels({ module, memory }: KernelCode): Promise<Kernels> {
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return instance.exports as unknown as Kernels;
}
