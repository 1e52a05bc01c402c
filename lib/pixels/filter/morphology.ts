import { memoryOf } from "../../memory/kernel_memory.ts";
import { growByKernel } from "./grow_by_kernel.ts";
import {
  assertGrays,
  assertSameSize,
  createGray,
  type Gray,
  type OutOption,
} from "../../raster/frame.ts";
import { growInto } from "./grow_into.ts";
import { assertElement, type ElementShape, halfWidths } from "./structuring_element.ts";

/**
 * How {@linkcode dilate}, {@linkcode erode}, {@linkcode open} and {@linkcode close} look around.
 *
 * @category Primitives: filters
 */
export interface MorphologyOptions extends OutOption<Gray> {
  /**
   * The neighbourhood's shape.
   *
   * @default {"ellipse"}
   */
  shape?: ElementShape;
}

/** What each does, one after the other: 0 lets what is bright grow, 255 what is dark. */
const GROWTHS = { dilate: [0], erode: [255], open: [255, 0], close: [0, 255] } as const;

/**
 * Grow what is bright: each pixel becomes the brightest of its neighbourhood.
 *
 * A mask's foreground grows by `radius` to all sides. What lies beyond the
 * border does not count.
 *
 * @example A dot becomes a disc
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const dot = { width: 3, height: 3, data: Uint8Array.of(0, 0, 0, 0, 255, 0, 0, 0, 0) };
 * assertEquals([...dilate(dot, 1).data], [0, 255, 0, 255, 255, 255, 0, 255, 0]);
 * ```
 *
 * @param gray The picture, matte or mask, H × W.
 * @param radius The neighbourhood's reach in pixels: its side is `2 · radius + 1`; 0 copies.
 * @param options Shape; `out` may be `gray`.
 * @returns `out`, or a new H × W picture.
 * @throws {RangeError} If the radius is not a whole number of at least 0, there is no such shape,
 * or the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @see OpenCV `cv::dilate` with {@linkcode structuringElement}: equal on every input.
 * @category Primitives: filters
 */
export function dilate(gray: Gray, radius: number, options: MorphologyOptions = {}): Gray {
  return grow("dilate", gray, radius, options);
}

/**
 * Shrink what is bright: each pixel becomes the darkest of its neighbourhood.
 *
 * A mask's foreground loses `radius` pixels on all sides, but none where it
 * touches the border: what lies beyond does not count.
 *
 * @example What is narrower than the neighbourhood vanishes
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const row = { width: 7, height: 1, data: Uint8Array.of(255, 255, 0, 255, 255, 255, 0) };
 * assertEquals([...erode(row, 1).data], [255, 0, 0, 0, 255, 0, 0]);
 * ```
 *
 * @param gray The picture, matte or mask, H × W.
 * @param radius The neighbourhood's reach in pixels: its side is `2 · radius + 1`; 0 copies.
 * @param options Shape; `out` may be `gray`.
 * @returns `out`, or a new H × W picture.
 * @throws {RangeError} If the radius is not a whole number of at least 0, there is no such shape,
 * or the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @see OpenCV `cv::erode` with {@linkcode structuringElement}: equal on every input.
 * @category Primitives: filters
 */
export function erode(gray: Gray, radius: number, options: MorphologyOptions = {}): Gray {
  return grow("erode", gray, radius, options);
}

/**
 * Remove bright specks: {@linkcode erode}, then {@linkcode dilate}.
 *
 * What the neighbourhood does not fit into vanishes; the rest keeps its place
 * and, but for sharp corners, its shape.
 *
 * @example A speck goes, a wide part stays
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const row = { width: 7, height: 1, data: Uint8Array.of(0, 255, 0, 255, 255, 255, 0) };
 * assertEquals([...open(row, 1).data], [0, 0, 0, 255, 255, 255, 0]);
 * ```
 *
 * @param gray The picture, matte or mask, H × W.
 * @param radius The neighbourhood's reach in pixels: its side is `2 · radius + 1`; 0 copies.
 * @param options Shape; `out` may be `gray`.
 * @returns `out`, or a new H × W picture.
 * @throws {RangeError} If the radius is not a whole number of at least 0, there is no such shape,
 * or the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @see OpenCV `cv::morphologyEx` with `MORPH_OPEN`: equal on every input.
 * @category Primitives: filters
 */
export function open(gray: Gray, radius: number, options: MorphologyOptions = {}): Gray {
  return grow("open", gray, radius, options);
}

/**
 * Close dark gaps: {@linkcode dilate}, then {@linkcode erode}.
 *
 * @example A gap is filled, a wide one stays
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const row = { width: 8, height: 1, data: Uint8Array.of(255, 0, 255, 0, 0, 0, 255, 255) };
 * assertEquals([...close(row, 1).data], [255, 255, 255, 0, 0, 0, 255, 255]);
 * ```
 *
 * @param gray The picture, matte or mask, H × W.
 * @param radius The neighbourhood's reach in pixels: its side is `2 · radius + 1`; 0 copies.
 * @param options Shape; `out` may be `gray`.
 * @returns `out`, or a new H × W picture.
 * @throws {RangeError} If the radius is not a whole number of at least 0, there is no such shape,
 * or the sizes differ.
 * @throws {TypeError} If one of them is no raster.
 * @see OpenCV `cv::morphologyEx` with `MORPH_CLOSE`: equal on every input.
 * @category Primitives: filters
 */
export function close(gray: Gray, radius: number, options: MorphologyOptions = {}): Gray {
  return grow("close", gray, radius, options);
}

function grow(
  action: keyof typeof GROWTHS,
  gray: Gray,
  radius: number,
  options: MorphologyOptions,
): Gray {
  assertGrays(action, { gray });
  const { out = createGray(gray.width, gray.height), shape = "ellipse" } = options;
  assertElement(action, shape, radius);
  assertSameSize(action, { gray, out });
  const memory = radius === 0 ? undefined : memoryOf(gray.data);
  if (memory !== undefined) {
    growByKernel(memory, GROWTHS[action], gray, halfWidths(shape, radius), shape === "rect", out);
    return out;
  }
  const { width, height } = gray;
  let from = gray.data;
  for (const flip of GROWTHS[action]) {
    growInto(from, width, height, shape, radius, flip, out.data);
    from = out.data;
  }
  return out;
}
