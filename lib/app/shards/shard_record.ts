import { basename } from "node:path";
import { checksum, textChecksum } from "../../files/system/checksum.ts";
import type { FilePattern } from "../../files/pictures/numbered_files.ts";
import { fileInfo } from "../../files/system/file_info.ts";
import { writeWhole } from "../../files/system/write_whole.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import type { Fraction } from "../../files/ffmpeg/ffmpeg_log.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import type { ShardsFolder } from "./shards_folder.ts";

/** A piece of a video. */
export interface PieceNote {
  readonly kind: "piece";
  /** Its name in the shards folder. */
  readonly file: string;
  readonly bytes: number;
  /** Of all its bytes. */
  readonly sha256: string;
  /** How many pictures it holds. */
  readonly frames: number;
  /** What its times count from, in seconds of the frames' clock: the same in all pieces. */
  readonly origin: number;
  /** When its first picture is shown, in seconds of that clock. */
  readonly begins: number;
}

/** Numbered pictures. */
export interface PicturesNote {
  readonly kind: "pictures";
  /** Their numbers, as first and last of those in a row. */
  readonly numbers: readonly (readonly [first: number, last: number])[];
  /** Of the checksums of all, in order. */
  readonly sha256: string;
}

/** What a shard has made for one of its outputs. */
export type MadeNote = PieceNote | PicturesNote;

/** What a player must know of pieces, besides what is in them. */
export interface ClockNote {
  readonly width: number;
  readonly height: number;
  /** Frames a second, if they come at one rate. */
  readonly frameRate: Fraction | null;
  /** Ticks a second of the frames' clock. */
  readonly timescale: number | null;
}

/** What a shard has made: it is done. */
export interface ShardRecord extends AnyRecord {
  /** How many frames it has written. */
  readonly frames: number;
  /** `null` if it wrote none, or pictures alone. */
  readonly clock: ClockNote | null;
  readonly output: MadeNote | null;
  readonly mattes: MadeNote | null;
}

/** What the records of all kinds of shards have. */
export interface AnyRecord {
  /** The job that it is a part of. */
  readonly job: string;
  /** Which shard. */
  readonly shard: number;
}

/** Write a shard's record. */
export async function writeRecord<Kind extends AnyRecord>(
  folder: ShardsFolder,
  record: Kind,
): Promise<void> {
  const text = `${JSON.stringify(record)}\n`;
  await writeWhole(folder.record(record.shard), new TextEncoder().encode(text));
}

/**
 * Read a shard's record.
 *
 * @param folder The shards.
 * @param index Which of them.
 * @param job The job that it must be of.
 * @returns `undefined` if there is none, or it is damaged, or another job's.
 */
export async function readRecord(
  folder: ShardsFolder,
  index: number,
  job: string,
): Promise<ShardRecord | undefined> {
  const record = await readAnyRecord<ShardRecord>(folder, index, job);
  const isWhole = record !== undefined && Number.isSafeInteger(record.frames) &&
    isMade(record.output) && isMade(record.mattes);
  return isWhole ? record : undefined;
}

/** The same of any kind; what it says besides is not looked at. */
export async function readAnyRecord<Kind extends AnyRecord>(
  folder: ShardsFolder,
  index: number,
  job: string,
): Promise<Kind | undefined> {
  try {
    const record = JSON.parse(await Deno.readTextFile(onDisk(folder.record(index))));
    return record?.job === job && record.shard === index ? record : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function isMade(note: MadeNote | null): boolean {
  if (note === null) return true;
  if (typeof note?.sha256 !== "string") return false;
  // A name that leads elsewhere was written by nobody who means well.
  return note.kind === "pictures"
    ? Array.isArray(note.numbers)
    : typeof note.file === "string" && note.file === basename(note.file) && note.frames > 0;
}

/** How many frames something stands for. */
export function frameCountIn(note: MadeNote | null): number {
  if (note === null) return 0;
  if (note.kind === "piece") return note.frames;
  return note.numbers.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** Where a shard's outputs lie. */
export interface MadePlaces {
  readonly folder: ShardsFolder;
  /** The names of pictures, where these are made. */
  readonly patterns: {
    readonly output?: FilePattern | undefined;
    readonly mattes?: FilePattern | undefined;
  };
}

/** How thoroughly {@linkcode isIntact} looks. */
export interface IntactOptions {
  /**
   * Whether files are only looked for, and not read.
   *
   * @default {false}
   */
  readonly isQuick?: boolean;
  /** The numbers of pictures that are there, if they were listed: then none is looked for. */
  readonly listed?: {
    readonly [Of in "output" | "mattes"]: ReadonlyMap<number, unknown> | undefined;
  };
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether all that a record tells of is there as it was made.
 *
 * @param record The record.
 * @param places Where to look.
 * @param options How thoroughly.
 */
export async function isIntact(
  { output, mattes }: ShardRecord,
  { folder, patterns }: MadePlaces,
  options: IntactOptions = {},
): Promise<boolean> {
  const { listed, ...rest } = options;
  const isMade = (note: MadeNote | null, of: "output" | "mattes") =>
    isMadeIntact(note, folder, patterns[of], { ...rest, there: listed?.[of] });
  return await isMade(output, "output") && await isMade(mattes, "mattes");
}

async function isMadeIntact(
  note: MadeNote | null,
  folder: ShardsFolder,
  pattern: FilePattern | undefined,
  { isQuick = false, signal, there }: IntactOptions & {
    readonly there: ReadonlyMap<number, unknown> | undefined;
  },
): Promise<boolean> {
  if (note === null) return true;
  if (note.kind === "piece") {
    const path = folder.file(note.file);
    if (fileInfo(path)?.size !== note.bytes) return false;
    return isQuick || (await checksum(path, signal)).sha256 === note.sha256;
  }
  return pattern !== undefined &&
    await arePicturesIntact(note, pattern, { isQuick, signal, there });
}

/** Whether pictures are there as they were noted. */
export async function arePicturesIntact(
  note: PicturesNote,
  pattern: FilePattern,
  { isQuick = false, signal, there }: Omit<IntactOptions, "listed"> & {
    readonly there?: ReadonlyMap<number, unknown> | undefined;
  } = {},
): Promise<boolean> {
  const numbers = note.numbers.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i)
  );
  const isThere = (number: number) =>
    there?.has(number) ?? fileInfo(pattern.path(number))?.isFile === true;
  const areThere = () => numbers.every(isThere);
  if (isQuick) return areThere();
  return areThere() && await picturesChecksum(pattern, numbers, signal) === note.sha256;
}

/** The checksum of pictures: of their numbers and checksums, a line each. */
async function picturesChecksum(
  pattern: FilePattern,
  numbers: readonly number[],
  signal?: AbortSignal,
): Promise<string> {
  let lines = "";
  for (const number of numbers) {
    const { sha256 } = await checksum(pattern.path(number), signal);
    lines += `${number} ${sha256}\n`;
  }
  return textChecksum(lines);
}

/**
 * Note the pictures that a shard has written, or found.
 *
 * @param pattern Their names.
 * @param range The shard's numbers.
 * @param signal Ends the reading.
 */
export async function notePictures(
  pattern: FilePattern,
  { first, last }: FrameRange,
  signal?: AbortSignal,
): Promise<PicturesNote> {
  const there = [...pattern.entriesThere().keys()]
    .filter((number) => number >= first && number <= last).sort((a, b) => a - b);
  const numbers: [number, number][] = [];
  for (const number of there) {
    const run = numbers.at(-1);
    if (run?.[1] === number - 1) run[1] = number;
    else numbers.push([number, number]);
  }
  return { kind: "pictures", numbers, sha256: await picturesChecksum(pattern, there, signal) };
}
