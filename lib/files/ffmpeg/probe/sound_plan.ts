import type { SoundTrack } from "./file_streams.ts";
import type { SoundContainer } from "../encode/containers.ts";

/** What becomes of a track of sound. */
export interface SoundPlan {
  /** ffmpeg's encoder, or "copy". */
  readonly codec: string;
  /** ffmpeg's filter that gives the loudspeakers which the encoder can do. */
  readonly filter?: string | undefined;
  /** Samples a second, if not those of the track. */
  readonly sampleRate?: number | undefined;
  /** How many packets are left out at the beginning. */
  readonly leftOut?: number;
}

interface SoundTraits {
  /** What it holds as it is, and players of such files play. */
  readonly copied: RegExp;
  /** What other sound is made into. */
  readonly encoder: string;
  /** Whether it holds PCM, which other PCM is made into. */
  readonly hasPcm: boolean;
  /** What sound without loss is made into. */
  readonly lossless?: string;
}

const TRAITS: Readonly<Record<SoundContainer, SoundTraits>> = {
  // FLAC and DTS in mp4 are silent in QuickTime and browsers, PCM nearly everywhere.
  mp4: { copied: /^(aac|mp3|ac3|eac3|alac|opus)$/, encoder: "aac", hasPcm: false },
  mov: {
    copied: /^(aac|mp3|ac3|alac|pcm_(s16|s24|s32|f32|f64)[lb]e|pcm_u8)$/,
    encoder: "aac",
    hasPcm: true,
  },
  mkv: {
    copied:
      /^(aac|mp[23]|e?ac3|alac|opus|vorbis|flac|dts|truehd|wavpack|pcm_(s16|s24|s32|f32|f64)le|pcm_(s16|s24|s32)be|pcm_u8)$/,
    encoder: "aac",
    hasPcm: true,
    lossless: "flac",
  },
  webm: { copied: /^(opus|vorbis)$/, encoder: "libopus", hasPcm: false },
};

/** How sound is written. */
export interface SoundWriting {
  /** Whether this ffmpeg is older than 5.1. */
  readonly isOld: boolean;
  /** Whether it writes where it cannot go back. */
  readonly isStream: boolean;
  /** Where the sound begins, in seconds from the start of its file. */
  readonly beginning: number;
}

/** MPEG-4's name for MP3 has no place for "MPEG 2.5", which is slower. */
const SLOWEST_MP3 = 16_000;

/** Slower sound is made faster where it is encoded as AAC. */
const SLOWEST_AAC = 32_000;

/**
 * What becomes of a track of sound in another kind of file: it is copied where that kind holds it
 * and its players play it, otherwise encoded, in a layout that the encoder knows.
 *
 * @param container The kind of file.
 * @param track The track.
 * @param writing How it is written.
 * @returns What to do; `undefined` if this ffmpeg can do nothing with it.
 */
export function soundPlan(
  container: SoundContainer,
  track: SoundTrack,
  { isOld, isStream, beginning }: SoundWriting,
): SoundPlan | undefined {
  const { codec, sampleRate, hidden } = track;
  const { copied } = TRAITS[container];
  if (!track.isReadable) return undefined;
  const isTooSlow = codec === "mp3" && sampleRate < SLOWEST_MP3 && /^m(p4|ov)$/.test(container);
  // An edit list of the new file hides what is before its beginning.
  const hides = /^m(p4|ov)$/.test(container) && !isStream && hidden !== undefined &&
    hidden.until <= 0;
  const comesBack = hidden !== undefined && !hides &&
    (beginning === 0 || hidden.until > beginning);
  // The filter that leaves packets out came later, and counts from the first.
  const canTrim = !comesBack || (!isOld && beginning === 0 && hidden.packets < Infinity);
  // AAC of a broadcast tells in each packet what the file's beginning should have told.
  const canBegin = !isStream || codec !== "aac" || track.hasHeader;
  // The last packet would last no time, and an mp4's edit list would cut it off.
  const isEndless = codec === "alac" && !track.hasDurations && /^m(p4|ov)$/.test(container);
  if (copied.test(codec) && !isTooSlow && !isEndless && canTrim && canBegin) {
    return { codec: "copy", leftOut: comesBack ? hidden.packets : 0 };
  }
  const encoder = isEndless ? "alac" : encoderFor(container, codec);
  const mostChannels = encoder === "aac" ? 6 : 8;
  const isPcm = encoder.startsWith("pcm_");
  return {
    codec: encoder,
    filter: isPcm ? undefined : layoutFilter(track.layout, mostChannels),
    // So slow, a packet of AAC lasts longer than four pictures.
    sampleRate: encoder === "aac" && sampleRate < SLOWEST_AAC
      ? sampleRate % 11025 === 0 ? 44_100 : 48_000
      : undefined,
  };
}

function encoderFor(container: SoundContainer, codec: string): string {
  const { encoder, hasPcm, lossless } = TRAITS[container];
  if (hasPcm && /^(pcm_|s302m)/.test(codec)) return pcmFor(codec);
  const isLossless = /^(flac|alac|mlp|truehd|tta|wavpack|ape|tak|als|shorten|ralf|wmalossless)$/;
  return isLossless.test(codec) ? lossless ?? encoder : encoder;
}

/** The PCM that holds as much, in the order of bytes that all players know. */
function pcmFor(codec: string): string {
  if (/^pcm_[su]8/.test(codec)) return "pcm_u8";
  if (/^pcm_f/.test(codec)) return /64/.test(codec) ? "pcm_f64le" : "pcm_f32le";
  if (/^pcm_[su](32|64)/.test(codec)) return "pcm_s32le";
  return /^pcm_[su]24|bluray|dvd|s302m|daud/.test(codec) ? "pcm_s24le" : "pcm_s16le";
}

/** Into the smallest of the layouts that every encoder and player knows which has a place for all. */
function layoutFilter(layout: string, mostChannels: number): string {
  const channels = channelsOf(layout);
  const [name, count] = channels <= 1
    ? ["mono", 1]
    : channels === 2
    ? ["stereo", 2]
    : channels <= 6 || mostChannels < 8
    ? ["5.1", 6]
    : ["7.1", 8];
  // Of so many in an order that nobody knows, ffmpeg cannot mix any.
  if (channels <= 8 || !layout.endsWith("channels")) return `aformat=channel_layouts=${name}`;
  return `pan=${name}|${Array.from({ length: count }, (_, i) => `c${i}=c${i}`).join("|")}`;
}

const NAMED: Readonly<Record<string, number>> = {
  mono: 1,
  stereo: 2,
  downmix: 2,
  quad: 4,
  hexagonal: 6,
  octagonal: 8,
  hexadecagonal: 16,
  cube: 8,
};

/** How many loudspeakers a layout has: 6 for "5.1(side)", 3 for "3 channels". */
function channelsOf(layout: string): number {
  const name = layout.replace(/\(.*/, "");
  if (NAMED[name] !== undefined) return NAMED[name];
  const points = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(name);
  if (points) return points.slice(1).reduce((sum, part) => sum + Number(part ?? 0), 0);
  return Number(/^(\d+)/.exec(name)?.[1] ?? 2);
}
