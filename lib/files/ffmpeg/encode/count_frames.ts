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
import { boxes, cutOff, type FilePart, findBox, viewOf, wholeOf } from "../probe/boxes.ts";
import { elements, MATROSKA } from "../probe/elements.ts";
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

/** Samples of the first track of pictures; each of any track must lie in the file. */
function countMp4(file: FileWindow): number {
  const all = wholeOf(file);
  const index = findBox(file, all, "moov");
  if (index === undefined || findBox(file, all, "mdat") === undefined) {
    throw new Error("the file has no index");
  }
  let count: number | undefined;
  for (const track of boxes(file, index.start, index.end)) {
    if (track.type !== "trak") continue;
    const handler = findBox(file, track, "mdia", "hdlr");
    const table = findBox(file, track, "mdia", "minf", "stbl");
    if (handler === undefined || table === undefined) throw cutOff();
    const kind = String.fromCharCode(...file.at(handler.start + 8, 4));
    const samples = findBox(file, table, "stsz");
    if (samples === undefined) throw cutOff();
    assertChunksInside(file, table);
    if (kind === "vide") count ??= viewOf(file.at(samples.start, 12)).getUint32(8);
  }
  return count ?? 0;
}

/** No chunk of a track may begin beyond the end of the file. */
function assertChunksInside(file: FileWindow, table: FilePart): void {
  const chunks = findBox(file, table, "stco") ?? findBox(file, table, "co64");
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

/** Blocks of the first track, which is the pictures'. The index at the end must be there. */
function countMatroska(file: FileWindow): number {
  let count = 0;
  let hasIndex = false;
  for (const top of elements(file, 0, file.size)) {
    if (top.type !== MATROSKA.segment) continue;
    for (const part of elements(file, top.start, top.end)) {
      hasIndex ||= part.type === MATROSKA.cues;
      if (part.type !== MATROSKA.cluster) continue;
      for (const block of elements(file, part.start, part.end)) {
        if (isPictureBlock(file, block)) count++;
      }
    }
  }
  if (!hasIndex) throw new Error("the file has no index");
  return count;
}

/** Whether a part of a cluster is a block of track 1, or a group around one. */
function isPictureBlock(file: FileWindow, part: FilePart): boolean {
  if (part.type === MATROSKA.simpleBlock || part.type === MATROSKA.block) {
    return file.at(part.start, 1)[0] === 0x81;
  }
  if (part.type !== MATROSKA.blockGroup) return false;
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
