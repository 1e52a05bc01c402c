import type { Ffmpeg } from "../ffmpeg.ts";
import {
  endOf,
  type FrameIndex,
  frameIndex,
  lookAtFrames,
  secondsOf,
} from "../probe/frame_index.ts";
import type { Beginning } from "../probe/judge_complaints.ts";
import { listPackets, type PacketTable } from "../probe/packet_table.ts";
import { beginningAt, needsLook } from "../probe/random_access.ts";
import type { OpenVideoOptions, Seek } from "./decode_arguments.ts";
import { limitOf, type VideoInput } from "./video_input.ts";

/** Before a frame that is wanted lie so many, where a decoder complains of what it lacks at first. */
const RUN_UP = 40;

/** How many packets behind a key frame are compared at most. */
const MOST_COMPARED = 1000;

/**
 * Find out how to begin with a frame in the middle of a file, without decoding all that comes before.
 *
 * The packets up to that frame are listed once from the start. Then ffmpeg is asked where it gets to by
 * seeking: the packets that it reads there must be the same, one by one, and the first of them must be
 * one that a decoder may begin with. The distance of their times is that of the two readings' clocks, in
 * whole ticks.
 *
 * @param input Where the video comes from.
 * @param options Which frame is the first, and what else is wanted.
 * @returns Nothing if all is to be decoded from the start: of what cannot be indexed, at another rate,
 * where nothing would be gained, and wherever it is not sure that the frames would be the same.
 */
export async function planSeek(
  input: VideoInput,
  options: OpenVideoOptions,
): Promise<Seek | undefined> {
  const { ffmpeg, firstFrame = 1, fps, start, duration, maxPixels, signal } = options;
  if (fps !== undefined) return undefined;
  const reading = { start, maxPixels, signal };
  const index = await frameIndex(ffmpeg, input, { ...reading, until: firstFrame });
  if (index === undefined || firstFrame > index.ticks.length) return undefined;
  const end = endOf(index, duration);
  const wanted = index.ticks[firstFrame - 1];
  if (end === undefined || wanted >= end) return undefined;
  for (const number of aims(index, firstFrame)) {
    const landing = await landAt(ffmpeg, input, index, { ...reading, number });
    if (landing === undefined) continue;
    const { packet, shift, beginning, args } = landing;
    if (packet === 0) return undefined;
    if (!isBefore(index, landing, wanted)) continue;
    return {
      args,
      timeBase: index.timeBase,
      first: wanted - shift,
      end: end === Infinity ? undefined : end - shift,
      shift,
      beginning,
    };
  }
  return undefined;
}

/** Frames to seek to, one after the other: the wanted one, and key frames before it. */
function aims({ keyFrames }: FrameIndex, wanted: number): number[] {
  const before = keyFrames.filter((number) => number <= wanted);
  return [wanted, ...[-2, -4].map((at) => before.at(at)).filter((number) => number !== undefined)];
}

/** Where ffmpeg gets to by seeking. */
interface Landing {
  /** ffmpeg's arguments before the input. */
  readonly args: readonly string[];
  /** Which packet of the index is the first. */
  readonly packet: number;
  /** By how many ticks its time there is later. */
  readonly shift: number;
  readonly beginning: Beginning;
}

/** Seek to a frame; nothing where it is not sure what is read from there on. */
async function landAt(
  ffmpeg: Ffmpeg,
  { args: inputArgs }: VideoInput,
  index: FrameIndex,
  { number, start = 0, maxPixels, signal }: {
    number: number;
    start: number | undefined;
    maxPixels: number | undefined;
    signal: AbortSignal | undefined;
  },
): Promise<Landing | undefined> {
  const { packets, codec, timeBase, first } = index;
  const aim = index.ticks[number - 1];
  const seconds = (start + secondsOf(aim, timeBase)).toFixed(6);
  const args = ["-noaccurate_seek", "-ss", seconds];
  const from = [...args, ...limitOf(maxPixels), ...inputArgs];
  const [listing, key, look] = await Promise.all([
    listPackets(ffmpeg, from, { limit: comparedAt(index, aim), signal }),
    needsLook(codec) ? firstPacket(ffmpeg, from, signal) : new Uint8Array(),
    lookAtFrames(ffmpeg, from, { count: 1, signal }),
  ]);
  if (listing === undefined || look === undefined) return undefined;
  const { width, height } = look.size;
  // What comes out has the size of the first picture.
  if (width !== first.size.width || height !== first.size.height) return undefined;
  if (look.pixelFormat !== first.pixelFormat) return undefined;
  const found = place(packets, listing.table, aim);
  if (found === undefined) return undefined;
  const isKeys = !needsLook(codec) || key.length === packets.sizes[found.packet];
  return { args, ...found, beginning: isKeys ? beginningAt(codec, key) : "between" };
}

/** How many packets to compare: from the last key frame before a time to behind it. */
function comparedAt({ packets }: FrameIndex, aim: number): number {
  const last = packets.ticks.indexOf(aim);
  let key = last;
  while (key > 0 && !(packets.isKey(key) && packets.ticks[key] <= aim)) key--;
  return Math.min(last - key + 2, MOST_COMPARED);
}

/** Where some packets stand among all, and how much later they are there. */
function place(
  all: PacketTable,
  some: PacketTable,
  aim: number,
): Pick<Landing, "packet" | "shift"> | undefined {
  if (some.length === 0 || !some.isKey(0)) return undefined;
  for (let packet = all.ticks.indexOf(aim); packet >= 0; packet--) {
    const shift = all.ticks[packet] - some.ticks[0];
    // The clock begins where ffmpeg was told to seek to.
    if (Math.abs(shift - aim) > 1 || !all.isKey(packet)) continue;
    // Behind an open key frame the list's times may have been put right, those of the file are.
    const isSame = (_: number, i: number) =>
      packet + i >= all.length || some.isSame(i, all, packet + i);
    if (some.ticks.every(isSame)) return { packet, shift };
  }
  return undefined;
}

/** Whether a wanted frame is decoded right from a packet on. */
function isBefore({ packets }: FrameIndex, landing: Landing, wanted: number): boolean {
  const { packet, beginning } = landing;
  if (beginning === "between" || packets.ticks[packet] > wanted) return false;
  return beginning === "whole" || packets.ticks.indexOf(wanted) - packet >= RUN_UP;
}

/** The first packet that ffmpeg reads, as it is stored. */
async function firstPacket(
  ffmpeg: Ffmpeg,
  from: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const output = ["-map", "0:V:0", "-copyinkf", "-frames:v", "1", "-c", "copy", "-f", "data"];
  await using run = ffmpeg.start([...from, ...output, "pipe:1"], signal);
  const bytes = new Uint8Array(await new Response(run.stdout).arrayBuffer());
  signal?.throwIfAborted();
  return bytes;
}
