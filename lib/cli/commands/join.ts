import { joinedInWords, joinShards } from "../../app/shards/join_shards.ts";
import type { JoinOptions } from "../arguments/commands/join_arguments.ts";
import { commandLineNames } from "../command_line_names.ts";
import { printable } from "../../printable.ts";
import { workingFolder } from "../../files/system/working_folder.ts";
import { clock } from "../reporting/progress_bar.ts";
import { type Console, ProgressDisplay } from "../reporting/progress_display.ts";

/**
 * The command `join`.
 *
 * @param options The command line.
 * @param terminal Where words go.
 * @param signal Ends it.
 */
export async function join(
  { output, json, quiet, verbose: _verbose, ...options }: JoinOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<void> {
  const display = new ProgressDisplay(terminal, quiet);
  const begun = display.now();
  const plain = () => `joining: ${clock((display.now() - begun) / 1000)}`;
  const line = (columns: number) => ` ${plain()}`.slice(0, columns - 1);
  const onNotice = (text: string) => {
    if (!quiet) display.say(`note: ${text}`);
  };
  using shown = display.keepShowing({ plain, line });
  const joined = await joinShards(output, {
    ...options,
    cwd: workingFolder(),
    names: commandLineNames,
    onNotice,
    signal,
  });
  shown[Symbol.dispose]();
  if (json) {
    const seconds = Number(((display.now() - begun) / 1000).toFixed(3));
    terminal.out(`${JSON.stringify({ ...joined, seconds })}\n`);
  }
  if (!quiet) display.say(printable(joinedInWords(joined)));
}
