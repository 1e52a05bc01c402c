/**
 * Area resize, with OpenCV's three paths and their three ways of rounding.
 *
 * @module
 */

import {
  assertSides,
  assertWhole,
  createFrame,
  createGray,
  type Frame,
  type Gray,
  type OutOption,
  type Size,
} from "../raster.ts";
import {
  type AreaTable,
  areaTable,
  type BilinearTable,
  bilinearTable,
  resizePath,
} from "./resize_tables.ts";

/**
 * A raster's bytes with their layout: what the paths below read and write.
 *
 * Storing a float into a clamped array rounds halves to even and clamps to
 * 0–255: that is OpenCV's `saturate_cast<uchar>`, so no path rounds by itself.
 */
export interface Plane extends Size {
  readonly bytes: Uint8ClampedArray;
  /** Bytes a pixel: 4 for a frame, 1 for a gray picture or a mask. */
  readonly channels: 1 | 4;
}

/**
 * Resize a picture, each new pixel the mean of the area that it covers.
 *
 * The best plain way to make a picture smaller: nothing is skipped, so nothing
 * shimmers. Where a side grows, it interpolates between the two nearest pixels.
 * The four channels are averaged alike, alpha too, on stored (sRGB) values.
 *
 * @example A checkerboard shrinks to gray
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const board = { width: 2, height: 2, data: Uint8Array.of(0, 255, 255, 0) };
 * assertEquals([...resizeArea(board, { width: 1, height: 1 }).data], [128]);
 * ```
 *
 * @param source The picture, H × W: a frame, a gray picture or a mask.
 * @param size Width and height wanted, in pixels, at least 1.
 * @param options `out` takes the result; it must not share memory with `source`.
 * @returns `out`, or a new picture of that size and of the source's kind.
 * @throws {RangeError} If a side is not a whole number of at least 1, or `out` has another size.
 * @throws {TypeError} If `out` is of another kind than `source`, or is `source`.
 * @see OpenCV 4.6 `cv::resize` with `INTER_AREA` on x86-64: equal on every input.
 */
export function resizeArea(source: Frame, size: Size, options?: OutOption<Frame>): Frame;
/** The same for a gray picture or a mask. */
export function resizeArea(source: Gray, size: Size, options?: OutOption<Gray>): Gray;
/** The same for any of them. */
export function resizeArea(
  source: Frame | Gray,
  size: Size,
  options?: OutOption<Frame | Gray>,
): Frame | Gray;
export function resizeArea(
  source: Frame | Gray,
  size: Size,
  options: OutOption<Frame | Gray> = {},
): Frame | Gray {
  const { out, from, to } = resizePlanes(source, size, options.out);
  resizePlane(from, to);
  return out;
}

/**
 * What a resize reads and writes, once it is known to be possible.
 *
 * @param source The picture.
 * @param size Width and height wanted.
 * @param out Where to write; a new picture if there is none.
 * @throws As `resizeArea`.
 */
export function resizePlanes(
  source: Frame | Gray,
  size: Size,
  out?: Frame | Gray,
): { out: Frame | Gray; from: Plane; to: Plane } {
  const { width, height } = size;
  assertSides("resize", size);
  assertWhole("resize", "source", source);
  out ??= ("bitmap" in source ? createFrame : createGray)(width, height);
  assertWhole("resize", "out", out);
  if (out.width !== width || out.height !== height) {
    throw new RangeError(
      `Cannot resize: 'out' must be ${width}×${height}, got ${out.width}×${out.height}`,
    );
  }

  const from = planeOf(source);
  const to = planeOf(out);
  if (from.channels !== to.channels) {
    throw new TypeError("Cannot resize: 'out' must be of the same kind as 'source'");
  }
  if (from.bytes.buffer === to.bytes.buffer && from.bytes.byteOffset === to.bytes.byteOffset) {
    throw new TypeError("Cannot resize: 'out' must not be 'source'");
  }
  return { out, from, to };
}

function planeOf(raster: Frame | Gray): Plane {
  const { width, height } = raster;
  if ("bitmap" in raster) return { width, height, bytes: raster.bitmap, channels: 4 };
  const { buffer, byteOffset, length } = raster.data;
  return { width, height, bytes: new Uint8ClampedArray(buffer, byteOffset, length), channels: 1 };
}

function resizePlane(from: Plane, to: Plane): void {
  switch (resizePath(from, to)) {
    case "copy":
      return to.bytes.set(from.bytes);
    case "halve":
      return halve(from, to);
    case "whole":
      return shrinkWhole(from, to);
    case "shrink":
      return shrink(
        from,
        to,
        areaTable(from.width, to.width),
        areaTable(from.height, to.height),
      );
    case "enlarge":
      return enlarge(
        from,
        to,
        bilinearTable(from.width, to.width),
        bilinearTable(from.height, to.height),
      );
  }
}

/** Half the size: the mean of four, halves rounded up. */
function halve(from: Plane, to: Plane): void {
  const { channels } = from;
  const source = from.bytes;
  const dest = to.bytes;
  const rowStride = from.width * channels;
  for (let y = 0, d = 0; y < to.height; y++) {
    let s = 2 * y * rowStride;
    for (let x = 0; x < to.width; x++, s += channels) {
      for (let c = 0; c < channels; c++, s++, d++) {
        dest[d] = (source[s] + source[s + channels] + source[s + rowStride] +
          source[s + rowStride + channels] + 2) >> 2;
      }
    }
  }
}

/** A whole factor on both axes: integer sums, one float32 product, halves to even. */
function shrinkWhole(from: Plane, to: Plane): void {
  const { channels } = from;
  const factorX = from.width / to.width;
  const factorY = from.height / to.height;
  const source = from.bytes;
  const dest = to.bytes;
  const rowStride = from.width * channels;
  const cellStride = factorX * channels;
  const weight = Math.fround(1 / (factorX * factorY));
  for (let y = 0, d = 0; y < to.height; y++) {
    const rowStart = y * factorY * rowStride;
    for (let x = 0; x < to.width; x++) {
      for (let c = 0; c < channels; c++, d++) {
        let sum = 0;
        let line = rowStart + x * cellStride + c;
        for (let i = 0; i < factorY; i++, line += rowStride) {
          for (let s = line; s < line + cellStride; s += channels) sum += source[s];
        }
        dest[d] = Math.fround(Math.fround(sum) * weight);
      }
    }
  }
}

/**
 * Both axes shrink: each row horizontally into float32 sums, then the rows
 * onto one another. OpenCV rounds to float32 after every product and every
 * sum; the order of the operations is part of the result.
 */
function shrink(from: Plane, to: Plane, columns: AreaTable, rows: AreaTable): void {
  const rowLength = to.width * from.channels;
  const line = new Float32Array(rowLength);
  const sums = new Float32Array(rowLength);
  for (let k = 0; k < rows.source.length; k++) {
    sumColumns(from, rows.source[k], columns, line);
    const weight = rows.weight[k];
    const startsRow = k === 0 || rows.dest[k] !== rows.dest[k - 1];
    if (startsRow) {
      for (let i = 0; i < rowLength; i++) sums[i] = weight * line[i];
    } else {
      for (let i = 0; i < rowLength; i++) sums[i] += Math.fround(weight * line[i]);
    }
    const endsRow = k + 1 === rows.source.length || rows.dest[k + 1] !== rows.dest[k];
    if (!endsRow) continue;
    to.bytes.set(sums, rows.dest[k] * rowLength);
  }
}

/** One source row, shrunk horizontally into `line`. */
function sumColumns(from: Plane, row: number, columns: AreaTable, line: Float32Array): void {
  const { bytes, channels } = from;
  const rowStart = row * from.width * channels;
  line.fill(0);
  for (let k = 0; k < columns.source.length; k++) {
    const s = rowStart + columns.source[k] * channels;
    const d = columns.dest[k] * channels;
    const weight = columns.weight[k];
    for (let c = 0; c < channels; c++) line[d + c] += Math.fround(bytes[s + c] * weight);
  }
}

/** An axis grows: two neighbours on each axis, in 11-bit fixed point. */
function enlarge(from: Plane, to: Plane, columns: BilinearTable, rows: BilinearTable): void {
  const rowLength = to.width * from.channels;
  let upper = new Int32Array(rowLength);
  let lower = new Int32Array(rowLength);
  let upperRow = -1;
  let lowerRow = -1;
  for (let y = 0; y < to.height; y++) {
    const wantedUpper = rows.source[y];
    const wantedLower = Math.min(wantedUpper + 1, from.height - 1);
    // Going down, the last lower row often is the next upper one.
    if (wantedUpper === lowerRow) {
      [upper, lower] = [lower, upper];
      [upperRow, lowerRow] = [lowerRow, upperRow];
    }
    if (wantedUpper !== upperRow) blendColumns(from, wantedUpper, columns, upper);
    if (wantedLower !== lowerRow) blendColumns(from, wantedLower, columns, lower);
    upperRow = wantedUpper;
    lowerRow = wantedLower;

    const near = rows.near[y];
    const far = rows.far[y];
    const rowStart = y * rowLength;
    for (let i = 0; i < rowLength; i++) {
      // Not (sum + 2²¹) >> 22: OpenCV drops bits in these three places.
      to.bytes[rowStart + i] =
        (((near * (upper[i] >> 4)) >> 16) + ((far * (lower[i] >> 4)) >> 16) + 2) >> 2;
    }
  }
}

/** One source row, blended horizontally into `line`, scaled by 2048. */
function blendColumns(from: Plane, row: number, columns: BilinearTable, line: Int32Array): void {
  const { bytes, channels } = from;
  const rowStart = row * from.width * channels;
  for (let x = 0, d = 0; x < columns.source.length; x++) {
    const s = rowStart + columns.source[x] * channels;
    const near = columns.near[x];
    const far = columns.far[x];
    const next = x < columns.inside ? channels : 0;
    for (let c = 0; c < channels; c++, d++) {
      line[d] = next === 0 ? bytes[s + c] * 2048 : bytes[s + c] * near + bytes[s + next + c] * far;
    }
  }
}
