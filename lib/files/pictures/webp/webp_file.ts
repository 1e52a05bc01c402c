import { UnsupportedMediaError } from "../../../errors.ts";
import type { Orientation } from "../../../pixels/resize/orient.ts";
import type { Size } from "../../../raster/frame.ts";
import { exifOrientation } from "../exif.ts";
import { joined } from "../formats/png_file.ts";
import { truncated } from "../picture_size.ts";

/** What is needed to decode a WebP. */
export interface WebpFile extends Size {
  /** How it was held. */
  readonly orientation: Orientation;
  /** Whether there are more pictures than the first. */
  readonly isAnimated: boolean;
  /** The first picture, which may be a part of an animation's canvas. */
  readonly picture: WebpPicture;
}

/** One picture of a WebP file. */
export interface WebpPicture extends Size {
  /** Where it lies on the canvas. */
  readonly x: number;
  readonly y: number;
  /** Whether it is coded with loss, as luma and chroma. */
  readonly isLossy: boolean;
  /** Whether it has alpha beside luma and chroma. */
  readonly hasAlpha: boolean;
  /** A file of this picture alone. */
  readonly bare: Uint8Array<ArrayBuffer>;
}

interface Chunk {
  readonly type: string;
  readonly content: Uint8Array<ArrayBuffer>;
  /** With type and length, of even length. */
  readonly whole: Uint8Array<ArrayBuffer>;
}

/**
 * Take a WebP apart.
 *
 * @param bytes The file.
 * @returns Its size, orientation and first picture.
 * @throws {UnsupportedMediaError} If it is truncated, or holds no picture.
 */
export function parseWebp(bytes: Uint8Array<ArrayBuffer>): WebpFile {
  const chunks = chunksOf(bytes, 12);
  const find = (type: string) => chunks.find((chunk) => chunk.type === type)?.content;
  const exif = find("EXIF");
  const orientation = exif === undefined ? 1 : exifOrientation(exif);
  const extended = find("VP8X");
  const canvas = extended && extended.length >= 10
    ? { width: 1 + uint24(extended, 4), height: 1 + uint24(extended, 7) }
    : undefined;
  const first = find("ANMF");
  const picture = first === undefined
    ? webpPictureOf(chunks, 0, 0)
    : webpPictureOf(chunksOf(first, 16), 2 * uint24(first, 0), 2 * uint24(first, 3));
  const { width, height } = canvas ?? picture;
  if (picture.x + picture.width > width || picture.y + picture.height > height) {
    throw new UnsupportedMediaError("it is a damaged WebP");
  }
  const isAnimated = chunks.filter(({ type }) => type === "ANMF").length > 1;
  return { width, height, orientation, isAnimated, picture };
}

function chunksOf(bytes: Uint8Array<ArrayBuffer>, start: number): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isFile = start === 12;
  // What lies behind the container is no part of it.
  const end = isFile ? 8 + view.getUint32(4, true) : bytes.length;
  const chunks: Chunk[] = [];
  for (let at = start; at + 8 <= end;) {
    if (at + 8 > bytes.length) throw truncated("WebP");
    const type = String.fromCharCode(...bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    if (at + 8 + length > bytes.length) throw truncated("WebP");
    const content = bytes.subarray(at + 8, at + 8 + length);
    const whole = joined([bytes.subarray(at, at + 8 + length), new Uint8Array(length & 1)]);
    chunks.push({ type, content, whole });
    at += 8 + length + (length & 1);
  }
  return chunks;
}

function webpPictureOf(chunks: readonly Chunk[], x: number, y: number): WebpPicture {
  const alpha = chunks.find(({ type }) => type === "ALPH");
  const coded = chunks.find(({ type }) => type === "VP8 " || type === "VP8L");
  if (coded === undefined) throw new UnsupportedMediaError("it is a WebP without a picture");
  const isLossy = coded.type === "VP8 ";
  const hasAlpha = isLossy && alpha !== undefined;
  const size = isLossy ? lossySize(coded.content) : losslessSize(coded.content);
  return { x, y, ...size, isLossy, hasAlpha, bare: bareFile(size, coded, hasAlpha && alpha) };
}

/** A file of one picture, with the header that alpha needs. */
function bareFile(size: Size, coded: Chunk, alpha: Chunk | false): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [coded.whole];
  if (alpha !== false) {
    const header = new Uint8Array(18);
    header.set(new TextEncoder().encode("VP8X"));
    header.set([10, 0, 0, 0, 0x10], 4);
    for (let i = 0; i < 3; i++) {
      header[12 + i] = (size.width - 1) >> (8 * i);
      header[15 + i] = (size.height - 1) >> (8 * i);
    }
    pieces.unshift(header, alpha.whole);
  }
  const length = 4 + pieces.reduce((sum, piece) => sum + piece.length, 0);
  const start = new TextEncoder().encode("RIFF    WEBP");
  new DataView(start.buffer).setUint32(4, length, true);
  return joined([start, ...pieces]);
}

function lossySize(vp8: Uint8Array): Size {
  if (vp8.length < 10) throw truncated("WebP");
  if (vp8[3] !== 0x9d || vp8[4] !== 0x01 || vp8[5] !== 0x2a) {
    throw new UnsupportedMediaError("it is a damaged WebP");
  }
  return { width: (vp8[6] | vp8[7] << 8) & 0x3fff, height: (vp8[8] | vp8[9] << 8) & 0x3fff };
}

function losslessSize(vp8l: Uint8Array): Size {
  if (vp8l.length < 5) throw truncated("WebP");
  const bits = (vp8l[1] | vp8l[2] << 8 | vp8l[3] << 16 | vp8l[4] << 24) >>> 0;
  return { width: 1 + (bits & 0x3fff), height: 1 + (bits >>> 14 & 0x3fff) };
}

function uint24(bytes: Uint8Array, at: number): number {
  return bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16;
}
