import { basename, dirname, extname, join } from "node:path";
import { fileInfo } from "../io/file_info.ts";
import { containers } from "../io/video_format.ts";
import { type CommandLine, withOption } from "./command_line.ts";
import type { Input } from "./inputs.ts";
import type { RunOptions } from "./run_options.ts";
import { assertNoDevice, isFolder, pictureNameOf, stemOf } from "./targets.ts";
import { UsageError } from "./usage_error.ts";

/**
 * What one of several inputs is asked for: outputs in the folder, under its own name. A video
 * becomes a video, with `--format jpg` or `png` a folder of pictures; a photo becomes a picture.
 *
 * @param options The command line.
 * @param input The input.
 * @param hasAlpha Whether composites will have transparent parts.
 * @throws {UsageError} If the output is no folder.
 */
export function optionsFor(options: RunOptions, input: Input, hasAlpha: boolean): RunOptions {
  const { path: video, isPhoto } = input;
  const { output, mattes, format } = options;
  assertNoDevice(options, true);
  for (const folder of mattes === undefined ? [output] : [output, mattes]) {
    if (folder === "-" || !isFolder(folder)) {
      throw new UsageError(
        `several files need a folder: -o out/, got '${folder}'`,
        { better: inFolder(options) },
      );
    }
  }
  const stem = stemOf(video);
  const isPictures = format === "jpg" || format === "png";
  if (isPhoto) {
    return {
      ...options,
      video,
      format: isPictures ? format : undefined,
      output: join(output, pictureNameOf(video, hasAlpha, format)),
      mattes: mattes === undefined ? undefined : join(mattes, pictureNameOf(video, true)),
    };
  }
  const container = containers.find((name) => name === format) ?? (hasAlpha ? "webm" : "mp4");
  return {
    ...options,
    video,
    output: isPictures ? `${join(output, stem)}/` : join(output, `${stem}.${container}`),
    mattes: mattes === undefined ? undefined : `${join(mattes, stem)}/`,
  };
}

/** The command line with a folder for the outputs: one called as the file that it names. */
function inFolder({ words, given, output, mattes }: RunOptions): CommandLine {
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

/**
 * Check that no two inputs would be written to the same place.
 *
 * @throws {UsageError} If two have one name.
 */
export function assertNamesDiffer(all: readonly RunOptions[]): void {
  const videos = new Map<string, string>();
  for (const { video, output } of all) {
    // Where names differ in case only, some systems have one file.
    const place = output.toLowerCase();
    const other = videos.get(place);
    if (other !== undefined) {
      throw new UsageError(`'${other}' and '${video}' would both be written to '${output}'`);
    }
    videos.set(place, video);
  }
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

function realPath(path: string): string | undefined {
  try {
    return Deno.realPathSync(path);
  } catch {
    return undefined;
  }
}
