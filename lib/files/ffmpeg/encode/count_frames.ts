/**
 * How many pictures a video file holds, by its own index or chain of blocks, and whether it
 * reaches its end: what a full disk cuts off shows here, and in no exit code of ffmpeg's.
 *
 * For files that ffmpeg has just written at our request: of each container, what ffmpeg's muxer
 * writes is understood, nothing else.
 *
 * @module
 */

import type { FileWindow } from "../../system/file_window.ts";
import type { Container } from "./containers.ts";

/** Counts the pictures of a file, or throws an Error that says what is missing. */
type Counter = (file: FileWindow) => number;

const COUNTERS: Readonly<Record<Container, Counter>> = {
  mp4: countMp4,
  mov: countMp4,
  mkv: countMatroska,
  webm: countMatroska,
  gif: countGif,
};

/**
 * Count the pictures of a video file, none of which is decoded: 60 s of 1080p take some
 * milliseconds.
 *
 * @param file The file.
 * @param container What it is.
 * @returns The number of pictures that are whole.
 * @throws {Error} If the file breaks off, with the reason as its message.
 */
export function countFrames(file: FileWindow, container: Container): number {
  return COUNTERS[container](file);
}

/** A box of an mp4, or an element of a Matroska: where its content begins and ends. */
interface Part {
  readonly type: string | number;
  readonly start: number;
  readonly end: number;
}

function cutOff(): Error {
  return new Error("the file breaks off");
}

/**
 * Boxes in a row. The last may not go beyond the end.
 *
 * @see ISO/IEC 14496-12, 4.2.
 */
function* boxes(file: FileWindow, from: number, to: number): Generator<Part> {
  for (let position = from; position < to;) {
    const bytes = file.at(position, 16);
    if (bytes.length < 8) throw cutOff();
    const view = viewOf(bytes);
    const isLong = view.getUint32(0) === 1;
    if (isLong && bytes.length < 16) throw cutOff();
    const size = isLong ? Number(view.getBigUint64(8)) : view.getUint32(0);
    const end = position + size;
    if (size < 8 || end > to) throw cutOff();
    const type = String.fromCharCode(...bytes.subarray(4, 8));
    yield { type, start: position + (isLong ? 16 : 8), end };
    position = end;
  }
}

/** The first box of a type within another. */
function find(file: FileWindow, { start, end }: Part, ...types: string[]): Part | undefined {
  const [type, ...rest] = types;
  for (const box of boxes(file, start, end)) {
    if (box.type === type) return rest.length === 0 ? box : find(file, box, ...rest);
  }
  return undefined;
}

/** Samples of the first track of pictures; each of any track must lie in the file. */
function countMp4(file: FileWindow): number {
  const all: Part = { type: "", start: 0, end: file.size };
  const index = find(file, all, "moov");
  if (index === undefined || find(file, all, "mdat") === undefined) {
    throw new Error("the file has no index");
  }
  let count: number | undefined;
  for (const track of boxes(file, index.start, index.end)) {
    if (track.type !== "trak") continue;
    const handler = find(file, track, "mdia", "hdlr");
    const table = find(file, track, "mdia", "minf", "stbl");
    if (handler === undefined || table === undefined) throw cutOff();
    const kind = String.fromCharCode(...file.at(handler.start + 8, 4));
    const samples = find(file, table, "stsz");
    if (samples === undefined) throw cutOff();
    assertChunksInside(file, table);
    if (kind === "vide") count ??= viewOf(file.at(samples.start, 12)).getUint32(8);
  }
  return count ?? 0;
}

/** No chunk of a track may begin beyond the end of the file. */
function assertChunksInside(file: FileWindow, table: Part): void {
  const chunks = find(file, table, "stco") ?? find(file, table, "co64");
  if (chunks === undefined) throw cutOff();
  const view = viewOf(file.bytes(chunks.start, chunks.end - chunks.start));
  const count = view.getUint32(4);
  for (let i = 0; i < count; i++) {
    const offset = chunks.type === "stco"
      ? view.getUint32(8 + 4 * i)
      : Number(view.getBigUint64(8 + 8 * i));
    if (offset >= file.size) throw cutOff();
  }
}

/** Matroska's names of elements that are looked into, or counted. */
const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const SIMPLE_BLOCK = 0xa3;
const CUES = 0x1c53bb6b;

/**
 * Elements in a row, each of a length that is known: ffmpeg writes the lengths at the end.
 *
 * @see RFC 8794, 4 to 6.
 */
function* elements(file: FileWindow, from: number, to: number): Generator<Part> {
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

function bigEndian(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/** Blocks of the first track, which is the pictures'. The index at the end must be there. */
function countMatroska(file: FileWindow): number {
  let count = 0;
  let hasIndex = false;
  for (const top of elements(file, 0, file.size)) {
    if (top.type !== SEGMENT) continue;
    for (const part of elements(file, top.start, top.end)) {
      hasIndex ||= part.type === CUES;
      if (part.type !== CLUSTER) continue;
      for (const block of elements(file, part.start, part.end)) {
        if (isPictureBlock(file, block)) count++;
      }
    }
  }
  if (!hasIndex) throw new Error("the file has no index");
  return count;
}

/** Whether a part of a cluster is a block of track 1, or a group around one. */
function isPictureBlock(file: FileWindow, part: Part): boolean {
  if (part.type === SIMPLE_BLOCK || part.type === BLOCK) return file.at(part.start, 1)[0] === 0x81;
  if (part.type !== BLOCK_GROUP) return false;
  return elements(file, part.start, part.end).some((inner) => isPictureBlock(file, inner));
}

/**
 * Pictures up to the trailer, which must be the last byte.
 *
 * @see CompuServe's GIF89a specification, 17 to 27.
 */
function countGif(file: FileWindow): number {
  const head = file.at(0, 13);
  if (head.length < 13) throw cutOff();
  let position = 13 + paletteLength(head[10]);
  let count = 0;
  for (;;) {
    const [kind] = file.at(position, 1);
    if (kind === 0x3b && position === file.size - 1) return count;
    // An extension has a label before its blocks; a picture ten bytes, its palette, a code size.
    if (kind === 0x21) position += 2;
    else if (kind === 0x2c) {
      position += 11 + paletteLength(file.at(position, 10)[9] ?? 0);
      count++;
    } else throw cutOff();
    position = afterBlocks(file, position);
  }
}

function paletteLength(flags: number): number {
  return flags & 0x80 ? 3 << ((flags & 7) + 1) : 0;
}

/** Where a chain of blocks of up to 255 bytes has ended. */
function afterBlocks(file: FileWindow, from: number): number {
  for (let position = from;;) {
    const [length] = file.at(position, 1);
    if (length === undefined) throw cutOff();
    position += 1 + length;
    if (length === 0) return position;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
