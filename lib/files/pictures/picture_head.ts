import type { Orientation } from "../../pixels/resize/orient.ts";
import type { Size } from "../../raster/frame.ts";
import { exifFacts, tiffFacts } from "./exif.ts";
import { onDisk } from "../system/working_folder.ts";

/** What a picture's file says before its pixels. */
export interface PictureHead {
  /** Its sides as it is shown: turned upright. */
  readonly size: Size;
  /** Whether a camera or a scanner has left its name: programs that write frames do not. */
  readonly isOfCamera: boolean;
}

/** How much is read at a time: what programs write has its size in there. */
const WINDOW = 4096;

/** A PNG's first bytes. */
const PNG = 0x89504e47;

/** A WebP's flag for EXIF, which comes behind the pixels. */
const WEBP_EXIF = 0x08;

/** Tags of TIFF for the sides. */
const [WIDTH_TAG, HEIGHT_TAG] = [0x0100, 0x0101];

/**
 * The size of a picture, and whether it is a camera's, without decoding it.
 *
 * @param path The file: JPEG, PNG, GIF, BMP, WebP or TIFF.
 * @returns `undefined` for other files, and those that cannot be read.
 */
export function pictureHead(path: string): PictureHead | undefined {
  try {
    using file = new HeadFile(path);
    const view = file.at(0, 32);
    const text = textOf(view);
    if (text.startsWith("\xff\xd8")) return jpegHead(file);
    if (view.getUint32(0) === PNG) return pngHead(file, view);
    if (text.startsWith("GIF8")) return plain(view.getUint16(6, true), view.getUint16(8, true));
    if (text.startsWith("BM")) {
      return plain(view.getInt32(18, true), Math.abs(view.getInt32(22, true)));
    }
    if (/^RIFF[^]{4}WEBP/.test(text)) return webpHead(file, view);
    if (/^(II\*\0|MM\0\*)/.test(text)) return tiffHead(file, text.startsWith("II"));
    return undefined;
  } catch {
    // It is no file, may not be read, or breaks off.
    return undefined;
  }
}

/** A file of which a little is read, here and there. */
class HeadFile implements Disposable {
  readonly #file: Deno.FsFile;
  #start = 0;
  #bytes = new Uint8Array();

  constructor(path: string) {
    this.#file = Deno.openSync(onDisk(path));
  }

  /** Some bytes; fewer where the file ends. */
  at(position: number, length: number): DataView {
    const end = this.#start + this.#bytes.length;
    if (position < this.#start || position + length > end) {
      const bytes = new Uint8Array(Math.max(WINDOW, length));
      this.#file.seekSync(position, Deno.SeekMode.Start);
      this.#bytes = bytes.subarray(0, this.#file.readSync(bytes) ?? 0);
      this.#start = position;
    }
    const from = this.#bytes.byteOffset + position - this.#start;
    const there = Math.max(0, this.#start + this.#bytes.length - position);
    return new DataView(this.#bytes.buffer, from, Math.min(length, there));
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

function textOf(view: DataView, start = 0, length = view.byteLength - start): string {
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + start, length));
}

function bytesOf({ buffer, byteOffset, byteLength }: DataView): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

function plain(width: number, height: number): PictureHead {
  return { size: { width, height }, isOfCamera: false };
}

/** A head with what its EXIF says: from 5 on, orientations lay a picture on its side. */
function shown(
  width: number,
  height: number,
  { orientation, isOfCamera }: { orientation: Orientation; isOfCamera: boolean },
): PictureHead {
  const size = orientation >= 5 ? { width: height, height: width } : { width, height };
  return { size, isOfCamera };
}

/** Segments are passed over until the one that begins a frame. */
function jpegHead(file: HeadFile): PictureHead | undefined {
  let facts = exifFacts(new Uint8Array());
  for (let at = 2;;) {
    // Its marker, length, and what a frame begins with.
    const view = file.at(at, 10);
    if (view.getUint8(0) !== 0xff) return undefined;
    const marker = view.getUint8(1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return shown(view.getUint16(7), view.getUint16(5), facts);
    if (marker === 0xd9 || marker === 0xda) return undefined;
    const length = view.getUint16(2);
    if (marker === 0xe1 && textOf(view, 4, 4) === "Exif") {
      facts = exifFacts(bytesOf(file.at(at + 10, length - 8)));
    }
    at += 2 + length;
  }
}

/** Chunks up to the pixels: EXIF behind them is rare, and read by few. */
function pngHead(file: HeadFile, head: DataView): PictureHead {
  const [width, height] = [head.getUint32(16), head.getUint32(20)];
  for (let at = 33;;) {
    const view = file.at(at, 8);
    const kind = view.byteLength < 8 ? "IEND" : textOf(view, 4, 4);
    if (kind === "IDAT" || kind === "IEND") return plain(width, height);
    const length = view.getUint32(0);
    if (kind === "eXIf") {
      return shown(width, height, exifFacts(bytesOf(file.at(at + 8, Math.min(length, WINDOW)))));
    }
    at += 12 + length;
  }
}

function webpHead(file: HeadFile, view: DataView): PictureHead | undefined {
  const kind = textOf(view, 12, 4);
  if (kind === "VP8X") {
    const side = (place: number) =>
      1 + view.getUint16(place, true) + (view.getUint8(place + 2) << 16);
    const [width, height] = [side(24), side(27)];
    const hasExif = (view.getUint8(20) & WEBP_EXIF) !== 0;
    return hasExif ? shown(width, height, webpExif(file)) : plain(width, height);
  }
  if (kind === "VP8L") {
    const bits = view.getUint32(21, true);
    return plain(1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff));
  }
  if (kind !== "VP8 ") return undefined;
  return plain(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
}

function webpExif(file: HeadFile): ReturnType<typeof exifFacts> {
  for (let at = 12;;) {
    const view = file.at(at, 8);
    if (view.byteLength < 8) return exifFacts(new Uint8Array());
    const length = view.getUint32(4, true);
    if (textOf(view, 0, 4) === "EXIF") {
      return exifFacts(bytesOf(file.at(at + 8, Math.min(length, WINDOW))));
    }
    at += 8 + length + length % 2;
  }
}

/** The first directory, which may lie behind the pixels. */
function tiffHead(file: HeadFile, littleEndian: boolean): PictureHead | undefined {
  const start = file.at(0, 8).getUint32(4, littleEndian);
  const entries = file.at(start, 2).getUint16(0, littleEndian);
  const directory = file.at(start, 2 + 12 * entries);
  const valueOf = (tag: number) => {
    for (let entry = 2; entry < directory.byteLength; entry += 12) {
      if (directory.getUint16(entry, littleEndian) !== tag) continue;
      const isShort = directory.getUint16(entry + 2, littleEndian) === 3;
      return isShort
        ? directory.getUint16(entry + 8, littleEndian)
        : directory.getUint32(entry + 8, littleEndian);
    }
    return undefined;
  };
  const [width, height] = [valueOf(WIDTH_TAG), valueOf(HEIGHT_TAG)];
  if (width === undefined || height === undefined) return undefined;
  return shown(width, height, tiffFacts(directory, 0, littleEndian));
}
