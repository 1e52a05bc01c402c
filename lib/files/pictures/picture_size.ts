import { UnsupportedMediaError } from "../../errors.ts";
import type { Size } from "../../raster/frame.ts";

/** The longest side of a picture that is read: JPEG's own limit. */
const MAX_SIDE = 65_535;

/**
 * The most pixels of a picture that is read: in memory it takes a gigabyte. The largest
 * panoramas of phones have a quarter of it.
 */
export const MAX_PIXELS: number = 2 ** 28;

/**
 * Check what a picture's header promises, before there is memory for its pixels:
 * a few bytes can promise more than any memory holds.
 *
 * @param size What the header says.
 * @throws {UnsupportedMediaError} If it is larger than is read, or has no pixels.
 */
export function assertPictureSize({ width, height }: Size): void {
  if (width < 1 || height < 1) throw new UnsupportedMediaError(`it is ${width}×${height} pixels`);
  if (width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_PIXELS) return;
  throw new UnsupportedMediaError(
    `it is ${width}×${height}, ${Math.round(width * height / 1e6)} megapixels; at most ` +
      `${Math.round(MAX_PIXELS / 1e6)} megapixels and ${MAX_SIDE} a side are read: make it ` +
      "smaller in the program that made it",
  );
}

/** The error for a file that ends before its picture does. */
export function truncated(format: string): UnsupportedMediaError {
  return new UnsupportedMediaError(
    `it is a truncated ${format}: the file ends before its picture does; copy it anew`,
  );
}
