/**
 * PNG and WebP files with an orientation in EXIF.
 *
 * @module
 */

import { crc32 } from "node:zlib";

/** A TIFF file with nothing but an orientation. */
export function exifOf(orientation: number): number[] {
  const header = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1];
  return [...header, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
}

/** A PNG's chunk. */
export function pngChunk(type: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(12 + content.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, content.length);
  chunk.set(new TextEncoder().encode(type), 4);
  chunk.set(content, 8);
  view.setUint32(8 + content.length, crc32(chunk.subarray(4, 8 + content.length)));
  return chunk;
}

/** A PNG with a chunk behind its header. */
export function withPngChunk(png: Uint8Array, chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...png.subarray(0, 33), ...chunk, ...png.subarray(33)]);
}

/** A PNG that says how it was held. */
export function pngWithOrientation(png: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
  return withPngChunk(png, pngChunk("eXIf", Uint8Array.from(exifOf(orientation))));
}

/** A plain WebP, as ffmpeg writes it, that says how it was held. */
export function webpWithOrientation(
  webp: Uint8Array,
  { width, height }: { width: number; height: number },
  orientation: number,
): Uint8Array<ArrayBuffer> {
  const exif = exifOf(orientation);
  const sides = [width - 1, height - 1].flatMap((side) => [side & 255, side >> 8, 0]);
  const text = (letters: string) => [...new TextEncoder().encode(letters)];
  const head = [...text("VP8X"), 10, 0, 0, 0, 8, 0, 0, 0, ...sides];
  const tail = [...text("EXIF"), exif.length, 0, 0, 0, ...exif];
  const chunks = [...head, ...webp.subarray(12), ...tail];
  const file = Uint8Array.from([...text("RIFF"), 0, 0, 0, 0, ...text("WEBP"), ...chunks]);
  new DataView(file.buffer).setUint32(4, file.length - 8, true);
  return file;
}
