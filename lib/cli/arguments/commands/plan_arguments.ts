// deno-lint-ignore-file no-import-prefix -- a module imported by URL sees no import map
import { Argument, Command, Option } from "npm:@commander-js/extra-typings@15.1.0";
import { InvalidArgumentError } from "npm:@commander-js/extra-typings@15.1.0";
import { ENGINES, MAX_ARRAY_SIZE, type PlanOptions } from "../../../app/plan/plan_options.ts";
import { type Item, itemList, wrapped } from "../../help/help_layout.ts";
import type { CommandReader } from "../command_reader.ts";
import { numberIn, someText } from "../option_values.ts";
import { helpOption, jsonOption, quietOption, verboseOption } from "../running_arguments.ts";

/** What a plan was asked for. */
export interface PlanCommandOptions extends PlanOptions {
  /** The run's own command line: videos, background and what stands behind `--`. */
  run: readonly string[];
  /** Whether the figures are printed instead of the job. */
  json: boolean;
  quiet: boolean;
  verbose: boolean;
}

const EXAMPLES: readonly Item[] = [
  [
    "backdrop plan 'archive/*.mp4' office.jpg --engine slurm -- -o out/ > job.sh",
    "read it, then: sh job.sh",
  ],
  [
    "backdrop plan talk.mp4 blur --engine kubernetes -- -o out.mp4 > job.yaml",
    "then: kubectl apply -f job.yaml",
  ],
  [
    "backdrop plan talk.mp4 blur --engine parallel --rate 20 -- -o out.mp4 | sh",
    "20 frames a second are known",
  ],
];

const ABOUT =
  "Prints a run as a job of shards for many machines, and submits nothing. One video is cut by " +
  "its frames, many videos into sets that last equally long; each shard takes about ten minutes " +
  "by a rate that is measured here with 60 frames. Behind -- stand the options of the run. What " +
  "was assumed is said on stderr.";

const EXIT_CODES = "Exit codes: 0 printed, 1 failed, 2 wrong usage, 130 interrupted.";

function introduction(width: number): string {
  return [wrapped(ABOUT, width), "", itemList("Examples:", EXAMPLES, width)].join("\n");
}

/** The command `plan`. */
export const planReader: CommandReader<PlanCommandOptions> = {
  create: createCommand,
  introduction,
  exitCodes: EXIT_CODES,
};

function createCommand(ask: (options: PlanCommandOptions) => void) {
  return new Command("plan")
    .description("print a run as a job for Slurm, Kubernetes or GNU parallel")
    .usage("<video...> <background> --engine <name> [options] -- [options of the run]")
    .addArgument(new Argument("<run...>", ""))
    .addOption(engineOption())
    .addOption(minutesOption())
    .addOption(rateOption())
    .addOption(retriesOption())
    .addOption(throttleOption())
    .addOption(programOption())
    .addOption(cpusOption())
    .addOption(memoryOption())
    .addOption(arrayLimitOption())
    .addOption(imageOption())
    .addOption(claimOption())
    .addOption(jsonOption("print the figures as JSON, instead of the job"))
    .addOption(quietOption())
    .addOption(verboseOption())
    .addOption(helpOption("print this page"))
    .action((run, { memory: gigabytes, json, quiet, verbose, ...options }) => {
      const { rate, throttle, program } = options;
      ask({
        ...options,
        run,
        rate,
        throttle,
        program,
        gigabytes,
        json: json ?? false,
        quiet: quiet ?? false,
        verbose: verbose ?? false,
      });
    });
}

const SHARDS = "Shards:";
const NODES = "Nodes:";

/** `--engine`. */
function engineOption() {
  return new Option("--engine <name>", "what runs it").choices(ENGINES)
    .makeOptionMandatory().helpGroup(SHARDS);
}

/** `--minutes`. */
function minutesOption() {
  return new Option("--minutes <n>", "about how long a shard takes")
    .default(10).argParser(numberIn({ least: 0, isAbove: true, most: 10_000 })).helpGroup(SHARDS);
}

/** `--rate`. */
function rateOption() {
  return new Option("--rate <n>", "frames a second of one node")
    .default(undefined, "measured here with 60 frames")
    .argParser(numberIn({ least: 0, isAbove: true })).helpGroup(SHARDS);
}

/** `--retries`. */
function retriesOption() {
  return new Option("--retries <n>", "how often a shard that fails is tried again")
    .default(2).argParser(numberIn({ least: 0, most: 100, isWhole: true })).helpGroup(SHARDS);
}

/** `--throttle`. */
function throttleOption() {
  return new Option("--throttle <n>", "shards that run at once")
    .default(undefined, "all that find room; of parallel 1 a machine")
    .argParser(numberIn({ least: 1, isWhole: true })).helpGroup(SHARDS);
}

/** `--program`. */
function programOption() {
  return new Option("--program <words>", "what starts Backdrop on a node")
    .default(undefined, "as here; of Kubernetes backdrop")
    .argParser(someText).helpGroup(NODES);
}

/** `--cpus`. */
function cpusOption() {
  return new Option("--cpus <n>", "cores of a shard")
    .default(navigator.hardwareConcurrency, "as here")
    .argParser(numberIn({ least: 1, most: 1024, isWhole: true })).helpGroup(NODES);
}

/** `--memory`. */
function memoryOption() {
  return new Option("--memory <n>", "gigabytes of a shard, as 4 or 4G").default(4, "4G")
    .argParser((text) => {
      const digits = /^(\d{1,4})g?i?b?$/i.exec(text)?.[1];
      if (digits !== undefined && Number(digits) > 0) return Number(digits);
      throw new InvalidArgumentError("It must be whole gigabytes, as 4G.");
    }).helpGroup(NODES);
}

/** `--array-limit`. */
function arrayLimitOption() {
  return new Option("--array-limit <n>", "Slurm's MaxArraySize: see scontrol show config")
    .default(MAX_ARRAY_SIZE).argParser(numberIn({ least: 2, isWhole: true })).helpGroup(NODES);
}

/** `--image`. */
function imageOption() {
  return new Option("--image <name>", "Kubernetes: the container's image")
    .default("backdrop:latest").argParser(someText).helpGroup(NODES);
}

/** `--claim`. */
function claimOption() {
  return new Option("--claim <name>", "Kubernetes: the PersistentVolumeClaim with the videos")
    .default("videos").argParser(someText).helpGroup(NODES);
}
