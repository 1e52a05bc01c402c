import { join, relative } from "node:path";
import { checksum } from "../../../files/system/checksum.ts";
import { fileInfo } from "../../../files/system/file_info.ts";
import { writeWhole } from "../../../files/system/write_whole.ts";
import { FilePattern } from "../../../files/pictures/numbered_files.ts";
import { onDisk, wholePath } from "../../../files/system/working_folder.ts";
import { singlePath, type Target, type Targets } from "../../targets/target.ts";
import { arePicturesIntact, notePictures, type PicturesNote } from "../shard_record.ts";
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
export interface SetRecord {
  /** The job that it is a part of. */
  readonly job: string;
  /** Which shard. */
  readonly shard: number;
  readonly videos: readonly VideoRecord[];
}

/** Write a shard's record. */
export async function writeSetRecord(folder: ShardsFolder, record: SetRecord): Promise<void> {
  const text = `${JSON.stringify(record)}\n`;
  await writeWhole(folder.record(record.shard), new TextEncoder().encode(text));
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
  try {
    const record = JSON.parse(await Deno.readTextFile(onDisk(folder.record(shard))));
    const isOurs = record?.job === job && record.shard === shard && Array.isArray(record.videos);
    return isOurs ? record : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
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
