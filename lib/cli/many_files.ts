import { basename, dirname, extname, join } from "node:path";
import { fileInfo } from "../io/file_info.ts";
import { containers } from "../io/video_format.ts";
import type { RunOptions } from "./arguments.ts";
import { stemOf } from "./targets.ts";
import { UsageError } from "./usage_error.ts";

/** The videos that a command line names, and whether each gets an output of its own name. */
export interface Videos {
  readonly paths: readonly string[];
  /** Whether it may be several: then the output is a folder. */
  readonly areMany: boolean;
}

/**
 * Find the videos: as they are named, or by a pattern such as `clips/*.mp4`, which
 * a shell may have left as it was.
 *
 * @param names What the command line has.
 * @returns The videos, a pattern's sorted by name.
 * @throws {UsageError} If a pattern fits no file, or is one of folders.
 */
export function findVideos(names: readonly string[]): Videos {
  for (const name of names) assertPatternInName(name);
  const found = names.map((name) => isPattern(name) ? filesOf(name) : [name]);
  return { paths: found.flat(), areMany: names.length > 1 || names.some(isPattern) };
}

function isPattern(name: string): boolean {
  if (!/[*?]/.test(basename(name)) || /^(https?:|camera:)/.test(name)) return false;
  return fileInfo(name) === undefined;
}

/** Of folders, a shell finds those that fit; here they would be looked for under that very name. */
function assertPatternInName(name: string): void {
  if (/^(https?:|camera:)/.test(name) || fileInfo(name) !== undefined) return;
  if (/[*?]/.test(dirname(name)) && fileInfo(dirname(name)) === undefined) {
    throw new UsageError(`'${name}' may have * and ? in its last part only`);
  }
}

function filesOf(pattern: string): string[] {
  const folder = dirname(pattern);
  const source = basename(pattern).replaceAll(
    /[*?]|[^*?]+/g,
    (part) => part === "*" ? ".*" : part === "?" ? "." : RegExp.escape(part),
  );
  const form = new RegExp(`^${source}$`, "s");
  const names: string[] = [];
  try {
    for (const { name, isDirectory } of Deno.readDirSync(folder)) {
      if (!isDirectory && !name.startsWith(".") && form.test(name)) names.push(name);
    }
  } catch {
    // Without the folder there is no file either.
  }
  if (names.length === 0) throw new UsageError(`no file fits '${pattern}'`);
  return names.sort().map((name) => join(folder, name));
}

/**
 * What one of several videos is asked for: outputs in the folder, under its own name.
 *
 * @param options The command line.
 * @param video The video.
 * @throws {UsageError} If the output is no folder.
 */
export function optionsFor(options: RunOptions, video: string): RunOptions {
  const stem = stemOf(video);
  const targetIn = (folder: string, isVideo: boolean) => {
    if (
      folder === "-" || /%\d*d/.test(folder) || (extname(folder) !== "" && !folder.endsWith("/"))
    ) {
      throw new UsageError(`several videos need a folder: -o out/, got '${folder}'`);
    }
    return isVideo ? join(folder, `${stem}.${options.format}`) : join(folder, stem) + "/";
  };
  const isVideo = containers.some((container) => container === options.format);
  const { mattes } = options;
  return {
    ...options,
    video,
    output: targetIn(options.output, isVideo),
    mattes: mattes === undefined ? undefined : targetIn(mattes, false),
  };
}

/**
 * Check that no two videos would be written to the same place.
 *
 * @throws {UsageError} If two have one name.
 */
export function assertNamesDiffer(all: readonly RunOptions[]): void {
  const videos = new Map<string, string>();
  for (const { video, output } of all) {
    const other = videos.get(output);
    if (other !== undefined) {
      throw new UsageError(`'${other}' and '${video}' would both be written to '${output}'`);
    }
    videos.set(output, video);
  }
}
