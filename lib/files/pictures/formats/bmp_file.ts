import type { Size } from "../../../raster/frame.ts";
import { truncated } from "../picture_size.ts";

/**
 * Check that the pixels of a BMP are there, if they are not packed.
 *
 * @param bytes The file.
 * @param size What its header promises.
 * @throws {UnsupportedMediaError} If it is truncated.
 */
export function assertWholeBmp(bytes: Uint8Array, { width, height }: Size): void {
  if (bytes.length < 30) throw truncated("BMP");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isOld = view.getUint32(14, true) === 12;
  const bits = view.getUint16(isOld ? 24 : 28, true);
  const compression = isOld || bytes.length < 34 ? 0 : view.getUint32(30, true);
  const start = view.getUint32(10, true);
  const isPacked = compression === 1 || compression === 2 || compression === 4 || compression === 5;
  const length = isPacked ? 1 : 4 * Math.ceil(width * bits / 32) * height;
  if (start + length > bytes.length) throw truncated("BMP");
}
