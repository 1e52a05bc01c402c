import { dirname } from "node:path";
import { onDisk, wholePath } from "../../system/working_folder.ts";
import { fileInfo } from "../../system/file_info.ts";
import { makeFolder, makeWorkFolder, writeError } from "../../system/write_whole.ts";
import { ffmetadataOf } from "../ffmetadata.ts";
import { createNonce, listeningArguments, withMark } from "../log_arguments.ts";
import { checkVideo, nameVideo } from "../encode/check_video.ts";
import { encoderFailure, hasWriteError } from "../encode/encoder_failure.ts";
import { fileClock, heardTracks, knownSound, writtenChapters } from "../encode/file_clock.ts";
import { setNominalRate } from "./nominal_rate.ts";
import { joinArguments, type JoinStart } from "../encode/video_arguments.ts";
import type { CreateVideoOptions } from "../encode/video_sink.ts";

/** A piece of a video. */
export interface VideoPiece {
  readonly path: string;
  /** When its first picture is shown, in seconds of the clock of the pictures' timestamps. */
  readonly begins: number;
  /** How many pictures it holds. */
  readonly frames: number;
}

/** What {@linkcode joinVideo} works with. */
export interface JoinVideoOptions extends CreateVideoOptions {
  /** What the times of all pieces count from. */
  readonly origin: number;
  /** Ticks a second of the pieces' clock. */
  readonly pieceTimescale: number;
}

/** A joined video that has no name yet. */
export interface JoinedVideo extends AsyncDisposable {
  /** How many bytes it has. */
  readonly bytes: number;
  /** Give it its name. Without it nothing stays. */
  close(): Promise<void>;
}

/**
 * Join the pieces of a video without encoding them again, with its sound, its chapters and its words: the
 * same as {@linkcode createVideo} would have made of all pictures at once, but for a key frame at the
 * beginning of each piece.
 *
 * @param path Where the video will be.
 * @param pieces The pieces in order, at least one; all written alike, with one `origin`.
 * @param options How the whole video would be written.
 * @returns The video, under a temporary name, known to be whole; dispose of it.
 */
export async function joinVideo(
  path: string,
  pieces: readonly VideoPiece[],
  options: JoinVideoOptions,
): Promise<JoinedVideo> {
  const { container, frameRate, onNotice, sound } = options;
  await makeFolder(dirname(path));
  const folder = await makeWorkFolder(path);
  const remove = () => Deno.remove(onDisk(folder), { recursive: true }).catch(() => {});
  try {
    const isSoundDamaged = await join(path, folder, pieces, options);
    if (frameRate !== undefined && /^(mkv|webm)$/.test(container)) {
      await setNominalRate(`${folder}/video`, frameRate);
    }
    const frames = pieces.reduce((sum, piece) => sum + piece.frames, 0);
    await checkVideo(`${folder}/video`, path, { container, frames });
    return {
      bytes: fileInfo(`${folder}/video`)?.size ?? 0,
      async close() {
        await nameVideo(`${folder}/video`, path);
        if (!isSoundDamaged) return;
        onNotice?.(`the sound of '${sound?.path}' is damaged: parts of it are missing or noise`);
      },
      async [Symbol.asyncDispose]() {
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Run ffmpeg; tells whether the sound was damaged. */
async function join(
  path: string,
  folder: string,
  pieces: readonly VideoPiece[],
  options: JoinVideoOptions,
): Promise<boolean> {
  const { ffmpeg, container, names, signal } = options;
  const start = await startOf(folder, pieces, options);
  const nonce = createNonce();
  const args = [
    ...withMark(joinArguments(`${folder}/video`, start, options), nonce),
    ...listeningArguments(heardTracks(start.sound)),
  ];
  await using run = ffmpeg.start(args, signal, { nonce });
  const sign = () => {
    const info = fileInfo(`${folder}/video`);
    return `${info?.size} ${info?.mtime?.getTime()}`;
  };
  const status = await run.patiently(run.ended(), "has not ended", sign);
  signal?.throwIfAborted();
  const { errors } = run.log;
  if (!ffmpeg.isOld && errors.some((line) => /bitstream filter/i.test(line))) {
    ffmpeg.isOld = true;
    return await join(path, folder, pieces, options);
  }
  if (status.code !== 0 || hasWriteError(errors, folder)) {
    throw encoderFailure(run, status, { what: path, hidden: folder, container, names });
  }
  return run.log.isSoundDamaged;
}

/** What goes in, with what must be written for ffmpeg to read. */
async function startOf(
  folder: string,
  pieces: readonly VideoPiece[],
  options: JoinVideoOptions,
): Promise<JoinStart> {
  const { ffmpeg, end, origin, chapters: named = [] } = options;
  const sound = await knownSound(options);
  const [first] = pieces;
  const { beginning } = fileClock(first.begins, sound);
  const chapters = writtenChapters(named, { origin, beginning });
  return {
    list: await writeText(`${folder}/pieces.txt`, listOf(pieces, options)),
    offset: onClock(first.begins - origin, options),
    sound,
    isOld: ffmpeg.isOld,
    cut: beginning - origin,
    end: end === undefined ? undefined : end - beginning,
    chapters: chapters.length === 0
      ? undefined
      : await writeText(`${folder}/chapters.txt`, ffmetadataOf(chapters)),
  };
}

/** Write a text for ffmpeg; gives its whole path. */
async function writeText(path: string, text: string): Promise<string> {
  try {
    await Deno.writeTextFile(onDisk(path), text);
  } catch (cause) {
    throw writeError(path, cause);
  }
  return wholePath(path);
}

/**
 * A list for ffmpeg's `concat`: it puts off each piece so that it begins where all pieces before are
 * over, so each is told to last until the next one begins.
 */
function listOf(pieces: readonly VideoPiece[], options: JoinVideoOptions): string {
  const lines = pieces.flatMap(({ path, begins }, i) => {
    const name = `file 'file:${wholePath(path).replaceAll("'", "'\\''")}'`;
    const next = pieces.at(i + 1);
    if (next === undefined) return [name];
    const lasts = onClock(next.begins - options.origin, options) -
      onClock(begins - options.origin, options);
    return [name, `duration ${lasts.toFixed(6)}`];
  });
  return ["ffconcat version 1.0", ...lines, ""].join("\n");
}

/** A time as the clock of the pieces has it, in seconds. */
function onClock(seconds: number, { pieceTimescale: timescale }: JoinVideoOptions): number {
  // Pictures come to the encoder with times in microseconds.
  const microseconds = Math.round(Math.max(0, seconds) * 1e6);
  return Math.round(microseconds * timescale / 1e6) / timescale;
}
