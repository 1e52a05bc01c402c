/**
 * Options as users of other programs type them, and what they are called here.
 *
 * @module
 */

import { fileInfo } from "../../files/system/file_info.ts";
import {
  type CommandLine,
  isOption,
  type KnownOption,
  splitCommandLine,
} from "../../app/options/command_line.ts";
import { isFfmpegs, translateFfmpeg } from "./translate_ffmpeg.ts";
import { isMissing, isPicture, isVideo } from "../../app/source/file_kinds.ts";
import { betterValue, codecOf, nearestOption } from "./option_words.ts";
import { CONTAINERS, containers, STREAM_CONTAINER } from "../../files/ffmpeg/encode/containers.ts";
import { isVideoTarget, outputEnding } from "./output_names.ts";
import { wordTable } from "../word_table.ts";

/** A command line with our words in it, and what was wrong with the other. */
export interface Correction {
  readonly line: CommandLine;
  readonly reason: string;
}

/** What is read of a command line with foreign options in it. */
interface Draft {
  readonly rest: string[];
  background: string | undefined;
  /** Whether a green screen was spoken of, before or behind. */
  isScreen: boolean;
  reason: string | undefined;
}

/** Before which videos stand. */
const VIDEO = ("-i -I --input --in --input-file --input-video --infile --video --source --src " +
  "--file --foreground -if --webcam-file").split(" ");

/** Before which the background stands. */
const BACKGROUND = ("-b -bg -B --background --bg --backdrop --background-image --bg-image " +
  "--background-video --bg-video --image --img --virtual-background --replace -bi -bv -toi -tov " +
  "--with").split(" ");

/** What is a background by itself; a number behind blur is its radius. */
const WORDS = wordTable({
  blur: "--blur --blur-background --background-blur --bg-blur --bokeh",
  transparent: "--transparent --transparency --alpha --remove --remove-background --remove-bg " +
    "--rembg --no-background --none -tv -tg",
  "color:black": "--black",
  "color:white": "--white",
  "color:lime": "--green",
});

/** Which means the method, where there is a background, and else a background. */
const SCREENS = ["--greenscreen", "--green-screen"];

/** Before which a colour stands. */
const COLOR = ["--color", "--colour", "--bg-color", "--background-color", "--bgcolor", "-bgc"];

/** What has another name here, with its value where ours has one. */
const RENAMED = wordTable({
  "--output": "--out --output-file --outfile --dest --destination --save --output-dir --outdir " +
    "--output-folder --to-file -O --target --write",
  "--overwrite": "-y --yes --force --replace-existing",
  "--skip-existing": "-n --no-clobber --no-overwrite",
  "--start": "--ss --from --begin --start-time --seek",
  "--duration": "--length --time --limit",
  "--fps": "-r -fr --rate --framerate --frame-rate",
  "--size": "-s --resolution --scale --resize",
  "--crf": "-crf",
  "--preset": "-preset",
  "--codec": "-vcodec --vcodec -codec -c -c:v -codec:v --encoder",
  "--jobs": "--threads -threads --workers -wn --cores",
  "--mattes": "--mask --masks --matte",
  "--model": "--network --net --weights --onnx",
  "--method": "--algorithm --mode",
  "--clean-plate": "--plate",
  "--jpeg-quality": "--jpg-quality --jpegquality",
  "--version": "-version -V",
  "--quiet": "--silent",
  "--verbose": "--debug",
  "--help": "-help -? /? --usage",
});

/** What chooses a method. */
const METHODS = wordTable({
  segment: "--person --people --portrait --ai --segment --selfie",
  chroma: "--chroma --chromakey --chroma-key --key-green",
});

/** What asks for something faster than the processor. */
const ACCELERATORS = ["--gpu", "--cuda", "--use-gpu"];

/** What other programs need to be told. */
const NEEDLESS = ["--cpu", "-mk", "--loop", "--keep-audio", "--with-audio"];

/**
 * Put our options for those of other programs.
 *
 * @param args The command line.
 * @param known Our options.
 * @returns `undefined` if there is none of theirs.
 */
export function correctOptions(
  args: readonly string[],
  known: readonly KnownOption[],
): Correction | undefined {
  const draft: Draft = { rest: [], background: undefined, isScreen: false, reason: undefined };
  const about: Neighbours = { args, known, output: outputOf(args), isFfmpegs: isFfmpegs(args) };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--") {
      draft.rest.push(...args.slice(i));
      break;
    }
    i += takeWord(args[i], args.at(i + 1), about, draft);
  }
  if (draft.reason === undefined) return undefined;
  const line = splitCommandLine(draft.rest, known);
  return withBackground(line, draft);
}

/** What a word stands among. */
interface Neighbours {
  readonly args: readonly string[];
  readonly known: readonly KnownOption[];
  /** What `-o` names, for words that mean one thing for a video and another for pictures. */
  readonly output: string | undefined;
  readonly isFfmpegs: boolean;
}

/**
 * Take one word of a command line.
 *
 * @returns How many that follow it were taken with it.
 */
function takeWord(
  typed: string,
  next: string | undefined,
  about: Neighbours,
  draft: Draft,
): 0 | 1 {
  const { known } = about;
  const { written, own, word, attached, follows, value } = readWord(typed, next, known);
  if (written !== typed) draft.reason ??= `the dash of '${typed}' is no hyphen: ${written}`;
  const taken = (isTaken: boolean) => isTaken && attached === undefined ? 1 : 0;
  if (own === undefined && isOption(word)) {
    if (fileInfo(word) !== undefined) {
      draft.rest.push(`./${word}`);
      draft.reason ??= `a file whose name begins with a hyphen is ./${word}`;
      return 0;
    }
    const used = translateWord(word, value ?? negative(follows), about, draft);
    if (used !== undefined) return taken(used);
    const name = nearestOption(word, value, known);
    if (name !== undefined) {
      draft.rest.push(...name.words);
      draft.reason ??= name.reason;
      return taken(name.words.length > 1);
    }
  }
  if (own !== undefined && takesOther(own, value, about, draft)) return 1;
  const named = own ?? known.find(({ long }) => word === long);
  const better = named?.required && value !== undefined
    ? betterValue(named, word, value)
    : undefined;
  if (better !== undefined) {
    draft.rest.push(...better.words);
    draft.reason ??= better.reason;
    return taken(true);
  }
  draft.rest.push(written);
  if (!own?.required || next === undefined) return 0;
  draft.rest.push(next);
  return 1;
}

/** A word, which option of ours it is, and what value it has: attached to it, or what follows. */
function readWord(typed: string, next: string | undefined, known: readonly KnownOption[]) {
  const written = withHyphens(typed);
  const own = known.find(({ short, long }) => written === short || written === long);
  const [word, attached] = own === undefined ? splitWord(written) : [written, undefined];
  const follows = attached ?? next;
  const isValue = follows !== undefined && (attached !== undefined || !isOption(follows));
  return { written, own, word, attached, follows, value: isValue ? follows : undefined };
}

/** A word with hyphens for the dashes that text programs make of them: "–o", "—output". */
function withHyphens(word: string): string {
  const [, name] = /^[–—−-]*[–—−][–—−-]*(.+)$/.exec(word) ?? [];
  if (name === undefined || !isMissing(word)) return word;
  return `${name.length === 1 ? "-" : "--"}${name}`;
}

/** A negative number, which is no option. */
function negative(text: string | undefined): string | undefined {
  return text !== undefined && /^-\d+$/.test(text) ? text : undefined;
}

/** `-t 5` of ffmpeg's, and `-q 90` for the quality: options of ours that mean another one. */
function takesOther(
  { short }: KnownOption,
  value: string | undefined,
  about: Neighbours,
  draft: Draft,
): boolean {
  if (value === undefined) return false;
  if (short === "-q" && /^\d+$/.test(value) && isMissing(value)) {
    return translateSetting("--quality", value, about, draft) ?? false;
  }
  const isTime = /\d:\d|\ds$/.test(value) || about.isFfmpegs;
  return short === "-t" && isTime && translateWord("-t", value, about, draft) === true;
}

/** The background follows the videos; what follows them without `-o` is the output. */
function withBackground(line: CommandLine, draft: Draft): Correction {
  const { isScreen } = draft;
  const last = line.files.at(-1);
  const hasOutput = line.options.some(([word]) => word === "-o" || word === "--output");
  // A file that is there is never taken for the output.
  const isOutput = last !== undefined && line.files.length > 1 && !hasOutput && isMissing(last) &&
    outputEnding(last) !== undefined;
  const files = isOutput ? line.files.slice(0, -1) : line.files;
  const options = isOutput ? [...line.options, ["-o", last]] : line.options;
  const reason = draft.reason!;
  if (isScreen && (files.length > 1 || draft.background !== undefined)) {
    const background = draft.background === undefined ? [] : [draft.background];
    const words = { files: [...files, ...background], options: [...options, ["-m", "chroma"]] };
    return { line: words, reason };
  }
  const background = draft.background ?? (isScreen ? "color:lime" : undefined);
  if (background === undefined) return { line, reason };
  const [first, second, ...others] = files;
  const before = files.at(-1);
  if (before !== undefined && /^(transparent|blur|blur:\d+|color:.*)$/.test(before)) {
    return { line: { files: [...files.slice(0, -1), background], options }, reason };
  }
  if (others.length === 0 && second !== undefined && isVideo(first) && isPicture(second)) {
    return {
      line: { files: [first, background], options },
      reason: `there are two backgrounds, '${second}' and '${background}': one comes after the ` +
        "video",
    };
  }
  return { line: { files: [...files, background], options }, reason };
}

function splitWord(word: string): [name: string, value: string | undefined] {
  const at = word.startsWith("--") ? word.indexOf("=") : -1;
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/** What `-o` names, for words that mean one thing for a video and another for pictures. */
function outputOf(args: readonly string[]): string | undefined {
  const at = args.findIndex((word) => word === "-o" || word === "--output");
  return at < 0 ? undefined : args.at(at + 1);
}

/**
 * Put a video or a background for an option of theirs that names one.
 *
 * @returns Whether its value was used; `undefined` if it is none of them.
 */
function translateInput(
  word: string,
  value: string | undefined,
  draft: Draft,
): boolean | undefined {
  const say = (reason: string) => draft.reason ??= reason;
  if (VIDEO.includes(word) && value !== undefined) {
    draft.rest.push(value);
    say(`there is no option ${word}: the video comes first, as it is`);
    return true;
  }
  if (/^--?(webcam|camera|cam)$/.test(word)) {
    const isNumber = value !== undefined && /^\d+$/.test(value);
    draft.rest.push(`camera:${isNumber ? value : 0}`);
    say(`there is no option ${word}: a camera is a video, camera:0`);
    return isNumber;
  }
  if ([...VIDEO, ...BACKGROUND].includes(word) && value === undefined) {
    say(`there is no option ${word}, and nothing follows it`);
    return false;
  }
  return translateBackground(word, value, draft);
}

/** The same for a background. */
function translateBackground(
  word: string,
  value: string | undefined,
  draft: Draft,
): boolean | undefined {
  const say = (reason: string) => draft.reason ??= reason;
  if (BACKGROUND.includes(word) && value !== undefined) {
    draft.background = value;
    say(`there is no option ${word}: the background comes after the video, as it is`);
    return true;
  }
  if (COLOR.includes(word) && value !== undefined) {
    draft.background = `color:${value.replace(/^color:/, "")}`;
    say(`there is no option ${word}: a colour is a background`);
    return true;
  }
  if (Object.hasOwn(WORDS, word)) {
    const isRadius = WORDS[word] === "blur" && value !== undefined && /^\d+$/.test(value);
    draft.background = isRadius ? `blur:${value}` : WORDS[word];
    say(`there is no option ${word}: '${draft.background}' is a background, after the video`);
    return isRadius;
  }
  if (SCREENS.includes(word)) {
    draft.isScreen = true;
    say(`there is no option ${word}: a green screen is found by -m chroma`);
    return false;
  }
  return undefined;
}

/**
 * Put our word for one of theirs.
 *
 * @returns Whether its value was used; `undefined` if it is unknown.
 */
function translateWord(
  word: string,
  value: string | undefined,
  about: Neighbours,
  draft: Draft,
): boolean | undefined {
  const used = translateInput(word, value, draft);
  if (used !== undefined) return used;
  const ffmpegs = translateFfmpeg(word, value, about.args);
  if (ffmpegs !== undefined) {
    draft.rest.push(...ffmpegs.words);
    draft.reason ??= ffmpegs.reason;
    return ffmpegs.takesValue;
  }
  // "-blur" is "--blur" with one hyphen.
  const isLong = /^-[^-]{2}/.test(word);
  return translateSetting(word, value, about, draft) ??
    (isLong ? translateWord(`-${word}`, value, about, draft) : undefined);
}

/** The same for what is an option here too, under another name. */
function translateSetting(
  word: string,
  value: string | undefined,
  about: Neighbours,
  draft: Draft,
): boolean | undefined {
  const say = (reason: string) => draft.reason ??= reason;
  const put = (...words: string[]) => void draft.rest.push(...words);
  const { known, output } = about;
  const named = ownNameOf(word, known);
  if (named !== undefined) {
    const takesValue = known.some(({ long, required }) => long === named && required);
    if (takesValue && value === undefined) return undefined;
    put(named, ...(takesValue ? [/codec/.test(named) ? codecOf(value!) : value!] : []));
    say(`there is no option ${word}: here it is ${named}`);
    return takesValue;
  }
  if (word === "--quality") {
    const isNumber = /^\d+$/.test(value ?? "");
    if (!isNumber) put("--model", "quality");
    else if (output !== undefined && isVideoTarget(output)) put("--crf", "18");
    else put("--jpeg-quality", value!);
    say("--quality may be --jpeg-quality, --crf of a video (less is better), or --model quality");
    return isNumber || /^(best|high|good|max|fast|low|quality)$/.test(value ?? "");
  }
  if (word === "-f" || word === "--format-name") {
    const format = formatOf(value ?? "");
    if (format !== undefined) put("--format", format);
    else put("--overwrite");
    say(`there is no option ${word}: here it is ${format ? "--format" : "--overwrite"}`);
    return format !== undefined;
  }
  return translateSwitch(word, draft);
}

/** The same for a method, for the sound, and for what other programs need to be told. */
function translateSwitch(word: string, draft: Draft): boolean | undefined {
  const say = (reason: string) => draft.reason ??= reason;
  if (Object.hasOwn(METHODS, word)) {
    draft.rest.push("-m", METHODS[word]);
    say(`there is no option ${word}: here it is -m ${METHODS[word]}`);
    return false;
  }
  if (["-an", "--no-audio", "--no-sound", "--mute"].includes(word)) {
    draft.rest.push("--frames", "1-");
    say(`there is no option ${word}: --frames leaves the sound out`);
    return false;
  }
  if (ACCELERATORS.includes(word)) {
    draft.rest.push("--device", "gpu");
    say(`there is no option ${word}: here it is --device gpu`);
    return false;
  }
  if (NEEDLESS.includes(word)) {
    say(`there is no option ${word}, and no need of it`);
    return false;
  }
  return undefined;
}

/** Our name of what has another one; also of ours with one dash, which would be `-o utput`. */
function ownNameOf(word: string, known: readonly KnownOption[]): string | undefined {
  const name = word.replace(/(:v):\d+$/, "$1");
  if (Object.hasOwn(RENAMED, name)) return RENAMED[name];
  const plain = `--${word.replace(/^-+/, "").toLowerCase().replaceAll("_", "-")}`;
  if (plain === word || word.replace(/^-+/, "").length < 3) return undefined;
  return known.find(({ long }) => long === plain)?.long;
}

/** Our name of what ffmpeg's `-f` calls otherwise; `undefined` for what is none of its values. */
function formatOf(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (lower === "rawvideo") return STREAM_CONTAINER;
  if (/^(jpe?g|image2)$/.test(lower)) return "jpg";
  if (lower === "png") return "png";
  return containers.find((format) => format === lower || CONTAINERS[format].muxer === lower);
}
