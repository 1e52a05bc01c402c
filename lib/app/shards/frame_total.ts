import { startRawVideo } from "../../files/ffmpeg/decode/open_video.ts";
import type { OpenVideoOptions } from "../../files/ffmpeg/decode/decode_arguments.ts";
import { frameCountOf } from "../../files/ffmpeg/probe/frame_index.ts";
import { expectedFrames } from "../source/expected_frames.ts";

/**
 * How many frames a run reads, the same on all machines: by the file's packets where these tell, else about
 * so many, by its header. Where a video is cut need not be exact, since the last part goes on to wherever
 * the video ends.
 *
 * @param path The video.
 * @param reading How it is read.
 * @returns `undefined` if nobody can know.
 */
export async function frameTotal(
  path: string,
  reading: OpenVideoOptions,
): Promise<number | undefined> {
  const { ffmpeg, start, duration, fps, signal } = reading;
  await using opening = await startRawVideo(path, { ...reading, isNative: false });
  await using video = await opening.open();
  const count = fps === undefined
    ? await frameCountOf(ffmpeg, opening.input, { start, duration, signal })
    : undefined;
  return count ?? expectedFrames(video, reading);
}
