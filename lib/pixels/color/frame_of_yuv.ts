import { createFrame, type Frame, type OutOption, type Size } from "../../raster/frame.ts";

/**
 * The fixed-point factors that turn YUV into RGB: 16 bits, of the values times 8.
 *
 * @category Primitives: colour
 */
export interface YuvMatrix {
  /** 128 for limited range (16–235), 0 for full. */
  readonly lumaOffset: number;
  /** Of Y, in all three colours. */
  readonly luma: number;
  /** Of V in red. */
  readonly redV: number;
  /** Of U in green; negative. */
  readonly greenU: number;
  /** Of V in green; negative. */
  readonly greenV: number;
  /** Of U in blue. */
  readonly blueU: number;
}

/**
 * Which standard's colours: "bt601" is what untagged video is taken for.
 *
 * @category Primitives: colour
 */
export type YuvStandard = "bt601" | "bt709" | "bt2020" | "fcc" | "smpte240m";

/** swscale's inverse matrices, 16.16: red by V, blue by U, green by U, green by V. */
const INVERSE: Readonly<Record<YuvStandard, readonly [number, number, number, number]>> = {
  bt601: [104597, 132201, 25675, 53279],
  bt709: [117489, 138438, 13975, 34925],
  bt2020: [110013, 140363, 12277, 42626],
  fcc: [104448, 132798, 24759, 53109],
  smpte240m: [117579, 136230, 16907, 35559],
};

/**
 * The factors of a standard and range, as swscale derives them.
 *
 * @param standard Whose colours.
 * @param isFullRange Whether luma goes from 0 to 255, not from 16 to 235.
 * @returns The factors for {@linkcode frameOfYuv}.
 * @category Primitives: colour
 */
export function yuvMatrix(standard: YuvStandard, isFullRange: boolean): YuvMatrix {
  const fit = (factor: number) => isFullRange ? Math.trunc(factor * 224 / 255) : factor;
  const round = (factor: number) => Math.floor((factor * 8192 + 32768) / 65536);
  const [redV, blueU, greenU, greenV] = INVERSE[standard].map(fit);
  return {
    lumaOffset: isFullRange ? 0 : 128,
    luma: round(isFullRange ? 65536 : Math.trunc(65536 * 255 / 219)),
    redV: round(redV),
    greenU: round(-greenU),
    greenV: round(-greenV),
    blueU: round(blueU),
  };
}

/**
 * Turn planar YUV 4:2:0 into a frame; each chroma sample serves four pixels.
 *
 * @example Limited-range black
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const yuv = Uint8Array.of(16, 128, 128);
 * const black = frameOfYuv(yuv, { width: 1, height: 1 }, yuvMatrix("bt601", false));
 * assertEquals([...black.bitmap], [0, 0, 0, 255]);
 * ```
 *
 * @param yuv Y (H × W), U and V (half as wide and high, rounded up), 8 bits each.
 * @param size H and W.
 * @param matrix The factors.
 * @param options `out` takes the result.
 * @returns `out`, or a new H × W frame, opaque.
 * @throws {RangeError} If `yuv` has not the length that the size asks for.
 * @see ffmpeg's swscale, yuv420p → rgba on x86 without `accurate_rnd`, for even heights:
 * equal on all 2²⁴ colours.
 * @category Primitives: colour
 */
export function frameOfYuv(
  yuv: Uint8Array,
  size: Size,
  matrix: YuvMatrix,
  options: OutOption<Frame> = {},
): Frame {
  const { width, height } = size;
  const { out = createFrame(width, height) } = options;
  const chromaWidth = (width + 1) >> 1;
  const u = width * height;
  const v = u + chromaWidth * ((height + 1) >> 1);
  assertYuv(yuv, size, out);
  const { lumaOffset, luma, redV, greenU, greenV, blueU } = matrix;
  const { bitmap } = out;
  for (let y = 0, i = 0, p = 0; y < height; y++) {
    const chromaRow = (y >> 1) * chromaWidth;
    for (let x = 0; x < width; x++, i++, p += 4) {
      const blue = (yuv[u + chromaRow + (x >> 1)] << 3) - 1024;
      const red = (yuv[v + chromaRow + (x >> 1)] << 3) - 1024;
      const light = (((yuv[i] << 3) - lumaOffset) * luma) >> 16;
      bitmap[p] = light + ((red * redV) >> 16);
      bitmap[p + 1] = light + ((blue * greenU) >> 16) + ((red * greenV) >> 16);
      bitmap[p + 2] = light + ((blue * blueU) >> 16);
      bitmap[p + 3] = 255;
    }
  }
  return out;
}

/** Throw unless bytes are YUV 4:2:0 of a size, and a frame is of that size. */
export function assertYuv(yuv: Uint8Array, { width, height }: Size, out: Frame): void {
  const length = width * height + 2 * ((width + 1) >> 1) * ((height + 1) >> 1);
  if (yuv.length !== length || out.bitmap.length !== 4 * width * height) {
    throw new RangeError(
      `Cannot convert YUV: 'yuv' must hold ${length} bytes for ${width}×${height}, got ${yuv.length}`,
    );
  }
}
