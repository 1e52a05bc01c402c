/**
 * What of ffmpeg's complaints means that pictures are missing or broken.
 *
 * @module
 */

import type { Complaint } from "../ffmpeg_log.ts";

/** Complaints for which no picture is missing or broken. */
const HARMLESS = [
  // Of raw output, which has no times, and of times that are put right.
  /non[- ]monoton(ic|ous)|DTS .*(out of order|discontinuity)|[Tt]imestamps? (are )?unset|invalid dropping/i,
  // Of what stands beside the pictures: messages of the encoder, hints for the screen, notes of cameras.
  /\bSEI\b|\bVUI\b|buffering period|picture timing|display window|unable to decode APP fields/,
  /chapter|subtitle|edit list|\bedit\b.*(list|unit)|cover art|attachment|ICC profile|EXIF/i,
];

/** What readers of files say at the end of one that breaks off, or has something else behind it. */
const AT_END = /partial file|truncat|ended prematurely|^Packet mismatch/i;

/** Complaints of a decoder that lacks the pictures before. */
const MISSING_BEFORE =
  /\b(ref|refs|references?|unref|mmco|POCs?|frame num gap|keyframe|non-existing (PPS|SPS)|[PSV]PS)\b|no frame!|OBU data/i;

/** What is known when a video has come to its end. */
export interface Reading {
  /** How many pictures have come. */
  readonly pictures: number;
  /** Whether it is a stretch of a stream, which may break off within a picture. */
  readonly isMpegStream: boolean;
  /** Where decoding has begun: at a key frame, before which nothing is missing, or otherwise. */
  readonly beginning: () => Promise<Beginning>;
  /** Whether pictures are missing, where the file breaks off. */
  readonly isShort: () => Promise<boolean>;
}

/**
 * Where decoding begins: at the beginning of a file; at a key frame that pictures come before
 * which need others; between two key frames.
 */
export type Beginning = "whole" | "open" | "between";

/** What is to be said of a video at its end. */
export interface Verdict {
  /** ffmpeg's words for what is missing or broken. */
  readonly damage?: string | undefined;
  /** Whether it begins with pictures that cannot be decoded. */
  readonly beginsBroken?: boolean;
  /** Whether only its last picture is broken, where the recording ends. */
  readonly endsBroken?: boolean;
}

/**
 * Find out whether a video is damaged: whether pictures are missing or broken after the first good one.
 *
 * @param complaints What ffmpeg has said.
 * @param reading What is known besides.
 */
export async function judgeComplaints(
  complaints: readonly Complaint[],
  { pictures, isMpegStream, beginning, isShort }: Reading,
): Promise<Verdict> {
  const serious = complaints.filter(({ text }) =>
    !HARMLESS.some((words) => words.test(text)) &&
    // Packets of such a stream are counted: two recordings, one behind the other, make a jump.
    !(isMpegStream && /^corrupt input packet/.test(text))
  );
  if (serious.length === 0) return {};
  // Of a file that breaks off, the reader says what there is to know.
  const [broken] = serious.filter(({ from }) => from === "file");
  if (broken !== undefined) {
    // It may be sound that is missing, or nothing at all.
    const isAtEnd = serious.every(({ from, text }) => from === "file" && AT_END.test(text));
    if (isAtEnd && !await isShort()) return {};
    const telling = serious.find(({ text }) => /partial file|truncat|prematurely/i.test(text));
    return { damage: (telling ?? broken).text };
  }
  const early = serious.filter((complaint) => complaint.pictures === 0);
  const later = serious.filter((complaint) => complaint.pictures > 0);
  const isLast = isMpegStream && later.length > 0 &&
    later.every((complaint) => complaint.pictures >= pictures - lastReachOf(complaint));
  if (later.length > 0 && !isLast) return { damage: later.at(-1)!.text };
  const lost = early.length === 0 ? undefined : await lostAtBeginning(early, beginning);
  return lost === undefined
    ? { beginsBroken: early.length > 0, endsBroken: isLast }
    : { damage: lost.text };
}

/** By how many pictures the last one to be decoded may be shown before the end. */
const LAST_PICTURES = 4;

/** How far before the end the last picture may be complained of. */
function lastReachOf({ text }: Complaint): number {
  // ffmpeg says this when the picture's turn comes, a decoder with several threads before that.
  const isInTurn = /^(corrupt|Error while decoding)/.test(text);
  return isInTurn ? LAST_PICTURES : LAST_PICTURES + navigator.hardwareConcurrency + 1;
}

/**
 * What is said before the first picture has come may be of later ones, too: decoders run ahead.
 *
 * @returns What is not to be expected where the decoding begins.
 */
async function lostAtBeginning(
  early: readonly Complaint[],
  beginning: Reading["beginning"],
): Promise<Complaint | undefined> {
  switch (await beginning()) {
    case "between":
      return undefined;
    case "open":
      return early.find(({ text }) => !MISSING_BEFORE.test(text));
    case "whole":
      return early[0];
  }
}
