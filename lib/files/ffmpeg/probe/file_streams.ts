/**
 * What a video file holds besides its pictures, asked of ffmpeg through outputs made for machines:
 * its log is mixed with text that a file's author has written.
 *
 * @module
 */

import { inWorkingFolder } from "../../system/working_folder.ts";
import type { Ffmpeg } from "../ffmpeg.ts";
import { AS_FFMETADATA, type Chapter, parseFfmetadata, type Tags } from "../ffmetadata.ts";
import {
  AS_FRAMECRC,
  type DescribedPacket,
  type DescribedStream,
  parseFramecrc,
} from "../framecrc.ts";

/** A track's name and language, if it has any. */
export interface TrackWords {
  readonly title: string | undefined;
  /** As in the file: "deu". */
  readonly language: string | undefined;
}

/** A track of sound. */
export interface SoundTrack extends TrackWords {
  /** "aac"; "none" if this ffmpeg does not know it. */
  readonly codec: string;
  /** Samples a second. */
  readonly sampleRate: number;
  /** The loudspeakers: "stereo", "5.1(side)", "3 channels". */
  readonly layout: string;
  /** Whether what a decoder must know is told before the first packet. */
  readonly hasHeader: boolean;
  /** Whether its packets tell how long they last. */
  readonly hasDurations: boolean;
  /** Whether this ffmpeg can decode it. */
  readonly isReadable: boolean;
  /** What its beginning has that is not to be heard, for the file's edit list cuts it off. */
  readonly hidden: HiddenSound | undefined;
}

/** Sound before a cut that was made by an edit list. */
export interface HiddenSound {
  /** How many packets; `Infinity` if they cannot simply be left out. */
  readonly packets: number;
  /** When it ends, in seconds from the file's start; `Infinity` if nobody knows. */
  readonly until: number;
}

/** What a video file holds besides its pictures. */
export interface FileStreams {
  /** Of the pictures' track. */
  readonly video: TrackWords;
  /** Tracks of sound, in order. */
  readonly sounds: readonly SoundTrack[];
  readonly chapters: readonly Chapter[];
  /** When the last picture is over, in seconds; `undefined` if that cannot be learned. */
  readonly end: number | undefined;
  /** How long the last picture stays, in seconds. */
  readonly lastPicture: number | undefined;
}

/** How much of the beginning is looked at, in seconds: an edit list hides one second at most. */
const HEAD_SECONDS = "2";
/** Where the search for the last picture begins, in seconds before the end: at the key frame there. */
const TAIL_SECONDS = "2";
/** Lets times count from the file's start, also where reading begins later. */
const END_CLOCK = ["-copyts", "-start_at_zero"];
/** Decodes a little sound. It fails if a decoder does not take its header, not for noise in packets. */
const LISTENING = ["-max_error_rate", "1", "-t", "0.2", "-f", "null", "-"];
const PICTURES = ["-map", "0:V:0"];
const SOUND = ["-map", "0:a?"];
const ALL = [...PICTURES, ...SOUND];
/** How long a look may take, in milliseconds: then the video is written without what it would tell. */
const LONGEST_LOOK = 20_000;
/** As many packets before the first that is heard are no more than encoders put there. */
const MOST_PRIMING = 3;
/** A packet lasts at most so long, in seconds, if the cut may be where it begins instead of within. */
const LONGEST_HIDDEN = 0.05;

/** What {@linkcode readFileStreams} knows of the file. */
export interface ReadStreamsOptions {
  /**
   * Whether its clock runs on without a jump, as in mp4, mov and Matroska: then one ffmpeg looks at the
   * beginning and at the end.
   *
   * @default {false}
   */
  hasSteadyClock?: boolean;
  /** Ends the asking. */
  signal?: AbortSignal | undefined;
}

/**
 * Ask what a video file holds besides its pictures.
 *
 * @param ffmpeg Whom to ask.
 * @param input ffmpeg's arguments that open the file, `-i` included.
 * @param options What is known of the file, and what ends the asking.
 * @returns What is there. Times count from the file's start, as in the frames of a whole file.
 */
export async function readFileStreams(
  ffmpeg: Ffmpeg,
  input: readonly string[],
  { hasSteadyClock = false, signal }: ReadStreamsOptions = {},
): Promise<FileStreams> {
  const look = hasSteadyClock ? await lookAtBoth(ffmpeg, input, signal) : undefined;
  const { streams, packets, tail, words, areReadable } = look ??
    await lookTwice(ffmpeg, input, signal);
  const { streams: tags, chapters } = parseFfmetadata(words);
  const sounds = streams.slice(1).map(async ({ kind: _, ...traits }, i) => ({
    ...traits,
    ...trackWords(tags[i + 1]),
    hasDurations: packets.some(({ stream, duration }) => stream === i + 1 && duration > 0),
    hidden: hiddenSound(packets.filter(({ stream }) => stream === i + 1)),
    isReadable: areReadable || await isReadable(ffmpeg, input, i, signal),
  }));
  return {
    video: trackWords(tags[0]),
    sounds: await Promise.all(sounds),
    chapters,
    ...endOfPictures(tail, tags[0]),
  };
}

/** What ffmpeg tells of a file. */
interface Look {
  /** The pictures' track, then those of sound. */
  readonly streams: readonly DescribedStream[];
  /** Packets of the beginning, of all tracks. */
  readonly packets: readonly DescribedPacket[];
  /** The last packets of the pictures. */
  readonly tail: readonly DescribedPacket[];
  /** As `ffmetadata`. */
  readonly words: string;
  /** Whether it can decode all of the sound. */
  readonly areReadable: boolean;
}

/**
 * Ask one ffmpeg for the beginning and for the end, as if they were two files: to start another costs more
 * than to look. The end's packets come as one more track, behind those of the beginning.
 *
 * @returns Nothing if one of the looks failed.
 */
async function lookAtBoth(
  ffmpeg: Ffmpeg,
  input: readonly string[],
  signal?: AbortSignal,
): Promise<Look | undefined> {
  const head = ["-t", HEAD_SECONDS, ...input];
  const tail = ["-sseof", `-${TAIL_SECONDS}`, ...input];
  const packetsOut = [...ALL, "-map", "1:V:0", ...AS_FRAMECRC, "pipe:1"];
  const wordsOut = [...ALL, ...AS_FFMETADATA, "pipe:2"];
  const args = [...END_CLOCK, ...head, ...tail, ...packetsOut, ...wordsOut, ...SOUND, ...LISTENING];
  const { stdout, stderr, isDone } = await ask(ffmpeg, args, signal);
  if (!isDone) return undefined;
  const { streams, packets } = parseFramecrc(stdout);
  const last = streams.length - 1;
  return {
    streams: streams.slice(0, last),
    packets: packets.filter(({ stream }) => stream !== last),
    tail: packets.filter(({ stream }) => stream === last),
    words: stderr,
    areReadable: true,
  };
}

/** The same, of two ffmpegs, each with the clock that its look needs. */
async function lookTwice(
  ffmpeg: Ffmpeg,
  input: readonly string[],
  signal?: AbortSignal,
): Promise<Look> {
  const [{ head, areReadable }, tail] = await Promise.all([
    lookAtHead(ffmpeg, input, signal),
    lookAtTail(ffmpeg, input, signal),
  ]);
  const { streams, packets } = parseFramecrc(head.stdout);
  return { streams, packets, tail: tail.packets, words: head.stderr, areReadable };
}

/**
 * Ask when the last picture of a video file is over.
 *
 * @param ffmpeg Whom to ask.
 * @param input ffmpeg's arguments that open the file, `-i` included.
 * @param signal Ends the asking.
 * @returns Seconds from the file's start; `undefined` if that cannot be learned.
 */
export async function readEnd(
  ffmpeg: Ffmpeg,
  input: readonly string[],
  signal?: AbortSignal,
): Promise<number | undefined> {
  const { packets, tags } = await lookAtTail(ffmpeg, input, signal);
  return endOfPictures(packets, tags).end;
}

/** What ffmpeg tells of the beginning, and whether it can decode all of the sound. */
async function lookAtHead(
  ffmpeg: Ffmpeg,
  input: readonly string[],
  signal?: AbortSignal,
): Promise<{ head: Answer; areReadable: boolean }> {
  const packetsOut = [...ALL, "-t", HEAD_SECONDS, ...AS_FRAMECRC, "pipe:1"];
  const args = [...input, ...packetsOut, ...ALL, ...AS_FFMETADATA, "pipe:2"];
  // A codec's name does not tell: there is AAC that no ffmpeg before 7.1 decodes, and headers are broken.
  const head = await ask(ffmpeg, [...args, ...SOUND, ...LISTENING], signal);
  if (head.isDone) return { head, areReadable: true };
  return { head: await ask(ffmpeg, args, signal), areReadable: false };
}

/** The last packets of the pictures, by the clock of the frames, and their track's tags. */
async function lookAtTail(
  ffmpeg: Ffmpeg,
  input: readonly string[],
  signal?: AbortSignal,
): Promise<{ packets: DescribedPacket[]; tags: Tags | undefined }> {
  const tail = ["-sseof", `-${TAIL_SECONDS}`, ...input];
  const packetsOut = [...PICTURES, ...AS_FRAMECRC, "pipe:1"];
  const wordsOut = [...PICTURES, ...AS_FFMETADATA, "pipe:2"];
  const args = [...END_CLOCK, ...tail, ...packetsOut, ...wordsOut];
  const { stdout, stderr } = await ask(ffmpeg, args, signal);
  const { packets } = parseFramecrc(stdout);
  return { packets, tags: parseFfmetadata(stderr).streams[0] };
}

/** What ffmpeg wrote, and whether it did not fail. */
interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly isDone: boolean;
}

/** Run ffmpeg without a log, so that both its outputs are free. */
async function ask(
  ffmpeg: Ffmpeg,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<Answer> {
  const limit = AbortSignal.timeout(LONGEST_LOOK);
  const { success, stdout, stderr } = await new Deno.Command(ffmpeg.command, {
    args: ["-nostdin", "-nostats", "-loglevel", "quiet", ...args],
    stdin: "null",
    ...inWorkingFolder(),
    signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
  }).output();
  signal?.throwIfAborted();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { stdout: out, stderr: err, isDone: success };
}

async function isReadable(
  ffmpeg: Ffmpeg,
  input: readonly string[],
  track: number,
  signal?: AbortSignal,
): Promise<boolean> {
  return (await ask(ffmpeg, [...input, "-map", `0:a:${track}`, ...LISTENING], signal)).isDone;
}

/** What muxers call a track that has no name. */
const NO_NAME = /handle|media|^(video|sound|audio|mono|stereo|surround|und)$/i;

function trackWords({ title, handler_name, language }: Tags = {}): TrackWords {
  // To mp4 and mov, a track's name is that of its "handler".
  const name = title ?? (NO_NAME.test(handler_name ?? "") ? undefined : handler_name);
  return { title: name || undefined, language: language === "und" ? undefined : language };
}

function hiddenSound(packets: readonly DescribedPacket[]): HiddenSound | undefined {
  const heard = packets.findIndex(({ isHidden }) => !isHidden);
  if (heard === 0 || packets.length === 0) return undefined;
  const first = packets[heard];
  if (first === undefined || first.duration > LONGEST_HIDDEN) {
    return heard === 1 ? undefined : { packets: Infinity, until: Infinity };
  }
  // An encoder's own beginning, which is silent, and which decoders need.
  const hidden = heard <= MOST_PRIMING ? heard - 1 : heard;
  return hidden > 0 ? { packets: hidden, until: first.time } : undefined;
}

function endOfPictures(
  packets: readonly DescribedPacket[],
  { duration: tag = "" }: Tags = {},
): Pick<FileStreams, "end" | "lastPicture"> {
  const shown = packets.filter(({ isHidden }) => !isHidden);
  if (shown.length === 0) return { end: undefined, lastPicture: undefined };
  const last = shown.reduce((a, b) => b.time > a.time ? b : a);
  // Matroska's blocks seldom tell how long they last, but writers note it beside them.
  const [, hours, minutes, seconds] = /^(\d+):(\d\d):(\d\d\.\d+)$/.exec(tag) ?? [];
  const noted = 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
  const end = noted > last.time ? noted : last.time + last.duration;
  return { end, lastPicture: end - last.time };
}
