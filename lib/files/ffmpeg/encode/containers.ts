/**
 * What each kind of video file is: whatever else lists them, asks here.
 *
 * @module
 */

import { extname } from "node:path";
import type { Container, VideoCodec } from "../../../pipeline/files/video_formats.ts";

export type { Container, VideoCodec } from "../../../pipeline/files/video_formats.ts";

/** What is known of a kind of file. */
export interface ContainerTraits {
  /** ffmpeg's name. */
  readonly muxer: string;
  /** Other endings than its own name, without the dot. */
  readonly otherEndings?: readonly string[];
  /** What pictures in it can be compressed by; none if it has a codec of its own. */
  readonly codecs: readonly VideoCodec[];
  /** Ticks a second of its clock, if it has but one. */
  readonly timescale?: number;
  /** How it holds transparent parts, if it does. */
  readonly transparency?: {
    /** 1 for the kind that most programs show so. */
    readonly place: number;
    /** By which codec, unless it has one of its own. */
    readonly codec?: VideoCodec;
  };
}

/** The kinds of files, in the order in which they are told. To a pipe all of them can go: see stream_arguments.ts. */
export const CONTAINERS: Readonly<Record<Container, ContainerTraits>> = {
  mp4: {
    muxer: "mp4",
    otherEndings: ["m4v"],
    codecs: ["h264", "hevc", "vp9", "av1"],
  },
  mkv: {
    muxer: "matroska",
    timescale: 1000,
    codecs: ["h264", "hevc", "vp9", "av1", "prores"],
    transparency: { place: 3, codec: "vp9" },
  },
  webm: {
    muxer: "webm",
    timescale: 1000,
    codecs: ["vp9", "av1"],
    transparency: { place: 1, codec: "vp9" },
  },
  mov: {
    muxer: "mov",
    codecs: ["h264", "hevc", "prores"],
    transparency: { place: 2, codec: "prores" },
  },
  // See create_gif.ts.
  gif: { muxer: "gif", codecs: [], transparency: { place: 4 } },
};

/**
 * Their names.
 *
 * @category Video files
 */
export const containers = Object.keys(CONTAINERS) as readonly Container[];

/**
 * The names of codecs that any of them holds.
 *
 * @category Video files
 */
export const videoCodecs: readonly VideoCodec[] = [
  ...new Set(containers.flatMap((name) => CONTAINERS[name].codecs)),
];

/** A kind that holds sound: see sound_plan.ts. */
export type SoundContainer = Exclude<Container, "gif">;

/** Whether a kind holds sound. */
export function holdsSound(container: Container): container is SoundContainer {
  return container !== "gif";
}

/** Those that hold transparent parts, the most usual first. */
export const transparentContainers: readonly Container[] = containers
  .filter((name) => CONTAINERS[name].transparency !== undefined)
  .sort((a, b) => CONTAINERS[a].transparency!.place - CONTAINERS[b].transparency!.place);

/** What goes through a pipe best: it holds every codec, and is read from its beginning. */
export const STREAM_CONTAINER: Container = "mkv";

/**
 * The kind to write where none was asked for.
 *
 * @param hasAlpha Whether there are transparent parts.
 * @param codec What it must hold, if that matters.
 */
export function usualContainer(hasAlpha: boolean, codec?: VideoCodec): Container {
  const holds = (name: Container) => codec === undefined || CONTAINERS[name].codecs.includes(codec);
  const usual: readonly Container[] = hasAlpha ? [] : ["mp4"];
  return [...usual, ...transparentContainers].find(holds) ?? "mp4";
}

/**
 * The kind of file that a name's ending asks for, or `undefined` if it is no video's.
 *
 * @category Video files
 */
export function containerOf(path: string): Container | undefined {
  const ending = extname(path).slice(1).toLowerCase();
  return containers.find((name) =>
    name === ending || CONTAINERS[name].otherEndings?.includes(ending)
  );
}

/** Names of kinds in a row: ".mp4 .mkv". */
export function dotted(names: readonly Container[]): string[] {
  return names.map((name) => `.${name}`);
}

/**
 * The codec to use.
 *
 * @param container The kind of file.
 * @param wanted The codec that was asked for, if any.
 * @param hasAlpha Whether there are transparent parts.
 * @returns The codec; `undefined` for a GIF, which has its own.
 * @throws {RangeError} If the container cannot hold it, or not with transparent parts.
 * @category Video files
 */
export function chooseCodec(
  container: Container,
  wanted: VideoCodec | undefined,
  hasAlpha: boolean,
): VideoCodec | undefined {
  const { codecs, transparency } = CONTAINERS[container];
  if (wanted !== undefined && !codecs.includes(wanted)) {
    throw new RangeError(
      `Cannot write a video: ${container} cannot hold ${wanted}; choose ${
        codecs.join(", ") || "another container"
      }`,
    );
  }
  if (!hasAlpha || codecs.length === 0) return wanted ?? codecs[0];
  const { codec } = transparency ?? {};
  if (codec === undefined || (wanted !== undefined && wanted !== codec)) {
    const others = transparentContainers.flatMap((name) => {
      const { codec } = CONTAINERS[name].transparency!;
      return codec === undefined ? [] : `.${name} (${codec})`;
    });
    throw new RangeError(
      `Cannot write a video: ${wanted ?? container} has no transparency; write ${
        others.slice(0, 2).join(", ")
      } or PNG ` +
        "pictures",
    );
  }
  return codec;
}
