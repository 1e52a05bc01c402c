import { ffmpeg, WAVE } from "../../helpers.ts";

/**
 * The example clip or another, enlarged and looped, as h264.
 *
 * @param path Where to write it.
 * @param size "1920x1080".
 * @param frames How many.
 * @param source Another clip than the example's.
 */
export async function enlargedClip(
  path: string,
  size: string,
  frames: number,
  source = WAVE,
): Promise<void> {
  const scale = `scale=${size.replace("x", ":")}:flags=lanczos`;
  await ffmpeg(
    "-stream_loop",
    "-1",
    "-i",
    source,
    "-vf",
    scale,
    "-frames:v",
    String(frames),
    "-c:v",
    "libx264",
    "-crf",
    "20",
    "-pix_fmt",
    "yuv420p",
    path,
  );
}

/** A clip again and again, without encoding it anew. */
export async function repeatedClip(path: string, clip: string, times: number): Promise<void> {
  await ffmpeg("-stream_loop", String(times - 1), "-i", clip, "-c", "copy", path);
}
