/**
 * What the list of a video's packets tells, which ffmpeg reads without decoding them.
 *
 * @module
 */

import type { Beginning } from "./judge_complaints.ts";
import type { Ffmpeg } from "../ffmpeg.ts";
import { AS_FFMETADATA, parseFfmetadata } from "../ffmetadata.ts";
import { AS_FRAMECRC, type DescribedPacket, parseFramecrc } from "../framecrc.ts";
import type { VideoInput } from "../decode/video_input.ts";

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
  const first = ["-copyinkf", "-frames:v", String(PACKETS)];
  const args = [...input.args, "-map", "0:V:0", ...first, ...AS_FRAMECRC, "pipe:1"];
  await using run = ffmpeg.start(args, signal);
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
    [...input.args, "-map", "0:V:0", ...AS_FRAMECRC, "pipe:1"],
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

/** What is known of a video that breaks off. */
export interface Breaking {
  /** When what is wanted of it ends, in seconds from its start; all of it if left out. */
  readonly until?: number | undefined;
  /** How many seconds its header says it lasts. */
  readonly seconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A clock does not begin at 0 that begins later than that, in seconds. */
const LATE = 0.5;

/** By how much of a picture's stay times may differ. */
const NEARLY = 0.6;

/**
 * Find out whether a video that breaks off has fewer pictures than it says. ffmpeg lists all its packets
 * for that, without decoding them.
 *
 * @param ffmpeg Whom to ask.
 * @param input Where the video comes from; it can be read again.
 * @param breaking What is known besides.
 * @returns Whether pictures are missing, or nobody can tell.
 */
export async function lacksPictures(
  ffmpeg: Ffmpeg,
  input: VideoInput,
  { until, seconds, signal }: Breaking,
): Promise<boolean> {
  const { end } = input;
  if (end.lacksPictures && until === undefined) return true;
  const isFromZero = end.seconds === undefined ? ["-start_at_zero"] : [];
  const args = ["-copyts", ...isFromZero, ...input.args, "-map", "0:V:0"];
  const list = ["-map", "0:a?", ...AS_FRAMECRC, "pipe:1"];
  const listed = await outputOf(ffmpeg, [...args, ...list], signal);
  const { packets } = parseFramecrc(listed);
  const pictures = packets.filter(({ stream }) => stream === 0);
  const step = stepOf(pictures);
  const reaches = (time: number, some: readonly DescribedPacket[]) =>
    some.some((packet) => packet.time + (packet.duration || step) >= time - NEARLY * step);
  const first = packets.reduce((least, { time }) => Math.min(least, time), Infinity);
  if (until !== undefined && reaches(first + until, pictures)) return false;
  if (end.lacksPictures || pictures.length === 0) return true;
  if (end.pictures !== undefined) return turnsIn(listed) < end.pictures;
  if (end.seconds !== undefined) {
    // Counted from where the clock begins, or, of a clip of something that is live, from the first packet.
    const seconds = end.seconds + (first > LATE ? first : 0);
    return hasGap(pictures, step) || !reaches(seconds, packets);
  }
  if (!end.isMatroska) return true;
  const tags = await outputOf(ffmpeg, [...args, ...AS_FFMETADATA, "pipe:1"], signal);
  const [{ duration: noted = "" } = {}] = parseFfmetadata(tags).streams;
  const [, hours, minutes, rest] = /^(\d+):(\d\d):(\d\d\.\d+)$/.exec(noted) ?? [];
  if (rest === undefined) return seconds === undefined || !reaches(seconds, packets);
  return !reaches(3600 * Number(hours) + 60 * Number(minutes) + Number(rest), pictures);
}

/** How many turns the pictures have had, also without one: the clock of an AVI counts them. */
function turnsIn(framecrc: string): number {
  let turns = 0;
  for (const [, ticks, length] of framecrc.matchAll(/^0, *(\d+), *-?\d+, *(\d+),/gm)) {
    turns = Math.max(turns, Number(ticks) + Number(length));
  }
  return turns;
}

async function outputOf(
  ffmpeg: Ffmpeg,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  await using run = ffmpeg.start(args, signal);
  const text = await new Response(run.stdout).text();
  signal?.throwIfAborted();
  return text;
}

/** From one picture to the next, as a rule. */
function stepOf(pictures: readonly DescribedPacket[]): number {
  const steps = stepsOf(pictures).toSorted((a, b) => a - b);
  return steps[steps.length >> 1] ?? 0;
}

/** Whether pictures are missing in between, for all we know. */
function hasGap(pictures: readonly DescribedPacket[], step: number): boolean {
  return stepsOf(pictures).some((other) => other > 1.8 * step);
}

function stepsOf(pictures: readonly DescribedPacket[]): number[] {
  const times = pictures.map(({ time }) => time).toSorted((a, b) => a - b);
  return times.slice(1).map((time, i) => time - times[i]);
}
