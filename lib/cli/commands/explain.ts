import { explainRun } from "../../app/explain/explain_run.ts";
import { counted } from "../../counted.ts";
import type { Fetching } from "../../files/packages/lone_package.ts";
import type { ExplainCommandOptions } from "../arguments/commands/explain_arguments.ts";
import { type Console, ProgressDisplay } from "../reporting/progress_display.ts";

/**
 * The command `explain`: write a page that walks through one frame.
 *
 * @param options The command line.
 * @param terminal Where words go.
 * @param signal Ends it by throwing its reason.
 * @throws What `explainRun` throws.
 */
export async function explainCommand(
  { json, quiet, verbose: _, ...options }: ExplainCommandOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<void> {
  const display = new ProgressDisplay(terminal, quiet);
  const show = (text: string) =>
    display.show({ line: (columns) => text.slice(0, columns - 1), plain: () => text });
  const found = await explainRun(options, {
    signal,
    onNotice(text) {
      if (!quiet) display.say(`note: ${text}`);
    },
    onFetch(fetching: Fetching) {
      display.wipe();
      if (display.isOnTerminal) fetching.letDenoDraw();
    },
    onFrame: (number) => show(`reading '${options.run.video}': frame ${number}`),
    onProgress({ method, place, count, stage, framesRead, total }) {
      const what = stage === "survey" ? " looks at the video" : "";
      const of = total === undefined ? "" : ` of ${total}`;
      show(`method ${place} of ${count}, ${method}${what}: frame ${framesRead}${of}`);
    },
  });
  display.wipe();
  if (json) return terminal.out(`${JSON.stringify(found)}\n`);
  if (quiet) return;
  const { output, frame, threshold, foreground, holes, specks, steps } = found;
  display.say(
    `'${output}' explains frame ${frame}: at threshold ${threshold} ${
      (100 * foreground).toFixed(1)
    } % is foreground, with ${counted(holes.count, "hole")} and ${counted(specks.count, "speck")}` +
      (steps.length === 0 ? "" : `; ${counted(steps.length, "picture")} in '${options.steps}'`),
  );
}
