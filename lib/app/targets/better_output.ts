/**
 * Outputs for those that cannot be written.
 *
 * @module
 */

import { basename, dirname, extname, join } from "node:path";
import { fileInfo } from "../../files/system/file_info.ts";
import {
  containerOf,
  STREAM_CONTAINER,
  usualContainer,
} from "../../files/ffmpeg/encode/containers.ts";
import { shellWord } from "../../files/ffmpeg/shell_word.ts";
import { type CommandLine, valueOf, withOption } from "../options/command_line.ts";
import type { RunOptions } from "../options/run_options.ts";
import { UsageError } from "../usage_error.ts";

type Words = Pick<RunOptions, "words" | "output">;

/**
 * The command line with an output that is not there yet: `out-2.mp4` for `out.mp4`.
 *
 * @param words The command line.
 * @param option Whose value it is.
 */
export function withFreeOutput(
  { words }: Pick<RunOptions, "words">,
  option: "output" | "mattes" | "steps" = "output",
): CommandLine | undefined {
  const long = `--${option}`;
  const short = option === "output" ? "-o" : long;
  const name = valueOf(words, short, long);
  return name === undefined || name === "-"
    ? undefined
    : withOption(words, short, long, freeName(name));
}

/** A name like another of which there is no file; a folder's ends with a slash. */
function freeName(name: string): string {
  const isFolder = /[/\\]$/.test(name) || fileInfo(name)?.isDirectory === true;
  const plain = name.replace(/[/\\]+$/, "");
  const ending = isFolder ? "" : extname(plain);
  const stem = plain.slice(0, plain.length - ending.length);
  for (let number = 2;; number++) {
    const free = `${stem}-${number}${ending}`;
    if (fileInfo(free) === undefined) return isFolder ? `${free}/` : free;
  }
}

/**
 * The command line with an output that can have transparent parts.
 *
 * @param options The command line.
 * @param isStill Whether the video is one picture.
 */
export function withTransparency({ words }: RunOptions, isStill: boolean): CommandLine {
  const plain = withOption(words, "--format", "--format", undefined);
  const line = withOption(plain, "--codec", "--codec", undefined);
  const format = valueOf(words, "--format", "--format");
  const video = usualContainer(true);
  const output = valueOf(words, "-o", "--output");
  if (format !== undefined && output !== undefined && extname(output) === "") {
    const better = format === "jpg" ? "png" : video;
    return withOption(line, "--format", "--format", better);
  }
  if (output === undefined) {
    return withOption(line, "-o", "--output", isStill ? "out.png" : `out.${video}`);
  }
  const isVideo = containerOf(output) !== undefined && !/%\d*d/.test(basename(output));
  return withOption(line, "-o", "--output", withEnding(output, isVideo ? `.${video}` : ".png"));
}

/** The command line with a number in the name of its pictures, or a folder for them. */
export function withNumber({ words, output }: Words): CommandLine {
  const ending = extname(output);
  return withOption(words, "-o", "--output", withEnding(output, `%d${ending}`));
}

/** The command line with a container that holds the codec that was asked for. */
export function withContainer({ words, output, codec }: RunOptions): CommandLine | undefined {
  if (containerOf(output) === undefined) return undefined;
  const ending = `.${usualContainer(false, codec)}`;
  return withOption(words, "-o", "--output", withEnding(output, ending));
}

function withEnding(name: string, ending: string): string {
  return join(dirname(name), `${basename(name, extname(name))}${ending}`);
}

/** How ffmpeg sends what it gets to an address, by how the address begins. */
const SENDERS: Readonly<Record<string, string>> = {
  rtmp: "flv",
  rtmps: "flv",
  rtmpe: "flv",
  rtmpt: "flv",
  rtmpts: "flv",
  srt: "mpegts",
  udp: "mpegts",
  tcp: "mpegts",
  rist: "mpegts",
  tls: "mpegts",
  http: "mpegts",
  https: "mpegts",
  rtp: "rtp_mpegts",
  rtsp: "rtsp",
  rtsps: "rtsp",
  icecast: "mpegts",
  unix: "mpegts",
  ftp: "mpegts",
  sftp: "mpegts",
};

/**
 * Check that outputs are no addresses: they would be taken for folders.
 *
 * @param options The command line.
 * @param areMany Whether several files are to be made, which no stream can hold.
 * @throws {UsageError} If one is; the message says how ffmpeg sends there.
 */
export function assertNoAddress(
  { output, mattes, words, names }: RunOptions,
  areMany: boolean,
): void {
  const isAddress = (target: string) => /^[a-z][a-z0-9+.-]+:[/\\]{2}/i.test(target);
  const found = [output, mattes].find((target) => target !== undefined && isAddress(target));
  if (found === undefined) return;
  const scheme = found.slice(0, found.indexOf(":")).toLowerCase();
  const says = `'${found}' is an address, no file or folder`;
  if (scheme === "file") {
    const path = decodeURI(found.replace(/^file:\/\/(localhost)?/i, ""));
    const better = found === output ? withOption(words, "-o", "--output", path) : undefined;
    throw new UsageError(`${says}: files are named by their paths`, { better });
  }
  const muxer = Object.hasOwn(SENDERS, scheme) ? SENDERS[scheme] : undefined;
  if (found !== output || muxer === undefined || areMany) {
    const stream = `${names.with("output", "-")} ${names.with("format", STREAM_CONTAINER)}`;
    throw new UsageError(`${says}: write a file, or send ${stream} on with ffmpeg`);
  }
  throw new UsageError(`${says}: ffmpeg sends there what it gets`, {
    better: asStream(words),
    pipe: `ffmpeg -re -i - -c:v copy -c:a aac -f ${muxer} ${shellWord(found)}`,
  });
}

/** The command line with a video on standard output, in codecs that every receiver knows. */
export function asStream(words: CommandLine): CommandLine {
  let line = withOption(words, "-o", "--output", "-");
  for (const option of ["--codec", "--json"]) line = withOption(line, option, option, undefined);
  return withOption(line, "--format", "--format", STREAM_CONTAINER);
}
