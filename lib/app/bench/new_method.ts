import { basename, dirname } from "node:path";
import { fileInfo } from "../../files/system/file_info.ts";
import { makeFolder, writeWhole } from "../../files/system/write_whole.ts";
import { inFolder } from "../../files/system/working_folder.ts";
import { assertOptionKinds, type OptionKind } from "../../raster/option_checks.ts";
import { shellWord } from "../../files/ffmpeg/shell_word.ts";
import { commandText, denoWords } from "../options/command_line.ts";
import { libraryNames, type OptionNames } from "../../option_names.ts";
import { UsageError } from "../usage_error.ts";
import { EXAMPLE_CLIPS } from "./example_clips.ts";
import { experimentTemplate, methodTemplate } from "./method_template.ts";
import { nearProjectPath, projectAddress, projectSpecifier } from "./project_place.ts";

/**
 * How {@linkcode newMethod} goes about it.
 *
 * @category Evaluation
 */
export interface NewMethodOptions {
  /**
   * Whether files that are there are replaced.
   *
   * @default {false}
   */
  overwrite?: boolean | undefined;
  /**
   * The folder that the path is relative to.
   *
   * @default {the process's own}
   */
  cwd?: string | undefined;
  /** Ends it by throwing its reason. */
  signal?: AbortSignal | undefined;
}

const optionKinds: Readonly<Record<keyof NewMethodOptions, OptionKind>> = {
  overwrite: "boolean",
  cwd: "string",
  signal: "object",
};

/**
 * A command that comes next.
 *
 * @category Evaluation
 */
export interface NextCommand {
  /** What it is for, in a few words. */
  readonly what: string;
  /** As it can be pasted into a shell. */
  readonly command: string;
}

/**
 * What {@linkcode newMethod} has written.
 *
 * @category Evaluation
 */
export interface NewMethod {
  /** The method's file. */
  readonly method: string;
  /** The file of its experiment. */
  readonly test: string;
  /** What to do with them. */
  readonly next: readonly NextCommand[];
}

/**
 * Write a method to begin with, and beside it the experiment that measures it. Both run in whatever
 * folder they are.
 *
 * @example In an empty folder
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const cwd = await Deno.makeTempDir();
 * const { method, test } = await newMethod("my_method.ts", { cwd });
 * assertEquals([method, test], ["my_method.ts", "my_method_test.ts"]);
 * assertEquals((await Deno.readTextFile(`${cwd}/${test}`)).includes('"./my_method.ts"'), true);
 * await Deno.remove(cwd, { recursive: true });
 * ```
 *
 * @param path The method's file, which ends in .ts.
 * @param options Whether it may replace something.
 * @returns What was written, and the commands that come next.
 * @throws {UsageError} If the name has another ending, or a file is there already.
 * @throws {Error} If a file cannot be written; `cause` is the system's error.
 * @category Evaluation
 */
export async function newMethod(path: string, options: NewMethodOptions = {}): Promise<NewMethod> {
  assertOptionKinds("write a new method", options, optionKinds);
  return await inFolder(options.cwd, () => writeMethod(path, options));
}

/**
 * The same in the folder of the call.
 *
 * @param path The method's file.
 * @param options Whether it may replace something.
 * @param names What messages call options.
 */
export async function writeMethod(
  path: string,
  { overwrite = false, signal }: Omit<NewMethodOptions, "cwd">,
  names: OptionNames = libraryNames,
): Promise<NewMethod> {
  if (!/[^/\\]\.ts$/.test(path)) {
    const better = { files: ["new", freeName(typescriptName(path))], options: [] };
    throw new UsageError(`a new method must end in .ts, got '${path}'`, { better });
  }
  const test = path.replace(/\.ts$/, "_test.ts");
  for (const file of overwrite ? [] : [path, test]) {
    if (fileInfo(file) === undefined) continue;
    const better = { files: ["new", freeName(path)], options: [] };
    const words = `'${file}' is there already: ${names.named("overwrite")} replaces it`;
    throw new UsageError(words, { better });
  }
  const next = nextCommands(path, test);
  const texts = {
    file: basename(path),
    test: basename(test),
    library: projectSpecifier("mod.ts", path),
    app: projectSpecifier("lib/app/mod.ts", path),
    guide: nearProjectPath(GUIDE) ?? projectAddress(GUIDE),
    commands: next.map(({ what, command }) => [what, command] as const),
  };
  await makeFolder(dirname(path));
  const write = (file: string, text: string) =>
    writeWhole(file, new TextEncoder().encode(text), signal);
  await write(path, methodTemplate(texts));
  await write(test, experimentTemplate(texts));
  return { method: path, test, next };
}

/** The name with the ending that it must have. */
function typescriptName(path: string): string {
  if (/(^|[/\\])\.{1,2}$/.test(path)) return `${path}/my_method.ts`;
  if (/(^|[/\\])$/.test(path)) return `${path}my_method.ts`;
  return `${path.replace(/(?<=[^/\\])\.[^./\\]*$/, "")}.ts`;
}

/** The name, or the first such name with a number, that is free as its test's is. */
function freeName(path: string): string {
  const stem = path.replace(/\.ts$/, "");
  for (let number = 1;; number++) {
    const name = number === 1 ? stem : `${stem}_${number}`;
    if ([".ts", "_test.ts"].every((end) => fileInfo(name + end) === undefined)) return `${name}.ts`;
  }
}

/** What says more. */
const GUIDE = "docs/evaluate.md";

/** A clip and a picture that everybody has who has the project. */
const VIDEO = `${EXAMPLE_CLIPS}/walk/input.mp4`;
const BEACH = "examples/media/beach.jpg";

/** What to do with a new method, each line ready to be pasted. */
function nextCommands(method: string, test: string): NextCommand[] {
  const path = /[/\\]/.test(method) ? method : `./${method}`;
  const stem = basename(method).replace(/\.ts$/, "");
  const clips = nearProjectPath(EXAMPLE_CLIPS);
  const video = nearProjectPath(VIDEO);
  const picture = nearProjectPath(BEACH);
  // A video may be read from an address, a picture may not.
  const files = [video ?? projectAddress(VIDEO), picture ?? "color:#1e90ff"];
  const network = video === undefined ? [["--allow-network"]] : [];
  const look = [["--method", path], ["-o", `${stem}.mp4`], ["--overwrite"], ...network];
  const page = clips === undefined ? [] : [{
    what: "Measure it clip by clip, with a page of pictures of what goes wrong",
    command: commandText({
      files: ["evaluate", clips],
      options: [["-m", path], ["--report", `${stem}.html`]],
    }),
  }];
  return [
    {
      what: "Measure it beside the built-in methods, and again each time it is saved",
      command: commandText({ files: ["evaluate"], options: [["--watch", method]] }),
    },
    {
      what: "The same once, as a test that fails if it is worse than the tutorial",
      command: [...denoWords(), "test", "-A", test].map(shellWord).join(" "),
    },
    ...page,
    { what: "Look at it", command: commandText({ files, options: look }) },
  ];
}
