import {
  fileOptionKinds,
  type ReplacedFile,
  type ReplaceFileOptions,
} from "../pipeline/files/replace_file_options.ts";
import { inFolder } from "../files/system/working_folder.ts";
import type { ModelOverrideTexts } from "../networks/model/model_overrides.ts";
import { STEREO_LAYOUTS } from "../pixels/stereo/split_eyes.ts";
import {
  assertChoice,
  assertOption,
  assertOptionKinds,
  type OptionKind,
} from "../raster/option_checks.ts";
import { optionRanges } from "./options/option_ranges.ts";
import { nameOfModelOption } from "./method/prepare_method.ts";
import { isBackgroundWord, meantBackground } from "./background/background_word.ts";
import { libraryRunNames } from "./options/run_names.ts";
import { run } from "./run.ts";
import { defaultJobs, runDefaults, type RunOptions } from "./options/run_options.ts";
import type { RunReport, Summary } from "./run_report.ts";
import { isMissing } from "./source/file_kinds.ts";
import { findInputs } from "./source/inputs.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Replace the background of a video file: all that the command line does, in one call, with the same
 * defaults, the same files and at the same speed.
 *
 * @param video The video: a file, a folder of numbered pictures, an address.
 * @param background A picture, a video, or a word as on the command line: "blur:24", "color:teal",
 * "transparent".
 * @param output A video, a pattern of pictures ("out%d.png"), or a folder.
 * @param options The command line's options by their names.
 * @returns How many frames were read and written, and where they are.
 * @throws {TypeError} If an option is unknown or of another kind.
 * @throws {RangeError} If an option is out of range, or a method or a background's word is misspelt.
 * @throws {Error} If what is asked for does not go together, as the command line says it.
 * @throws What reading, the method or writing throws; of a video no half file stays.
 */
export async function replaceFiles(
  video: string,
  background: string,
  output: string,
  options: ReplaceFileOptions = {},
): Promise<ReplacedFile> {
  assertOptionKinds(ACTION, options, fileOptionKinds);
  assertOptionKinds(ACTION, options.modelOptions ?? {}, modelOptionKinds, "modelOptions.");
  for (const [name, range] of Object.entries(optionRanges)) {
    const value = options[name as keyof ReplaceFileOptions];
    if (value !== undefined) assertOption(ACTION, name, value as number, range);
  }
  const { stereo, near, signal = new AbortController().signal } = options;
  if (stereo !== undefined) assertChoice(ACTION, "stereo", stereo, STEREO_LAYOUTS);
  if (near !== undefined) assertChoice(ACTION, "near", near, ["bright", "dark"]);
  signal.throwIfAborted();
  const asked = runOptions(video, background, output, options);
  try {
    return await inFolder(options.cwd, () => replaceFile(asked, options, signal));
  } catch (error) {
    // The command line says the same behind "error: ".
    if (!(error instanceof UsageError) || error.message.startsWith("Cannot ")) throw error;
    throw new UsageError(`Cannot ${ACTION}: ${error.message}`, { cause: error });
  }
}

const ACTION = "replace a background";

/** What can be said of a network. */
const modelOptionKinds: Readonly<Record<keyof ModelOverrideTexts, OptionKind>> = {
  size: "string",
  mean: "string",
  std: "string",
  layout: "string",
  channels: "string",
  output: "string",
};

async function replaceFile(
  asked: RunOptions,
  told: ReplaceFileOptions,
  signal: AbortSignal,
): Promise<ReplacedFile> {
  assertNoMisspeltWord(asked.background);
  const { inputs: [input], areMany, notices } = await findInputs(asked);
  if (areMany) throw new UsageError(`'${asked.video}' is many videos: replace them one by one`);
  const summary: { value?: Summary } = {};
  const report = reportTo(told, (last) => summary.value = last);
  const { failure, output: written } = await run({ ...asked, video: input.path }, {
    notices,
    signal,
    report: () => report,
    writeOut: () => Promise.reject(new TypeError("Cannot write to standard output: name a file")),
  });
  if (failure !== undefined) throw failure;
  const { framesRead, framesWritten, seconds, width, height } = summary.value!;
  return { framesRead, framesWritten, seconds, width: width!, height: height!, output: written };
}

/** "blurr:24" is no file, and nearly a word: the command line corrects it too. */
function assertNoMisspeltWord(background: string): void {
  if (isBackgroundWord(background) || /[/\\.]/.test(background) || !isMissing(background)) return;
  const meant = meantBackground(background);
  if (meant === undefined) return;
  throw new RangeError(
    `Cannot replace a background: there is no file '${background}' (Did you mean ${meant}?)`,
  );
}

/** All options of a run, those that were left out as on the command line. */
function runOptions(
  video: string,
  background: string,
  output: string,
  options: ReplaceFileOptions,
): RunOptions {
  const { signal: _, onEvent: _event, onNotice: _notice, onProgress: _progress, ...choices } =
    options;
  const { cwd: _folder, ...named } = choices;
  const { settings = {}, jpegQuality = runDefaults.quality, modelOptions = {}, ...rest } = named;
  const isGiven = ([, value]: [string, unknown]) => value !== undefined;
  const chosen = Object.fromEntries(Object.entries(rest).filter(isGiven)) as Partial<RunOptions>;
  const asked = Object.entries(named).filter(isGiven).map(([name]) => name);
  const ofModel = Object.entries(modelOptions).filter(isGiven)
    .map(([name]) => nameOfModelOption(name as keyof ModelOverrideTexts));
  const given = new Set(["output", ...asked, ...ofModel]);
  return {
    ...NOTHING_ASKED,
    ...runDefaults,
    jobs: defaultJobs(),
    ...chosen,
    given,
    names: libraryRunNames,
    words: { files: [video, background], options: [] },
    video,
    videos: [video],
    background,
    backgrounds: [background],
    output,
    quality: jpegQuality,
    modelOptions,
    set: Object.entries(settings).map(([name, value]) => `${name}=${value}`),
  };
}

/** What the command line leaves undefined or false. */
const NOTHING_ASKED = {
  format: undefined,
  codec: undefined,
  crf: undefined,
  preset: undefined,
  overwrite: false,
  skipExisting: false,
  resume: false,
  backgroundStart: undefined,
  despill: false,
  start: undefined,
  duration: undefined,
  size: undefined,
  fps: undefined,
  cameraSize: undefined,
  cameraFps: undefined,
  mirror: false,
  lowLatency: false,
  allowNetwork: false,
  offline: false,
  threshold: undefined,
  cleanPlate: undefined,
  cleanPlateAt: undefined,
  stereo: undefined,
  swapEyes: false,
  keepStereo: false,
  right: undefined,
  depth: undefined,
  near: undefined,
  calibration: undefined,
  nearerThan: undefined,
  mattes: undefined,
  frames: undefined,
  ffmpeg: undefined,
  every: undefined,
  device: undefined,
  json: false,
  jsonLines: false,
  quiet: true,
  verbose: false,
};

function reportTo(
  { onEvent, onNotice, onProgress }: ReplaceFileOptions,
  onEnd: (summary: Summary) => void,
): RunReport {
  return {
    start() {},
    notice(text) {
      onEvent?.({ event: "notice", text });
      onNotice?.(text);
    },
    detail() {},
    progress(progress, total) {
      onEvent?.({ event: "progress", stage: "run", ...progress, total });
      onProgress?.(progress, total);
    },
    survey(framesRead, total) {
      onEvent?.({ event: "progress", stage: "survey", framesRead, framesWritten: 0, total });
    },
    fetch({ package: name, bytes, ended }) {
      const tell = (state: "begun" | "ended") =>
        onEvent?.({ event: "fetch", package: name, bytes, state });
      tell("begun");
      ended.then(() => tell("ended"));
    },
    finish({ framesRead, framesWritten }) {
      const progress = { framesRead, framesWritten, total: framesRead };
      onEvent?.({ event: "progress", stage: "finish", ...progress });
      return { [Symbol.dispose]() {} };
    },
    skip: (_, summary) => onEnd(summary),
    end: (_, summary) => onEnd(summary),
  };
}
