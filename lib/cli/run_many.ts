import type { RunOutcome } from "../app/run.ts";
import { printable } from "../printable.ts";
import { assertPlate } from "../app/method/clean_plate.ts";
import { assertMeasured } from "../app/method/distance.ts";
import { chooseMethods, MissingNetworkError } from "../app/options/defaults.ts";
import { EventLines } from "./reporting/event_lines.ts";
import type { Input } from "../app/source/inputs.ts";
import { Interrupt } from "./interrupts.ts";
import { chooseShard } from "../app/shards/choose_shard.ts";
import { cutSets } from "../app/shards/sets/cut_sets.ts";
import { type OpenSet, openSet } from "../app/shards/sets/open_set.ts";
import { type Shard, shardText } from "../app/shards/shard.ts";
import { counted } from "../counted.ts";
import { assertFolderApart, optionsForAll } from "../app/targets/many_files.ts";
import { isTransparent, readBackground } from "../app/background/open_background.ts";
import { SharedNetworks } from "../networks/runtime/shared_networks.ts";
import { prepareMethod } from "../app/method/prepare_method.ts";
import {
  type Console,
  outcomeFields,
  outcomesFields,
  outcomeTable,
  type Telling,
} from "./reporting/reporter.ts";
import type { RunOptions } from "../app/options/run_options.ts";
import { UsageError } from "../app/usage_error.ts";

/** What a run has around it. */
export interface Surroundings<Terminal extends Console = Console> {
  readonly terminal: Terminal;
  /** What there is to say of the inputs, once it is known that they can be read. */
  readonly notices: readonly string[];
  /** Ends the run. */
  readonly signal: AbortSignal;
  /** Networks that stay open from one input to the next. */
  readonly networks?: SharedNetworks | undefined;
}

/** Does one of the inputs. */
type DoOne<Terminal extends Console> = (
  options: RunOptions,
  around: Surroundings<Terminal>,
  telling: Telling,
) => Promise<RunOutcome>;

/**
 * Several inputs, one after the other; a failure does not stop the rest.
 *
 * @param options The command line.
 * @param inputs The inputs; `undefined` where a shard that has begun before has noted them.
 * @param around What is around each run.
 * @param run Does one of them.
 * @returns The exit code.
 * @throws {UsageError} If none of them can be asked for that.
 */
export async function runMany<Terminal extends Console>(
  options: RunOptions,
  inputs: readonly Input[] | undefined,
  around: Surroundings<Terminal>,
  run: DoOne<Terminal>,
): Promise<number> {
  const { terminal, notices, signal } = around;
  if (options.shard === undefined && options.shards !== undefined) {
    return await cutOnly(options, options.shards, inputs, around);
  }
  const shard = chooseShard(options);
  const { named, found } = nameAll(options, inputs);
  await using set = shard && await openSet(options, shard.shard, found, signal);
  const all = set?.all ?? found!.all;
  const words = [...notices, ...named, ...await prepareAll(options, all)];
  if (shard?.found !== undefined) words.push(shard.found);
  if (set !== undefined && shard !== undefined) words.push(setInWords(set, shard.shard));
  for (const text of options.quiet ? [] : words) terminal.err(`note: ${printable(text)}\n`);
  const tell = options.jsonLines ? new EventLines(terminal) : undefined;
  for (const text of words) tell?.write("notice", { text });
  await using networks = new SharedNetworks(signal);
  const outcomes = await runAll(options, set ?? { runs: all }, {
    around: { ...around, networks, notices: [] },
    tell,
    run,
  });
  if (!options.quiet && outcomes.length > 0) terminal.err(outcomeTable(outcomes));
  const missing = await set?.finish(outcomes);
  if (missing !== undefined) terminal.err(`error: ${printable(missing)}\n`);
  const summary = outcomesFields(outcomes);
  if (tell) tell.write("end", summary);
  else if (options.json) terminal.out(`${JSON.stringify(summary)}\n`);
  if (signal.reason instanceof Interrupt) return signal.reason.exitCode;
  return missing !== undefined || outcomes.some(({ state }) => state === "failed") ? 1 : 0;
}

/** What all runs share. */
interface Shared<Terminal extends Console> {
  readonly around: Surroundings<Terminal>;
  readonly tell: EventLines | undefined;
  readonly run: DoOne<Terminal>;
}

/** Do all runs; of a shard also those that another run of it had, and has left. */
async function runAll<Terminal extends Console>(
  options: RunOptions,
  set: Pick<OpenSet, "runs"> & Partial<Pick<OpenSet, "leftToOthers">>,
  shared: Shared<Terminal>,
): Promise<RunOutcome[]> {
  const { signal } = shared.around;
  const outcomes: RunOutcome[] = [];
  await runInTurn(options, set.runs, outcomes, shared);
  while (!signal.aborted) {
    const left = set.leftToOthers?.(outcomes) ?? [];
    if (left.length === 0) break;
    // Whoever had them may have been killed.
    await pause(AGAIN, signal);
    await runInTurn(options, left, outcomes, shared);
  }
  return outcomes;
}

/** Do some runs in their order, and note what became of each. */
async function runInTurn<Terminal extends Console>(
  { quiet }: RunOptions,
  runs: readonly RunOptions[],
  outcomes: RunOutcome[],
  { around, tell, run }: Shared<Terminal>,
): Promise<void> {
  const { terminal, signal } = around;
  const telling = { isBarHidden: quiet, isOneOfMany: true };
  for (const [i, each] of runs.entries()) {
    if (!quiet) terminal.err(printable(`${i + 1}/${runs.length} ${each.video}`) + "\n");
    try {
      outcomes.push(await run({ ...each, quiet: true }, around, telling));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      outcomes.push(refused(each, error));
      terminal.err(`error: ${printable(error.message)}\n`);
    }
    tell?.write("file", outcomeFields(outcomes.at(-1)!));
    // Networks that cannot be had would be missing for all that follow.
    if (signal.aborted || outcomes.at(-1)?.failure instanceof MissingNetworkError) break;
  }
}

/** After how many milliseconds one looks again for what another run is at work on. */
const AGAIN = 5000;

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}

/** What of a shard is left to do. */
function setInWords({ runs, all: { length: size } }: OpenSet, shard: Shard): string {
  const left = runs.length === size
    ? ""
    : runs.length === 0
    ? ", all of them done"
    : `, ${size - runs.length} of them done`;
  return `shard ${shardText(shard)} has ${counted(size, "file")}${left}`;
}

/** What each is asked for, and what is to be told of that; nothing where the shards are cut already. */
function nameAll(options: RunOptions, inputs: readonly Input[] | undefined) {
  assertFolderApart(options);
  if (inputs === undefined) return { named: [], found: undefined };
  const names = optionsForAll(options, inputs, isTransparent(readBackground(options)));
  return { named: names.notices, found: { ...names, inputs } };
}

/** Only note which videos there are, and how they are cut, for shards that are to come. */
async function cutOnly(
  options: RunOptions,
  count: number,
  inputs: readonly Input[] | undefined,
  { terminal }: Surroundings<Console>,
): Promise<number> {
  const { manifest, folder } = await cutSets(options, count, nameAll(options, inputs).found);
  const { videos } = manifest.sets;
  const words = `${counted(videos.length, "file")} in ${counted(count, "set")}: ${folder.manifest}`;
  if (!options.quiet) terminal.err(`${printable(words)}\n`);
  return 0;
}

/** What is to be told of the methods; what none of the runs can be asked for is refused. */
async function prepareAll(options: RunOptions, all: readonly RunOptions[]): Promise<string[]> {
  const methods = await chooseMethods(all, isTransparent(readBackground(options)));
  for (const { method } of methods) {
    const { method: found } = await prepareMethod(method, options);
    assertPlate({ ...options, method }, found);
    assertMeasured({ ...options, method }, found);
  }
  return methods.flatMap(({ why, hint }) => why ?? hint ?? []);
}

/** The outcome of a run that cannot be asked for. */
function refused({ video, output }: RunOptions, failure: UsageError): RunOutcome {
  const summary = { framesRead: 0, framesWritten: 0, seconds: 0 };
  return { video, output, state: "failed", summary, failure, error: failure.message };
}
