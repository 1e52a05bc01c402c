import { dirname, join } from "node:path";
import { isCamera } from "../../files/camera/camera_name.ts";
import { findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import type { Fetching } from "../../files/packages/lone_package.ts";
import { keepOffline } from "../../files/packages/offline.ts";
import { encodeGrayPng, encodeOpaquePng, encodeRgbaPng } from "../../files/pictures/encode_png.ts";
import { openJpegCodec } from "../../files/pictures/jpeg_codec.ts";
import { claim } from "../../files/system/claim.ts";
import { fileInfo } from "../../files/system/file_info.ts";
import { makeFolder, writeSet, writeWhole } from "../../files/system/write_whole.ts";
import { methodTraits } from "../../methods/method_traits.ts";
import type { MethodName } from "../../methods/settings/method_settings.ts";
import { dropAlpha } from "../../pixels/compose/drop_alpha.ts";
import { resizeArea } from "../../pixels/resize/resize_area.ts";
import type { Size } from "../../raster/frame.ts";
import type { ExplainedMethod, Explanation } from "../../report/explanation/explanation.ts";
import { explanationPage } from "../../report/explanation/explanation_page.ts";
import { bestLevel } from "../../report/explanation/count_levels.ts";
import type { MaskFailures } from "../../report/explanation/mask_failures.ts";
import { type MeasuredFrame, measureFrame } from "../../report/explanation/measured_frame.ts";
import { readBackground, readBackgroundPicture } from "../background/open_background.ts";
import { assertInputs } from "../compare/sampled_run.ts";
import { sampleRun } from "../compare/sample_methods.ts";
import type { SampledMethod, SampleProgress } from "../compare/sampled_method.ts";
import { type CommandLine, commandText, withOption } from "../options/command_line.ts";
import { runDefaults, type RunOptions } from "../options/run_options.ts";
import { NoSuchFrame } from "../source/no_such_frame.ts";
import { withFreeOutput } from "../targets/better_output.ts";
import { UsageError } from "../usage_error.ts";
import { FIRST_FRAME, type FramePair, readPair } from "./read_pair.ts";

/** What is explained, and where to. */
export interface ExplainRunOptions {
  /** The video, the picture behind it, and what sampled methods are told; its `output` is the page. */
  readonly run: RunOptions;
  /** The number of the tutorial's picture; 30, or the last one of a shorter video, if left out. */
  readonly frame: number | undefined;
  /** The threshold that the page begins with. */
  readonly level: number;
  /** The folder for a PNG of each step, if there is to be one. */
  readonly steps: string | undefined;
  /** Which methods are shown besides; all in the order of `--help` if left out. */
  readonly methods: readonly string[] | undefined;
}

/** Who is told, and what ends the work. */
export interface ExplainSurroundings {
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
  readonly onFetch?: ((fetching: Fetching) => void) | undefined;
  /** Called with the number of each frame that was read. */
  readonly onFrame?: ((number: number) => void) | undefined;
  /** Called while other methods work. */
  readonly onProgress?: ((progress: SampleProgress) => void) | undefined;
}

/**
 * What was found of the frame, besides what the page shows.
 *
 * @category Evaluation
 */
export interface ExplainedFrame extends Size {
  /** The page. */
  readonly output: string;
  /** How many bytes it has. */
  readonly bytes: number;
  /** The pictures of the steps, in order. */
  readonly steps: readonly string[];
  /** The number of the tutorial's picture. */
  readonly frame: number;
  /** The number of the frame that it shows. */
  readonly shown: number;
  /** The threshold of the tutorial's mask. */
  readonly threshold: number;
  /** Of all pixels, how many the mask has as foreground, 0–1. */
  readonly foreground: number;
  /** Background that the mask encloses: how many holes, and their pixels. */
  readonly holes: { readonly count: number; readonly pixels: number };
  /** Parts of the mask that are too small for a person, and their pixels. */
  readonly specks: { readonly count: number; readonly pixels: number };
  /** The mask's edge: its pixels and its length for its area, and how much gray changes across it. */
  readonly seams: {
    readonly pixels: number;
    readonly ratio: number;
    readonly step: number;
    readonly ownStep: number;
  };
  /** The threshold that agrees best with another method, and how well; nothing without such a method. */
  readonly best?: {
    readonly threshold: number;
    readonly iou: number;
    readonly reference: string;
  };
  /** What became of other methods. */
  readonly methods: readonly {
    readonly name: string;
    readonly framesPerSecond?: number | undefined;
    readonly failure?: string | undefined;
  }[];
}

/**
 * Explain one frame: read it, sample other methods on it, and write the page and the pictures.
 *
 * @param options What, and where to.
 * @param around Who is told, and what ends it.
 * @throws {UsageError} If there is no such frame, the background is no picture, or the page or a step's
 * picture is there.
 * @throws What reading and writing throws.
 */
export async function explainRun(
  options: ExplainRunOptions,
  around: ExplainSurroundings,
): Promise<ExplainedFrame> {
  return await keepOffline(options.run.offline, () => explainHere(options, around));
}

async function explainHere(
  options: ExplainRunOptions,
  around: ExplainSurroundings,
): Promise<ExplainedFrame> {
  const { run: { output }, steps } = options;
  const { onNotice, signal } = around;
  assertFiles(options.run);
  // First: another output is worth nothing without them.
  const inputs = await readInputs(options, around);
  assertFolder(steps);
  assertFree(options);
  const explanation = await explanationOf(options, inputs, around);
  const measured = measureFrame(explanation);
  const page = new TextEncoder().encode(
    explanationPage(explanation, measured, { encodePng: encodeOpaquePng }),
  );
  await makeFolder(dirname(output));
  await using _claim = await claim(output, { isShared: true, onNotice });
  const pictures = steps === undefined
    ? []
    : await writeSteps(steps, { ...explanation, ...measured.steps }, signal);
  await writeWhole(output, page, signal);
  return { output, bytes: page.length, steps: pictures, ...findingsOf(explanation, measured) };
}

/**
 * Check that the video can be read as often as methods look at it.
 *
 * @throws {UsageError} If it is a pipe, an address or a camera.
 */
function assertFiles({ video }: RunOptions): void {
  if (!/^(-$|https?:)/i.test(video) && !isCamera(video)) return;
  throw new UsageError(
    `a frame of a file, or of numbered pictures, is explained: '${video}' can be read only once`,
  );
}

/**
 * Check that no page and no step's picture is lost.
 *
 * @throws {UsageError} If there is one, and it may not be replaced.
 */
function assertFree(options: ExplainRunOptions): void {
  const { overwrite, words, names } = options.run;
  const { page, picture } = outputsThere(options);
  const there = page ?? picture;
  if (overwrite || there === undefined) return;
  throw new UsageError(
    `'${there}' is there already: ${names.named("overwrite")} replaces it`,
    { better: withFreeOutputs(words, options) },
  );
}

/** What is there already: the page, and the first of the steps' pictures. */
function outputsThere({ run: { output }, steps }: ExplainRunOptions) {
  const isThere = (path: string) => fileInfo(path) !== undefined;
  const pictures = steps === undefined ? [] : STEP_FILES.map((name) => join(steps, name));
  return { page: [output].find(isThere), picture: pictures.find(isThere) };
}

/** A command line that loses none of those, unless they may be replaced. */
function withFreeOutputs(words: CommandLine, options: ExplainRunOptions): CommandLine {
  if (options.run.overwrite) return { ...words, options: [...words.options, ["--overwrite"]] };
  const { page, picture } = outputsThere(options);
  let free = words;
  if (page !== undefined) {
    free = withFreeOutput({ words: withOption(words, "-o", "--output", page) }) ?? free;
  }
  return picture === undefined ? free : withFreeOutput({ words: free }, "steps") ?? free;
}

/** Check that steps go into a folder. */
function assertFolder(steps: string | undefined): void {
  const info = steps === undefined ? undefined : fileInfo(steps);
  if (info !== undefined && !info.isDirectory) {
    throw new UsageError(`the steps' pictures go into a folder, and '${steps}' is none`);
  }
}

/** See what other methods make of the frame. */
async function explanationOf(
  options: ExplainRunOptions,
  { pair, resized }: Inputs,
  around: ExplainSurroundings,
): Promise<Explanation> {
  const { run: { video, background }, level } = options;
  const { frame, shown } = pair;
  const sampled = await sampledMethods(options, shown, around);
  const files = [video, background];
  const at = ["--frame", String(frame)];
  return {
    ...pair,
    ...{ video, background, resized, level },
    methods: sampled,
    command: commandText({ files: ["explain", ...files], options: [at] }),
    runCommand: commandText({
      files,
      options: [["-m", "tutorial"], ["--frames", String(frame)], ["-o", "output%d.jpg"]],
    }),
  };
}

/** The same error with a command that asks for the last frame. */
function withLastFrame({ message, last }: NoSuchFrame, options: ExplainRunOptions): UsageError {
  if (last === undefined || last < FIRST_FRAME) return new UsageError(message);
  const line = withOption(options.run.words, "--frame", "--frame", String(last));
  return new UsageError(message, { better: withFreeOutputs(line, options) });
}

/** The two frames, and the background in their size. */
interface Inputs {
  readonly pair: FramePair;
  readonly resized: FramePair["next"];
}

/**
 * Read the two frames and the background.
 *
 * @throws {UsageError} If there is no such frame, or the background is no picture.
 */
async function readInputs(
  options: ExplainRunOptions,
  around: ExplainSurroundings,
): Promise<Inputs> {
  const { run } = options;
  const choice = readBackground(run);
  if (choice.kind !== "file") {
    throw new UsageError(
      `the tutorial puts a picture behind, as office.jpg: '${run.background}' is none`,
    );
  }
  try {
    await assertInputs(run);
    return await readFrames(options, choice.path, around);
  } catch (error) {
    throw error instanceof NoSuchFrame ? withLastFrame(error, options) : error;
  }
}

async function readFrames(
  { run: { video, ffmpeg: command, names }, frame }: ExplainRunOptions,
  picture: string,
  { onNotice, onFetch, onFrame = () => {}, signal }: ExplainSurroundings,
): Promise<Inputs> {
  const ffmpeg = await findFfmpeg({ command, names, onNotice, onFetch, signal });
  // As for the tutorial's own pictures: the stored pixels, and the colours of OpenCV.
  const reading = { ffmpeg, isAccurate: false, isSquare: false, names, onNotice, signal };
  const pair = await readPair(video, { ...reading, frame, onFrame });
  using jpeg = await openJpegCodec(onNotice, { onFetch, signal });
  const behind = await readBackgroundPicture(picture, { ffmpeg, jpeg, onNotice, signal });
  return { pair, resized: resizeArea(dropAlpha(behind, { out: behind }), pair.next) };
}

/** What other methods make of the frame shown. */
async function sampledMethods(
  { run, methods }: ExplainRunOptions,
  shown: number,
  around: ExplainSurroundings,
): Promise<ExplainedMethod[]> {
  if (methods?.length === 0) return [];
  const { video, background, cleanPlate, model } = run;
  const output = "out.mp4";
  const options = [
    ["-o", output],
    ...(cleanPlate === undefined ? [] : [["--clean-plate", cleanPlate]]),
    ...(model === runDefaults.model ? [] : [["--model", model]]),
  ];
  const words = { files: [video, background], options };
  const asked = { ...run, output, words, given: new Set([...run.given, "output"]) };
  const found = await sampleRun(asked, { frames: [shown], methods }, around);
  // Its own are the steps.
  const others = found.filter(({ name }) => methods !== undefined || name !== "tutorial");
  return others.map((method) => explainedMethod(method, shown));
}

/** What the page shows of a method. */
function explainedMethod(method: SampledMethod, shown: number): ExplainedMethod {
  const { name } = method;
  if (method.failure !== undefined) return { name, failure: method.failure };
  const { command, framesPerSecond, samples } = method;
  const sample = samples.get(shown);
  if (sample === undefined) return { name, failure: `there is no picture of frame ${shown}` };
  const { matte, composite } = sample;
  const summary = methodTraits[name as MethodName]?.summary;
  return { name, summary, command, framesPerSecond, matte, composite };
}

/** The steps' names in a folder, so that they are in order. */
const STEP_NAMES = [
  "previous",
  "next",
  "difference",
  "gray",
  "mask",
  "background",
  "copy",
  "result",
] as const;

/** Their pictures' names. */
const STEP_FILES = STEP_NAMES.map((name, i) => `${i + 1}_${name}.png`);

/** Write a PNG of each step: those of another frame are replaced all at once. */
async function writeSteps(
  folder: string,
  { previous, next, resized, difference, gray, mask, copy, result }:
    & Explanation
    & MeasuredFrame["steps"],
  signal: AbortSignal,
): Promise<string[]> {
  const pictures = { previous, next, difference, background: resized, copy, result };
  const grays = { gray, mask };
  const encoded = STEP_NAMES.map((name, i) => {
    const isGray = name === "gray" || name === "mask";
    const bytes = isGray ? encodeGrayPng(grays[name]) : encodeRgbaPng(pictures[name]);
    return [STEP_FILES[i], bytes] as const;
  });
  await makeFolder(folder);
  return await writeSet(folder, encoded, signal);
}

/** What was measured, for who reads no page. */
function findingsOf(
  { frame, shown, level, methods, next: { width, height } }: Explanation,
  { failures, reference, counts }: MeasuredFrame,
): Omit<ExplainedFrame, "output" | "bytes" | "steps"> {
  const best = reference && bestLevel(counts);
  return {
    ...{ frame, shown, width, height, threshold: level },
    foreground: failures.foreground / (width * height),
    ...countsOf(failures),
    ...(reference && best && {
      best: { threshold: best.level, iou: best.iou, reference: reference.name },
    }),
    methods: methods.map((method) => (
      method.failure === undefined
        ? { name: method.name, framesPerSecond: method.framesPerSecond }
        : { name: method.name, failure: method.failure }
    )),
  };
}

function countsOf({ holes, noise, seams }: MaskFailures) {
  const { pixels, ratio, step, ownStep } = seams;
  return {
    holes: { count: holes.count, pixels: holes.pixels },
    specks: { count: noise.count, pixels: noise.pixels },
    seams: { pixels, ratio, step, ownStep },
  };
}
