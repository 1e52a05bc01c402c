import { UnsupportedMediaError } from "../../../errors.ts";
import type { FfmpegRun } from "../ffmpeg.ts";
import { refusedFormat } from "./playlist.ts";
import type { VideoInput } from "./video_input.ts";

/**
 * Why ffmpeg could not open a video, in words for whoever has named it.
 *
 * @param input Where the video comes from.
 * @param run ffmpeg's run, ended.
 * @param exitCode Its exit code.
 */
export function openError(input: VideoInput, run: FfmpegRun, exitCode: number): Error {
  const path = input.name;
  const { log } = run;
  const { errors } = log;
  const refusal = (why: string) => new UnsupportedMediaError(`Cannot read '${path}': ${why}`);
  const says = (words: RegExp) => errors.some((error) => words.test(error));
  if (log.refusedFormat !== undefined) return refusedFormat(path, log.refusedFormat);
  if (says(/matches no streams/)) return refusal("it has no video, only sound or a cover");
  if (says(/^Decoder .*not found for input stream|no decoder found for/)) {
    const codec = log.unknownCodec ? ` '${log.unknownCodec}'` : "";
    return refusal(`this ffmpeg does not know its video codec${codec}`);
  }
  if (input.isStdin && input.isIndexLast && !says(/moov atom not found/)) {
    return new UnsupportedMediaError(
      `Cannot read ${path}: it is an mp4 or mov with its index at the end, which can be read from ` +
        "a file only: name the file, or save it in one first (ffmpeg writes one that a pipe can " +
        "carry with -c copy -movflags +faststart)",
    );
  }
  if (says(/Error marking filters as finished|Cannot determine format of input/)) {
    return refusal(
      says(/partial file|ended prematurely|[Tt]runcat/)
        ? "it breaks off within its first picture"
        : "it holds no picture that can be decoded",
    );
  }
  // The playlists that assertNoPlaylist() did not know.
  if (says(/Unsafe file name|not (in|on) (the )?whitelist/i)) {
    return refusal("it asks for other files");
  }
  if (says(/moov atom not found/)) {
    return refusal("it is no video, or one that breaks off before its index (moov atom)");
  }
  if (input.isStdin && says(/Invalid data|partial file|stream 0/)) {
    return new UnsupportedMediaError(`Cannot read ${path}: it is no video that ffmpeg knows`);
  }
  if (says(/Invalid data|Unknown format/)) return refusal("it is no video that ffmpeg knows");
  return run.error(`Cannot read '${path}': ${lastWords(run, exitCode)}`, exitCode);
}

/** What ffmpeg says itself. */
function lastWords({ log, command }: FfmpegRun, exitCode: number): string {
  if (log.reason !== undefined) return `ffmpeg says "${log.reason}"`;
  return log.version === undefined
    ? `'${command[0]}' does not answer as ffmpeg does`
    : `ffmpeg ended with exit code ${exitCode}`;
}
