/**
 * Whether what was asked for can be written there.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { fileInfo, realPath } from "../../files/system/file_info.ts";
import { FilePattern } from "../../files/pictures/numbered_files.ts";
import {
  chooseCodec,
  dotted,
  STREAM_CONTAINER,
  transparentContainers,
} from "../../files/ffmpeg/encode/containers.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import { type CommandLine, withOption } from "../options/command_line.ts";
import type { RunOptions } from "../options/run_options.ts";
import { UsageError } from "../usage_error.ts";
import { onDisk } from "../../files/system/working_folder.ts";
import {
  assertNoAddress,
  asStream,
  withContainer,
  withFreeOutput,
  withNumber,
  withTransparency,
} from "./better_output.ts";
import { isSame, nameOfTarget, singlePath, type Target, type Targets } from "./target.ts";

/**
 * Check that a target is no device and no address: neither file nor folder can be made there.
 *
 * @param options The command line.
 * @param areMany Whether several files are to be made.
 * @throws {UsageError} If it is one; the message says what works.
 */
export function assertNoDevice(options: RunOptions, areMany: boolean = false): void {
  assertNoAddress(options, areMany);
  const { output: target, words, names } = options;
  const info = fileInfo(target);
  const isCamera = /^(camera:.|\/dev\/video\d+$)/.test(target);
  const isPipe = info?.isFifo || info?.isSocket || /^(\/dev\/stdout|pipe:1?)$/.test(target);
  if (!isCamera && !isPipe && !info?.isCharDevice && !info?.isBlockDevice) return;
  const better = areMany ? undefined : asStream(words);
  if (isCamera) {
    throw new UsageError(
      `'${target}' is a camera, no file or folder: what a camera sees is written there, or what ` +
        "camera:clip.mp4 plays as one",
      { better: areMany ? undefined : asPlayed(words) },
    );
  }
  throw new UsageError(
    `'${target}' is a ${isPipe ? "pipe" : "device"}, no file or folder: ` +
      `${names.with("output", "-")} writes to standard output`,
    { better },
  );
}

/** The command line with its video played as a camera would give it. */
function asPlayed({ files, options }: CommandLine): CommandLine {
  return { files: [`camera:${files[0]}`, ...files.slice(1)], options };
}

/**
 * Check that the targets are two, that they hold what is asked for, and that none is an input's name.
 *
 * @throws {UsageError} If not.
 */
export function assertWritable(
  { output, mattes }: Targets,
  options: RunOptions,
  hasAlpha: boolean,
  isStill: boolean,
): void {
  const { names } = options;
  assertFormat(output, options, hasAlpha, isStill);
  if (mattes !== undefined && isSame(output, mattes)) {
    throw new UsageError(
      `${names.named("mattes")} and ${names.named("output")} are both '${nameOfTarget(output)}': ` +
        "choose two names",
    );
  }
  for (const target of [output, mattes]) {
    if (target?.kind === "pictures") assertPictureNames(target.pattern, options, isStill);
    if (target?.kind === "video" && target.path !== undefined) {
      assertVideoName(target.path, options);
    }
  }
  if (output.kind === "raw" || (output.kind === "video" && output.path === undefined)) {
    if (options.json) {
      const better = withOption(options.words, "--json", "--json", undefined);
      const both = `${names.named("json")} and ${names.with("output", "-")}`;
      throw new UsageError(`${both} both want standard output: choose one`, { better });
    }
  }
}

function assertFormat(
  target: Target,
  options: RunOptions,
  hasAlpha: boolean,
  isStill: boolean,
): void {
  if (hasAlpha && target.kind === "pictures" && target.format === "jpg") {
    const better = withTransparency(options, isStill);
    const videos = dotted(transparentContainers).slice(0, 2).join(" or ");
    throw new UsageError(`JPEG has no transparency: write PNG pictures, ${videos}`, { better });
  }
  if (target.kind !== "video") return;
  try {
    chooseCodec(target.container, options.codec, hasAlpha);
  } catch (error) {
    const better = hasAlpha ? withTransparency(options, isStill) : withContainer(options);
    throw new UsageError((error as Error).message, { better });
  }
}

function assertPictureNames(pattern: FilePattern, options: RunOptions, isStill: boolean): void {
  const range = options.frames ?? { first: 1, last: isStill ? 1 : Infinity };
  if (!pattern.hasNumber && range.first !== range.last) {
    throw new UsageError(
      `'${pattern}' is one name for many pictures: put %d where the number goes, or name a folder`,
      { better: withNumber(options) },
    );
  }
  for (const input of inputsOf(options)) {
    if (overwrites(pattern, input, range)) {
      throw new UsageError(
        `'${pattern}' would overwrite the input '${input}': choose another name`,
        { better: withFreeOutput(options) },
      );
    }
  }
}

/** All that a run reads, as it is named. */
function inputsOf({ video, background, cleanPlate }: RunOptions): string[] {
  return [video, background, ...(cleanPlate === undefined ? [] : [cleanPlate])];
}

function assertVideoName(path: string, options: RunOptions): void {
  const real = realPath(path);
  if (real === undefined) return;
  for (const input of inputsOf(options)) {
    if (realPath(input) === real) {
      throw new UsageError(
        `'${path}' would overwrite the input '${input}': choose another name`,
        { better: withFreeOutput(options) },
      );
    }
  }
}

/**
 * Check that no video and no single picture is there already, which would be lost. Numbered
 * pictures are replaced, as the tutorial does.
 *
 * @throws {UsageError} If there is one, and no `--overwrite`.
 */
export function assertNotThere({ output, mattes }: Targets, options: RunOptions): void {
  if (options.overwrite) return;
  for (const [option, target] of [["output", output], ["mattes", mattes]] as const) {
    const path = target && singlePath(target);
    if (path === undefined || realPath(path) === undefined) continue;
    throw new UsageError(
      `'${path}' is there already: ${options.names.named("overwrite")} replaces it`,
      {
        better: withFreeOutput(options, option),
      },
    );
  }
}

/**
 * Check that frames do not go to a standard output that is a terminal.
 *
 * @throws {UsageError} If they do; the message says where else.
 */
export function assertNotOnScreen({ output, mattes }: Targets, { words, names }: RunOptions): void {
  const isOut = (target?: Target) =>
    target?.kind === "raw" || (target?.kind === "video" && target.path === undefined);
  const reason = "standard output is a terminal, on which no video can be seen";
  if (isOut(mattes)) {
    throw new UsageError(`${reason}: name a file or a folder for ${names.named("mattes")}`);
  }
  if (!isOut(output)) return;
  const container = output.kind === "video" ? output.container : STREAM_CONTAINER;
  const better = withOption(words, "--format", "--format", container);
  throw new UsageError(`${reason}: send it to a file (> out.${container}) or a player`, {
    better,
    pipe: "ffplay -",
  });
}

/** Whether one of the files to come is an input of the run, or what the input is a link to. */
function overwrites(pattern: FilePattern, input: string, range: FrameRange): boolean {
  try {
    const folder = Deno.realPathSync(onDisk(pattern.folder));
    // Pictures among pictures would be read as frames the next time.
    if (fileInfo(input)?.isDirectory) return realPath(input) === folder;
    return inputFiles(input).some((file) => {
      const named = join(Deno.realPathSync(onDisk(dirname(file))), basename(file));
      return [named, Deno.realPathSync(onDisk(file))].some((path) => {
        const number = pattern.numberOf(basename(path));
        if (number === undefined || dirname(path) !== folder) return false;
        return !pattern.hasNumber || (number >= range.first && number <= range.last);
      });
    });
  } catch {
    // Without the folder, or the input, there is nothing to overwrite.
    return false;
  }
}

/** The files that an input names: itself, or those of a sequence of pictures. */
function inputFiles(input: string): string[] {
  if (realPath(input) !== undefined || !/%\d*d/.test(basename(input))) return [input];
  const pattern = new FilePattern(input);
  return [...pattern.entriesThere().values()].map(({ name }) => join(pattern.folder, name));
}
