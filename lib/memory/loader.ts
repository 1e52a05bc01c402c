/**
 * The WebAssembly kernels: SIMD twins of lib/pixels, in a memory that workers
 * can share. Source: lib/kernels, built by `deno task build:simd`.
 *
 * @module
 */

import type { BlurKernels } from "./blur_kernels.ts";
import type { FilterKernels } from "./filter_kernels.ts";
import type { ChromaKernels } from "./chroma_kernels.ts";
import type { MotionKernels } from "./motion_kernels.ts";
import type { PlateKernels } from "./plate_kernels.ts";
import type { RegionKernels } from "./region_kernels.ts";

/** What the kernels export; addresses are bytes in the shared memory. */
export interface Kernels
  extends BlurKernels, ChromaKernels, FilterKernels, MotionKernels, PlateKernels, RegionKernels {
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
  /**
   * Encode RGBA pixels over others by a matte; returns the end of the bits.
   *
   * @param matte 0 for the foreground alone.
   * @param hasReference Whether the background is the reference.
   */
  encodeComposite(
    foreground: number,
    background: number,
    matte: number,
    hasReference: boolean,
    bits: number,
  ): number;
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
  /** `|a − b|` of so many RGBA pixels, opaque; `out` may be `a` or `b`. */
  absdiff(a: number, b: number, out: number, pixels: number): void;
  /**
   * Replace each byte by the table's, which has 256.
   *
   * @param keepsEnds Whether 0 and 255 stay.
   */
  lookUp(data: number, length: number, table: number, keepsEnds: boolean): void;
  /** So many pixels of RGBA as Y, U and V, one plane behind the other; the weights are 32768ths. */
  yuvOfFrame(
    rgba: number,
    out: number,
    width: number,
    height: number,
    offset: number,
    ...weights: [number, number, number, number, number, number, number, number, number]
  ): void;
  /**
   * `composite`, then `yuvOfFrame`; `out` must not lie over what is read.
   *
   * @param backgroundYuv The background as YUV by the same weights, or 0.
   * @param scratch `compositeYuvBytes()` bytes.
   */
  compositeYuv(
    foreground: number,
    background: number,
    backgroundYuv: number,
    matte: number,
    out: number,
    width: number,
    height: number,
    scratch: number,
    offset: number,
    ...weights: [number, number, number, number, number, number, number, number, number]
  ): void;
  compositeYuvBytes(): number;
  /** Luma of so many RGBA pixels, a byte each. */
  grayscale(rgba: number, out: number, pixels: number): void;
  /** 255 where a byte is above `level`, a whole number from −1 to 255; `out` may be `gray`. */
  threshold(gray: number, level: number, out: number, length: number): void;
  /** So many RGBA pixels onto `out`, where the mask's byte is not 0. */
  copyMasked(rgba: number, mask: number, out: number, pixels: number): void;
  /**
   * Means of squares, one byte a pixel; `source` and `out` must not overlap. Of the
   * memory behind `source` up to 16 bytes are read, and not used.
   *
   * @param radius 1–81.
   * @param scratch `6 · (width + 2 · radius) + 256` bytes.
   */
  boxBlur(
    source: number,
    out: number,
    width: number,
    height: number,
    radius: number,
    scratch: number,
  ): void;
  /** So many RGBA pixels over others by a matte, straight alpha; `out` may be either of them. */
  composite(
    foreground: number,
    background: number,
    matte: number,
    out: number,
    pixels: number,
  ): void;
  /**
   * Resize `source` into `out`; they must not overlap. Of the memory behind
   * `source` up to 16 bytes are read, and not used: it must not end there.
   *
   * @param plan Where `planResize(…).write()` has put the sizes, tables and scratch.
   */
  resizeArea(plan: number, source: number, out: number): void;
  /** Bytes of a model of so many pixels, with up to so many Gaussians each. */
  mog2Bytes(pixels: number, nMixtures: number): number;
  /** How the next frames are learned, see MixtureUpdate. */
  setMog2(
    learningRate: number,
    prune: number,
    varThreshold: number,
    varThresholdGen: number,
    backgroundRatio: number,
    varInit: number,
    varMin: number,
    varMax: number,
    shadowThreshold: number,
    shadowValue: number,
  ): void;
  /**
   * Learn so many RGBA pixels, and write a byte for each: 255 foreground, 0
   * background, else shadow. Of the memory behind `rgba` up to 12 bytes are read,
   * and not used.
   *
   * @param model Of `mog2Bytes`; for a new one the last 4 · ⌈pixels / 4⌉ are 0.
   */
  mog2(rgba: number, mask: number, pixels: number, model: number, nMixtures: number): void;
  /** Write the background of so many RGBA pixels. */
  mog2Background(
    out: number,
    pixels: number,
    model: number,
    nMixtures: number,
    backgroundRatio: number,
  ): void;
  /** Bytes of a model of so many pixels, with three times so many samples each. */
  knnBytes(pixels: number, nSamples: number): number;
  /** How the next frame is sampled, see SampleTest; `dist2Threshold` up to 65535. */
  setKnn(
    dist2Threshold: number,
    kNNSamples: number,
    shadowThreshold: number,
    shadowValue: number,
    shortCounter: number,
    middleCounter: number,
    longCounter: number,
  ): void;
  /**
   * Sample so many RGBA pixels, and write a byte for each: 255 foreground, 0
   * background, else shadow. Of the memory behind `rgba` up to 60 bytes are read,
   * and not used.
   *
   * @param model Of `knnBytes`; 0 for a new one.
   * @param planes Six times 16 · ⌈pixels / 16⌉ bytes: the turns of the three lists
   * and where they go on; 0 for new ones.
   * @param scratch 64 bytes.
   */
  knn(
    rgba: number,
    mask: number,
    pixels: number,
    model: number,
    planes: number,
    nSamples: number,
    scratch: number,
  ): void;
  /**
   * Fill bytes with OpenCV's random numbers from 0 to below `span`; above 255 they are 255.
   *
   * @param state Number and carry, 4 bytes each; they are changed.
   */
  fillRandom(bytes: number, length: number, span: number, state: number): void;
  /** Write the background of so many RGBA pixels. */
  knnBackground(out: number, pixels: number, model: number, nSamples: number): void;
}

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

/**
 * A memory that is not shared has so many pages from the start, 256 MiB: if it grew, all arrays in it
 * would become empty. What is not used takes no room.
 */
const UNSHARED_PAGES = 4096;

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

/** Compiled kernels with a memory of their own, shared like that of the code or not. */
export function withOwnMemory(module: WebAssembly.Module, isShared: boolean): KernelCode {
  const memory = isShared
    ? new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true })
    : new WebAssembly.Memory({ initial: UNSHARED_PAGES, maximum: UNSHARED_PAGES });
  return { module, memory, isShared };
}

/** Start the kernels in this thread. */
export async function startKernels({ module, memory }: KernelCode): Promise<Kernels> {
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return instance.exports as unknown as Kernels;
}
