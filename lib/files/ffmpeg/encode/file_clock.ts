/**
 * What the times of a video file count from, and what else is counted by that clock.
 *
 * @module
 */

import { type Chapter, chaptersFrom } from "../ffmetadata.ts";
import { readFileStreams } from "../probe/file_streams.ts";
import { fileArguments, type KnownSound } from "./video_arguments.ts";
import type { CreateVideoOptions, SoundSource } from "./video_sink.ts";

/** The clock of a file, in seconds of the clock of the pictures' timestamps. */
export interface FileClock {
  /** What times count from. */
  readonly origin: number;
  /** Where the file begins. */
  readonly beginning: number;
  /** How many seconds are between the two: they are left out. */
  readonly cut: number;
}

/**
 * The clock of a file: with sound, pictures and sound count from its beginning; otherwise the first picture
 * is the beginning.
 *
 * @param first When the first picture is shown.
 * @param sound The sound, if there is any.
 * @param asked What times are to count from, in a piece of a longer video.
 */
export function fileClock(
  first: number,
  sound: SoundSource | undefined,
  asked?: number,
): FileClock {
  const origin = asked ?? (sound === undefined ? first : -(sound.lead ?? 0));
  const beginning = asked ?? (sound === undefined || sound.isCut ? first : 0);
  return { origin, beginning, cut: beginning - origin };
}

/**
 * The sound, with what its file holds.
 *
 * @param options Where it comes from.
 * @returns `undefined` if that is none.
 */
export async function knownSound(
  { ffmpeg, sound, signal }: Pick<CreateVideoOptions, "ffmpeg" | "sound" | "signal">,
): Promise<KnownSound | undefined> {
  if (sound === undefined) return undefined;
  const { path, args = fileArguments(path) } = sound;
  const streams = sound.streams ?? await readFileStreams(ffmpeg, args, { signal });
  return streams.sounds.some(({ isReadable }) => isReadable) ? { ...sound, streams } : undefined;
}

/** The numbers of the tracks of sound that can be decoded. */
export function heardTracks(sound: KnownSound | undefined): number[] {
  return sound?.streams.sounds.flatMap(({ isReadable }, i) => isReadable ? [i] : []) ?? [];
}

/**
 * Chapters as a file has them.
 *
 * @param chapters The source's.
 * @param clock The file's clock.
 */
export function writtenChapters(
  chapters: readonly Chapter[],
  { origin, beginning }: Pick<FileClock, "origin" | "beginning">,
): Chapter[] {
  // Without any title, ffmpeg's mp4 names a track of chapters that it does not write.
  const isNamed = chapters.some(({ title }) => title !== "");
  return chaptersFrom(chapters, beginning).map(({ start, end, title }, i) => ({
    start: start - origin,
    end: end - origin,
    title: isNamed ? title : `Chapter ${i + 1}`,
  }));
}
