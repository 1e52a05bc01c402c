/**
 * A Slurm of one node on this machine, in a folder of its own: its three daemons are started here
 * and ended by their own processes. Nothing in /etc is read or written.
 *
 * @module
 */

import { freePort, type Outcome, runProgram, temporaryFolder } from "../helpers.ts";
import { hasProgram } from "../cli/helpers.ts";

/** A job, as `squeue` tells of it. */
export interface QueuedJob {
  /** "12" or "12_3". */
  readonly id: string;
  readonly name: string;
  /** "PENDING", "RUNNING", … */
  readonly state: string;
}

/** What runs jobs here. */
export interface OneNodeSlurm extends AsyncDisposable {
  /** What its programs need in their environment. */
  readonly env: Record<string, string>;
  /** Run one of its programs. */
  run(program: string, ...args: string[]): Promise<Outcome>;
  /** What is queued or at work. */
  queue(): Promise<QueuedJob[]>;
}

/** Why there is no Slurm here; `undefined` if there is one. */
export async function whyNoSlurm(): Promise<string | undefined> {
  for (const name of ["sbatch", "slurmctld", "slurmd", "munged"]) {
    if (!await hasProgram(name)) return `${name} is not installed`;
  }
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return "only root may start its daemons";
  return undefined;
}

/** Start it; dispose of it. */
export async function startSlurm(): Promise<OneNodeSlurm> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await temporaryFolder());
  const socket = `${path}/munge.socket`;
  const key = `${path}/munge.key`;
  await Deno.writeFile(key, crypto.getRandomValues(new Uint8Array(1024)), { mode: 0o400 });
  for (const name of ["state", "spool"]) await Deno.mkdir(`${path}/${name}`);
  const host = (await runProgram("hostname", ["-s"])).stdout.trim();
  const config = `${path}/slurm.conf`;
  await Deno.writeTextFile(config, slurmConfig({ path, host, socket }));
  const env = { SLURM_CONF: config };
  stack.use(daemon("munged", [
    "--foreground",
    "--force",
    `--socket=${socket}`,
    `--key-file=${key}`,
    `--pid-file=${path}/munged.pid`,
    `--log-file=${path}/munged.log`,
    `--seed-file=${path}/munged.seed`,
  ], {}));
  await until(() => exists(socket), "munged");
  stack.use(daemon("slurmctld", ["-D", "-f", config], env));
  stack.use(daemon("slurmd", ["-D", "-f", config], env));
  const run = (program: string, ...args: string[]) => runProgram(program, args, { env });
  await until(
    async () => (await run("sinfo", "-h", "-o", "%T")).stdout.trim() === "idle",
    "slurmd",
  );
  const daemons = stack.move();
  return {
    env,
    run,
    async queue() {
      const { stdout } = await run("squeue", "-h", "-r", "-o", "%i|%j|%T");
      return stdout.trim().split("\n").filter((line) => line !== "").map((line) => {
        const [id, name, state] = line.split("|");
        return { id, name, state };
      });
    },
    async [Symbol.asyncDispose]() {
      await run("scancel", "--user=root");
      await daemons[Symbol.asyncDispose]();
    },
  };
}

function slurmConfig({ path, host, socket }: { path: string; host: string; socket: string }) {
  const cpus = navigator.hardwareConcurrency;
  const megabytes = Math.floor(Deno.systemMemoryInfo().total / 2 ** 20);
  return [
    "ClusterName=test",
    `SlurmctldHost=${host}(127.0.0.1)`,
    "AuthType=auth/munge",
    // A requeued job waits until its old credential is worth nothing: 120 s if nobody says less.
    `AuthInfo=socket=${socket},cred_expire=5`,
    "CryptoType=crypto/munge",
    "ProctrackType=proctrack/linuxproc",
    "TaskPlugin=task/none",
    "SelectType=select/cons_tres",
    "SelectTypeParameters=CR_CPU",
    "SlurmUser=root",
    "SlurmdUser=root",
    `SlurmctldPort=${freePort()}`,
    `SlurmdPort=${freePort()}`,
    `StateSaveLocation=${path}/state`,
    `SlurmdSpoolDir=${path}/spool`,
    `SlurmctldPidFile=${path}/slurmctld.pid`,
    `SlurmdPidFile=${path}/slurmd.pid`,
    `SlurmctldLogFile=${path}/slurmctld.log`,
    `SlurmdLogFile=${path}/slurmd.log`,
    "ReturnToService=2",
    "KillWait=1",
    "SchedulerParameters=sched_interval=1,batch_sched_delay=0",
    "SchedulerType=sched/builtin",
    `NodeName=${host} NodeAddr=127.0.0.1 CPUs=${cpus} RealMemory=${megabytes} State=UNKNOWN`,
    "PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP",
    "",
  ].join("\n");
}

/** A program that runs until it is ended, by its own process. */
function daemon(program: string, args: string[], env: Record<string, string>): AsyncDisposable {
  const child = new Deno.Command(program, {
    args,
    env,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  return {
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGTERM");
      } catch {
        // It has ended by itself.
      }
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await child.status;
      clearTimeout(timer);
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/**
 * Wait until something holds.
 *
 * @throws {Error} If it does not in half a minute.
 */
export async function until(
  holds: () => Promise<boolean>,
  what: string,
  seconds = 30,
): Promise<void> {
  const end = performance.now() + 1000 * seconds;
  while (!await holds()) {
    if (performance.now() > end) throw new Error(`${what} takes more than ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
