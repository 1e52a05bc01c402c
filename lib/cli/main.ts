/**
 * What the command line does with its arguments.
 *
 * @module
 */

import config from "../../deno.json" with { type: "json" };
import { parseArguments, type RunOptions } from "./arguments/arguments.ts";
import { evaluate } from "./evaluate.ts";
import { Interrupt, Interrupts } from "./interrupts.ts";
import { findInputs } from "../app/source/inputs.ts";
import { pageWidth } from "./help/help_layout.ts";
import { methodHelp } from "./help/method_help.ts";
import { type Console, Reporter, type Telling } from "./reporting/reporter.ts";
import { runMany, type Surroundings } from "./run_many.ts";
import { withCommand } from "./corrections/suggestion.ts";
import { UsageError } from "../app/usage_error.ts";
import { findMethod } from "../files/custom_method_file.ts";
import { printable } from "../printable.ts";
import { run as runOnce, type RunOutcome } from "../app/run.ts";
import { inFolder } from "../files/system/working_folder.ts";

/** Where words and pictures go. */
export interface Terminal extends Console {
  /** Write to standard output what whoever reads it must get whole. */
  write(bytes: Uint8Array): Promise<void>;
}

/**
 * Do what the command line asks.
 *
 * @param args The arguments, without the program's name.
 * @param terminal Where words and pictures go.
 * @param cwd The folder that paths are relative to; the process's own if left out.
 * @returns The exit code.
 */
export function main(args: readonly string[], terminal: Terminal, cwd?: string): Promise<number> {
  return inFolder(cwd, () => mainHere(args, terminal));
}

async function mainHere(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const request = parseArguments(args, config.version, terminal.pageColumns?.());
    if (request.kind === "run") {
      const { options } = request;
      const { inputs, areMany, notices } = await findInputs(options);
      using interrupts = new Interrupts();
      const around = { terminal, notices, signal: interrupts.signal };
      if (areMany) return await runMany(options, inputs, around, run);
      return exitCode(await run({ ...options, video: inputs[0].path }, around));
    }
    if (request.kind === "evaluate") {
      using interrupts = new Interrupts();
      return await evaluate(request.options, terminal, interrupts.signal) ? 0 : 1;
    }
    if (request.kind === "usage") {
      terminal.err(request.text);
      return 2;
    }
    const isText = request.kind === "text";
    const width = pageWidth(terminal.pageColumns?.());
    terminal.out(
      isText ? request.text : methodHelp(request.name, await findMethod(request.name), width),
    );
    return 0;
  } catch (error) {
    const message = error instanceof UsageError
      ? await withCommand(error)
      : error instanceof Error
      ? error.message
      : String(error);
    terminal.err(`error: ${printable(message.replaceAll(/\s*\n\s*/g, " "))}\n`);
    if (error instanceof UsageError) return 2;
    if (error instanceof Interrupt) return error.exitCode;
    if (args.includes("--verbose") || args.includes("-v")) terminal.err(Deno.inspect(error) + "\n");
    return 1;
  }
}

/** What a shell reports of a program whose reader has gone. */
const BROKEN_PIPE = 141;

function exitCode({ failure }: RunOutcome): number {
  if (failure === undefined) return 0;
  if (failure instanceof Deno.errors.BrokenPipe) return BROKEN_PIPE;
  return failure instanceof Interrupt ? failure.exitCode : 1;
}

/** One run, told of on the terminal. */
async function run(
  options: RunOptions,
  { terminal, notices, signal }: Surroundings<Terminal>,
  telling: Telling = {},
): Promise<RunOutcome> {
  return await runOnce(options, {
    notices,
    signal,
    isOneOfMany: telling.isOneOfMany,
    isStdoutTerminal: terminal.pageColumns?.() !== undefined,
    report: (chosen) => new Reporter(chosen, terminal, telling),
    writeOut: (bytes) => terminal.write(bytes),
  });
}
