/**
 * Which shard a process is, by the variables of the engine that has started it.
 *
 * @module
 */

import { libraryNames, type OptionNames } from "../../option_names.ts";
import { MOST_SHARDS, type Shard, shardText } from "./shard.ts";

/** Variables of the environment, by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A shard, and who told of it. */
export interface FoundShard {
  readonly shard: Shard;
  /** One line for the user. */
  readonly found: string;
}

/** What {@linkcode engineShard} is told besides. */
export interface EngineShardOptions {
  /** How many shards there are, if the user says so. */
  readonly count?: number | undefined;
  /** What messages call options. */
  readonly names?: OptionNames | undefined;
}

/** What an engine says: numbers as they count there, or why they are of no use. */
interface Told {
  /** The variable that numbers the tasks. */
  readonly variable: string;
  /** Its value. */
  readonly value: number;
  /** What the first task has there. */
  readonly least: number;
  /** What lies between two tasks. */
  readonly step?: number;
  /** How many tasks there are, if the engine tells. */
  readonly count?: number | undefined;
  /** The last task's number, if the engine tells. */
  readonly most?: number | undefined;
}

/** An engine that numbers its tasks. */
interface Engine {
  readonly name: string;
  /** All that it is asked for; the first numbers the tasks. */
  readonly variables: readonly string[];
  /** What it says; `undefined` if the process is none of its numbered tasks. */
  told(number: (variable: string) => number | undefined): Told | undefined;
}

/** An engine with an index that counts from `least`, and perhaps a count. */
function plainEngine(name: string, least: 0 | 1, variable: string, total?: string): Engine {
  return {
    name,
    variables: total === undefined ? [variable] : [variable, total],
    told(number) {
      const value = number(variable);
      if (value === undefined) return undefined;
      return { variable, value, least, count: total === undefined ? undefined : number(total) };
    },
  };
}

/** Arrays whose first, last and step are told. */
function rangeEngine(
  name: string,
  variable: string,
  [first, last, step, total]: readonly [string, string, string, string?],
): Engine {
  return {
    name,
    variables: [variable, first, last, step, ...total === undefined ? [] : [total]],
    told(number) {
      const value = number(variable);
      if (value === undefined) return undefined;
      const [least, most] = [number(first) ?? 0, number(last)];
      const apart = number(step) || 1;
      const whole = most === undefined ? undefined : Math.floor((most - least) / apart) + 1;
      const count = (total === undefined ? undefined : number(total)) ?? whole;
      return { variable, value, least, most, step: apart, count };
    },
  };
}

/** Tasks of `srun`; a batch script that it has not started has a number too, always 0. */
const SRUN: Engine = {
  name: "Slurm's srun",
  variables: [
    "SLURM_PROCID",
    "SLURM_STEP_ID",
    "SLURM_STEPID",
    "SLURM_STEP_NUM_TASKS",
    "SLURM_NTASKS",
  ],
  told(number) {
    const value = number("SLURM_PROCID");
    const isStep = number("SLURM_STEP_ID") ?? number("SLURM_STEPID");
    if (value === undefined || isStep === undefined) return undefined;
    const count = number("SLURM_STEP_NUM_TASKS") ?? number("SLURM_NTASKS");
    return { variable: "SLURM_PROCID", value, least: 0, count };
  },
};

/** LSF gives 0 to a job that is no array. */
const LSF: Engine = {
  name: "LSF",
  variables: ["LSB_JOBINDEX"],
  told(number) {
    const value = number("LSB_JOBINDEX");
    return value ? { variable: "LSB_JOBINDEX", value, least: 1 } : undefined;
  },
};

/** The engines, in the order in which they are asked: an array's task may run others within. */
const ENGINES: readonly Engine[] = [
  rangeEngine("a Slurm array", "SLURM_ARRAY_TASK_ID", [
    "SLURM_ARRAY_TASK_MIN",
    "SLURM_ARRAY_TASK_MAX",
    "SLURM_ARRAY_TASK_STEP",
    "SLURM_ARRAY_TASK_COUNT",
  ]),
  SRUN,
  plainEngine("a Kubernetes Job", 0, "JOB_COMPLETION_INDEX"),
  plainEngine("AWS Batch", 0, "AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE"),
  plainEngine("GNU parallel", 1, "PARALLEL_SEQ"),
  plainEngine("Cloud Run", 0, "CLOUD_RUN_TASK_INDEX", "CLOUD_RUN_TASK_COUNT"),
  plainEngine("GitLab CI", 1, "CI_NODE_INDEX", "CI_NODE_TOTAL"),
  plainEngine("PBS", 1, "PBS_ARRAY_INDEX"),
  plainEngine("PBS", 1, "PBS_ARRAYID"),
  rangeEngine("Grid Engine", "SGE_TASK_ID", [
    "SGE_TASK_FIRST",
    "SGE_TASK_LAST",
    "SGE_TASK_STEPSIZE",
  ]),
  LSF,
  plainEngine("Nomad", 0, "NOMAD_ALLOC_INDEX"),
];

/** All variables that {@linkcode engineShard} looks at. */
export const ENGINE_VARIABLES: readonly string[] = [
  ...new Set(ENGINES.flatMap(({ variables }) => variables)),
];

/**
 * Find out which shard a process is, by the variables of its engine.
 *
 * @example A Kubernetes Job tells the index alone
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { shard } = engineShard({ JOB_COMPLETION_INDEX: "2" }, { count: 8 });
 * assertEquals(shard, { index: 3, count: 8 });
 * ```
 *
 * @param variables The environment, or those of it that {@linkcode ENGINE_VARIABLES} names.
 * @param options How many shards there are, if the user says so, and what messages call options.
 * @returns The shard, and one line that says how it was found.
 * @throws {RangeError} If no engine tells, or what it tells does not fit; the message says what does.
 */
export function engineShard(
  variables: Variables,
  { count, names = libraryNames }: EngineShardOptions = {},
): FoundShard {
  const number = (name: string) => {
    // Grid Engine writes "undefined" where there is none.
    const text = variables[name] ?? "";
    return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  };
  for (const { name, told } of ENGINES) {
    const said = told(number);
    if (said !== undefined) return shardOf(name, said, count, names);
  }
  throw new RangeError(
    "no variables of Slurm, Kubernetes, AWS Batch, GNU parallel, Cloud Run or another engine tell " +
      `which shard this is: write it, as in ${names.with("shard", "3/8")}`,
  );
}

/** The shard that an engine tells, if that can be one. */
function shardOf(
  engine: string,
  told: Told,
  asked: number | undefined,
  names: OptionNames,
): FoundShard {
  const { variable, value, least, step = 1, most, count: own } = told;
  const where = `${engine} (${variable}=${value}`;
  const refuse = (why: string) => new RangeError(`${where}) ${why}`);
  const bySelf = `write the shard yourself, as ${
    names.with("shard", "i/N")
  } with i from $${variable}`;
  const places = most === undefined ? undefined : Math.floor((most - least) / step) + 1;
  if (
    (value - least) % step !== 0 || (own !== undefined && places !== undefined && own !== places)
  ) {
    throw refuse(`has holes between ${least} and ${most}: ${bySelf}`);
  }
  if (own !== undefined && asked !== undefined && own !== asked) {
    throw refuse(`has ${tasks(own)}, and ${names.named("shards")} says ${asked}: ${bySelf}`);
  }
  const count = own ?? asked;
  if (count === undefined) {
    throw refuse(`does not tell how many there are: add ${names.with("shards", "N")}`);
  }
  const index = (value - least) / step + 1;
  if (index < 1 || index > count || count > MOST_SHARDS) {
    throw refuse(`is none of ${tasks(count)} that count from ${least}: ${bySelf}`);
  }
  const shard = { index, count };
  const range = most === undefined ? "" : ` of ${least}–${most}`;
  const total = own === undefined ? `, ${names.named("shards")}` : "";
  return { shard, found: `shard ${shardText(shard)}, by ${where}${range}${total})` };
}

function tasks(count: number): string {
  return count === 1 ? "1 task" : `${count} tasks`;
}
