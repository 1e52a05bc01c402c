import { commandOf, quoted, type ShardedJob } from "../job.ts";
import { MAX_ARRAY_SIZE } from "../plan_options.ts";

/** How {@linkcode slurmJob} cuts. */
export interface SlurmOptions {
  /**
   * Slurm's `MaxArraySize`: the last task of an array has this number, less 1.
   *
   * @default {1001}
   */
  arrayLimit?: number;
}

/**
 * A job as a shell script that submits it to Slurm: first step, array and join, each `afterok` the one
 * before. More shards than an array may have become several arrays.
 *
 * @param job The job.
 * @param options What the cluster allows.
 * @returns The script.
 */
export function slurmJob(
  job: ShardedJob,
  { arrayLimit = MAX_ARRAY_SIZE }: SlurmOptions = {},
): string {
  const { about, logs, first, finish } = job;
  const lines = [
    "#!/bin/sh",
    ...about.map((line) => `# ${line}`),
    "set -eu",
    `mkdir -p ${quoted(logs)}`,
    "",
  ];
  if (first !== undefined) {
    lines.push(...submitted(job, first.words, { variable: "first", part: first.part }), "");
  }
  const after = first === undefined ? undefined : "afterok:$first";
  lines.push(...arrays(job, Math.max(1, arrayLimit - 1), after), "");
  lines.push(...submitted(job, finish, {
    variable: "join",
    part: "join",
    after: "afterok$shards",
  }));
  lines.push('echo "submitted: shards${shards}, and job $join when they are done"', "");
  return lines.join("\n");
}

/** The lines that submit the shards, and put their jobs into `$shards`: `:12:13`. */
function arrays(job: ShardedJob, most: number, after: string | undefined): string[] {
  const { shards, run, throttle } = job;
  if (shards <= most) {
    const words = [...run, "--shard", "auto", "--shards", String(shards)];
    const array = `1-${shards}${throttle === undefined ? "" : `%${throttle}`}`;
    const lines = submitted(job, words, { variable: "array", part: "shard", array, after });
    return [...lines, "shards=:$array"];
  }
  const count = Math.ceil(shards / most);
  const each = throttle === undefined ? "" : `%${Math.max(1, Math.floor(throttle / count))}`;
  const firsts = Array.from({ length: count }, (_, i) => i * most).join(" ");
  const lines = submitted(job, run, {
    variable: "array",
    part: "shard",
    array: `1-$last${each}`,
    after,
    exported: "ALL,BACKDROP_BEFORE=$before",
    shard: `"$((BACKDROP_BEFORE + SLURM_ARRAY_TASK_ID))/${shards}"`,
  });
  return [
    `# An array has ${most} tasks at most here.`,
    "shards=",
    `for before in ${firsts}; do`,
    `last=$((${shards} - before))`,
    `if [ "$last" -gt ${most} ]; then last=${most}; fi`,
    ...lines,
    "shards=$shards:$array",
    "done",
  ];
}

/** One job, as it is submitted. */
interface Submission {
  /** The shell's variable that its number goes to. */
  readonly variable: string;
  readonly part: string;
  readonly array?: string;
  readonly after?: string | undefined;
  readonly exported?: string;
  /** The value of `--shard`, where the shell has to find it. */
  readonly shard?: string;
}

function submitted(job: ShardedJob, words: readonly string[], submission: Submission): string[] {
  const { variable, part, array, after, exported, shard } = submission;
  const { name, logs, cpus, gigabytes, minutes } = job;
  const number = array === undefined ? "%j" : "%A_%a";
  const options = [
    "--parsable",
    `--job-name=${quoted(`${name}-${part}`)}`,
    "--requeue",
    `--cpus-per-task=${cpus}`,
    `--mem=${gigabytes}G`,
    `--time=${minutes}`,
    `--output=${quoted(`${logs.replaceAll("%", "%%")}${part}-`)}${number}.log`,
    "--open-mode=append",
    ...array === undefined ? [] : [`--array="${array}"`],
    ...after === undefined ? [] : [`--dependency="${after}"`, "--kill-on-invalid-dep=yes"],
    ...exported === undefined ? [] : [`--export="${exported}"`],
  ];
  const command = commandOf(job, words);
  return [
    `${variable}=$(sbatch ${options.join(" ")} <<'END'`,
    "#!/bin/sh",
    ...attempts(`${command}${shard === undefined ? "" : ` --shard ${shard}`}`, job.retries),
    "END",
    ")",
    `${variable}=\${${variable}%%;*}`,
  ];
}

/** A command that is put back into the queue when it fails; not where it was used wrongly. */
function attempts(command: string, retries: number): string[] {
  if (retries === 0) return [`exec ${command}`];
  return [
    `${command} && exit 0`,
    "code=$?",
    `if [ "$code" -ne 2 ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt ${retries} ]; then`,
    "  task=${SLURM_ARRAY_TASK_ID:+${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID}",
    '  scontrol requeue "${task:-$SLURM_JOB_ID}" && sleep 300',
    "fi",
    'exit "$code"',
  ];
}
