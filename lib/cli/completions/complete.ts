/**
 * What may stand where the cursor is: asked by the shells' scripts, as
 * `backdrop complete -- WORDS… CURRENT`.
 *
 * @module
 */

import { MODEL_NAMES } from "../../files/onnx/model_names.ts";
import { colorNames } from "../../pixels/color/css_color_names.ts";
import { methodTraits } from "../../methods/method_traits.ts";
import type { Setting } from "../../methods/settings/setting.ts";
import { refineStepKinds } from "../../refine/refinement.ts";

/** An option, as far as its completion goes: commander's are such. */
export interface CompletedOption {
  readonly long?: string | undefined;
  readonly short?: string | undefined;
  readonly description: string;
  readonly hidden: boolean;
  /** Whether it must have a value. */
  readonly required: boolean;
  /** Whether it may have one. */
  readonly optional: boolean;
  /** The values to choose from. */
  readonly argChoices?: readonly string[] | undefined;
}

/** A command with its options and commands. */
export interface CompletedCommand {
  name(): string;
  description(): string;
  readonly options: readonly CompletedOption[];
  readonly commands: readonly CompletedCommand[];
  readonly registeredArguments: readonly { readonly argChoices?: readonly string[] | undefined }[];
}

/** Something that may be written, and what it is. */
interface Candidate {
  readonly value: string;
  readonly about?: string | undefined;
}

/** What may be written, and what else. */
interface Answer {
  readonly candidates: readonly Candidate[];
  /** Whether a file may be, too. */
  readonly files?: boolean;
}

// As the scripts read them, in the last line.
const NO_SPACE = 2;
const NO_FILES = 4;

/**
 * Answer a shell.
 *
 * @param words The words behind the program's name; the last one is being written.
 * @param program All that can be written.
 * @returns A candidate a line, each with a tab and what it is; then a colon and 2 if no space
 * follows, 4 if no file may stand there, or their sum.
 */
export function complete(words: readonly string[], program: CompletedCommand): string {
  const current = words.at(-1) ?? "";
  const { candidates, files = false } = answerTo(
    words.slice(0, -1),
    current,
    program,
  );
  const fitting = candidates.filter(({ value }) => value.startsWith(current));
  const line = ({ value, about = "" }: Candidate) =>
    `${value}\t${about.replaceAll(/\s+/g, " ").trim()}\n`;
  const open = fitting.length > 0 && fitting.every(({ value }) => /[:=]$/.test(value));
  const directive = (open ? NO_SPACE : 0) + (files ? 0 : NO_FILES);
  return `${fitting.map(line).join("")}:${directive}\n`;
}

function answerTo(before: readonly string[], current: string, program: CompletedCommand): Answer {
  const command = program.commands.find((one) => one.name() === before[0]) ?? program;
  if (command.name() === "completions") {
    return { candidates: ["bash", "zsh", "fish", "powershell"].map((value) => ({ value })) };
  }
  if (before.includes("--")) return { candidates: [], files: true };
  const findOption = (word: string | undefined) =>
    command.options.find(({ long, short }) => word !== undefined && [long, short].includes(word));
  const option = findOption(before.at(-1));
  if (option?.required) return valuesFor(option, { before, current });

  const [, name] = /^(--[^=]+)=/.exec(current) ?? [];
  const joined = findOption(name);
  if (joined?.required) {
    const given = current.slice(name.length + 1);
    const answer = valuesFor(joined, { before, current: given });
    const candidates = answer.candidates
      .map(({ value, about }) => ({ value: `${name}=${value}`, about }));
    return { ...answer, candidates };
  }
  if (current.startsWith("-")) return { candidates: optionsOf(command) };
  return positional(command, program, { before, current });
}

function optionsOf({ options }: CompletedCommand): Candidate[] {
  return options.filter(({ hidden }) => !hidden).flatMap(({ long, description }) => {
    const hasLines = long === "--json" && options.some((other) => other.long === "--json-lines");
    return [long, hasLines ? "--json=lines" : undefined]
      .filter((value) => value !== undefined).map((value) => ({ value, about: description }));
  });
}

/** Videos and folders are files; the background may be a word. */
function positional(
  command: CompletedCommand,
  program: CompletedCommand,
  { before, current }: Asked,
): Answer {
  if (command !== program) {
    const last = command.options.find(({ long }) => long === before.at(-1));
    // One without arguments takes no files, but as the value of an option.
    const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
    const files = choices.length === 0 && command.registeredArguments.length > 0;
    const candidates = choices.map((value) => ({ value }));
    return { candidates, files: files || last?.optional === true };
  }
  if (current.startsWith("color:")) return { candidates: COLORS };
  if (before.length > 0) return { candidates: BACKGROUNDS, files: true };
  const commands = program.commands.filter((one) => one.name() !== "complete");
  const candidates = commands.map((one) => ({ value: one.name(), about: one.description() }));
  return { candidates: [...candidates, ...CAMERAS], files: true };
}

const CAMERAS: readonly Candidate[] = [
  { value: "camera", about: "the first camera, live" },
  { value: "camera:list", about: "prints the cameras that there are" },
];

const BACKGROUNDS: readonly Candidate[] = [
  { value: "blur", about: "the room itself, blurred" },
  { value: "blur:", about: "the same, by so many pixels" },
  { value: "transparent", about: "nothing" },
  { value: "color:", about: "a CSS colour" },
];

const COLORS: readonly Candidate[] = [...colorNames.keys()]
  .map((name) => ({ value: `color:${name}` }));

/** What is known of a value that is asked for. */
interface Asked {
  readonly before: readonly string[];
  /** What is written of it. */
  readonly current: string;
}

/** x264's and x265's names. */
const PRESETS = "ultrafast superfast veryfast faster fast medium slow slower veryslow".split(" ");

/** Options whose value is a file, though it may be a word as well. */
const TAKES_FILE =
  /^--(output|mattes|clean-plate|ffmpeg|report|baseline|cdnet|model|methods?|help-method)$/;

function valuesFor(option: CompletedOption, asked: Asked): Answer {
  const files = TAKES_FILE.test(option.long ?? "");
  const words = (...values: string[]) => ({
    candidates: values.map((value) => ({ value })),
    files,
  });
  switch (option.long) {
    case "--method":
    case "--help-method":
    case "--baseline":
      return { candidates: METHODS, files };
    case "--methods":
      return { candidates: listed(asked.current, METHODS), files };
    case "--output":
      return asked.before[0]?.startsWith("camera") ? words("preview") : words();
    case "--model":
      return words(...MODEL_NAMES);
    case "--model-layout":
      return words("nchw", "nhwc");
    case "--model-channels":
      return words("rgb", "bgr");
    case "--preset":
      return words(...PRESETS);
    case "--refine":
      return { candidates: stepsAfter(asked.current) };
    case "--set":
      return { candidates: settingsAfter(asked) };
    default:
      return words(...option.argChoices ?? []);
  }
}

const METHODS: readonly Candidate[] = Object.entries(methodTraits)
  .map(([value, { summary }]) => ({ value, about: summary }));

/** Candidates for the last part of a list with commas between. */
function listed(current: string, candidates: readonly Candidate[]): Candidate[] {
  const begun = current.slice(0, current.lastIndexOf(",") + 1);
  return candidates.map(({ value, about }) => ({ value: begun + value, about }));
}

function stepsAfter(current: string): Candidate[] {
  const steps = Object.entries(refineStepKinds).flatMap(([name, line]): Candidate[] => {
    const [written, about] = line.split(/ {2}/);
    const numbers = written.split(":").length - 1;
    return numbers === 0 ? [{ value: name, about }] : [{ value: `${name}:`, about: line }];
  });
  // Their numbers have defaults.
  const short = ["threshold", "largest", "fill", "hold", "smooth"]
    .map((value) => ({ value, about: refineStepKinds[value as keyof typeof refineStepKinds] }));
  const alone = [
    { value: "auto", about: "what suits the method" },
    { value: "none", about: "the mask stays as it is" },
  ];
  const shaped = /^(.*?)(erode|dilate|open|close):(\d+):[a-z]*$/.exec(current);
  if (shaped) {
    const begun = `${shaped[1]}${shaped[2]}:${shaped[3]}:`;
    return ["ellipse", "rect", "cross"].map((value) => ({ value: begun + value }));
  }
  const all = [...(current.includes(",") ? [] : alone), ...short, ...steps];
  return listed(current, all);
}

/** The settings of the methods that are named; where none is, of all. */
function settingsAfter({ before, current }: Asked): Candidate[] {
  const named = methodsIn(before);
  const all = Object.entries(methodTraits);
  const chosen = named.length > 0 ? all.filter(([name]) => named.includes(name)) : all;
  const settings = new Map<string, Setting>();
  for (const [, method] of chosen) {
    for (const [name, setting] of Object.entries(method.settings ?? {})) {
      settings.set(name, setting);
    }
  }
  const [, begun, name] = /^((?:.*,)?([^,=]+)=)[^,=]*$/.exec(current) ?? [];
  if (name === undefined) {
    const names = [...settings].map(([value, { summary }]) => ({
      value: `${value}=`,
      about: summary,
    }));
    return listed(current, names);
  }
  const setting = settings.get(name);
  if (setting === undefined) return [];
  const values = typeof setting.default === "boolean" ? ["true", "false"] : setting.choices ??
    [String(setting.default)];
  return values.map((value) => ({ value: begun + value, about: setting.summary }));
}

/** The methods that the words before choose. */
function methodsIn(before: readonly string[]): string[] {
  return before.flatMap((word, i) => {
    if (["-m", "--method", "--methods"].includes(before[i - 1])) return word.split(",");
    const [, joined] = /^(?:--methods?=|-m)(.+)$/.exec(word) ?? [];
    if (joined !== undefined) return joined.split(",");
    return /^--(model|every|device)$/.test(before[i - 1] ?? "") ? ["segment"] : [];
  });
}
