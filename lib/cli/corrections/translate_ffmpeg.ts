/**
 * Options as ffmpeg has them, and what they are called here.
 *
 * @module
 */

import { wordTable } from "../word_table.ts";

/** What stands here for an option of ffmpeg's. */
export interface FfmpegTranslation {
  /** Our words; none where there is no need of any. */
  readonly words: readonly string[];
  readonly takesValue: boolean;
  readonly reason: string;
}

/** Words that only a command line of ffmpeg's has. */
const FFMPEG_WORD = new RegExp(
  "^-(i|ss|sseof|to|r|s|c|f|y|an|vn|sn|re|map|crf|preset|loop|stream_loop|framerate|codec|" +
    "[av]codec|vf|af|pix_fmt|filter(_complex|:[av])|lavfi|movflags|shortest|hide_banner|" +
    "(c|codec|b|q|frames):[avs].*)$",
);

/** Whether a command line is written as for ffmpeg, where `-t` is a time. */
export function isFfmpegs(args: readonly string[]): boolean {
  return args.some((word) => FFMPEG_WORD.test(word));
}

const SOUND = "the sound comes along by itself";
const SIZE = "--crf says how good a video is, and so how large (less is better)";
const PIXELS = "--codec and --crf say how a video is encoded";
const STREAMS = "picture and sound are taken by themselves";
const FILTERS = "filters are ffmpeg's: only scale and fps have options here, --size and --fps";

/** What has a value and no need of it here, and why. */
const VALUED = wordTable({
  [SOUND]: "-c:a -codec:a -acodec -b:a -ab -q:a -aq -ar -ac -af -filter:a",
  [SIZE]: "-b:v -vb -maxrate -minrate -bufsize -q:v -qscale -qscale:v -qp",
  [PIXELS]: "-pix_fmt -profile:v -profile -level -tune -g -bf -x264-params -movflags",
  [STREAMS]: "-map -map_metadata -c:s -metadata",
  [FILTERS]: "-filter_complex -lavfi",
  "a background is repeated by itself": "-loop -stream_loop",
  "--quiet and --verbose say how much is told": "-loglevel",
});

/** The same of what has no value. */
const SWITCHES: Readonly<Record<string, string>> = {
  "-vn": "-vn would leave out the picture, which is all there is to work on",
  "-sn": STREAMS,
  "-dn": STREAMS,
  "-shortest": "what is made is as long as the video",
  "-re": "a file is read as fast as it can be",
  "-copyts": "times stay what they are",
  "-hide_banner": "there is none",
  "-nostdin": "there is no need of it",
  "-stats": "there is no need of it",
  "-nostats": "--quiet leaves the bar out",
};

/**
 * Translate an option of ffmpeg's.
 *
 * @param word The option.
 * @param value What follows it.
 * @param args The whole command line.
 * @returns `undefined` if it is none that is known.
 */
export function translateFfmpeg(
  word: string,
  value: string | undefined,
  args: readonly string[],
): FfmpegTranslation | undefined {
  // "-c:v:0" is "-c:v" of the first stream.
  const name = word.replace(/(:[avs]):\d+$/, "$1");
  if (Object.hasOwn(SWITCHES, name)) {
    return {
      words: [],
      takesValue: false,
      reason: `there is no option ${word}: ${SWITCHES[name]}`,
    };
  }
  if (value === undefined) return undefined;
  const put = (words: string[], why: string): FfmpegTranslation => {
    return { words, takesValue: true, reason: `there is no option ${word}: ${why}` };
  };
  if (name === "-ss") return put(["--start", timeOf(value)], "here it is --start");
  if (name === "-t") {
    const reason = "-t is --threshold; how long, says --duration";
    return { words: ["--duration", timeOf(value)], takesValue: true, reason };
  }
  if (/^--?(to|end)$/.test(name)) return put(durationUntil(value, args), UNTIL);
  if (name === "-vf" || name === "-filter:v") return put(ownFilters(value), FILTERS);
  if (name === "-frames:v" || name === "-vframes") {
    return put(["--frames", `1-${value}`], "here it is --frames");
  }
  return Object.hasOwn(VALUED, name) ? put([], VALUED[name]) : undefined;
}

const UNTIL = "--duration counts from --start";

/** How long it is from where the command line begins until an end. */
function durationUntil(end: string, args: readonly string[]): string[] {
  const at = args.findIndex((word) => /^(-ss|--ss|--start|--from|--begin|--seek)(=|$)/.test(word));
  const start = at < 0 ? undefined : args[at].split("=")[1] ?? args.at(at + 1);
  if (start === undefined) return ["--duration", timeOf(end)];
  const length = secondsOf(end) - secondsOf(start);
  // Without a thousandth's noise: 5.3 − 2.1.
  return length > 0 ? ["--duration", String(Number(length.toFixed(6)))] : [];
}

/** A time as it is written here. */
function timeOf(text: string): string {
  return /(ms|us|s)$/.test(text) && !Number.isNaN(secondsOf(text)) ? String(secondsOf(text)) : text;
}

/** Seconds: 5, 0:05, 00:00:05.5, 500ms. */
function secondsOf(text: string): number {
  const [, number, unit] = /^(\d*\.?\d+)(ms|us|s)$/.exec(text) ?? [];
  if (unit !== undefined) return Number(number) / (unit === "s" ? 1 : unit === "ms" ? 1e3 : 1e6);
  return text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** The filters of a chain that are options here. */
function ownFilters(chain: string): string[] {
  const words: string[] = [];
  const [, width, height] = /(?:^|,)scale=(?:w=)?(\d+)[:x](?:h=)?(\d+)/.exec(chain) ?? [];
  if (height !== undefined) words.push("--size", `${width}x${height}`);
  const [, rate] = /(?:^|,)fps=(?:fps=)?(\d+(?:\.\d+)?)(?:$|,)/.exec(chain) ?? [];
  if (rate !== undefined) words.push("--fps", rate);
  return words;
}
