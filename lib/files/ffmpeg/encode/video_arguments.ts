/**
 * What ffmpeg has to be told to write a video.
 *
 * @module
 */

import {
  chooseCodec,
  type Container,
  CONTAINERS,
  holdsSound,
  type SoundContainer,
  type VideoCodec,
} from "./containers.ts";
import type { CreateVideoOptions, SoundSource } from "./video_sink.ts";
import type { FileStreams, TrackWords } from "../probe/file_streams.ts";
import { NO_OUTPUT } from "../log_arguments.ts";
import type { RawPixels } from "./matroska.ts";
import { type SoundPlan, soundPlan } from "../probe/sound_plan.ts";
import { streamArguments } from "./stream_arguments.ts";

const ENCODERS: Readonly<Record<VideoCodec, { name: string; crf?: number; preset?: string }>> = {
  h264: { name: "libx264", crf: 18, preset: "veryfast" },
  hevc: { name: "libx265", crf: 20, preset: "veryfast" },
  vp9: { name: "libvpx-vp9", crf: 28 },
  av1: { name: "libaom-av1", crf: 30 },
  prores: { name: "prores_ks" },
};

/** What a video's pixels depend on. */
export type PixelOptions = Pick<
  CreateVideoOptions,
  "container" | "codec" | "hasAlpha" | "isLossless"
>;

/** Whether a video's encoder is given YUV 4:2:0; otherwise it is given RGBA. */
export function takesYuv(options: PixelOptions): boolean {
  return hasHalfChroma(options) && !options.hasAlpha;
}

/** Whether a video will have chroma at half the resolution: it needs even sides. */
export function hasHalfChroma(options: PixelOptions): boolean {
  const { container, codec, hasAlpha = false, isLossless = false } = options;
  const chosen = chooseCodec(container, codec, hasAlpha);
  return !isLossless && chosen !== undefined && pixelFormat(chosen, hasAlpha).includes("420");
}

/** The sound that goes with the pictures, and what its file holds. */
export interface KnownSound extends SoundSource {
  readonly streams: FileStreams;
}

/** What is known when the first picture comes. */
export interface VideoStart {
  /** How the pictures' pixels lie. */
  readonly pixels: RawPixels;
  /** Whether this ffmpeg is older than 5.1. */
  readonly isOld: boolean;
  /** Sound, if there is any. */
  readonly sound?: KnownSound | undefined;
  /** How many seconds are left out at the beginning of the pictures and the sound. */
  readonly cut: number;
  /** When the last picture is over, in seconds from the file's beginning. */
  readonly end?: number | undefined;
}

/** The pictures' times are taken as they are: to begin with 0 they need not. */
const OWN_TIMES = ["-seek_timestamp", "1"];
/** Pictures with their times, and chapters, on standard input. */
const MATROSKA_IN = "-f matroska -probesize 32 -i pipe:0".split(" ");
/** Of what describes the input only the chapters are written. */
const PICTURES_OUT = "-map 0:v:0 -map_metadata:g -1 -map_metadata:s -1 -map_chapters".split(" ");
/** The colours of every video that is written. */
const BT709 = ["-colorspace", "-color_primaries", "-color_trc"].flatMap((name) => [name, "bt709"]);

/**
 * All of ffmpeg's arguments for writing a video of raw pictures from its standard input.
 *
 * @param target Where ffmpeg writes.
 * @param start What is known when the first picture comes.
 * @param options What to write, and how.
 */
export function videoArguments(
  target: string,
  start: VideoStart,
  options: CreateVideoOptions,
): string[] {
  const { pixels, isOld, sound, cut } = start;
  const { container, hasAlpha = false, words } = options;
  const { muxer } = CONTAINERS[container];
  const codec = chooseCodec(container, options.codec, hasAlpha);
  return [
    ...OWN_TIMES,
    ...MATROSKA_IN,
    ...(sound ? soundInput(sound) : []),
    ...PICTURES_OUT,
    "0",
    ...(words ? wordArguments("v:0", container, words) : []),
    ...(sound && holdsSound(container)
      ? soundOutput(container, sound, { isOld, isStream: target === "pipe:1", cut })
      : []),
    ...(codec === undefined || options.isLossless
      ? ["-c:v", "ffv1", "-pix_fmt", pixels === "rgba" ? "bgra" : "gray"]
      : codecArguments(codec, pixels, options)),
    ...encodedTimes(container, start, options),
    ...stayArguments(start, options),
    ...clockArguments(container, start, options),
    ...(target === "pipe:1"
      ? streamArguments({ container, codec, isLive: options.isLive ?? false, hasSound: !!sound })
      : muxer === "mp4"
      ? ["-movflags", "+faststart"]
      : []),
    "-f",
    muxer,
    "-y",
    target === "pipe:1" ? target : `file:${target}`,
    ...(sound ? SAME_CLOCK : []),
  ];
}

/** What {@linkcode joinArguments} works with. */
export interface JoinStart extends Pick<VideoStart, "isOld" | "sound" | "cut" | "end"> {
  /** The path of a list of the pieces, for ffmpeg's `concat`. */
  readonly list: string;
  /** When the first picture is shown, in seconds. */
  readonly offset: number;
  /** The path of the chapters, for ffmpeg's `ffmetadata`, if there are any. */
  readonly chapters: string | undefined;
}

/**
 * All of ffmpeg's arguments for joining the pieces of a video without encoding them again: with the same
 * sound, times and words as {@linkcode videoArguments} has.
 *
 * @param target Where ffmpeg writes.
 * @param start The pieces, and what goes with them.
 * @param options What to write, and how the pieces were written.
 */
export function joinArguments(
  target: string,
  start: JoinStart,
  options: Pick<CreateVideoOptions, "container" | "hasAlpha" | "words" | "codec" | "timescale">,
): string[] {
  const { list, sound, isOld, cut, chapters } = start;
  const { container, hasAlpha = false, words } = options;
  const { muxer } = CONTAINERS[container];
  const codec = chooseCodec(container, options.codec, hasAlpha);
  const offset = start.offset + (cut === 0 || isOld ? 0 : PUT_OFF);
  return [
    ...OWN_TIMES,
    ...(offset === 0 ? [] : ["-itsoffset", offset.toFixed(6)]),
    ..."-f concat -safe 0 -protocol_whitelist file,pipe -i".split(" "),
    `file:${list}`,
    ...(sound ? soundInput(sound) : []),
    ...(chapters === undefined ? [] : ["-f", "ffmetadata", "-i", `file:${chapters}`]),
    ...PICTURES_OUT,
    chapters === undefined ? "-1" : sound ? "2" : "1",
    ...PIECE_WORDS,
    ...(words ? wordArguments("v:0", container, words) : []),
    ...(sound && holdsSound(container)
      ? soundOutput(container, sound, { isOld, isStream: false, cut })
      : []),
    "-c:v",
    "copy",
    ...(codec === "hevc" ? ["-tag:v", "hvc1"] : []),
    // Who only copies does not know by the pixels.
    ...(codec === "vp9" && hasAlpha ? ["-metadata:s:v:0", "alpha_mode=1"] : []),
    ...joinedTimes(start),
    ...clockArguments(container, start, options),
    ...(muxer === "mp4" ? ["-movflags", "+faststart"] : []),
    "-f",
    muxer,
    "-y",
    `file:${target}`,
    ...(sound ? SAME_CLOCK : []),
  ];
}

/**
 * Where the beginning is cut off, ffmpeg drops what is decoded before it, though it is shown later: so
 * pieces are put off by so many seconds before that, and brought back behind it.
 */
const PUT_OFF = 16;

/**
 * Brings joined pictures back, and lets each last until the end, as where they are encoded: an encoder
 * does not tell how long a picture stays, and an mp4 that begins late tells it wrongly of its last.
 */
function joinedTimes({ isOld, cut, end }: JoinStart): string[] {
  if (isOld || (cut === 0 && end === undefined)) return [];
  const back = cut === 0 ? "" : `-${PUT_OFF}/TB`;
  const left = end === undefined ? "0" : `round(${end.toFixed(6)}/TB)-(PTS${back})`;
  const stay = end === undefined ? "DURATION" : `if(gt(${left}\\,0)\\,${left}\\,DURATION)`;
  return ["-bsf:v", `setts=pts=PTS${back}:dts=DTS${back}:duration=${stay}`];
}

/** Of what is said of pieces only the encoder's name is handed on: the rest was said by muxers. */
const PIECE_WORDS = [
  ...["-map_metadata:s:v:0", "0:s:v:0"],
  ...["handler_name", "vendor_id", "language", "DURATION"]
    .flatMap((name) => ["-metadata:s:v:0", `${name}=`]),
  ...["-disposition:v:0", "default"],
];

/** When each picture comes. */
function encodedTimes(
  container: Container,
  { isOld }: VideoStart,
  { timescale: asked = USUAL_TIMESCALE }: CreateVideoOptions,
): string[] {
  const { timescale = asked } = CONTAINERS[container];
  return [
    ...(isOld ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"]),
    // Sound has a clock of its own.
    "-enc_time_base:v",
    `1:${timescale}`,
  ];
}

/** Ticks a second where nobody has asked for any. */
export const USUAL_TIMESCALE = 90_000;

/** How many there are a second, and how long the last one stays. */
function stayArguments(
  { isOld, end }: VideoStart,
  { frameRate }: Pick<CreateVideoOptions, "frameRate">,
): string[] {
  const rate = frameRate && `${frameRate.numerator}/${frameRate.denominator}`;
  const stay = end === undefined ? undefined : `max(DURATION\\,round(${end.toFixed(6)}/TB)-PTS)`;
  return [
    ...(rate === undefined ? [] : ["-r", rate]),
    // Each picture lasts until the end, and so does the last: no encoder tells how long it stays.
    ...(stay === undefined || isOld ? [] : ["-bsf:v", `setts=pts=PTS:dts=DTS:duration=${stay}`]),
  ];
}

/** Where the file begins, and its clock. */
function clockArguments(
  container: Container,
  { cut }: Pick<VideoStart, "cut">,
  { timescale: asked = USUAL_TIMESCALE }: Pick<CreateVideoOptions, "timescale">,
): string[] {
  const { muxer, timescale = asked } = CONTAINERS[container];
  return [
    ...(cut === 0 ? [] : ["-ss", cut.toFixed(6)]),
    ...(muxer === "mp4" || muxer === "mov" ? ["-video_track_timescale", String(timescale)] : []),
  ];
}

/**
 * Sound and pictures come from two runs, each of which counts from the beginning of the streams that
 * it uses, and mends jumps by them: so both use the same.
 */
const SAME_CLOCK = ["-map", "1:V:0", "-map", "1:a?", "-c", "copy", ...NO_OUTPUT];

function soundInput({ path, args, start = 0, lead = 0, duration }: SoundSource): string[] {
  return [
    ...(start > lead ? ["-ss", String(start - lead)] : []),
    ...(duration === undefined ? [] : ["-t", String(duration + lead)]),
    ...(args ?? fileArguments(path)),
  ];
}

/** ffmpeg's arguments that open a file. */
export function fileArguments(path: string): string[] {
  return ["-protocol_whitelist", "file,pipe", "-i", `file:${path}`];
}

/** Sound is copied where the container can hold it. */
function soundOutput(
  container: SoundContainer,
  { streams, start = 0, lead = 0 }: KnownSound,
  { cut, ...writer }: { isOld: boolean; isStream: boolean; cut: number },
): string[] {
  const beginning = start - lead + cut;
  const plans = streams.sounds.map((track, input) => ({
    track,
    input,
    plan: soundPlan(container, track, { ...writer, beginning }),
  }));
  const written = plans.flatMap(({ plan, ...rest }) =>
    plan === undefined ? [] : [{ ...rest, plan }]
  );
  if (written.length === 0) return [];
  return [
    ...written.flatMap(({ input }) => ["-map", `1:a:${input}`]),
    // What is copied from before the start would put off the pictures.
    ...(beginning > 0 ? ["-copypriorss:a", "0"] : []),
    ...written.flatMap(({ plan, track }, output) => [
      ...planArguments(plan, output),
      ...wordArguments(`a:${output}`, container, track),
    ]),
  ];
}

function planArguments(
  { codec, filter, sampleRate, leftOut = 0 }: SoundPlan,
  output: number,
): string[] {
  return [
    `-c:a:${output}`,
    codec,
    ...(filter === undefined ? [] : [`-filter:a:${output}`, filter]),
    ...(sampleRate === undefined ? [] : [`-ar:a:${output}`, String(sampleRate)]),
    ...(leftOut > 0 ? [`-bsf:a:${output}`, `noise=drop=lt(n\\,${leftOut})`] : []),
  ];
}

/** Longer than anybody's title, shorter than what a system takes as an argument. */
const LONGEST_TITLE = 2000;

function wordArguments(
  stream: string,
  container: Container,
  { title, language }: TrackWords,
): string[] {
  const name = title?.slice(0, LONGEST_TITLE);
  const isMov = container === "mov" || container === "mp4";
  const code = container === "mov" ? MOV_LANGUAGES[language ?? ""] ?? language : language;
  const tags = [
    ...(name === undefined ? [] : [`title=${name}`]),
    // Where other programs, and ffmpeg itself, look for it.
    ...(name === undefined || !isMov ? [] : [`handler_name=${name}`]),
    ...(code === undefined ? [] : [`language=${code.slice(0, 35)}`]),
  ];
  return tags.flatMap((tag) => [`-metadata:s:${stream}`, tag]);
}

/** Languages that ffmpeg knows in a mov under their other code only. */
const MOV_LANGUAGES: Readonly<Record<string, string>> = {
  deu: "ger",
  nld: "dut",
  ell: "gre",
  isl: "ice",
  zho: "chi",
  sqi: "alb",
  mkd: "mac",
  hye: "arm",
  kat: "geo",
  bod: "tib",
  mya: "bur",
  msa: "may",
  cym: "wel",
  eus: "baq",
  fre: "fra",
  rum: "ron",
  cze: "ces",
  slo: "slk",
  swe: "sve",
};

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
    ...(pixels !== "yuv420p" && (pixels === "rgba" || !hasAlpha)
      ? ["scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int"]
      : []),
    `format=${format}`,
  ];
  return [
    "-vf",
    filters.join(","),
    "-c:v",
    encoder.name,
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
    ...BT709,
    "-color_range",
    "tv",
  ];
}

function pixelFormat(codec: VideoCodec, hasAlpha: boolean): string {
  if (codec === "prores") return hasAlpha ? "yuva444p10le" : "yuv444p10le";
  return hasAlpha ? "yuva420p" : "yuv420p";
}
