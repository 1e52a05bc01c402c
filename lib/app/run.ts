/**
 * One run: what was asked for, with all that was left out chosen, and done.
 *
 * @module
 */

import { assertPlate } from "./method/clean_plate.ts";
import { claimTargets } from "./targets/claim_targets.ts";
import { wasWritten } from "./targets/earlier_output.ts";
import {
  assertRange,
  assertSomeWritten,
  chooseRange,
  type FrameNeeds,
  writesNothing,
} from "./targets/choose_range.ts";
import { isCamera } from "../files/camera/camera_name.ts";
import { chooseFits, chooseMethod, withoutNetwork } from "./options/defaults.ts";
import { isTransparent, readBackgrounds } from "./background/open_background.ts";
import { isPhoto } from "./source/inputs.ts";
import { assertDistance, assertMeasured, tellsDepth } from "./method/distance.ts";
import { openMethod } from "./method/open_method.ts";
import { ownMethod, prepareMethod } from "./method/prepare_method.ts";
import type { RunOptions } from "./options/run_options.ts";
import type { ChosenShard } from "./shards/choose_shard.ts";
import { framesText, shardText } from "./shards/shard.ts";
import type { ShardWork } from "./shards/shard_work.ts";
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
import type { FrameRange } from "../pipeline/progress.ts";
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
  const { options, targets } = chosen;
  const reporter = around.report(options);
  const summary: Summary = { framesRead: 0, framesWritten: 0, seconds: 0 };
  const told: ToldRun = { asked, chosen, around, reporter, summary };
  const shard = await shardOf(options);
  if (shard !== undefined) return await runShard(told, shard);
  const isDone = () => options.skipExisting && wasWritten(targets);
  if (isDone()) return leftOut(told, "is there already");
  await using claims = await claimTargets(targets, options, (text) => reporter.notice(text));
  if (claims === undefined) return leftOut(told, "is being written by another run");
  if (isDone()) return leftOut(told, "is there already");
  return await tellOf(told, () => replaceChosen(chosen, around, reporter, summary));
}

/** A run as it is carried out. */
export type Chosen = Awaited<ReturnType<typeof chooseLeftOut>>;

/** The shard that a run is, if it is no whole one. */
async function shardOf(options: RunOptions): Promise<ChosenShard | undefined> {
  if (options.shard === undefined && options.shards === undefined) return undefined;
  const { chooseShard } = await import("./shards/choose_shard.ts");
  return chooseShard(options);
}

/** A run, and who is told of it. */
interface ToldRun {
  readonly asked: RunOptions;
  readonly chosen: Chosen;
  readonly around: RunSurroundings;
  readonly reporter: RunReport;
  readonly summary: Summary;
}

/** Nothing is done. */
function leftOut({ chosen, reporter, summary }: ToldRun, why: string): RunOutcome {
  const { options: { video }, targets } = chosen;
  reporter.skip(targets, summary, why);
  const output = nameOfTarget(targets.output);
  return { video, output, summary, state: "skipped", failure: undefined };
}

/** Do the work, from its first words to its last. */
async function tellOf(
  { asked, chosen, around, reporter, summary }: ToldRun,
  work: () => Promise<void>,
): Promise<RunOutcome> {
  const { options: { video }, targets, hint, isStill } = chosen;
  reporter.start(targets);
  tellBefore(chosen, reporter);
  const started = performance.now();
  let failure: unknown;
  try {
    await work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { signal } = around;
    failure = signal.aborted ? signal.reason : withoutNetwork(error, asked, isStill);
  }
  summary.seconds = (performance.now() - started) / 1000;
  // Whoever was reading standard output has seen enough: no words for that.
  if (!(failure instanceof Deno.errors.BrokenPipe)) reporter.end(targets, summary, failure, hint);
  const outcome = { video, output: nameOfTarget(targets.output), summary, failure };
  if (failure === undefined) return { ...outcome, state: "done" };
  return { ...outcome, state: "failed", error: describeFailure(failure, summary, targets) };
}

/** One shard of a run. */
async function runShard(told: ToldRun, { shard, found }: ChosenShard): Promise<RunOutcome> {
  const { chosen, around, reporter, summary } = told;
  const { assertShardable, openShard } = await import("./shards/shard_run.ts");
  const choices = { ...chosen, hasAlpha: isTransparent(chosen.background) };
  assertShardable(choices);
  const { signal } = around;
  const { ffmpeg: command, names } = chosen.options;
  const onFetch = (fetching: Fetching) => reporter.fetch(fetching);
  let failure: unknown;
  const opened = await findFfmpeg({ command, names, onFetch, signal })
    .then((ffmpeg) => openShard(shard, choices, { ffmpeg, signal }))
    .catch((error) => {
      if (error instanceof UsageError) throw error;
      failure = error;
    });
  if (opened === undefined) return await tellOf(told, () => Promise.reject(failure));
  if ("leftOut" in opened) {
    if (found !== undefined) reporter.notice(found);
    return leftOut(told, opened.leftOut);
  }
  await using own = opened;
  const { range, options, targets, work } = own;
  return await tellOf(told, async () => {
    reporter.notice(`${found ?? `shard ${shardText(shard)}`}: ${framesText(range)}`);
    await replaceChosen({ ...chosen, options, targets, shard: work }, around, reporter, summary);
    await own.finish(summary.framesWritten);
  });
}

/** What is offline reads no address. */
function assertOffline({ offline, allowNetwork, names }: RunOptions): void {
  if (!offline || !allowNetwork) return;
  throw new UsageError(
    `${names.named("offline")} and ${names.named("allowNetwork")} exclude each other`,
  );
}

/**
 * What a run comes to: all that was left out is chosen, and what was asked for is checked.
 *
 * @param asked The run.
 * @param isStdoutTerminal Whether standard output is a terminal.
 * @throws {UsageError} If that cannot be done.
 */
export async function chooseLeftOut(asked: RunOptions, isStdoutTerminal?: boolean) {
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

/** Networks that stay open for all parts of a run. */
async function openNetworks(signal: AbortSignal): Promise<SharedNetworks> {
  const { SharedNetworks } = await import("../networks/runtime/shared_networks.ts");
  return new SharedNetworks(signal);
}

/** Tell that a method does not begin anew. */
function tellReset(
  { resetEvery, names }: RunOptions,
  needs: FrameNeeds,
  reporter: RunReport,
): void {
  if (resetEvery === undefined || needs.resetEvery !== undefined) return;
  reporter.notice(`${names.named("resetEvery")} has no effect here`);
}

/** Tell that a shard has to look at all frames before its own. */
function tellLookback(
  { method, names }: RunOptions,
  range: FrameRange | undefined,
  { lookback, resetEvery }: FrameNeeds,
  most: number,
  reporter: RunReport,
): void {
  if (range === undefined || range.first === 1 || Number.isFinite(lookback)) return;
  if (resetEvery !== undefined) return;
  const before = framesText({ first: 1, last: range.first - 1 });
  reporter.notice(
    `'${method}' remembers all frames, so this shard looks at ${before} first; ` +
      `${names.with("resetEvery", String(most))} for all shards would spare it that`,
  );
}

/** The numbers to write, `undefined` for all; "none" of a shard that has none. */
function rangeOf(
  { options, targets, shard }: Pick<Chosen, "options" | "targets"> & { shard?: ShardWork },
  needs: FrameNeeds,
  reporter: RunReport,
): FrameRange | "none" | undefined {
  if (shard === undefined) assertRange(options, needs);
  const range = chooseRange(options, targets, needs);
  if (shard === undefined) return range;
  if (writesNothing(range, options, targets, needs)) return "none";
  tellLookback(options, range, needs, shard.most, reporter);
  return range;
}

/** Open what the run needs, and replace the background. */
async function replaceChosen(
  chosen: Chosen & { readonly shard?: ShardWork },
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
  const facts = finishFacts(work, background, fits, options);
  const plan = planFinish(facts);
  // Pictures have the tutorial's pixels; a video has the right colours.
  const isAccurate = targets.output.kind === "video";
  // The tutorial's own pictures are those of the stored pixels.
  const isSquare = !areTutorialsOwn(facts);
  // The tutorial's threads have a ring for the frames, in a memory that starts with them.
  using store = plan.takes === "video" ? new FrameStore(undefined) : await openStore();
  // A method that begins anew does not load its networks anew.
  await using own = options.resetEvery !== undefined && networks === undefined
    ? await openNetworks(signal)
    : undefined;
  const shared = { networks: networks ?? own };
  const tools = { ffmpeg, isAccurate, isSquare, store, ...shared, onNotice, onFetch, signal };
  using opened = await openMethod(prepared, options, tools);
  tellReset(options, opened.needs, reporter);
  const { shard } = chosen;
  const range = rangeOf(chosen, opened.needs, reporter);
  if (range === "none") return;
  const writeOut = (bytes: Uint8Array) => around.writeOut(bytes);
  // Of several runs that is told once.
  const firstWords = why === undefined || isOneOfMany ? notices : [...notices, why];
  const reading = { ffmpeg, isAccurate, isSquare };
  const parts = { range, store, facts, plan, background, fits, targets, summary, reporter, shard };
  await replace({ options, method: opened, firstWords, reading, writeOut, ...parts }, signal);
  if (!options.resume && shard === undefined) {
    assertSomeWritten(options, range, opened.needs, summary);
  }
}
