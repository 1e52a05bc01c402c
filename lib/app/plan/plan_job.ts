import { basename, extname } from "node:path";
import {
  argumentsOf,
  type CommandLine,
  isOption,
  program,
  withOption,
} from "../options/command_line.ts";
import { UsageError } from "../usage_error.ts";
import { kubernetesJob, manifestText, MOST_COMPLETIONS } from "./engines/kubernetes_job.ts";
import { parallelJob } from "./engines/parallel_job.ts";
import { slurmJob } from "./engines/slurm_job.ts";
import { inputLengths } from "../shards/sets/input_lengths.ts";
import { type FirstStep, quoted, type ShardedJob } from "./job.ts";
import { lookAtRun, type PlannedRun, type PlanTools, type SeenVideo } from "./look_at_run.ts";
import { measureRate } from "./measure_rate.ts";
import type { EngineName, PlanOptions } from "./plan_options.ts";
import { cutRun, type PlanFigures, type PlannedCut } from "./cut_run.ts";

/** A job, and what it was planned by. */
export interface Plan {
  /** What the engine is given. */
  readonly text: string;
  /** What was assumed, a line each. */
  readonly about: readonly string[];
  readonly figures: PlanFigures;
}

/**
 * Plan a run as a job of shards. Nothing is submitted.
 *
 * @param run The run.
 * @param options For whom.
 * @param tools What ends it, and who is told.
 * @returns The job as its engine takes it.
 * @throws {UsageError} If it cannot be cut.
 */
export async function planJob(
  run: PlannedRun,
  options: PlanOptions,
  tools: PlanTools,
): Promise<Plan> {
  assertCuttable(run);
  const lengths = inputLengths(run.inputs, run.asked);
  const video = await lookAtRun(run, tools);
  const measured = options.rate === undefined
    ? await measureRate(run.first, { ...tools, ...video })
    : undefined;
  const { engine, cpus, minutes, rate } = options;
  const sizing = { minutes, rate, cpus, mostShards: MOST_SHARDS[engine] };
  const cut = cutRun(run, sizing, { lengths, video, measured });
  const job = jobOf(run, video, options, cut);
  return { text: textOf(job, options), about: job.about, figures: cut.figures };
}

/** Refuse what has no shards. */
function assertCuttable({ asked }: PlannedRun): void {
  const { output, names } = asked;
  if (asked.shard !== undefined || asked.shards !== undefined) {
    throw new UsageError(`plan writes ${names.named("shard")} itself: leave it out`);
  }
  if (output === "-") {
    throw new UsageError(`shards write files: ${names.with("output", "out.mp4")}`);
  }
}

/** More jobs than Slurm holds if nobody sets `MaxJobCount`. */
const MOST_JOBS = 10_000;

const MOST_SHARDS: Readonly<Record<EngineName, number>> = {
  slurm: MOST_JOBS - 2,
  kubernetes: MOST_COMPLETIONS,
  parallel: 1_000_000,
};

/** After how many times the longest shard an engine ends one. */
const PATIENCE = 4;
/** And after how many minutes at least. */
const LEAST_MINUTES = 30;

/** How the Dockerfile's image starts the program. */
const IN_IMAGE = "deno run --quiet --cached-only -A /opt/backdrop/cli.ts";

function jobOf(
  run: PlannedRun,
  video: SeenVideo,
  options: PlanOptions,
  { sized, hasSurvey, about, figures }: PlannedCut,
): ShardedJob {
  const { asked: { output, words }, areMany } = run;
  const { engine, retries, throttle, cpus, gigabytes } = options;
  const place = output.replace(/[/\\]+$/, "");
  const beside = `${place}.job/`;
  const surveyFile = hasSurvey ? `${beside}survey.bin` : undefined;
  const line = lineOf(words, sized.resetEvery, surveyFile);
  const finished = areMany ? `${place}/` : output;
  return {
    name: nameOf(place),
    program: engine === "kubernetes"
      ? options.program ?? IN_IMAGE
      : options.program ?? program().map(quoted).join(" "),
    first: surveyFile !== undefined
      ? { part: "survey", words: surveyWords(run, video, surveyFile), file: surveyFile }
      : areMany
      ? cutStep(line, sized.shards, place)
      : undefined,
    run: argumentsOf(line),
    shards: sized.shards,
    finish: ["join", finished],
    status: ["status", finished],
    logs: beside,
    retries,
    throttle,
    cpus,
    gigabytes,
    minutes: Math.max(LEAST_MINUTES, Math.ceil(PATIENCE * figures.longestMinutes)),
    about,
  };
}

/** The command line of a shard, but for its number. */
function lineOf(
  words: CommandLine,
  resetEvery: number | undefined,
  survey: string | undefined,
): CommandLine {
  // What begins with a hyphen would need "--" before it, and more options come behind.
  const files = words.files.map((file) => isOption(file) ? `./${file}` : file);
  let line: CommandLine = { ...words, files };
  if (resetEvery !== undefined) {
    line = withOption(line, "--reset-every", "--reset-every", String(resetEvery));
  }
  if (survey !== undefined) line = withOption(line, "--survey", "--survey", survey);
  return line;
}

/** What notes which videos there are, and how they are cut: a thousand nodes need not read all heads. */
function cutStep(line: CommandLine, shards: number, place: string): FirstStep {
  return {
    part: "cut",
    words: [...argumentsOf(line), "--shards", String(shards)],
    file: `${place}.shards/manifest.json`,
  };
}

/** What learns of a video what all of its shards need. */
function surveyWords(
  { asked: { words }, surveyTakes }: PlannedRun,
  { method, isVideo }: SeenVideo,
  file: string,
): readonly string[] {
  const options = words.options.filter(([word]) => surveyTakes(word));
  const isNamed = options.some(([word]) => /^(-m|--method)/.test(word));
  return [
    "survey",
    ...argumentsOf({ files: words.files.slice(0, 1), options }),
    ...isNamed ? [] : ["--method", method],
    ...isVideo ? [] : ["--pictures"],
    "--output",
    file,
  ];
}

/** A name that all engines take: letters, digits and hyphens. */
function nameOf(output: string): string {
  const stem = basename(output, extname(output)).toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-").slice(0, 30).replaceAll(/^-+|-+$/g, "");
  return stem === "" ? "backdrop" : `backdrop-${stem}`;
}

function textOf(job: ShardedJob, { engine, arrayLimit, image, claim }: PlanOptions): string {
  if (engine === "slurm") return slurmJob(job, { arrayLimit });
  if (engine === "parallel") return parallelJob(job);
  return manifestText(kubernetesJob(job, { image, claim }), job.about);
}
