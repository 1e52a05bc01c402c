/**
 * What the list of a video's packets tells, which ffmpeg reads without decoding them.
 *
 * @module
 */

import type { Beginning } from "./damage.ts";
import type { Ffmpeg } from "./ffmpeg.ts";
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

/**
 * Read the list of packets that ffmpeg's `framecrc` writes: stream, DTS, PTS, duration, size, checksum, and
 * flags where they are not just "key frame".
 */
export function beginningOf(framecrc: string): Beginning {
  const packets = framecrc.split("\n").filter((line) => /^0, /.test(line)).map((line) => ({
    time: Number(line.split(",")[2]),
    isKey: Number(/, F=(0x[0-9A-F]+)/i.exec(line)?.[1] ?? 1) % 2 === 1,
  }));
  const [first, ...others] = packets;
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
  let tick = 0;
  let [first, end] = [Infinity, -Infinity];
  const add = (line: string) => {
    const clock = /^#tb 0: (\d+)\/(\d+)/.exec(line);
    if (clock) tick = Number(clock[1]) / Number(clock[2]);
    if (!line.startsWith("0, ")) return;
    const [, , time, duration] = line.split(",").map(Number);
    first = Math.min(first, time);
    end = Math.max(end, time + duration);
  };
  let rest = "";
  for await (const chunk of run.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(add);
  }
  signal?.throwIfAborted();
  return Math.max(0, end - first) * tick;
}
