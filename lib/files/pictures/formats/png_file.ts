import { UnsupportedMediaError } from "../../../errors.ts";
import type { Orientation } from "../../../pixels/resize/orient.ts";
import type { Size } from "../../../raster/frame.ts";
import { exifOrientation } from "../exif.ts";
import { truncated } from "../picture_size.ts";

/** What is needed to decode a PNG. */
export interface PngFile extends Size {
  /** How it was held. */
  readonly orientation: Orientation;
  /**
   * The file with the chunks that hold the picture only. What else there is, profiles and
   * texts, may unpack to a thousand times its size, and changes no pixel.
   */
  readonly bare: Uint8Array<ArrayBuffer>;
}

/** The chunks that make the pixels. */
const NEEDED = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
const SIGNATURE_LENGTH = 8;
/** Of a chunk besides its content: length, type and checksum. */
const FRAME_LENGTH = 12;

/**
 * Take a PNG apart. Of an animated one that is the picture for those who know no animation.
 *
 * @param bytes The file.
 * @returns Its size, orientation and picture.
 * @throws {UnsupportedMediaError} If it is truncated or no PNG.
 */
export function parsePng(bytes: Uint8Array<ArrayBuffer>): PngFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.subarray(0, SIGNATURE_LENGTH)];
  let size: Size | undefined;
  let orientation: Orientation = 1;
  for (let at = SIGNATURE_LENGTH;;) {
    if (at + FRAME_LENGTH > bytes.length) throw truncated("PNG");
    const length = view.getUint32(at);
    const end = at + FRAME_LENGTH + length;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) throw new UnsupportedMediaError("it is a damaged PNG");
    if (end > bytes.length) throw truncated("PNG");
    if (type === "IHDR" && length >= 8) {
      size ??= { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    }
    if (type === "eXIf") orientation = exifOrientation(bytes.subarray(at + 8, end - 4));
    if (NEEDED.has(type)) kept.push(bytes.subarray(at, end));
    at = end;
    if (type === "IEND") break;
  }
  if (size === undefined) throw new UnsupportedMediaError("it is a PNG without a header");
  return { ...size, orientation, bare: joined(kept) };
}

/**
 * Whether a PNG says that it is to be turned, or that its pixels are not square: what ffmpeg
 * overlooks, or heeds.
 *
 * @param head Its first bytes.
 */
export function needsCare(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = SIGNATURE_LENGTH; at + FRAME_LENGTH <= head.length;) {
    const type = String.fromCharCode(...head.subarray(at + 4, at + 8));
    const end = at + FRAME_LENGTH + view.getUint32(at);
    if (type === "eXIf") return exifOrientation(head.subarray(at + 8, end - 4)) !== 1;
    if (
      type === "pHYs" && end <= head.length && view.getUint32(at + 8) !== view.getUint32(at + 12)
    ) {
      return true;
    }
    at = end;
  }
  return false;
}

/** Several pieces in one. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
