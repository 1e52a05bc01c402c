/**
 * What the list of a video's packets tells, which ffmpeg reads without decoding them.
 *
 * @module
 */

import type { Beginning } from "./damage.ts";
import type { Ffmpeg } from "./ffmpeg.ts";
import { parseFramecrc } from "./framecrc.ts";
import type { VideoInput } from "./video_input.ts";

/** How many packets tell where a video begins: more than pictures are ever put in another order. */
const PACKETS = 20;

/**
 * Ask where a video begins: a broadcast that was tuned into begins anywhere. For that ffmpeg
 * reads its first packets again, without decoding them.
 *
 * @param ffmpeg Whom to ask.
 * @param input Where the video comes from; it can be read again.
 * @param signal Ends the asking.
 */
export async function findBeginning(
  ffmpeg: Ffmpeg,
  input: VideoInput,
  signal?: AbortSignal,
): Promise<Beginning> {
  await using run = ffmpeg.start([
    ...[...input.args, "-map", "0:V:0", "-copyinkf", "-c", "copy"],
    ...["-frames:v", String(PACKETS), "-f", "framecrc", "pipe:1"],
  ], signal);
  const text = await new Response(run.stdout).text();
  signal?.throwIfAborted();
  return beginningOf(text);
}

/** Where a video begins whose first packets ffmpeg's `framecrc` has listed. */
export function beginningOf(framecrc: string): Beginning {
  const [first, ...others] = parseFramecrc(framecrc).packets;
  if (first === undefined || !first.isKey) return "between";
  return others.some(({ time }) => time < first.time) ? "open" : "whole";
}

/**
 * Measure how long a video is, for a file whose log cannot be believed.
 *
 * @param ffmpeg Whom to ask.
 * @param input Where the video comes from; it can be read again.
 * @param signal Ends the measuring.
 * @returns Seconds from its first picture to the end of its last.
 */
export async function measureDuration(
  ffmpeg: Ffmpeg,
  input: VideoInput,
  signal?: AbortSignal,
): Promise<number> {
  await using run = ffmpeg.start(
    [...input.args, "-map", "0:V:0", "-c", "copy", "-f", "framecrc", "pipe:1"],
    signal,
  );
  const { packets } = parseFramecrc(await new Response(run.stdout).text());
  signal?.throwIfAborted();
  let [first, end] = [Infinity, 0];
  for (const { time, duration } of packets) {
    first = Math.min(first, time);
    end = Math.max(end, time + duration);
  }
  return Math.max(0, end - first);
}
