import type { Size } from "../../raster/frame.ts";

/** What a PNG begins with. */
const SIGNATURE: readonly number[] = [137, 80, 78, 71, 13, 10, 26, 10];

/** How a PNG names what is in a pixel. */
const COLOR_TYPES = { gray: 0, rgb: 2, rgba: 6 };

/** What a pixel of a PNG has. */
export type PngPixel = keyof typeof COLOR_TYPES;

/**
 * A PNG of 8-bit channels.
 *
 * @param size The picture's sides.
 * @param pixel What a pixel has.
 * @param packed Its rows, each after the byte of its filter, deflated.
 * @returns The file's bytes.
 * @see https://www.w3.org/TR/png-3/
 */
export function pngFile(
  { width, height }: Size,
  pixel: PngPixel,
  packed: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, COLOR_TYPES[pixel]], 8);
  return joined([
    Uint8Array.from(SIGNATURE),
    chunkOf("IHDR", header),
    ...packed.map((bytes) => chunkOf("IDAT", bytes)),
    chunkOf("IEND", new Uint8Array(0)),
  ]);
}

/** A part of the file: its length, its name, what is in it, and a checksum. */
function chunkOf(name: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(12 + bytes.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, bytes.length);
  chunk.set(new TextEncoder().encode(name), 4);
  chunk.set(bytes, 8);
  view.setUint32(8 + bytes.length, crc32(chunk.subarray(4, 8 + bytes.length)));
  return chunk;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const CRC_TABLE: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ bytes[i]) & 255];
  return ~crc >>> 0;
}
