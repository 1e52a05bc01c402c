import { isCamera } from "../../files/camera/camera_name.ts";
import {
  fileOptionKinds,
  type ReplaceFileOptions,
} from "../../pipeline/files/replace_file_options.ts";
import { findInput } from "../../files/ffmpeg/decode/video_input.ts";
import { assertReadableFile } from "../../files/system/input_file.ts";
import type { OptionKind } from "../../raster/option_checks.ts";
import { readBackground } from "../background/open_background.ts";
import { isBackgroundWord, meantBackground } from "../background/background_word.ts";
import { nameOfModelOption, ownMethod } from "../method/prepare_method.ts";
import { type CommandLine, commandText, withOption } from "../options/command_line.ts";
import { fileRunOptions, type NamedFiles } from "../options/file_run_options.ts";
import { libraryRunNames, type RunNames } from "../options/run_names.ts";
import { runDefaults, type RunOptions } from "../options/run_options.ts";
import { unusedOptions } from "../options/unused_options.ts";
import type { Chosen } from "../run.ts";
import { isMissing } from "../source/file_kinds.ts";
import { UsageError } from "../usage_error.ts";

/** What of a run's options changes what is seen of it, and how it is called. */
const RUN_OPTIONS = [
  "refine",
  "model",
  "modelOptions",
  "every",
  "device",
  "cleanPlate",
  "cleanPlateAt",
  "stereo",
  "swapEyes",
  "calibration",
  "right",
  "depth",
  "near",
  "nearerThan",
  "fit",
  "backgroundStart",
  "feather",
  "lightWrap",
  "despill",
  "start",
  "duration",
  "size",
  "fps",
  "offline",
  "cwd",
  "ffmpeg",
  "signal",
  "onNotice",
] as const satisfies readonly (keyof ReplaceFileOptions)[];

/**
 * The options of a run that samples have, too.
 *
 * @category Evaluation
 */
export type SampledRunOptions = Pick<ReplaceFileOptions, typeof RUN_OPTIONS[number]>;

/** Their kinds. */
export const sampledRunKinds: Readonly<Record<keyof SampledRunOptions, OptionKind>> = Object
  .fromEntries(RUN_OPTIONS.map((name) => [name, fileOptionKinds[name]])) as Record<
    keyof SampledRunOptions,
    OptionKind
  >;

/**
 * The run that samples are taken of; its command line is the one to copy.
 *
 * @param files What it reads, and what it would write.
 * @param options Its options.
 * @param names What messages call them.
 */
export function sampledRun(
  files: NamedFiles,
  options: SampledRunOptions,
  names: RunNames = libraryRunNames,
): RunOptions {
  return { ...fileRunOptions(files, options), names, words: lineOf(files, options) };
}

function lineOf(
  { video, background, output }: NamedFiles,
  { cwd: _, ffmpeg: _ffmpeg, signal: _signal, onNotice: _notice, ...told }: SampledRunOptions,
): CommandLine {
  const { modelOptions = {}, size, ...rest } = told;
  const ofModel = Object.entries(modelOptions).map(([name, value]) =>
    [nameOfModelOption(name as keyof typeof modelOptions), value] as const
  );
  const all = [
    ...Object.entries(rest),
    ...ofModel,
    ["size", size && `${size.width}x${size.height}`] as const,
  ];
  const options = all.filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => value === true ? [longName(name)] : [longName(name), String(value)]);
  return {
    files: [video, background],
    options: output === runDefaults.output ? options : [["-o", output], ...options],
  };
}

/**
 * The command line of a sampled run, by one method: without what has no effect on it.
 *
 * @param chosen The run, as it would be carried out by that method.
 */
export function sampledCommand({ options, targets, background, prepared }: Chosen): string {
  const typed = { ...options, names: longNames };
  const unused = new Set(unusedOptions(typed, targets, background, ownMethod(prepared)));
  const line = withOption(options.words, "-m", "--method", options.method);
  return commandText({ ...line, options: line.options.filter(([word]) => !unused.has(word)) });
}

const longNames: RunNames = { ...libraryRunNames, named: longName, typed: longName };

/** Of "modelSize" `--model-size`. */
function longName(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Check that what is read can be read by one method after the other, and is meant as it stands.
 *
 * @throws {UsageError} If not.
 */
export function assertSampled(
  { video, background }: Pick<RunOptions, "video" | "background">,
): void {
  if (/^(-$|https?:)/i.test(video) || isCamera(video)) {
    throw new UsageError(
      `methods are compared on a file, or on numbered pictures: '${video}' can be read only once`,
    );
  }
  if (isBackgroundWord(background) || /[/\\.]/.test(background) || !isMissing(background)) return;
  const meant = meantBackground(background);
  if (meant === undefined) return;
  throw new UsageError(`there is no file '${background}' (Did you mean ${meant}?)`);
}

/**
 * Check that the video and the file behind are there: before the output is, which is worth nothing without.
 *
 * @throws What opening them throws.
 */
export async function assertInputs(
  { video, background, names }: Pick<RunOptions, "video" | "background" | "names">,
): Promise<void> {
  await findInput(video, { names });
  const choice = readBackground({ background });
  // Numbered pictures have no file of that name.
  if (choice.kind !== "file" || /%\d*d/.test(choice.path) || !isMissing(choice.path)) return;
  await assertReadableFile(choice.path, "background");
}
