// deno-lint-ignore no-import-prefix -- a module imported by URL sees no import map
import { encode } from "npm:fast-png@8.0.0";
import { deflateSync } from "node:zlib";
import type { Frame, Gray } from "../../raster/frame.ts";
import { pngFile } from "../../report/png/png_file.ts";

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

/**
 * Encode a frame as a PNG of three 8-bit channels, each row told by its difference from the one above.
 *
 * Benefit: of 1080p video 1.4 instead of 2.4 MB, in half the time of {@linkcode encodeRgbaPng}.
 *
 * @param frame The frame, H × W; its alpha is left out.
 * @returns The file's bytes.
 */
export function encodeOpaquePng({ width, height, bitmap }: Frame): Uint8Array<ArrayBuffer> {
  const stride = 3 * width + 1;
  const rows = new Uint8Array(stride * height);
  const above = 4 * width;
  for (let y = 0, p = 0; y < height; y++) {
    let to = y * stride;
    // The filter "up", of which the first row has nothing above it.
    rows[to++] = 2;
    for (const end = p + above; p < end; p += 4) {
      for (let q = p; q < p + 3; q++) rows[to++] = bitmap[q] - (y === 0 ? 0 : bitmap[q - above]);
    }
  }
  return pngFile({ width, height }, "rgb", [deflateSync(rows)]);
}
