/**
 * Command lines that mean something else than they say, and what they mean.
 *
 * @module
 */

import { basename, extname } from "node:path";
import { isCamera } from "../../files/camera/camera_name.ts";
import { fileInfo } from "../../files/system/file_info.ts";
import { containers } from "../../files/ffmpeg/encode/containers.ts";
import { nearestName } from "../../nearest_name.ts";
import {
  isBackgroundWord,
  meantBackground,
  nearestColor,
} from "../../app/background/background_word.ts";
import { type CommandLine, valueOf, withOption } from "../../app/options/command_line.ts";
import { commandNames, isCommand } from "../commands/command_names.ts";
import type { Correction } from "./correct_options.ts";
import { canBeTransparent, namesVideoOutput, outputEnding, writableName } from "./output_names.ts";
import { isMissing, isPicture, isVideo } from "../../app/source/file_kinds.ts";
import { UsageError } from "../../app/usage_error.ts";

/** Corrects one thing, or has nothing to say. */
type Rule = (line: CommandLine) => Correction | undefined;

/**
 * Check that a command line can be meant as it stands.
 *
 * @param line The command line.
 * @param first What has been corrected already.
 * @throws {UsageError} If not, with the command line that was probably meant.
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
  if (reason !== undefined) throw new UsageError(reason, { better: corrected });
}

const RULES: readonly Rule[] = [
  joinName,
  dropCommand,
  nameCamera,
  joinRadius,
  findOutput,
  swap,
  refusePictureBeforeVideo,
  findBackground,
  addBackground,
  changeEnding,
];

/** `my talk.mp4`: a name with spaces that is not in quotes. */
function joinName({ files, options }: CommandLine): Correction | undefined {
  for (let from = 0; from < files.length - 1; from++) {
    for (let to = files.length; to > from + 1; to--) {
      const parts = files.slice(from, to);
      const name = parts.join(" ");
      if (isMissing(name) || !parts.some(isMissing)) continue;
      return {
        line: { files: [...files.slice(0, from), name, ...files.slice(to)], options },
        reason: `a name with spaces stands in quotes: '${name}'`,
      };
    }
  }
  return undefined;
}

/** `blur 20`. */
function joinRadius({ files, options }: CommandLine): Correction | undefined {
  const at = files.findIndex((name, i) =>
    i > 0 && files[i - 1] === "blur" && /^\d+(px)?$/.test(name) && isMissing(name)
  );
  if (at < 0) return undefined;
  const word = `blur:${parseInt(files[at])}`;
  return {
    line: { files: [...files.slice(0, at - 1), word, ...files.slice(at + 1)], options },
    reason: `blur and its radius are one word, '${word}'`,
  };
}

/** `rembg i in.jpg out.png`: words that tell other programs what to do. */
function dropCommand({ files, options }: CommandLine): Correction | undefined {
  const [word, ...rest] = files;
  if (word === undefined || !isMissing(word)) return undefined;
  if (rest.length === 0) return nameStudio(word, options);
  if (word === "help") return undefined;
  if (word === "version") {
    return { line: { files: [], options: [["--version"]] }, reason: "it is --version" };
  }
  const command = nearestName(word, [...commandNames, "completions"]);
  if (command !== undefined && !/[./\\]/.test(word)) {
    const line = { files: [command, ...rest], options };
    return { line, reason: `there is no command '${word}' (Did you mean ${command}?)` };
  }
  if (!/^(i|p|s|b|run|remove|replace|convert|process|video|image|photo|backdrop)$/.test(word)) {
    return undefined;
  }
  return { line: { files: rest, options }, reason: `no command '${word}' is needed` };
}

/** `studoi`, `gui`: the page's name, and words for such. */
function nameStudio(word: string, options: CommandLine["options"]): Correction | undefined {
  const isMeant = /^(gui|ui|web|app|page|server?|serve|browser|start|open|live)$/i.test(word) ||
    nearestName(word, ["studio"]) !== undefined && !/[./\\]/.test(word);
  if (!isMeant) return undefined;
  const own = options.filter(([option]) => /^(--port|--no-open|-q|--quiet)(=|$)/.test(option));
  return {
    line: { files: ["studio"], options: own },
    reason: `there is no file '${word}', and no command (Did you mean studio?)`,
  };
}

/** `webcam`, `/dev/video0`. */
function nameCamera({ files, options }: CommandLine): Correction | undefined {
  const names = files.length > 1 ? files.slice(0, -1) : files;
  const cameraOf = (name: string) => {
    const [, device] = /^\/dev\/video(\d+)$/.exec(name) ?? [];
    if (device !== undefined) return `camera:${device}`;
    // As OpenCV numbers them.
    if (/^\d$/.test(name) && files.length > 1 && isMissing(name)) return `camera:${name}`;
    const [, number] = /^(?:web)?cam(?:era)?[\s:=_-]*(\d*)$/i.exec(name) ?? [];
    if (number === undefined || isCamera(name) || !isMissing(name)) return undefined;
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
  const others = files.slice(0, -1);
  if (others.length === 1) return findOutputOf(others[0], last, options);
  if (!isOutput(others, last)) return undefined;
  const isFolderName = isMissing(last) && outputEnding(last) === undefined && !/%\d*d/.test(last);
  return {
    line: { files: others, options: [...options, ["-o", isFolderName ? `${last}/` : last]] },
    reason: isMissing(last)
      ? `is '${last}' the output? There is no such file, and no -o before it`
      : `is '${last}' the output? There is no -o before it`,
  };
}

/** Whether what stands last, behind videos and a background, is meant for the output. */
function isOutput(others: readonly string[], last: string): boolean {
  const before = others.at(-1)!;
  const isName = outputEnding(last) !== undefined || /%\d*d/.test(last);
  if (isMissing(last)) {
    if (isName) return true;
    // A folder's name; a word may be a background that is misspelt.
    const isBehind = isBackgroundWord(before) || isPicture(before) || isVideo(before);
    return isBehind && !isBackgroundWord(last) && last !== "-" && !/[*?:]/.test(last) &&
      extname(last) === "" && meantBackground(last) === undefined;
  }
  const isFolder = fileInfo(last)?.isDirectory === true;
  // There is a background before it.
  if (isBackgroundWord(before) || (isMissing(before) && meantBackground(before) !== undefined)) {
    return isName || isFolder;
  }
  if (isFolder) return isPicture(before) || isVideo(before);
  // A camera may have several backgrounds.
  if (isCamera(others[0])) return false;
  // A video, what is behind, and an output of an earlier run.
  return others.length === 2 && isVideo(others[0]) && isPicture(before) && isVideo(last);
}

/** One video and a name that is not there: a background or an output. */
function findOutputOf(
  video: string,
  last: string,
  options: CommandLine["options"],
): Correction | undefined {
  // An output of an earlier run, by its name.
  const isEarlier = isVideo(video) && isVideo(last) && video !== last &&
    /^(out|output|result)([\s._-]?\d+)?$/i.test(basename(last, extname(last)));
  if (!isEarlier && !isMissing(last)) return undefined;
  if (outputEnding(last) === undefined && !/%\d*d/.test(last)) return undefined;
  const isPair = isVideo(video) ? namesVideoOutput(last) || last.endsWith("/") : isPicture(video);
  if (!isPair) return undefined;
  const background = canBeTransparent(last) ? "transparent" : "blur";
  return {
    line: { files: [video, background], options: [...options, ["-o", last]] },
    reason: isEarlier
      ? `is '${last}' the output? Then a background is missing (if not: 'file:${last}')`
      : `there is no file '${last}' to put behind, and if it is the output, a background is missing`,
  };
}

/** `office.jpg talk.mp4`, `blur talk.mp4`. */
function swap({ files, options }: CommandLine): Correction | undefined {
  const [first, ...videos] = files;
  const isWordFirst = first !== undefined && isMissing(first) && isBackgroundWord(first);
  const areVideos = videos.every((name) => isVideo(name) || (isWordFirst && isPicture(name)));
  if (videos.length === 0 || !areVideos) return undefined;
  const background = isPicture(first) ? first : isMissing(first) ? wordOf(first) : undefined;
  if (background === undefined) return undefined;
  const list = videos.map((name) => `'${name}'`).join(", ");
  const what = isPicture(first)
    ? `'${first}' is a picture and ${list} a video: the video comes first, then the ` +
      `background; for a picture in front of a video's first frame, write 'file:${videos.at(-1)}'`
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
  if (files.length < 2) return undefined;
  // A camera may have several.
  for (let at = isCamera(files[0]) ? 1 : files.length - 1; at < files.length; at++) {
    const found = meantFor(files[at]);
    if (found === undefined) continue;
    return { line: { files: files.with(at, found.meant), options }, reason: found.reason };
  }
  return undefined;
}

/** What is meant by a background, and why it cannot be what it says. */
function meantFor(background: string): { meant: string; reason: string } | undefined {
  if (background === "-") {
    return { meant: "blur", reason: "the background cannot come from standard input" };
  }
  const isColor = background.startsWith("color:");
  if (!isMissing(background) || (isBackgroundWord(background) && !isColor)) return undefined;
  const meant = isColor ? nearestColor(background) : meantBackground(background);
  if (meant === undefined) return undefined;
  const why = isColor ? `'${background}' is no colour` : `there is no file '${background}'`;
  return { meant, reason: `${why} (Did you mean ${meant}?)` };
}

/** A video alone. */
function addBackground(line: CommandLine): Correction | undefined {
  const { files, options } = line;
  // A command takes none.
  if (files.length !== 1 || isCommand(files[0])) return undefined;
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
    line: withOption(line, "-o", "--output", name),
    reason: `--output cannot be '${output}': what is written is ${containers.join(", ")}, jpg ` +
      "and png",
  };
}

function hasOutput(line: CommandLine): boolean {
  return valueOf(line, "-o", "--output") !== undefined;
}
/** The background that a word is or means, and hardly a video. */
function wordOf(text: string): string | undefined {
  return isBackgroundWord(text) && !text.startsWith("file:") ? text : meantBackground(text);
}
