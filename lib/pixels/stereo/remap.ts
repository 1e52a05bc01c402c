import { type KernelMemory, memoryOf } from "../../memory/kernel_memory.ts";
import { readableWhile } from "../../memory/overlap.ts";
import {
  assertSize,
  assertWhole,
  createFrame,
  createGray,
  type Frame,
  type Gray,
  type OutOption,
} from "../../raster/frame.ts";
import { assertChoice } from "../../raster/option_checks.ts";
import { assertMap, type PixelMap } from "./calibration/undistort_rectify_map.ts";

/**
 * Options of {@linkcode remap}.
 *
 * @category Primitives: stereo
 */
export interface RemapOptions<Raster> extends OutOption<Raster> {
  /**
   * What is shown from outside the picture: `replicate` repeats its edge, `transparent` is black, and in
   * a frame has alpha 0.
   *
   * @default {"replicate"}
   */
  border?: "replicate" | "transparent";
}

/** Fractions of a pixel are whole numbers of so many. */
const PARTS = 32;

/**
 * Take each pixel from where a map says.
 *
 * Between pixels it is interpolated bilinearly, in steps of 1/32 of a pixel. Alpha is
 * mapped like a colour.
 *
 * @example Half a pixel to the left
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const gray = { width: 2, height: 1, data: Uint8Array.of(10, 30) };
 * const map = { width: 2, height: 1, x: Float32Array.of(0.5, 1.5), y: new Float32Array(2) };
 * assertEquals([...remap(gray, map).data], [20, 30]);
 * ```
 *
 * @param raster The frame or gray picture, of any size.
 * @param map From where each pixel of the result is taken, H × W.
 * @param options `out` may be `raster`, if that is as large as the map.
 * @returns `out`, or a new H × W raster.
 * @throws {RangeError} If `out` is not as large as the map, or the map is not whole.
 * @see OpenCV `cv::remap`, `INTER_LINEAR`, `BORDER_REPLICATE` or `BORDER_CONSTANT`: equal on every input.
 * @category Primitives: stereo
 */
export function remap(frame: Frame, map: PixelMap, options?: RemapOptions<Frame>): Frame;
/** The same for a gray picture. */
export function remap(gray: Gray, map: PixelMap, options?: RemapOptions<Gray>): Gray;
export function remap(
  raster: Frame | Gray,
  map: PixelMap,
  options: RemapOptions<Frame> | RemapOptions<Gray> = {},
): Frame | Gray {
  const isFrame = "bitmap" in raster;
  const { border = "replicate" } = options;
  const out = options.out ?? (isFrame ? createFrame : createGray)(map.width, map.height);
  assertWhole("remap a picture", isFrame ? "frame" : "gray", raster);
  assertMap("remap a picture", "map", map, map);
  assertSize("remap a picture", "out", out, map);
  assertChoice("remap a picture", "border", border, ["replicate", "transparent"]);
  const target = bytesOf(out);
  if (isFrame !== "bitmap" in out) {
    throw new TypeError("Cannot remap a picture: 'out' must be of the same kind as what is mapped");
  }
  const { width, height } = raster;
  const bytes = readableWhile(bytesOf(raster), target);
  const picture = { width, height, bytes, channels: isFrame ? 4 : 1 };
  const memory = memoryOf(bytes);
  if (memory !== undefined) mapByKernel(picture, map, border, target, memory);
  else if (border === "replicate") mapRepeating(picture, map, target);
  else mapWithin(picture, map, target);
  return out;
}

/** A frame or a gray picture. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array | Uint8ClampedArray;
  readonly channels: number;
}

function bytesOf(raster: Frame | Gray): Uint8Array | Uint8ClampedArray {
  return "bitmap" in raster ? raster.bitmap : raster.data;
}

function mapByKernel(
  { width, height, bytes, channels }: Picture,
  map: PixelMap,
  border: string,
  target: Uint8Array | Uint8ClampedArray,
  memory: KernelMemory,
): void {
  const repeats = border === "replicate" ? 1 : 0;
  memory.work([bytes, map.x, map.y], target, (to, from, x, y) => {
    const { remapFrame, remapGray } = memory.kernels;
    const kernel = channels === 4 ? remapFrame : remapGray;
    kernel(from, to, width, height, x, y, map.width * map.height, repeats);
  });
}

function mapRepeating(
  { width, height, bytes: source, channels }: Picture,
  { x: mapX, y: mapY }: PixelMap,
  target: Uint8Array | Uint8ClampedArray,
): void {
  const lastX = width - 1, lastY = height - 1, rowStride = channels * width;
  for (let i = 0, p = 0; i < mapX.length; i++, p += channels) {
    const placeX = partsOf(mapX[i]), placeY = partsOf(mapY[i]);
    const x = pixelOf(placeX), y = pixelOf(placeY);
    const right = placeX & 31, down = placeY & 31;
    const top = rowStride * (y < 0 ? 0 : y > lastY ? lastY : y);
    const bottom = rowStride * (y < -1 ? 0 : y >= lastY ? lastY : y + 1);
    const left = channels * (x < 0 ? 0 : x > lastX ? lastX : x);
    const next = channels * (x < -1 ? 0 : x >= lastX ? lastX : x + 1);
    const topLeft = (32 - right) * (32 - down), topRight = right * (32 - down);
    const bottomLeft = (32 - right) * down, bottomRight = right * down;
    const q = top + left, r = top + next, s = bottom + left, t = bottom + next;
    for (let channel = 0; channel < channels; channel++) {
      target[p + channel] = (topLeft * source[q + channel] + topRight * source[r + channel] +
        bottomLeft * source[s + channel] + bottomRight * source[t + channel] + 512) >> 10;
    }
  }
}

function mapWithin(
  { width, height, bytes: source, channels }: Picture,
  { x: mapX, y: mapY }: PixelMap,
  target: Uint8Array | Uint8ClampedArray,
): void {
  const rowStride = channels * width;
  for (let i = 0, p = 0; i < mapX.length; i++, p += channels) {
    const placeX = partsOf(mapX[i]), placeY = partsOf(mapY[i]);
    const x = pixelOf(placeX), y = pixelOf(placeY);
    const right = placeX & 31, down = placeY & 31;
    // A neighbour outside has no weight: what it shows is 0.
    const hasLeft = x >= 0 && x < width, hasRight = x >= -1 && x < width - 1;
    const hasTop = y >= 0 && y < height, hasBottom = y >= -1 && y < height - 1;
    const topLeft = hasTop && hasLeft ? (32 - right) * (32 - down) : 0;
    const topRight = hasTop && hasRight ? right * (32 - down) : 0;
    const bottomLeft = hasBottom && hasLeft ? (32 - right) * down : 0;
    const bottomRight = hasBottom && hasRight ? right * down : 0;
    const at = y * rowStride + channels * x;
    const q = topLeft > 0 ? at : 0, r = topRight > 0 ? at + channels : 0;
    const s = bottomLeft > 0 ? at + rowStride : 0;
    const t = bottomRight > 0 ? at + rowStride + channels : 0;
    for (let channel = 0; channel < channels; channel++) {
      target[p + channel] = (topLeft * source[q + channel] + topRight * source[r + channel] +
        bottomLeft * source[s + channel] + bottomRight * source[t + channel] + 512) >> 10;
    }
  }
}

/** A place in 32nds of a pixel, rounded, halves to even; what 32 bits do not hold is the least. */
function partsOf(place: number): number {
  const parts = place * PARTS;
  if (!(parts >= -2147483648 && parts < 2147483648)) return -2147483648;
  const floor = Math.floor(parts);
  const rest = parts - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}

/** The pixel of a place in 32nds: OpenCV keeps it in 16 bits. */
function pixelOf(place: number): number {
  const pixel = place >> 5;
  return pixel < -32768 ? -32768 : pixel > 32767 ? 32767 : pixel;
}
