/**
 * The pictures of a file by its packets, none of which is decoded but the first few.
 *
 * @module
 */

import type { Size } from "../../../raster/frame.ts";
import { limitOf, type VideoInput } from "../decode/video_input.ts";
import type { Ffmpeg } from "../ffmpeg.ts";
import type { Fraction } from "../ffmpeg_log.ts";
import { createNonce, markedArguments, NO_OUTPUT } from "../log_arguments.ts";
import { listPackets, type PacketListing, type PacketTable } from "./packet_table.ts";
import { isPicturePerPacket } from "./random_access.ts";

/** What a reading of a file begins and ends with. */
export interface ReadingOptions {
  /** Where it begins, in seconds: frame 1 is the first from there on. */
  readonly start?: number | undefined;
  /** How many pixels a frame may have; ffmpeg's own limit if left out. */
  readonly maxPixels?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The frames of a reading. */
export interface FrameIndex {
  /** ffmpeg's name of the codec. */
  readonly codec: string;
  /** Seconds in a tick. */
  readonly timeBase: Fraction;
  /** When each frame is shown, in ticks: of frame n it is at n − 1. */
  readonly ticks: Float64Array;
  /** The numbers of key frames. */
  readonly keyFrames: readonly number[];
  /** Whether all frames are there, up to the end of the file. */
  readonly isWhole: boolean;
  /** The packets, in the order in which they are decoded. */
  readonly packets: PacketTable;
  /** The first picture, as it is stored. */
  readonly first: FirstPicture;
}

/** A picture as it is stored. */
export interface FirstPicture {
  readonly size: Size;
  /** "yuv420p". */
  readonly pixelFormat: string | undefined;
}

/** How many frames are decoded, to see whether packets and pictures come in pairs. */
const PROOF = 50;

/** How many packets behind the last wanted frame are listed: more than decoders hold back. */
const BEYOND = 64;

/** At the end of a list that goes on, the order of so many is not settled. */
const UNSETTLED = 32;

/** Frames are farther apart, in seconds, or their times are pushed on: see `RawVideo.time`. */
const LEAST_STEP = 1.5e-6;

/**
 * Index the frames of a file: when each is shown, and where decoding may begin. All packets are read
 * up to the last frame that is wanted; the first frames are decoded too, to see that the packets tell
 * the truth.
 *
 * @param ffmpeg Whom to ask.
 * @param input The file.
 * @param options Where the reading begins, and up to which frame it is wanted: `until`, all if left out.
 * @returns The index; nothing where packets cannot tell which frames a reading gives: for what is no
 * mp4, mov, Matroska or WebM, for codecs whose packets may be no pictures, for times that go back, and
 * for files that ffmpeg complains of.
 */
export async function frameIndex(
  ffmpeg: Ffmpeg,
  input: VideoInput,
  { until = Infinity, ...options }: ReadingOptions & { readonly until?: number } = {},
): Promise<FrameIndex | undefined> {
  const args = readingArguments(input, options);
  if (args === undefined) return undefined;
  const { signal } = options;
  const isEnough = (table: PacketTable) => table.shown >= until + BEYOND;
  const [listing, look] = await Promise.all([
    listPackets(ffmpeg, args, { signal, isEnough }),
    lookAtFrames(ffmpeg, args, { count: PROOF, signal }),
  ]);
  const index = listing && look && indexOf(listing, look, (options.start ?? 0) > 0);
  if (index === undefined) return undefined;
  const { ticks, timeBase, isWhole } = index;
  const isProven = look!.times.every((time, i) => time === secondsOf(ticks[i], timeBase)) &&
    look!.times.length >= (isWhole ? Math.min(PROOF, ticks.length) : PROOF);
  return isProven ? index : undefined;
}

/**
 * How many frames a reading of a file gives. Its packets are counted, and the first frames decoded; so it
 * is the same on every machine, and an hour takes a second or two.
 *
 * @param ffmpeg Whom to ask.
 * @param input What is read.
 * @param options Which part is read.
 * @returns The exact number; nothing where packets cannot tell: see {@linkcode frameIndex}.
 */
export async function frameCountOf(
  ffmpeg: Ffmpeg,
  input: VideoInput,
  { duration, ...options }: ReadingOptions & { readonly duration?: number | undefined } = {},
): Promise<number | undefined> {
  if (input.pictures !== undefined) {
    const isPart = duration !== undefined || (options.start ?? 0) > 0;
    return isPart ? undefined : input.pictures.length;
  }
  const index = await frameIndex(ffmpeg, input, options);
  const end = index && endOf(index, duration);
  if (index === undefined || end === undefined) return undefined;
  const behind = index.ticks.findIndex((ticks) => ticks >= end);
  return behind < 0 ? index.ticks.length : behind;
}

/**
 * When a reading ends, as ffmpeg counts.
 *
 * @param index Its frames.
 * @param duration How many seconds are read; all if left out.
 * @returns The ticks that its frames are before; nothing where the duration cannot be told.
 */
export function endOf(
  { ticks, timeBase: { numerator, denominator } }: FrameIndex,
  duration: number | undefined,
): number | undefined {
  if (duration === undefined) return Infinity;
  const microseconds = microsecondsOf(duration);
  if (microseconds === undefined) return undefined;
  // As av_rescale_q() rounds.
  const tick = 1_000_000n * BigInt(numerator);
  const length = (microseconds * BigInt(denominator) + tick / 2n) / tick;
  // None at all stands for no end.
  return length === 0n ? undefined : ticks[0] + Number(length);
}

/** Seconds as ffmpeg reads them: what is beyond microseconds is cut off. */
function microsecondsOf(seconds: number): bigint | undefined {
  const [, whole, part = ""] = /^(\d+)(?:\.(\d+))?$/.exec(String(seconds)) ?? [];
  return whole === undefined ? undefined : BigInt(whole + part.slice(0, 6).padEnd(6, "0"));
}

/** When a tick is, in seconds: the very number that a reading gives. */
export function secondsOf(ticks: number, { numerator, denominator }: Fraction): number {
  return ticks * numerator / denominator;
}

/** ffmpeg's arguments that open a file as a reading does; nothing for what cannot be indexed. */
function readingArguments(
  { isFile, isMovie, end, args }: VideoInput,
  { start = 0, maxPixels }: ReadingOptions,
): string[] | undefined {
  if (!isFile || !(isMovie || end.isMatroska)) return undefined;
  const from = start > 0 ? ["-ss", String(start)] : [];
  return [...from, ...limitOf(maxPixels), ...args];
}

/** What decoding a few frames tells. */
interface Look extends FirstPicture {
  readonly timeBase: Fraction;
  /** When they are shown, in seconds. */
  readonly times: readonly number[];
}

/**
 * Decode the first frames of a reading, for their times.
 *
 * @param ffmpeg Whom to ask.
 * @param input ffmpeg's arguments that open the file.
 * @param options How many frames.
 * @returns What was seen; nothing if ffmpeg can decode none, or one has no time.
 */
export async function lookAtFrames(
  ffmpeg: Ffmpeg,
  input: readonly string[],
  { count, signal }: { count: number; signal?: AbortSignal | undefined },
): Promise<Look | undefined> {
  const nonce = createNonce();
  const frames = ["-map", "0:V:0", "-frames:v", String(count)];
  const seen = ["-vf", `showinfo@${nonce}=checksum=0`, ...NO_OUTPUT];
  const args = ["-autorotate", "0", ...input, ...markedArguments(nonce), ...frames, ...seen];
  await using run = ffmpeg.start(args, signal, { nonce });
  await run.ended();
  signal?.throwIfAborted();
  const { log } = run;
  const { frameSize: size, pixelFormat, timeBase } = log;
  const times: number[] = [];
  while (log.hasTime && times.length < count) times.push(log.takeTime() ?? NaN);
  if (size === undefined || timeBase === undefined || times.some(Number.isNaN)) return undefined;
  return { size, pixelFormat, timeBase, times };
}

/** The frames that some packets make; nothing where that is not clear. */
function indexOf(
  { table, isWhole, isMended }: PacketListing,
  { size, pixelFormat, timeBase }: Look,
  isFromStart: boolean,
): FrameIndex | undefined {
  const { codec } = table;
  if (!isPicturePerPacket(codec) || isMended || !isOrderly(table)) return undefined;
  if (
    table.timeBase?.numerator !== timeBase.numerator ||
    table.timeBase.denominator !== timeBase.denominator
  ) return undefined;
  const isFrame = (i: number) => !table.isHidden(i) && (!isFromStart || table.ticks[i] >= 0);
  const frames = table.ticks.filter((_, i) => isFrame(i));
  // Pictures that are shown before the first key frame may be given, or not.
  if (frames.some((ticks) => ticks < table.ticks[0])) return undefined;
  const sorted = Float64Array.from(frames).sort();
  const ticks = isWhole ? sorted : sorted.subarray(0, Math.max(0, sorted.length - UNSETTLED));
  if (!areApart(ticks, timeBase)) return undefined;
  const keyTicks = new Set(table.ticks.filter((_, i) => isFrame(i) && table.isKey(i)));
  const keyFrames: number[] = [];
  ticks.forEach((time, i) => keyTicks.has(time) && keyFrames.push(i + 1));
  const first = { size, pixelFormat };
  return { codec, timeBase, ticks, keyFrames, isWhole, packets: table, first };
}

/** Whether packets are whole, begin with a key frame, and have times that nobody has put right. */
function isOrderly(table: PacketTable): boolean {
  if (table.length === 0 || !table.isKey(0)) return false;
  // Muxers bring packets that are decoded too early to the time of the one before.
  let before = -Infinity;
  for (let i = 0; i < table.length; i++) {
    const now = table.decodingTicks[i];
    if (!(now > before) || Number.isNaN(table.ticks[i]) || table.isCorrupt(i)) return false;
    before = now;
  }
  return true;
}

/** Whether times are as a reading gives them: not before 0, and not too near to each other. */
function areApart(ticks: Float64Array, timeBase: Fraction): boolean {
  if (ticks.length === 0 || ticks[0] < 0) return false;
  const least = LEAST_STEP * timeBase.denominator / timeBase.numerator;
  return ticks.every((time, i) => i === 0 || time - ticks[i - 1] >= least);
}
