import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { createFrame, type Frame, type OutOption, type Size } from "../../raster/frame.ts";
import { assertYuv, type YuvMatrix } from "./frame_of_yuv.ts";

/** Samples are counted in so many parts, a power of two: 64. */
const PART_BITS = 6;

/** Results are shifted down by so much: 13 bits of the factors, and those of the parts. */
const SHIFT = 13 + PART_BITS;
const HALF = 1 << (SHIFT - 1);

/**
 * Catmull and Rom's cubic, in 128ths, for a place a quarter off a sample: that sample's weight,
 * that of the one towards which it is off, and those of the next on either side.
 */
const [OWN, NEXT, BEFORE, BEYOND] = [111, 29, -9, -3];

/**
 * Turn planar YUV 4:2:0 into a frame with chroma interpolated by a cubic, and
 * colours rounded to the nearest: what `frameOfYuv` does without its shortcuts.
 *
 * Chroma samples lie in the middle of four pixels; at the picture's edges they are
 * repeated.
 *
 * @example Between a gray and a red sample there are two steps
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { yuvMatrix } from "./frame_of_yuv.ts";
 *
 * const yuv = Uint8Array.of(126, 126, 126, 126, 128, 128, 128, 148);
 * const frame = frameOfYuvCubic(yuv, { width: 4, height: 1 }, yuvMatrix("bt601", false));
 * const red = [0, 1, 2, 3].map((x) => frame.bitmap[4 * x]);
 * assertEquals(red, [126, 135, 154, 162]);
 * ```
 *
 * @param yuv Y (H × W), U and V (half as wide and high, rounded up), 8 bits each.
 * @param size H and W.
 * @param matrix The factors.
 * @param options `out` takes the result.
 * @returns `out`, or a new H × W frame, opaque.
 * @throws {RangeError} If `yuv` has not the length that the size asks for.
 * @see Catmull and Rom, "A class of local interpolating splines", Computer Aided Geometric
 * Design 1974, DOI 10.1016/B978-0-12-079050-0.50020-5. Colours are those of ffmpeg's swscale with
 * `accurate_rnd+full_chroma_int` to one level, and pictures that it has encoded come back as near.
 * @category Primitives: colour
 */
export function frameOfYuvCubic(
  yuv: Uint8Array,
  size: Size,
  matrix: YuvMatrix,
  options: OutOption<Frame> = {},
): Frame {
  const { width, height } = size;
  const { out = createFrame(width, height) } = options;
  assertYuv(yuv, size, out);
  const memory = memoryOf(yuv);
  if (memory !== undefined) {
    convertByKernel(memory, yuv, matrix, out);
    return out;
  }
  const [chromaWidth, chromaHeight] = [width, height].map((side) => (side + 1) >> 1);
  const u = width * height;
  const v = u + chromaWidth * chromaHeight;
  const { lumaOffset, luma, redV, greenU, greenV, blueU } = matrix;
  const { bitmap } = out;
  const [us, vs] = [u, v].map(() => new Int32Array(chromaWidth));
  const columns = Array.from({ length: width }, (_, x) => samplesAround(x, chromaWidth));
  for (let y = 0, i = 0, p = 0; y < height; y++) {
    const rows = samplesAround(y, chromaHeight);
    mixRows(yuv, rows.map((row) => u + row * chromaWidth), us);
    mixRows(yuv, rows.map((row) => v + row * chromaWidth), vs);
    for (let x = 0; x < width; x++, i++, p += 4) {
      const light = ((yuv[i] << PART_BITS) - (lumaOffset << (PART_BITS - 3))) * luma + HALF;
      const [own, next, before, beyond] = columns[x];
      const blue = cubic(us[own], us[next], us[before], us[beyond]);
      const red = cubic(vs[own], vs[next], vs[before], vs[beyond]);
      bitmap[p] = (light + red * redV) >> SHIFT;
      bitmap[p + 1] = (light + blue * greenU + red * greenV) >> SHIFT;
      bitmap[p + 2] = (light + blue * blueU) >> SHIFT;
      bitmap[p + 3] = 255;
    }
  }
  return out;
}

/** Which samples a pixel's chroma is made of: its own, the one towards which it is off, and the next on either side. */
function samplesAround(pixel: number, count: number): number[] {
  const own = pixel >> 1;
  const towards = pixel % 2 === 1 ? 1 : -1;
  return [0, towards, -towards, 2 * towards]
    .map((step) => Math.max(0, Math.min(count - 1, own + step)));
}

/** A row of samples less the middle, in parts, between rows of which the first samples' places are given. */
function mixRows(
  samples: Uint8Array,
  [own, next, before, beyond]: readonly number[],
  out: Int32Array,
): void {
  const at = (place: number) => (samples[place] - 128) << PART_BITS;
  for (let k = 0; k < out.length; k++) {
    out[k] = cubic(at(own + k), at(next + k), at(before + k), at(beyond + k));
  }
}

/** The mean of four samples, each product rounded as 16-bit vectors do it. */
function cubic(own: number, next: number, before: number, beyond: number): number {
  return weighted(own, OWN) + weighted(next, NEXT) + weighted(before, BEFORE) +
    weighted(beyond, BEYOND);
}

function weighted(value: number, weight: number): number {
  return (value * weight + 64) >> 7;
}

function convertByKernel(
  memory: KernelMemory,
  yuv: Uint8Array,
  { lumaOffset, luma, redV, greenU, greenV, blueU }: YuvMatrix,
  { width, height, bitmap }: Frame,
): void {
  const { kernels } = memory;
  memory.withRoom(kernels.frameOfYuvCubicBytes(width), (scratch) => {
    memory.work([yuv], bitmap, (to, from) => {
      const factors = [lumaOffset, luma, redV, greenU, greenV, blueU] as const;
      kernels.frameOfYuvCubic(from, to, width, height, ...factors, scratch);
    });
  });
}
