import { basename, dirname, extname, join } from "node:path";
import { fileInfo, realPath } from "../../files/system/file_info.ts";
import { containers, usualContainer } from "../../files/ffmpeg/encode/containers.ts";
import { type CommandLine, withOption } from "../options/command_line.ts";
import type { Input } from "../source/inputs.ts";
import type { RunOptions } from "../options/run_options.ts";
import { assertNoDevice } from "./target_checks.ts";
import { isFolder, pictureNameOf, stemOf } from "./choose_targets.ts";
import { UsageError } from "../usage_error.ts";
import { wholePath } from "../../files/system/working_folder.ts";

/**
 * What one of several inputs is asked for: outputs in the folder, under its own name. A video
 * becomes a video, with `--format jpg` or `png` a folder of pictures; a photo becomes a picture.
 *
 * @param options The command line.
 * @param input The input.
 * @param hasAlpha Whether composites will have transparent parts.
 * @param stem What the outputs are called.
 * @throws {UsageError} If the output is no folder.
 */
export function optionsFor(
  options: RunOptions,
  input: Input,
  hasAlpha: boolean,
  stem: string = stemOf(input.path),
): RunOptions {
  const { path: video, isPhoto } = input;
  const { output, mattes, format } = options;
  assertNoDevice(options, true);
  for (const folder of mattes === undefined ? [output] : [output, mattes]) {
    if (folder === "-" || !isFolder(folder)) {
      throw new UsageError(
        `several files need a folder: -o out/, got '${folder}'`,
        { better: withFolder(options) },
      );
    }
  }
  const isPictures = format === "jpg" || format === "png";
  if (isPhoto) {
    return {
      ...options,
      video,
      format: isPictures ? format : undefined,
      output: join(output, pictureNameOf(video, hasAlpha, format, stem)),
      mattes: mattes && join(mattes, pictureNameOf(video, true, undefined, stem)),
    };
  }
  const container = containers.find((name) => name === format) ?? usualContainer(hasAlpha);
  return {
    ...options,
    video,
    output: isPictures ? `${join(output, stem)}/` : join(output, `${stem}.${container}`),
    mattes: mattes === undefined ? undefined : `${join(mattes, stem)}/`,
  };
}

/** The command line with a folder for the outputs: one called as the file that it names. */
function withFolder({ words, given, output, mattes }: RunOptions): CommandLine {
  const nameOf = (target: string) => {
    const stem = basename(target, extname(target)).replaceAll(/%\d*d|%%/g, "");
    return `${join(dirname(target), stem === "" || stem === "-" ? "out" : stem)}/`;
  };
  const isKept = given.has("output") && output !== "-" && isFolder(output);
  const folder = isKept ? output : given.has("output") ? nameOf(output) : "out/";
  const line = withOption(words, "-o", "--output", folder);
  if (mattes === undefined || isFolder(mattes)) return line;
  return withOption(line, "--mattes", "--mattes", nameOf(mattes));
}

/** What each of several inputs is asked for, and what is to be told of that. */
export interface NamedOptions {
  readonly all: readonly RunOptions[];
  /** What the outputs of each are called. */
  readonly stems: readonly string[];
  readonly notices: readonly string[];
}

/**
 * What several inputs are asked for. Where two would be written to one place, the names tell them
 * apart: by the input's own ending, `a.heic.png`, or its folder's name, `clips-a.mp4`.
 *
 * @param options The command line.
 * @param inputs The inputs.
 * @param hasAlpha Whether composites will have transparent parts.
 * @throws {UsageError} If the output is no folder.
 */
export function optionsForAll(
  options: RunOptions,
  inputs: readonly Input[],
  hasAlpha: boolean,
): NamedOptions {
  const plain = inputs.map((input) => optionsFor(options, input, hasAlpha));
  const wanted = new Map<string, number>();
  for (const place of plain.flatMap(placesOf)) wanted.set(place, (wanted.get(place) ?? 0) + 1);
  const isAlone = (each: RunOptions) => placesOf(each).every((place) => wanted.get(place) === 1);
  const taken = new Set(plain.filter(isAlone).flatMap(placesOf));
  const isFree = (each: RunOptions) => placesOf(each).every((place) => !taken.has(place));
  const chosen = new Map(plain.entries().filter(([, each]) => isAlone(each)));
  const stems = inputs.map(({ path }) => stemOf(path));
  // Whoever has that very name keeps it.
  const keepsName = ({ video, output }: RunOptions) => basename(video) === basename(output);
  for (const [i, each] of plain.entries()) {
    if (chosen.has(i) || !keepsName(each) || !isFree(each)) continue;
    chosen.set(i, each);
    for (const place of placesOf(each)) taken.add(place);
  }
  const renamed: RunOptions[] = [];
  for (const [i, input] of inputs.entries()) {
    if (chosen.has(i)) continue;
    for (const stem of otherStems(input, inputs)) {
      const each = optionsFor(options, input, hasAlpha, stem);
      // What others would have liked is left to nobody.
      if (!isFree(each) || placesOf(each).some((place) => wanted.has(place))) continue;
      chosen.set(i, each);
      stems[i] = stem;
      renamed.push(each);
      for (const place of placesOf(each)) taken.add(place);
      break;
    }
  }
  const all = plain.map((each, i) => chosen.get(i) ?? each);
  return { all, stems, notices: renamedNotice(renamed) };
}

/** Where an input is written. Where names differ in case only, some systems have one file. */
function placesOf({ output, mattes }: RunOptions): string[] {
  const paths = [output, mattes].filter((path) => path !== undefined);
  // One that writes both to one place is told so when its turn comes.
  return [...new Set(paths.map((path) => path.replace(/[/\\]$/, "").toLowerCase()))];
}

/** Other names for what is made of an input, without end. */
function* otherStems({ path }: Input, inputs: readonly Input[]): Generator<string> {
  const own = basename(path).toLowerCase();
  const isElsewhere = inputs.filter((each) => basename(each.path).toLowerCase() === own).length > 1;
  if (!isElsewhere) yield basename(path);
  const folder = basename(dirname(wholePath(path)));
  yield `${folder}-${stemOf(path)}`;
  yield `${folder}-${basename(path)}`;
  for (let number = 2;; number++) yield `${stemOf(path)}-${number}`;
}

function renamedNotice(renamed: readonly RunOptions[]): string[] {
  const [first, ...others] = renamed;
  if (first === undefined) return [];
  const one = `'${first.video}' is written to '${first.output.replaceAll("%%", "%")}'`;
  const more = others.length === 0 ? "" : `, and ${others.length} more likewise`;
  return [`${one}${more}: the plain names would be the same`];
}

/**
 * Check that the outputs do not lie among the inputs, where the next run would take them for such.
 *
 * @throws {UsageError} If a folder that is an input is the output as well.
 */
export function assertFolderApart({ videos, output, words }: RunOptions): void {
  const place = realPath(output);
  for (const name of place === undefined ? [] : videos) {
    if (fileInfo(name)?.isDirectory && realPath(name) === place) {
      throw new UsageError(
        `'${name}' has the inputs: outputs in there would be inputs of the next run`,
        { better: withOption(words, "-o", "--output", "out/") },
      );
    }
  }
}
