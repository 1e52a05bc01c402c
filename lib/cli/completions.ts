// deno-lint-ignore no-import-prefix -- a module imported by URL sees no import map
import tab from "npm:@bomb.sh/tab@0.0.22/commander";

/**
 * Add the command `completions <shell>`, and the hidden `complete` that its
 * scripts ask.
 *
 * @param program The commander program.
 */
export function addCompletions(program: object): void {
  tab(program as Parameters<typeof tab>[0], { completionCommandName: "completions" });
}

/**
 * What the two commands print, as text: tab prints by itself.
 *
 * Videos and pictures are files, of which tab knows nothing. So where it has
 * no answer, or only the names of commands, the shell's own shall serve.
 *
 * @param run Parses the command line.
 * @returns The script or the answer; nothing if neither was asked for.
 */
export function printedCompletions(run: () => void): string {
  let text = "";
  const { log } = console;
  Object.assign(console, { log: (line: string) => text += `${line}\n` });
  try {
    run();
  } finally {
    Object.assign(console, { log });
  }
  return text
    .replace(/^complete -F /m, "complete -o default -F ")
    .replace(/^((evaluate|completions)\t.*\n)*:4\n$/, ":0\n");
}
