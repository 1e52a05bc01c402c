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
  const { inputs, areMany, notices } = await findInputs(options);
  using interrupts = new Interrupts();
  const around = { terminal, notices, signal: interrupts.signal };
  if (areMany) {
    const { runMany } = await import("./run_many.ts");
    return await runMany(options, inputs, around, runTold);
  }
  return exitCode(await runTold({ ...options, video: inputs[0].path }, around));
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
