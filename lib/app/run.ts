/**
 * One run: what was asked for, with all that was left out chosen, and done.
 *
 * @module
 */

import type { Background, BackgroundChoice } from "../backgrounds/mod.ts";
import { assertPlate } from "./method/clean_plate.ts";
import { claimTargets } from "./targets/claim_targets.ts";
import { wasWritten } from "./targets/earlier_output.ts";
import {
  assertRange,
  assertSomeWritten,
  chooseRange,
  firstFrameNeeded,
} from "./targets/frame_numbers.ts";
import { chooseFits, chooseMethod, type Fits, isTutorials, withoutNetwork } from "./defaults.ts";
import {
  type BackgroundTools,
  chooseBackground,
  isTransparent,
  openBackground,
  readBackgroundPicture,
} from "./background/open_background.ts";
import { isPhoto } from "./source/inputs.ts";
import { type OpenMethod, openMethod } from "./method/open_method.ts";
import type { SinkOptions } from "./targets/open_sinks.ts";
import { type PoolTargets, poolTargets, tutorialTargets } from "./targets/pool_targets.ts";
import { ownMethod, prepareMethod } from "./method/prepare_method.ts";
import type { RunOptions } from "./run_options.ts";
import { describeFailure, type Outcome, type RunReport, type Summary } from "./run_report.ts";
import {
  type CarriedOver,
  carriedOver,
  lookIntoSource,
  soundLeftBehind,
} from "./source/source_streams.ts";
import { surveyVideo } from "./source/survey.ts";
import { assertNotOnScreen, chooseTargets, nameOfTarget, type Targets } from "./targets/targets.ts";
import { unusedOptions } from "./unused_options.ts";
import { UsageError } from "./usage_error.ts";
import { framesOf, type VideoSource } from "../files/ffmpeg/decode/decode.ts";
import type { OpenVideoOptions } from "../files/ffmpeg/decode/decode_arguments.ts";
import { expectedFrames } from "./source/expected_frames.ts";
import type { Fetching } from "../files/packages/lone_package.ts";
import { type Ffmpeg, findFfmpeg } from "../files/ffmpeg/ffmpeg.ts";
import { openJpegCodec } from "../files/pictures/jpeg_codec.ts";
import type { PicturePool } from "../files/threads/picture_pool.ts";
import { startRawVideo } from "../files/ffmpeg/decode/open_video.ts";
import { methodSettings } from "../methods/settings/method_settings.ts";
import type { FrameRange, Progress } from "../pipeline/progress.ts";
import { FrameStore } from "../memory/frame_store.ts";
import { loadKernelCode } from "../memory/loader.ts";
import { openStore } from "../pipeline/mattes.ts";

/** What a run has around it. */
export interface RunSurroundings {
  /** What there is to say of the inputs, once it is known that they can be read. */
  readonly notices: readonly string[];
  /** Ends the run. */
  readonly signal: AbortSignal;
  /** Whether others come before or after. */
  readonly isOneOfMany?: boolean | undefined;
  /** Whether standard output is a terminal, which no video may go to. */
  readonly isStdoutTerminal?: boolean | undefined;
  /** Makes who is told of it, when all that was left out has been chosen. */
  report(options: RunOptions): RunReport;
  /** Writes a video that goes to standard output. */
  writeOut(bytes: Uint8Array): Promise<void>;
}

/** What a run ended with, and why it failed. */
export interface RunOutcome extends Outcome {
  readonly failure: unknown;
}

/** One run, from its start to its last words. */
export async function run(asked: RunOptions, around: RunSurroundings): Promise<RunOutcome> {
  const { notices, signal, isOneOfMany } = around;
  const background = chooseBackground(asked);
  const isStill = await isPhoto(asked.video);
  const targets = chooseTargets(asked, isTransparent(background), isStill);
  if (around.isStdoutTerminal) assertNotOnScreen(targets, asked);
  const { method, why, hint } = chooseMethod(asked, targets, isStill);
  const options = { ...asked, method };
  const prepared = await prepareMethod(method, options);
  const isPlain = isTutorials(options, prepared, targets);
  const fits = chooseFits(options, isPlain);
  assertPlate(options, prepared.method);
  const reporter = around.report(options);
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
  const firstWords = why === undefined || isOneOfMany ? notices : [...notices, why];
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
    using store = pooled ? new FrameStore(undefined) : await openStore();
    const tools = { ffmpeg, isAccurate, isSquare, store, onNotice, onFetch, signal };
    using opened = await openMethod(prepared, options, tools);
    assertRange(options, opened.needs);
    const range = chooseRange(options, targets, opened.needs);
    const writeOut = (bytes: Uint8Array) => around.writeOut(bytes);
    const parts = {
      range,
      store,
      pooled,
      background,
      fits,
      targets,
      summary,
      reporter,
      ffmpeg,
      writeOut,
    };
    const job = { options, method: opened, firstWords, isSquare, ...parts };
    await replace(job, signal);
    if (!options.resume) assertSomeWritten(options, range, opened.needs, summary);
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

/** What is loaded for all that the pool does not do. */
type Pipeline = Awaited<ReturnType<typeof loadPipeline>>;

/** A run's parts. */
interface Job {
  readonly options: RunOptions;
  /** What is told once it is known that all can be read. */
  readonly firstWords: readonly string[];
  /** The numbers to write. */
  readonly range: FrameRange | undefined;
  readonly ffmpeg: Ffmpeg;
  readonly method: OpenMethod;
  /** Where frames and mattes lie. */
  readonly store: FrameStore;
  /** What goes through the kernels' pool instead of the pipeline. */
  readonly pooled: PoolTargets | undefined;
  /** Whether the video's pixels are made square. */
  readonly isSquare: boolean;
  readonly background: BackgroundChoice;
  /** How what is behind fits. */
  readonly fits: Fits;
  readonly targets: Targets;
  readonly summary: Summary;
  readonly reporter: RunReport;
  readonly writeOut: RunSurroundings["writeOut"];
}

/** Open what the options name, and put it through the pool or the pipeline. */
async function replace(job: Job, signal: AbortSignal): Promise<void> {
  const { options, range, method, store, pooled, background, targets } = job;
  const { summary, reporter, ffmpeg, isSquare } = job;
  const onNotice = (text: string) => reporter.notice(text);
  const firstFrame = firstFrameNeeded(range, method.needs);
  const { start, duration, size, fps, allowNetwork } = options;
  const reading: OpenVideoOptions = {
    ...{ ffmpeg, firstFrame, start, duration, size, fps, allowNetwork, onNotice, signal },
    isAccurate: areColoursRight(targets),
    isSquare,
    store,
  };
  const isNative = pooled !== undefined;
  // ffmpeg opens the video while all else is made ready.
  await using opening = await startRawVideo(options.video, { ...reading, isNative });
  const looking = lookIntoSource(opening.input, targets, { ffmpeg, signal });
  // Whoever needs the answer sees why there is none.
  looking.catch(() => {});
  const pipeline = pooled ? undefined : loadPipeline();
  pipeline?.catch(() => {});
  await using pool = pooled && await openPool(options.jobs);
  const onFetch = (fetching: Fetching) => reporter.fetch(fetching);
  using jpeg = await openJpegCodec(onNotice, { onFetch, signal });
  const tools: BackgroundTools = { ffmpeg, jpeg, store, onNotice, signal };
  const picture = pooled && await readBackgroundPicture(pooled.background, tools);
  await using behind = picture
    ? undefined
    : await openBackground(background, options, job.fits, tools);
  const video = await opening.open();
  for (const text of job.firstWords) reporter.notice(text);
  Object.assign(summary, { width: video.width, height: video.height });
  const isAccelerated = pool !== undefined || store.memory !== undefined;
  const encoder = pool ? "kernels" : jpeg.name;
  reporter.detail(`decoder ${ffmpeg.command}, JPEG by ${encoder}`);
  reporter.detail(`pixels by ${isAccelerated ? "SIMD kernels" : "plain TypeScript"}`);
  const behindSize = picture ? `${picture.width}×${picture.height}` : background.kind;
  reporter.detail(`video ${video.width}×${video.height}, background ${behindSize}`);
  const onProgress = (progress: Progress) => {
    Object.assign(summary, progress);
    const last = Math.min(expectedFrames(video, reading) ?? Infinity, range?.last ?? Infinity);
    const total = Number.isFinite(last) ? Math.max(0, last - firstFrame + 1) : undefined;
    reporter.progress(progress, total);
  };
  if (pool !== undefined && pooled !== undefined && picture !== undefined) {
    const { quality } = options;
    const { threshold = methodSettings.tutorial.threshold.default } = method.prepared;
    const { warmUp } = method.needs;
    const common = { background: picture, threshold, quality, warmUp, range, onProgress, signal };
    await pool.writePictures(video, { ...pooled, ...common });
  } else {
    const { input } = opening;
    method.fitTo(video, onNotice);
    const path = options.video;
    const again = { ...reading, ...opening.learned };
    await surveyVideo(method.estimator, { input, path, reading: again, video, reporter });
    const frames = framesOf(video, store);
    const leftBehind = soundLeftBehind(input, video.audioCodecs, targets);
    if (leftBehind !== undefined) onNotice(leftBehind);
    const carried = {
      ...carriedOver(await looking, input, options, range, tools),
      isLive: !input.isRepeatable,
    };
    await replaceByPipeline(job, await pipeline!, frames, carried, behind!, tools, onProgress);
  }
}

/** The kernels' pool, loaded where it is needed. */
async function openPool(jobs: number): Promise<PicturePool> {
  const { PicturePool } = await import("../files/threads/picture_pool.ts");
  return new PicturePool(await loadKernelCode(), jobs);
}

/** What {@linkcode replaceByPipeline} needs, loaded while ffmpeg starts. */
async function loadPipeline() {
  const sinks = import("./targets/open_sinks.ts");
  return { ...await import("../pipeline/replace_background.ts"), ...await sinks };
}

/** Any method, any background, any target. */
async function replaceByPipeline(
  { options, range, method, store, background, targets, summary, reporter, writeOut }: Job,
  { openFrameSink, openMatteSink, closeTogether, replaceBackground }: Pipeline,
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
  const { codec, crf, preset, quality, jobs } = options;
  const { width, height, frameRate, timescale } = source;
  const sinkOptions: SinkOptions = {
    ...{ ffmpeg, jpeg, quality, jobs, onNotice, signal, width, height, codec, crf, preset },
    ...{ frameRate, timescale, hasAlpha: isTransparent(background), ...carried },
    writeOut,
    memory: store.memory,
  };
  await using output = await openFrameSink(targets.output, sinkOptions);
  await using mattes = targets.mattes && await openMatteSink(targets.mattes, sinkOptions);
  const done = await replaceBackground(continued(first, iterator), {
    estimator: method.estimator,
    refine: method.refine,
    store,
    background: behind,
    edges: { feather, lightWrap, despill },
    everyFrame: targets.output.kind !== "pictures",
    output: output.sink,
    // Of a background that stays, a JPEG copies bits; of another, libjpeg-turbo alone is quicker.
    layers: targets.output.kind !== "pictures" || behind.isStill ? output.layers : undefined,
    ...(mattes && { mattes: mattes.sink }),
    ...(range && { range }),
    onProgress,
    signal,
  });
  // What was under way when the last frame was told of is counted too.
  Object.assign(summary, done);
  using _ = reporter.finish(summary);
  await closeTogether(mattes ? [output, mattes] : [output]);
}

/** An iteration whose first step was made already. */
async function* continued<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  for (let step = first; !step.done; step = await rest.next()) yield step.value;
}
