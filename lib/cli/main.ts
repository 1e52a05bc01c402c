/**
 * What the command line does with its arguments.
 *
 * @module
 */

import config from "../../deno.json" with { type: "json" };
import { UsageError } from "../app/usage_error.ts";
import { printable } from "../printable.ts";
import { inFolder } from "../files/system/working_folder.ts";
import { parseArguments } from "./arguments/arguments.ts";
import { pageWidth } from "./help/help_layout.ts";
import { Interrupt } from "./interrupts.ts";
import type { Terminal } from "./terminal.ts";

export type { Terminal };

/**
 * Do what the command line asks.
 *
 * @param args The arguments, without the program's name.
 * @param terminal Where words and pictures go.
 * @param cwd The folder that paths are relative to; the process's own if left out.
 * @returns The exit code.
 * @category Command line
 */
export function main(args: readonly string[], terminal: Terminal, cwd?: string): Promise<number> {
  return inFolder(cwd, () => mainHere(args, terminal));
}

async function mainHere(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const request = parseArguments(args, config.version, terminal.pageColumns?.());
    // Each command loads what it needs: whoever asks for help waits for none of it.
    if (request.kind === "run") {
      const { runCommand } = await import("./run_command.ts");
      return await runCommand(request.options, terminal);
    }
    if (request.kind === "command") {
      const { perform } = await import("./commands/perform.ts");
      return await perform(request, terminal);
    }
    if (request.kind === "usage") {
      terminal.err(request.text);
      return 2;
    }
    if (request.kind === "cameras") {
      const { printCameras } = await import("./commands/print_cameras.ts");
      return await printCameras(request.ffmpeg, terminal);
    }
    terminal.out(request.kind === "text" ? request.text : await helpOn(request.name, terminal));
    return 0;
  } catch (error) {
    const message = error instanceof UsageError
      ? await inFull(error, args)
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

/** What can be said of one method. */
async function helpOn(name: string, terminal: Terminal): Promise<string> {
  const { findMethod } = await import("../files/find_method.ts");
  const { methodHelp } = await import("./help/method_help.ts");
  return methodHelp(name, await findMethod(name), pageWidth(terminal.pageColumns?.()));
}

/** What is wrong with a command line, with one that is right. */
async function inFull(error: UsageError, args: readonly string[]): Promise<string> {
  const { withCommand } = await import("./corrections/with_command.ts");
  return await withCommand(error, args);
}
