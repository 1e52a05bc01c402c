/**
 * The nouns of the library: frames, gray pictures and masks.
 *
 * They are plain objects, so anything of the right shape is one. An ImageScript
 * `Image` has `width`, `height` and `bitmap`, and therefore **is** a {@linkcode Frame}.
 *
 * @module
 */

import { assertOption, shown } from "./option_checks.ts";

/**
 * A colour picture, H × W: straight-alpha RGBA, sRGB, four bytes a pixel, rows packed.
 *
 * @category Pictures
 */
export interface Frame {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** `4 · width · height` bytes: red, green, blue, alpha, row after row from the top. */
  readonly bitmap: Uint8ClampedArray;
}

/**
 * A one-channel picture, H × W: one byte a pixel, rows packed.
 *
 * @category Pictures
 */
export interface Gray {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** `width · height` bytes, row after row from the top. */
  readonly data: Uint8Array;
}

/**
 * Which pixels are foreground, H × W. Readers take any non-zero byte as
 * foreground; writers write 0 or 255.
 *
 * @category Pictures
 */
export type Mask = Gray;

/**
 * How much of each pixel is foreground, H × W: alpha, 0–255. A mask is one without anything between.
 *
 * @category Pictures
 */
export type Matte = Gray;

/**
 * How near each pixel is, H × W: the nearer, the more. Of two eyes, it is how far a pixel of the left
 * picture lies to the left in the right one; of a depth video or a network, 0 to 1.
 *
 * @category Pictures
 */
export interface Disparity {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** `width · height` numbers, row after row from the top: pixels, or 0–1; NaN is unknown. */
  readonly disparity: Float32Array;
}

/**
 * A frame of a video, with its place in it.
 *
 * @category Pictures
 */
export interface NumberedFrame extends Frame {
  /** The frame's number in decode order; the first is 1. */
  readonly number: number;
  /** What the right eye sees, H × W, where the frame is what the left one sees. */
  readonly right?: Frame | undefined;
  /** How near all is, where that is known: of any size, the whole of the frame. */
  readonly depth?: Disparity | undefined;
}

/**
 * A frame of a video that also knows when it is shown.
 *
 * @category Pictures
 */
export interface TimedFrame extends NumberedFrame {
  /** Seconds from the start of what is shown. */
  readonly timestamp: number;
}

/**
 * Where a function may put its result, instead of making a new raster.
 *
 * @category Pictures
 */
export interface OutOption<Raster> {
  /**
   * The raster to write into, of the result's size.
   *
   * @default {a new one}
   */
  out?: Raster;
}

/**
 * A colour: red, green, blue and straight alpha, each a whole number from 0 to 255.
 *
 * @category Pictures
 */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/**
 * Width and height in pixels: every raster has them.
 *
 * @category Pictures
 */
export interface Size {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
}

/**
 * A new frame, transparent black.
 *
 * @example One pixel has four bytes
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...createFrame(1, 1).bitmap], [0, 0, 0, 0]);
 * ```
 *
 * @param width Width in pixels, at least 1.
 * @param height Height in pixels, at least 1.
 * @returns An H × W frame of zeros.
 * @throws {RangeError} If a side is not a whole number of at least 1.
 * @category Pictures
 */
export function createFrame(width: number, height: number): Frame {
  assertSides("create a frame", { width, height });
  return { width, height, bitmap: new Uint8ClampedArray(4 * width * height) };
}

/**
 * A frame's copy.
 *
 * @param frame The frame, H × W.
 * @returns A new H × W frame with the same pixels.
 */
export function copyFrame({ width, height, bitmap }: Frame): Frame {
  const copy = createFrame(width, height);
  copy.bitmap.set(bitmap);
  return copy;
}

/**
 * A new gray picture, black.
 *
 * @example One byte a pixel
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(createGray(3, 2).data.length, 6);
 * ```
 *
 * @param width Width in pixels, at least 1.
 * @param height Height in pixels, at least 1.
 * @returns An H × W gray picture of zeros.
 * @throws {RangeError} If a side is not a whole number of at least 1.
 * @category Pictures
 */
export function createGray(width: number, height: number): Gray {
  assertSides("create a gray picture", { width, height });
  return { width, height, data: new Uint8Array(width * height) };
}

/**
 * A new mask without foreground.
 *
 * @example Nothing is foreground yet
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...createMask(2, 1).data], [0, 0]);
 * ```
 *
 * @param width Width in pixels, at least 1.
 * @param height Height in pixels, at least 1.
 * @returns An H × W mask of zeros.
 * @throws {RangeError} If a side is not a whole number of at least 1.
 * @category Pictures
 */
export function createMask(width: number, height: number): Mask {
  assertSides("create a mask", { width, height });
  return { width, height, data: new Uint8Array(width * height) };
}

/**
 * A new matte without foreground.
 *
 * @example Nothing is foreground yet
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...createMatte(2, 1).data], [0, 0]);
 * ```
 *
 * @param width Width in pixels, at least 1.
 * @param height Height in pixels, at least 1.
 * @returns An H × W matte of zeros.
 * @throws {RangeError} If a side is not a whole number of at least 1.
 * @category Pictures
 */
export function createMatte(width: number, height: number): Matte {
  assertSides("create a matte", { width, height });
  return { width, height, data: new Uint8Array(width * height) };
}

/**
 * Check that every raster is whole and as large as the first.
 *
 * Kernels call it once, before their loop, so that the loop needs no checks.
 *
 * @param action What the caller is about to do, for the message: "subtract frames".
 * @param rasters The rasters by the names that the message should use.
 * @throws {TypeError} If one is not a raster.
 * @throws {RangeError} If the sizes differ, or a buffer does not fit its size.
 */
export function assertSameSize(action: string, rasters: Record<string, Frame | Gray>): void {
  let first: { name: string; raster: Size } | undefined;
  for (const [name, raster] of Object.entries(rasters)) {
    assertWhole(action, name, raster);
    first ??= { name, raster };
    const { width, height } = first.raster;
    if (raster.width !== width || raster.height !== height) {
      throw new RangeError(
        `Cannot ${action}: '${name}' must be ${width}×${height} as '${first.name}' is, ` +
          `got ${raster.width}×${raster.height}`,
      );
    }
  }
}

/**
 * Check that a raster's buffer holds just the pixels that its sides promise.
 *
 * @param action What the caller is about to do, for the message.
 * @param name The raster's name in the message.
 * @param raster The raster.
 * @throws {TypeError} If it has neither `bitmap` nor `data`.
 * @throws {RangeError} If its buffer is too short or too long.
 */
export function assertWhole(action: string, name: string, raster: Frame | Gray): void {
  if (!isThing(raster)) throw wrongKind(action, name, raster, RASTER);
  const isFrame = "bitmap" in raster;
  const buffer = isFrame ? raster.bitmap : raster.data;
  if (buffer === undefined) throw wrongKind(action, name, raster, RASTER);
  const wanted = raster.width * raster.height * (isFrame ? 4 : 1);
  if (buffer.length !== wanted) {
    throw new RangeError(
      `Cannot ${action}: '${name}' must hold ${wanted} bytes ` +
        `for ${raster.width}×${raster.height}, got ${buffer.length}`,
    );
  }
}

/** What a raster may be, in messages. */
const FRAME = "a frame (width, height, bitmap)";
const GRAY = "a gray picture or a mask (width, height, data)";
const RASTER = "a frame, a gray picture or a mask";

/**
 * Check that what was given are frames: JavaScript lets all pass, and so does `deno run`.
 *
 * Primitives call it first, before they read a side.
 *
 * @param action What the caller is about to do, for the message: "subtract frames".
 * @param rasters What was given, by the names that the message should use.
 * @throws {TypeError} If one is missing, or no frame.
 */
export function assertFrames(action: string, rasters: Readonly<Record<string, Frame>>): void {
  for (const name in rasters) {
    const raster = rasters[name];
    if (!isThing(raster) || raster.bitmap === undefined) {
      throw wrongKind(action, name, raster, FRAME);
    }
  }
}

/**
 * The same for gray pictures, masks and mattes.
 *
 * @param action What the caller is about to do, for the message: "threshold".
 * @param rasters What was given, by the names that the message should use.
 * @throws {TypeError} If one is missing, or none of these.
 */
export function assertGrays(action: string, rasters: Readonly<Record<string, Gray>>): void {
  for (const name in rasters) {
    const raster = rasters[name];
    if (!isThing(raster) || raster.data === undefined) throw wrongKind(action, name, raster, GRAY);
  }
}

function isThing(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function wrongKind(action: string, name: string, value: unknown, wanted: string): TypeError {
  if (value === undefined) return new TypeError(`Cannot ${action}: '${name}' is missing`);
  const isFrame = isThing(value) && "bitmap" in value;
  const got = isFrame
    ? "a frame"
    : isThing(value) && "data" in value
    ? "a gray picture or a mask"
    : shown(value);
  const hint = isFrame && wanted === GRAY ? "; grayscale(frame) makes a gray picture" : "";
  return new TypeError(`Cannot ${action}: '${name}' must be ${wanted}, got ${got}${hint}`);
}

/**
 * Check that a raster is whole, and has a size.
 *
 * @param action What the caller is about to do, for the message.
 * @param name The raster's name in the message.
 * @param raster The raster.
 * @param size The size.
 * @throws {TypeError} If it is none.
 * @throws {RangeError} If its buffer does not fit, or it has another size.
 */
export function assertSize(
  action: string,
  name: string,
  raster: Frame | Gray,
  { width, height }: Size,
): void {
  assertWhole(action, name, raster);
  if (raster.width === width && raster.height === height) return;
  throw new RangeError(
    `Cannot ${action}: '${name}' must be ${width}×${height}, got ${raster.width}×${raster.height}`,
  );
}

/**
 * Check that both sides are whole numbers of at least 1.
 *
 * @param action What the caller is about to do, for the message.
 * @param size The sides.
 * @throws {RangeError} If a side is not a whole number of at least 1.
 */
export function assertSides(action: string, size: Size): void {
  for (const side of ["width", "height"] as const) {
    assertOption(action, side, size[side], { least: 1, isWhole: true });
  }
}
