import { UnsupportedMediaError } from "../../../errors.ts";
import { orient } from "../../../pixels/resize/orient.ts";
import { createFrame, type Frame, type Size } from "../../../raster/frame.ts";
import type { Ffmpeg } from "../../ffmpeg/ffmpeg.ts";
import { ConvertFirst } from "../convert_first.ts";
import { decodeByFfmpeg } from "../decode_by_ffmpeg.ts";
import { type HeifFile, type HeifItem, itemBytes, parseHeif } from "./heif_file.ts";
import { assertPictureSize, truncated } from "../picture_size.ts";

/** Colours without swscale's shortcuts. */
const ACCURATE = ["-sws_flags", "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"];

/**
 * Decode an AVIF picture: its tiles by ffmpeg, one after the other, put together, with its
 * alpha, and upright.
 *
 * @param bytes The file.
 * @param ffmpeg Decodes AV1.
 * @param signal Ends the decoding.
 * @returns The picture, upright.
 * @throws {UnsupportedMediaError} If it is too large, truncated, damaged or of another kind.
 */
export async function decodeAvif(
  bytes: Uint8Array<ArrayBuffer>,
  ffmpeg: Ffmpeg,
  signal?: AbortSignal,
): Promise<Frame> {
  const file = parseHeif(bytes);
  const { primary } = file;
  assertPictureSize(primary);
  const decoder = new AvifDecoder(file, ffmpeg, signal);
  let frame = await decoder.frameOf(primary);
  const alpha = primary.alpha === undefined ? undefined : file.items.get(primary.alpha);
  if (alpha !== undefined) await decoder.addAlpha(frame, { ...alpha, ...sizeOf(primary) });
  for (const turn of primary.turns) frame = orient(frame, turn);
  return frame;
}

class AvifDecoder {
  readonly #file: HeifFile;
  readonly #ffmpeg: Ffmpeg;
  readonly #signal: AbortSignal | undefined;

  constructor(file: HeifFile, ffmpeg: Ffmpeg, signal: AbortSignal | undefined) {
    this.#file = file;
    this.#ffmpeg = ffmpeg;
    this.#signal = signal;
  }

  /** A picture's colours, opaque. */
  async frameOf(item: HeifItem & Size): Promise<Frame> {
    if (item.isCropped) {
      throw new ConvertFirst("it is a cropped AVIF, which is not read", "avifdec");
    }
    const frame = createFrame(item.width, item.height);
    for (const { tile, x, y } of this.#tiles(item)) {
      const pixels = await this.#decode(tile, "rgba", 4);
      copyRows(pixels, tile, frame.bitmap, frame, { x, y, bytes: 4 });
    }
    return frame;
  }

  /** Put the alpha of another picture into a frame. */
  async addAlpha(frame: Frame, item: HeifItem & Size): Promise<void> {
    const gray = new Uint8Array(frame.width * frame.height);
    for (const { tile, x, y } of this.#tiles(item)) {
      const pixels = await this.#decode(tile, "gray", 1);
      copyRows(pixels, tile, gray, frame, { x, y, bytes: 1 });
    }
    for (let i = 0; i < gray.length; i++) frame.bitmap[4 * i + 3] = gray[i];
  }

  /** What a picture is made of, and where each part lies. */
  *#tiles(item: HeifItem & Size): Generator<{ tile: HeifItem & Size; x: number; y: number }> {
    if (item.type === "av01") return yield { tile: item, x: 0, y: 0 };
    if (item.type !== "grid") {
      throw new ConvertFirst(`it is an AVIF of '${item.type}', not AV1`, "heif-convert");
    }
    const grid = itemBytes(this.#file, item);
    const [rows, columns] = [grid[2] + 1, grid[3] + 1];
    if (item.parts.length !== rows * columns) {
      throw new UnsupportedMediaError("it is a damaged AVIF");
    }
    for (const [i, id] of item.parts.entries()) {
      const tile = this.#file.items.get(id);
      if (tile?.type !== "av01" || tile.width === undefined || tile.height === undefined) {
        throw new UnsupportedMediaError("it is a damaged AVIF");
      }
      const sized = { ...tile, width: tile.width, height: tile.height };
      assertPictureSize(sized);
      yield { tile: sized, x: i % columns * tile.width, y: Math.floor(i / columns) * tile.height };
    }
  }

  async #decode(tile: HeifItem & Size, pixelFormat: string, bytesAPixel: number) {
    const { extents, width, height } = tile;
    if (extents.some(({ end }) => end > this.#file.bytes.length)) throw truncated("AVIF");
    const picture = {
      bytes: ivfOf(itemBytes(this.#file, tile), tile),
      demuxer: "ivf",
      pixelFormat,
      length: bytesAPixel * width * height,
      args: ACCURATE,
      name: "AVIF",
    };
    return await decodeByFfmpeg(picture, this.#ffmpeg, this.#signal);
  }
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}

/** The plainest container of AV1, with one frame. */
function ivfOf(av1: Uint8Array, { width, height }: Size): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(44 + av1.length);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode("DKIF"));
  view.setUint16(6, 32, true);
  file.set(new TextEncoder().encode("AV01"), 8);
  view.setUint16(12, width, true);
  view.setUint16(14, height, true);
  view.setUint32(16, 25, true);
  view.setUint32(20, 1, true);
  view.setUint32(24, 1, true);
  view.setUint32(32, av1.length, true);
  file.set(av1, 44);
  return file;
}

/** Copy a tile into a picture, as far as it lies inside. */
function copyRows(
  from: Uint8Array,
  tile: Size,
  to: Uint8Array | Uint8ClampedArray,
  whole: Size,
  { x, y, bytes }: { x: number; y: number; bytes: number },
): void {
  const width = Math.min(tile.width, whole.width - x);
  const height = Math.min(tile.height, whole.height - y);
  for (let row = 0; row < height && width > 0; row++) {
    const start = row * tile.width * bytes;
    to.set(from.subarray(start, start + width * bytes), ((y + row) * whole.width + x) * bytes);
  }
}
