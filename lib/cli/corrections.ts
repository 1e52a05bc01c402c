/**
 * Command lines that mean something else than they say, and what they mean.
 *
 * @module
 */

import { extname } from "node:path";
import { fileInfo } from "../io/file_info.ts";
import { nearestName } from "../nearest_name.ts";
import { meantBackground } from "./background_word.ts";
import { type CommandLine, commandText, valueOf, withoutOption } from "./command_line.ts";
import type { Correction } from "./foreign_options.ts";
import { canBeTransparent, outputEnding, writableName } from "./output_names.ts";
import { UsageError } from "./usage_error.ts";

/** Corrects one thing, or has nothing to say. */
type Rule = (line: CommandLine) => Correction | undefined;

/**
 * Check that a command line can be meant as it stands.
 *
 * @param line The command line.
 * @param first What has been corrected already.
 * @throws {UsageError} If not; the message ends with the command that was probably meant.
 */
export function assertMeant(line: CommandLine, first?: Correction): void {
  let corrected = first?.line ?? line;
  let reason = first?.reason;
  // Each rule has its say once: what is left is for whoever reads the files.
  for (const rule of RULES) {
    const found = rule(corrected);
    if (found === undefined) continue;
    corrected = found.line;
    reason ??= found.reason;
  }
  if (reason !== undefined) throw new UsageError(`${reason}; try: ${commandText(corrected)}`);
}

const RULES: readonly Rule[] = [
  dropCommand,
  nameCamera,
  findOutput,
  swap,
  refusePictureBeforeVideo,
  findBackground,
  addBackground,
  changeEnding,
];

/** `rembg i in.jpg out.png`: words that tell other programs what to do. */
function dropCommand({ files, options }: CommandLine): Correction | undefined {
  const [word, ...rest] = files;
  if (word === undefined || rest.length === 0 || !isMissing(word)) return undefined;
  if (word === "help") return undefined;
  const command = nearestName(word, ["evaluate", "completions"]);
  if (command !== undefined && !/[./\\]/.test(word)) {
    const line = { files: [command, ...rest], options };
    return { line, reason: `there is no command '${word}' (Did you mean ${command}?)` };
  }
  if (!/^(i|p|s|b|run|remove|replace|convert|process|video|image|photo|backdrop)$/.test(word)) {
    return undefined;
  }
  return { line: { files: rest, options }, reason: `no command '${word}' is needed` };
}

/** `webcam`, `/dev/video0`. */
function nameCamera({ files, options }: CommandLine): Correction | undefined {
  const names = files.length > 1 ? files.slice(0, -1) : files;
  const cameraOf = (name: string) => {
    const [, device] = /^\/dev\/video(\d+)$/.exec(name) ?? [];
    if (device !== undefined) return `camera:${device}`;
    const [, number] = /^(?:web)?cam(?:era)?[\s:=_-]*(\d*)$/i.exec(name) ?? [];
    if (number === undefined || /^camera:\d+$/.test(name) || !isMissing(name)) return undefined;
    return `camera:${number || "0"}`;
  };
  const found = names.find((name) => cameraOf(name) !== undefined);
  if (found === undefined) return undefined;
  const corrected = files.map((name) => name === found ? cameraOf(name)! : name);
  return {
    line: { files: corrected, options },
    reason: `there is no file '${found}': a camera is ${cameraOf(found)}`,
  };
}

/** `talk.mp4 office.jpg out.mp4`, and `photo.jpg out.png`, which has no background. */
function findOutput(line: CommandLine): Correction | undefined {
  const { files, options } = line;
  const last = files.at(-1);
  if (last === undefined || files.length < 2 || hasOutput(line)) return undefined;
  const ending = outputEnding(last);
  if (ending === undefined && !/%\d*d/.test(last)) return undefined;
  const isThere = !isMissing(last);
  const others = files.slice(0, -1);
  if (others.length === 1) return isThere ? undefined : findOutputOf(others[0], last, options);
  if (!isThere) {
    const line = { files: others, options: [...options, ["-o", last]] };
    return { line, reason: `is '${last}' the output? There is no such file, and no -o before it` };
  }
  // A video, what is behind, and an output of an earlier run.
  const isRun = others.length === 2 && isVideo(others[0]) && !isVideo(others[1]) && isVideo(last);
  if (!isRun) return undefined;
  return {
    line: { files: others, options: [...options, ["-o", last], ["--overwrite"]] },
    reason: `is '${last}' the output? There is no -o before it`,
  };
}

/** One video and a name that is not there: a background or an output. */
function findOutputOf(
  video: string,
  last: string,
  options: CommandLine["options"],
): Correction | undefined {
  const isVideoName = /^\.(mp4|m4v|mkv|webm|mov|gif|avi|wmv)$/.test(extname(last).toLowerCase());
  const isPair = isVideo(video) ? isVideoName || last.endsWith("/") : isPicture(video);
  if (!isPair) return undefined;
  const background = canBeTransparent(last) ? "transparent" : "blur";
  return {
    line: { files: [video, background], options: [...options, ["-o", last]] },
    reason: `there is no file '${last}' to put behind, and if it is the output, a background is ` +
      "missing",
  };
}

/** `office.jpg talk.mp4`, `blur talk.mp4`. */
function swap({ files, options }: CommandLine): Correction | undefined {
  const [first, ...videos] = files;
  if (videos.length === 0 || !videos.every(isVideo)) return undefined;
  const background = isPicture(first) ? first : isMissing(first) ? wordOf(first) : undefined;
  if (background === undefined) return undefined;
  const list = videos.map((name) => `'${name}'`).join(", ");
  const what = isPicture(first)
    ? `'${first}' is a picture and ${list} a video: the video comes first, then what is behind; a ` +
      `picture before a video's first frame is 'file:${videos.at(-1)}'`
    : `'${first}' is a background, and comes after the video`;
  return { line: { files: [...videos, background], options }, reason: what };
}

/** `a.jpg b.jpg sea.mp4`: which of them is meant to move, nobody knows. */
function refusePictureBeforeVideo({ files, options }: CommandLine): Correction | undefined {
  const last = files.at(-1);
  if (last === undefined || files.length < 3 || !isVideo(last)) return undefined;
  if (!files.slice(0, -1).every(isPicture)) return undefined;
  return {
    line: { files: [...files.slice(0, -1), `file:${last}`], options },
    reason: `a picture has no time in which the video '${last}' could play behind; for its first ` +
      "frame",
  };
}

/** `none`, `green`, `blurr`: words of which there is no file. */
function findBackground({ files, options }: CommandLine): Correction | undefined {
  const last = files.at(-1);
  if (last === undefined || files.length < 2) return undefined;
  if (last === "-") {
    return {
      line: { files: [...files.slice(0, -1), "blur"], options },
      reason: "the background cannot come from standard input",
    };
  }
  if (isWord(last) || !isMissing(last)) return undefined;
  const meant = meantBackground(last);
  if (meant === undefined) return undefined;
  return {
    line: { files: [...files.slice(0, -1), meant], options },
    reason: `there is no file '${last}' (Did you mean ${meant}?)`,
  };
}

/** A video alone. */
function addBackground(line: CommandLine): Correction | undefined {
  const { files, options } = line;
  if (files.length !== 1) return undefined;
  const isTransparent = canBeTransparent(valueOf(line, "-o", "--output") ?? "");
  return {
    line: { files: [...files, isTransparent ? "transparent" : "blur"], options },
    reason: "missing required argument 'background', such as office.jpg, blur, color:navy or " +
      "transparent (see --help background)",
  };
}

/** `-o out.avi`, `-o out.heic`. */
function changeEnding(line: CommandLine): Correction | undefined {
  const output = valueOf(line, "-o", "--output");
  if (output === undefined || fileInfo(output)?.isDirectory) return undefined;
  const name = writableName(output, line.files.at(-1) === "transparent");
  if (name === undefined) return undefined;
  return {
    line: { ...line, options: [...withoutOption(line, "-o", "--output"), ["-o", name]] },
    reason: `--output cannot be '${output}': what is written is mp4, mkv, webm, mov, gif, jpg ` +
      "and png",
  };
}

function hasOutput(line: CommandLine): boolean {
  return valueOf(line, "-o", "--output") !== undefined;
}

/** Whether there is nothing of that name; what Deno may not look at may be there. */
function isMissing(path: string): boolean {
  if (path.startsWith("file:")) return false;
  try {
    Deno.statSync(path);
    return false;
  } catch (error) {
    return error instanceof Deno.errors.NotFound;
  }
}

const PICTURE_NAME = /\.(avif|bmp|dng|hei[cf]|jpe?g|jxl|png|tga|tiff?|webp)$/i;
const VIDEO_NAME =
  /\.(3g[2p]|avi|flv|(m2?)?ts|m4v|mkv|mov|mp4|mpe?g|mts|mxf|og[gv]|vob|webm|wmv)$/i;

/** Whether a name is a picture's that is there. */
function isPicture(path: string): boolean {
  return PICTURE_NAME.test(path) && fileInfo(path)?.isFile === true;
}

/** Whether a name is a video's that is there, or a camera. */
function isVideo(path: string): boolean {
  return VIDEO_NAME.test(path) && fileInfo(path)?.isFile === true || /^camera:./.test(path);
}

/** Whether a background is written as a word of ours. */
function isWord(text: string): boolean {
  return text === "transparent" || /^(blur$|blur:|color:|file:)/.test(text);
}

/** The background that a word is or means, and hardly a video. */
function wordOf(text: string): string | undefined {
  return isWord(text) && !text.startsWith("file:") ? text : meantBackground(text);
}
