import { run as runOnce, type RunOutcome } from "../app/run.ts";
import type { RunOptions } from "../app/options/run_options.ts";
import { findInputs } from "../app/source/inputs.ts";
import { Interrupt, Interrupts } from "./interrupts.ts";
import { Reporter, type Telling } from "./reporting/reporter.ts";
import type { Surroundings } from "./run_many.ts";
import type { Terminal } from "./terminal.ts";

/** What a shell reports of a program whose reader has gone. */
const BROKEN_PIPE = 141;

/**
 * Replace the background of what the command line names.
 *
 * @param options The command line.
 * @param terminal Where words and pictures go.
 * @returns The exit code.
 */
export async function runCommand(options: RunOptions, terminal: Terminal): Promise<number> {
  using interrupts = new Interrupts();
  const { signal } = interrupts;
  if (await areCut(options)) {
    const { runMany } = await import("./run_many.ts");
    return await runMany(options, undefined, { terminal, notices: [], signal }, runTold);
  }
  const { inputs, areMany, notices } = await findInputs(options);
  const around = { terminal, notices, signal };
  if (areMany) {
    const { runMany } = await import("./run_many.ts");
    return await runMany(options, inputs, around, runTold);
  }
  return exitCode(await runTold({ ...options, video: inputs[0].path }, around));
}

/** Whether these are many videos of which a shard has begun before. */
async function areCut(options: RunOptions): Promise<boolean> {
  if (options.shard === undefined && options.shards === undefined) return false;
  const { areSetsCut } = await import("../app/shards/sets/cut_sets.ts");
  return await areSetsCut(options);
}

function exitCode({ failure }: RunOutcome): number {
  if (failure === undefined) return 0;
  if (failure instanceof Deno.errors.BrokenPipe) return BROKEN_PIPE;
  return failure instanceof Interrupt ? failure.exitCode : 1;
}

/** One run, told of on the terminal. */
async function runTold(
  options: RunOptions,
  { terminal, notices, signal, networks }: Surroundings<Terminal>,
  telling: Telling = {},
): Promise<RunOutcome> {
  return await runOnce(options, {
    notices,
    signal,
    networks,
    isOneOfMany: telling.isOneOfMany,
    isStdoutTerminal: terminal.pageColumns?.() !== undefined,
    report: (chosen) => new Reporter(chosen, terminal, telling),
    writeOut: (bytes) => terminal.write(bytes),
    openKeys: () => telling.isOneOfMany || options.quiet ? undefined : terminal.openKeys?.(),
  });
}
