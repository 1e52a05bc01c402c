/**
 * Memory and time of a program with all that it starts. Linux only: the memory is the sum of what /proc
 * calls Pss, which counts shared pages once.
 *
 * @module
 */

/** A process and those that it has started. */
function family(pid: number): number[] {
  const children = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).split(" ");
  return [pid, ...children.filter(Boolean).flatMap((child) => family(Number(child)))];
}

/** Mebibytes in use by a process and those that it has started; those that end meanwhile count as 0. */
function memoryOf(pid: number): number {
  try {
    return family(pid).reduce((sum, member) => {
      const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(
        Deno.readTextFileSync(`/proc/${member}/smaps_rollup`),
      ) ?? [0, 0];
      return sum + Number(kilobytes) / 1024;
    }, 0);
  } catch {
    return 0;
  }
}

/** What a run took. */
export interface Measured {
  readonly seconds: number;
  /** Of all its processes, at most. */
  readonly mebibytes: number;
}

/**
 * Run a program to its end, and measure it.
 *
 * @param program What to run.
 * @param args With what.
 * @param every How often its memory is asked for, in milliseconds.
 * @throws {Error} If it fails.
 */
export async function measureRun(
  program: string,
  args: readonly string[],
  every = 20,
): Promise<Measured> {
  const start = performance.now();
  const child = new Deno.Command(program, { args: [...args], stdin: "null", stdout: "null" })
    .spawn();
  let mebibytes = 0;
  const timer = setInterval(() => mebibytes = Math.max(mebibytes, memoryOf(child.pid)), every);
  const { success } = await child.status;
  clearInterval(timer);
  if (!success) throw new Error(`The run failed: ${program} ${args.join(" ")}`);
  return { seconds: (performance.now() - start) / 1000, mebibytes };
}
