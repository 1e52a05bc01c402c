/**
 * Kinds of video files, and which codecs each can hold.
 *
 * @module
 */

import { extname } from "node:path";

/** Kinds of video files, by the ending of their names. */
export const containers = ["mp4", "mkv", "webm", "mov", "gif"] as const;
/** A kind of video file. */
export type Container = typeof containers[number];

/** How pictures may be compressed. */
export const videoCodecs = ["h264", "hevc", "vp9", "av1", "prores"] as const;
/** A way to compress pictures. */
export type VideoCodec = typeof videoCodecs[number];

/** What is known of a kind of file. */
export interface ContainerTraits {
  /** ffmpeg's name. */
  readonly muxer: string;
  readonly codecs: readonly VideoCodec[];
  /** Ticks a second of its clock, if it has but one. */
  readonly timescale?: number;
  /** The codec that can hold transparent parts, if any. */
  readonly alphaCodec?: VideoCodec;
}

/** The kinds of files. */
export const CONTAINERS: Readonly<Record<Container, ContainerTraits>> = {
  mp4: {
    muxer: "mp4",
    codecs: ["h264", "hevc", "vp9", "av1"],
  },
  mov: {
    muxer: "mov",
    codecs: ["h264", "hevc", "prores"],
    alphaCodec: "prores",
  },
  mkv: {
    muxer: "matroska",
    timescale: 1000,
    codecs: ["h264", "hevc", "vp9", "av1", "prores"],
    alphaCodec: "vp9",
  },
  webm: {
    muxer: "webm",
    timescale: 1000,
    codecs: ["vp9", "av1"],
    alphaCodec: "vp9",
  },
  // Has a codec of its own, and no sound: see gif.ts.
  gif: { muxer: "gif", codecs: [] },
};

/** The kind of file that a name's ending asks for, or `undefined` if it is no video's. */
export function containerOf(path: string): Container | undefined {
  const ending = extname(path).slice(1).toLowerCase();
  if (ending === "m4v") return "mp4";
  return containers.find((container) => container === ending);
}

/**
 * The codec to use.
 *
 * @param container The kind of file.
 * @param wanted The codec that was asked for, if any.
 * @param hasAlpha Whether there are transparent parts.
 * @returns The codec; `undefined` for a GIF, which has its own.
 * @throws {RangeError} If the container cannot hold it, or not with transparent parts.
 */
export function chooseCodec(
  container: Container,
  wanted: VideoCodec | undefined,
  hasAlpha: boolean,
): VideoCodec | undefined {
  const { codecs, alphaCodec } = CONTAINERS[container];
  if (wanted !== undefined && !codecs.includes(wanted)) {
    throw new RangeError(
      `${container} cannot hold ${wanted}: choose ${codecs.join(", ") || "another container"}`,
    );
  }
  if (!hasAlpha || container === "gif") return wanted ?? codecs[0];
  if (alphaCodec === undefined || (wanted !== undefined && wanted !== alphaCodec)) {
    throw new RangeError(
      `${
        wanted ?? container
      } has no transparency: write .webm (vp9), .mov (prores) or PNG pictures`,
    );
  }
  return alphaCodec;
}
