import { UnsupportedMediaError } from "../../../errors.ts";
import type { Orientation } from "../../../pixels/resize/orient.ts";
import type { Size } from "../../../raster/frame.ts";
import { joined } from "./png_file.ts";
import { truncated } from "../picture_size.ts";

/** A picture in a HEIF file (HEIC, AVIF), or a part of one. */
export interface HeifItem extends Partial<Size> {
  readonly id: number;
  /** How it is coded: "hvc1", "av01", or "grid" if it is put together of others. */
  readonly type: string;
  /** Where its bytes lie. */
  readonly extents: readonly { start: number; end: number }[];
  /** How to turn it, in order, after it was decoded. */
  readonly turns: readonly Orientation[];
  /** Whether only a part of what is coded is shown. */
  readonly isCropped: boolean;
  /** What it is made of, in order. */
  readonly parts: readonly number[];
  /** The picture that holds its alpha. */
  readonly alpha: number | undefined;
}

/** What a HEIF file holds. */
export interface HeifFile {
  /** "HEIC", "AVIF" or "HEIF", for messages. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly items: ReadonlyMap<number, HeifItem>;
  /** The picture to show. */
  readonly primary: HeifItem & Size;
}

/** A box: its type, and where its content lies. */
interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Read what pictures a HEIF file holds.
 *
 * @param bytes The file.
 * @returns Its pictures.
 * @throws {UnsupportedMediaError} If it is truncated, or holds none.
 */
export function parseHeif(bytes: Uint8Array<ArrayBuffer>): HeifFile {
  try {
    return new HeifReader(bytes).read();
  } catch (error) {
    if (error instanceof RangeError) throw new UnsupportedMediaError("it is a damaged HEIF file");
    throw error;
  }
}

/**
 * The bytes of a picture, of all places where they lie.
 *
 * @param file The file.
 * @param item The picture.
 */
export function itemBytes({ bytes }: HeifFile, { extents }: HeifItem): Uint8Array<ArrayBuffer> {
  return joined(extents.map(({ start, end }) => bytes.subarray(start, end)));
}

class HeifReader {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): HeifFile {
    const boxes = this.#boxes(0, this.#bytes.length, true);
    const brands = new TextDecoder("latin1").decode(this.#bytes.subarray(8, 64));
    const name = /^avi[fs]/.test(brands) ? "AVIF" : /^(he|mif|msf)/.test(brands) ? "HEIC" : "HEIF";
    // What it holds stands first, so that a file that is cut off lacks it seldom.
    const isCut = boxes.some(({ end }) => end > this.#bytes.length);
    const meta = boxes.find(({ type }) => type === "meta");
    if (meta === undefined) {
      throw isCut
        ? truncated(name)
        : new UnsupportedMediaError(`it is a ${name} without a picture`);
    }
    if (meta.end > this.#bytes.length) throw truncated(name);
    const inner = this.#boxes(meta.start + 4, meta.end);
    const find = (type: string) => inner.find((box) => box.type === type);
    const items = this.#items(inner);
    const pitm = find("pitm");
    const id = pitm &&
      (this.#bytes[pitm.start] === 0
        ? this.#view.getUint16(pitm.start + 4)
        : this.#view.getUint32(pitm.start + 4));
    const primary = id === undefined ? undefined : items.get(id);
    if (primary === undefined) throw new UnsupportedMediaError(`it is a ${name} without a picture`);
    const needed = [primary, ...primary.parts.map((part) => items.get(part))];
    if (needed.some((item) => item?.extents.some(({ end }) => end > this.#bytes.length))) {
      throw truncated(name);
    }
    const { width, height } = primary;
    if (width === undefined || height === undefined) {
      throw new UnsupportedMediaError(`it is a ${name} that does not tell its size`);
    }
    return { name, bytes: this.#bytes, items, primary: { ...primary, width, height } };
  }

  #boxes(start: number, end: number, isFile: boolean = false): Box[] {
    const boxes: Box[] = [];
    for (let at = start; at + 8 <= end;) {
      let [length, header] = [this.#view.getUint32(at), 8];
      const type = this.#text(at + 4);
      if (length === 1) [length, header] = [Number(this.#view.getBigUint64(at + 8)), 16];
      if (length === 0) length = end - at;
      if (length < header) throw new UnsupportedMediaError("it is a damaged HEIF file");
      const boxEnd = isFile ? at + length : Math.min(end, at + length);
      boxes.push({ type, start: at + header, end: boxEnd });
      at += length;
    }
    return boxes;
  }

  #text(at: number): string {
    return String.fromCharCode(...this.#bytes.subarray(at, at + 4));
  }

  #items(meta: readonly Box[]): Map<number, HeifItem> {
    const find = (type: string) => meta.find((box) => box.type === type);
    const [iinf, iloc, iprp, iref, idat] = ["iinf", "iloc", "iprp", "iref", "idat"].map(find);
    const places = iloc ? this.#places(iloc, idat?.start ?? 0) : new Map();
    const properties = iprp ? this.#properties(iprp) : new Map<number, Box[]>();
    const references = iref ? this.#references(iref) : [];
    const items = new Map<number, HeifItem>();
    for (const { id, type } of iinf ? this.#types(iinf) : []) {
      const own = properties.get(id) ?? [];
      const alpha = references.find((reference) =>
        reference.type === "auxl" && reference.to.includes(id) &&
        (properties.get(reference.from) ?? []).some((box) => this.#isAlpha(box))
      )?.from;
      items.set(id, {
        id,
        type,
        alpha,
        extents: places.get(id) ?? [],
        ...this.#sizeOf(own.find((box) => box.type === "ispe")),
        turns: own.flatMap((box) => this.#turnOf(box)),
        isCropped: own.some((box) => box.type === "clap"),
        parts: references.find((each) => each.type === "dimg" && each.from === id)?.to ?? [],
      });
    }
    return items;
  }

  #sizeOf(ispe: Box | undefined): Partial<Size> {
    if (ispe === undefined) return {};
    const { start } = ispe;
    return { width: this.#view.getUint32(start + 4), height: this.#view.getUint32(start + 8) };
  }

  #isAlpha({ type, start, end }: Box): boolean {
    if (type !== "auxC") return false;
    const urn = new TextDecoder("latin1").decode(this.#bytes.subarray(start + 4, end));
    return /alpha|hevc:2015:auxid:1\0/.test(urn);
  }

  /** A quarter turn is to the left; a mirror lies across (0) or along (1) the picture's height. */
  #turnOf({ type, start }: Box): Orientation[] {
    const value = this.#bytes[start];
    if (type === "irot") return [([1, 8, 3, 6] as const)[value & 3]];
    if (type === "imir") return [value & 1 ? 2 : 4];
    return [];
  }

  #types(iinf: Box): { id: number; type: string }[] {
    const isShort = this.#bytes[iinf.start] === 0;
    return this.#boxes(iinf.start + (isShort ? 6 : 8), iinf.end).flatMap((box) => {
      const version = this.#bytes[box.start];
      if (box.type !== "infe" || version < 2) return [];
      const id = version === 2
        ? this.#view.getUint16(box.start + 4)
        : this.#view.getUint32(box.start + 4);
      return [{ id, type: this.#text(box.start + (version === 2 ? 8 : 10)) }];
    });
  }

  #places(iloc: Box, idat: number): Map<number, { start: number; end: number }[]> {
    const version = this.#bytes[iloc.start];
    let at = iloc.start + 4;
    const read = (bytes: number) => {
      let value = 0;
      for (let i = 0; i < bytes; i++) value = value * 256 + this.#view.getUint8(at++);
      return value;
    };
    const [sizes, more] = [read(1), read(1)];
    const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 4, sizes & 15, more >> 4];
    const indexBytes = version === 0 ? 0 : more & 15;
    const places = new Map<number, { start: number; end: number }[]>();
    for (let left = read(version < 2 ? 2 : 4); left > 0; left--) {
      const id = read(version < 2 ? 2 : 4);
      const method = version === 0 ? 0 : read(2) & 15;
      read(2);
      const base = read(baseBytes) + (method === 1 ? idat : 0);
      const extents: { start: number; end: number }[] = [];
      for (let count = read(2); count > 0; count--) {
        read(indexBytes);
        const start = base + read(offsetBytes);
        const length = read(lengthBytes);
        extents.push({ start, end: length === 0 ? this.#bytes.length : start + length });
      }
      places.set(id, extents);
    }
    return places;
  }

  #properties(iprp: Box): Map<number, Box[]> {
    const boxes = this.#boxes(iprp.start, iprp.end);
    const all = boxes.filter(({ type }) => type === "ipco")
      .flatMap(({ start, end }) => this.#boxes(start, end));
    const found = new Map<number, Box[]>();
    for (const { start } of boxes.filter(({ type }) => type === "ipma")) {
      const [version, isWide] = [this.#bytes[start], (this.#bytes[start + 3] & 1) === 1];
      let at = start + 8;
      for (let left = this.#view.getUint32(start + 4); left > 0; left--) {
        const id = version === 0 ? this.#view.getUint16(at) : this.#view.getUint32(at);
        at += version === 0 ? 2 : 4;
        const own: Box[] = [];
        for (let count = this.#view.getUint8(at++); count > 0; count--) {
          const index = isWide ? this.#view.getUint16(at) & 0x7fff : this.#view.getUint8(at) & 0x7f;
          at += isWide ? 2 : 1;
          if (index > 0 && index <= all.length) own.push(all[index - 1]);
        }
        found.set(id, own);
      }
    }
    return found;
  }

  #references(iref: Box): { type: string; from: number; to: number[] }[] {
    const isShort = this.#bytes[iref.start] === 0;
    const read = (at: number) => isShort ? this.#view.getUint16(at) : this.#view.getUint32(at);
    const step = isShort ? 2 : 4;
    return this.#boxes(iref.start + 4, iref.end).map(({ type, start }) => {
      const count = this.#view.getUint16(start + step);
      const to = Array.from({ length: count }, (_, i) => read(start + step + 2 + i * step));
      return { type, from: read(start), to };
    });
  }
}
