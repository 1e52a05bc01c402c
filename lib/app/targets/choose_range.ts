import type { MaskEstimator } from "../../methods/estimator.ts";
import type { FrameRange } from "../../pipeline/progress.ts";
import { blockOf } from "../../pipeline/resets/block.ts";
import type { RunOptions } from "../options/run_options.ts";
import { firstMissing } from "./earlier_output.ts";
import type { Summary } from "../run_report.ts";
import type { Targets } from "./target.ts";
import { UsageError } from "../usage_error.ts";

/** What of a video a method needs besides the frames that are written. */
export interface FrameNeeds extends Pick<MaskEstimator, "warmUp" | "lookback"> {
  /** Every so many frames the method begins anew; `undefined` if never, or if that changes nothing. */
  readonly resetEvery?: number | undefined;
}

/**
 * The numbers to write: those behind `--warm-up`; with `--resume` those that are left. One name
 * without a number is for the first.
 *
 * @returns `undefined` for all.
 * @throws {UsageError} If `--resume` has nothing numbered to go on with.
 */
export function chooseRange(
  { frames, resume, warmUp, names }: RunOptions,
  { output, mattes }: Targets,
  estimator: FrameNeeds,
): FrameRange | undefined {
  const { first, last } = frames ?? { first: 1, last: Infinity };
  const isOne = [output, mattes].some((to) => to?.kind === "pictures" && !to.pattern.hasNumber);
  const range = warmUp > 0
    ? { first: Math.max(first, warmUp + 1), last }
    : frames ?? (isOne ? { first: 1, last: 1 } : undefined);
  if (!resume) return range;
  if (output.kind !== "pictures" || (mattes !== undefined && mattes.kind !== "pictures")) {
    throw new UsageError(`${names.named("resume")} goes on with numbered pictures only`);
  }
  const start = Math.max(range?.first ?? 1, estimator.warmUp + 1);
  const patterns = [output, ...(mattes ? [mattes] : [])].map(({ pattern }) => pattern);
  const next = Math.min(...patterns.map((pattern) => firstMissing(pattern, start)));
  return { first: next, last: Math.max(next, last) };
}

/**
 * The number to read from: a range begins a little before, where its first mask comes from. A method
 * that depends on all frames reads from the first one on, or, if it begins anew, from the run-up of the
 * range's first block.
 *
 * @param range What is written.
 * @param estimator Who makes the masks.
 */
export function firstFrameNeeded(
  range: FrameRange | undefined,
  { warmUp, lookback, resetEvery }: FrameNeeds,
): number {
  const first = range?.first ?? 1;
  if (resetEvery !== undefined) return blockOf(first, { every: resetEvery, warmUp }).start;
  return Math.max(1, first - lookback);
}

/**
 * Check that a range reaches the first picture.
 *
 * @throws {UsageError} If it does not.
 */
export function assertRange(options: RunOptions, estimator: FrameNeeds): void {
  const { frames, method, warmUp, names } = options;
  const none = Math.max(warmUp, estimator.warmUp);
  if (frames === undefined || frames.last > none) return;
  const why = warmUp > estimator.warmUp
    ? `${names.named("warmUp")} leaves out frames 1 to ${none}`
    : noPicture(`the method '${method}'`, none);
  throw new UsageError(`${names.named("frames")} must reach ${none + 1}: ${why}`);
}

/**
 * That a method has to warm up, in words.
 *
 * @param who The method.
 * @param warmUp How many frames it makes no picture of.
 */
export function noPicture(who: string, warmUp: number): string {
  return `${who} makes no picture of ${warmUp === 1 ? "frame 1" : `frames 1 to ${warmUp}`}`;
}

/**
 * Whether a shard has nothing to write: its pictures are all there, for `--resume`, or its frames are
 * among those of which no picture is made.
 *
 * @param range What is to be written.
 * @param options The shard's options.
 * @param targets Where it writes.
 * @param estimator Who makes the masks.
 */
export function writesNothing(
  range: FrameRange | undefined,
  { frames, warmUp }: RunOptions,
  { output }: Targets,
  estimator: FrameNeeds,
): boolean {
  const last = frames?.last ?? Infinity;
  // Of a video each frame is written.
  const none = output.kind === "video" ? warmUp : Math.max(warmUp, estimator.warmUp);
  return (range?.first ?? 1) > last || last <= none;
}

/**
 * Check that something was written.
 *
 * @param options The command line.
 * @param range What was to be written.
 * @param estimator Who made the masks.
 * @param summary How far the run came.
 * @throws {Error} If nothing was, with the reason.
 */
export function assertSomeWritten(
  { video, start }: RunOptions,
  range: FrameRange | undefined,
  estimator: FrameNeeds,
  { framesRead, framesWritten }: Summary,
): void {
  if (framesWritten > 0) return;
  const { warmUp } = estimator;
  const count = firstFrameNeeded(range, estimator) - 1 + framesRead;
  throw new Error(
    start !== undefined && framesRead === 0
      ? `Cannot start at ${start} s: '${video}' ends before that`
      : range !== undefined && range.first > warmUp
      ? `Cannot write pictures from ${range.first} on: '${video}' ends before that frame`
      : `Cannot tell foreground from background: at least ${warmUp + 1} frames are needed, ` +
        `'${video}' has ${count}`,
  );
}
