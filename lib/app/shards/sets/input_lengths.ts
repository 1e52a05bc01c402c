import { type FileLength, fileLength } from "../../../files/ffmpeg/probe/file_length.ts";
import { fileInfo } from "../../../files/system/file_info.ts";
import { FilePattern } from "../../../files/pictures/numbered_files.ts";
import { onDisk } from "../../../files/system/working_folder.ts";
import { endsAsPicture } from "../../source/file_kinds.ts";
import type { Input } from "../../source/inputs.ts";
import type { RunOptions } from "../../options/run_options.ts";
import type { Lasting } from "./balanced_sets.ts";

/** An input with its length. */
export interface InputLength extends Lasting {
  /** In bytes; 0 where there is no file. */
  readonly size: number;
  /** Whether the file does not tell its length, so that its size has to. */
  readonly isEstimated: boolean;
}

/** What is known of the lengths of several inputs. */
export interface InputLengths {
  readonly lengths: readonly InputLength[];
  /** How many are estimated. */
  readonly estimated: number;
  /** Bytes a second that these are estimated with. */
  readonly bytesPerSecond: number;
}

/** What part of each video is made. */
export type VideoPart = Partial<Pick<RunOptions, "start" | "duration">>;

/** What a picture counts for, in milliseconds: a frame of a video. */
const PICTURE = 40;

/** Where no video tells its length, in bytes a second: 8 Mbit/s, as cameras have it. */
const USUAL_BYTES_PER_SECOND = 1_000_000;

/**
 * How long inputs last: videos by their heads, without a program; those that do not tell by their
 * size, at the mean rate of those that do. Whole numbers, the same on all machines.
 *
 * @param inputs The inputs.
 * @param part What part of each is made; all of it if left out.
 */
export function inputLengths(inputs: readonly Input[], part: VideoPart): InputLengths {
  const told = inputs.map((input) => ({ path: input.path, ...lengthOf(input) }));
  let bytes = 0;
  let milliseconds = 0;
  for (const each of told) {
    if (!each.isVideo || each.milliseconds === undefined) continue;
    bytes += each.size;
    milliseconds += each.milliseconds;
  }
  const bytesPerSecond = milliseconds > 0
    ? Math.max(1, Math.round(1000 * bytes / milliseconds))
    : USUAL_BYTES_PER_SECOND;
  const lengths = told.map(({ path, size, milliseconds, isVideo }): InputLength => {
    const whole = milliseconds ?? Math.max(1, Math.round(1000 * size / bytesPerSecond));
    const isEstimated = milliseconds === undefined;
    return { path, size, milliseconds: isVideo ? partOf(whole, part) : whole, isEstimated };
  });
  const estimated = lengths.filter(({ isEstimated }) => isEstimated).length;
  return { lengths, estimated, bytesPerSecond };
}

function partOf(milliseconds: number, { start = 0, duration = Infinity }: VideoPart): number {
  return Math.max(1, Math.round(Math.min(milliseconds - 1000 * start, 1000 * duration)));
}

/** A file's own word; pictures count as frames, and tell nothing of videos' sizes. */
function lengthOf({ path, isPhoto }: Input): FileLength & { isVideo: boolean } {
  const pictures = isPhoto ? 1 : pictureCount(path);
  if (pictures !== undefined) {
    const milliseconds = PICTURE * Math.max(1, pictures);
    return { size: fileInfo(path)?.size ?? 0, milliseconds, isVideo: false };
  }
  try {
    // A pipe would be waited for.
    if (!Deno.statSync(onDisk(path)).isFile) {
      return { size: 0, milliseconds: undefined, isVideo: true };
    }
    return { ...fileLength(path), isVideo: true };
  } catch {
    // Whoever opens it will say what is wrong.
    return { size: 0, milliseconds: undefined, isVideo: true };
  }
}

/** How many pictures a folder or a pattern has; `undefined` of a file. */
function pictureCount(path: string): number | undefined {
  const info = fileInfo(path);
  if (info?.isDirectory) {
    return Deno.readDirSync(onDisk(path)).filter(({ name }) => endsAsPicture(name)).toArray()
      .length;
  }
  if (info !== undefined || !/%\d*d/.test(path)) return undefined;
  try {
    return new FilePattern(path).entriesThere().size;
  } catch {
    return undefined;
  }
}
