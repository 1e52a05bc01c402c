import { basename, dirname, join } from "node:path";
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

/** Whether one of the files to come is an input of the run, or what the input is a link to. */
function overwrites(pattern: FilePattern, input: string, range: FrameRange): boolean {
  try {
    const folder = Deno.realPathSync(pattern.folder);
    const named = join(Deno.realPathSync(dirname(input)), basename(input));
    return [named, Deno.realPathSync(input)].some((path) => {
      const number = pattern.numberOf(basename(path));
      if (number === undefined || dirname(path) !== folder) return false;
      return !pattern.hasNumber || (number >= range.first && number <= range.last);
    });
  } catch {
    // Without the folder, or the input, there is nothing to overwrite.
    return false;
  }
}
