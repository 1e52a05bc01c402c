import { startRawVideo } from "../../files/ffmpeg/decode/open_video.ts";
import { findFfmpeg } from "../../files/ffmpeg/ffmpeg.ts";
import { openStore } from "../../pipeline/mattes.ts";
import { isTransparent, readBackground } from "../background/open_background.ts";
import { openMethod } from "../method/open_method.ts";
import { prepareMethod } from "../method/prepare_method.ts";
import { chooseMethod } from "../options/defaults.ts";
import type { RunOptions } from "../options/run_options.ts";
import { expectedFrames } from "../source/expected_frames.ts";
import type { Input } from "../source/inputs.ts";
import { assertShardable } from "../shards/shard_run.ts";
import { chooseTargets } from "../targets/choose_targets.ts";

/** What is to be planned. */
export interface PlannedRun {
  /** The run, as it was asked for. */
  readonly asked: RunOptions;
  readonly inputs: readonly Input[];
  /** Whether each gets an output of its own. */
  readonly areMany: boolean;
  /** What the first of them is asked for. */
  readonly first: RunOptions;
  /** Whether the command `survey` takes an option of the run, as it is written. */
  readonly surveyTakes: (word: string) => boolean;
}

/** What a plan needs while it is made. */
export interface PlanTools {
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
}

/** What is known of the first video. */
export interface SeenVideo {
  readonly framesPerSecond: number;
  /** How many frames are made of it. */
  readonly frames: number;
  /** Whether its method remembers all frames before. */
  readonly isEndless: boolean;
  /** Its method's name. */
  readonly method: string;
  /** Whether its method looks at the whole video before. */
  readonly hasSurvey: boolean;
  /** Whether a video is made of it. */
  readonly isVideo: boolean;
}

/** Where ffmpeg does not tell a rate. */
const USUAL_RATE = 25;

/**
 * Look at the first video, and at the method that is meant: the one program that a plan starts
 * besides its measurement.
 *
 * @param run The run.
 * @param tools What ends it, and who is told.
 */
export async function lookAtRun(
  { first, inputs, areMany }: PlannedRun,
  { signal, onNotice }: PlanTools,
): Promise<SeenVideo> {
  const { ffmpeg: command, names, start, duration, fps, frames: range } = first;
  const ffmpeg = await findFfmpeg({ command, names, onNotice, signal });
  const hasAlpha = isTransparent(readBackground(first));
  const isStill = inputs.find(({ path }) => path === first.video)?.isPhoto === true;
  const targets = chooseTargets(first, hasAlpha, isStill);
  if (!areMany) assertShardable({ options: first, targets, isStill });
  const { method } = chooseMethod(first, targets, isStill);
  const isVideo = targets.output.kind === "video";
  const whole = { method, isVideo, isEndless: false, hasSurvey: false };
  if (isStill) return { ...whole, framesPerSecond: USUAL_RATE, frames: 1 };
  const reading = { ffmpeg, names, start, duration, fps, signal, isNative: false };
  await using opening = await startRawVideo(first.video, reading);
  await using video = await opening.open();
  const { numerator, denominator } = video.frameRate ?? { numerator: USUAL_RATE, denominator: 1 };
  const framesPerSecond = fps ?? numerator / denominator;
  const all = expectedFrames(video, { start, duration, fps }) ?? 1;
  const last = Math.min(range?.last ?? Infinity, all);
  const frames = Math.max(1, last - (range?.first ?? 1) + 1);
  if (areMany) return { ...whole, framesPerSecond, frames };
  const prepared = await prepareMethod(method, first);
  using store = await openStore();
  const plate = { ffmpeg, isAccurate: isVideo, isSquare: true, store, onNotice, signal };
  using opened = await openMethod(prepared, { ...first, method }, plate);
  const isEndless = opened.needs.lookback === Infinity;
  const hasSurvey = opened.estimator.survey !== undefined;
  return { ...whole, framesPerSecond, frames, isEndless, hasSurvey };
}
