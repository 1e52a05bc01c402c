// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The command line: what may be written on it, and what it means. With
 * evaluate_arguments.ts and option_values.ts the only place that knows commander.
 *
 * @module
 */

import {
  Argument,
  Command,
  CommanderError,
  InvalidArgumentError,
  Option,
} from "npm:@commander-js/extra-typings@15.1.0";
import { type Container, containers, type VideoCodec, videoCodecs } from "../io/video_format.ts";
import { methods } from "../masks/methods.ts";
import { refineStepKinds } from "../masks/refinement.ts";
import type { FrameRange } from "../pipeline.ts";
import type { Fit } from "../pixels/fit.ts";
import type { Size } from "../raster.ts";
import { addCompletions, printedCompletions } from "./completions.ts";
import { createEvaluateCommand, type EvaluateOptions } from "./evaluate_arguments.ts";
import { refineOption, setOption, thresholdOption } from "./method_arguments.ts";
import { methodLines } from "./method_help.ts";
import {
  everyOption,
  type ModelChoices,
  modelChoices,
  modelLayoutOption,
  modelMeanOption,
  modelOption,
  modelOutputOption,
  modelSizeOption,
  modelStdOption,
} from "./model_arguments.ts";
import { methodName, numberFrom, someText, wholeNumber } from "./option_values.ts";
import { UsageError } from "./usage_error.ts";

/** What a run was asked to do. */
export interface RunOptions extends ModelChoices {
  /** The video that a run reads. */
  video: string;
  /** All that the command line names, patterns as they stand. */
  videos: readonly string[];
  /** A path, or a word such as "blur". */
  background: string;
  /** A file pattern, a folder, a video file, or "-". */
  output: string;
  /** What goes into a folder, or to standard output. */
  format: Container | "jpg" | "png" | undefined;
  codec: VideoCodec | undefined;
  crf: number | undefined;
  preset: string | undefined;
  /** Whether a video that is there may be replaced. */
  overwrite: boolean;
  /** Whether a video whose output is there is left out. */
  skipExisting: boolean;
  /** Whether to go on from the first picture that is missing. */
  resume: boolean;
  fit: Fit;
  /** Seconds into a background video. */
  backgroundStart: number | undefined;
  /** Pixels. */
  feather: number;
  /** 0–1. */
  lightWrap: number;
  despill: boolean;
  /** Seconds into the video. */
  start: number | undefined;
  /** Seconds of the video. */
  duration: number | undefined;
  size: Size | undefined;
  fps: number | undefined;
  /** Whether the video may be an http or https address. */
  allowNetwork: boolean;
  /** The method's own if left out. */
  threshold: number | undefined;
  /** A method's name, or the path of a module with one. */
  method: string;
  /** Settings of the method, as written. */
  set: readonly string[];
  /** "auto", "none", or steps. */
  refine: string;
  /** The path of a picture of the empty room. */
  cleanPlate: string | undefined;
  /** Seconds into the video, where it shows the empty room. */
  cleanPlateAt: number | undefined;
  /** How many first frames are learned from, but not written. */
  warmUp: number;
  quality: number;
  mattes: string | undefined;
  frames: FrameRange | undefined;
  ffmpeg: string | undefined;
  /** Threads that make pictures. */
  jobs: number;
  json: boolean;
  /** Whether that is a line an event, instead of a summary. */
  jsonLines: boolean;
  quiet: boolean;
  verbose: boolean;
}

/** What the command line asks for: a run, or some text that ends the matter. */
export type Request =
  | { kind: "run"; options: RunOptions }
  | { kind: "evaluate"; options: EvaluateOptions }
  | { kind: "method"; name: string }
  | { kind: "text"; text: string };

const EXAMPLES = `
Examples:
  backdrop video.mp4 beach.jpg                     output3.jpg, output4.jpg, … here
  backdrop video.mp4 beach.jpg -o out              the same in the folder out
  backdrop video.mp4 beach.jpg -o 'out/f%04d.jpg'  f0003.jpg, f0004.jpg, …
  backdrop video.mp4 beach.jpg -t 12 --mattes out  fewer specks, and the masks beside
  backdrop video.mp4 beach.jpg --frames 100-200    a look at a part
  backdrop video.mp4 beach.jpg -o out.mp4          a video, with the sound
  backdrop video.mp4 sea.mp4 -o out.mkv --fit cover
  backdrop video.mp4 blur:24 -o out.mp4 --feather 2
  backdrop video.mp4 color:#1e90ff -o out.gif
  backdrop video.mp4 transparent -o out.webm       or .mov, or out%04d.png
  backdrop video.mp4 beach.jpg -o - --format mp4 | ffplay -
  backdrop 'clips/*.mp4' beach.jpg -o out --format mp4 --skip-existing
  backdrop video.mp4 beach.jpg -m clean-plate --clean-plate room.jpg
  backdrop talk.mp4 office.jpg -m segment -o talk-office.mp4
  backdrop photo.jpg beach.jpg -m segment -o one.png
  backdrop video.mp4 beach.jpg --json -q           for scripts
  backdrop evaluate clips --report out.html        which method is best

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted (Ctrl-C; other
signals 128 and their number).
"backdrop" stands for: deno run -A cli.ts`;

/**
 * Read the command line.
 *
 * @param args The arguments, without the program's name.
 * @param version The program's version, for `--version`.
 * @returns What is asked for.
 * @throws {UsageError} If it is wrong; the message is one line with a hint.
 */
export function parseArguments(args: readonly string[], version: string): Request {
  let text = "";
  let request: Request | undefined;
  const program = createProgram(version, (options) => request = { kind: "run", options })
    .exitOverride()
    .configureOutput({
      writeOut: (part) => text += part,
      writeErr: () => {},
      // To find out, commander would ask for variables of the environment, and wait for the answer.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  const onEvaluate = (options: EvaluateOptions) => request = { kind: "evaluate", options };
  // Options after the command's name are its own.
  program.enablePositionalOptions()
    .addCommand(createEvaluateCommand(onEvaluate).copyInheritedSettings(program));
  addCompletions(program);
  program.helpCommand(false);
  program.on("option:help-method", (name: string) => {
    request = { kind: "method", name };
    throw new CommanderError(0, "help-method", "");
  });
  try {
    const parse = () => program.parse(withJsonLines(args), { from: "user" });
    text += printedCompletions(args, program, () => void parse());
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UsageError(oneLine(error.message), { cause: error });
  }
  return request ?? { kind: "text", text };
}

/**
 * Read `--json=lines`: were its value commander's, a video behind `--json` would be taken for it.
 *
 * @throws {UsageError} If it is written otherwise.
 */
function withJsonLines(args: readonly string[]): string[] {
  if (args[0] === "evaluate") return [...args];
  const files = args.indexOf("--");
  return args.map((arg, i) => {
    if (files !== -1 && i >= files) return arg;
    if (arg === "--json" && args[i + 1] === "lines") {
      throw new UsageError("--json lines is written --json=lines");
    }
    if (!arg.startsWith("--json=")) return arg;
    if (arg === "--json=lines") return "--json-lines";
    throw new UsageError(`${arg} must be --json=lines, or --json for one summary (see --help)`);
  });
}

function oneLine(message: string): string {
  const plain = message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
  return plain.includes("Did you mean") ? plain : `${plain} (see --help)`;
}

// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
function createProgram(version: string, onRun: (options: RunOptions) => void) {
  return new Command("backdrop")
    .description(
      "Replace the background of a video: what moves goes over your picture or\n" +
        "video, as numbered pictures or as a video with its sound.",
    )
    .usage("<video...> <background> [options]")
    .addArgument(
      new Argument(
        "<video...>",
        "first the videos: files or a pattern, pictures (in%04d.png or a folder), camera:0,\n" +
          "- for stdin; last the background: a picture, a video, color:<css>, blur, blur:<px>\n" +
          "or transparent",
      ),
    )
    .addOption(
      new Option(
        "-o, --output <target>",
        "pattern with %d (.jpg, .png), a folder, a video (.mp4 .mkv .webm .mov .gif) or -; of one\n" +
          "picture one name (.jpg, .png) will do",
      )
        .default("output%d.jpg").argParser(someText),
    )
    .addOption(
      new Option("-m, --method <name>", "how the foreground is found")
        .choices(Object.keys(methods)).argParser(methodName).default("tutorial"),
    )
    .addOption(thresholdOption())
    .addOption(
      new Option(
        "--clean-plate <picture>",
        "your empty room as the camera sees it, for methods that compare with it; not the new " +
          "background",
      ).argParser(someText),
    )
    .addOption(
      new Option("--clean-plate-at <time>", "when the video itself shows the empty room")
        .argParser(seconds),
    )
    .addOption(setOption())
    .addOption(
      new Option("--learning-rate <n>", "the same as --set learningRate=<n>").argParser(someText),
    )
    .addOption(
      new Option("--frames-apart <n>", "the same as --set framesApart=<n>").argParser(someText),
    )
    .addOption(
      new Option("--warm-up <n>", "learn from so many first frames, without writing them")
        .default(0).argParser(wholeNumber(0, 1000000)),
    )
    .addOption(refineOption())
    .addOption(modelOption())
    .addOption(everyOption())
    .addOption(modelSizeOption())
    .addOption(modelMeanOption())
    .addOption(modelStdOption())
    .addOption(modelLayoutOption())
    .addOption(modelOutputOption())
    .addOption(
      new Option("--quality <n>", "JPEG quality, 1–100").default(95).argParser(wholeNumber(1, 100)),
    )
    .addOption(
      new Option("--mattes <target>", "also write each mask: PNG pictures or a video")
        .argParser(someText),
    )
    .addOption(
      new Option("--frames <range>", "only these numbers: 100-200, 100-, -200 or 100")
        .argParser(frameRange),
    )
    .addOption(
      new Option("--start <time>", "where to begin: seconds or h:mm:ss").argParser(seconds),
    )
    .addOption(
      new Option("--duration <time>", "how much of it: seconds or h:mm:ss").argParser((text) => {
        if (seconds(text) > 0) return seconds(text);
        throw new InvalidArgumentError("It must be more than 0.");
      }),
    )
    .addOption(new Option("--size <WxH>", "resize the frames first: 1280x720").argParser(size))
    .addOption(
      new Option("--fps <n>", "frames a second, dropped or repeated").argParser(
        numberFrom(0.01, 1000),
      ),
    )
    .addOption(
      new Option("--fit <how>", "how the background fills the frame")
        .choices(["stretch", "cover", "contain", "tile"] as const).default("stretch" as const),
    )
    .addOption(
      new Option("--background-start <time>", "where a background video begins")
        .argParser(seconds),
    )
    .addOption(
      new Option("--feather <px>", "soften the edge over so many pixels")
        .default(0).argParser(wholeNumber(0, 200)),
    )
    .addOption(
      new Option("--light-wrap <n>", "0–1: the background's light on the edge")
        .default(0).argParser(numberFrom(0, 1)),
    )
    .option("--despill", "take the old background's colour out of the edge")
    .addOption(
      new Option("--format <name>", "what goes into a folder, or to -")
        .choices([...containers, "jpg", "png"] as const),
    )
    .addOption(new Option("--codec <name>", "of a video").choices(videoCodecs))
    .addOption(
      new Option("--crf <n>", "quality of a video: less is better and larger")
        .argParser(wholeNumber(0, 63)),
    )
    .addOption(
      new Option("--preset <name>", "the encoder's speed, as ffmpeg calls it").argParser(someText),
    )
    .option("--allow-network", "let the video be an http or https address")
    .option("--skip-existing", "leave out what has an output already")
    .option("--resume", "go on from the first picture that is missing")
    .option("--overwrite", "replace a video that is there already")
    .addOption(
      new Option("--ffmpeg <path>", "which ffmpeg (also: FFMPEG_PATH)").argParser(someText),
    )
    .addOption(
      new Option("-j, --jobs <n>", "threads that make pictures, 1–64")
        .default(defaultJobs(), "as many as there are cores").argParser(wholeNumber(1, 64)),
    )
    .option("--json", "one JSON summary on stdout; --json=lines: a line an event")
    .addOption(new Option("--json-lines").hideHelp())
    .option("-q, --quiet", "nothing but errors")
    .option("-v, --verbose", "say which programs and sizes; full errors")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .addOption(
      new Option("--help-method <name>", "print what can be set of a method, or of your module")
        .argParser(methodName),
    )
    .addHelpText("after", `\nMethods:\n${methodLines()}\n\n${refineHelp()}\n${EXAMPLES}`)
    .showSuggestionAfterError()
    .action((files, options) => {
      const background = files.at(-1);
      const videos = files.slice(0, -1);
      if (background === undefined || videos.length === 0) {
        throw new UsageError("missing required argument 'background' (see --help)");
      }
      const { skipExisting = false, resume = false } = options;
      const { jsonLines = false, quiet = false, verbose = false } = options;
      const json = options.json ?? jsonLines;
      const { overwrite = false, despill = false, allowNetwork = false } = options;
      const { mattes, frames, ffmpeg, format, codec, crf, preset } = options;
      const { backgroundStart, start, duration, size, fps } = options;
      const { threshold, cleanPlate, cleanPlateAt, set = [] } = options;
      const { learningRate, framesApart, helpMethod: _, ...rest } = options;
      const named = Object.entries({ learningRate, framesApart })
        .filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${value}`);
      onRun({
        ...rest,
        ...{ threshold, cleanPlate, cleanPlateAt, set: [...set, ...named] },
        ...modelChoices(options),
        ...{ video: videos[0], videos, background, json, jsonLines, quiet, verbose },
        ...{ overwrite, despill, allowNetwork, skipExisting, resume },
        ...{ mattes, frames, ffmpeg, format, codec, crf, preset },
        ...{ backgroundStart, start, duration, size, fps },
      });
    });
}

/** The steps of `--refine`, a line each. */
function refineHelp(): string {
  const lines = Object.values(refineStepKinds).map((line) => {
    const [written, summary] = line.split("  ");
    return `  ${written.padEnd(33)}${summary}`;
  });
  return `Steps of --refine (left out, numbers have defaults):\n${lines.join("\n")}`;
}

/** ffmpeg needs cores too, but seldom as many as it is given. */
function defaultJobs(): number {
  return Math.min(64, navigator.hardwareConcurrency);
}

function seconds(text: string): number {
  const match = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) throw new InvalidArgumentError("It must be like 90, 1.5, 1:30 or 1:02:03.5.");
  const [, hours = "0", minutes = "0", rest] = match;
  return 3600 * Number(hours) + 60 * Number(minutes) + Number(rest);
}

function size(text: string): Size {
  const match = /^(\d{1,5})x(\d{1,5})$/.exec(text);
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  if (!(width >= 1 && height >= 1)) throw new InvalidArgumentError("It must be like 1280x720.");
  if (Math.max(width, height) > 16384) {
    throw new InvalidArgumentError("Sides must be 16384 at most.");
  }
  return { width, height };
}

function frameRange(text: string): FrameRange {
  const match = /^(\d*)(-?)(\d*)$/.exec(text);
  const [, from, dash, to] = match ?? [];
  const first = Number(from || 1);
  const last = dash ? Number(to || Infinity) : first;
  if (match === null || (!from && !to) || first < 1 || last < first) {
    throw new InvalidArgumentError("It must be like 100-200, 100-, -200 or 100.");
  }
  return { first, last };
}
