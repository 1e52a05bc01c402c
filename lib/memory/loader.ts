/**
 * The WebAssembly kernels: SIMD twins of lib/pixels, in a memory that workers
 * can share. Source: lib/kernels, built by `deno task build:simd`.
 *
 * @module
 */

import type { Kernels } from "./kernel_signatures.ts";

/** Kernels, ready to be instantiated by any worker: both parts can be posted. */
export interface KernelCode {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Whether threads may share it. */
  readonly isShared: boolean;
}

/** A function of one SIMD instruction: `() => i8x16.splat(0)`, dropped. */
// deno-fmt-ignore
const SIMD_PROBE = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0,
  65, 0, 253, 15, 26, 11,
);

/** Whether WebAssembly SIMD is to be had here. Where not, the plain loops serve. */
export function canRunKernels(): boolean {
  try {
    return WebAssembly.validate(SIMD_PROBE);
  } catch {
    return false;
  }
}

/** Whether threads can share a memory: a web page must be isolated for it (COOP and COEP). */
export function canShareMemory(): boolean {
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return memory.buffer instanceof SharedArrayBuffer;
  } catch {
    return false;
  }
}

/** Bytes of a page of WebAssembly memory. */
const PAGE = 2 ** 16;

/**
 * A memory that is not shared has all its bytes from the start, as many of these as are to be had: if it
 * grew, all arrays in it would become empty. What is not used takes no room.
 */
const UNSHARED_BYTES = [2 ** 30, 2 ** 29];

/** It is of no use with less. */
const LEAST_BYTES = 2 ** 28;

/**
 * Compile the kernels, where {@linkcode canRunKernels}. They come in a module of their own, which needs
 * no permission and no request besides.
 *
 * @param isShared Whether threads are to share the memory.
 * @returns The code with a memory of its own.
 */
export async function loadKernelCode(isShared: boolean = canShareMemory()): Promise<KernelCode> {
  const { sharedKernels, unsharedKernels } = await import("./kernel_code.ts");
  const packed = Uint8Array.from(
    atob((isShared ? sharedKernels : unsharedKernels).replaceAll("\n", "")),
    (letter) => letter.charCodeAt(0),
  );
  const wasm = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const module = await WebAssembly.compile(await new Response(wasm).arrayBuffer());
  return withOwnMemory(module, isShared);
}

/**
 * Compiled kernels with a memory of their own.
 *
 * @param module The kernels.
 * @param isShared Whether threads are to share the memory; as the kernels were built for.
 * @param bytes How much it must hold at least; one that is not shared has no more if that is much.
 * @returns Both.
 * @throws {RangeError} If so much is not to be had.
 */
export function withOwnMemory(
  module: WebAssembly.Module,
  isShared: boolean,
  bytes: number = LEAST_BYTES,
): KernelCode {
  const memory = isShared
    ? new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true })
    : unsharedMemory([...UNSHARED_BYTES.filter((more) => more > bytes), bytes]);
  return { module, memory, isShared };
}

/** The first memory that is to be had, of some sizes in bytes. */
function unsharedMemory([bytes, ...smaller]: readonly number[]): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (error) {
    if (smaller.length === 0) throw error;
    return unsharedMemory(smaller);
  }
}

/** Start the kernels in this thread. */
export async function startKernels({ module, memory }: KernelCode): Promise<Kernels> {
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return instance.exports as unknown as Kernels;
}
