import { aviPictures, flvSeconds, isCutAvi, isFlv, isMatroska, isMovie } from "./file_head.ts";
import { bytesAt, isCutMovie } from "./movie_end.ts";
import { onDisk } from "../../system/working_folder.ts";

/** What a file tells of its end. */
export interface FileEnd {
  /** Whether it may break off, which ffmpeg does not say of every format. */
  readonly isCut: boolean;
  /** Whether its index says that pictures are missing. */
  readonly lacksPictures?: boolean;
  /** How many pictures it says it has. */
  readonly pictures?: number | undefined;
  /** How many seconds it says it lasts, with its sound. */
  readonly seconds?: number | undefined;
  /** Whether it is a Matroska or WebM, of which ffmpeg tells how long it says it is. */
  readonly isMatroska?: boolean;
}

/**
 * Find out what a file tells of its end.
 *
 * @param path The file.
 * @param head Its first bytes.
 * @param size How many bytes it has.
 */
export async function lookAtEnd(path: string, head: Uint8Array, size: number): Promise<FileEnd> {
  if (isMovie(head)) {
    const isCut = await isCutMovie(path, size);
    return { isCut, lacksPictures: isCut };
  }
  if (isFlv(head)) return { isCut: await isCutFlv(path, size), seconds: flvSeconds(head) };
  if (isMatroska(head)) return { isCut: false, isMatroska: true };
  return { isCut: isCutAvi(head, size), pictures: aviPictures(head) };
}

/** Whether the last bytes of an FLV do not tell how long the last of its tags is, as they should. */
async function isCutFlv(path: string, size: number): Promise<boolean> {
  using file = await Deno.open(onDisk(path));
  const last = await viewAt(file, size - 4, 4);
  const length = last?.getUint32(0) ?? 0;
  const tag = await viewAt(file, size - 4 - length, 4);
  // Sound, pictures or data, and how many bytes of them.
  return tag === undefined || ![8, 9, 18].includes(tag.getUint8(0)) ||
    (tag.getUint32(0) & 0xff_ffff) !== length - 11;
}

async function viewAt(
  file: Deno.FsFile,
  at: number,
  length: number,
): Promise<DataView | undefined> {
  if (at < 0) return undefined;
  const bytes = await bytesAt(file, at, length);
  return bytes.length === length ? new DataView(bytes.buffer) : undefined;
}
