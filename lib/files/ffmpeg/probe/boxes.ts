/**
 * The boxes of an mp4 or mov, of which only the heads are read.
 *
 * @module
 */

import type { FileWindow } from "../../system/file_window.ts";

/** A box of an mp4, or an element of a Matroska: where its content begins and ends. */
export interface FilePart {
  readonly type: string | number;
  readonly start: number;
  readonly end: number;
}

/** What is thrown where a part would go beyond the end of what it is in. */
export function cutOff(): Error {
  return new Error("the file breaks off");
}

/**
 * Boxes in a row. The last may not go beyond the end.
 *
 * @param file The file.
 * @param from Where the first begins.
 * @param to Where the last ends.
 * @throws {Error} If one breaks off.
 * @see ISO/IEC 14496-12, 4.2.
 */
export function* boxes(file: FileWindow, from: number, to: number): Generator<FilePart> {
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

/**
 * The first box of a type within another.
 *
 * @param file The file.
 * @param within The other box; `wholeOf(file)` for the file itself.
 * @param types Its type, behind those of the boxes around it.
 */
export function findBox(
  file: FileWindow,
  { start, end }: FilePart,
  ...types: string[]
): FilePart | undefined {
  const [type, ...rest] = types;
  for (const box of boxes(file, start, end)) {
    if (box.type === type) return rest.length === 0 ? box : findBox(file, box, ...rest);
  }
  return undefined;
}

/** A file as a part of which all others are parts. */
export function wholeOf({ size }: FileWindow): FilePart {
  return { type: "", start: 0, end: size };
}

/** Bytes as numbers. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
