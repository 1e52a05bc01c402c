/**
 * The primitives as methods of one object, as estimators and stages take them today. Each is the public
 * function itself, which looks where its rasters lie; only making and freeing rasters differ.
 *
 * @module
 */

import { KernelMemory } from "../memory/kernel_memory.ts";
import { canRunKernels, type KernelCode, loadKernelCode } from "../memory/loader.ts";
import { absdiff } from "./motion/absdiff.ts";
import { grayscale } from "./color/grayscale.ts";
import { threshold } from "./color/threshold.ts";
import { copyMasked } from "./compose/copy_masked.ts";
import { composite } from "./compose/composite.ts";
import { boxBlur, feather } from "./filter/box_blur.ts";
import { resizeArea } from "./resize/resize_area.ts";
import { resizeLinear } from "./resize/resize_linear.ts";
import { close, dilate, erode, open } from "./filter/morphology.ts";
import { guidedFilter } from "./filter/guided/guided_filter.ts";
import { medianBlur } from "./filter/median_blur.ts";
import { gaussianBlur } from "./filter/gaussian_blur.ts";
import { translate } from "./motion/translate.ts";
import { temporalMedian } from "./motion/temporal_median.ts";
import { estimateShift } from "./motion/estimate_shift.ts";
import { expose } from "./color/exposure.ts";
import { chromaMatte } from "./key/chroma_matte.ts";
import { suppressSpill } from "./key/suppress_spill.ts";
import { frameOfYuvCubic } from "./color/frame_of_yuv_cubic.ts";
import {
  createFrame,
  createGray,
  createMask,
  type Frame,
  type Gray,
  type Mask,
} from "../raster/frame.ts";

/** The primitives as methods of one object, whoever does the work. */
export interface Pixels {
  /** Whether WebAssembly SIMD does the work; if not, plain TypeScript. */
  readonly isSimd: boolean;
  /** A new transparent black frame where the work is fastest. */
  readonly createFrame: (width: number, height: number) => Frame;
  /** A new black gray picture where the work is fastest. */
  readonly createGray: (width: number, height: number) => Gray;
  /** A new mask without foreground where the work is fastest. */
  readonly createMask: (width: number, height: number) => Mask;
  /** Give a raster back that one of these three has made; it must not be used any more. */
  readonly free: (raster: Frame | Gray) => void;
  /** As the function of this name; so are the following. */
  readonly absdiff: typeof absdiff;
  /** As the function of this name. */
  readonly grayscale: typeof grayscale;
  /** As the function of this name. */
  readonly threshold: typeof threshold;
  /** As the function of this name. */
  readonly copyMasked: typeof copyMasked;
  /** As the function of this name. */
  readonly composite: typeof composite;
  /** As the function of this name. */
  readonly boxBlur: typeof boxBlur;
  /** As the function of this name. */
  readonly feather: typeof feather;
  /** As the function of this name. */
  readonly resizeArea: typeof resizeArea;
  /** As the function of this name. */
  readonly resizeLinear: typeof resizeLinear;
  /** As the function of this name. */
  readonly dilate: typeof dilate;
  /** As the function of this name. */
  readonly erode: typeof erode;
  /** As the function of this name. */
  readonly open: typeof open;
  /** As the function of this name. */
  readonly close: typeof close;
  /** As the function of this name. */
  readonly guidedFilter: typeof guidedFilter;
  /** As the function of this name. */
  readonly medianBlur: typeof medianBlur;
  /** As the function of this name. */
  readonly gaussianBlur: typeof gaussianBlur;
  /** As the function of this name. */
  readonly translate: typeof translate;
  /** As the function of this name. */
  readonly temporalMedian: typeof temporalMedian;
  /** As the function of this name. */
  readonly estimateShift: typeof estimateShift;
  /** As the function of this name. */
  readonly expose: typeof expose;
  /** As the function of this name. */
  readonly chromaMatte: typeof chromaMatte;
  /** As the function of this name. */
  readonly suppressSpill: typeof suppressSpill;
  /** As the function of this name. */
  readonly frameOfYuvCubic: typeof frameOfYuvCubic;
}

/** The plain functions, for whoever has no kernels. */
export const plainPixels: Pixels = {
  isSimd: false,
  createFrame,
  createGray,
  createMask,
  free() {},
  absdiff,
  grayscale,
  threshold,
  copyMasked,
  composite,
  boxBlur,
  feather,
  resizeArea,
  resizeLinear,
  dilate,
  erode,
  open,
  close,
  guidedFilter,
  medianBlur,
  gaussianBlur,
  translate,
  temporalMedian,
  estimateShift,
  expose,
  chromaMatte,
  suppressSpill,
  frameOfYuvCubic,
};

/**
 * The primitives over a {@linkcode KernelMemory}: rasters that `createFrame`, `createGray` and `createMask`
 * of this object make lie in it, and are worked on by kernels.
 *
 * @example The tutorial's mask, with no copy in between
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = await SimdPixels.load();
 * const [before, after] = [1, 2].map(() => pixels.createFrame(64, 48));
 * const gray = pixels.createGray(64, 48);
 * after.bitmap.fill(90, 0, 4);
 *
 * pixels.absdiff(before, after, { out: before });
 * pixels.grayscale(before, { out: gray });
 * const mask = pixels.threshold(gray, 3, { out: gray });
 * assertEquals([...mask.data.subarray(0, 2)], [255, 0]);
 * pixels.free(before);
 * ```
 */
export class SimdPixels implements Pixels {
  /** True. */
  readonly isSimd: boolean = true;
  /** @internal The memory, for those that keep more in it than rasters. */
  readonly memory: KernelMemory;
  /** The public function. */
  readonly absdiff: typeof absdiff = absdiff;
  /** The public function. */
  readonly grayscale: typeof grayscale = grayscale;
  /** The public function. */
  readonly threshold: typeof threshold = threshold;
  /** The public function. */
  readonly copyMasked: typeof copyMasked = copyMasked;
  /** The public function. */
  readonly composite: typeof composite = composite;
  /** The public function. */
  readonly boxBlur: typeof boxBlur = boxBlur;
  /** The public function. */
  readonly feather: typeof feather = feather;
  /** The public function. */
  readonly resizeArea: typeof resizeArea = resizeArea;
  /** The public function. */
  readonly resizeLinear: typeof resizeLinear = resizeLinear;
  /** The public function. */
  readonly dilate: typeof dilate = dilate;
  /** The public function. */
  readonly erode: typeof erode = erode;
  /** The public function. */
  readonly open: typeof open = open;
  /** The public function. */
  readonly close: typeof close = close;
  /** The public function. */
  readonly guidedFilter: typeof guidedFilter = guidedFilter;
  /** The public function. */
  readonly medianBlur: typeof medianBlur = medianBlur;
  /** The public function. */
  readonly gaussianBlur: typeof gaussianBlur = gaussianBlur;
  /** The public function. */
  readonly translate: typeof translate = translate;
  /** The public function. */
  readonly temporalMedian: typeof temporalMedian = temporalMedian;
  /** The public function. */
  readonly estimateShift: typeof estimateShift = estimateShift;
  /** The public function. */
  readonly expose: typeof expose = expose;
  /** The public function. */
  readonly chromaMatte: typeof chromaMatte = chromaMatte;
  /** The public function. */
  readonly suppressSpill: typeof suppressSpill = suppressSpill;
  /** The public function. */
  readonly frameOfYuvCubic: typeof frameOfYuvCubic = frameOfYuvCubic;

  private constructor(memory: KernelMemory) {
    this.memory = memory;
  }

  /**
   * Start the kernels.
   *
   * @returns The kernels; or, where SIMD is missing, the plain functions behind the same interface.
   */
  static async load(): Promise<Pixels> {
    return canRunKernels() ? await SimdPixels.start(await loadKernelCode()) : plainPixels;
  }

  /**
   * Start kernels that have been loaded.
   *
   * @param code The kernels, with a memory that nothing else uses.
   */
  static async start(code: KernelCode): Promise<SimdPixels> {
    return new SimdPixels(await KernelMemory.start(code));
  }

  /** A new frame in the kernels' memory, transparent black. */
  createFrame(width: number, height: number): Frame {
    return this.memory.createFrame(width, height);
  }

  /** A new gray picture in the kernels' memory, black. */
  createGray(width: number, height: number): Gray {
    return this.memory.createGray(width, height);
  }

  /** A new mask in the kernels' memory, without foreground. */
  createMask(width: number, height: number): Mask {
    return this.memory.createGray(width, height);
  }

  /**
   * Give a raster's memory back. The raster must not be used any more: another
   * one will lie there.
   *
   * @param raster One that this object has made.
   * @throws {RangeError} If it is none, or was given back before.
   */
  free(raster: Frame | Gray): void {
    this.memory.free(raster);
  }
}
