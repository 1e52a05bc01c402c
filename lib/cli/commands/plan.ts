import config from "../../../deno.json" with { type: "json" };
import { isTransparent, readBackground } from "../../app/background/open_background.ts";
import { planJob } from "../../app/plan/plan_job.ts";
import { findInputs } from "../../app/source/inputs.ts";
import type { RunOptions } from "../../app/options/run_options.ts";
import { UsageError } from "../../app/usage_error.ts";
import { parseArguments } from "../arguments/arguments.ts";
import { commands } from "../arguments/commands.ts";
import type { PlanCommandOptions } from "../arguments/commands/plan_arguments.ts";
import { optionsFor } from "../../app/targets/many_files.ts";
import { type Console, ProgressDisplay } from "../reporting/progress_display.ts";

/**
 * The command `plan`: print a run as a job for an engine.
 *
 * @param options The command line.
 * @param terminal Where the job and words go.
 * @param signal Ends it by throwing its reason.
 * @throws {UsageError} If the run cannot be asked for, or cannot be cut.
 */
export async function plan(
  { run, json, quiet, verbose: _, ...options }: PlanCommandOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<void> {
  const display = new ProgressDisplay(terminal, quiet);
  const say = (text: string) => {
    if (!quiet) display.say(`note: ${text}`);
  };
  const asked = runOf(run);
  const { inputs, areMany, notices } = await findInputs(asked);
  notices.forEach(say);
  const first = inputs.find(({ isPhoto }) => !isPhoto) ?? inputs[0];
  const own = areMany
    ? optionsFor(asked, first, isTransparent(readBackground(asked)))
    : { ...asked, video: first.path };
  const tools = { signal, onNotice: say };
  const asPlanned = { asked, inputs, areMany, first: own, surveyTakes };
  const planned = await planJob(asPlanned, options, tools);
  planned.about.forEach(say);
  terminal.out(json ? `${JSON.stringify(planned.figures)}\n` : planned.text);
}

/** What the run is asked for, by its own command line. */
function runOf(words: readonly string[]): RunOptions {
  try {
    const request = parseArguments(words, config.version);
    if (request.kind === "run") return request.options;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // A better run would not be a plan.
    throw new UsageError(error.message, { cause: error });
  }
  throw new UsageError("plan takes videos and a background, and behind -- options of the run");
}

/** Whether the command `survey` takes an option of the run, written `--name`, `--name=…` or `-n…`. */
function surveyTakes(word: string): boolean {
  const { options } = commands.survey.create(() => {});
  const isOwn = (name: string | undefined) => name === "--output" || name === "--overwrite";
  return options.some(({ long, short }) =>
    !isOwn(long) &&
    (word.startsWith("--") ? word.split("=")[0] === long : word.slice(0, 2) === short)
  );
}
