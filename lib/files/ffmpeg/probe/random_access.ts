/**
 * Where a decoder may begin in the middle of a video, and give the pictures that it gives when it comes
 * from the beginning. That a file calls a packet a key frame does not say so much.
 *
 * @module
 */

import type { Beginning } from "./judge_complaints.ts";

/** Codecs of which each picture is coded by itself, or each key frame resets all. */
const INTRA = new Set([
  "mjpeg",
  "prores",
  "dnxhd",
  "ffv1",
  "huffyuv",
  "ffvhuff",
  "utvideo",
  "png",
  "rawvideo",
  "v210",
  "cfhd",
]);

/** How a key frame's bytes tell, for all others. */
const TESTS: Readonly<Record<string, (packet: Uint8Array) => Beginning>> = {
  h264: (packet) => h264Beginning(packet),
  hevc: (packet) => hevcBeginning(packet),
  av1: (packet) => av1Beginning(packet),
  vp9: ([first]) => isVp9Key(first) ? "whole" : "between",
  mpeg1video: (packet) => mpegBeginning(packet),
  mpeg2video: (packet) => mpegBeginning(packet),
};

/**
 * Whether each packet of a codec, as an mp4 or Matroska holds it, is a picture. One of VP8 may be none,
 * and of MPEG-4 Part 2 two pictures may be in one.
 *
 * @param codec ffmpeg's name of it.
 */
export function isPicturePerPacket(codec: string): boolean {
  return INTRA.has(codec) || Object.hasOwn(TESTS, codec);
}

/**
 * Whether to know if decoding can begin with a key frame takes a look at its bytes.
 *
 * @param codec ffmpeg's name of the codec.
 */
export function needsLook(codec: string): boolean {
  return !INTRA.has(codec);
}

/**
 * Where decoding begins with a packet: at a picture before which nothing is needed, also by those that
 * are decoded after it and shown before it (`whole`), or not by those that are shown after it (`open`).
 *
 * @example An IDR picture of H.264, with the length before it that mp4 and Matroska have
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(beginningAt("h264", Uint8Array.of(0, 0, 0, 2, 0x65, 0x88)), "whole");
 * assertEquals(beginningAt("h264", Uint8Array.of(0, 0, 0, 2, 0x41, 0x9a)), "between");
 * ```
 *
 * @param codec ffmpeg's name of the codec.
 * @param packet The packet, which its file calls a key frame.
 * @returns "between" where that is not known, or not so.
 */
export function beginningAt(codec: string, packet: Uint8Array): Beginning {
  if (INTRA.has(codec)) return "whole";
  return Object.hasOwn(TESTS, codec) ? TESTS[codec](packet) : "between";
}

/** NAL units of H.264. */
const SLICE = 1;
const IDR = 5;
const SEI = 6;

/** @see ITU-T H.264, 7.3.1 and D.2.8. */
function h264Beginning(packet: Uint8Array): Beginning {
  let beginning: Beginning = "between";
  for (const unit of nalUnits(packet)) {
    const type = unit[0] & 31;
    if (type === IDR) return "whole";
    if (type === SEI && hasExactRecovery(unit)) beginning = "open";
    if (type === SLICE) return beginning;
  }
  return "between";
}

/** SEI's recovery point. */
const RECOVERY_POINT = 6;

/** Whether a message says that from this picture on all are right, and exactly so. */
function hasExactRecovery(unit: Uint8Array): boolean {
  const bytes = withoutEscapes(unit);
  for (let at = 1; at + 2 < bytes.length;) {
    let [type, length] = [0, 0];
    for (; bytes[at] === 255; at++) type += 255;
    type += bytes[at++];
    for (; bytes[at] === 255; at++) length += 255;
    length += bytes[at++];
    // After no pictures (1), exact (1), and no broken link (0).
    if (type === RECOVERY_POINT && length > 0) return bytes[at] >> 5 === 0b110;
    at += length;
  }
  return false;
}

/** A unit's bytes without those that keep it from holding a start code. */
function withoutEscapes(unit: Uint8Array): Uint8Array {
  return unit.filter((byte, i) => !(byte === 3 && i > 1 && unit[i - 1] === 0 && unit[i - 2] === 0));
}

/** @see ITU-T H.265, table 7-1. */
function hevcBeginning(packet: Uint8Array): Beginning {
  for (const unit of nalUnits(packet)) {
    const type = unit[0] >> 1 & 63;
    // IDR pictures; BLA and CRA pictures, which others may be shown before that cannot be decoded.
    if (type === 19 || type === 20) return "whole";
    if (type <= 31) return type >= 16 && type <= 21 ? "open" : "between";
  }
  return "between";
}

/** NAL units with their lengths before them, as in most files, or start codes; none if it is neither. */
function nalUnits(packet: Uint8Array): Iterable<Uint8Array> {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  const units: Uint8Array[] = [];
  let at = 0;
  while (at + 4 < packet.length) {
    const start = at + 4;
    at = start + view.getUint32(at);
    units.push(packet.subarray(start, at));
  }
  // A length may look like a start code, so all of them must be right.
  return at === packet.length ? units : unitsBehindStartCodes(packet);
}

function* unitsBehindStartCodes(packet: Uint8Array): Generator<Uint8Array> {
  let start: number | undefined;
  for (let at = 0; at + 3 < packet.length; at++) {
    if (packet[at] !== 0 || packet[at + 1] !== 0 || packet[at + 2] !== 1) continue;
    if (start !== undefined) yield packet.subarray(start, at);
    start = at + 3;
  }
  if (start !== undefined) yield packet.subarray(start);
}

/** @see AV1 Bitstream & Decoding Process Specification, 5.3 and 5.9. */
function av1Beginning(packet: Uint8Array): Beginning {
  for (let at = 0; at + 1 < packet.length;) {
    const type = packet[at] >> 3 & 15;
    const hasSize = (packet[at] & 2) !== 0;
    at += (packet[at] & 4) !== 0 ? 2 : 1;
    let length = 0;
    for (let i = 0; hasSize && i < 8; i++) {
      const byte = packet[at++];
      length += (byte & 127) * 2 ** (7 * i);
      if (byte < 128) break;
    }
    // A frame or its header: not one that was there before (0), of kind key (00), shown (1).
    if (type === 3 || type === 6) return packet[at] >> 4 === 1 ? "whole" : "between";
    if (!hasSize) return "between";
    at += length;
  }
  return "between";
}

/** @see VP9 Bitstream & Decoding Process Specification, 6.2. */
function isVp9Key(first: number): boolean {
  if (first >> 6 !== 2) return false;
  // Profile 3 has one bit more before those that say: not one that was there before, key, shown.
  const rest = (first & 0x30) === 0x30 ? first & 7 : first >> 1 & 7;
  return rest === 1;
}

/** @see ITU-T H.262, 6.2: a sequence header resets all that is known. */
function mpegBeginning(packet: Uint8Array): Beginning {
  const units = [...unitsBehindStartCodes(packet)];
  const picture = units.find(([code]) => code === 0);
  const isIntra = picture !== undefined && (picture[2] >> 3 & 7) === 1;
  return units[0]?.[0] === 0xb3 && isIntra ? "open" : "between";
}
