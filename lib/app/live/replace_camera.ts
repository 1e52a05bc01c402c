/**
 * What a live run does: frames come from a camera, the newest is taken, and what becomes of it is handed
 * on at once.
 *
 * @module
 */

import { type CameraWishes, USUAL_WISHES } from "../../files/camera/camera_arguments.ts";
import { openCamera } from "../../files/camera/open_camera.ts";
import type { Ffmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import type { Fetching } from "../../files/packages/lone_package.ts";
import { openJpegCodec } from "../../files/pictures/jpeg_codec.ts";
import type { FrameStore } from "../../memory/frame_store.ts";
import { GuardedEstimator } from "../../pipeline/live/guarded_estimator.ts";
import { budgetLeft, liveBudget, liveRefinement } from "../../pipeline/live/latency.ts";
import type { LiveMethod } from "../../pipeline/live/choose_live.ts";
import { LiveMattes } from "../../pipeline/live/live_mattes.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import type { Size } from "../../raster/frame.ts";
import { untilAborted } from "../../until_aborted.ts";
import {
  type BackgroundTools,
  isTransparent,
  type NamedBackground,
  openBackground,
} from "../background/open_background.ts";
import type { Fits } from "../options/defaults.ts";
import type { FinishPlan } from "../finish_plan.ts";
import type { OpenMethod } from "../method/open_method.ts";
import type { RunOptions } from "../options/run_options.ts";
import type { RunReport, Summary } from "../run_report.ts";
import {
  closeTogether,
  openFrameSink,
  openMatteSink,
  type SinkOptions,
} from "../targets/open_sinks.ts";
import type { Targets } from "../targets/target.ts";
import { findCamera } from "./find_camera.ts";
import { KEYS_IN_WORDS, keysIn } from "./live_keys.ts";
import { LiveRun } from "./live_run.ts";
import { LiveSource } from "./live_source.ts";
import { restUnread } from "./on_demand.ts";
import { ShownBackground } from "./shown_background.ts";

/** A live run's parts. */
export interface LiveJob {
  readonly options: RunOptions;
  /** What is told once it is known that the camera can be read. */
  readonly firstWords: readonly string[];
  readonly range: FrameRange | undefined;
  readonly ffmpeg: Ffmpeg;
  readonly method: OpenMethod;
  readonly store: FrameStore;
  readonly plan: FinishPlan;
  readonly backgrounds: readonly NamedBackground[];
  readonly fits: Fits;
  readonly targets: Targets;
  readonly summary: Summary;
  readonly reporter: RunReport;
  readonly writeOut: SinkOptions["writeOut"];
  /** What is typed meanwhile, if somebody may. */
  readonly keys: AsyncIterable<string> | undefined;
}

/** How long the last frames may take when the end is asked for, in milliseconds. */
const LAST_WAIT = 3000;

/**
 * Replace the background of what a camera gives, until it is ended.
 *
 * @param job The run's parts; its summary is kept up to date.
 * @param signal Ends it: before the first frame by throwing its reason, later as the key `q` does.
 * @throws What the camera throws at the beginning, or writing.
 */
export async function replaceCamera(job: LiveJob, signal: AbortSignal): Promise<void> {
  const { options, ffmpeg, store, method, reporter, summary, range } = job;
  const onNotice = (text: string) => reporter.notice(text);
  using ending = new Ending(signal);
  const onFetch = (fetching: Fetching) => reporter.fetch(fetching);
  using jpeg = await openJpegCodec(onNotice, { onFetch, signal: ending.signal });
  const tools: BackgroundTools = { ffmpeg, jpeg, store, onNotice, signal: ending.signal };
  const open = ({ choice }: NamedBackground) => openBackground(choice, options, job.fits, tools);
  await using shown = await ShownBackground.open(job.backgrounds, open, onNotice);
  const remarks = new Set<string>();
  await using source = await openSource(job, remarks, ending.signal);
  method.fitTo(source, onNotice);
  using live = new LiveMattes(methodOf(job, remarks), options.mirror);
  const sinks = sinkOptionsOf(job, source, tools);
  await using output = await openFrameSink(job.targets.output, sinks);
  await using mattes = job.targets.mattes && await openMatteSink(job.targets.mattes, sinks);
  const run = new LiveRun({
    ...{ source, live, shown, store, range, summary, reporter, remarks },
    edges: { feather: options.feather, lightWrap: options.lightWrap, despill: options.despill },
    output: output.sink,
    layers: output.layers,
    mattes: mattes?.sink,
  });
  // Who cannot have a network hears of it, and sees no empty room for ever.
  await untilAborted(live.method.guard.prepare(source), ending.signal);
  begin(job, source);
  await goUntilEnd(job, run, source, ending);
  using _ = reporter.finish(summary);
  await closeTogether(mattes ? [output, mattes] : [output]);
  if (summary.framesWritten === 0 && job.targets.output.kind !== "live") {
    throw new Error(`Cannot record '${options.video}': it has given no frame before the end`);
  }
}

/** Show frames until somebody asks for the end; a virtual camera's only while somebody reads it. */
async function goUntilEnd(
  { options, targets: { output }, keys }: LiveJob,
  run: LiveRun,
  source: LiveSource,
  ending: Ending,
): Promise<void> {
  ending.soften(() => source.end(), options.duration);
  listen(keys, run, ending);
  using _demand = output.kind === "live" && output.place.to === "device"
    ? restUnread({ onRest: (isResting) => source.rest(isResting) })
    : undefined;
  await run.go(ending.signal);
  ending.calm();
}

/** Ends a run: at once before it has begun, later as somebody who is asked to come to an end. */
class Ending implements Disposable {
  readonly #asked: AbortSignal;
  readonly #controller = new AbortController();
  readonly #timers: ReturnType<typeof setTimeout>[] = [];
  #end: (() => void) | undefined;
  #isAsked = false;

  constructor(asked: AbortSignal) {
    this.#asked = asked;
    asked.addEventListener("abort", this.#onAbort);
    if (asked.aborted) this.#onAbort();
  }

  /** Ends all work by throwing its reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * From now on, ask for the end first.
   *
   * @param end Asks for it.
   * @param seconds After how many seconds it is asked for without a signal.
   */
  soften(end: () => void, seconds: number | undefined): void {
    this.#end = end;
    if (seconds !== undefined) this.#after(1000 * seconds, () => this.ask());
  }

  /** Ask for the end. */
  ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#end?.();
    const late = new Error("Cannot come to an end: whoever reads the output takes nothing");
    this.#after(LAST_WAIT, () => this.#controller.abort(late));
  }

  /** What is left may take its time. */
  calm(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }

  readonly #onAbort = (): void => {
    if (this.#end === undefined) this.#controller.abort(this.#asked.reason);
    else this.ask();
  };

  #after(milliseconds: number, act: () => void): void {
    this.#timers.push(setTimeout(act, milliseconds));
  }

  [Symbol.dispose](): void {
    this.#asked.removeEventListener("abort", this.#onAbort);
    this.calm();
  }
}

/** What is said of a camera. */
const CHANGES = {
  gone: "gives nothing any more: it is opened again as soon as it is there",
  resting: "is let go: nobody reads the virtual camera; it is opened again when somebody does",
  there: "is there again",
} as const;

/** The camera, open. */
async function openSource(
  { options, ffmpeg, store, reporter }: LiveJob,
  remarks: Set<string>,
  signal: AbortSignal,
): Promise<LiveSource> {
  const camera = await findCamera(options, ffmpeg, signal);
  const wishes = wishesOf(options);
  const label = options.video;
  const source = await LiveSource.open({
    store,
    signal,
    open: (size = options.size, signal) =>
      openCamera(camera, { ffmpeg, label, wishes, size, signal }),
    onChange(change) {
      const words = "no camera";
      if (change === "there") remarks.delete(words);
      else remarks.add(words);
      reporter.notice(`'${label}' ${CHANGES[change]}`);
    },
  });
  return source;
}

function wishesOf({ cameraSize, cameraFps }: RunOptions): CameraWishes {
  return { size: cameraSize ?? USUAL_WISHES.size, rate: cameraFps ?? USUAL_WISHES.rate };
}

/** The method, which never shows the room when it fails, and looks no farther ahead than it may. */
function methodOf({ options, method, reporter }: LiveJob, remarks: Set<string>): LiveMethod {
  const words = "the method fails";
  const guard = new GuardedEstimator(method.estimator, {
    onFailure(line) {
      remarks.add(words);
      reporter.notice(`the method fails, and only the background is shown: ${line}`);
    },
    onRecovery: () => remarks.delete(words),
  });
  const left = budgetLeft(guard, liveBudget(options.lowLatency));
  const refine = { ...method.refine, steps: liveRefinement(method.refine.steps, left) };
  return { guard, refine, [Symbol.dispose]: () => guard[Symbol.dispose]() };
}

/** Tell what is made of what, and how it is told otherwise. */
function begin(
  { options, firstWords, summary, reporter, keys }: LiveJob,
  source: LiveSource,
): void {
  const { width, height } = source;
  source.begin();
  for (const text of firstWords) reporter.notice(text);
  const { cameraSize } = options;
  const isOther = cameraSize && (cameraSize.width !== width || cameraSize.height !== height);
  if (isOther && options.size === undefined) {
    reporter.notice(
      `'${options.video}' gives ${width}×${height} instead of ` +
        `${cameraSize.width}×${cameraSize.height}`,
    );
  }
  if (keys !== undefined) reporter.notice(KEYS_IN_WORDS);
  Object.assign(summary, { width, height });
  reporter.detail(`camera ${options.video}, ${width}×${height}`);
}

/** Do what is typed. */
async function listen(keys: LiveJob["keys"], run: LiveRun, ending: Ending): Promise<void> {
  if (keys === undefined) return;
  for await (const text of keys) {
    for (const key of keysIn(text)) {
      if (key === "quit") ending.ask();
      else run.press(key);
    }
  }
}

/** How pictures are written. */
function sinkOptionsOf(
  { options, store, plan, backgrounds, writeOut }: LiveJob,
  { width, height }: Size,
  { ffmpeg, jpeg, onNotice, signal }: BackgroundTools,
): SinkOptions {
  const { codec, crf, preset, quality, names } = options;
  return {
    ...{ ffmpeg, jpeg, quality, plan, onNotice, signal, width, height, codec, crf, preset, names },
    frameRate: undefined,
    timescale: undefined,
    hasAlpha: backgrounds.some(({ choice }) => isTransparent(choice)),
    writeOut,
    memory: store.memory,
    isLive: true,
  };
}
