import { dirname } from "node:path";
import { type Ffmpeg, findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { startRawVideo } from "../../files/ffmpeg/decode/open_video.ts";
import { fileInfo, realPath } from "../../files/system/file_info.ts";
import { inFolder } from "../../files/system/working_folder.ts";
import { makeFolder, writeWhole } from "../../files/system/write_whole.ts";
import type { OptionKind } from "../../raster/option_checks.ts";
import { isTransparent, readBackground } from "../background/open_background.ts";
import type { CommandLine } from "../options/command_line.ts";
import { assertFileOptions } from "../options/file_run_options.ts";
import type { RunOptions } from "../options/run_options.ts";
import { expectedFrames } from "../source/expected_frames.ts";
import { isPhoto } from "../source/inputs.ts";
import { NoSuchFrame } from "../source/no_such_frame.ts";
import { withFreeOutput } from "../targets/better_output.ts";
import { UsageError } from "../usage_error.ts";
import { lookForPeople, momentsAmong } from "./choose_moments.ts";
import { assertLastFrame } from "./last_frame.ts";
import { sampleRun, type SampleSurroundings } from "./sample_methods.ts";
import type { SampledMethod, SampleProgress } from "./sampled_method.ts";
import {
  assertInputs,
  assertSampled,
  sampledRun,
  sampledRunKinds,
  type SampledRunOptions,
} from "./sampled_run.ts";
import { encodeSheet, sheetOf } from "./try_sheet.ts";

/**
 * How far {@linkcode tryMethods} has come: it looks for moments first.
 *
 * @category Evaluation
 */
export type TryProgress =
  | SampleProgress
  | { readonly stage: "moments"; readonly framesRead: number; readonly total: number };

/**
 * What {@linkcode tryMethods} may be told.
 *
 * @category Evaluation
 */
export interface TryMethodsOptions extends SampledRunOptions {
  /**
   * The numbers of the frames that are shown, from 1.
   *
   * @default {three, spread over the video, with people in them}
   */
  frames?: readonly number[] | undefined;
  /**
   * Names, or paths of modules.
   *
   * @default {all, in the order of `--help`; `chroma` only before a screen}
   */
  methods?: readonly string[] | undefined;
  /**
   * Whether a picture that is there may be replaced.
   *
   * @default {false}
   */
  overwrite?: boolean | undefined;
  /** Called while frames are read. */
  onProgress?: ((progress: TryProgress) => void) | undefined;
}

/**
 * What became of {@linkcode tryMethods}.
 *
 * @category Evaluation
 */
export interface TriedMethods {
  /** Where the contact sheet is; `undefined` if no method could work, and none was written. */
  readonly output: string | undefined;
  /** The frames that are shown, by number. */
  readonly frames: readonly number[];
  /** What became of each method, without its pictures. */
  readonly methods: readonly TriedMethod[];
}

/**
 * What became of one method.
 *
 * @category Evaluation
 */
export type TriedMethod =
  | Omit<Extract<SampledMethod, { failure?: undefined }>, "samples">
  | Extract<SampledMethod, { failure: string }>;

const optionKinds: Readonly<Record<keyof TryMethodsOptions, OptionKind>> = {
  ...sampledRunKinds,
  frames: "object",
  methods: "object",
  overwrite: "boolean",
  onProgress: "function",
};

const ACTION = "try methods";

/**
 * Show what each method makes of a video: a contact sheet of a few moments, with a row for each method that
 * can work here, its command line and its speed.
 *
 * Of a long video the first part is looked at, and methods that remember all frames begin a little before each
 * moment.
 *
 * @example Two methods, as a PNG
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * const walk = "examples/media/labelled/walk/input.mp4";
 * const { methods, frames } = await tryMethods(
 *   walk,
 *   "examples/media/beach.jpg",
 *   `${folder}/try.png`,
 *   { methods: ["median", "clean-plate"] },
 * );
 * assertEquals(frames.length, 3);
 * assertEquals(methods.map(({ failure }) => failure === undefined), [true, false]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @param video The video: a file, numbered pictures, a folder of them, or a photo.
 * @param background A picture, a video, or a word as on the command line.
 * @param output Where the sheet is written, atomically: a `.png` or `.jpg`.
 * @param options Which frames and methods, and a run's options.
 * @returns What became of each method.
 * @throws {TypeError} If an option is unknown or of another kind.
 * @throws {RangeError} If a frame's number is none.
 * @throws {Error} If the video has no such frame, or the sheet is there already.
 * @throws What opening the video or the background throws, or writing; then nothing is written.
 * @category Evaluation
 */
export async function tryMethods(
  video: string,
  background: string,
  output: string,
  options: TryMethodsOptions = {},
): Promise<TriedMethods> {
  assertFileOptions(ACTION, options, optionKinds);
  const { frames, methods, overwrite, onProgress, ...rest } = options;
  const { signal = new AbortController().signal, onNotice = () => {}, cwd } = options;
  signal.throwIfAborted();
  const around = { signal, onNotice, onProgress };
  try {
    return await inFolder(cwd, async () => {
      const run = await triedRun({ video, background }, rest);
      return await tryRun(run, { output, frames, methods, overwrite }, around);
    });
  } catch (error) {
    if (!(error instanceof UsageError) || error.message.startsWith("Cannot ")) throw error;
    throw new UsageError(`Cannot ${ACTION}: ${error.message}`, { cause: error });
  }
}

/** What is tried. */
interface TriedFiles {
  readonly video: string;
  readonly background: string;
}

/**
 * The run whose methods are tried: it would write a video, or a picture of a photo.
 *
 * @param files What it reads.
 * @param options Its options.
 * @param names What messages call them.
 */
export async function triedRun(
  { video, background }: TriedFiles,
  options: SampledRunOptions,
  names?: RunOptions["names"],
): Promise<RunOptions> {
  const hasAlpha = isTransparent(readBackground({ background }));
  const output = await isPhoto(video) ? "out.png" : hasAlpha ? "out.webm" : "out.mp4";
  return sampledRun({ video, background, output }, options, names);
}

/** What is shown, and where. */
export interface TryChoices {
  readonly output: string;
  readonly frames?: readonly number[] | undefined;
  readonly methods?: readonly string[] | undefined;
  /** Whether a picture that is there may be replaced. */
  readonly overwrite?: boolean | undefined;
}

/** Who is told, and what ends the work. */
export interface TrySurroundings extends Omit<SampleSurroundings, "onProgress"> {
  readonly onProgress?: ((progress: TryProgress) => void) | undefined;
}

/** So many frames before a moment a method begins that remembers all of them: till then it knows the room. */
const RUN_UP = 60;

/**
 * The same of a run as a command line has it.
 *
 * @param run The run.
 * @param choices What is shown, and where.
 * @param around Who is told, and what ends the work.
 */
export async function tryRun(
  run: RunOptions,
  choices: TryChoices,
  around: TrySurroundings,
): Promise<TriedMethods> {
  assertSampled(run);
  await assertInputs(run);
  const { output, frames, methods } = choices;
  const { signal, onNotice, onFetch } = around;
  const { names, ffmpeg: command } = run;
  const ffmpeg = await findFfmpeg({ command, names, onNotice, onFetch, signal });
  await assertFrames(run, choices, { ffmpeg, signal });
  assertSheet(run, choices);
  const part = frames === undefined ? await firstPart(run, ffmpeg, around) : undefined;
  const shown = frames === undefined
    ? await momentsOf(part!, ffmpeg, around)
    : [...new Set(frames)].sort((a, b) => a - b);
  const sampled = await sampleRun(
    part?.run ?? run,
    { frames: shown, methods, runUp: RUN_UP },
    around,
  );
  const tried = { frames: shown, methods: sampled.map(withoutPictures) };
  if (sampled.every(({ failure }) => failure !== undefined)) return { ...tried, output: undefined };
  const bytes = await encodeSheet(await sheetOf(run, shown, sampled), output, around);
  await makeFolder(dirname(output));
  await writeWhole(output, bytes, signal);
  return { ...tried, output };
}

/**
 * Check that the video has the frames that are to be shown.
 *
 * @throws {UsageError} If it has not.
 */
async function assertFrames(
  run: RunOptions,
  choices: TryChoices,
  tools: Parameters<typeof assertLastFrame>[2],
): Promise<void> {
  const { frames } = choices;
  if (frames === undefined) return;
  try {
    await assertLastFrame(run, frames, tools);
  } catch (error) {
    if (!(error instanceof NoSuchFrame)) throw error;
    const { message, last = 0 } = error;
    if (last < 1) throw new UsageError(message);
    const there = frames.filter((number) => number <= last);
    const words = lineOf(run, { ...choices, frames: there.length > 0 ? there : [last] });
    throw new UsageError(message, { better: withFreeSheet(words, choices) });
  }
}

/** A command line that loses no picture, unless it may be replaced. */
function withFreeSheet(words: CommandLine, choices: TryChoices): CommandLine | undefined {
  if (choices.overwrite) return { ...words, options: [...words.options, ["--overwrite"]] };
  return fileInfo(choices.output) === undefined ? words : withFreeOutput({ words });
}

function withoutPictures(sampled: SampledMethod): TriedMethod {
  if (sampled.failure !== undefined) return sampled;
  const { samples: _, ...tried } = sampled;
  return tried;
}

/**
 * Check that the sheet is a picture, and that none is there that must stay.
 *
 * @throws {UsageError} If not.
 */
function assertSheet(run: RunOptions, { output, overwrite = false, ...choices }: TryChoices): void {
  const { video, background, cleanPlate, names } = run;
  if (!/[^/\\]\.(png|jpe?g)$/i.test(output)) {
    throw new UsageError(`the contact sheet must be a .png or a .jpg, got '${output}'`);
  }
  if (fileInfo(output) === undefined) return;
  const place = realPath(output);
  const isRead = [video, background, cleanPlate].some((path) =>
    path !== undefined && realPath(path) === place
  );
  if (overwrite && !isRead) return;
  const why = isRead
    ? "is what is read: choose another name"
    : `is there already: ${names.named("overwrite")} replaces it`;
  const better = withFreeOutput({ words: lineOf(run, { output, ...choices }) });
  throw new UsageError(`'${output}' ${why}`, { better });
}

/** The command line that was given. */
function lineOf({ words }: RunOptions, { output, frames, methods }: TryChoices): CommandLine {
  const own = words.options.filter(([option]) => option !== "-o");
  return {
    files: ["try", ...words.files],
    options: [
      ["-o", output],
      ...(frames ? [["--frames", frames.join(",")]] : []),
      ...(methods ? [["-m", methods.join(",")]] : []),
      ...own,
    ],
  };
}

/** A video, or its first part, and what is known of it. */
interface FirstPart {
  readonly run: RunOptions;
  /** How many frames it has, about. */
  readonly count: number;
  readonly width: number;
  readonly height: number;
}

/** So many frames are looked at, where nobody says which. */
const MOST_FRAMES = 1500;

/** Look at a video; of a long one a part is enough to choose a method by. */
async function firstPart(
  run: RunOptions,
  ffmpeg: Ffmpeg,
  { signal, onNotice }: TrySurroundings,
): Promise<FirstPart> {
  const { video, start, duration, fps, names } = run;
  const reading = { ffmpeg, signal, names, start, duration, fps, isNative: true };
  await using opening = await startRawVideo(video, reading);
  const opened = await opening.open();
  const { width, height, frameRate } = opened;
  const count = await isPhoto(video) ? 1 : expectedFrames(opened, reading) ?? MOST_FRAMES;
  if (count <= MOST_FRAMES || frameRate === undefined) return { run, count, width, height };
  const rate = fps ?? frameRate.numerator / frameRate.denominator;
  const [from, long, chosen] = ["start", "duration", "frames"].map(names.named);
  onNotice(
    `'${video}' has about ${count} frames, of which the first ${MOST_FRAMES} are looked at: ` +
      `${from}, ${long} or ${chosen} choose others`,
  );
  const part = { ...run, duration: MOST_FRAMES / rate };
  return { run: part, count: MOST_FRAMES, width, height };
}

/** How many moments are shown. */
const MOMENTS = 3;

/** Frames with people in them, spread over the video. */
async function momentsOf(
  { run, count, width, height }: FirstPart,
  ffmpeg: Ffmpeg,
  { signal, onProgress }: TrySurroundings,
): Promise<number[]> {
  if (count <= 1) return [1];
  const { video, start, duration, fps, names } = run;
  const candidates = await lookForPeople(video, {
    ...{ start, duration, fps, names, ffmpeg, signal, count, frame: { width, height } },
    onFrame: (framesRead, total) => onProgress?.({ stage: "moments", framesRead, total }),
  });
  if (candidates.length === 0) return [1];
  return momentsAmong(candidates, MOMENTS);
}
