import { basename } from "node:path";
import { type WatchedRun, watchMethod } from "../../../app/bench/watch_method.ts";
import { keepOffline } from "../../../files/packages/offline.ts";
import type { MethodName } from "../../../methods/settings/method_settings.ts";
import { printable } from "../../../printable.ts";
import { isMethodPath } from "../../../files/find_method.ts";
import { UsageError } from "../../../app/usage_error.ts";
import { changesText, runChanges } from "../../../report/run_changes.ts";
import type { EvaluateOptions } from "../../arguments/commands/evaluate_arguments.ts";
import { Interrupt } from "../../interrupts.ts";
import { type Console, ProgressDisplay } from "../../reporting/progress_display.ts";

/**
 * `evaluate --watch`: measure a method at each save until Ctrl-C, and print what has changed.
 *
 * @param path The method's module.
 * @param options The command line.
 * @param terminal Where words go.
 * @param signal Ends it.
 * @returns The exit code: 0 for Ctrl-C, which is the way to end it.
 * @throws If there is no such file, or the clips cannot be read.
 */
export async function watchAndTell(
  path: string,
  options: EvaluateOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<number> {
  try {
    return await keepOffline(options.offline, () => watchHere(path, options, terminal, signal));
  } catch (error) {
    if (error instanceof Interrupt) return 0;
    throw error;
  }
}

async function watchHere(
  path: string,
  options: EvaluateOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<never> {
  const { quiet, json } = options;
  const display = new ProgressDisplay(terminal, quiet);
  const runs = watchMethod(path, {
    ...watched(options),
    signal,
    onNotice: (text) => quiet || display.say(`note: ${text}`),
    onProgress(clip, method, framesRead) {
      const text = `${clip}, ${method}: ${framesRead} frames`;
      display.show({ line: (columns) => text.slice(0, columns - 1), plain: () => text });
    },
  });
  for (;;) {
    const { value: run } = await runs.next();
    display.wipe();
    if (json) terminal.out(`${JSON.stringify(asJson(run, path))}\n`);
    else if (run.failure !== undefined) display.say(`error: ${run.failure}`);
    else terminal.out(asText(run, path));
    if (!quiet) display.say(`watching '${path}': save it to measure it again, Ctrl-C ends`);
  }
}

/** The options of the command that go to the watched method, and to those beside it. */
function watched({ folders, methods, watch, ...options }: EvaluateOptions) {
  const other = methods.find((name) => isMethodPath(name) && name !== watch);
  if (other !== undefined) {
    throw new UsageError(`--watch measures one module beside built-in methods, got '${other}' too`);
  }
  const { unlessFetched, unlessDistance, threshold, set, refine, edgesEvery, ffmpeg } = options;
  const leftOut = [...unlessFetched, ...unlessDistance];
  return {
    ...(folders.length > 0 && { clips: folders }),
    beside: methods.filter((name) => name !== watch && !leftOut.includes(name)) as MethodName[],
    ...{ threshold, set, refine, edgesEvery, ffmpeg },
  };
}

/** From so many seconds on it is said what was waited for. */
const WORTH_TELLING = 2;

/** A run as a table, with what has changed. */
function asText(run: WatchedRun, path: string): string {
  const { number, comparison, before, seconds, besideSeconds } = run;
  const { table, legend, means } = comparison!;
  const once = besideSeconds === undefined || besideSeconds < WORTH_TELLING
    ? ""
    : `; built-in methods: ${besideSeconds.toFixed(1)} s, once`;
  const title = `\nrun ${number} of ${printable(basename(path))}: ${seconds.toFixed(1)} s${once}\n`;
  if (before === undefined) return `${title}${table}\n${legend}`;
  const changes = runChanges(before.means[path], means[path]);
  return `${title}${table}${changesText(changes)}`;
}

/** A run as an object, its values by their names in `evaluate --json`. */
function asJson({ number, comparison, before, failure, seconds }: WatchedRun, path: string) {
  if (comparison === undefined) return { run: number, error: failure, seconds };
  const { means, clips } = comparison;
  const usesPlate = clips.some(({ outcomes }) => outcomes.some((outcome) => outcome.usesPlate));
  const changes = before && runChanges(before.means[path], means[path]);
  return { run: number, seconds, mean: means, usesPlate, ...(changes && { changes }) };
}
