// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import { Argument, Command, Option } from "npm:@commander-js/extra-typings@15.1.0";
import type { ExplainRunOptions } from "../../../app/explain/explain_run.ts";
import { nothingAsked, runDefaults } from "../../../app/options/run_options.ts";
import { type Item, itemList, wrapped } from "../../help/help_layout.ts";
import type { CommandReader } from "../command_reader.ts";
import { cleanPlateOption, FINDING } from "../method_arguments.ts";
import { modelChoices, modelOption } from "../model_arguments.ts";
import { givenOptions, htmlFile, methodList, numberIn, someText } from "../option_values.ts";
import {
  ffmpegOption,
  helpOption,
  jsonOption,
  offlineOption,
  quietOption,
  verboseOption,
} from "../running_arguments.ts";

/** What the command `explain` was asked for. */
export interface ExplainCommandOptions extends ExplainRunOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

const EXAMPLES: readonly Item[] = [
  ["backdrop explain video.mp4 beach.jpg", "frame 30, as explain.html"],
  ["backdrop explain video.mp4 beach.jpg --frame 100 -o 100.html", "another frame"],
  ["backdrop explain video.mp4 beach.jpg --steps steps/", "and a PNG of each step"],
  ["backdrop explain video.mp4 beach.jpg --methods median,knn", "beside these two only"],
  ["backdrop explain video.mp4 beach.jpg --no-methods", "the tutorial's steps alone: quick"],
];

const ABOUT =
  "Writes a page that walks through one frame as the tutorial does: both frames, their difference, " +
  "gray, mask, background, copy and result, each beside its line of TypeScript and of Python. The " +
  "threshold can be dragged, and the page makes mask and result anew. Then it measures holes, noise " +
  "and seams, and shows what each better method makes of the frame, with the command to copy. The page " +
  "is one file that loads nothing.";

const EXIT_CODES =
  "Exit codes: 0 done, 1 failed, 2 wrong usage, as of a frame that is not there, 130 interrupted.";

/** The command `explain`. */
export const explainReader: CommandReader<ExplainCommandOptions> = {
  create: (ask) =>
    createCommand().action((video, background, options, parsed) =>
      ask(explainOptions([video, background], options, givenOptions(parsed)))
    ),
  introduction: (width) =>
    [wrapped(ABOUT, width), "", itemList("Examples:", EXAMPLES, width)].join("\n"),
  exitCodes: EXIT_CODES,
};

const GROUP = "Page:";

function createCommand() {
  return new Command("explain")
    .description("a page that shows step by step what becomes of one frame, and why")
    .usage("<video> <picture> [options]")
    .addArgument(new Argument("<video>", ""))
    .addArgument(new Argument("<picture>", ""))
    .addOption(frameOption())
    .addOption(pageOption())
    .addOption(stepsOption())
    .addOption(replaceOption())
    .addOption(levelOption())
    .addOption(methodsOption())
    .addOption(noMethodsOption())
    .addOption(modelOption())
    .addOption(cleanPlateOption())
    .addOption(ffmpegOption())
    .addOption(offlineOption())
    .addOption(jsonOption("print what was measured as JSON"))
    .addOption(quietOption())
    .addOption(verboseOption())
    .addOption(helpOption("print this page"));
}

/** `--frame`. */
function frameOption() {
  return new Option("--frame <n>", "the number of the tutorial's picture, from 3")
    .default(undefined, "30, or the last").argParser(numberIn({ least: 3, isWhole: true }))
    .helpGroup(GROUP);
}

/** `--output`. */
function pageOption() {
  return new Option("-o, --output <file>", "where the page is written").default("explain.html")
    .argParser(htmlFile).helpGroup(GROUP);
}

/** `--steps`. */
function stepsOption() {
  return new Option("--steps <folder>", "write a PNG of each step, too").argParser(someText)
    .helpGroup(GROUP);
}

/** `--overwrite`. */
function replaceOption() {
  return new Option("--overwrite", "replace a page, and pictures of steps, that are there")
    .helpGroup(GROUP);
}

/** `--threshold`. */
function levelOption() {
  return new Option("-t, --threshold <n>", "what the page begins with, 0–255")
    .default(3).argParser(numberIn({ least: 0, most: 255, isWhole: true })).helpGroup(GROUP);
}

/** `--methods`. */
function methodsOption() {
  return new Option("--methods <list>", "these other methods only, with commas between")
    .default(undefined, "all that can work here")
    .argParser(methodList).helpGroup(FINDING);
}

/** `--no-methods`. */
function noMethodsOption() {
  return new Option("--no-methods", "no other methods: the tutorial's steps alone")
    .helpGroup(FINDING);
}

function explainOptions(
  [video, background]: readonly [string, string],
  options: ReturnType<ReturnType<typeof createCommand>["opts"]>,
  given: ReadonlySet<string>,
): ExplainCommandOptions {
  const { frame, output, steps, overwrite = false, threshold: level, methods } = options;
  const { cleanPlate, ffmpeg, offline = false } = options;
  const { json = false, quiet = false, verbose = false } = options;
  return {
    run: {
      ...nothingAsked,
      ...runDefaults,
      ...modelChoices(options),
      // The page's own are none of the methods'.
      given: given.difference(new Set(["threshold", "overwrite"])),
      words: { files: ["explain", video, background], options: wordsOf(options, given) },
      video,
      videos: [video],
      background,
      backgrounds: [background],
      jobs: 1,
      set: [],
      ...{ output, overwrite, offline, cleanPlate, ffmpeg },
    },
    ...{ frame, level, steps, json, quiet, verbose },
    methods: methods === false ? [] : methods,
  };
}

/** What a better command line keeps. */
function wordsOf(
  options: ReturnType<ReturnType<typeof createCommand>["opts"]>,
  given: ReadonlySet<string>,
): string[][] {
  const { frame, output, steps, threshold, methods, model, cleanPlate } = options;
  const has = (name: string) => given.has(name);
  return [
    ...(frame === undefined ? [] : [["--frame", String(frame)]]),
    ...(has("output") ? [["-o", output]] : []),
    ...(steps === undefined ? [] : [["--steps", steps]]),
    ...(has("threshold") ? [["-t", String(threshold)]] : []),
    ...(Array.isArray(methods) ? [["--methods", methods.join(",")]] : []),
    ...(methods === false ? [["--no-methods"]] : []),
    ...(has("model") ? [["--model", model]] : []),
    ...(cleanPlate === undefined ? [] : [["--clean-plate", cleanPlate]]),
  ];
}
