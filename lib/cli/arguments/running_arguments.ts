// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The options that say how a run or an evaluation is run, and how its help is printed.
 *
 * @module
 */

import { optionRanges } from "../../app/options/option_ranges.ts";
import { defaultJobs } from "../../app/options/run_options.ts";
import { parseShard, type ShardChoice } from "../../app/shards/shard.ts";
import { InvalidArgumentError, Option } from "npm:@commander-js/extra-typings@15.1.0";
import type { HelpConfiguration } from "npm:@commander-js/extra-typings@15.1.0";
import { itemLines, wrapped } from "../help/help_layout.ts";
import { methodName, numberIn, someText } from "./option_values.ts";

const GROUP = "Running:";

/** `--ffmpeg`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function ffmpegOption() {
  return new Option("--ffmpeg <path>", "which ffmpeg (also: the variable FFMPEG_PATH)")
    .argParser(someText).helpGroup(GROUP);
}

/** `--jobs`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function jobsOption() {
  return new Option("-j, --jobs <n>", "threads that make pictures, 1–64")
    .default(defaultJobs(), "all cores").argParser(numberIn(optionRanges.jobs)).helpGroup(GROUP);
}

const MACHINES = "Many machines:";

/** `--shard`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function shardOption() {
  return new Option("--shard <i/N>", "do the i-th of N parts; auto: as the engine's variables say")
    .argParser(shardChoice).helpGroup(MACHINES);
}

function shardChoice(text: string): ShardChoice {
  const shard = parseShard(text);
  if (shard !== undefined) return shard;
  throw new InvalidArgumentError("It must be auto, or like 3/8: the third of eight.");
}

/** `--shards`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function shardsOption() {
  return new Option("--shards <N>", "how many parts, where the engine does not tell")
    .argParser(numberIn(optionRanges.shards)).helpGroup(MACHINES);
}

/** `--offline`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function offlineOption(what = "fetch nothing; what is missing is told (see fetch --help)") {
  return new Option("--offline", what).helpGroup(GROUP);
}

/** `--json`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function jsonOption(what: string) {
  return new Option("--json", what).helpGroup(GROUP);
}

/** `--json=lines`, as it is called where commander reads it. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function jsonLinesOption() {
  return new Option("--json-lines").hideHelp();
}

/** `--quiet`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function quietOption(what = "print errors only") {
  return new Option("-q, --quiet", what).helpGroup(GROUP);
}

/** `--verbose`. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function verboseOption() {
  return new Option("-v, --verbose", "print programs, sizes and full errors").helpGroup(GROUP);
}

/** `--help`, which commander's own has no topics for. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function helpOption(text: string) {
  return new Option("-h, --help [topic]", text).helpGroup(GROUP);
}

/** `--help-method`, which `--help` has learned. */
// deno-lint-ignore explicit-module-boundary-types -- commander infers the type from the chain
export function helpMethodOption() {
  return new Option("--help-method <name>", "print what can be set of a method")
    .argParser(methodName).hideHelp();
}

/** `--version`, for commander's method. */
export const versionGroup = GROUP;

/**
 * How commander shall print a page of help.
 *
 * @param width The page's.
 * @param introduction What stands before the options.
 */
export function helpConfiguration(width: number, introduction: string): HelpConfiguration {
  return {
    commandDescription: () => introduction,
    helpWidth: width,
    formatItem: (term, termWidth, text) => itemLines([term, text], termWidth, width),
    styleUsage: (usage) => wrapped(`Usage: ${usage}`, width).slice("Usage: ".length),
    // Descriptions are laid out already.
    boxWrap: (text) => text,
    padWidth: (command, helper) => helper.longestOptionTermLength(command, helper),
    subcommandTerm: (command) => [command.name(), ...argumentsText(command)].join(" "),
    optionDescription({ description, defaultValue, defaultValueDescription, argChoices }) {
      // What is off unless it is said needs no words.
      const isTold = defaultValueDescription !== undefined ||
        (defaultValue !== undefined && defaultValue !== 0 && typeof defaultValue !== "boolean");
      const preset = isTold ? ` (default: ${defaultValueDescription ?? defaultValue})` : "";
      const choices = argChoices === undefined || argChoices.length > 7
        ? ""
        : argChoices.join(", ");
      return `${description}${choices && `: ${choices}`}${preset}`;
    },
  };
}

/** A command's arguments, as usage shows them. */
function argumentsText(
  { registeredArguments }: {
    readonly registeredArguments: readonly { name(): string; variadic: boolean }[];
  },
): string[] {
  return registeredArguments.map((one) => `<${one.name()}${one.variadic ? "..." : ""}>`);
}
