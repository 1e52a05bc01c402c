/**
 * One run: what was asked for, with all that was left out chosen, and done.
 *
 * @module
 */

import { assertPlate } from "./method/clean_plate.ts";
import { claimTargets } from "./targets/claim_targets.ts";
import { wasWritten } from "./targets/earlier_output.ts";
import { assertRange, assertSomeWritten, chooseRange } from "./targets/choose_range.ts";
import { isCamera } from "../files/camera/camera_name.ts";
import { chooseFits, chooseMethod, withoutNetwork } from "./options/defaults.ts";
import { isTransparent, readBackgrounds } from "./background/open_background.ts";
import { isPhoto } from "./source/inputs.ts";
import { assertDistance, assertMeasured, tellsDepth } from "./method/distance.ts";
import { openMethod } from "./method/open_method.ts";
import { ownMethod, prepareMethod } from "./method/prepare_method.ts";
import type { RunOptions } from "./options/run_options.ts";
import { describeFailure, type Outcome, type RunReport, type Summary } from "./run_report.ts";
import { nameOfTarget } from "./targets/target.ts";
import { assertNotOnScreen } from "./targets/target_checks.ts";
import { chooseTargets } from "./targets/choose_targets.ts";
import { unusedOptions } from "./options/unused_options.ts";
import { UsageError } from "./usage_error.ts";
import type { Fetching } from "../files/packages/lone_package.ts";
import { keepOffline } from "../files/packages/offline.ts";
import { findFfmpeg } from "../files/ffmpeg/ffmpeg.ts";
import type { SharedNetworks } from "../networks/runtime/shared_networks.ts";
import { FrameStore } from "../memory/frame_store.ts";
import { openStore } from "../pipeline/mattes.ts";
import { finishFacts, finishWork } from "./finish_facts.ts";
import { areTutorialsOwn, isTutorials, planFinish } from "./finish_plan.ts";
import { replace } from "./replace.ts";

/** What a run has around it. */
export interface RunSurroundings {
  /** What there is to say of the inputs, once it is known that they can be read. */
  readonly notices: readonly string[];
  /** Ends the run. */
  readonly signal: AbortSignal;
  /** Whether others come before or after. */
  readonly isOneOfMany?: boolean | undefined;
  /** Networks that stay open for those which come after. */
  readonly networks?: SharedNetworks | undefined;
  /** Whether standard output is a terminal, which no video may go to. */
  readonly isStdoutTerminal?: boolean | undefined;
  /** Makes who is told of it, when all that was left out has been chosen. */
  report(options: RunOptions): RunReport;
  /** Writes a video that goes to standard output. */
  writeOut(bytes: Uint8Array): Promise<void>;
  /** Begins to hand on what is typed, for a camera's run; `undefined` if nobody can type. */
  openKeys?(): (AsyncIterable<string> & Disposable) | undefined;
}

/** What a run ended with, and why it failed. */
export interface RunOutcome extends Outcome {
  readonly failure: unknown;
}

/** One run, from its start to its last words. */
export async function run(asked: RunOptions, around: RunSurroundings): Promise<RunOutcome> {
  return await keepOffline(asked.offline, () => runHere(asked, around));
}

async function runHere(asked: RunOptions, around: RunSurroundings): Promise<RunOutcome> {
  const chosen = await chooseLeftOut(asked, around.isStdoutTerminal);
  const { options, targets, hint } = chosen;
  const reporter = around.report(options);
  const summary: Summary = { framesRead: 0, framesWritten: 0, seconds: 0 };
  const outcome = { video: options.video, output: nameOfTarget(targets.output), summary };
  const leftOut = (why: string): RunOutcome => {
    reporter.skip(targets, summary, why);
    return { ...outcome, state: "skipped", failure: undefined };
  };
  const isDone = () => options.skipExisting && wasWritten(targets);
  if (isDone()) return leftOut("is there already");
  await using claims = await claimTargets(targets, options, (text) => reporter.notice(text));
  if (claims === undefined) return leftOut("is being written by another run");
  if (isDone()) return leftOut("is there already");
  reporter.start(targets);
  tellBefore(chosen, reporter);
  const started = performance.now();
  let failure: unknown;
  try {
    await replaceChosen(chosen, around, reporter, summary);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { signal } = around;
    failure = signal.aborted ? signal.reason : withoutNetwork(error, asked, chosen.isStill);
  }
  summary.seconds = (performance.now() - started) / 1000;
  // Whoever was reading standard output has seen enough: no words for that.
  if (!(failure instanceof Deno.errors.BrokenPipe)) reporter.end(targets, summary, failure, hint);
  if (failure === undefined) return { ...outcome, state: "done", failure };
  return {
    ...outcome,
    state: "failed",
    failure,
    error: describeFailure(failure, summary, targets),
  };
}

type Chosen = Awaited<ReturnType<typeof chooseLeftOut>>;

/** What is offline reads no address. */
function assertOffline({ offline, allowNetwork, names }: RunOptions): void {
  if (!offline || !allowNetwork) return;
  throw new UsageError(
    `${names.named("offline")} and ${names.named("allowNetwork")} exclude each other`,
  );
}

/** Choose all that was left out, and check that what was asked for can be done. */
async function chooseLeftOut(asked: RunOptions, isStdoutTerminal?: boolean) {
  assertOffline(asked);
  const backgrounds = readBackgrounds(asked);
  const [{ choice: background }] = backgrounds;
  const isStill = await isPhoto(asked.video);
  const targets = chooseTargets(
    asked,
    backgrounds.some(({ choice }) => isTransparent(choice)),
    isStill,
  );
  if (isStdoutTerminal) assertNotOnScreen(targets, asked);
  const { method, why, hint } = chooseMethod(asked, targets, isStill);
  const options = { ...asked, method };
  assertDistance(options, options.names);
  const prepared = await prepareMethod(method, options);
  const work = finishWork(options, prepared, background, targets);
  const fits = chooseFits(options, isTutorials(work));
  assertPlate(options, prepared.method);
  assertMeasured(options, prepared.method);
  return { options, background, backgrounds, isStill, targets, why, hint, prepared, work, fits };
}

/** Tell that standard input is waited for, and which options have no effect. */
function tellBefore({ options, targets, background, prepared }: Chosen, reporter: RunReport) {
  if (options.video === "-" && Deno.stdin.isTerminal()) {
    reporter.notice(
      "- waits for a video on standard input, as in: … | backdrop - blur (Ctrl-C ends)",
    );
  }
  for (const option of unusedOptions(options, targets, background, ownMethod(prepared))) {
    reporter.notice(`${option} has no effect here`);
  }
  if (background.kind === "blur" && background.byDepth && !tellsDepth(options, prepared.method)) {
    reporter.notice("blur:depth blurs evenly here: nothing tells how near all is");
  }
}

/** Open what the run needs, and replace the background. */
async function replaceChosen(
  chosen: Chosen,
  around: RunSurroundings,
  reporter: RunReport,
  summary: Summary,
): Promise<void> {
  const { options, background, targets, why, prepared, work, fits } = chosen;
  if (isCamera(options.video)) {
    const { runLive } = await import("./live/run_live.ts");
    using keys = around.openKeys?.();
    return await runLive({ ...chosen, ...around, keys, reporter, summary }, around.signal);
  }
  const { notices, signal, isOneOfMany, networks } = around;
  const onNotice = (text: string) => reporter.notice(text);
  const onFetch = (fetching: Fetching) => reporter.fetch(fetching);
  const { names, ffmpeg: command } = options;
  const ffmpeg = await findFfmpeg({ command, names, onNotice, onFetch, signal });
  const facts = await finishFacts(work, background, fits, options);
  const plan = planFinish(facts);
  // Pictures have the tutorial's pixels; a video has the right colours.
  const isAccurate = targets.output.kind === "video";
  // The tutorial's own pictures are those of the stored pixels.
  const isSquare = !areTutorialsOwn(facts);
  // The tutorial's threads have a ring for the frames, in a memory that starts with them.
  using store = plan.takes === "video" ? new FrameStore(undefined) : await openStore();
  const tools = { ffmpeg, isAccurate, isSquare, store, networks, onNotice, onFetch, signal };
  using opened = await openMethod(prepared, options, tools);
  assertRange(options, opened.needs);
  const range = chooseRange(options, targets, opened.needs);
  const writeOut = (bytes: Uint8Array) => around.writeOut(bytes);
  // Of several runs that is told once.
  const firstWords = why === undefined || isOneOfMany ? notices : [...notices, why];
  const reading = { ffmpeg, isAccurate, isSquare };
  const parts = { range, store, facts, plan, background, fits, targets, summary, reporter };
  await replace({ options, method: opened, firstWords, reading, writeOut, ...parts }, signal);
  if (!options.resume) assertSomeWritten(options, range, opened.needs, summary);
}
