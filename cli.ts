/**
 * The command line: `deno run -A cli.ts video.mp4 beach.jpg`. Joins files and
 * ffmpeg with masks and pixels; the only file that prints or exits.
 *
 * @module
 */

import config from "./deno.json" with { type: "json" };
import type { Background, BackgroundChoice } from "./lib/backgrounds/mod.ts";
import { parseArguments, type RunOptions } from "./lib/cli/arguments.ts";
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
import {
  chooseFits,
  chooseMethod,
  type Fits,
  isTutorials,
  withoutNetwork,
} from "./lib/cli/defaults.ts";
import { Interrupt, Interrupts } from "./lib/cli/interrupts.ts";
import {
  type BackgroundTools,
  chooseBackground,
  isTransparent,
  openBackground,
  readBackgroundPicture,
} from "./lib/cli/open_background.ts";
import { findInputs, isPhoto } from "./lib/cli/inputs.ts";
import { pageWidth } from "./lib/cli/help_layout.ts";
import { methodHelp } from "./lib/cli/method_help.ts";
import { type OpenMethod, openMethod } from "./lib/cli/open_method.ts";
import {
  closeTogether,
  openFrameSink,
  openMatteSink,
  type SinkOptions,
} from "./lib/cli/open_sinks.ts";
import { type PoolTargets, poolTargets, tutorialTargets } from "./lib/cli/pool_targets.ts";
import { ownMethod, prepareMethod } from "./lib/cli/prepare_method.ts";
import {
  type Console,
  describeFailure,
  Reporter,
  type Summary,
  type Telling,
} from "./lib/cli/reporter.ts";
import { runMany, type RunOutcome, type Surroundings } from "./lib/cli/run_many.ts";
import {
  type CarriedOver,
  carriedOver,
  lookIntoSource,
  soundLeftBehind,
} from "./lib/cli/source_streams.ts";
import { withCommand } from "./lib/cli/suggestion.ts";
import { surveyVideo } from "./lib/cli/survey.ts";
import { assertNotOnScreen, chooseTargets, nameOfTarget, type Targets } from "./lib/cli/targets.ts";
import { unusedOptions } from "./lib/cli/unused_options.ts";
import { UsageError } from "./lib/cli/usage_error.ts";
import { findMethod } from "./lib/files/custom_method_file.ts";
import { framesOf, type VideoSource } from "./lib/files/ffmpeg/decode/decode.ts";
import type { OpenVideoOptions } from "./lib/files/ffmpeg/decode/decode_arguments.ts";
import { expectedFrames } from "./lib/cli/expected_frames.ts";
import type { Fetching } from "./lib/files/packages/lone_package.ts";
import { type Ffmpeg, findFfmpeg } from "./lib/files/ffmpeg/ffmpeg.ts";
import { outputError } from "./lib/files/ffmpeg/encode/hand_on.ts";
import { openJpegCodec } from "./lib/files/pictures/jpeg_codec.ts";
import { PicturePool } from "./lib/files/threads/picture_pool.ts";
import { startRawVideo } from "./lib/files/ffmpeg/decode/open_video.ts";
import { TUTORIAL_THRESHOLD } from "./lib/methods/tutorial_estimator.ts";
import {
  type FrameRange,
  type Progress,
  replaceBackground,
} from "./lib/pipeline/replace_background.ts";
import { printable } from "./lib/printable.ts";
import { loadKernelCode } from "./lib/memory/loader.ts";
import { plainPixels, SimdPixels } from "./lib/pixels/simd_pixels.ts";

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
    const request = parseArguments(args, config.version, terminal.pageColumns?.());
    if (request.kind === "run") {
      const { options } = request;
      const { inputs, areMany, notices } = await findInputs(options);
      using interrupts = new Interrupts();
      const around = { terminal, notices, signal: interrupts.signal };
      if (areMany) return await runMany(options, inputs, around, run);
      return exitCode(await run({ ...options, video: inputs[0].path }, around));
    }
    if (request.kind === "evaluate") {
      using interrupts = new Interrupts();
      return await evaluate(request.options, terminal, interrupts.signal) ? 0 : 1;
    }
    if (request.kind === "usage") {
      terminal.err(request.text);
      return 2;
    }
    const isText = request.kind === "text";
    const width = pageWidth(terminal.pageColumns?.());
    terminal.out(
      isText ? request.text : methodHelp(request.name, await findMethod(request.name), width),
    );
    return 0;
  } catch (error) {
    const message = error instanceof UsageError
      ? await withCommand(error)
      : error instanceof Error
      ? error.message
      : String(error);
    terminal.err(`error: ${printable(message.replaceAll(/\s*\n\s*/g, " "))}\n`);
    if (error instanceof UsageError) return 2;
    if (error instanceof Interrupt) return error.exitCode;
    if (args.includes("--verbose") || args.includes("-v")) terminal.err(Deno.inspect(error) + "\n");
    return 1;
  }
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
  asked: RunOptions,
  { terminal, notices, signal }: Surroundings<Terminal>,
  telling: Telling = {},
): Promise<RunOutcome> {
  const background = chooseBackground(asked);
  const isStill = await isPhoto(asked.video);
  const targets = chooseTargets(asked, isTransparent(background), isStill);
  if (terminal.pageColumns?.() !== undefined) assertNotOnScreen(targets, asked);
  const { method, why, hint } = chooseMethod(asked, targets, isStill);
  const options = { ...asked, method };
  const prepared = await prepareMethod(method, options);
  const isPlain = isTutorials(options, prepared, targets);
  const fits = chooseFits(options, isPlain);
  assertPlate(options, prepared.method);
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
  // Of several runs that is told once.
  const firstWords = why === undefined || telling.isOneOfMany ? notices : [...notices, why];
  if (options.video === "-" && Deno.stdin.isTerminal()) {
    reporter.notice(
      "- waits for a video on standard input, as in: … | backdrop - blur (Ctrl-C ends)",
    );
  }
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
    const pooled = await poolTargets(fits, isPlain, background, targets);
    // The tutorial's own pictures are those of the stored pixels.
    const isSquare =
      (pooled ?? await tutorialTargets(fits, isPlain, background, targets)) === undefined;
    // The pool's threads have kernels of their own.
    const pixels = pooled ? plainPixels : await SimdPixels.load();
    const tools = { ffmpeg, isAccurate, isSquare, pixels, onNotice, onFetch, signal };
    using opened = await openMethod(prepared, options, tools);
    assertRange(options, opened.estimator);
    const range = chooseRange(options, targets, opened.estimator);
    const parts = { range, pooled, background, fits, targets, summary, reporter, ffmpeg, terminal };
    const job = { options, method: opened, firstWords, isSquare, ...parts };
    await replace(job, signal);
    if (!options.resume) assertSomeWritten(options, range, opened.estimator, summary);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    failure = signal.aborted ? signal.reason : withoutNetwork(error, asked, isStill);
  }
  summary.seconds = (performance.now() - started) / 1000;
  // Whoever was reading standard output has seen enough: no words for that.
  if (!(failure instanceof Deno.errors.BrokenPipe)) reporter.end(targets, summary, failure, hint);
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
  /** What is told once it is known that all can be read. */
  readonly firstWords: readonly string[];
  /** The numbers to write. */
  readonly range: FrameRange | undefined;
  readonly ffmpeg: Ffmpeg;
  readonly method: OpenMethod;
  /** What goes through the kernels' pool instead of the pipeline. */
  readonly pooled: PoolTargets | undefined;
  /** Whether the video's pixels are made square. */
  readonly isSquare: boolean;
  readonly background: BackgroundChoice;
  /** How what is behind fits. */
  readonly fits: Fits;
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
  const looking = lookIntoSource(opening.input, targets, { ffmpeg, signal });
  // Whoever needs the answer sees why there is none.
  looking.catch(() => {});
  await using pool = pooled && new PicturePool(await loadKernelCode(), options.jobs);
  const onFetch = (fetching: Fetching) => reporter.fetch(fetching);
  using jpeg = await openJpegCodec(onNotice, { onFetch, signal });
  const { pixels } = method.tools;
  const tools: BackgroundTools = { ffmpeg, jpeg, pixels, onNotice, signal };
  const picture = pooled && await readBackgroundPicture(pooled.background, tools);
  await using behind = picture
    ? undefined
    : await openBackground(background, options, job.fits, tools);
  const video = await opening.open();
  for (const text of job.firstWords) reporter.notice(text);
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
    const leftBehind = soundLeftBehind(input, video.audioCodecs, targets);
    if (leftBehind !== undefined) onNotice(leftBehind);
    const carried = {
      ...carriedOver(await looking, input, options, range, tools),
      isLive: !input.isRepeatable,
    };
    await replaceByPipeline(job, frames, carried, behind!, tools, onProgress);
  }
}

/** Any method, any background, any target. */
async function replaceByPipeline(
  { options, range, method, background, targets, summary, reporter, terminal }: Job,
  source: VideoSource,
  carried: CarriedOver & Pick<SinkOptions, "isLive">,
  behind: Background,
  { ffmpeg, jpeg, onNotice, signal }: BackgroundTools,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const { feather, lightWrap, despill } = options;
  const iterator = source[Symbol.asyncIterator]();
  // With the first frame the source knows its rate and clock.
  const first = await iterator.next();
  const { codec, crf, preset, quality } = options;
  const { width, height, frameRate, timescale } = source;
  const sinkOptions: SinkOptions = {
    ...{ ffmpeg, jpeg, quality, onNotice, signal, width, height, codec, crf, preset },
    ...{ frameRate, timescale, hasAlpha: isTransparent(background), ...carried },
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
  await closeTogether(mattes ? [output, mattes] : [output]);
}

/** An iteration whose first step was made already. */
async function* continued<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  for (let step = first; !step.done; step = await rest.next()) yield step.value;
}

const processTerminal: Terminal = {
  out: (text) => writeAll(Deno.stdout, text),
  err: (text) => {
    try {
      writeAll(Deno.stderr, text);
    } catch {
      // Words are lost, not the video.
    }
  },
  write: (bytes) => writeAllTo(Deno.stdout, bytes),
  // Some terminals do not tell their size: then it is that of the old ones.
  pageColumns: () => Deno.stdout.isTerminal() ? Deno.consoleSize().columns || 80 : undefined,
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
