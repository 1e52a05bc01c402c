import { holdsSound } from "../../files/ffmpeg/encode/containers.ts";
import type { CreateVideoOptions } from "../../files/ffmpeg/encode/video_sink.ts";
import type { Ffmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import type { Chapter } from "../../files/ffmpeg/ffmetadata.ts";
import { type FileStreams, readFileStreams } from "../../files/ffmpeg/probe/file_streams.ts";
import { leadOf } from "../../files/ffmpeg/decode/decode_arguments.ts";
import type { VideoInput } from "../../files/ffmpeg/decode/video_input.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import type { RunOptions } from "../options/run_options.ts";
import type { Targets } from "../targets/target.ts";

/** A last picture that stays longer, in seconds, is missed where it cannot be kept. */
const LONG_STAY = 1;

/**
 * Ask what a video holds besides its pictures, if a video is made of it.
 *
 * @param input The video.
 * @param targets What is made of it.
 * @param tools Whom to ask, and what ends the asking.
 * @returns What it holds; `undefined` if nobody needs it, or it can be read only once.
 */
export async function lookIntoSource(
  input: VideoInput,
  { output, mattes }: Targets,
  { ffmpeg, signal }: { ffmpeg: Ffmpeg; signal: AbortSignal },
): Promise<FileStreams | undefined> {
  const isNeeded = output.kind === "video" || mattes?.kind === "video";
  if (!input.isFile || !isNeeded) return undefined;
  const hasSteadyClock = input.isMovie || input.end.isMatroska === true;
  return await readFileStreams(ffmpeg, input.args, { hasSteadyClock, signal });
}

/** What goes from a video into the one that is made of it, besides pictures. */
export type CarriedOver = Pick<CreateVideoOptions, "sound" | "end" | "chapters" | "words">;

/**
 * What goes from a video into the one that is made of it, besides pictures.
 *
 * @param streams What it holds.
 * @param input The video.
 * @param options What of it is wanted.
 * @param range The frames that are written, if not all.
 * @param tools Who writes, and who is told what cannot be kept.
 * @returns Times by the clock of the frames.
 */
export function carriedOver(
  streams: FileStreams | undefined,
  input: VideoInput,
  { start = 0, duration = Infinity, frames, warmUp, names }: RunOptions,
  range: FrameRange | undefined,
  { ffmpeg, onNotice }: { ffmpeg: Ffmpeg; onNotice: (text: string) => void },
): CarriedOver {
  if (streams === undefined) return {};
  const { sounds, video: words, end = NaN, lastPicture = 0 } = streams;
  // A broadcast's clock may jump, and does not tell how long a picture stays.
  const isEndKnown = !input.isMpegStream && (range?.last ?? Infinity) === Infinity;
  const left = Math.min(end - start, duration);
  const carried: CarriedOver = { words, end: isEndKnown && left > 0 ? left : undefined };
  if (ffmpeg.isOld && lastPicture > LONG_STAY && duration === Infinity && isEndKnown) {
    onNotice("this old ffmpeg cannot keep how long the last picture stays: 5.1 or later does");
  }
  if (frames !== undefined) {
    if (sounds.length > 0) {
      const [all, from, long] = ["frames", "start", "duration"].map(names.named);
      onNotice(`${all} leaves the sound out; ${from} and ${long} keep it`);
    }
    return carried;
  }
  noticeUnreadable(sounds, input, onNotice);
  const sound = {
    path: input.name,
    args: input.args,
    streams,
    isCut: warmUp > 0,
    ...(start === 0 ? {} : { start, lead: leadOf(input, start) }),
    ...(duration === Infinity ? {} : { duration }),
  };
  const chapters = movedChapters(streams.chapters, start, duration);
  return {
    ...carried,
    chapters,
    ...(sounds.some(({ isReadable }) => isReadable) ? { sound } : {}),
  };
}

/** Say which tracks of sound this ffmpeg cannot decode. */
function noticeUnreadable(
  sounds: FileStreams["sounds"],
  input: VideoInput,
  onNotice: (text: string) => void,
): void {
  for (const [i, { codec, isReadable }] of sounds.entries()) {
    if (isReadable) continue;
    const what = codec === "none" ? "in a codec that it does not know" : codec;
    onNotice(
      `sound track ${i + 1} of '${input.name}' is left out: this ffmpeg cannot decode it (${what})`,
    );
  }
}

/**
 * What is to be said of sound that stays behind, since its source can be read only once.
 *
 * @param input The video.
 * @param audioCodecs Codecs of its sound.
 * @param targets What is made of it.
 * @returns The notice; `undefined` if nothing stays behind that could go along.
 */
export function soundLeftBehind(
  input: VideoInput,
  audioCodecs: readonly string[],
  { output }: Targets,
): string | undefined {
  const takesSound = output.kind === "video" && holdsSound(output.container);
  if (input.isFile || audioCodecs.length === 0 || !takesSound) return undefined;
  return `the sound of ${input.name} is left out: it can be taken from a file only`;
}

/** Chapters by the clock that begins at `start`, without what is after `duration`. */
function movedChapters(chapters: readonly Chapter[], start: number, duration: number): Chapter[] {
  return chapters
    .map((chapter) => ({
      ...chapter,
      start: chapter.start - start,
      end: Math.min(chapter.end - start, duration),
    }))
    .filter(({ start }) => start < duration);
}
