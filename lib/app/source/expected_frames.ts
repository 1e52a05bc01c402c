import type { OpenVideoOptions } from "../../files/ffmpeg/decode/decode_arguments.ts";
import type { RawVideo } from "../../files/ffmpeg/decode/raw_video.ts";

/** What is known of a video's length. */
export type VideoLength = Pick<RawVideo, "duration" | "frameCount" | "frameRate">;

/**
 * About how many frames a reading gives.
 *
 * @param video The video, open.
 * @param options What part of it is read, and at what rate.
 * @returns The number, or `undefined` where nobody can know: from a pipe, or a camera.
 */
export function expectedFrames(
  { duration: seconds, frameCount, frameRate }: VideoLength,
  { start = 0, duration = Infinity, fps }: Pick<OpenVideoOptions, "start" | "duration" | "fps">,
): number | undefined {
  const own = frameRate
    ? frameRate.numerator / frameRate.denominator
    : seconds && frameCount && frameCount / seconds;
  const rate = fps ?? own;
  const part = Math.min(duration, Math.max(0, (seconds ?? Infinity) - start));
  if (!rate || !Number.isFinite(part)) return undefined;
  return Math.round(part * rate);
}
