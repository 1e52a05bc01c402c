import { UnsupportedMediaError } from "../../../errors.ts";
import type { Orientation } from "../../../pixels/resize/orient.ts";
import { orientationOf } from "../exif.ts";
import { ConvertFirst } from "../convert_first.ts";
import { truncated } from "../picture_size.ts";

/** How the first picture of a TIFF file is stored. Names are those of the tags. */
export interface TiffFile {
  /** The file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly littleEndian: boolean;
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  readonly isBig: boolean;
  /** How many pictures the file holds, without smaller ones of them. */
  readonly pages: number;
  /** Which of all it is, from 0. */
  readonly page: number;
  /** Where its directory lies in the file. */
  readonly directory: number;
  /** Whether samples are signed, or floating-point numbers. */
  readonly isSignedOrFloat: boolean;
  readonly bitsPerSample: number;
  readonly samplesPerPixel: number;
  readonly compression: number;
  readonly photometric: number;
  /** Whether each colour lies by itself. */
  readonly isPlanar: boolean;
  readonly predictor: number;
  /** Whether bits are stored from the lowest on. */
  readonly isFillReversed: boolean;
  /** Sides of a tile; of a strip the picture's width. */
  readonly chunkWidth: number;
  readonly chunkHeight: number;
  readonly isTiled: boolean;
  /** Where each strip or tile lies in the file. */
  readonly offsets: readonly number[];
  readonly lengths: readonly number[];
  readonly colorMap: readonly number[];
  /** What samples beyond the colours mean: 1 alpha that colours are multiplied by, 2 alpha. */
  readonly extraSamples: readonly number[] | undefined;
  readonly jpegTables: Uint8Array<ArrayBuffer> | undefined;
  /** How many pixels share a sample of chroma, across and down. */
  readonly subsampling: readonly [number, number];
  /** How much of luma red, green and blue are. */
  readonly lumaOf: readonly number[];
  /** What stands for black and for white, or the ends of chroma: luma, then Cb, then Cr. */
  readonly blackWhite: readonly number[];
}

/** Bytes of a value, by its type's number. */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

/** No page of a sane file has more. */
const MAX_TAGS = 4096;
const MAX_PAGES = 65_536;

/** How many directories below one are looked at: pyramids have about ten. */
const MAX_BELOW = 64;

/** The tag that only Adobe's raw photos have. */
const DNG_VERSION = 50706;

/** The colours of raw photos: one a pixel, or the sensor's. */
const RAW_COLOURS = [32803, 34892];

/** A directory's tags: each with type, count, and where its values lie. */
type TiffTags = ReadonlyMap<number, { type: number; count: number; at: number }>;

/**
 * Read how a TIFF file's first picture is stored. BigTIFF too.
 *
 * @param bytes The file.
 * @returns What its directory says.
 * @throws {UnsupportedMediaError} If it is truncated, or a camera's raw photo.
 */
export function parseTiff(bytes: Uint8Array<ArrayBuffer>): TiffFile {
  try {
    return new TiffReader(bytes).read();
  } catch (error) {
    if (error instanceof RangeError) throw truncated("TIFF");
    throw error;
  }
}

class TiffReader {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  readonly #littleEndian: boolean;
  readonly #isBig: boolean;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#littleEndian = bytes[0] === 0x49;
    this.#isBig = this.#view.getUint16(2, this.#littleEndian) === 43;
  }

  read(): TiffFile {
    const { tags, page, directory, pages } = this.#choosePage();
    const one = (tag: number, otherwise: number) => this.#values(tags, tag)?.[0] ?? otherwise;
    const many = (tag: number) => this.#values(tags, tag) ?? [];
    const [width, height] = [one(256, 0), one(257, 0)];
    const bits = many(258);
    if (bits.some((each) => each !== bits[0])) {
      throw new ConvertFirst("it is a TIFF whose colours have different depths", "convert", {
        page,
      });
    }
    const tables = tags.get(347);
    const [across = 2, down = 2] = many(530);
    return {
      bytes: this.#bytes,
      littleEndian: this.#littleEndian,
      width,
      height,
      ...this.#chunks(tags, width, height),
      orientation: orientationOf(one(274, 1)),
      isBig: this.#isBig,
      pages,
      page,
      directory,
      isSignedOrFloat: many(339).some((format) => format !== 1 && format !== 4),
      bitsPerSample: bits[0] ?? 1,
      samplesPerPixel: one(277, 1),
      compression: one(259, 1),
      photometric: one(262, 1),
      isPlanar: one(284, 1) === 2 && one(277, 1) > 1,
      predictor: one(317, 1),
      isFillReversed: one(266, 1) === 2,
      colorMap: many(320),
      extraSamples: this.#values(tags, 338),
      jpegTables: tables && this.#bytes.slice(tables.at, tables.at + tables.count),
      subsampling: [across, down],
      lumaOf: this.#fractions(tags, 529) ?? [0.299, 0.587, 0.114],
      blackWhite: this.#fractions(tags, 532) ?? [0, 255, 128, 255, 128, 255],
    };
  }

  /** The tiles or strips. */
  #chunks(tags: TiffTags, width: number, height: number) {
    const one = (tag: number, otherwise: number) => this.#values(tags, tag)?.[0] ?? otherwise;
    const isTiled = tags.has(324);
    const offsets = this.#values(tags, isTiled ? 324 : 273) ?? [];
    return {
      isTiled,
      offsets,
      lengths: this.#values(tags, isTiled ? 325 : 279) ?? this.#guessedLengths(offsets),
      chunkWidth: isTiled ? one(322, 0) : width,
      chunkHeight: isTiled ? one(323, 0) : Math.min(one(278, height) || height, height),
    };
  }

  /** The first page that is no smaller picture of another; the first of all if each is one. */
  #choosePage() {
    const first = this.#isBig ? this.#offset(8) : this.#uint32(4);
    let top: { tags: TiffTags; directory: number; page: number } | undefined;
    let pages = 0;
    let chosen: typeof top;
    let isRaw = this.#bytes[8] === 0x43 && this.#bytes[9] === 0x52;
    const seen = new Set<number>();
    for (let at = first, page = 0; at !== 0 && page < MAX_PAGES && !seen.has(at); page++) {
      seen.add(at);
      let directory: { tags: TiffTags; next: number };
      let isReduced: boolean;
      try {
        directory = this.#directory(at);
        isRaw ||= this.#isRaw(directory.tags);
        isReduced = ((this.#values(directory.tags, 254)?.[0] ?? 0) & 1) === 1;
      } catch (error) {
        // A broken chain of pages says nothing of the first.
        if (page === 0) throw error;
        break;
      }
      const entry = { tags: directory.tags, directory: at, page };
      top ??= entry;
      if (!isReduced) {
        chosen ??= entry;
        pages++;
      }
      at = directory.next;
    }
    // A camera's thumbnail, whose photo is in a directory below it.
    isRaw ||= chosen === undefined && top?.tags.has(330) === true;
    if (isRaw) throw new ConvertFirst("it is a camera's raw photo", "darktable-cli");
    const { tags, directory, page } = chosen ?? top ??
      { tags: new Map(), directory: first, page: 0 };
    return { tags, directory, page, pages: chosen === undefined ? 1 : pages };
  }

  /** Whether a directory, or one below it, is of a camera's raw photo, which is a TIFF file too. */
  #isRaw(tags: TiffTags): boolean {
    if (tags.has(DNG_VERSION) || RAW_COLOURS.includes(this.#values(tags, 262)?.[0] ?? 0)) {
      return true;
    }
    const below = this.#values(tags, 330) ?? [];
    return below.slice(0, MAX_BELOW).some((at) => {
      try {
        const colours = this.#values(this.#directory(at).tags, 262)?.[0] ?? 0;
        return RAW_COLOURS.includes(colours);
      } catch {
        return false;
      }
    });
  }

  /** Old files with one strip do not say how long it is. */
  #guessedLengths(offsets: readonly number[]): number[] {
    return offsets.length === 1 ? [this.#bytes.length - offsets[0]] : [];
  }

  #directory(start: number): { tags: TiffTags; next: number } {
    const tags = new Map<number, { type: number; count: number; at: number }>();
    const count = this.#isBig ? this.#offset(start) : this.#uint16(start);
    if (count > MAX_TAGS) throw new UnsupportedMediaError("it is a damaged TIFF");
    const [header, entry, room] = this.#isBig ? [8, 20, 8] : [2, 12, 4];
    for (let i = 0; i < count; i++) {
      const at = start + header + entry * i;
      const type = this.#uint16(at + 2);
      const values = this.#isBig ? this.#offset(at + 4) : this.#uint32(at + 4);
      const place = at + entry - room;
      const isInside = values * (TYPE_BYTES[type] ?? 1) <= room;
      const target = isInside ? place : this.#isBig ? this.#offset(place) : this.#uint32(place);
      tags.set(this.#uint16(at), { type, count: values, at: target });
    }
    const end = start + header + entry * count;
    return { tags, next: this.#isBig ? this.#offset(end) : this.#uint32(end) };
  }

  #values(tags: TiffTags, tag: number): number[] | undefined {
    const found = tags.get(tag);
    if (found === undefined) return undefined;
    const { type, count, at } = found;
    const step = TYPE_BYTES[type] ?? 1;
    if (at + count * step > this.#bytes.length) throw truncated("TIFF");
    return Array.from({ length: count }, (_, i) => {
      const place = at + i * step;
      if (step === 1) return this.#bytes[place];
      if (step === 2) return this.#uint16(place);
      return step === 4 ? this.#uint32(place) : this.#offset(place);
    });
  }

  #fractions(tags: TiffTags, tag: number): number[] | undefined {
    const found = tags.get(tag);
    if (found?.type !== 5) return undefined;
    return Array.from({ length: Math.min(6, found.count) }, (_, i) => {
      return this.#uint32(found.at + 8 * i) / this.#uint32(found.at + 8 * i + 4);
    });
  }

  #uint16(at: number): number {
    return this.#view.getUint16(at, this.#littleEndian);
  }

  #uint32(at: number): number {
    return this.#view.getUint32(at, this.#littleEndian);
  }

  #offset(at: number): number {
    return Number(this.#view.getBigUint64(at, this.#littleEndian));
  }
}
