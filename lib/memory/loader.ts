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
const SIMD_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0],
  ...[65, 0, 253, 15, 26, 11],
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
const PAGE = 65536;

/**
 * A memory that is not shared has all its pages from the start, 1 GiB or as much as is to be had: if it
 * grew, all arrays in it would become empty. What is not used takes no room.
 */
const UNSHARED_PAGES = [16384, 8192, 4096];

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
  bytes: number = 0,
): KernelCode {
  const memory = isShared
    ? new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true })
    : unsharedMemory(Math.ceil(bytes / PAGE));
  return { module, memory, isShared };
}

/** The largest memory that is to be had, of at least so many pages. */
function unsharedMemory(least: number): WebAssembly.Memory {
  const sizes = UNSHARED_PAGES.filter((pages) => pages > least);
  const smallest = least || sizes.pop()!;
  for (const pages of sizes) {
    try {
      return new WebAssembly.Memory({ initial: pages, maximum: pages });
    } catch {
      // The next one is smaller.
    }
  }
  return new WebAssembly.Memory({ initial: smallest, maximum: smallest });
}

/** Start the kernels in this thread. */
export async function startKernels({ module, memory }: KernelCode): Promise<Kernels> {
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return instance.exports as unknown as Kernels;
}
