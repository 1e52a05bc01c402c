/**
 * The command line: `deno run -A cli.ts video.mp4 beach.jpg`. Joins files and
 * ffmpeg with masks and pixels; the only file that prints or exits.
 *
 * @module
 */

import config from "./deno.json" with { type: "json" };
import type { Background, BackgroundChoice } from "./lib/backgrounds.ts";
import { parseArguments, type RunOptions } from "./lib/cli/arguments.ts";
import { evaluate } from "./lib/cli/evaluate.ts";
import { firstMissing, isThere } from "./lib/cli/earlier_output.ts";
import { Interrupt, Interrupts } from "./lib/cli/interrupts.ts";
import {
  type BackgroundTools,
  chooseBackground,
  openBackground,
  readBackgroundPicture,
} from "./lib/cli/open_background.ts";
import { assertNamesDiffer, findVideos, optionsFor } from "./lib/cli/many_files.ts";
import { openFrameSink, openMatteSink, type SinkOptions } from "./lib/cli/open_sinks.ts";
import {
  type Console,
  describeFailure,
  type Outcome,
  outcomesJson,
  outcomeTable,
  Reporter,
  type Summary,
} from "./lib/cli/reporter.ts";
import { assertNotThere, chooseTargets, nameOfTarget, type Targets } from "./lib/cli/targets.ts";
import { unusedOptions } from "./lib/cli/unused_options.ts";
import { UsageError } from "./lib/cli/usage_error.ts";
import { findMethod } from "./lib/io/custom_method.ts";
import { framesOf, startRawVideo, type VideoSource } from "./lib/io/decode.ts";
import { findFfmpeg } from "./lib/io/ffmpeg.ts";
import { openJpegCodec } from "./lib/io/jpeg.ts";
import { PicturePool } from "./lib/io/picture_pool.ts";
import { beginsAsPicture } from "./lib/io/still_picture.ts";
import type { VideoInput } from "./lib/io/video_input.ts";
import type { MaskEstimator } from "./lib/masks/estimator.ts";
import { type FrameRange, type Progress, replaceBackground } from "./lib/pipeline.ts";
import { canRunKernels, loadKernelCode } from "./lib/simd/loader.ts";

/** Do what the command line asks; returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const request = parseArguments(args, config.version);
    if (request.kind === "run") {
      const { paths, areMany } = findVideos(request.options.videos);
      using interrupts = new Interrupts();
      if (areMany) return await runMany(request.options, paths, interrupts.signal);
      return exitCode(await run({ ...request.options, video: paths[0] }, interrupts.signal));
    }
    if (request.kind === "evaluate") {
      using interrupts = new Interrupts();
      return await evaluate(request.options, terminal, interrupts.signal) ? 0 : 1;
    }
    terminal.out(request.text);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    terminal.err(`error: ${message.replaceAll(/\s*\n\s*/g, " ")}\n`);
    if (error instanceof UsageError) return 2;
    if (error instanceof Interrupt) return error.exitCode;
    if (args.includes("--verbose") || args.includes("-v")) terminal.err(Deno.inspect(error) + "\n");
    return 1;
  }
}

/** Several videos, one after the other; a failure does not stop the rest. */
async function runMany(
  options: RunOptions,
  videos: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  // What no video can be asked for is refused before the first.
  const all = videos.map((video) => optionsFor(options, video));
  assertNamesDiffer(all);
  const outcomes: Outcome[] = [];
  for (const [i, each] of all.entries()) {
    if (!options.quiet) terminal.err(`${i + 1}/${all.length} ${each.video}\n`);
    try {
      outcomes.push(await run({ ...each, json: false, quiet: true }, signal, options.quiet));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const summary = { framesRead: 0, framesWritten: 0, seconds: 0 };
      const { video, output } = each;
      outcomes.push({ video, output, state: "failed", summary, error: error.message });
      terminal.err(`error: ${error.message}\n`);
    }
    if (signal.aborted) break;
  }
  if (!options.quiet) terminal.err(outcomeTable(outcomes));
  if (options.json) terminal.out(`${outcomesJson(outcomes)}\n`);
  if (signal.reason instanceof Interrupt) return signal.reason.exitCode;
  return outcomes.some(({ state }) => state === "failed") ? 1 : 0;
}

/** What a run ended with, and why it failed. */
interface RunOutcome extends Outcome {
  readonly failure: unknown;
}

/** What a shell reports of a program whose reader has gone. */
const BROKEN_PIPE = 141;

function exitCode({ failure }: RunOutcome): number {
  if (failure === undefined) return 0;
  if (failure instanceof Deno.errors.BrokenPipe) return BROKEN_PIPE;
  return failure instanceof Interrupt ? failure.exitCode : 1;
}

/** One run, from its start to its last words. */
async function run(
  options: RunOptions,
  signal: AbortSignal,
  isBarHidden: boolean = options.quiet,
): Promise<RunOutcome> {
  using estimator = (await findMethod(options.method)).create(options);
  assertRange(options, estimator);
  const background = chooseBackground(options);
  const targets = chooseTargets(options, isTransparent(background));
  const reporter = new Reporter(options, terminal, isBarHidden);
  const summary: Summary = { framesRead: 0, framesWritten: 0, seconds: 0 };
  const outcome = { video: options.video, output: nameOfTarget(targets.output), summary };
  const { output, mattes } = targets;
  if (options.skipExisting && isThere(output) && (mattes === undefined || isThere(mattes))) {
    reporter.notice(`'${outcome.output}' is there already: left out`);
    return { ...outcome, state: "skipped", failure: undefined };
  }
  assertNotThere(targets, options);
  const left = frameRange(options, targets, estimator);
  for (const option of unusedOptions(options, targets, background)) {
    reporter.notice(`${option} has no effect on this output`);
  }
  const started = performance.now();
  let failure: unknown;
  try {
    const job = { options: left, estimator, background, targets, summary, reporter };
    await replace(job, signal);
    if (!options.resume) assertSomeWritten(left, estimator, summary);
  } catch (error) {
    failure = signal.aborted ? signal.reason : error;
  }
  summary.seconds = (performance.now() - started) / 1000;
  // Whoever was reading standard output has seen enough: no words for that.
  if (!(failure instanceof Deno.errors.BrokenPipe)) reporter.end(targets, summary, failure);
  if (failure === undefined) return { ...outcome, state: "done", failure };
  return {
    ...outcome,
    state: "failed",
    failure,
    error: describeFailure(failure, summary, targets),
  };
}

/** The numbers to write: with `--resume` those that are left. */
function frameRange(
  options: RunOptions,
  { output, mattes }: Targets,
  { warmUp }: MaskEstimator,
): RunOptions {
  if (!options.resume) return options;
  if (output.kind !== "pictures" || (mattes !== undefined && mattes.kind !== "pictures")) {
    throw new UsageError("--resume goes on with numbered pictures only");
  }
  const range = options.frames ?? { first: 1, last: Infinity };
  const missing = [output, ...(mattes ? [mattes] : [])].map(({ pattern }) =>
    firstMissing(pattern, Math.max(range.first, warmUp + 1))
  );
  const first = Math.min(...missing);
  return { ...options, frames: { first, last: Math.max(first, range.last) } };
}

/** A run's parts. */
interface Job {
  readonly options: RunOptions;
  readonly estimator: MaskEstimator;
  readonly background: BackgroundChoice;
  readonly targets: Targets;
  readonly summary: Summary;
  readonly reporter: Reporter;
}

/** Open what the options name, and put it through the pool or the pipeline. */
async function replace(job: Job, signal: AbortSignal): Promise<void> {
  const { options, estimator, background, targets, summary, reporter } = job;
  const onNotice = (text: string) => reporter.notice(text);
  const firstFrame = firstFrameNeeded(options.frames, estimator);
  const pooled = await poolTargets(job);
  const ffmpeg = await findFfmpeg({ command: options.ffmpeg, onNotice });
  const { start, duration, size, fps, allowNetwork } = options;
  // ffmpeg opens the video while all else is made ready.
  await using opening = await startRawVideo(options.video, {
    ...{ ffmpeg, firstFrame, start, duration, size, fps, allowNetwork, onNotice, signal },
    isNative: pooled !== undefined,
    // Pictures have the tutorial's pixels; a video has the right colours.
    isAccurate: targets.output.kind === "video",
  });
  await using pool = pooled && new PicturePool(await loadKernelCode(), options.jobs);
  using jpeg = await openJpegCodec(onNotice);
  const tools: BackgroundTools = { ffmpeg, jpeg, onNotice, signal };
  const picture = pooled && await readBackgroundPicture(pooled.background, tools);
  await using behind = picture ? undefined : await openBackground(background, options, tools);
  const video = await opening.open();
  Object.assign(summary, { width: video.width, height: video.height });
  reporter.detail(`decoder ${ffmpeg.command}, JPEG by ${pool ? "kernels" : jpeg.name}`);
  const behindSize = picture ? `${picture.width}×${picture.height}` : background.kind;
  reporter.detail(`video ${video.width}×${video.height}, background ${behindSize}`);
  const onProgress = (progress: Progress) => {
    Object.assign(summary, progress);
    const last = Math.min(video.frameCount ?? Infinity, options.frames?.last ?? Infinity);
    const total = Number.isFinite(last) ? last - firstFrame + 1 : undefined;
    reporter.progress(progress.framesRead, total);
  };
  if (pool !== undefined && pooled !== undefined && picture !== undefined) {
    const { threshold, quality, frames: range } = options;
    const { warmUp } = estimator;
    const common = { background: picture, threshold, quality, warmUp, range, onProgress, signal };
    await pool.writePictures(video, { ...pooled, ...common });
  } else {
    await replaceByPipeline(job, framesOf(video), opening.input, behind!, tools, onProgress);
  }
}

/** Any method, any background, any target. */
async function replaceByPipeline(
  { options, estimator, background, targets }: Job,
  source: VideoSource,
  input: VideoInput,
  behind: Background,
  { ffmpeg, jpeg, onNotice, signal }: BackgroundTools,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const { feather, lightWrap, despill, frames: range, video: path, start, duration } = options;
  if (range !== undefined && source.audioCodecs.length > 0 && targets.output.kind === "video") {
    onNotice("--frames leaves the sound out; --start and --duration keep it");
  }
  const iterator = source[Symbol.asyncIterator]();
  // With the first frame the source knows its rate and clock.
  const first = await iterator.next();
  const { codec, crf, preset, quality } = options;
  const { width, height, frameRate, timescale, audioCodecs } = source;
  const sinkOptions: SinkOptions = {
    ...{ ffmpeg, jpeg, quality, signal, width, height, codec, crf, preset },
    ...{ frameRate, timescale, hasAlpha: isTransparent(background) },
    sound: audioCodecs.length > 0 && range === undefined && input.isFile
      ? { path, codecs: audioCodecs, start, duration }
      : undefined,
    writeOut: (bytes) => writeAllTo(Deno.stdout, bytes),
  };
  await using output = await openFrameSink(targets.output, sinkOptions);
  await using mattes = targets.mattes && await openMatteSink(targets.mattes, sinkOptions);
  await replaceBackground(continued(first, iterator), {
    estimator,
    background: behind,
    edges: { feather, lightWrap, despill },
    everyFrame: targets.output.kind !== "pictures",
    output: output.sink,
    ...(mattes && { mattes: mattes.sink }),
    ...(range && { range }),
    onProgress,
    signal,
  });
  await output.close();
  await mattes?.close();
}

/** An iteration whose first step was made already. */
async function* continued<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  for (let step = first; !step.done; step = await rest.next()) yield step.value;
}

/** What the kernels' pool can do: the tutorial's method, a picture stretched behind, JPEGs. */
async function poolTargets({ options, background, targets }: Job) {
  const { output, mattes } = targets;
  const isPlain = options.method === "tutorial" && options.feather === 0 &&
    options.lightWrap === 0 && !options.despill && options.fit === "stretch";
  if (!isPlain || !canRunKernels() || background.kind !== "file") return undefined;
  if (output.kind !== "pictures" || output.format !== "jpg") return undefined;
  if (mattes !== undefined && mattes.kind !== "pictures") return undefined;
  if (!await beginsAsPicture(background.path)) return undefined;
  return { background: background.path, output: output.pattern, mattes: mattes?.pattern };
}

function isTransparent(background: BackgroundChoice): boolean {
  return background.kind === "transparent" ||
    (background.kind === "color" && background.color[3] < 255);
}

/** A range is read from a little before, where its first mask comes from. */
function firstFrameNeeded(range: FrameRange | undefined, estimator: MaskEstimator): number {
  return Math.max(1, (range?.first ?? 1) - estimator.lookback);
}

function assertRange({ frames, method }: RunOptions, { warmUp }: MaskEstimator): void {
  if (frames !== undefined && frames.last <= warmUp) {
    throw new UsageError(
      `--frames must reach ${
        warmUp + 1
      }: the method '${method}' makes no picture of frames 1 to ${warmUp}`,
    );
  }
}

function assertSomeWritten(options: RunOptions, estimator: MaskEstimator, summary: Summary): void {
  if (summary.framesWritten > 0) return;
  const { video, frames } = options;
  const { warmUp } = estimator;
  const count = firstFrameNeeded(frames, estimator) - 1 + summary.framesRead;
  throw new Error(
    options.start !== undefined && summary.framesRead === 0
      ? `Cannot start at ${options.start} s: '${video}' ends before that`
      : frames !== undefined && frames.first > warmUp
      ? `Cannot write pictures from ${frames.first} on: '${video}' ends before that frame`
      : `Cannot tell foreground from background: at least ${warmUp + 1} frames are needed, ` +
        `'${video}' has ${count}`,
  );
}

const terminal: Console = {
  out: (text) => writeAll(Deno.stdout, text),
  err: (text) => writeAll(Deno.stderr, text),
  // Some terminals do not tell their size: then it is that of the old ones.
  columns: () => Deno.stderr.isTerminal() ? Deno.consoleSize().columns || 80 : undefined,
};

/** Binary output, which whoever reads it must get whole. */
async function writeAllTo(
  stream: { write(bytes: Uint8Array): Promise<number> },
  bytes: Uint8Array,
): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await stream.write(rest));
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = new TextEncoder().encode(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch (error) {
    // Whoever was reading has gone, as in `cli.ts --help | head -1`.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
