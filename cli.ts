/**
 * The command line: `deno run -A cli.ts video.mp4 beach.jpg`. Joins files and
 * ffmpeg with masks and pixels; the only file that prints or exits.
 *
 * @module
 */

import config from "./deno.json" with { type: "json" };
import type { Background, BackgroundChoice } from "./lib/backgrounds.ts";
import { parseArguments, type RunOptions } from "./lib/cli/arguments.ts";
import { EventLines } from "./lib/cli/event_lines.ts";
import { evaluate } from "./lib/cli/evaluate.ts";
import { assertPlate } from "./lib/cli/clean_plate.ts";
import { claimTargets } from "./lib/cli/claim_targets.ts";
import { wasWritten } from "./lib/cli/earlier_output.ts";
import {
  assertRange,
  assertSomeWritten,
  chooseRange,
  firstFrameNeeded,
} from "./lib/cli/frame_numbers.ts";
import { Interrupt, Interrupts } from "./lib/cli/interrupts.ts";
import {
  type BackgroundTools,
  chooseBackground,
  openBackground,
  readBackgroundPicture,
} from "./lib/cli/open_background.ts";
import { assertNamesDiffer, findVideos, optionsFor } from "./lib/cli/many_files.ts";
import { methodHelp } from "./lib/cli/method_help.ts";
import { type OpenMethod, openMethod } from "./lib/cli/open_method.ts";
import { openFrameSink, openMatteSink, type SinkOptions } from "./lib/cli/open_sinks.ts";
import { type PoolTargets, poolTargets, tutorialTargets } from "./lib/cli/pool_targets.ts";
import { ownMethod, prepareMethod } from "./lib/cli/prepare_method.ts";
import {
  type Console,
  describeFailure,
  type Outcome,
  outcomeFields,
  outcomesFields,
  outcomeTable,
  Reporter,
  type Summary,
  type Telling,
} from "./lib/cli/reporter.ts";
import { surveyVideo } from "./lib/cli/survey.ts";
import { chooseTargets, nameOfTarget, type Targets } from "./lib/cli/targets.ts";
import { unusedOptions } from "./lib/cli/unused_options.ts";
import { UsageError } from "./lib/cli/usage_error.ts";
import { findMethod } from "./lib/io/custom_method.ts";
import { framesOf, type VideoSource } from "./lib/io/decode.ts";
import type { OpenVideoOptions } from "./lib/io/decode_arguments.ts";
import { expectedFrames } from "./lib/cli/expected_frames.ts";
import type { Fetching } from "./lib/io/lone_package.ts";
import { type Ffmpeg, findFfmpeg } from "./lib/io/ffmpeg.ts";
import { outputError } from "./lib/io/hand_on.ts";
import { openJpegCodec } from "./lib/io/jpeg.ts";
import { PicturePool } from "./lib/io/picture_pool.ts";
import { startRawVideo } from "./lib/io/open_video.ts";
import { isOnePicture } from "./lib/io/still_picture.ts";
import type { VideoInput } from "./lib/io/video_input.ts";
import { type FrameRange, type Progress, replaceBackground } from "./lib/pipeline.ts";
import { printable } from "./lib/printable.ts";
import { loadKernelCode } from "./lib/simd/loader.ts";
import { plainPixels, SimdPixels } from "./lib/simd/pixels.ts";

/** Where words and pictures go. */
export interface Terminal extends Console {
  /** Write to standard output what whoever reads it must get whole. */
  write(bytes: Uint8Array): Promise<void>;
}

/**
 * Do what the command line asks.
 *
 * @param args The arguments, without the program's name.
 * @param terminal Where words and pictures go.
 * @returns The exit code.
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const request = parseArguments(args, config.version);
    if (request.kind === "run") {
      const { paths, areMany } = findVideos(request.options.videos);
      using interrupts = new Interrupts();
      const around = { terminal, signal: interrupts.signal };
      if (areMany) return await runMany(request.options, paths, around);
      return exitCode(await run({ ...request.options, video: paths[0] }, around));
    }
    if (request.kind === "evaluate") {
      using interrupts = new Interrupts();
      return await evaluate(request.options, terminal, interrupts.signal) ? 0 : 1;
    }
    const isText = request.kind === "text";
    terminal.out(isText ? request.text : methodHelp(request.name, await findMethod(request.name)));
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    terminal.err(`error: ${printable(message.replaceAll(/\s*\n\s*/g, " "))}\n`);
    if (error instanceof UsageError) return 2;
    if (error instanceof Interrupt) return error.exitCode;
    if (args.includes("--verbose") || args.includes("-v")) terminal.err(Deno.inspect(error) + "\n");
    return 1;
  }
}

/** What a run has around it. */
interface Surroundings {
  readonly terminal: Terminal;
  /** Ends the run. */
  readonly signal: AbortSignal;
}

/** Several videos, one after the other; a failure does not stop the rest. */
async function runMany(
  options: RunOptions,
  videos: readonly string[],
  around: Surroundings,
): Promise<number> {
  const { terminal, signal } = around;
  // What no video can be asked for is refused before the first.
  const all = videos.map((video) => optionsFor(options, video));
  assertNamesDiffer(all);
  assertPlate(options, (await prepareMethod(options.method, options)).method);
  const outcomes: Outcome[] = [];
  const tell = options.jsonLines ? new EventLines(terminal) : undefined;
  for (const [i, each] of all.entries()) {
    if (!options.quiet) terminal.err(printable(`${i + 1}/${all.length} ${each.video}`) + "\n");
    try {
      const telling = { isBarHidden: options.quiet, isOneOfMany: true };
      outcomes.push(await run({ ...each, quiet: true }, around, telling));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const summary = { framesRead: 0, framesWritten: 0, seconds: 0 };
      const { video, output } = each;
      outcomes.push({ video, output, state: "failed", summary, error: error.message });
      terminal.err(`error: ${printable(error.message)}\n`);
    }
    tell?.write("file", outcomeFields(outcomes.at(-1)!));
    if (signal.aborted) break;
  }
  if (!options.quiet) terminal.err(outcomeTable(outcomes));
  const summary = outcomesFields(outcomes);
  if (tell) tell.write("end", summary);
  else if (options.json) terminal.out(`${JSON.stringify(summary)}\n`);
  if (signal.reason instanceof Interrupt) return signal.reason.exitCode;
  return outcomes.some(({ state }) => state === "failed") ? 1 : 0;
}

/** What a run ended with, and why it failed. */
interface RunOutcome extends Outcome {
  readonly failure: unknown;
}

/** What the tutorial's method has for `--threshold`. */
const TUTORIAL_THRESHOLD = 3;

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
  { terminal, signal }: Surroundings,
  telling: Telling = {},
): Promise<RunOutcome> {
  const prepared = await prepareMethod(options.method, options);
  assertPlate(options, prepared.method);
  const background = chooseBackground(options);
  const isStill = await isOnePicture(options.video);
  const targets = chooseTargets(options, isTransparent(background), isStill);
  const reporter = new Reporter(options, terminal, telling);
  const summary: Summary = { framesRead: 0, framesWritten: 0, seconds: 0 };
  const outcome = { video: options.video, output: nameOfTarget(targets.output), summary };
  const leftOut = (why: string): RunOutcome => {
    reporter.skip(targets, summary, why);
    return { ...outcome, state: "skipped", failure: undefined };
  };
  const isDone = () => options.skipExisting && wasWritten(targets);
  if (isDone()) return leftOut("is there already");
  await using claims = await claimTargets(targets, options, (text) => reporter.notice(text));
  if (claims === undefined) return leftOut("is being written by another run");
  if (isDone()) return leftOut("is there already");
  reporter.start(targets);
  for (const option of unusedOptions(options, targets, background, ownMethod(prepared))) {
    reporter.notice(`${option} has no effect here`);
  }
  const started = performance.now();
  let failure: unknown;
  try {
    const onNotice = (text: string) => reporter.notice(text);
    const onFetch = (fetching: Fetching) => reporter.fetch(fetching);
    const ffmpeg = await findFfmpeg({ command: options.ffmpeg, onNotice, onFetch, signal });
    const isAccurate = areColoursRight(targets);
    const pooled = await poolTargets(options, prepared, background, targets);
    // The tutorial's own pictures are those of the stored pixels.
    const isSquare = await tutorialTargets(options, prepared, background, targets) === undefined;
    // The pool's threads have kernels of their own.
    const pixels = pooled ? plainPixels : await SimdPixels.load();
    const tools = { ffmpeg, isAccurate, isSquare, pixels, onNotice, onFetch, signal };
    using method = await openMethod(prepared, options, tools);
    assertRange(options, method.estimator);
    const range = chooseRange(options, targets, method.estimator);
    const parts = { range, pooled, background, targets, summary, reporter, ffmpeg, terminal };
    const job = { options, method, isSquare, ...parts };
    await replace(job, signal);
    if (!options.resume) assertSomeWritten(options, range, method.estimator, summary);
  } catch (error) {
    if (error instanceof UsageError) throw error;
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

/** Pictures have the tutorial's pixels; a video has the right colours. */
function areColoursRight({ output }: Targets): boolean {
  return output.kind === "video";
}

/** A run's parts. */
interface Job {
  readonly options: RunOptions;
  /** The numbers to write. */
  readonly range: FrameRange | undefined;
  readonly ffmpeg: Ffmpeg;
  readonly method: OpenMethod;
  /** What goes through the kernels' pool instead of the pipeline. */
  readonly pooled: PoolTargets | undefined;
  /** Whether the video's pixels are made square. */
  readonly isSquare: boolean;
  readonly background: BackgroundChoice;
  readonly targets: Targets;
  readonly summary: Summary;
  readonly reporter: Reporter;
  readonly terminal: Terminal;
}

/** Open what the options name, and put it through the pool or the pipeline. */
async function replace(job: Job, signal: AbortSignal): Promise<void> {
  const { options, range, method, pooled, background, targets } = job;
  const { summary, reporter, ffmpeg, isSquare } = job;
  const onNotice = (text: string) => reporter.notice(text);
  const firstFrame = firstFrameNeeded(range, method.estimator);
  const { start, duration, size, fps, allowNetwork } = options;
  const reading: OpenVideoOptions = {
    ...{ ffmpeg, firstFrame, start, duration, size, fps, allowNetwork, onNotice, signal },
    isAccurate: areColoursRight(targets),
    isSquare,
    pixels: method.tools.pixels,
  };
  const isNative = pooled !== undefined;
  // ffmpeg opens the video while all else is made ready.
  await using opening = await startRawVideo(options.video, { ...reading, isNative });
  await using pool = pooled && new PicturePool(await loadKernelCode(), options.jobs);
  const onFetch = (fetching: Fetching) => reporter.fetch(fetching);
  using jpeg = await openJpegCodec(onNotice, { onFetch, signal });
  const { pixels } = method.tools;
  const tools: BackgroundTools = { ffmpeg, jpeg, pixels, onNotice, signal };
  const picture = pooled && await readBackgroundPicture(pooled.background, tools);
  await using behind = picture ? undefined : await openBackground(background, options, tools);
  const video = await opening.open();
  Object.assign(summary, { width: video.width, height: video.height });
  reporter.detail(`decoder ${ffmpeg.command}, JPEG by ${pool ? "kernels" : jpeg.name}`);
  const behindSize = picture ? `${picture.width}×${picture.height}` : background.kind;
  reporter.detail(`video ${video.width}×${video.height}, background ${behindSize}`);
  const onProgress = (progress: Progress) => {
    Object.assign(summary, progress);
    const last = Math.min(expectedFrames(video, reading) ?? Infinity, range?.last ?? Infinity);
    const total = Number.isFinite(last) ? Math.max(0, last - firstFrame + 1) : undefined;
    reporter.progress(progress, total);
  };
  if (pool !== undefined && pooled !== undefined && picture !== undefined) {
    const { threshold = TUTORIAL_THRESHOLD, quality } = options;
    const { warmUp } = method.estimator;
    const common = { background: picture, threshold, quality, warmUp, range, onProgress, signal };
    await pool.writePictures(video, { ...pooled, ...common });
  } else {
    const { input } = opening;
    method.fitTo(video, onNotice);
    const path = options.video;
    await surveyVideo(method.estimator, { input, path, reading, video, reporter });
    const frames = framesOf(video, pixels);
    await replaceByPipeline(job, frames, input, behind!, tools, onProgress);
  }
}

/** Any method, any background, any target. */
async function replaceByPipeline(
  { options, range, method, background, targets, summary, reporter, terminal }: Job,
  source: VideoSource,
  input: VideoInput,
  behind: Background,
  { ffmpeg, jpeg, onNotice, signal }: BackgroundTools,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const { feather, lightWrap, despill, video: path, start, duration } = options;
  const { frames } = options;
  if (frames !== undefined && source.audioCodecs.length > 0 && targets.output.kind === "video") {
    onNotice("--frames leaves the sound out; --start and --duration keep it");
  }
  const iterator = source[Symbol.asyncIterator]();
  // With the first frame the source knows its rate and clock.
  const first = await iterator.next();
  const { codec, crf, preset, quality } = options;
  const { width, height, frameRate, timescale, audioCodecs } = source;
  const sinkOptions: SinkOptions = {
    ...{ ffmpeg, jpeg, quality, onNotice, signal, width, height, codec, crf, preset },
    ...{ frameRate, timescale, hasAlpha: isTransparent(background) },
    sound: audioCodecs.length > 0 && frames === undefined && input.isFile
      ? { path, codecs: audioCodecs, start, duration, isCut: options.warmUp > 0 }
      : undefined,
    isLive: !input.isRepeatable,
    writeOut: (bytes) => terminal.write(bytes),
  };
  await using output = await openFrameSink(targets.output, sinkOptions);
  await using mattes = targets.mattes && await openMatteSink(targets.mattes, sinkOptions);
  await replaceBackground(continued(first, iterator), {
    estimator: method.estimator,
    pixels: method.tools.pixels,
    background: behind,
    edges: { feather, lightWrap, despill },
    everyFrame: targets.output.kind !== "pictures",
    output: output.sink,
    ...(mattes && { mattes: mattes.sink }),
    ...(range && { range }),
    onProgress,
    signal,
  });
  using _ = reporter.finish(summary);
  await output.close();
  await mattes?.close();
}

/** An iteration whose first step was made already. */
async function* continued<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  for (let step = first; !step.done; step = await rest.next()) yield step.value;
}

function isTransparent(background: BackgroundChoice): boolean {
  return background.kind === "transparent" ||
    (background.kind === "color" && background.color[3] < 255);
}

const processTerminal: Terminal = {
  out: (text) => writeAll(Deno.stdout, text),
  err: (text) => writeAll(Deno.stderr, text),
  write: (bytes) => writeAllTo(Deno.stdout, bytes),
  // Some terminals do not tell their size: then it is that of the old ones.
  columns: () => Deno.stderr.isTerminal() ? Deno.consoleSize().columns || 80 : undefined,
};

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
    if (!(error instanceof Deno.errors.BrokenPipe)) throw outputError(error);
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args, processTerminal));
