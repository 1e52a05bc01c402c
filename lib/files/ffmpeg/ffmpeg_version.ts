import type { Ffmpeg } from "./ffmpeg.ts";

/**
 * The version of an ffmpeg, as it tells it.
 *
 * @param ffmpeg Whom to ask.
 * @param signal Ends the asking.
 * @returns "5.1.6-0+deb12u1"; "unknown" if it does not say.
 * @throws {FfmpegError} If it cannot be started.
 */
export async function ffmpegVersion(ffmpeg: Ffmpeg, signal?: AbortSignal): Promise<string> {
  await using run = ffmpeg.start(["-version"], signal);
  const text = await new Response(run.stdout).text();
  signal?.throwIfAborted();
  return /^ffmpeg version (\S+)/.exec(text)?.[1] ?? "unknown";
}
