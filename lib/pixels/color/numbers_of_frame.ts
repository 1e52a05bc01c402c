import { memoryOf } from "../../memory/kernel_memory.ts";
import { assertFrames, assertWhole, type Frame } from "../../raster/frame.ts";

/**
 * Options of {@linkcode numbersOfFrame}.
 *
 * @category Primitives: colour
 */
export interface NumbersOptions {
  /**
   * What is subtracted from red, green and blue, in levels.
   *
   * @default {[0, 0, 0]}
   */
  mean?: readonly [number, number, number];
  /**
   * By what red, green and blue are then divided.
   *
   * @default {[1, 1, 1]}
   */
  std?: readonly [number, number, number];
  /**
   * In which order a pixel's numbers come.
   *
   * @default {"rgb"}
   */
  channels?: "rgb" | "bgr";
  /**
   * Whether one channel comes after another, rather than one pixel.
   *
   * @default {false}
   */
  isPlanar?: boolean;
  /**
   * Whether left becomes right.
   *
   * @default {false}
   */
  isMirrored?: boolean;
  /**
   * Where to: three numbers a pixel.
   *
   * @default {a new array}
   */
  out?: Float32Array | undefined;
}

/**
 * A frame as numbers for a network: `(level − mean) / std`, without alpha.
 *
 * @example From −1 to 1, plane by plane
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const frame = { width: 2, height: 1, bitmap: Uint8ClampedArray.of(0, 2, 4, 9, 1, 3, 2, 9) };
 * const options = { mean: [2, 2, 2], std: [2, 2, 2], isPlanar: true } as const;
 * assertEquals([...numbersOfFrame(frame, options)], [-1, -0.5, 0, 0.5, 1, 0]);
 * ```
 *
 * @param frame The frame, H × W.
 * @param options Mean and standard deviation, the order, and `out`.
 * @returns `out`, or new numbers: H × W × 3, or 3 × H × W if planar.
 * @throws {RangeError} If `out` has not three numbers a pixel, or the frame's buffer does not fit
 * its size.
 * @category Primitives: colour
 */
export function numbersOfFrame(frame: Frame, options: NumbersOptions = {}): Float32Array {
  assertFrames("take a frame's numbers", { frame });
  const { mean = [0, 0, 0], std = [1, 1, 1], isPlanar = false, isMirrored = false } = options;
  assertWhole("take a frame's numbers", "frame", frame);
  const { width, height, bitmap } = frame;
  const pixels = width * height;
  const { channels = "rgb", out = new Float32Array(3 * pixels) } = options;
  if (out.length !== 3 * pixels) {
    throw new RangeError(
      `Cannot take a frame's numbers: 'out' must have ${3 * pixels} for ${width}×${height}, ` +
        `got ${out.length}`,
    );
  }
  // The numbers for the levels 0–255 of red, green and blue.
  const tables = new Float32Array(3 * 256);
  for (let k = 0; k < tables.length; k++) tables[k] = ((k & 255) - mean[k >> 8]) / std[k >> 8];
  const placeOf = (channel: number) =>
    (channels === "rgb" ? channel : 2 - channel) * (isPlanar ? pixels : 1);
  const stride = isPlanar ? 1 : 3;
  // Where numbers are wanted elsewhere, a kernel gains less than their copy costs.
  const memory = memoryOf(bitmap, out);
  if (memory === undefined) {
    for (let channel = 0; channel < 3; channel++) {
      const table = tables.subarray(256 * channel, 256 * (channel + 1));
      writeChannel(frame, channel, table, isMirrored, out, placeOf(channel), stride);
    }
    return out;
  }
  memory.work([bitmap, tables], out, (to, from, numbers) => {
    const [red, green, blue] = [0, 1, 2].map((channel) => to + 4 * placeOf(channel));
    const rest = [numbers, red, green, blue, 4 * stride, isMirrored] as const;
    memory.kernels.numbersOfFrame(from, width, height, ...rest);
  });
  return out;
}

function writeChannel(
  { width, height, bitmap }: Frame,
  channel: number,
  table: Float32Array,
  isMirrored: boolean,
  out: Float32Array,
  first: number,
  stride: number,
): void {
  for (let y = 0, i = first; y < height; y++) {
    let p = 4 * (y * width + (isMirrored ? width - 1 : 0)) + channel;
    const step = isMirrored ? -4 : 4;
    for (let x = 0; x < width; x++, p += step, i += stride) out[i] = table[bitmap[p]];
  }
}
