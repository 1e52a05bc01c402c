import { writeMethod } from "../../app/bench/new_method.ts";
import { printable } from "../../printable.ts";
import type { NewOptions } from "../arguments/commands/new_arguments.ts";
import { commandLineNames } from "../command_line_names.ts";
import type { Console } from "../reporting/progress_display.ts";

/**
 * The command `new`: write a method and its experiment, and say what comes next.
 *
 * @param options The command line.
 * @param terminal Where words go.
 * @param signal Ends it by throwing its reason.
 */
export async function writeNew(
  { path, overwrite, json, quiet }: NewOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<void> {
  const made = await writeMethod(path, { overwrite, signal }, commandLineNames);
  if (json) return terminal.out(`${JSON.stringify(made)}\n`);
  if (quiet) return;
  const lines = made.next.map(({ what, command }) => `\n${what}:\n  ${printable(command)}\n`);
  const written = `Written: ${made.method}, and its experiment ${made.test}.`;
  terminal.out(`${printable(written)}\n${lines.join("")}`);
}
