import { commandOf, quoted, type ShardedJob } from "../job.ts";

/**
 * A job as a shell script for GNU parallel, on this machine, or on those of a list.
 *
 * @param job The job.
 * @returns The script.
 */
export function parallelJob(job: ShardedJob): string {
  const { about, logs, first, run, shards, finish, retries, throttle } = job;
  const text = (words: readonly string[]) => commandOf(job, words);
  const options = [
    `--jobs ${throttle ?? 1}`,
    // It counts the first try too.
    `--retries ${retries + 1}`,
    `--joblog ${quoted(`${logs}parallel.log`)}`,
  ];
  return [
    "#!/bin/sh",
    ...about.map((line) => `# ${line}`),
    "# On other machines too: parallel --sshloginfile nodes.txt --workdir . …",
    "set -eu",
    `mkdir -p ${quoted(logs)}`,
    ...first === undefined ? [] : [`[ -e ${quoted(first.file)} ] || ${text(first.words)}`],
    `seq ${shards} | parallel ${options.join(" ")} \\`,
    // Parallel hands the line to a shell of its own.
    `  ${quoted(`${text(run)} --shard {}/${shards}`)}`,
    text(finish),
    "",
  ].join("\n");
}
