/**
 * Options as users of other programs type them, and what they are called here.
 *
 * @module
 */

import { isVideoTarget, outputEnding } from "./output_names.ts";
import { type CommandLine, isOption, type KnownOption, splitCommandLine } from "./command_line.ts";

/** A command line with our words in it, and what was wrong with the other. */
export interface Correction {
  readonly line: CommandLine;
  readonly reason: string;
}

/** What is read of a command line with foreign options in it. */
interface Draft {
  readonly rest: string[];
  background: string | undefined;
  reason: string | undefined;
}

/** Before which videos stand. */
const VIDEO = [
  ...["-i", "-I", "--input", "--in", "--input-file", "--input-video", "--infile", "--video"],
  ...["--source", "--src", "--file", "--foreground", "-if", "--webcam-file"],
];

/** Before which the background stands. */
const BACKGROUND = [
  ...["-b", "-bg", "-B", "--background", "--bg", "--backdrop", "--background-image", "--bg-image"],
  ...["--background-video", "--bg-video", "--image", "--img", "--virtual-background", "--replace"],
  ...["-bi", "-bv", "-toi", "-tov", "--with"],
];

/** What is a background by itself; a number behind blur is its radius. */
const WORDS: Readonly<Record<string, string>> = {
  "--blur": "blur",
  "--blur-background": "blur",
  "--background-blur": "blur",
  "--bg-blur": "blur",
  "--bokeh": "blur",
  "--transparent": "transparent",
  "--transparency": "transparent",
  "--alpha": "transparent",
  "--remove": "transparent",
  "--remove-background": "transparent",
  "--remove-bg": "transparent",
  "--rembg": "transparent",
  "--no-background": "transparent",
  "--none": "transparent",
  "-tv": "transparent",
  "-tg": "transparent",
  "--black": "color:black",
  "--white": "color:white",
  "--green": "color:lime",
  "--greenscreen": "color:lime",
  "--green-screen": "color:lime",
};

/** Before which a colour stands. */
const COLOR = ["--color", "--colour", "--bg-color", "--background-color", "--bgcolor", "-bgc"];

/** What has another name here, with its value where ours has one. */
const RENAMED: Readonly<Record<string, string>> = {
  ...{ "--out": "--output", "--output-file": "--output", "--outfile": "--output" },
  ...{ "--dest": "--output", "--destination": "--output", "--save": "--output" },
  ...{ "--output-dir": "--output", "--outdir": "--output", "--output-folder": "--output" },
  ...{ "--to-file": "--output", "-O": "--output", "--target": "--output", "--write": "--output" },
  ...{ "-y": "--overwrite", "--yes": "--overwrite", "--force": "--overwrite" },
  ...{ "--replace-existing": "--overwrite", "-n": "--skip-existing" },
  ...{ "--no-clobber": "--skip-existing", "--no-overwrite": "--skip-existing" },
  ...{ "-ss": "--start", "--ss": "--start", "--from": "--start", "--begin": "--start" },
  ...{ "--start-time": "--start", "--seek": "--start", "--length": "--duration" },
  ...{ "--time": "--duration", "--limit": "--duration" },
  ...{ "-r": "--fps", "-fr": "--fps", "--rate": "--fps", "--framerate": "--fps" },
  ...{ "--frame-rate": "--fps", "-s": "--size", "--resolution": "--size", "--scale": "--size" },
  ...{ "--resize": "--size", "-crf": "--crf", "-preset": "--preset", "-vcodec": "--codec" },
  ...{ "--vcodec": "--codec", "-codec": "--codec", "-c": "--codec", "-c:v": "--codec" },
  ...{ "-codec:v": "--codec", "--encoder": "--codec", "--threads": "--jobs" },
  ...{ "-threads": "--jobs", "--workers": "--jobs", "-wn": "--jobs", "--cores": "--jobs" },
  ...{ "--mask": "--mattes", "--masks": "--mattes", "--matte": "--mattes" },
  ...{ "--network": "--model", "--net": "--model", "--weights": "--model", "--onnx": "--model" },
  ...{ "--algorithm": "--method", "--mode": "--method", "--plate": "--clean-plate" },
  ...{ "--jpg-quality": "--jpeg-quality", "--jpegquality": "--jpeg-quality" },
  ...{ "-version": "--version", "-V": "--version", "--silent": "--quiet", "--debug": "--verbose" },
  ...{ "-help": "--help", "-?": "--help", "/?": "--help", "--usage": "--help" },
};

/** What chooses a method. */
const METHODS: Readonly<Record<string, string>> = {
  ...{ "--person": "segment", "--people": "segment", "--portrait": "segment", "--ai": "segment" },
  ...{ "--segment": "segment", "--selfie": "segment", "--chroma": "chroma" },
  ...{ "--chromakey": "chroma", "--chroma-key": "chroma", "--key-green": "chroma" },
};

/** What other programs need to be told. */
const NEEDLESS: Readonly<Record<string, "value" | "alone">> = {
  ...{ "-hide_banner": "alone", "-nostdin": "alone", "-stats": "alone", "-loglevel": "value" },
  ...{ "--gpu": "alone", "--cuda": "alone", "--cpu": "alone", "--device": "value" },
  ...{ "-mk": "alone", "--loop": "alone", "--keep-audio": "alone", "--with-audio": "alone" },
};

/** Encoders of ffmpeg, by what they write. */
const ENCODERS: readonly (readonly [RegExp, string])[] = [
  [/264|^avc/i, "h264"],
  [/265|hevc/i, "hevc"],
  [/vp9/i, "vp9"],
  [/av1/i, "av1"],
  [/prores/i, "prores"],
];

/** What a file may be called that nobody has but ffmpeg's `-f`. */
const FORMAT_NAME = /^(mp4|mkv|matroska|webm|mov|gif|jpe?g|png|image2|rawvideo)$/i;

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
  const draft: Draft = { rest: [], background: undefined, reason: undefined };
  const output = outputOf(args);
  for (let i = 0; i < args.length; i++) {
    const own = known.find(({ short, long }) => args[i] === short || args[i] === long);
    if (args[i] === "--") {
      draft.rest.push(...args.slice(i));
      break;
    }
    const [word, attached] = splitWord(args[i]);
    const next = attached ?? args.at(i + 1);
    const value = next !== undefined && (attached !== undefined || !isOption(next))
      ? next
      : undefined;
    const used = own !== undefined || !isOption(word)
      ? undefined
      : translate(word, value, known, output, draft);
    if (used !== undefined) {
      if (used && attached === undefined) i++;
      continue;
    }
    if (own?.long === "--method" && value !== undefined && nameMethod(value, draft)) {
      i++;
      continue;
    }
    draft.rest.push(args[i]);
    if (own?.required && i + 1 < args.length) draft.rest.push(args[++i]);
  }
  if (draft.reason === undefined) return undefined;
  const line = splitCommandLine(draft.rest, known);
  const { background, reason } = draft;
  return { line: background === undefined ? line : withBackground(line, background), reason };
}

/** The background follows the videos; what follows them without `-o` is the output. */
function withBackground({ files, options }: CommandLine, background: string): CommandLine {
  const last = files.at(-1);
  const hasOutput = options.some(([word]) => word === "-o" || word === "--output");
  if (last !== undefined && files.length > 1 && !hasOutput && outputEnding(last) !== undefined) {
    return {
      files: [...files.slice(0, -1), background],
      options: [...options, ["-o", last]],
    };
  }
  return { files: [...files, background], options };
}

/** Networks that others choose by a name of theirs. */
const NETWORKS =
  /^(u2netp?|u2net_\w+|isnet[\w-]*|silueta|sam|birefnet[\w-]*|bria[\w-]*|modnet|rvm|mobilenetv3)$/i;

/** `-m quality`, `-m u2net`: what is a network, or means people. */
function nameMethod(value: string, draft: Draft): boolean {
  if (/^(fast|quality)$|\.(onnx|tflite)$/i.test(value)) {
    draft.rest.push("--model", value);
    draft.reason ??= `'${value}' is no method, but a network of segment: --model`;
    return true;
  }
  const isNetwork = NETWORKS.test(value);
  const isPeople = /^(ai|auto|best|default|human|mediapipe|people|person|portrait|selfie)$/i;
  const isScreen = /^(chroma-?key|green|green-?screen|key)$/i;
  if (!isNetwork && !isPeople.test(value) && !isScreen.test(value)) return false;
  const method = isScreen.test(value) ? "chroma" : "segment";
  draft.rest.push("-m", method);
  draft.reason ??= isNetwork
    ? `'${value}' is no method: segment has networks of its own, and --model takes a file`
    : `'${value}' is no method, but ${method} is`;
  return true;
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
 * Put our word for one of theirs.
 *
 * @returns Whether its value was used; `undefined` if it is unknown.
 */
function translate(
  word: string,
  value: string | undefined,
  known: readonly KnownOption[],
  output: string | undefined,
  draft: Draft,
): boolean | undefined {
  const say = (reason: string) => draft.reason ??= reason;
  if (VIDEO.includes(word) && value !== undefined) {
    draft.rest.push(value);
    say(`there is no option ${word}: the video comes first, as it is`);
    return true;
  }
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
  if (/^--?(webcam|camera|cam)$/.test(word)) {
    const isNumber = value !== undefined && /^\d+$/.test(value);
    draft.rest.push(`camera:${isNumber ? value : 0}`);
    say(`there is no option ${word}: a camera is a video, camera:0`);
    return isNumber;
  }
  return translateSetting(word, value, known, output, draft);
}

/** The same for what is an option here too, under another name. */
function translateSetting(
  word: string,
  value: string | undefined,
  known: readonly KnownOption[],
  output: string | undefined,
  draft: Draft,
): boolean | undefined {
  const say = (reason: string) => draft.reason ??= reason;
  const put = (...words: string[]) => void draft.rest.push(...words);
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
    const isFormat = FORMAT_NAME.test(value ?? "");
    if (isFormat) put("--format", formatOf(value!));
    else put("--overwrite");
    say(`there is no option ${word}: here it is ${isFormat ? "--format" : "--overwrite"}`);
    return isFormat;
  }
  if (Object.hasOwn(METHODS, word)) {
    put("-m", METHODS[word]);
    say(`there is no option ${word}: here it is -m ${METHODS[word]}`);
    return false;
  }
  if (["-an", "--no-audio", "--no-sound", "--mute"].includes(word)) {
    put("--frames", "1-");
    say(`there is no option ${word}: --frames leaves the sound out`);
    return false;
  }
  if (["-to", "--to", "--end"].includes(word) && value !== undefined) {
    put("--duration", value);
    say(`there is no option ${word}: --duration counts from --start`);
    return true;
  }
  if (!Object.hasOwn(NEEDLESS, word)) return undefined;
  say(`there is no option ${word}, and no need of it`);
  return NEEDLESS[word] === "value" && value !== undefined;
}

/** Our name of what has another one; also of ours with one dash, which would be `-o utput`. */
function ownNameOf(word: string, known: readonly KnownOption[]): string | undefined {
  if (Object.hasOwn(RENAMED, word)) return RENAMED[word];
  const plain = `--${word.replace(/^-+/, "").toLowerCase().replaceAll("_", "-")}`;
  if (plain === word || word.replace(/^-+/, "").length < 3) return undefined;
  return known.find(({ long }) => long === plain)?.long;
}

function codecOf(encoder: string): string {
  return ENCODERS.find(([form]) => form.test(encoder))?.[1] ?? encoder;
}

function formatOf(name: string): string {
  const lower = name.toLowerCase();
  if (lower === "matroska" || lower === "rawvideo") return "mkv";
  return lower === "jpeg" || lower === "image2" ? "jpg" : lower;
}
