import { basename, dirname } from "node:path";
import { FilePattern } from "../io/numbered_files.ts";
import type { FrameRange } from "../pipeline.ts";
import type { RunOptions } from "./arguments.ts";
import { UsageError } from "./usage_error.ts";

/** Where the pictures go. */
export interface Targets {
  output: FilePattern;
  mattes: FilePattern | undefined;
}

/**
 * Make file patterns of `--output` and `--mattes`.
 *
 * @param options The command line.
 * @returns Where the pictures go.
 * @throws {UsageError} If they cannot go there: one name for many pictures, a
 * format that is not written, or a name that is an input's.
 */
export function chooseTargets(options: RunOptions): Targets {
  const output = chooseTarget("--output", options.output, "output%d.jpg", /\.jpe?g$/i);
  const mattes = options.mattes === undefined
    ? undefined
    : chooseTarget("--mattes", options.mattes, "matte%d.png", /\.png$/i);
  const range = options.frames ?? { first: 1, last: Infinity };
  for (const pattern of [output, mattes]) {
    if (pattern === undefined) continue;
    if (!pattern.hasNumber && range.first !== range.last) {
      throw new UsageError(
        `'${pattern}' is one name for many pictures: put %d where the number goes, or name a folder`,
      );
    }
    for (const input of [options.video, options.background]) {
      if (overwrites(pattern, input, range)) {
        throw new UsageError(
          `'${pattern}' would overwrite the input '${input}': choose another name`,
        );
      }
    }
  }
  return { output, mattes };
}

function chooseTarget(
  option: string,
  target: string,
  nameInFolder: string,
  extension: RegExp,
): FilePattern {
  let pattern: FilePattern;
  try {
    pattern = FilePattern.from(target, nameInFolder);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(error.message);
  }
  if (!extension.test(pattern.name)) {
    throw new UsageError(
      `${option} must be a folder or a pattern like '${nameInFolder}', got '${target}'`,
    );
  }
  return pattern;
}

/** Whether one of the files to come is an input of the run. */
function overwrites(pattern: FilePattern, input: string, range: FrameRange): boolean {
  const number = pattern.numberOf(basename(input));
  if (number === undefined) return false;
  if (pattern.hasNumber && (number < range.first || number > range.last)) return false;
  try {
    return Deno.realPathSync(pattern.folder) === Deno.realPathSync(dirname(input));
  } catch {
    return false;
  }
}
