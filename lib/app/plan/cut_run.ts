import { counted } from "../../counted.ts";
import type { InputLengths } from "../shards/sets/input_lengths.ts";
import type { PlannedRun, SeenVideo } from "./look_at_run.ts";
import type { MeasuredRate } from "./measure_rate.ts";
import {
  type SizedFrames,
  type SizedSets,
  type SizedShards,
  sizeFrames,
  sizeSets,
  wallSeconds,
} from "./size_shards.ts";

/** The numbers of nodes that the wall time is told for. */
const NODES = [1, 10, 1000];

/** What a plan is made of. */
export interface PlanFigures {
  readonly videos: number;
  /** Of video, in all. */
  readonly hours: number;
  /** Videos that do not tell their length. */
  readonly estimated: number;
  readonly frames: number;
  /** Frames a second of one node. */
  readonly rate: number;
  readonly shards: number;
  /** What the longest takes. */
  readonly longestMinutes: number;
  /** What all take together, the survey included. */
  readonly nodeHours: number;
  /** Of many videos those of each shard, by their paths. */
  readonly sets: readonly (readonly string[])[] | null;
  /** After how many frames the method begins anew, if it does. */
  readonly resetEvery: number | null;
  /** Estimated wall time by the number of nodes, in minutes. */
  readonly wallMinutes: Readonly<Record<number, number>>;
}

/** How a run is cut. */
export interface PlannedCut {
  readonly sized: SizedShards & Partial<SizedFrames & SizedSets>;
  readonly hasSurvey: boolean;
  readonly about: readonly string[];
  readonly figures: PlanFigures;
}

/** What is known beforehand. */
interface Known {
  readonly lengths: InputLengths;
  readonly video: SeenVideo;
  readonly measured: MeasuredRate | undefined;
}

/** What a run is cut by. */
export interface CutSizing {
  /** How many minutes a shard should take. */
  readonly minutes: number;
  /** Frames a second of one node, if that was said. */
  readonly rate: number | undefined;
  /** Cores of a node. */
  readonly cpus: number;
  readonly mostShards: number;
}

/**
 * Cut a run into shards of about so many minutes.
 *
 * @param run The run.
 * @param options What it is cut by.
 * @param known What is known of its videos, and how fast they are made.
 */
export function cutRun(
  run: PlannedRun,
  { minutes, rate: told, cpus, mostShards }: CutSizing,
  known: Known,
): PlannedCut {
  const { asked, areMany, first } = run;
  const { lengths, video, measured } = known;
  const { rate: measuredRate = 1, startSeconds = 0, surveyRate } = measured ?? {};
  // Each of many videos is surveyed by its own shard.
  const isSurveyed = areMany && surveyRate !== undefined;
  const rate = told ??
    (isSurveyed ? 1 / (1 / measuredRate + 1 / surveyRate) : measuredRate);
  const sizing = { rate, minutes, startSeconds, mostShards };
  const sized: PlannedCut["sized"] = areMany
    ? sizeSets(lengths.lengths, video.framesPerSecond, sizing)
    : sizeFrames({ ...video, resetEvery: asked.resetEvery }, sizing);
  const hasSurvey = video.hasSurvey && sized.shards > 1 && asked.survey === undefined;
  const surveySeconds = hasSurvey && surveyRate ? video.frames / surveyRate : 0;
  const figures = { ...figuresOf(run, known, sized, surveySeconds), rate };
  const { wallMinutes } = figures;
  const measuring = measured === undefined
    ? "as was said"
    : `as measured here with ${counted(measured.frames, "frame")} of '${first.video}' ` +
      `(${counted(cpus, "core")})`;
  const walls = NODES.map((nodes) => `${time(wallMinutes[nodes])} on ${counted(nodes, "node")}`);
  const besides = hasSurvey && surveySeconds === 0 ? ", and the survey" : "";
  const about = [
    ...aboutVideos(figures, lengths, areMany, video.framesPerSecond),
    `${rounded(rate)} frames a second of a node, ${measuring}`,
    ...aboutShards(figures, asked.resetEvery),
    `wall time about ${walls.join(", ")}${besides}`,
  ];
  return { sized, hasSurvey, about, figures };
}

function figuresOf(
  { areMany }: PlannedRun,
  { lengths, video: { frames, framesPerSecond } }: Known,
  { shards, seconds: each, sets, resetEvery }: PlannedCut["sized"],
  surveySeconds: number,
): Omit<PlanFigures, "rate"> {
  const milliseconds = lengths.lengths.reduce((sum, one) => sum + one.milliseconds, 0);
  const seconds = areMany ? milliseconds / 1000 : frames / framesPerSecond;
  const wallMinutes = Object.fromEntries(
    NODES.map((nodes) => [nodes, (surveySeconds + wallSeconds(each, nodes)) / 60]),
  );
  return {
    videos: lengths.lengths.length,
    hours: seconds / 3600,
    estimated: lengths.estimated,
    frames: areMany ? Math.round(seconds * framesPerSecond) : frames,
    shards,
    longestMinutes: each.reduce((a, b) => Math.max(a, b), 0) / 60,
    nodeHours: (surveySeconds + each.reduce((a, b) => a + b, 0)) / 3600,
    wallMinutes,
    sets: sets ?? null,
    resetEvery: resetEvery ?? null,
  };
}

function aboutVideos(
  { hours, frames, videos, estimated }: PlanFigures,
  { bytesPerSecond }: InputLengths,
  areMany: boolean,
  framesPerSecond: number,
): string[] {
  const files = areMany ? ` in ${counted(videos, "file")}` : "";
  const lines = [
    `${time(60 * hours)} of video${files}, ${counted(frames, "frame")}` +
    (areMany ? ` at ${rounded(framesPerSecond)} a second, as the first has them` : ""),
  ];
  if (estimated > 0) {
    lines.push(
      `${counted(estimated, "file")} did not tell the length: it is estimated by the size, at ` +
        `${rounded(bytesPerSecond / 1e6)} MB a second`,
    );
  }
  return lines;
}

function aboutShards(
  { shards, longestMinutes, resetEvery }: PlanFigures,
  asked: number | undefined,
): string[] {
  const longest = shards === 1 ? "" : ", the longest";
  const lines = [`${counted(shards, "shard")}${longest} of ${time(longestMinutes)}`];
  if (resetEvery !== null && asked === undefined) {
    lines.push(
      `the method remembers all frames before, so it begins anew every ${resetEvery} frames, ` +
        "once a shard: --reset-every says another number",
    );
  }
  return lines;
}

/** "3 h 20 min", "45 min", "20 s". */
function time(minutes: number): string {
  if (minutes < 1) return `${Math.max(1, Math.round(60 * minutes))} s`;
  const whole = Math.round(minutes);
  if (whole < 60) return `${whole} min`;
  const hours = Math.floor(whole / 60);
  return whole % 60 === 0 || hours >= 48 ? `${hours} h` : `${hours} h ${whole % 60} min`;
}

/** Three digits. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}
