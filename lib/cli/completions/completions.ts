// deno-lint-ignore no-import-prefix -- a module imported by URL sees no import map
import tab from "npm:@bomb.sh/tab@0.0.22/commander";
import { complete, type CompletedCommand } from "./complete.ts";
import { BASH_COMPLETIONS } from "./bash_completions.ts";
import { ZSH_COMPLETIONS } from "./zsh_completions.ts";

/** Our own scripts, by shell. */
const SCRIPTS: Readonly<Record<string, string>> = { bash: BASH_COMPLETIONS, zsh: ZSH_COMPLETIONS };

/**
 * Add the command `completions <shell>`, and the hidden `complete` that its
 * scripts ask.
 *
 * @param program The commander program.
 */
export function addCompletions(program: object): void {
  tab(program as Parameters<typeof tab>[0], { completionCommandName: "completions" });
  const { commands } = program as {
    commands: { name(): string; description(text: string): void }[];
  };
  commands.find((command) => command.name() === "completions")
    ?.description("print a script that completes what you type in a shell");
}

/**
 * What the two commands print, as text. The answers are ours, and so are
 * bash's script and zsh's; tab has the other shells', and prints by itself.
 *
 * @param args The command line.
 * @param program All that can be written on it.
 * @param run Parses the command line.
 * @returns The script or the answer; nothing if neither was asked for.
 */
export function printedCompletions(
  args: readonly string[],
  program: CompletedCommand,
  run: () => void,
): string {
  if (args[0] === "complete" && args[1] === "--") return complete(args.slice(2), program);
  if (args[0] === "completions" && Object.hasOwn(SCRIPTS, args[1])) return SCRIPTS[args[1]];
  let text = "";
  const { log } = console;
  Object.assign(console, { log: (line: string) => text += `${line}\n` });
  try {
    run();
  } finally {
    Object.assign(console, { log });
  }
  return text;
}
