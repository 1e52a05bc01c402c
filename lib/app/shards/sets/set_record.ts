import { checksum } from "../../../files/system/checksum.ts";
import { fileInfo } from "../../../files/system/file_info.ts";
import { writeWhole } from "../../../files/system/write_whole.ts";
import { onDisk } from "../../../files/system/working_folder.ts";
import { singlePath, type Target, type Targets } from "../../targets/target.ts";
import { arePicturesIntact, notePictures, type PicturesNote } from "../shard_record.ts";
import type { ShardsFolder } from "../shards_folder.ts";

/** A file that was made. */
export interface FileNote {
  readonly kind: "file";
  readonly bytes: number;
  /** Of all its bytes. */
  readonly sha256: string;
}

/** What was made of one of many videos. */
export interface VideoRecord {
  readonly video: string;
  readonly output: FileNote | PicturesNote;
  readonly mattes: FileNote | PicturesNote | null;
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
 * @param video The video.
 * @param targets Where that is.
 * @param signal Ends the reading.
 * @throws If a file is not there.
 */
export async function noteVideo(
  video: string,
  { output, mattes }: Targets,
  signal: AbortSignal,
): Promise<VideoRecord> {
  return {
    video,
    output: await noteTarget(output, signal),
    mattes: mattes === undefined ? null : await noteTarget(mattes, signal),
  };
}

async function noteTarget(target: Target, signal: AbortSignal): Promise<FileNote | PicturesNote> {
  const path = singlePath(target);
  if (path !== undefined) return { kind: "file", ...await checksum(path, signal) };
  if (target.kind !== "pictures") throw new TypeError("Cannot note what was made: it is no file");
  return await notePictures(target.pattern, { first: 1, last: Infinity }, signal);
}

/**
 * Whether what was made of a video is there as it was made.
 *
 * @param record What was noted of it.
 * @param targets Where it should be.
 * @param options How thoroughly it is looked at.
 */
export async function isVideoIntact(
  { output, mattes }: VideoRecord,
  targets: Targets,
  options: { readonly isQuick?: boolean; readonly signal?: AbortSignal } = {},
): Promise<boolean> {
  return await isTargetIntact(output, targets.output, options) &&
    (mattes === null || targets.mattes === undefined ||
      await isTargetIntact(mattes, targets.mattes, options));
}

async function isTargetIntact(
  note: FileNote | PicturesNote,
  target: Target,
  { isQuick = false, signal }: { readonly isQuick?: boolean; readonly signal?: AbortSignal },
): Promise<boolean> {
  if (note.kind === "pictures") {
    return target.kind === "pictures" &&
      await arePicturesIntact(note, target.pattern, { isQuick, signal });
  }
  const path = singlePath(target);
  if (path === undefined || fileInfo(path)?.size !== note.bytes) return false;
  return isQuick || (await checksum(path, signal)).sha256 === note.sha256;
}
