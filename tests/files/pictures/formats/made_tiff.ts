/**
 * TIFF files of kinds that neither cv2.imwrite nor ffmpeg makes.
 *
 * @module
 */

import { openJpegCodec } from "../../../../lib/files/mod.ts";
import { createFrame } from "../../../../mod.ts";

/** What {@linkcode makeTiff} makes. */
export interface TiffOptions {
  width: number;
  height: number;
  /** @default {3} */
  samples?: number;
  /** 8 or 16. @default {8} */
  bits?: number;
  /** 1 gray, 2 RGB, 3 palette, 5 CMYK, 6 YCbCr. @default {2} */
  photometric?: number;
  /** 1 none, 7 JPEG, 8 Deflate, 32773 PackBits. @default {1} */
  compression?: 1 | 7 | 8 | 32773;
  /** Sides of a tile; strips of 7 rows if left out. */
  tile?: readonly [number, number];
  isPlanar?: boolean;
  /** Whether differences are stored. */
  isPredicted?: boolean;
  isBig?: boolean;
  littleEndian?: boolean;
  orientation?: number;
  /** A strip as it shall be in the file, instead of one of the samples. */
  strip?: Uint8Array;
  /** More tags: [tag, type, values]; they replace others. */
  tags?: readonly (readonly [number, number, readonly number[]])[];
}

const ROWS_PER_STRIP = 7;

/** Store samples, `samples` bytes a pixel, as a TIFF. */
export async function makeTiff(
  pixels: Uint8Array,
  options: TiffOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, samples = 3, bits = 8, photometric = 2, compression = 1 } = options;
  const { tile, isPlanar = false, orientation = 1, tags = [] } = options;
  const [chunkWidth, chunkHeight] = tile ?? [width, compression === 7 ? 16 : ROWS_PER_STRIP];
  const chunks: Uint8Array[] = [];
  for (let plane = 0; plane < (isPlanar ? samples : 1); plane++) {
    for (let y = 0; y < height; y += chunkHeight) {
      for (let x = 0; x < width; x += chunkWidth) {
        const rows = tile ? chunkHeight : Math.min(chunkHeight, height - y);
        const cut = cutOut(pixels, { ...options, samples }, [x, y, chunkWidth, rows]);
        const own = isPlanar ? cut.filter((_, i) => i % samples === plane) : cut;
        chunks.push(await packed(own, chunkWidth, isPlanar ? 1 : samples, rows, options));
      }
    }
  }
  if (options.strip !== undefined) chunks.splice(0, chunks.length, options.strip);
  const place = tile
    ? [[322, 4, [chunkWidth]], [323, 4, [chunkHeight]]] as const
    : [[278, 4, [chunkHeight]]] as const;
  const all: NonNullable<TiffOptions["tags"]> = [
    [256, 4, [width]],
    [257, 4, [height]],
    [258, 3, new Array(samples).fill(bits)],
    [259, 3, [compression]],
    [262, 3, [photometric]],
    [274, 3, [orientation]],
    [277, 3, [samples]],
    [284, 3, [isPlanar ? 2 : 1]],
    ...(options.isPredicted ? [[317, 3, [2]]] as const : []),
    ...place,
    ...tags,
  ];
  return assembled(all, chunks, tile ? [324, 325] : [273, 279], options);
}

/** A strip's or tile's samples; beyond the picture its last pixels are repeated. */
function cutOut(
  pixels: Uint8Array,
  { width, height, samples }: TiffOptions & { samples: number },
  [x, y, chunkWidth, rows]: readonly [number, number, number, number],
): Uint8Array {
  const cut = new Uint8Array(chunkWidth * rows * samples);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < chunkWidth; column++) {
      const from = Math.min(height - 1, y + row) * width + Math.min(width - 1, x + column);
      for (let s = 0; s < samples; s++) cut[i++] = pixels[from * samples + s];
    }
  }
  return cut;
}

async function packed(
  values: Uint8Array,
  width: number,
  samples: number,
  rows: number,
  { bits = 8, compression = 1, isPredicted = false, littleEndian = true }: TiffOptions,
): Promise<Uint8Array> {
  if (compression === 7) return await jpegOf(values, width, samples, rows);
  const bytes = new Uint8Array(values.length * bits / 8);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) {
    const isFirst = Math.floor(i / samples) % width === 0;
    const wide = (at: number) => bits === 8 ? values[at] : values[at] * 257 - (values[at] & 7);
    const value = wide(i) - (isPredicted && !isFirst ? wide(i - samples) : 0);
    if (bits === 8) bytes[i] = value;
    else view.setUint16(2 * i, value, littleEndian);
  }
  if (compression === 8) {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }
  if (compression === 1) return bytes;
  // PackBits in its plainest form: runs of 1 to 128 bytes as they are, one of a repeated byte.
  const out: number[] = [];
  for (let i = 0; i < bytes.length; i += 100) {
    const run = bytes.subarray(i, i + 100);
    if (run.every((byte) => byte === run[0]) && run.length > 1) out.push(257 - run.length, run[0]);
    else out.push(run.length - 1, ...run);
  }
  return Uint8Array.from(out);
}

async function jpegOf(values: Uint8Array, width: number, samples: number, rows: number) {
  const frame = createFrame(width, rows);
  for (let i = 0; i < width * rows; i++) {
    for (let c = 0; c < 3; c++) frame.bitmap[4 * i + c] = values[i * samples + c];
  }
  using jpeg = await openJpegCodec();
  return (await jpeg.encode(frame, 95)).slice();
}

/** Put a file together: header, strips, values that are too long, directory. */
function assembled(
  tags: readonly (readonly [number, number, readonly number[]])[],
  chunks: readonly Uint8Array[],
  [offsetTag, lengthTag]: readonly [number, number],
  { isBig = false, littleEndian: little = true }: TiffOptions,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(1 << 22));
  const bytes = new Uint8Array(view.buffer);
  const word = (at: number, value: number) =>
    isBig ? view.setBigUint64(at, BigInt(value), little) : view.setUint32(at, value, little);
  bytes.set(little ? [0x49, 0x49] : [0x4d, 0x4d]);
  view.setUint16(2, isBig ? 43 : 42, little);
  if (isBig) view.setUint16(4, 8, little);
  let end = isBig ? 16 : 8;
  const put = (piece: Uint8Array) => {
    const start = end;
    bytes.set(piece, end);
    end += piece.length + piece.length % 2;
    return start;
  };
  const offsets = chunks.map(put);
  const all = [...tags, [offsetTag, 4, offsets], [lengthTag, 4, chunks.map((c) => c.length)]] as (
    readonly [number, number, readonly number[]]
  )[];
  const last = (tag: number) => all.findLastIndex(([each]) => each === tag);
  const unique = all.filter(([tag], i) => i === last(tag));
  unique.sort(([a], [b]) => a - b);
  const room = isBig ? 8 : 4;
  const entries = unique.map(([tag, type, values]) => {
    const step = type === 3 ? 2 : 4;
    const data = new DataView(new ArrayBuffer(Math.max(room, values.length * step)));
    for (const [i, value] of values.entries()) {
      if (step === 2) data.setUint16(2 * i, value, little);
      else data.setUint32(4 * i, value, little);
    }
    const field = new Uint8Array(data.buffer);
    return { tag, type, count: values.length, field, at: field.length > room ? put(field) : 0 };
  });
  word(isBig ? 8 : 4, end);
  if (isBig) word(end, entries.length);
  else view.setUint16(end, entries.length, little);
  end += isBig ? 8 : 2;
  for (const { tag, type, count, field, at } of entries) {
    view.setUint16(end, tag, little);
    view.setUint16(end + 2, type, little);
    word(end + 4, count);
    if (at === 0) bytes.set(field, end + 4 + room);
    else word(end + 4 + room, at);
    end += 4 + 2 * room;
  }
  return bytes.slice(0, end + room);
}
