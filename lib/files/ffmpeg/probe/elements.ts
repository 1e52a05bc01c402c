import type { FileWindow } from "../../system/file_window.ts";
import { cutOff, type FilePart } from "./boxes.ts";

/** Matroska's names of elements that are looked into, read, written or counted. */
export const MATROSKA = {
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  track: 0xae,
  defaultDuration: 0x23e383,
  cluster: 0x1f43b675,
  blockGroup: 0xa0,
  block: 0xa1,
  simpleBlock: 0xa3,
  cues: 0x1c53bb6b,
} as const;

/**
 * Elements of a Matroska or WebM in a row, each of a length that is known: ffmpeg writes the
 * lengths at the end.
 *
 * @param file The file.
 * @param from Where the first begins.
 * @param to Where the last ends.
 * @throws {Error} If one breaks off, or its length is not known.
 * @see RFC 8794, 4 to 6.
 */
export function* elements(file: FileWindow, from: number, to: number): Generator<FilePart> {
  for (let position = from; position < to;) {
    const bytes = file.at(position, 12);
    const idLength = lengthOf(bytes[0] ?? 0);
    const sizeLength = lengthOf(bytes[idLength] ?? 0);
    const start = position + idLength + sizeLength;
    if (start > position + bytes.length || start > to) throw cutOff();
    const type = bigEndian(bytes.subarray(0, idLength));
    const sizeBytes = bytes.slice(idLength, idLength + sizeLength);
    sizeBytes[0] &= (1 << (8 - sizeLength)) - 1;
    // All ones: not known.
    if (sizeBytes[0] === (1 << (8 - sizeLength)) - 1 && sizeBytes.subarray(1).every(isAllOnes)) {
      throw cutOff();
    }
    const end = start + bigEndian(sizeBytes);
    if (end > to) throw cutOff();
    yield { type, start, end };
    position = end;
  }
}

function isAllOnes(byte: number): boolean {
  return byte === 0xff;
}

/** How many bytes a number has, by the zeros that its first byte begins with. */
function lengthOf(first: number): number {
  return Math.max(1, Math.clz32(first) - 23);
}

/** A number, its highest byte first. */
export function bigEndian(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
