// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
/**
 * The command line: what may be written on it, and what it means. Only
 * modules of this folder know commander.
 *
 * @module
 */

import { CommanderError, type CommandUnknownOpts } from "npm:@commander-js/extra-typings@15.1.0";
import { InvalidArgumentError } from "npm:@commander-js/extra-typings@15.1.0";
import { fileInfo } from "../../files/system/file_info.ts";
import { methodTraits } from "../../methods/method_traits.ts";
import { didYouMean } from "../../nearest_name.ts";
import { type CommandLine, splitCommandLine, valueOf } from "../../app/options/command_line.ts";
import { addCompletions, printedCompletions } from "../completions/completions.ts";
import { addExampleFiles } from "../corrections/add_example_files.ts";
import { assertMeant } from "../corrections/assert_meant.ts";
import { type CommandOptions, type CommandRequest, commands } from "./commands.ts";
import type { CommandReader } from "./command_reader.ts";
import { type CommandName, commandNames, isCommand } from "../commands/command_names.ts";
import { correctOptions } from "../corrections/correct_options.ts";
import { pageWidth, wrapped } from "../help/help_layout.ts";
import {
  completionsHelp,
  helpConclusion,
  otherTopics,
  shortHelp,
  topicHelp,
  topicNames,
} from "../help/help_topics.ts";
import { termHelp } from "../help/glossary.ts";
import { givenOptions, methodName } from "./option_values.ts";
import type { RunOptions } from "../../app/options/run_options.ts";
import { createRunCommand, runOptions } from "./run_arguments.ts";
import { helpConfiguration } from "./running_arguments.ts";
import { UsageError } from "../../app/usage_error.ts";
import { usageMessage } from "./usage_message.ts";

export type { RunOptions } from "../../app/options/run_options.ts";

/** What the command line asks for: a run, or some text that ends the matter. */
export type Request =
  | { kind: "run"; options: RunOptions }
  | CommandRequest
  | { kind: "method"; name: string }
  /** A list of the cameras, as this ffmpeg knows them. */
  | { kind: "cameras"; ffmpeg: string | undefined }
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
  const program = createProgram(version, width, commandsNeeded(args), {
    onText: (part) => text += part,
    onRun: (options) => {
      assertMeant(line);
      request = { kind: "run", options: { ...options, words: line } };
    },
    onRequest: (asked) => request = asked,
  });
  const isOwn = isCommand(args[0]) || /^(completions|complete)$/.test(args[0]);
  const corrected = isOwn ? undefined : correctOptions(args, program.options);
  const line = corrected?.line ?? splitCommandLine(args, program.options);
  const asked = textAskedFor(line);
  if (corrected !== undefined && asked !== undefined) {
    return parseArguments([asked], version, columns);
  }
  if (args[0] === "completions" && asked !== undefined) {
    return { kind: "text", text: completionsHelp(width) };
  }
  if (isHelp(line)) return parseArguments(helpArguments(line), version, columns);
  if (isCameraList(line)) return { kind: "cameras", ffmpeg: valueOf(line, "--ffmpeg", "--ffmpeg") };
  if (corrected !== undefined) assertMeant(line, corrected);
  try {
    const parse = () => program.parse(withJsonLines(args), { from: "user" });
    text += printedCompletions(args, program, () => void parse());
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw refusal(error, args, program);
  }
  return request ?? { kind: "text", text };
}

/** What is wrong with a command line, as commander sees it. */
function refusal(
  error: CommanderError,
  args: readonly string[],
  { options: ofRun, commands: all }: Pick<CommandUnknownOpts, "options" | "commands">,
): UsageError {
  const [name] = args;
  const help = isCommand(name) || name === "completions" ? `${name} --help` : "--help";
  const [, option] = /^error: unknown option '(.*?)'/.exec(error.message) ?? [];
  const isOfRun = ofRun.some(({ long, short }) => option === long || option === short);
  const message = name === "plan" && option !== undefined && isOfRun
    ? `${option} is an option of the run: write it behind --, as in plan talk.mp4 blur --engine ` +
      `slurm -- -o out.mp4 (see ${help})`
    : usageMessage(error, help);
  const known = all.find((command) => command.name() === name)?.options ?? [];
  const better = error.code === "commander.missingArgument"
    ? addExampleFiles(splitCommandLine(args, known))
    : undefined;
  return new UsageError(message, { cause: error, better });
}

/**
 * Read `--json=lines`: were its value commander's, a video behind `--json` would be taken for it.
 *
 * @throws {UsageError} If it is written otherwise.
 */
function withJsonLines(args: readonly string[]): string[] {
  if (isCommand(args[0])) return [...args];
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

/** `camera:list`, alone. */
function isCameraList({ files }: CommandLine): boolean {
  return files[0] === "camera:list" && files.length === 1;
}

function helpArguments({ files: [, topic] }: CommandLine): string[] {
  return topic === undefined ? ["--help"] : ["--help", topic];
}

/** The pages of help on commands, by their names. */
type CommandPages = ReadonlyMap<string, () => string>;

/** What `--help` asks for: a command's page, a topic's, a method's, or a term. */
function helpOn(topic: string, pages: CommandPages, width: number): Request {
  const written = wordOf(topic);
  const page = pages.get(written);
  if (page !== undefined) return { kind: "text", text: page() };
  const name = Object.hasOwn(otherTopics, written) ? otherTopics[written] : written;
  if (topicNames.includes(name)) return { kind: "text", text: topicHelp(name, width) };
  try {
    return { kind: "method", name: methodName(topic) };
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const text = termHelp(topic, width);
    if (text !== undefined) return { kind: "text", text };
    const names = [...topicNames, ...Object.keys(methodTraits), ...commandNames];
    throw new UsageError(
      `there is no help on '${topic}', but on ${names.join(", ")}${didYouMean(topic, names)}`,
    );
  }
}

/** A topic without what it may be written with: `--Refine` is refine. */
function wordOf(topic: string): string {
  return topic.toLowerCase().replace(/^-+/, "");
}

/** Who is told what a command line asks for. */
interface Listeners {
  /** What commander prints. */
  onText(part: string): void;
  onRun(options: Omit<RunOptions, "words">): void;
  onRequest(request: Request): void;
}

/** The commands that a command line may mean: to make them all takes longer than to read it. */
function commandsNeeded([name, ...rest]: readonly string[]): readonly CommandName[] {
  // A command's help may be asked for one on another command.
  if (isCommand(name)) {
    const others = rest.map((word) => word.replace(/^--help=/, "")).filter(isCommand);
    return [...new Set([name, ...others])];
  }
  const tellsAll = /^(completions|complete)$/.test(name) ||
    [name, ...rest].some((word) => /^(--help|-h)(=|$)/.test(word));
  return tellsAll ? commandNames : [];
}

/** The program with those commands. */
function createProgram(
  version: string,
  width: number,
  names: readonly CommandName[],
  { onText, onRun, onRequest }: Listeners,
) {
  const program = createRunCommand(version, width).exitOverride().helpCommand(false)
    .configureOutput({
      writeOut: onText,
      writeErr: () => {},
      // To find out, commander would ask for variables of the environment, and wait for the answer.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  program.action((files, options, command) =>
    onRun(runOptions(files, options, givenOptions(command)))
  );
  const pages = new Map([["completions", () => completionsHelp(width)]]);
  const onHelp = (topic: string | null, page: () => string) => {
    onRequest(topic === null ? { kind: "text", text: page() } : helpOn(topic, pages, width));
    throw new CommanderError(0, "help", "");
  };
  // Options after a command's name are its own.
  program.enablePositionalOptions();
  for (const name of names) {
    const reader = commands[name] as CommandReader<CommandOptions[CommandName]>;
    const { create, introduction, exitCodes } = reader;
    const own = create((options) =>
      onRequest({ kind: "command", name, options } as CommandRequest)
    );
    program.addCommand(own.copyInheritedSettings(program));
    own.configureHelp(helpConfiguration(width, introduction(width)));
    const page = () => pageOf(own, wrapped(exitCodes, width));
    pages.set(name, page);
    own.on("option:help", (topic) => onHelp(topic, page));
  }
  addCompletions(program);
  program.on("option:help", (topic) => onHelp(topic, () => pageOf(program, helpConclusion(width))));
  program.on("option:help-method", (name: string) => onHelp(name, () => ""));
  return program;
}

/** A page of help: what it begins with is the command's, and its options. */
function pageOf(command: { helpInformation(): string }, conclusion: string): string {
  return `${command.helpInformation().trimEnd()}\n\n${conclusion}\n`;
}
