import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { assertFrames, assertWhole, type Frame, type Size } from "../../raster/frame.ts";
import type { YuvStandard } from "./frame_of_yuv.ts";

/**
 * Whole numbers that turn RGB into YUV: 32768ths.
 *
 * @category Primitives: colour
 */
export interface YuvWeights {
  /** Of black: 16 for limited range, 0 for full. */
  readonly offset: number;
  /** Of red, green and blue in Y. */
  readonly y: readonly [number, number, number];
  /** In U; they add up to 0, so that gray stays gray. */
  readonly u: readonly [number, number, number];
  /** In V; they add up to 0. */
  readonly v: readonly [number, number, number];
}

/** How much red and blue weigh in luma; green has the rest. */
const LUMA: Readonly<Record<YuvStandard, readonly [red: number, blue: number]>> = {
  bt601: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
  bt2020: [0.2627, 0.0593],
  fcc: [0.3, 0.11],
  smpte240m: [0.212, 0.087],
};

/**
 * The weights of a standard and range.
 *
 * @param standard Whose colours.
 * @param isFullRange Whether luma goes from 0 to 255, not from 16 to 235.
 * @returns The weights for {@linkcode yuvOfFrame}.
 * @category Primitives: colour
 */
export function yuvWeights(standard: YuvStandard, isFullRange: boolean): YuvWeights {
  const [red, blue] = LUMA[standard];
  const parts = (factor: number) => Math.round(factor * 32768);
  const luma = isFullRange ? 1 : 219 / 255, chroma = (isFullRange ? 1 : 224 / 255) / 2;
  // Of the rounded numbers the rest, too: white is 255 or 235, and gray has no colour.
  const [yRed, yBlue] = [parts(luma * red), parts(luma * blue)];
  const [uRed, uBlue] = [parts(-chroma * red / (1 - blue)), Math.min(32767, parts(chroma))];
  const [vRed, vBlue] = [Math.min(32767, parts(chroma)), parts(-chroma * blue / (1 - red))];
  return {
    offset: isFullRange ? 0 : 16,
    y: [yRed, Math.min(32767, parts(luma) - yRed - yBlue), yBlue],
    u: [uRed, -uRed - uBlue, uBlue],
    v: [vRed, -vRed - vBlue, vBlue],
  };
}

/**
 * Turn a frame into planar YUV 4:2:0, as most videos are coded: a byte of brightness for each pixel,
 * two of colour for each four.
 *
 * A chroma sample is that of the mean of its 2 × 2 pixels, in whose middle it lies; at odd sides the
 * last column or line counts twice. All is rounded to the nearest. Alpha does not count.
 *
 * @example A white pixel, and one of pure green, in limited range
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const bitmap = Uint8ClampedArray.of(255, 255, 255, 255, 255, 255, 255, 255);
 * const weights = yuvWeights("bt709", false);
 * assertEquals([...yuvOfFrame({ width: 2, height: 1, bitmap }, weights)], [235, 235, 128, 128]);
 * const green = { width: 1, height: 1, bitmap: Uint8ClampedArray.of(0, 255, 0, 255) };
 * assertEquals([...yuvOfFrame(green, weights)], [173, 42, 26]);
 * ```
 *
 * @param frame The frame, H × W.
 * @param weights The weights.
 * @param options `out` takes the result.
 * @returns `out`, or new bytes: Y (H × W), U and V (half as wide and high, rounded up).
 * @throws {RangeError} If `out` has not the length that the size asks for.
 * @see ITU-R BT.709, 3.4 (and BT.601, BT.2020): the same to half a level of each mean.
 * @category Primitives: colour
 */
export function yuvOfFrame(
  frame: Frame,
  weights: YuvWeights,
  options: { out?: Uint8Array } = {},
): Uint8Array {
  assertFrames("make YUV of a frame", { frame });
  assertWhole("make YUV of a frame", "frame", frame);
  const length = yuvBytes(frame);
  const { out = new Uint8Array(length) } = options;
  if (out.length !== length) {
    throw new RangeError(
      `Cannot make YUV of a frame: 'out' must hold ${length} bytes for ` +
        `${frame.width}×${frame.height}, got ${out.length}`,
    );
  }
  const memory = memoryOf(frame.bitmap);
  if (memory !== undefined) convertByKernel(memory, frame, weights, out);
  else {
    convertLuma(frame, weights, out);
    convertChroma(frame, weights, out);
  }
  return out;
}

/** How many bytes YUV 4:2:0 of a size has. */
export function yuvBytes({ width, height }: Size): number {
  return width * height + 2 * ((width + 1) >> 1) * ((height + 1) >> 1);
}

function convertByKernel(
  memory: KernelMemory,
  { width, height, bitmap }: Frame,
  { offset, y, u, v }: YuvWeights,
  out: Uint8Array,
): void {
  memory.work([bitmap], out, (to, from) => {
    memory.kernels.yuvOfFrame(from, to, width, height, offset, ...y, ...u, ...v);
  });
}

function convertLuma({ bitmap }: Frame, { offset, y }: YuvWeights, out: Uint8Array): void {
  const [red, green, blue] = y;
  const half = (offset << 15) + (1 << 14);
  for (let i = 0, p = 0; p < bitmap.length; i++, p += 4) {
    out[i] = (red * bitmap[p] + green * bitmap[p + 1] + blue * bitmap[p + 2] + half) >> 15;
  }
}

function convertChroma(
  { width, height, bitmap }: Frame,
  { u: [uRed, uGreen, uBlue], v: [vRed, vGreen, vBlue] }: YuvWeights,
  out: Uint8Array,
): void {
  const chromaWidth = (width + 1) >> 1;
  const uStart = width * height, vStart = uStart + chromaWidth * ((height + 1) >> 1);
  // Sums of four pixels: two bits more. The result is above 0, and rounds below 256.
  const half = (128 << 17) + (1 << 16);
  for (let y = 0, i = 0; y < height; y += 2) {
    const top = 4 * width * y, bottom = y + 1 < height ? top + 4 * width : top;
    for (let x = 0; x < width; x += 2, i++) {
      const left = 4 * x, right = x + 1 < width ? left + 4 : left;
      const a = top + left, b = top + right, c = bottom + left, d = bottom + right;
      const red = bitmap[a] + bitmap[b] + bitmap[c] + bitmap[d];
      const green = bitmap[a + 1] + bitmap[b + 1] + bitmap[c + 1] + bitmap[d + 1];
      const blue = bitmap[a + 2] + bitmap[b + 2] + bitmap[c + 2] + bitmap[d + 2];
      out[uStart + i] = Math.min(255, (uRed * red + uGreen * green + uBlue * blue + half) >> 17);
      out[vStart + i] = Math.min(255, (vRed * red + vGreen * green + vBlue * blue + half) >> 17);
    }
  }
}
