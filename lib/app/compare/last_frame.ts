import type { Ffmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { framesOf } from "../../files/ffmpeg/decode/open_by_ffmpeg.ts";
import { startRawVideo } from "../../files/ffmpeg/decode/open_video.ts";
import type { RunOptions } from "../options/run_options.ts";
import { expectedFrames } from "../source/expected_frames.ts";
import { isPhoto } from "../source/inputs.ts";
import { NoSuchFrame } from "../source/no_such_frame.ts";

/**
 * Check that a video has the last one of some frames, before methods work in vain: it is read alone, where
 * the video can be sought in.
 *
 * @param run The run, with the part of the video that is read.
 * @param frames The frames' numbers.
 * @param tools Who reads, and what ends it.
 * @throws {NoSuchFrame} If it has not.
 * @throws What opening the video throws.
 */
export async function assertLastFrame(
  { video, start, duration, fps, names }: RunOptions,
  frames: readonly number[],
  { ffmpeg, signal }: { readonly ffmpeg: Ffmpeg; readonly signal: AbortSignal },
): Promise<void> {
  const last = Math.max(...frames);
  if (!Number.isSafeInteger(last) || last < 2) return;
  const isPart = start !== undefined || duration !== undefined;
  if (await isPhoto(video)) throw new NoSuchFrame(video, last, { found: 1 });
  const reading = { ffmpeg, signal, names, start, duration, fps, firstFrame: last };
  await using opening = await startRawVideo(video, { ...reading, isNative: false });
  const { pictures } = opening.input;
  if (pictures !== undefined && !isPart && fps === undefined && pictures.length < last) {
    throw new NoSuchFrame(video, last, { found: pictures.length });
  }
  const source = await opening.open();
  for await (const { number } of framesOf(source)) {
    if (number >= last) return;
  }
  const expected = expectedFrames(source, reading);
  // What a file tells of its length may be a little more than there is.
  const about = expected === undefined ? undefined : Math.min(expected, last - 1);
  throw new NoSuchFrame(video, last, { about, isPart });
}
