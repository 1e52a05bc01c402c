import { type TriedMethods, triedRun, tryRun } from "../../app/compare/try_methods.ts";
import type { TryProgress } from "../../app/compare/try_methods.ts";
import { speedText } from "../../app/compare/try_sheet.ts";
import { counted } from "../../counted.ts";
import type { Fetching } from "../../files/packages/lone_package.ts";
import { printable } from "../../printable.ts";
import type { TryOptions } from "../arguments/commands/try_arguments.ts";
import { commandLineNames } from "../command_line_names.ts";
import { type Console, ProgressDisplay } from "../reporting/progress_display.ts";

/**
 * The command `try`: show what each method makes of a video.
 *
 * @param options The command line.
 * @param terminal Where words go.
 * @param signal Ends it by throwing its reason.
 * @returns Whether a method could work.
 * @throws What `tryRun` throws.
 */
export async function tryOut(
  options: TryOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<boolean> {
  const { video, background, output, quiet } = options;
  const { frames, methods, overwrite, ...told } = options.tried;
  const display = new ProgressDisplay(terminal, quiet);
  const onNotice = (text: string) => {
    if (!quiet) display.say(`note: ${text}`);
  };
  const around = {
    signal,
    onNotice,
    onFetch(fetching: Fetching) {
      display.wipe();
      if (display.isOnTerminal) fetching.letDenoDraw();
    },
    onProgress(progress: TryProgress) {
      const text = progressText(progress);
      display.show({ line: (columns) => text.slice(0, columns - 1), plain: () => text });
    },
  };
  const run = await triedRun({ video, background }, told, commandLineNames);
  const tried = await tryRun(run, { output, frames, methods, overwrite }, around);
  display.wipe();
  if (options.json) terminal.out(`${JSON.stringify({ video, background, ...tried })}\n`);
  else terminal.out(inWords(tried));
  if (!quiet && tried.output !== undefined) {
    const which = `${tried.frames.length > 1 ? "frames" : "frame"} ${tried.frames.join(", ")}`;
    display.say(`'${tried.output}' shows ${which} by ${counted(shownBy(tried), "method")}`);
  }
  if (!quiet && tried.output === undefined) display.say("no method can work: nothing is written");
  return tried.output !== undefined;
}

function shownBy({ methods }: TriedMethods): number {
  return methods.filter(({ failure }) => failure === undefined).length;
}

function progressText(progress: TryProgress): string {
  const { stage, framesRead } = progress;
  const total = progress.total === undefined ? "" : ` of ${progress.total}`;
  if (stage === "moments") return `looking for moments: frame ${framesRead}${total}`;
  const { method, place, count } = progress;
  const what = stage === "survey" ? "surveying, frame" : "frame";
  return `${method}, method ${place} of ${count}: ${what} ${framesRead}${total}`;
}

/** A line a method: those that work with their command lines, to be copied. */
function inWords({ methods }: TriedMethods): string {
  const width = Math.max(...methods.map(({ name }) => name.length));
  const speeds = methods.map((method) =>
    method.failure === undefined ? speedText(method.framesPerSecond) : ""
  );
  const speedWidth = Math.max(...speeds.map(({ length }) => length));
  return methods.map((method, i) => {
    const name = printable(method.name).padEnd(width);
    if (method.failure !== undefined) return `${name}  ${printable(method.failure)}\n`;
    return `${name}  ${speeds[i].padStart(speedWidth)}  ${method.command}\n`;
  }).join("");
}
