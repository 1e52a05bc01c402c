import { join, relative } from "node:path";
import { checksum } from "../../../files/system/checksum.ts";
import { fileInfo } from "../../../files/system/file_info.ts";
import { FilePattern } from "../../../files/pictures/numbered_files.ts";
import { wholePath } from "../../../files/system/working_folder.ts";
import { singlePath, type Target, type Targets } from "../../targets/target.ts";
import {
  type AnyRecord,
  arePicturesIntact,
  notePictures,
  type PicturesNote,
  readAnyRecord,
} from "../shard_record.ts";
import type { ShardsFolder } from "../shards_folder.ts";

/** A file that was made. */
export interface FileNote {
  readonly kind: "file";
  /** Its path, from where the output's folder lies. */
  readonly path: string;
  readonly bytes: number;
  /** Of all its bytes. */
  readonly sha256: string;
}

/** Numbered pictures that were made. */
export interface PatternNote extends PicturesNote {
  /** Their names, from where the output's folder lies. */
  readonly pattern: string;
}

/** What was made of one of many videos. */
export interface VideoRecord {
  readonly video: string;
  readonly output: FileNote | PatternNote;
  readonly mattes: FileNote | PatternNote | null;
}

/** What a shard of many videos has made: it is done. */
export interface SetRecord extends AnyRecord {
  readonly videos: readonly VideoRecord[];
}

/**
 * Read a shard's record.
 *
 * @param folder The shards.
 * @param shard Which of them.
 * @param job The job that it must be of.
 * @returns `undefined` if there is none, or it is damaged, or another job's.
 */
export async function readSetRecord(
  folder: ShardsFolder,
  shard: number,
  job: string,
): Promise<SetRecord | undefined> {
  const record = await readAnyRecord<SetRecord>(folder, shard, job);
  return Array.isArray(record?.videos) ? record : undefined;
}

/**
 * Note what was made of a video.
 *
 * @param folder The shards.
 * @param video The video.
 * @param targets Where that is.
 * @param signal Ends the reading.
 * @throws If a file is not there.
 */
export async function noteVideo(
  folder: ShardsFolder,
  video: string,
  { output, mattes }: Targets,
  signal: AbortSignal,
): Promise<VideoRecord> {
  const note = (target: Target) => noteTarget(folder, target, signal);
  return {
    video,
    output: await note(output),
    mattes: mattes === undefined ? null : await note(mattes),
  };
}

async function noteTarget(
  folder: ShardsFolder,
  target: Target,
  signal: AbortSignal,
): Promise<FileNote | PatternNote> {
  const fromFolder = (path: string) => relative(wholePath(folder.outside), wholePath(path));
  const path = singlePath(target);
  if (path !== undefined) {
    return { kind: "file", path: fromFolder(path), ...await checksum(path, signal) };
  }
  if (target.kind !== "pictures") throw new TypeError("Cannot note what was made: it is no file");
  const { pattern } = target;
  const note = await notePictures(pattern, { first: 1, last: Infinity }, signal);
  return { ...note, pattern: fromFolder(String(pattern)) };
}

/** How thoroughly {@linkcode isVideoIntact} looks. */
export interface VideoIntactOptions {
  /**
   * Whether files are only looked for, and not read.
   *
   * @default {false}
   */
  readonly isQuick?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether what was made of a video is there as it was made.
 *
 * @param folder The shards.
 * @param record What was noted of it.
 * @param options How thoroughly it is looked at.
 */
export async function isVideoIntact(
  folder: ShardsFolder,
  { output, mattes }: VideoRecord,
  options: VideoIntactOptions = {},
): Promise<boolean> {
  return await isNoteIntact(folder, output, options) &&
    (mattes === null || await isNoteIntact(folder, mattes, options));
}

async function isNoteIntact(
  { outside }: ShardsFolder,
  note: FileNote | PatternNote,
  { isQuick = false, signal }: VideoIntactOptions,
): Promise<boolean> {
  if (note.kind === "pictures") {
    const pattern = new FilePattern(join(outside, note.pattern));
    return await arePicturesIntact(note, pattern, { isQuick, signal });
  }
  const path = join(outside, note.path);
  if (fileInfo(path)?.size !== note.bytes) return false;
  return isQuick || (await checksum(path, signal)).sha256 === note.sha256;
}
