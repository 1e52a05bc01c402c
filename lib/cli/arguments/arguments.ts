// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The command line: what may be written on it, and what it means. With
 * evaluate_arguments.ts and option_values.ts the only place that knows commander.
 *
 * @module
 */

import { Argument, Command, CommanderError } from "npm:@commander-js/extra-typings@15.1.0";
import { InvalidArgumentError } from "npm:@commander-js/extra-typings@15.1.0";
import { fileInfo } from "../../files/system/file_info.ts";
import { methodTraits } from "../../methods/method_traits.ts";
import { didYouMean } from "../../nearest_name.ts";
import {
  backgroundStartOption,
  despillOption,
  featherOption,
  fitOption,
  lightWrapOption,
} from "./background_arguments.ts";
import { type CommandLine, splitCommandLine } from "../../app/command_line.ts";
import { addCompletions, printedCompletions } from "../completions/completions.ts";
import { assertMeant } from "../corrections/corrections.ts";
import {
  createEvaluateCommand,
  evaluateHelp,
  evaluateIntroduction,
  type EvaluateOptions,
} from "./evaluate_arguments.ts";
import { correctOptions } from "../corrections/foreign_options.ts";
import { pageWidth } from "../help/help_layout.ts";
import {
  helpConclusion,
  helpIntroduction,
  otherTopics,
  shortHelp,
  topicHelp,
  topicNames,
} from "../help/help_topics.ts";
import {
  allowNetworkOption,
  durationOption,
  fpsOption,
  framesOption,
  sizeOption,
  startOption,
} from "./input_arguments.ts";
import {
  cleanPlateAtOption,
  cleanPlateOption,
  framesApartOption,
  learningRateOption,
  methodOption,
  refineOption,
  setOption,
  thresholdOption,
  warmUpOption,
} from "./method_arguments.ts";
import {
  deviceOption,
  everyOption,
  modelChannelsOption,
  modelChoices,
  modelLayoutOption,
  modelMeanOption,
  modelOption,
  modelOutputOption,
  modelSizeOption,
  modelStdOption,
} from "./model_arguments.ts";
import { givenOptions, methodName } from "./option_values.ts";
import {
  codecOption,
  crfOption,
  formatOption,
  jpegQualityOption,
  mattesOption,
  outputOption,
  overwriteOption,
  presetOption,
  resumeOption,
  skipExistingOption,
} from "./output_arguments.ts";
import type { RunOptions } from "../../app/run_options.ts";
import {
  ffmpegOption,
  helpConfiguration,
  helpMethodOption,
  helpOption,
  jobsOption,
  jsonLinesOption,
  jsonOption,
  quietOption,
  verboseOption,
  versionGroup,
} from "./running_arguments.ts";
import { UsageError } from "../../app/usage_error.ts";

export type { RunOptions } from "../../app/run_options.ts";

/** What the command line asks for: a run, or some text that ends the matter. */
export type Request =
  | { kind: "run"; options: RunOptions }
  | { kind: "evaluate"; options: EvaluateOptions }
  | { kind: "method"; name: string }
  /** Nothing was asked for: in few words, what may be. */
  | { kind: "usage"; text: string }
  | { kind: "text"; text: string };

/**
 * Read the command line.
 *
 * @param args The arguments, without the program's name.
 * @param version The program's version, for `--version`.
 * @param columns The width of the terminal that help is printed on, if it is one.
 * @returns What is asked for.
 * @throws {UsageError} If it is wrong; the message is one line with a hint.
 */
export function parseArguments(
  args: readonly string[],
  version: string,
  columns?: number,
): Request {
  const width = pageWidth(columns);
  if (args.length === 0) return { kind: "usage", text: shortHelp(width) };
  let text = "";
  let request: Request | undefined;
  const onRun = (options: Omit<RunOptions, "words">) => {
    assertMeant(line);
    request = { kind: "run", options: { ...options, words: line } };
  };
  const program = createProgram(version, width, onRun)
    .exitOverride()
    .configureOutput({
      writeOut: (part) => text += part,
      writeErr: () => {},
      // To find out, commander would ask for variables of the environment, and wait for the answer.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  const onEvaluate = (options: EvaluateOptions) => request = { kind: "evaluate", options };
  const evaluate = createEvaluateCommand(onEvaluate);
  // Options after the command's name are its own.
  program.enablePositionalOptions().addCommand(evaluate.copyInheritedSettings(program));
  evaluate.configureHelp(helpConfiguration(width, evaluateIntroduction(width)));
  addCompletions(program);
  program.helpCommand(false);
  const onHelp = (topic: string | null, page: () => string) => {
    request = helpOn(topic ?? undefined, page, width);
    throw new CommanderError(0, "help", "");
  };
  const page = () => `${program.helpInformation().trimEnd()}\n\n${helpConclusion(width)}\n`;
  program.on("option:help", (topic) => onHelp(topic, page));
  evaluate.on("option:help", (topic) => onHelp(topic, () => evaluateHelp(evaluate, width)));
  program.on("option:help-method", (name: string) => onHelp(name, () => ""));
  const isOwn = args[0] === "evaluate" || args[0] === "completions" || args[0] === "complete";
  const corrected = isOwn ? undefined : correctOptions(args, program.options);
  const line = corrected?.line ?? splitCommandLine(args, program.options);
  const asked = textAskedFor(line);
  if (corrected !== undefined && asked !== undefined) {
    return parseArguments([asked], version, columns);
  }
  if (isHelp(line)) return parseArguments(helpArguments(line), version, columns);
  if (corrected !== undefined) assertMeant(line, corrected);
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

/** `--help` or `--version`, whatever stands beside it. */
function textAskedFor({ options }: CommandLine): string | undefined {
  return options.flatMap(([word]) => word).find((word) => /^(--help|-h|--version)$/.test(word));
}

/** `help`, `help refine`: other ways of asking for it. */
function isHelp({ files }: CommandLine): boolean {
  const [word, , ...rest] = files;
  return /^(help|\/\?)$/.test(word ?? "") && rest.length === 0 && fileInfo(word) === undefined;
}

function helpArguments({ files: [, topic] }: CommandLine): string[] {
  return topic === undefined ? ["--help"] : ["--help", topic];
}

/** What `--help` asks for: a page, a topic's, or a method's. */
function helpOn(topic: string | undefined, page: () => string, width: number): Request {
  if (topic === undefined) return { kind: "text", text: page() };
  const written = topic.toLowerCase().replace(/^-+/, "");
  const name = Object.hasOwn(otherTopics, written) ? otherTopics[written] : written;
  if (topicNames.includes(name)) return { kind: "text", text: topicHelp(name, width) };
  try {
    return { kind: "method", name: methodName(topic) };
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const names = [...topicNames, ...Object.keys(methodTraits)];
    throw new UsageError(
      `there is no help on '${topic}', but on ${names.join(", ")}${didYouMean(topic, names)}`,
    );
  }
}

function oneLine(message: string): string {
  const plain = message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
  return plain.includes("Did you mean") ? plain : `${plain} (see --help)`;
}

// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
function createProgram(
  version: string,
  width: number,
  onRun: (options: Omit<RunOptions, "words">) => void,
) {
  return new Command("backdrop")
    .description("put people, or what moves, before another background")
    .usage("<video...> <background> [options]")
    .addArgument(new Argument("<video...>", ""))
    .addOption(startOption())
    .addOption(durationOption())
    .addOption(framesOption())
    .addOption(sizeOption())
    .addOption(fpsOption())
    .addOption(allowNetworkOption())
    .addOption(outputOption())
    .addOption(formatOption())
    .addOption(mattesOption())
    .addOption(codecOption())
    .addOption(crfOption())
    .addOption(presetOption())
    .addOption(jpegQualityOption())
    .addOption(overwriteOption())
    .addOption(fitOption())
    .addOption(backgroundStartOption())
    .addOption(methodOption())
    .addOption(modelOption())
    .addOption(everyOption())
    .addOption(deviceOption())
    .addOption(cleanPlateOption())
    .addOption(cleanPlateAtOption())
    .addOption(thresholdOption())
    .addOption(setOption())
    .addOption(learningRateOption())
    .addOption(framesApartOption())
    .addOption(warmUpOption())
    .addOption(refineOption())
    .addOption(featherOption())
    .addOption(lightWrapOption())
    .addOption(despillOption())
    .addOption(skipExistingOption())
    .addOption(resumeOption())
    .addOption(modelSizeOption())
    .addOption(modelMeanOption())
    .addOption(modelStdOption())
    .addOption(modelLayoutOption())
    .addOption(modelChannelsOption())
    .addOption(modelOutputOption())
    .addOption(jobsOption())
    .addOption(ffmpegOption())
    .addOption(jsonOption("one JSON summary on stdout; --json=lines: a line an event"))
    .addOption(jsonLinesOption())
    .addOption(quietOption())
    .addOption(verboseOption())
    .optionsGroup(versionGroup)
    .version(version, "--version", "print the version")
    .helpOption(false)
    .addOption(helpOption("print this page, or one on a topic"))
    .addOption(helpMethodOption())
    .configureHelp(helpConfiguration(width, helpIntroduction(width)))
    .showSuggestionAfterError()
    .action((files, options, command) => {
      const given = givenOptions(command);
      const background = files.at(-1)!;
      const videos = files.slice(0, -1);
      const { skipExisting = false, resume = false } = options;
      const { jsonLines = false, quiet = false, verbose = false } = options;
      const json = options.json ?? jsonLines;
      const { overwrite = false, despill = false, allowNetwork = false } = options;
      const { mattes, frames, ffmpeg, format, codec, crf, preset } = options;
      const { backgroundStart, start, duration, size, fps } = options;
      const { threshold, cleanPlate, cleanPlateAt, set = [] } = options;
      const { method, refine, warmUp, output, fit, feather, lightWrap, jobs } = options;
      const { learningRate, framesApart, jpegQuality: quality } = options;
      const named = Object.entries({ learningRate, framesApart })
        .filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${value}`);
      onRun({
        ...{ given, video: videos[0], videos, background, output, quality, jobs },
        ...{ method, refine, warmUp, fit, feather, lightWrap, despill },
        ...{ threshold, cleanPlate, cleanPlateAt, set: [...set, ...named] },
        ...modelChoices(options),
        ...{ overwrite, allowNetwork, skipExisting, resume },
        ...{ json, jsonLines, quiet, verbose },
        ...{ mattes, frames, ffmpeg, format, codec, crf, preset },
        ...{ backgroundStart, start, duration, size, fps },
      });
    });
}
