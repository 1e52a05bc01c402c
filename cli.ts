/**
 * The command line: `deno run -A cli.ts video.mp4 beach.jpg`. Joins files and
 * ffmpeg with masks and pixels; the only file that prints or exits.
 *
 * @module
 */

import config from "./deno.json" with { type: "json" };
import { parseArguments, type RunOptions } from "./lib/cli/arguments.ts";
import { Interrupt, Interrupts } from "./lib/cli/interrupts.ts";
import { type Console, Reporter, type Summary } from "./lib/cli/reporter.ts";
import { chooseTargets, type Targets } from "./lib/cli/targets.ts";
import { UsageError } from "./lib/cli/usage_error.ts";
import { framesOf, startRawVideo } from "./lib/io/decode.ts";
import { findFfmpeg } from "./lib/io/ffmpeg.ts";
import { readImage } from "./lib/io/image_file.ts";
import { openJpegCodec } from "./lib/io/jpeg.ts";
import { numberedFiles } from "./lib/io/numbered_files.ts";
import { PicturePool } from "./lib/io/picture_pool.ts";
import type { MaskEstimator } from "./lib/masks/estimator.ts";
import { methods } from "./lib/masks/methods.ts";
import { type FrameRange, type Progress, replaceBackground } from "./lib/pipeline.ts";
import type { Frame, Mask } from "./lib/raster.ts";
import { canRunKernels, loadKernelCode } from "./lib/simd/loader.ts";

/** Do what the command line asks; returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const request = parseArguments(args, config.version);
    if (request.kind === "run") return await run(request.options);
    terminal.out(request.text);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    terminal.err(`error: ${message.replaceAll(/\s*\n\s*/g, " ")}\n`);
    if (error instanceof UsageError) return 2;
    if (args.includes("--verbose") || args.includes("-v")) terminal.err(Deno.inspect(error) + "\n");
    return 1;
  }
}

/** One run, from its start to its summary; returns the exit code. */
async function run(options: RunOptions): Promise<number> {
  using estimator = methods[options.method].create(options);
  assertRange(options, estimator);
  const targets = chooseTargets(options);
  const reporter = new Reporter(options, terminal);
  using interrupts = new Interrupts();
  const summary: Summary = { framesRead: 0, framesWritten: 0, seconds: 0 };
  const started = performance.now();
  let failure: unknown;
  try {
    await replace(options, estimator, targets, summary, reporter, interrupts.signal);
    assertSomeWritten(options, estimator, summary);
  } catch (error) {
    failure = interrupts.signal.aborted ? interrupts.signal.reason : error;
  }
  summary.seconds = (performance.now() - started) / 1000;
  reporter.end(targets, summary, failure);
  if (failure === undefined) return 0;
  return failure instanceof Interrupt ? failure.exitCode : 1;
}

/** Open what the options name, and put it through the pipeline. */
async function replace(
  options: RunOptions,
  estimator: MaskEstimator,
  targets: Targets,
  summary: Summary,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const { frames: range, quality } = options;
  const onNotice = (text: string) => reporter.notice(text);
  const firstFrame = firstFrameNeeded(range, estimator);
  // The kernels know the tutorial's method only.
  const isNative = options.method === "tutorial" && canRunKernels();
  const ffmpeg = await findFfmpeg({ command: options.ffmpeg, onNotice });
  // ffmpeg opens the video while all else is made ready.
  const starting = { ffmpeg, firstFrame, signal, isNative };
  await using opening = await startRawVideo(options.video, starting);
  await using pool = isNative ? new PicturePool(await loadKernelCode(), options.jobs) : undefined;
  using jpeg = await openJpegCodec(onNotice);
  const background = await readImage(options.background, {
    jpeg,
    ffmpeg: () => Promise.resolve(ffmpeg),
    role: "background",
    onNotice,
    signal,
  });
  const video = await opening.open();
  Object.assign(summary, { width: video.width, height: video.height });
  reporter.detail(`decoder ${ffmpeg.command}, JPEG by ${pool ? "kernels" : jpeg.name}`);
  reporter.detail(
    `video ${video.width}×${video.height}, background ${background.width}×${background.height}`,
  );
  const onProgress = (progress: Progress) => {
    Object.assign(summary, progress);
    const last = Math.min(video.frameCount ?? Infinity, range?.last ?? Infinity);
    const total = Number.isFinite(last) ? last - firstFrame + 1 : undefined;
    reporter.progress(progress.framesRead, total);
  };
  if (pool !== undefined) {
    const { threshold } = options;
    const { warmUp } = estimator;
    const common = { background, threshold, quality, warmUp, range, onProgress, signal };
    await pool.writePictures(video, { ...targets, ...common });
    return;
  }
  const { mattes } = targets;
  await replaceBackground(framesOf(video), {
    estimator,
    background,
    output: numberedFiles<Frame>(targets.output, (f) => jpeg.encode(f, quality), signal),
    ...(mattes && { mattes: numberedFiles<Mask>(mattes, await loadPngEncoder(), signal) }),
    ...(range && { range }),
    onProgress,
    signal,
  });
}

/** PNG is for mattes only, so it is loaded when they are asked for. */
async function loadPngEncoder() {
  const { encodeGrayPng } = await import("./lib/io/png.ts");
  return encodeGrayPng;
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
    frames !== undefined && frames.first > warmUp
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
