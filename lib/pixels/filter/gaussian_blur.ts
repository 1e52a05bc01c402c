import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import {
  assertGrays,
  assertSameSize,
  createGray,
  type Gray,
  type OutOption,
} from "../../raster/frame.ts";
import { readableInPlace, readableWhile } from "../../memory/overlap.ts";
import { assertOption, COUNT } from "../../raster/option_checks.ts";

/**
 * How far a Gaussian reaches, and how wide it is.
 *
 * @category Primitives: filters
 */
export interface GaussianSize {
  /** Half the square's side in pixels: the side is `2 · radius + 1`. */
  radius: number;
  /**
   * The standard deviation in pixels, above 0.
   *
   * @default {0.3 · (radius − 1) + 0.8}
   */
  sigma?: number;
}

/** Kernels that OpenCV has ready, in 256ths: those of radius 0 to 4 without a sigma. */
const READY = [
  [256],
  [64, 128, 64],
  [16, 64, 96, 64, 16],
  [8, 28, 56, 72, 56, 28, 8],
  [4, 13, 30, 51, 60, 51, 30, 13, 4],
];

/**
 * Blur a gray picture with a Gaussian: near pixels weigh more than far ones.
 *
 * Weights are whole 256ths and nothing is rounded before the end, so that the
 * result is the same everywhere. At the border the picture is mirrored, its
 * outermost pixels not repeated.
 *
 * @example A dot
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const dot = { width: 5, height: 1, data: Uint8Array.of(0, 0, 100, 0, 0) };
 * assertEquals([...gaussianBlur(dot, 1).data], [0, 25, 50, 25, 0]);
 * ```
 *
 * @param gray The picture, H × W.
 * @param size The radius, at most 1000; or radius and sigma. Radius 0 copies.
 * @param options `out` may be `gray`.
 * @returns `out`, or a new H × W gray picture.
 * @throws {RangeError} If radius or sigma are out of their range, or the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @see OpenCV `cv::GaussianBlur` of 8-bit pictures with its default border: equal on every input.
 * @category Primitives: filters
 */
export function gaussianBlur(
  gray: Gray,
  size: number | GaussianSize,
  options: OutOption<Gray> = {},
): Gray {
  assertGrays("blur", { gray });
  const { out = createGray(gray.width, gray.height) } = options;
  const weights = gaussianWeights(size);
  assertSameSize("blur", { gray, out });
  const { width, height } = gray;
  const radius = weights.length - 1;
  const memory = memoryOf(gray.data);
  if (memory !== undefined) {
    gaussianBlurByKernel(memory, gray, weights, out);
    return out;
  }
  const from = readableWhile(gray.data, out.data);
  // Rows in 256ths, as many as are needed at a time.
  const rows = Array.from({ length: 2 * radius + 1 }, () => new Uint16Array(width));
  const line = new Uint8Array(width + 2 * radius);
  const sums = new Int32Array(width);
  let ready = 0;
  for (let y = 0; y < height; y++) {
    for (; ready < height && ready <= y + radius; ready++) {
      mirrorRow(from, ready * width, width, radius, line);
      blurRow(line, weights, rows[ready % rows.length]);
    }
    sums.fill(1 << 15);
    addRow(rows[y % rows.length], weights[0], sums);
    for (let dy = 1; dy <= radius; dy++) {
      addRow(rows[mirrored(y - dy, height) % rows.length], weights[dy], sums);
      addRow(rows[mirrored(y + dy, height) % rows.length], weights[dy], sums);
    }
    for (let x = 0, i = y * width; x < width; x++, i++) out.data[i] = sums[x] >> 16;
  }
  return out;
}

function gaussianBlurByKernel(
  memory: KernelMemory,
  { width, height, data }: Gray,
  weights: Int32Array,
  out: Gray,
): void {
  const radius = weights.length - 1;
  const rows = 2 * radius + 1;
  const stride = Math.ceil(width / 16) * 16;
  memory.withRoom(2 * stride * rows + 2 * stride + 18 * rows + 256, (scratch) => {
    const inputs = [readableInPlace(data, out.data), weights];
    memory.work(inputs, out.data, (to, from, table) => {
      memory.kernels.gaussianBlur(from, to, width, height, radius, table, scratch);
    });
  });
}

/** A row with its mirror images on both sides. */
function mirrorRow(
  from: Uint8Array,
  rowStart: number,
  width: number,
  radius: number,
  line: Uint8Array,
): void {
  for (let x = 0; x < width; x++) line[radius + x] = from[rowStart + x];
  for (let x = 1; x <= radius; x++) {
    line[radius - x] = from[rowStart + mirrored(-x, width)];
    line[radius + width - 1 + x] = from[rowStart + mirrored(width - 1 + x, width)];
  }
}

/** One row, in 256ths: the weights' sum is 256, so that 16 bits are enough. */
function blurRow(line: Uint8Array, weights: Int32Array, to: Uint16Array): void {
  const radius = weights.length - 1;
  for (let x = 0; x < to.length; x++) {
    const middle = x + radius;
    let sum = line[middle] * weights[0];
    for (let d = 1; d <= radius; d++) sum += (line[middle - d] + line[middle + d]) * weights[d];
    to[x] = sum;
  }
}

function addRow(row: Uint16Array, weight: number, sums: Int32Array): void {
  for (let x = 0; x < sums.length; x++) sums[x] += row[x] * weight;
}

/** Where a place beyond the border is seen in the mirrors there. */
export function mirrored(at: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const inside = Math.abs(at) % period;
  return inside < length ? inside : period - inside;
}

/**
 * A Gaussian's weights in 256ths, whole numbers.
 *
 * What rounding takes from one is given to the next, from the outermost inwards;
 * the middle has what is left, so that the sum is 256.
 *
 * @returns By the distance from the middle, 0 to the radius.
 * @throws {RangeError} If radius or sigma are out of their range.
 */
function gaussianWeights(size: number | GaussianSize): Int32Array {
  const { radius, sigma } = typeof size === "number" ? { radius: size } : size;
  assertOption("blur", "radius", radius, { ...COUNT, most: 1000 });
  if (sigma !== undefined) {
    assertOption("blur", "sigma", sigma, { least: 0, most: Infinity, isAbove: true });
  }
  if (sigma === undefined && radius < READY.length) {
    return Int32Array.from(READY[radius].slice(radius));
  }
  const width = sigma ?? (2 * radius + 1) * 0.15 + 0.35;
  const scale = -0.125 / (width * width);
  // From the outermost inwards, at twice the distance.
  const sides = Array.from({ length: radius }, (_, i) => Math.exp((2 * (radius - i)) ** 2 * scale));
  const share = 1 / (2 * sides.reduce((sum, weight) => sum + weight, 0) + 1);
  const weights = new Int32Array(radius + 1);
  let error = 0;
  let left = 256;
  sides.forEach((side, i) => {
    const wanted = side * share * 256 + error;
    const whole = roundHalfEven(wanted);
    error = wanted - whole;
    weights[radius - i] = whole;
    left -= 2 * whole;
  });
  weights[0] = left;
  return weights;
}

function roundHalfEven(value: number): number {
  const up = Math.round(value);
  return up - value === 0.5 && up % 2 !== 0 ? up - 1 : up;
}
