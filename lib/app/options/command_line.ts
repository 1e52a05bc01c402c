import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { workingFolder } from "../../files/system/working_folder.ts";
import { shellWord } from "../../files/ffmpeg/shell_word.ts";

/** A command line, taken apart. */
export interface CommandLine {
  /** The videos, and last the background. */
  readonly files: readonly string[];
  /** The options, each with its value. */
  readonly options: readonly (readonly string[])[];
}

/** An option, as far as it must be known to tell its value from a file. */
export interface KnownOption {
  readonly short?: string | undefined;
  readonly long?: string | undefined;
  /** Whether it must have a value. */
  readonly required: boolean;
  /** Whether it may have one. */
  readonly optional: boolean;
  /** The values to choose from. */
  readonly argChoices?: readonly string[] | undefined;
}

/**
 * Take a command line apart.
 *
 * @param args The arguments.
 * @param known The options that there are.
 */
export function splitCommandLine(
  args: readonly string[],
  known: readonly KnownOption[],
): CommandLine {
  const files: string[] = [];
  const options: string[][] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (word === "--") {
      files.push(...args.slice(i + 1));
      break;
    }
    if (!isOption(word)) {
      files.push(word);
      continue;
    }
    const option = known.find(({ short, long }) => word === short || word === long);
    const next = args.at(i + 1);
    const hasValue = option?.required ||
      (option?.optional && next !== undefined && next[0] !== "-");
    if (hasValue && next !== undefined) {
      options.push([word, next]);
      i++;
    } else options.push([word]);
  }
  return { files, options };
}

/** Whether a word is an option; `-` alone stands for a pipe. */
export function isOption(word: string): boolean {
  return word.length > 1 && word.startsWith("-");
}

/**
 * The value of an option, however it is written: `-o x`, `-ox`, `--output x`, `--output=x`.
 *
 * @param line The command line.
 * @param short Its short name.
 * @param long Its long name.
 */
export function valueOf(
  { options }: CommandLine,
  short: string,
  long: string,
): string | undefined {
  for (const [word, value] of options.toReversed()) {
    if (word === short || word === long) return value;
    if (word.startsWith(`${long}=`)) return word.slice(long.length + 1);
    if (word.startsWith(short) && !word.startsWith("--")) return word.slice(short.length);
  }
  return undefined;
}

/** The options without one of them. */
function withoutOption(
  { options }: CommandLine,
  short: string,
  long: string,
): CommandLine["options"] {
  return options.filter(([word]) =>
    word !== long && !word.startsWith(`${long}=`) &&
    (word.startsWith("--") || !word.startsWith(short))
  );
}

/**
 * A command line with another value of an option.
 *
 * @param line The command line.
 * @param short The option's short name.
 * @param long Its long name.
 * @param value The value; `undefined` for none.
 */
export function withOption(
  line: CommandLine,
  short: string,
  long: string,
  value: string | undefined,
): CommandLine {
  const rest = withoutOption(line, short, long);
  return { files: line.files, options: value === undefined ? rest : [...rest, [short, value]] };
}

/** The words of a command line. */
export function argumentsOf({ files, options }: CommandLine): string[] {
  const isOdd = files.some(isOption);
  return isOdd ? [...options.flat(), "--", ...files] : [...files, ...options.flat()];
}

/**
 * A command line as it can be pasted into a shell, with the program before it.
 *
 * @param line The command line.
 */
export function commandText(line: CommandLine): string {
  return [...program(), ...argumentsOf(line)].map(shellWord).join(" ");
}

/** How the program is started from here, word by word. */
export function program(): string[] {
  const main = new URL("../../../cli.ts", import.meta.url);
  const start = [...denoWords(), "run", "-A"];
  if (main.protocol !== "file:") return [...start, main.href];
  const path = fileURLToPath(main);
  try {
    const near = relative(workingFolder() ?? Deno.cwd(), path);
    return [...start, near.length < path.length ? near : path];
  } catch {
    // Deno may not know where it is.
    return [...start, path];
  }
}

/**
 * How Deno is started here: by its name, or by npx, which leaves no `deno` for a shell to find.
 *
 * @param execPath Where Deno is; left out, where this one is.
 */
export function denoWords(execPath: string = ownPath()): string[] {
  return /[/\\]_npx[/\\]/.test(execPath) ? ["npx", "--yes", `deno@${Deno.version.deno}`] : ["deno"];
}

function ownPath(): string {
  try {
    return Deno.execPath();
  } catch {
    // Deno may not say it.
    return "";
  }
}
