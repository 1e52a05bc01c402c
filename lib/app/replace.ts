/**
 * What a run does once all is chosen: opens what the options name, and carries the plan out.
 *
 * @module
 */

import type { Background, BackgroundChoice } from "../backgrounds/mod.ts";
import { continued } from "../continued.ts";
import { framesOf, type VideoSource } from "../files/ffmpeg/decode/open_by_ffmpeg.ts";
import type { LearnedOptions, OpenVideoOptions } from "../files/ffmpeg/decode/decode_arguments.ts";
import { type OpeningVideo, startRawVideo } from "../files/ffmpeg/decode/open_video.ts";
import type { RawFrames } from "../files/ffmpeg/decode/raw_video.ts";
import type { Ffmpeg } from "../files/ffmpeg/ffmpeg.ts";
import type { Fetching } from "../files/packages/lone_package.ts";
import { openJpegCodec } from "../files/pictures/jpeg_codec.ts";
import { KernelThread } from "../files/threads/finish/kernel_thread.ts";
import { Starting } from "../files/threads/starting.ts";
import type { FrameStore } from "../memory/frame_store.ts";
import { methodSettings } from "../methods/settings/method_settings.ts";
import type { FrameRange, Progress } from "../pipeline/progress.ts";
import type { Frame, TimedFrame } from "../raster/frame.ts";
import {
  type BackgroundTools,
  isTransparent,
  openBackground,
  readBackgroundPicture,
} from "./background/open_background.ts";
import type { Fits } from "./options/defaults.ts";
import { type FinishFacts, type FinishPlan, planInWords } from "./finish_plan.ts";
import type { OpenMethod } from "./method/open_method.ts";
import type { RunOptions } from "./options/run_options.ts";
import type { RunReport, Summary } from "./run_report.ts";
import { seenFrames } from "./source/seen_frames.ts";
import { learnRoom } from "./survey/learn_room.ts";
import { expectedFrames } from "./source/expected_frames.ts";
import {
  type CarriedOver,
  carriedOver,
  lookIntoSource,
  soundLeftBehind,
} from "./source/look_into_source.ts";
import type { ShardWork, SinkOpeners } from "./shards/shard_work.ts";
import { firstFrameNeeded } from "./targets/choose_range.ts";
import type { SinkOptions } from "./targets/open_sinks.ts";
import type { Targets } from "./targets/target.ts";

/** A run's parts. */
export interface Job {
  readonly options: RunOptions;
  /** What is told once it is known that all can be read. */
  readonly firstWords: readonly string[];
  /** The numbers to write. */
  readonly range: FrameRange | undefined;
  /** How the video is read. */
  readonly reading: {
    readonly ffmpeg: Ffmpeg;
    readonly isAccurate: boolean;
    readonly isSquare: boolean;
  };
  readonly method: OpenMethod;
  /** Where frames and mattes lie. */
  readonly store: FrameStore;
  /** What the plan was chosen by. */
  readonly facts: FinishFacts;
  /** Who finishes the pictures. */
  readonly plan: FinishPlan;
  readonly background: BackgroundChoice;
  /** How what is behind fits. */
  readonly fits: Fits;
  readonly targets: Targets;
  readonly summary: Summary;
  readonly reporter: RunReport;
  readonly writeOut: SinkOptions["writeOut"];
  /** What is done for one shard, if it is not all. */
  readonly shard?: ShardWork | undefined;
}

/**
 * Open what the options name, and carry the plan out.
 *
 * @param job The run's parts; its summary is kept up to date.
 * @param signal Ends it by throwing its reason.
 * @throws What reading, the method or writing throws.
 */
export async function replace(job: Job, signal: AbortSignal): Promise<void> {
  const { options, store, plan, background, targets, reporter } = job;
  const { ffmpeg } = job.reading;
  const onNotice = (text: string) => reporter.notice(text);
  const reading = readingOf(job, onNotice, signal);
  const isTutorials = plan.kernel === "tutorial";
  // ffmpeg opens the video while all else is made ready.
  await using opening = await startRawVideo(options.video, { ...reading, isNative: isTutorials });
  const pipeline = isTutorials ? undefined : loadPipeline();
  await using helper = isTutorials ? undefined : startingHelper(job);
  // Whoever needs it sees why it is not there.
  pipeline?.catch(() => {});
  const tutorial = isTutorials ? await loadTutorial() : undefined;
  await using threads = tutorial &&
    new Starting(tutorial.startThreads(plan.threads));
  const onFetch = (fetching: Fetching) => reporter.fetch(fetching);
  using jpeg = await openJpegCodec(onNotice, { onFetch, signal });
  const tools: BackgroundTools = { ffmpeg, jpeg, store, onNotice, signal };
  if (tutorial !== undefined && threads !== undefined && background.kind === "file") {
    const picture = await readBackgroundPicture(background.path, tools);
    const video = await opening.open();
    begin(job, video, jpeg.name, `${picture.width}×${picture.height}`);
    const options = tutorialOptions(job, picture);
    const onProgress = progressOf(job, video, reading);
    await tutorial.writeTutorial(await threads.ready, video, { ...options, onProgress, signal });
    return;
  }
  const looking = lookIntoSource(opening.input, targets, { ffmpeg, signal });
  // Whoever needs the answer sees why there is none.
  looking.catch(() => {});
  await using behind = await openBackground(background, options, job.fits, tools);
  const video = await opening.open();
  begin(job, video, jpeg.name, background.kind);
  await using stack = new AsyncDisposableStack();
  const source = await openSource(job, opening, video, reading, stack);
  const carried = {
    ...carriedOf(job, await looking, opening.input, tools),
    isLive: !opening.input.isRepeatable,
  };
  const onProgress = progressOf(job, video, reading);
  await helper?.ready;
  const again = { ...reading, ...opening.learned };
  const around = { behind, tools, onProgress, reading: again };
  await replaceByPipeline(job, await pipeline!, source, carried, around);
}

/** What goes along with the pictures; of a shard, with those of the whole job. */
function carriedOf(
  { options, range, shard }: Job,
  streams: Awaited<ReturnType<typeof lookIntoSource>>,
  input: OpeningVideo["input"],
  tools: BackgroundTools,
): CarriedOver {
  if (shard === undefined) return carriedOver(streams, input, options, range, tools);
  const whole = { ...options, frames: shard.asked };
  // Who joins the pieces tells what cannot be kept.
  return carriedOver(streams, input, whole, undefined, { ...tools, onNotice: () => {} });
}

/** The thread that helps with the kernels, where there is work and a core for it. */
function startingHelper(
  { method: { refine }, options: { jobs }, store: { memory } }: Job,
): Starting<KernelThread> | undefined {
  const isShared = memory?.code.isShared === true;
  if (!isShared || jobs < 2 || refine?.steps.some(({ name }) => name === "smooth") !== true) return;
  return new Starting(KernelThread.start(memory));
}

/** What {@linkcode replaceByPipeline} needs, loaded while ffmpeg starts. */
async function loadPipeline() {
  const sinks = import("./targets/open_sinks.ts");
  return { ...await import("../pipeline/replace_background.ts"), ...await sinks };
}

/** The tutorial's threads and job, loaded where they are needed. */
async function loadTutorial() {
  const job = import("../files/threads/tutorial/write_tutorial.ts");
  return { ...await import("../files/threads/finish/starting_threads.ts"), ...await job };
}

/** Tell what is made of what, and by whom. */
function begin(
  { firstWords, reading, facts, plan, store, summary, reporter }: Job,
  { width, height }: RawFrames,
  codec: string,
  behind: string,
): void {
  for (const text of firstWords) reporter.notice(text);
  Object.assign(summary, { width, height });
  const isTutorials = plan.kernel === "tutorial";
  const encoder = isTutorials || plan.kernel === "compositeJpeg" ? "kernels" : codec;
  const isAccelerated = isTutorials || store.memory !== undefined;
  reporter.detail(`decoder ${reading.ffmpeg.command}, JPEG by ${encoder}`);
  reporter.detail(`pixels by ${isAccelerated ? "SIMD kernels" : "plain TypeScript"}`);
  reporter.detail(`plan ${planInWords(plan, facts, codec)}`);
  reporter.detail(`video ${width}×${height}, background ${behind}`);
}

/** Keeps the summary up to date, and tells. */
function progressOf(
  { range, method, summary, reporter }: Job,
  video: RawFrames,
  reading: OpenVideoOptions,
): (progress: Progress) => void {
  const firstFrame = firstFrameNeeded(range, method.needs);
  return (progress) => {
    Object.assign(summary, progress);
    const last = Math.min(expectedFrames(video, reading) ?? Infinity, range?.last ?? Infinity);
    const total = Number.isFinite(last) ? Math.max(0, last - firstFrame + 1) : undefined;
    reporter.progress(progress, total);
  };
}

/** What the threads are told that take the video as it is, and give the tutorial's own pictures. */
function tutorialOptions(
  { options: { quality }, method, range, targets: { output, mattes } }: Job,
  background: Frame,
) {
  if (output.kind !== "pictures") throw new TypeError("Cannot write JPEGs: the output is none");
  const { threshold = methodSettings.tutorial.threshold.default } = method.prepared;
  return {
    background,
    threshold,
    quality,
    range,
    output: output.pattern,
    mattes: mattes?.kind === "pictures" ? mattes.pattern : undefined,
    warmUp: method.needs.warmUp,
  };
}

/** The frames, after the method has seen what it must know beforehand. */
async function openSource(
  { method, options, targets, store, reporter }: Job,
  { input, learned }: OpeningVideo,
  video: RawFrames,
  reading: OpenVideoOptions,
  stack: AsyncDisposableStack,
): Promise<VideoSource> {
  const onNotice = (text: string) => reporter.notice(text);
  const ownDepth = method.prepared.method.takesDistance === true;
  const told = { ...options, ownDepth };
  const frames = await seenFrames(framesOf(video, store), told, reading, stack, store);
  method.fitTo(frames, onNotice);
  const again = { ...reading, ...learned };
  await learnRoom(method.estimator, {
    options,
    prepared: method.prepared,
    size: frames,
    input,
    path: options.video,
    reading: again,
    video,
    reporter,
    // A survey looks at what one eye sees.
    seen: (source) => {
      const alone = { ...options, right: undefined, depth: undefined };
      return seenFrames(source, alone, again, stack, store);
    },
  });
  const leftBehind = soundLeftBehind(input, video.audioCodecs, targets);
  if (leftBehind !== undefined) onNotice(leftBehind);
  return frames;
}

/** How the video is opened. */
function readingOf(
  { options, range, method, store, reading }: Job,
  onNotice: (text: string) => void,
  signal: AbortSignal,
): OpenVideoOptions {
  const { start, duration, size, fps, allowNetwork, names } = options;
  return {
    firstFrame: firstFrameNeeded(range, method.needs),
    start,
    duration,
    size,
    fps,
    allowNetwork,
    names,
    onNotice,
    signal,
    store,
    ...reading,
  };
}

/** What a run has around it that takes any method, any background, any target. */
interface Around {
  readonly behind: Background;
  readonly tools: BackgroundTools;
  readonly onProgress: (progress: Progress) => void;
  /** How the video is opened once more. */
  readonly reading: OpenVideoOptions & LearnedOptions;
}

/** Any method, any background, any target. */
async function replaceByPipeline(
  job: Job,
  loaded: Awaited<ReturnType<typeof loadPipeline>>,
  source: VideoSource,
  carried: CarriedOver & Pick<SinkOptions, "isLive">,
  { behind, tools, onProgress, reading }: Around,
): Promise<void> {
  const { closeTogether, replaceBackground } = loaded;
  const { range, method, store, targets, summary, reporter } = job;
  const { feather, lightWrap, despill } = job.options;
  const iterator = source[Symbol.asyncIterator]();
  // With the first frame the source knows its rate and clock.
  const first = await iterator.next();
  const sinkOptions: SinkOptions = { ...sinkOptionsOf(job, source, tools), ...carried };
  const opened = job.shard === undefined
    ? await openSinks(targets, sinkOptions, loaded)
    : await openShardSinks(job, sinkOptions, reading, first, loaded);
  await using output = opened.output;
  await using mattes = opened.mattes;
  const resets = method.resets();
  const done = await replaceBackground(continued(first, iterator), {
    estimator: method.estimator,
    refine: method.refine,
    store,
    background: behind,
    edges: { feather, lightWrap, despill },
    everyFrame: targets.output.kind !== "pictures",
    output: output.sink,
    layers: output.layers,
    ...(mattes && { mattes: mattes.sink }),
    ...(range && { range }),
    ...(resets && { resets }),
    onProgress,
    signal: tools.signal,
  });
  // What was under way when the last frame was told of is counted too.
  Object.assign(summary, done);
  using _ = reporter.finish(summary);
  await closeTogether(mattes ? [output, mattes] : [output]);
}

/** Open the targets of a shard. */
async function openShardSinks(
  { options, shard, targets }: Job,
  sinks: SinkOptions,
  reading: Around["reading"],
  first: IteratorResult<TimedFrame, void>,
  loaded: SinkOpeners,
) {
  const { openShardSinks } = await import("./shards/shard_work.ts");
  const start = { path: options.video, reading, first: first.done ? undefined : first.value };
  return await openShardSinks(targets, sinks, shard!, start, loaded);
}

/** Open the targets of a whole run. */
async function openSinks({ output, mattes }: Targets, options: SinkOptions, loaded: SinkOpeners) {
  return {
    output: await loaded.openFrameSink(output, options),
    mattes: mattes && await loaded.openMatteSink(mattes, options),
  };
}

/** How pictures are written, but for what goes from the video into the one that is made of it. */
function sinkOptionsOf(
  { options, store, plan, background, writeOut }: Job,
  { width, height, frameRate, timescale }: VideoSource,
  { ffmpeg, jpeg, onNotice, signal }: BackgroundTools,
): SinkOptions {
  const { codec, crf, preset, quality, names } = options;
  return {
    ffmpeg,
    jpeg,
    quality,
    plan,
    onNotice,
    signal,
    width,
    height,
    codec,
    crf,
    preset,
    names,
    frameRate,
    timescale,
    hasAlpha: isTransparent(background),
    writeOut,
    memory: store.memory,
  };
}
