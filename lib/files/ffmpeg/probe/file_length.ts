import { FileWindow } from "../../system/file_window.ts";
import { boxes, type FilePart, findBox, viewOf, wholeOf } from "./boxes.ts";
import { bigEndian, elements, MATROSKA } from "./elements.ts";
import { aviSeconds, flvSeconds, isFlv, isMatroska, isMovie } from "./file_head.ts";

/** What the head of a file tells of its length. */
export interface FileLength {
  /** In bytes. */
  readonly size: number;
  /** A whole number; `undefined` if the file does not tell. */
  readonly milliseconds: number | undefined;
}

/** What is read at a time: the head of a file has all in it, or says where it is. */
const window = new Uint8Array(4096);

/** How many parts of a file are passed over at most; what tells the length is among the first. */
const MOST_PARTS = 32;

/**
 * How long a video lasts by its own word, without a program: an mp4 or mov says so in `moov`,
 * wherever that is, a Matroska or WebM in `Info`, an AVI or FLV in its head. One or two reads of
 * 4096 bytes a file.
 *
 * @example A file of which nobody knows
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "no video");
 * assertEquals(fileLength(path), { size: 8, milliseconds: undefined });
 * await Deno.remove(path);
 * ```
 *
 * @param path The file.
 * @returns Its length. A stream, and a recording that was not closed, do not tell.
 * @throws What the system says.
 */
export function fileLength(path: string): FileLength {
  using file = new FileWindow(path, { window });
  const { size } = file;
  try {
    const milliseconds = Math.round(1000 * (secondsOf(file) ?? NaN));
    return { size, milliseconds: milliseconds > 0 ? milliseconds : undefined };
  } catch {
    // It is cut off, or is not what it begins as: whoever opens it will say so.
    return { size, milliseconds: undefined };
  }
}

function secondsOf(file: FileWindow): number | undefined {
  const head = file.at(0, window.length);
  if (isMovie(head)) return movieSeconds(file);
  if (isMatroska(head)) return matroskaSeconds(file);
  return isFlv(head) ? flvSeconds(head) : aviSeconds(head);
}

/** @see ISO/IEC 14496-12, 8.2.2 and 8.8.2. */
function movieSeconds(file: FileWindow): number | undefined {
  const whole = wholeOf(file);
  const index = boxes(file, whole.start, whole.end).take(MOST_PARTS)
    .find(({ type }) => type === "moov");
  const head = index && findBox(file, index, "mvhd");
  if (index === undefined || head === undefined) return undefined;
  const view = viewOf(file.at(head.start, 32));
  const isLong = view.getUint8(0) === 1;
  const timescale = view.getUint32(isLong ? 20 : 12);
  const duration = isLong ? longAt(view, 24) : shortAt(view, 16);
  // One in fragments tells it elsewhere, if at all.
  return (duration || fragmentsDuration(file, index)) / timescale;
}

function fragmentsDuration(file: FileWindow, index: FilePart): number {
  const head = findBox(file, index, "mvex", "mehd");
  if (head === undefined) return NaN;
  const view = viewOf(file.at(head.start, 12));
  return view.getUint8(0) === 1 ? longAt(view, 4) : shortAt(view, 4);
}

/** A duration; all ones stand for none. */
function shortAt(view: DataView, at: number): number {
  const value = view.getUint32(at);
  return value === 0xffff_ffff ? NaN : value;
}

function longAt(view: DataView, at: number): number {
  const value = view.getBigUint64(at);
  return value === 0xffff_ffff_ffff_ffffn ? NaN : Number(value);
}

/** @see RFC 9559, 5.1.2. */
function matroskaSeconds(file: FileWindow): number | undefined {
  const whole = wholeOf(file);
  const segment = elements(file, whole.start, whole.end).take(MOST_PARTS)
    .find(({ type }) => type === MATROSKA.segment);
  if (segment === undefined) return undefined;
  const info = elements(file, segment.start, segment.end).take(MOST_PARTS)
    .find(({ type }) => type === MATROSKA.info);
  if (info === undefined) return undefined;
  let nanoseconds = 1_000_000;
  let duration: number | undefined;
  for (const { type, start, end } of elements(file, info.start, info.end)) {
    if (type === MATROSKA.timestampScale) nanoseconds = bigEndian(file.at(start, end - start));
    if (type !== MATROSKA.duration) continue;
    const view = viewOf(file.at(start, end - start));
    duration = view.byteLength === 4 ? view.getFloat32(0) : view.getFloat64(0);
  }
  return duration && duration * nanoseconds / 1e9;
}
