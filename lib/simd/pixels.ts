import { assertRadius, boxBlur, feather, featherRadii } from "../pixels/filter/box_blur.ts";
import { chromaMatte, type ChromaMatteOptions } from "../pixels/key/chroma_matte.ts";
import { copyMasked } from "../pixels/compose/copy_masked.ts";
import { composite } from "../pixels/compose/composite.ts";
import { absdiff } from "../pixels/motion/absdiff.ts";
import { expose, type Exposure } from "../pixels/color/exposure.ts";
import { grayscale } from "../pixels/color/grayscale.ts";
import { gaussianBlur, type GaussianSize } from "../pixels/filter/gaussian_blur.ts";
import { guidedFilter, type GuidedFilterOptions } from "../pixels/filter/guided/guided_filter.ts";
import { close, dilate, erode, type MorphologyOptions, open } from "../pixels/filter/morphology.ts";
import { medianBlur } from "../pixels/filter/median_blur.ts";
import { resizeArea, resizePlanes } from "../pixels/resize/resize_area.ts";
import { resizeLinear } from "../pixels/resize/resize_linear.ts";
import { suppressSpill, type SuppressSpillOptions } from "../pixels/key/suppress_spill.ts";
import {
  estimateShift,
  type EstimateShiftOptions,
  type Shift,
} from "../pixels/motion/estimate_shift.ts";
import { temporalMedian } from "../pixels/motion/temporal_median.ts";
import { translate } from "../pixels/motion/translate.ts";
import { frameOfYuvCubic } from "../pixels/color/frame_of_yuv_cubic.ts";
import type { YuvMatrix } from "../pixels/color/frame_of_yuv.ts";
import { lastBackgroundLevel, threshold } from "../pixels/color/threshold.ts";
import {
  assertSameSize,
  assertSides,
  createFrame,
  createGray,
  createMask,
  createMatte,
  type Frame,
  type Gray,
  type Mask,
  type Matte,
  type OutOption,
  type Rgba,
  type Size,
} from "../raster/frame.ts";
import { estimateShiftByKernel } from "./align.ts";
import type { Arena } from "../memory/arena.ts";
import { chromaMatteByKernel, suppressSpillByKernel } from "./chroma.ts";
import { exposeByKernel } from "./exposure.ts";
import { filterByGuide, gaussianOf, grow, medianOf } from "./filters.ts";
import { KernelBench } from "../memory/kernel_bench.ts";
import { canRunKernels, type KernelCode, type Kernels, loadKernelCode } from "../memory/loader.ts";
import { type Interpolation, planResize } from "./resize_plan.ts";
import { temporalMedianByKernel } from "./temporal_median.ts";
import { translateByKernel } from "./translate.ts";
import { frameOfYuvByKernel } from "./yuv.ts";

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

/** The largest radius for which the kernel's single precision is enough. */
const LARGEST_BLUR = 81;

/** So many resizes are kept ready in memory: videos repeat the same few. */
const MOST_PLANS = 8;

/**
 * The primitives in WebAssembly SIMD: the same results to the bit, several times
 * as fast.
 *
 * Rasters that `createFrame`, `createGray` and `createMask` of this object make
 * lie in the kernels' memory and are worked on where they are. Any other raster
 * serves too, at the price of copies in and out. Without `out` a function makes
 * an ordinary raster; to stay in the kernels' memory, pass one that lies there.
 *
 * That memory is shared (`SharedArrayBuffer`), is given back by `free` alone or
 * with the whole object, and ends at 4 GiB.
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
  /** @internal The kernels and their memory, for those that keep more in it than rasters. */
  readonly bench: KernelBench;
  readonly #kernels: Kernels;
  readonly #arena: Arena;
  /** Where plans of resizes lie, by what they are for; the one longest unused comes first. */
  readonly #plans = new Map<string, number>();

  private constructor(bench: KernelBench) {
    this.bench = bench;
    this.#kernels = bench.kernels;
    this.#arena = bench.arena;
  }

  /**
   * Fetch and start the kernels. In Deno this reads kernels.wasm beside this
   * module, and asks for that permission.
   *
   * @example Whoever does the work, the result is the same
   * ```ts
   * import { assertEquals } from "@std/assert";
   *
   * const pixels = await SimdPixels.load();
   * const gray = { width: 3, height: 1, data: Uint8Array.of(3, 4, 200) };
   * assertEquals([...pixels.threshold(gray, 3).data], [0, 255, 255]);
   * ```
   *
   * @returns The kernels; or, where SIMD or shared memory is missing, the plain
   * functions behind the same interface.
   */
  static async load(): Promise<Pixels> {
    if (!canRunKernels()) return plainPixels;
    return await SimdPixels.start(await loadKernelCode());
  }

  /**
   * Start kernels that have been loaded.
   *
   * @param code The kernels, with a memory that nothing else uses.
   */
  static async start(code: KernelCode): Promise<SimdPixels> {
    return new SimdPixels(await KernelBench.start(code));
  }

  /**
   * A new frame in the kernels' memory, transparent black.
   *
   * @param width Width in pixels, at least 1.
   * @param height Height in pixels, at least 1.
   * @returns An H × W frame of zeros.
   * @throws {RangeError} If a side is not a whole number of at least 1, or the memory is full.
   */
  createFrame(width: number, height: number): Frame {
    assertSides("create a frame", { width, height });
    const length = 4 * width * height;
    const address = this.#arena.allocate(length);
    const bitmap = new Uint8ClampedArray(this.#arena.buffer, address, length).fill(0);
    return { width, height, bitmap };
  }

  /**
   * A new gray picture in the kernels' memory, black.
   *
   * @param width Width in pixels, at least 1.
   * @param height Height in pixels, at least 1.
   * @returns An H × W gray picture of zeros.
   * @throws {RangeError} If a side is not a whole number of at least 1, or the memory is full.
   */
  createGray(width: number, height: number): Gray {
    assertSides("create a gray picture", { width, height });
    const length = width * height;
    const address = this.#arena.allocate(length);
    return { width, height, data: new Uint8Array(this.#arena.buffer, address, length).fill(0) };
  }

  /**
   * A new mask in the kernels' memory, without foreground.
   *
   * @param width Width in pixels, at least 1.
   * @param height Height in pixels, at least 1.
   * @returns An H × W mask of zeros.
   * @throws {RangeError} If a side is not a whole number of at least 1, or the memory is full.
   */
  createMask(width: number, height: number): Mask {
    return this.createGray(width, height);
  }

  /**
   * Give a raster's memory back. The raster must not be used any more: another
   * one will lie there.
   *
   * @param raster One that this object has made.
   * @throws {RangeError} If it is none, or was given back before.
   */
  free(raster: Frame | Gray): void {
    const address = this.#arena.addressOf("bitmap" in raster ? raster.bitmap : raster.data);
    if (address === undefined || !this.#arena.free(address)) {
      throw new RangeError("Cannot free: 'raster' must be one that this object has made, once");
    }
  }

  /** The twin of {@linkcode absdiff}: the same arguments, results and errors. */
  absdiff(a: Frame, b: Frame, options: OutOption<Frame> = {}): Frame {
    const { out = createFrame(a.width, a.height) } = options;
    assertSameSize("subtract frames", { a, b, out });
    this.bench.work([a.bitmap, b.bitmap], out.bitmap, (to, from, other) => {
      this.#kernels.absdiff(from, other, to, out.width * out.height);
    });
    return out;
  }

  /** The twin of {@linkcode grayscale}: the same arguments, results and errors. */
  grayscale(frame: Frame, options: OutOption<Gray> = {}): Gray {
    const { out = createGray(frame.width, frame.height) } = options;
    assertSameSize("make a frame gray", { frame, out });
    this.bench.work([frame.bitmap], out.data, (to, from) => {
      this.#kernels.grayscale(from, to, out.width * out.height);
    });
    return out;
  }

  /** The twin of {@linkcode threshold}: the same arguments, results and errors. */
  threshold(gray: Gray, level: number, options: OutOption<Mask> = {}): Mask {
    const { out = createMask(gray.width, gray.height) } = options;
    const lastBackground = lastBackgroundLevel(level);
    assertSameSize("threshold", { gray, out });
    this.bench.work([gray.data], out.data, (to, from) => {
      this.#kernels.threshold(from, lastBackground, to, out.width * out.height);
    });
    return out;
  }

  /** The twin of {@linkcode copyMasked}: the same arguments, results and errors. */
  copyMasked(frame: Frame, mask: Mask, options: OutOption<Frame> = {}): Frame {
    const { out = createFrame(frame.width, frame.height) } = options;
    assertSameSize("copy under a mask", { frame, mask, out });
    // What is background in `out` stays: it is an input, too.
    this.bench.work([frame.bitmap, mask.data, out.bitmap], out.bitmap, (to, from, foreground) => {
      this.#kernels.copyMasked(from, foreground, to, out.width * out.height);
    });
    return out;
  }

  /** The twin of {@linkcode composite}: the same arguments, results and errors. */
  composite(
    foreground: Frame,
    background: Frame,
    matte: Matte,
    options: OutOption<Frame> = {},
  ): Frame {
    const { out = createFrame(foreground.width, foreground.height) } = options;
    assertSameSize("composite", { foreground, background, matte, out });
    const inputs = [foreground.bitmap, background.bitmap, matte.data];
    this.bench.work(inputs, out.bitmap, (to, front, back, alpha) => {
      this.#kernels.composite(front, back, alpha, to, out.width * out.height);
    });
    return out;
  }

  /** The twin of {@linkcode boxBlur}: the same arguments, results and errors. */
  boxBlur(gray: Gray, radius: number, options: OutOption<Gray> = {}): Gray {
    const { out = createGray(gray.width, gray.height) } = options;
    assertRadius("blur", radius);
    assertSameSize("blur", { gray, out });
    if (radius === 0 || radius > LARGEST_BLUR) return boxBlur(gray, radius, { out });
    this.#blur(gray, [radius], out);
    return out;
  }

  /** The twin of {@linkcode feather}: the same arguments, results and errors. */
  feather(matte: Matte, radius: number, options: OutOption<Matte> = {}): Matte {
    const { out = createMatte(matte.width, matte.height) } = options;
    assertRadius("feather", radius);
    assertSameSize("feather", { matte, out });
    const radii = featherRadii(radius).filter((half) => half > 0);
    if (radii.length === 0 || radii[0] > LARGEST_BLUR) return feather(matte, radius, { out });
    this.#blur(matte, radii, out);
    return out;
  }

  /** One box blur or two, the first to a place of its own: a kernel's rasters must not overlap. */
  #blur({ width, height, data }: Gray, [radius, second]: readonly number[], out: Gray): void {
    const once = this.#arena.allocate(data.length);
    const scratch = this.#arena.allocate(6 * (width + 2 * radius) + 256);
    try {
      this.bench.work([data], out.data, (to, from) => {
        this.#kernels.boxBlur(from, once, width, height, radius, scratch);
        if (second === undefined) {
          new Uint8Array(this.#arena.buffer).copyWithin(to, once, once + data.length);
        } else this.#kernels.boxBlur(once, to, width, height, second, scratch);
      });
    } finally {
      this.#arena.free(once);
      this.#arena.free(scratch);
    }
  }

  /** The twin of {@linkcode temporalMedian}: the same arguments, results and errors. */
  temporalMedian(frames: readonly Frame[], options: OutOption<Frame> = {}): Frame {
    return temporalMedianByKernel(this.bench, frames, options);
  }

  /** The twin of {@linkcode estimateShift}: the same arguments, results and errors. */
  estimateShift(from: Gray, to: Gray, options: EstimateShiftOptions = {}): Shift {
    return estimateShiftByKernel(this.bench, this, from, to, options);
  }

  /** The twin of {@linkcode expose}: the same arguments, results and errors. */
  expose(frame: Frame, exposure: Exposure, options: OutOption<Frame> = {}): Frame {
    return exposeByKernel(this.bench, frame, exposure, options);
  }

  /** The twin of {@linkcode translate}: the same arguments, results and errors. */
  translate(frame: Frame, shift: Shift, options: OutOption<Frame> = {}): Frame {
    return translateByKernel(this.bench, frame, shift, options);
  }

  /** The twin of {@linkcode chromaMatte}, but for `hsv` plain; the same arguments, results and errors. */
  chromaMatte(frame: Frame, key: Rgba, options: ChromaMatteOptions = {}): Matte {
    if (options.space === "hsv") return chromaMatte(frame, key, options);
    return chromaMatteByKernel(this.bench, frame, key, options);
  }

  /** The twin of {@linkcode suppressSpill}: the same arguments, results and errors. */
  suppressSpill(frame: Frame, key: Rgba, options: SuppressSpillOptions = {}): Frame {
    return suppressSpillByKernel(this.bench, frame, key, options);
  }

  /** The twin of {@linkcode resizeArea}: the same arguments, results and errors. */
  resizeArea(source: Frame, size: Size, options?: OutOption<Frame>): Frame;
  /** The same for a gray picture or a mask. */
  resizeArea(source: Gray, size: Size, options?: OutOption<Gray>): Gray;
  /** The same for any of them. */
  resizeArea(
    source: Frame | Gray,
    size: Size,
    options?: OutOption<Frame | Gray>,
  ): Frame | Gray;
  resizeArea(
    source: Frame | Gray,
    size: Size,
    options: OutOption<Frame | Gray> = {},
  ): Frame | Gray {
    return this.#resize(source, size, options.out, "area");
  }

  /** The twin of {@linkcode resizeLinear}: the same arguments, results and errors. */
  resizeLinear(source: Frame, size: Size, options?: OutOption<Frame>): Frame;
  /** The same for a gray picture or a mask. */
  resizeLinear(source: Gray, size: Size, options?: OutOption<Gray>): Gray;
  /** The same for any of them. */
  resizeLinear(
    source: Frame | Gray,
    size: Size,
    options?: OutOption<Frame | Gray>,
  ): Frame | Gray;
  resizeLinear(
    source: Frame | Gray,
    size: Size,
    options: OutOption<Frame | Gray> = {},
  ): Frame | Gray {
    return this.#resize(source, size, options.out, "linear");
  }

  #resize(
    source: Frame | Gray,
    size: Size,
    place: Frame | Gray | undefined,
    interpolation: Interpolation,
  ): Frame | Gray {
    const { out, from, to } = resizePlanes(source, size, place);
    const plan = this.#planAddress(source, out, from.channels, interpolation);
    if (plan === undefined) return resizeArea(source, size, { out });
    this.bench.work([from.bytes], to.bytes, (target, pixels) => {
      this.#kernels.resizeArea(plan, pixels, target);
    });
    return out;
  }

  /** The twin of {@linkcode dilate}: the same arguments, results and errors. */
  dilate(gray: Gray, radius: number, options: MorphologyOptions = {}): Gray {
    return grow(this.bench, "dilate", gray, radius, options);
  }

  /** The twin of {@linkcode erode}: the same arguments, results and errors. */
  erode(gray: Gray, radius: number, options: MorphologyOptions = {}): Gray {
    return grow(this.bench, "erode", gray, radius, options);
  }

  /** The twin of {@linkcode open}: the same arguments, results and errors. */
  open(gray: Gray, radius: number, options: MorphologyOptions = {}): Gray {
    return grow(this.bench, "open", gray, radius, options);
  }

  /** The twin of {@linkcode close}: the same arguments, results and errors. */
  close(gray: Gray, radius: number, options: MorphologyOptions = {}): Gray {
    return grow(this.bench, "close", gray, radius, options);
  }

  /** The twin of {@linkcode guidedFilter}: the same arguments, results and errors. */
  guidedFilter(
    matte: Matte,
    guide: Frame | Gray,
    radius: number,
    epsilon: number,
    options: GuidedFilterOptions = {},
  ): Matte {
    return filterByGuide(this.bench, matte, guide, radius, epsilon, options);
  }

  /** The twin of {@linkcode medianBlur}: the same arguments, results and errors. */
  medianBlur(gray: Gray, radius: number, options: OutOption<Gray> = {}): Gray {
    return medianOf(this.bench, this, gray, radius, options);
  }

  /** The twin of {@linkcode gaussianBlur}: the same arguments, results and errors. */
  gaussianBlur(gray: Gray, size: number | GaussianSize, options: OutOption<Gray> = {}): Gray {
    return gaussianOf(this.bench, gray, size, options);
  }

  /** The twin of {@linkcode frameOfYuvCubic}: the same arguments, results and errors. */
  frameOfYuvCubic(
    yuv: Uint8Array,
    size: Size,
    matrix: YuvMatrix,
    options: OutOption<Frame> = {},
  ): Frame {
    return frameOfYuvByKernel(this.bench, yuv, size, matrix, options);
  }

  /** Where the plan of a resize lies. */
  #planAddress(
    from: Size,
    to: Size,
    channels: 1 | 4,
    interpolation: Interpolation,
  ): number | undefined {
    const key = [from.width, from.height, to.width, to.height, channels, interpolation].join();
    let address = this.#plans.get(key);
    if (address === undefined) {
      const plan = planResize(from, to, channels, interpolation);
      if (plan === undefined) return undefined;
      if (this.#plans.size === MOST_PLANS) this.#forgetPlan();
      address = this.#arena.allocate(plan.byteLength);
      plan.write(this.bench.memory, address);
    } else this.#plans.delete(key);
    this.#plans.set(key, address);
    return address;
  }

  /** Give back the plan that has not been used for longest. */
  #forgetPlan(): void {
    const [[key, address]] = this.#plans;
    this.#plans.delete(key);
    this.#arena.free(address);
  }
}
