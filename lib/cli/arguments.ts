// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The command line: what may be written on it, and what it means. This is the
 * one file that knows commander; another framework is a change of this file.
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
import { methods } from "../masks/methods.ts";
import type { FrameRange } from "../pipeline.ts";
import { addCompletions, printedCompletions } from "./completions.ts";
import { UsageError } from "./usage_error.ts";

/** What a run was asked to do. */
export interface RunOptions {
  video: string;
  background: string;
  /** A file pattern or a folder. */
  output: string;
  threshold: number;
  method: keyof typeof methods;
  quality: number;
  mattes: string | undefined;
  frames: FrameRange | undefined;
  ffmpeg: string | undefined;
  /** Threads that make pictures. */
  jobs: number;
  json: boolean;
  quiet: boolean;
  verbose: boolean;
}

/** What the command line asks for: a run, or some text that ends the matter. */
export type Request =
  | { kind: "run"; options: RunOptions }
  | { kind: "text"; text: string };

const EXAMPLES = `
Examples:
  backdrop video.mp4 beach.jpg                     output3.jpg, output4.jpg, … here
  backdrop video.mp4 beach.jpg -o out              the same in the folder out
  backdrop video.mp4 beach.jpg -o 'out/f%04d.jpg'  f0003.jpg, f0004.jpg, …
  backdrop video.mp4 beach.jpg -t 12 --mattes out  fewer specks, and the masks beside
  backdrop video.mp4 beach.jpg --frames 100-200    a look at a part
  backdrop video.mp4 beach.jpg --json -q           for scripts

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
  let options: RunOptions | undefined;
  const program = createProgram(version, (chosen) => options = chosen)
    .exitOverride()
    .configureOutput({
      writeOut: (part) => text += part,
      writeErr: () => {},
    });
  addCompletions(program);
  program.helpCommand(false);
  try {
    text += printedCompletions(() => program.parse(args, { from: "user" }));
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UsageError(oneLine(error.message), { cause: error });
  }
  return options === undefined ? { kind: "text", text } : { kind: "run", options };
}

function oneLine(message: string): string {
  const plain = message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
  return plain.includes("Did you mean") ? plain : `${plain} (see --help)`;
}

// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
function createProgram(version: string, onRun: (options: RunOptions) => void) {
  return new Command("backdrop")
    .description(
      "Replace the background of a video: what moves goes over your picture,\n" +
        "frame by frame, as numbered JPEG files.",
    )
    .addArgument(new Argument("<video>", "any video file that ffmpeg reads"))
    .addArgument(new Argument("<background>", "the picture to put behind"))
    .addOption(
      new Option("-o, --output <target>", "file pattern with %d, or a folder")
        .default("output%d.jpg").argParser(someText),
    )
    .addOption(
      new Option("-t, --threshold <n>", "0–255; larger removes more")
        .default(3).argParser(wholeNumber(0, 255)),
    )
    .addOption(
      new Option("-m, --method <name>", "how the foreground is found")
        .choices(Object.keys(methods) as (keyof typeof methods)[]).default("tutorial" as const),
    )
    .addOption(
      new Option("--quality <n>", "JPEG quality, 1–100").default(95).argParser(wholeNumber(1, 100)),
    )
    .addOption(
      new Option("--mattes <target>", "also write each mask as PNG, same numbering")
        .argParser(someText),
    )
    .addOption(
      new Option("--frames <range>", "only these numbers: 100-200, 100-, -200 or 100")
        .argParser(frameRange),
    )
    .addOption(
      new Option("--ffmpeg <path>", "which ffmpeg (also: FFMPEG_PATH)").argParser(someText),
    )
    .addOption(
      new Option("-j, --jobs <n>", "threads that make pictures, 1–64")
        .default(defaultJobs(), "as many as there are cores").argParser(wholeNumber(1, 64)),
    )
    .option("--json", "one JSON summary on stdout")
    .option("-q, --quiet", "nothing but errors")
    .option("-v, --verbose", "say which programs and sizes; full errors")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", `\nMethods:\n${methodSummaries()}\n${EXAMPLES}`)
    .showSuggestionAfterError()
    .action((video, background, options) => {
      const { mattes, frames, ffmpeg, json = false, quiet = false, verbose = false } = options;
      onRun({ ...options, video, background, mattes, frames, ffmpeg, json, quiet, verbose });
    });
}

/** Each method's name and what it does, a line each. */
function methodSummaries(): string {
  const line = ([name, { summary }]: [string, { summary: string }]) =>
    `  ${name.padEnd(21)}  ${summary}`;
  return Object.entries(methods).map(line).join("\n");
}

/** ffmpeg needs cores too, but seldom as many as it is given. */
function defaultJobs(): number {
  return Math.min(64, navigator.hardwareConcurrency);
}

function someText(text: string): string {
  if (text === "") throw new InvalidArgumentError("It must not be empty.");
  return text;
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < min || number > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return number;
  };
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
