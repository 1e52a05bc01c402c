import { startRawVideo } from "../../files/ffmpeg/decode/open_video.ts";
import type { OpenVideoOptions } from "../../files/ffmpeg/decode/decode_arguments.ts";
import { expectedFrames } from "../source/expected_frames.ts";

/**
 * About how many frames a run reads, the same on all machines: where a video is cut need not be exact,
 * since the last part goes on to wherever the video ends.
 *
 * @param path The video.
 * @param reading How it is read.
 * @returns `undefined` if nobody can know.
 */
export async function frameTotal(
  path: string,
  reading: OpenVideoOptions,
): Promise<number | undefined> {
  await using opening = await startRawVideo(path, { ...reading, isNative: false });
  const video = await opening.open();
  await using _ = video;
  return expectedFrames(video, reading);
}
