import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertFrames,
  assertGrays,
  assertSameSize,
  type Frame,
  type Matte,
} from "../../raster/frame.ts";
import { yuvBytes, yuvOfFrame, type YuvWeights } from "../color/yuv_of_frame.ts";
import { composite } from "./composite.ts";

/**
 * What {@linkcode compositeYuv} writes to, and what is known already.
 *
 * @category Primitives: composition
 */
export interface CompositeYuvOptions {
  /** Takes the result; it must not lie over what is read. */
  out?: Uint8Array;
  /**
   * What `yuvOfFrame` made of the background by the same weights. For a background that stays, it
   * saves work: where the matte is empty, kernels copy it.
   */
  backgroundYuv?: Uint8Array | undefined;
}

/**
 * Put a foreground over a background, and give the result as planar YUV 4:2:0, as most videos are
 * coded.
 *
 * The same bytes as {@linkcode composite} and then {@linkcode yuvOfFrame} give. In kernel memory it is
 * one pass: the composite itself is never stored.
 *
 * @example Half a pixel of white over black
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { yuvWeights } from "../color/yuv_of_frame.ts";
 *
 * const pixel = (level: number) => ({
 *   width: 1,
 *   height: 1,
 *   bitmap: Uint8ClampedArray.of(level, level, level, 255),
 * });
 * const half = { width: 1, height: 1, data: Uint8Array.of(128) };
 * const yuv = compositeYuv(pixel(255), pixel(0), half, yuvWeights("bt709", false));
 * assertEquals([...yuv], [126, 128, 128]);
 * ```
 *
 * @param foreground What lies above, H × W.
 * @param background What lies below, H × W.
 * @param matte How much of the foreground is seen, H × W: 0 none, 255 all.
 * @param weights The weights, of `yuvWeights`.
 * @param options Where to write, and what is known.
 * @returns `out`, or new bytes: Y (H × W), U and V (half as wide and high, rounded up).
 * @throws {RangeError} If the sizes differ, or `out` or `backgroundYuv` has not the length that the
 * size asks for.
 * @throws {TypeError} If one of the rasters is none.
 * @category Primitives: composition
 */
export function compositeYuv(
  foreground: Frame,
  background: Frame,
  matte: Matte,
  weights: YuvWeights,
  options: CompositeYuvOptions = {},
): Uint8Array {
  assertFrames("composite to YUV", { foreground, background });
  assertGrays("composite to YUV", { matte });
  assertSameSize("composite to YUV", { foreground, background, matte });
  const length = yuvBytes(foreground);
  const { out = new Uint8Array(length), backgroundYuv } = options;
  assertLength("out", out, length);
  if (backgroundYuv !== undefined) assertLength("backgroundYuv", backgroundYuv, length);
  const memory = memoryOf(foreground.bitmap, background.bitmap, matte.data);
  if (memory === undefined) {
    return yuvOfFrame(composite(foreground, background, matte), weights, { out });
  }
  compositeByKernel(memory, foreground, background, matte, weights, { out, backgroundYuv });
  return out;
}

function assertLength(name: string, bytes: Uint8Array, length: number): void {
  if (bytes.length === length) return;
  throw new RangeError(
    `Cannot composite to YUV: '${name}' must hold ${length} bytes, got ${bytes.length}`,
  );
}

function compositeByKernel(
  memory: KernelMemory,
  { width, height, bitmap }: Frame,
  background: Frame,
  matte: Matte,
  { offset, y, u, v }: YuvWeights,
  { out, backgroundYuv }: { out: Uint8Array; backgroundYuv: Uint8Array | undefined },
): void {
  const { kernels } = memory;
  // Elsewhere it would have to be copied here first, which costs more than it saves.
  const known = backgroundYuv && memoryOf(bitmap, backgroundYuv) ? [backgroundYuv] : [];
  const inputs = [bitmap, background.bitmap, matte.data, ...known];
  memory.work(inputs, out, (to, front, back, alpha, yuv = 0) => {
    memory.withRoom(kernels.compositeYuvBytes(), (scratch) => {
      kernels.compositeYuv(
        front,
        back,
        yuv,
        alpha,
        to,
        width,
        height,
        scratch,
        offset,
        ...y,
        ...u,
        ...v,
      );
    });
  });
}
