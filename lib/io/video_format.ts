/**
 * Which codec goes into which kind of file, and what ffmpeg has to be told for it.
 *
 * @module
 */

import { extname } from "node:path";
import type { CreateVideoOptions, SoundSource } from "./encode.ts";
import type { RawPixels } from "./matroska.ts";
import { streamArguments } from "./stream_arguments.ts";

/** Kinds of video files, by the ending of their names. */
export const containers = ["mp4", "mkv", "webm", "mov", "gif"] as const;
/** A kind of video file. */
export type Container = typeof containers[number];

/** How pictures may be compressed. */
export const videoCodecs = ["h264", "hevc", "vp9", "av1", "prores"] as const;
/** A way to compress pictures. */
export type VideoCodec = typeof videoCodecs[number];

interface ContainerTraits {
  /** ffmpeg's name. */
  readonly muxer: string;
  readonly codecs: readonly VideoCodec[];
  /** The codec that can hold transparent parts, if any. */
  readonly alphaCodec?: VideoCodec;
  /** Codecs of sound that it holds as they are; `undefined` for all. */
  readonly soundCodecs?: RegExp;
  /** What other sound is made into. */
  readonly soundEncoder?: string;
}

const CONTAINERS: Readonly<Record<Container, ContainerTraits>> = {
  mp4: {
    muxer: "mp4",
    codecs: ["h264", "hevc", "vp9", "av1"],
    soundCodecs: /^(aac|mp3|ac3|eac3|alac|opus)$/,
    soundEncoder: "aac",
  },
  mov: {
    muxer: "mov",
    codecs: ["h264", "hevc", "prores"],
    alphaCodec: "prores",
    soundCodecs: /^(aac|mp3|ac3|alac|pcm_\w+)$/,
    soundEncoder: "aac",
  },
  mkv: { muxer: "matroska", codecs: ["h264", "hevc", "vp9", "av1", "prores"], alphaCodec: "vp9" },
  webm: {
    muxer: "webm",
    codecs: ["vp9", "av1"],
    alphaCodec: "vp9",
    soundCodecs: /^(opus|vorbis)$/,
    soundEncoder: "libopus",
  },
  // Has a codec of its own, and no sound: see gif.ts.
  gif: { muxer: "gif", codecs: [] },
};

const ENCODERS: Readonly<Record<VideoCodec, { name: string; crf?: number; preset?: string }>> = {
  h264: { name: "libx264", crf: 18, preset: "veryfast" },
  hevc: { name: "libx265", crf: 20, preset: "veryfast" },
  vp9: { name: "libvpx-vp9", crf: 28 },
  av1: { name: "libaom-av1", crf: 30 },
  prores: { name: "prores_ks" },
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

/** Whether a video will have chroma at half the resolution, and so needs even sides. */
export function needsEvenSides(options: CreateVideoOptions): boolean {
  const { container, codec, hasAlpha = false, isLossless = false } = options;
  const chosen = chooseCodec(container, codec, hasAlpha);
  return !isLossless && chosen !== undefined && pixelFormat(chosen, hasAlpha).includes("420");
}

/**
 * All of ffmpeg's arguments for writing a video of raw pictures from its standard input.
 *
 * @param target Where ffmpeg writes.
 * @param pixels How the pictures' pixels lie.
 * @param isOld Whether this ffmpeg is older than 5.1.
 * @param options What to write, and how.
 */
export function videoArguments(
  target: string,
  pixels: RawPixels,
  isOld: boolean,
  options: CreateVideoOptions,
): string[] {
  const { container, sound, frameRate, timescale = 90_000, hasAlpha = false } = options;
  const { muxer } = CONTAINERS[container];
  const codec = chooseCodec(container, options.codec, hasAlpha);
  const rate = frameRate && `${frameRate.numerator}/${frameRate.denominator}`;
  return [
    ...["-f", "matroska", "-probesize", "32", "-i", "pipe:0"],
    ...(sound ? soundInput(sound) : []),
    ...["-map", "0:v:0", "-map_metadata", "-1"],
    ...(sound ? soundOutput(container, sound) : []),
    ...(codec === undefined || options.isLossless
      ? ["-c:v", "ffv1", "-pix_fmt", pixels === "rgba" ? "bgra" : "gray"]
      : codecArguments(codec, pixels, options)),
    ...(isOld ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"]),
    ...["-enc_time_base", `1:${timescale}`],
    ...(rate === undefined ? [] : ["-r", rate]),
    ...(muxer === "mp4" || muxer === "mov" ? ["-video_track_timescale", String(timescale)] : []),
    ...(target === "pipe:1"
      ? streamArguments({ container, codec, isLive: options.isLive ?? false, hasSound: !!sound })
      : muxer === "mp4"
      ? ["-movflags", "+faststart"]
      : []),
    ...["-f", muxer, "-y", target === "pipe:1" ? target : `file:${target}`],
  ];
}

function soundInput({ path, start, duration }: SoundSource): string[] {
  return [
    ...(start === undefined ? [] : ["-ss", String(start)]),
    ...(duration === undefined ? [] : ["-t", String(duration)]),
    ...["-protocol_whitelist", "file,pipe", "-i", `file:${path}`],
  ];
}

/** Sound is copied where the container can hold it. */
function soundOutput(container: Container, { codecs, start }: SoundSource): string[] {
  const { soundCodecs, soundEncoder } = CONTAINERS[container];
  const choose = (codec: string) =>
    soundCodecs === undefined || soundCodecs.test(codec) ? "copy" : soundEncoder!;
  return [
    ...["-map", "1:a?"],
    // What is copied from before the start would put off the pictures.
    ...(start === undefined ? [] : ["-copypriorss:a", "0"]),
    ...codecs.flatMap((codec, i) => [`-c:a:${i}`, choose(codec)]),
  ];
}

function codecArguments(
  codec: VideoCodec,
  pixels: RawPixels,
  { crf, preset, hasAlpha = false }: CreateVideoOptions,
): string[] {
  const encoder = ENCODERS[codec];
  const quality = crf ?? encoder.crf;
  const speed = preset ?? encoder.preset;
  const format = pixelFormat(codec, hasAlpha);
  const filters = [
    ...(pixels === "rgba" || !hasAlpha
      ? ["scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int"]
      : []),
    `format=${format}`,
  ];
  return [
    ...["-vf", filters.join(",")],
    ...["-c:v", encoder.name],
    ...(quality === undefined ? [] : ["-crf", String(quality)]),
    ...(speed === undefined ? [] : ["-preset", speed]),
    // libsvtav1 takes no clock of more than 240 ticks a second.
    ...(codec === "av1"
      ? ["-b:v", "0", "-usage", "realtime", "-cpu-used", "8", "-row-mt", "1"]
      : []),
    ...(codec === "vp9"
      ? ["-b:v", "0", "-deadline", "realtime", "-cpu-used", "6", "-row-mt", "1"]
      : []),
    // With frames held back, the libvpx of 2018 loses some of those with alpha.
    ...(codec === "vp9" && hasAlpha ? ["-auto-alt-ref", "0", "-lag-in-frames", "0"] : []),
    ...(codec === "prores" ? ["-profile:v", "4444", "-vendor", "apl0"] : []),
    ...(codec === "prores" && hasAlpha ? ["-alpha_bits", "16"] : []),
    ...(codec === "hevc" ? ["-tag:v", "hvc1"] : []),
    ...["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"],
    ...["-color_range", "tv"],
  ];
}

function pixelFormat(codec: VideoCodec, hasAlpha: boolean): string {
  if (codec === "prores") return hasAlpha ? "yuva444p10le" : "yuv444p10le";
  return hasAlpha ? "yuva420p" : "yuv420p";
}
