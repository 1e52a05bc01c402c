import type { Disparity, Size } from "../../raster/frame.ts";

/**
 * Check that a disparity map is whole, and has a size.
 *
 * @param action What the caller is about to do, for the message.
 * @param name The map's name in the message.
 * @param map The map.
 * @param size The size.
 * @throws {TypeError} If it is none.
 * @throws {RangeError} If its numbers do not fit, or it has another size.
 */
export function assertDisparity(
  action: string,
  name: string,
  { width, height, disparity }: Disparity,
  size: Size,
): void {
  if (!(disparity instanceof Float32Array)) {
    throw new TypeError(`Cannot ${action}: '${name}' must be a disparity map`);
  }
  if (disparity.length !== width * height) {
    throw new RangeError(
      `Cannot ${action}: '${name}' must hold ${width * height} numbers ` +
        `for ${width}×${height}, got ${disparity.length}`,
    );
  }
  if (width === size.width && height === size.height) return;
  throw new RangeError(
    `Cannot ${action}: '${name}' must be ${size.width}×${size.height}, got ${width}×${height}`,
  );
}
