// deno-lint-ignore no-import-prefix -- a module imported by URL sees no import map
import { encode } from "npm:fast-png@8.0.0";
import type { Frame, Gray } from "../../raster/frame.ts";

/**
 * Encode a gray picture or a mask as a PNG of one 8-bit channel.
 *
 * @param gray The picture, H × W.
 * @returns The file's bytes.
 * @category Picture files
 */
export function encodeGrayPng(gray: Gray): Uint8Array<ArrayBuffer> {
  const { width, height, data } = gray;
  return encode({ width, height, data, channels: 1, depth: 8 }) as Uint8Array<ArrayBuffer>;
}

/**
 * Encode a frame as a PNG of four 8-bit channels.
 *
 * @param frame The frame, H × W.
 * @returns The file's bytes.
 * @category Picture files
 */
export function encodeRgbaPng(frame: Frame): Uint8Array<ArrayBuffer> {
  const { width, height, bitmap } = frame;
  return encode({ width, height, data: bitmap, channels: 4, depth: 8 }) as Uint8Array<ArrayBuffer>;
}
