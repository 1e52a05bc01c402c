import { UnsupportedMediaError } from "../../../errors.ts";
import { orient } from "../../../pixels/resize/orient.ts";
import { createFrame, type Frame } from "../../../raster/frame.ts";
import type { Ffmpeg } from "../../ffmpeg/ffmpeg.ts";
import type { JpegCodec } from "../jpeg_codec.ts";
import { aTurn, inBands } from "../formats/a_turn.ts";
import { decodeByFfmpeg } from "../decode_by_ffmpeg.ts";
import { ConvertFirst } from "../convert_first.ts";
import { assertPictureSize, truncated } from "../picture_size.ts";
import { joined } from "../formats/png_file.ts";
import { addDifferences, damagedTiff, inflate, reverseBits } from "./tiff_chunks.ts";
import { unpackBits, unpackLzw, unpackZstandard } from "./tiff_chunks.ts";
import { parseTiff, type TiffFile } from "./tiff_file.ts";
import { nameOfColors, Photometric, type Place, samplesOf, TiffPainter } from "./tiff_pixels.ts";

/** What {@linkcode decodeTiff} works with. */
export interface DecodeTiffOptions {
  /** Reads strips and tiles that are JPEGs. */
  jpeg: JpegCodec;
  /** Reads fax and LZMA. */
  ffmpeg: () => Promise<Ffmpeg>;
  /** Told in one line when only a part of the file is used. */
  onNotice?: ((notice: string) => void) | undefined;
  /** Ends the reading. */
  signal?: AbortSignal | undefined;
}

/** What compressions are called, by their number, that are not read. */
const NOT_READ: Readonly<Record<number, string>> = {
  2: "CCITT RLE",
  3: "CCITT fax (group 3)",
  4: "CCITT fax (group 4)",
  6: "old-style JPEG",
  34661: "JBIG",
  34712: "JPEG 2000",
  34887: "LERC",
  34925: "LZMA",
  50001: "WebP",
  50002: "JPEG XL",
};
const LZW = 5;
const JPEG = 7;
const PACK_BITS = 32773;
const ZSTANDARD = 50000;
/** Deflate has two numbers. */
const DEFLATE = [8, 32946];
/** Compressions that may go with differences instead of values. */
const PREDICTED = [LZW, ...DEFLATE, ZSTANDARD];
/** Fax and LZMA, for which ffmpeg is asked, and gives libtiff's pixels. */
const BY_FFMPEG = [2, 3, 4, 34925];

/** Compressions that no program at hand unpacks: Debian's libtiff is built without them. */
const NOWHERE = [34712, 50002];
/** Colours that ImageMagick has no way for. */
const LOG_LUV = [32844, 32845];

/**
 * Decode the first picture of a TIFF file: strips or tiles, together or planar, 1 to 16 bits,
 * gray, palette, RGB, CMYK or YCbCr; as they are or by PackBits, LZW, Deflate or JPEG.
 *
 * @param bytes The file.
 * @param options The codec, and whom to tell.
 * @returns The picture, upright.
 * @throws {UnsupportedMediaError} If it is too large, truncated, or of another kind.
 */
export async function decodeTiff(
  bytes: Uint8Array<ArrayBuffer>,
  options: DecodeTiffOptions,
): Promise<Frame> {
  const tiff = parseTiff(bytes);
  assertPictureSize(tiff);
  assertReadable(tiff);
  assertThere(tiff);
  if (tiff.pages > 1) options.onNotice?.(`only the first of its ${tiff.pages} pages is used`);
  const frame = BY_FFMPEG.includes(tiff.compression)
    ? await decodeFax(tiff, options)
    : await decodeChunks(tiff, options);
  return orient(frame, tiff.orientation);
}

async function decodeFax(tiff: TiffFile, options: DecodeTiffOptions) {
  const { width, height } = tiff;
  const bytes = withFirstPage(tiff);
  const length = 4 * width * height;
  const picture = {
    bytes,
    demuxer: "tiff_pipe",
    pixelFormat: "rgba",
    length,
    name: "TIFF",
    // ffmpeg cannot tell where a TIFF ends.
    inputArgs: ["-frame_size", String(bytes.length)],
  };
  let pixels: Uint8Array<ArrayBuffer>;
  try {
    pixels = await decodeByFfmpeg(picture, await options.ffmpeg(), options.signal);
  } catch (cause) {
    if (!(cause instanceof UnsupportedMediaError)) throw cause;
    throw new ConvertFirst(cause.message, "convert", { page: tiff.page, cause });
  }
  return { width, height, bitmap: new Uint8ClampedArray(pixels.buffer) };
}

/** The file with the picture's directory as its first one: ffmpeg reads no other. */
function withFirstPage({ bytes, directory, isBig, littleEndian }: TiffFile) {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  if (isBig) view.setBigUint64(8, BigInt(directory), littleEndian);
  else view.setUint32(4, directory, littleEndian);
  return changed;
}

async function decodeChunks(tiff: TiffFile, options: DecodeTiffOptions): Promise<Frame> {
  const frame = createFrame(tiff.width, tiff.height);
  const painter = new TiffPainter(tiff, frame);
  const planes = tiff.isPlanar ? tiff.samplesPerPixel : 1;
  const places = placesOf(tiff);
  if (Math.min(tiff.offsets.length, tiff.lengths.length) < planes * places.length) {
    throw damagedTiff();
  }
  const paint = tiff.compression === JPEG ? paintJpeg : paintPlain;
  for (const [i, place] of places.entries()) {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let plane = 0; plane < planes; plane++) {
      parts.push(chunkOf(tiff, plane * places.length + i));
    }
    await paint(tiff, painter, { place, parts, frame }, options);
    if (i % 16 === 15) await aTurn(options.signal);
  }
  return frame;
}

/** Check that no strip or tile lies behind the end. */
function assertThere({ offsets, lengths, bytes }: TiffFile): void {
  for (const [i, offset] of offsets.entries()) {
    if (offset + (lengths[i] ?? 0) > bytes.length) throw truncated("TIFF");
  }
}

function assertReadableJpegs(tiff: TiffFile, refuse: (what: string) => void): void {
  const { bitsPerSample, photometric, isPlanar, samplesPerPixel } = tiff;
  if (bitsPerSample !== 8) refuse(`of JPEGs of ${bitsPerSample} bits a colour`);
  if (photometric === Photometric.ink) refuse("of CMYK JPEGs");
  if (isPlanar && photometric !== Photometric.rgb) refuse("of JPEGs of one colour each");
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3) refuse("of JPEGs with alpha");
}

function assertReadable(tiff: TiffFile): void {
  const { compression, bitsPerSample, photometric, predictor, samplesPerPixel } = tiff;
  const { chunkWidth, chunkHeight } = tiff;
  const refuse = (what: string) => {
    const isNowhere = compression === JPEG && bitsPerSample > 8;
    if (isNowhere || NOWHERE.includes(compression) || LOG_LUV.includes(photometric)) {
      throw new UnsupportedMediaError(
        `it is a TIFF ${what}; save it as PNG in the program that made it`,
      );
    }
    // ImageMagick fails with some of the JPEGs that libtiff itself reads.
    const converter = compression === JPEG ? "tiffcp" : "convert";
    throw new ConvertFirst(`it is a TIFF ${what}`, converter, { page: tiff.page });
  };
  const isByFfmpeg = BY_FFMPEG.includes(compression) && !tiff.isTiled;
  if (![1, JPEG, PACK_BITS, ...PREDICTED].includes(compression) && !isByFfmpeg) {
    refuse(`with ${NOT_READ[compression] ?? `unknown (${compression})`} compression`);
  }
  if (tiff.isSignedOrFloat) refuse("of signed or floating-point numbers");
  if (photometric > 6 || photometric === 4) refuse(nameOfColors(photometric));
  // ffmpeg takes luma and chroma for another kind of them.
  if (photometric === Photometric.ycbcr && isByFfmpeg) refuse("of YCbCr colours in LZMA");
  if (bitsPerSample < 1 || bitsPerSample > 16) refuse(`of ${bitsPerSample} bits a colour`);
  if (samplesPerPixel < 1 || samplesPerPixel > 64) refuse(`of ${samplesPerPixel} colours`);
  if (predictor !== 1 && (predictor !== 2 || bitsPerSample % 8 !== 0)) {
    if (PREDICTED.includes(compression)) {
      refuse(`with predictor ${predictor} at ${bitsPerSample} bits`);
    }
  }
  if (photometric === Photometric.palette && bitsPerSample > 8) refuse("with a 16-bit palette");
  if (photometric === Photometric.ycbcr && compression !== JPEG) {
    if (tiff.isPlanar || bitsPerSample !== 8) refuse("of YCbCr colours, planar or of 16 bits");
    if (!tiff.subsampling.every((count) => [1, 2, 4].includes(count))) throw damagedTiff();
  }
  if (compression === JPEG) assertReadableJpegs(tiff, refuse);
  // A tile larger than the picture would be memory for nothing.
  if (chunkWidth < 1 || chunkHeight < 1) throw damagedTiff();
  assertPictureSize({ width: chunkWidth, height: chunkHeight });
}

/** Where the strips or tiles lie, in order. */
function placesOf({ width, height, chunkWidth, chunkHeight }: TiffFile): Place[] {
  const places: Place[] = [];
  for (let y = 0; y < height; y += chunkHeight) {
    for (let x = 0; x < width; x += chunkWidth) {
      const sides = [Math.min(chunkWidth, width - x), Math.min(chunkHeight, height - y)];
      places.push({ x, y, width: sides[0], height: sides[1] });
    }
  }
  return places;
}

function chunkOf({ bytes, offsets, lengths }: TiffFile, index: number): Uint8Array<ArrayBuffer> {
  return bytes.subarray(offsets[index], offsets[index] + lengths[index]);
}

/** Packed samples of a strip or tile, and where they belong. */
interface Chunk {
  readonly place: Place;
  /** One for all colours, or one each. */
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  readonly frame: Frame;
}

async function paintPlain(
  tiff: TiffFile,
  painter: TiffPainter,
  { place, parts }: Chunk,
  { signal }: DecodeTiffOptions,
): Promise<void> {
  const { chunkWidth, chunkHeight, isTiled, bitsPerSample: bits, littleEndian } = tiff;
  // Tiles are whole even where they reach beyond the picture, strips are not.
  const rows = isTiled ? chunkHeight : place.height;
  if (tiff.photometric === Photometric.ycbcr) {
    const [across, down] = tiff.subsampling;
    const rowBytes = Math.ceil(chunkWidth / across) * (across * down + 2);
    const length = rowBytes * Math.ceil(rows / down);
    const bytes = await unpack(tiff, parts[0], length, signal);
    return painter.paintBlocks(place, bytes, rowBytes);
  }
  const samples = parts.length > 1 ? 1 : tiff.samplesPerPixel;
  const count = chunkWidth * samples;
  const rowBytes = Math.ceil(count * bits / 8);
  const isRaw = tiff.photometric === Photometric.palette;
  const isPredicted = tiff.predictor === 2 && PREDICTED.includes(tiff.compression);
  const unpacked: Uint8Array[] = [];
  for (const part of parts) unpacked.push(await unpack(tiff, part, rowBytes * rows, signal));
  for await (const { first, end } of inBands({ width: count, height: place.height }, signal)) {
    const planes = unpacked.map((bytes) => {
      const band = bytes.subarray(first * rowBytes, end * rowBytes);
      if (isPredicted) addDifferences(band, { rowBytes, bits, samples, littleEndian });
      return samplesOf(band, { count, rowBytes, bits, littleEndian, isRaw });
    });
    painter.paint({ ...place, y: place.y + first, height: end - first }, planes, count);
  }
}

/** A strip's or tile's bytes, not those of the file. */
async function unpack(
  { compression, isFillReversed }: TiffFile,
  part: Uint8Array<ArrayBuffer>,
  length: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  if (isFillReversed) {
    part = part.slice();
    reverseBits(part);
  }
  if (compression === 1) {
    if (part.length < length) throw damagedTiff();
    return part.slice(0, length);
  }
  const out = new Uint8Array(length);
  if (compression === LZW) {
    for (const _ of unpackLzw(part, out)) await aTurn(signal);
  } else if (compression === PACK_BITS) unpackBits(part, out);
  else if (compression === ZSTANDARD) unpackZstandard(part, out);
  else await inflate(part, out);
  return out;
}

async function paintJpeg(
  tiff: TiffFile,
  painter: TiffPainter,
  { place, parts, frame }: Chunk,
  { jpeg }: DecodeTiffOptions,
): Promise<void> {
  const planes: Frame[] = [];
  for (const part of parts) planes.push(await jpeg.decode(wholeJpeg(tiff, part)));
  const [first] = planes;
  if (planes.some((plane) => plane.width < place.width || plane.height < place.height)) {
    throw damagedTiff();
  }
  if (tiff.samplesPerPixel === 1) {
    const gray = new Uint8Array(first.width * first.height);
    for (let i = 0; i < gray.length; i++) gray[i] = first.bitmap[4 * i];
    return painter.paint(place, [gray], first.width);
  }
  for (let y = 0; y < place.height; y++) {
    const start = 4 * ((place.y + y) * frame.width + place.x);
    const from = 4 * y * first.width;
    frame.bitmap.set(first.bitmap.subarray(from, from + 4 * place.width), start);
    for (let x = 0; x < place.width && planes.length > 1; x++) {
      frame.bitmap[start + 4 * x + 1] = planes[1].bitmap[from + 4 * x];
      frame.bitmap[start + 4 * x + 2] = planes[2].bitmap[from + 4 * x];
    }
  }
}

/** A file of its own out of a strip, the tables that all share, and what the colours are. */
function wholeJpeg(
  { jpegTables, photometric }: TiffFile,
  part: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const isYcc = photometric === Photometric.ycbcr ? 1 : 0;
  // Adobe's marker tells a decoder what it would guess otherwise.
  const adobe = [0xff, 0xd8, 0xff, 0xee, 0, 14, 65, 100, 111, 98, 101];
  const marker = Uint8Array.of(...adobe, 0, 100, 0, 0, 0, 0, isYcc);
  const tables = jpegTables === undefined || jpegTables.length < 4
    ? new Uint8Array()
    : jpegTables.subarray(2, -2);
  return joined([marker, tables, part.subarray(2)]);
}
