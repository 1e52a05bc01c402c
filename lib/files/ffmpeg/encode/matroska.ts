/**
 * Uncompressed pictures with their times as a Matroska stream: what ffmpeg's own
 * raw format cannot carry, it reads from this one, from a pipe and at any rate.
 *
 * @see RFC 8794 (EBML) and RFC 9559 (Matroska).
 * @module
 */

import { concatenate } from "../../../raster/bytes.ts";
import type { Size } from "../../../raster/frame.ts";
import type { Chapter } from "../ffmetadata.ts";

/** How the pixels lie: RGBA, planes of YUV 4:2:0, or a byte of gray each. */
export type RawPixels = "rgba" | "yuv420p" | "gray";

/** Matroska's names of pixel layouts. */
const FOURCC: Readonly<Record<RawPixels, string>> = {
  rgba: "RGBA",
  yuv420p: "I420",
  gray: "Y800",
};

/** Times are written in microseconds. */
const NANOSECONDS_A_TICK = 1000;
/** A size that is not known: the element goes on to the end of the stream. */
const UNKNOWN_SIZE = Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

/**
 * The stream's beginning.
 *
 * @param size The pictures' sides in pixels.
 * @param pixels How the pixels lie.
 * @param chapters Named parts of what follows.
 * @returns Its bytes.
 */
export function matroskaHeader(
  { width, height }: Size,
  pixels: RawPixels,
  chapters: readonly Chapter[] = [],
): Uint8Array {
  const video = element(0xe0, [
    element(0xb0, unsigned(width)),
    element(0xba, unsigned(height)),
    element(0x2eb524, text(FOURCC[pixels])),
  ]);
  const track = element(0xae, [
    element(0xd7, unsigned(1)),
    element(0x73c5, unsigned(1)),
    element(0x83, unsigned(1)),
    element(0x86, text("V_UNCOMPRESSED")),
    video,
  ]);
  return concatenate(
    element(0x1a45dfa3, [element(0x4282, text("matroska"))]),
    id(0x18538067),
    UNKNOWN_SIZE,
    element(0x1549a966, [element(0x2ad7b1, unsigned(NANOSECONDS_A_TICK))]),
    element(0x1654ae6b, [track]),
    ...(chapters.length === 0 ? [] : [element(0x1043a770, [
      element(0x45b9, chapters.map(chapterAtom)),
    ])]),
  );
}

function chapterAtom({ start, end, title }: Chapter, i: number): Uint8Array {
  return element(0xb6, [
    element(0x73c4, unsigned(i + 1)),
    element(0x91, unsigned(Math.round(start * 1e9))),
    element(0x92, unsigned(Math.round(end * 1e9))),
    element(0x80, [element(0x85, text(title)), element(0x437c, text("und"))]),
  ]);
}

/**
 * What comes before a picture's bytes: a cluster for it alone.
 *
 * @param timestamp When it is shown, in seconds, at least 0.
 * @param byteLength How many bytes it has.
 * @returns The bytes before.
 */
export function matroskaFrameHeader(timestamp: number, byteLength: number): Uint8Array {
  const ticks = Math.round(timestamp * 1e9 / NANOSECONDS_A_TICK);
  const time = element(0xe7, unsigned(ticks));
  // Track 1, no time beyond the cluster's, a key frame.
  const block = Uint8Array.of(0x81, 0, 0, 0x80);
  const blockHead = concatenate(id(0xa3), size(block.length + byteLength), block);
  const length = time.length + blockHead.length + byteLength;
  return concatenate(id(0x1f43b675), size(length), time, blockHead);
}

/** An element: its name, its length, its content. */
function element(name: number, content: Uint8Array | readonly Uint8Array[]): Uint8Array {
  const bytes = content instanceof Uint8Array ? content : concatenate(...content);
  return concatenate(id(name), size(bytes.length), bytes);
}

/** A name, which carries its own length. */
function id(name: number): Uint8Array {
  return unsigned(name);
}

/** A length in eight bytes, as long as it may be. */
function size(length: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length) | 1n << 56n);
  return bytes;
}

/** A whole number in as few bytes as will do, the highest first. */
function unsigned(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest >= 1 || bytes.length === 0; rest = Math.floor(rest / 256)) {
    bytes.unshift(rest % 256);
  }
  return Uint8Array.from(bytes);
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
