import { counted } from "../../../counted.ts";
import { dirname } from "node:path";
import type { LabelledClip } from "../../../pipeline/evaluate_clip.ts";
import { claim } from "../../../files/system/claim.ts";
import { findFfmpeg } from "../../../files/ffmpeg/ffmpeg.ts";
import { openJpegCodec } from "../../../files/pictures/jpeg_codec.ts";
import { keepOffline } from "../../../files/packages/offline.ts";
import type { Fetching } from "../../../files/packages/lone_package.ts";
import {
  hasDistance,
  type LabelledClipOptions,
  openLabelledClip,
} from "../../../files/labelled_clip.ts";
import { FAST_TO_FETCH, isFastCached } from "../../../files/onnx/is_fast_cached.ts";
import { isModelPath } from "../../../files/onnx/model_names.ts";
import { SharedNetworks } from "../../../networks/runtime/shared_networks.ts";
import { makeFolder, writeWhole } from "../../../files/system/write_whole.ts";
import { printable } from "../../../printable.ts";
import type { EvaluatedClip, Evaluation, MethodOutcome } from "../../../report/evaluation.ts";
import { evaluationReport } from "../../../report/evaluation_report.ts";
import { compareResults, type ResultsComparison } from "../../../report/results/compare_results.ts";
import { comparisonText } from "../../../report/results/comparison_text.ts";
import {
  type EvaluationConditions,
  type EvaluationResults,
  evaluationResults,
} from "../../../report/results/evaluation_results.ts";
import { cdnetJson, cdnetTables } from "../../../report/cdnet/cdnet_table.ts";
import { cdnetText } from "../../../report/cdnet/cdnet_text.ts";
import { plateNotes } from "../../../report/text_table.ts";
import { Snapshots, stripsOf } from "../../../report/snapshots.ts";
import type { EvaluateOptions } from "../../arguments/commands/evaluate_arguments.ts";
import { evaluationConditions } from "../../../app/evaluate/evaluation_conditions.ts";
import { readBaseline } from "../../../app/evaluate/read_baseline.ts";
import { isResultsFile } from "../../../app/evaluate/results_file.ts";
import {
  ownMethod,
  type PreparedMethod,
  prepareMethods,
} from "../../../app/method/prepare_method.ts";
import { type MeasuredMethod, measureMethod } from "../../../app/bench/measure_method.ts";
import { asTables } from "./evaluate_tables.ts";
import { type ClipPlace, findClips } from "./evaluate_places.ts";
import { type Console, ProgressDisplay } from "../../reporting/progress_display.ts";
import { unusedMethodOptions } from "../../../app/options/unused_options.ts";

/**
 * The command `evaluate`: measure methods on labelled clips, print tables or
 * JSON, and write the report.
 *
 * @param options The command line.
 * @param terminal Where words go.
 * @param signal Ends the run by throwing its reason.
 * @returns Whether every method gave a result on every clip that it can work on.
 * @throws If a clip or a module cannot be read.
 */
export async function evaluate(
  options: EvaluateOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<boolean> {
  return await keepOffline(options.offline, () => evaluateHere(options, terminal, signal));
}

async function evaluateHere(
  options: EvaluateOptions,
  terminal: Console,
  signal: AbortSignal,
): Promise<boolean> {
  const { names } = options;
  const talk = new Talk(options, terminal);
  const places = findClips(options, (text) => talk.note(text));
  // Wrong words are told before hours of work.
  const earlier = await earlierResults(options);
  const found = await chooseMethods(options, places, talk);
  const onNotice = (text: string) => talk.note(text);
  const onFetch = (fetching: Fetching) => talk.fetch(fetching);
  const ffmpeg = await findFfmpeg({ command: options.ffmpeg, names, onNotice, onFetch, signal });
  using jpeg = await openJpegCodec(onNotice, { onFetch, signal });
  const tools: LabelledClipOptions = { ffmpeg, jpeg, onNotice, signal };
  await using networks = new SharedNetworks(signal);
  const clips: EvaluatedClip[] = [];
  for (const [i, { folder, name, group }] of places.entries()) {
    const clip = { ...await openLabelledClip(folder, tools), name };
    const place = `clip ${i + 1} of ${places.length}`;
    const run = { clip, options, networks, talk, signal, place };
    clips.push({ ...await evaluateMethods(found, run), group });
  }
  talk.end();
  const { modelOptions, edgesEvery } = options;
  const facts = { methods: found, edgesEvery, modelOptions, ffmpeg, signal };
  const conditions = await evaluationConditions(facts);
  const evaluation: Evaluation = { methods: found.map(({ name }) => name), clips };
  await giveOut(evaluation, conditions, { options, earlier, terminal, talk, signal });
  const failures = clips.flatMap(({ outcomes }) => outcomes.map(({ failure }) => failure));
  return failures.every((failure) => failure === undefined || LACKS.has(failure));
}

/** Where results go, and what they are compared with. */
interface Outputs {
  readonly options: EvaluateOptions;
  readonly earlier: EvaluationResults | undefined;
  readonly terminal: Console;
  readonly talk: Talk;
  readonly signal: AbortSignal;
}

/** Print tables or JSON, and write the report. */
async function giveOut(
  evaluation: Evaluation,
  conditions: EvaluationConditions,
  { options, earlier, terminal, talk, signal }: Outputs,
): Promise<void> {
  const results = evaluationResults(evaluation, conditions);
  const comparison = changesOf(results, options, earlier);
  const cdnet = options.cdnet === undefined ? undefined : cdnetTables(evaluation);
  if (options.json) {
    const more = { ...(cdnet && { cdnet: cdnetJson(cdnet) }), ...(comparison && { comparison }) };
    terminal.out(`${JSON.stringify({ ...results, ...more })}\n`);
    for (const line of plateNotes(evaluation)) talk.note(line);
  } else {
    const tables = cdnet === undefined ? asTables(evaluation) : cdnetText(cdnet);
    terminal.out(`${tables}${comparison === undefined ? "" : comparisonText(comparison)}`);
  }
  if (options.report !== undefined) {
    const html = evaluationReport(evaluation, { conditions, comparison, cdnet });
    await writeReport(options.report, html, talk, signal);
  }
}

/** What to compare with, if it is a file. */
async function earlierResults(
  { baseline }: EvaluateOptions,
): Promise<EvaluationResults | undefined> {
  if (baseline === undefined || !isResultsFile(baseline)) return undefined;
  return await readBaseline(baseline);
}

/** What has changed: against a file, or against one of the methods of the same run. */
function changesOf(
  results: EvaluationResults,
  { baseline }: EvaluateOptions,
  earlier: EvaluationResults | undefined,
): ResultsComparison | undefined {
  if (baseline === undefined) return undefined;
  return earlier === undefined
    ? compareResults(results, results, { name: baseline, method: baseline })
    : compareResults(results, earlier, { name: baseline });
}

async function writeReport(
  path: string,
  html: string,
  talk: Talk,
  signal: AbortSignal,
): Promise<void> {
  await makeFolder(dirname(path));
  // Removes what a run that was killed has left.
  await using _claim = await claim(path, { isShared: true, onNotice: (text) => talk.note(text) });
  const bytes = new TextEncoder().encode(html);
  await writeWhole(path, bytes, signal);
  talk.note(`the report is '${path}'`);
}

/** The methods to measure; what is left out, and what has no effect, is told. */
async function chooseMethods(
  options: EvaluateOptions,
  places: readonly ClipPlace[],
  talk: Talk,
): Promise<readonly PreparedMethod[]> {
  const leftOut = await methodsLeftOut(options);
  const blind = places.some(({ folder }) => hasDistance(folder)) ? [] : options.unlessDistance;
  const chosen = options.methods.filter((name) => ![...leftOut, ...blind].includes(name));
  const found = await prepareMethods(chosen, options);
  for (const name of leftOut) {
    const command = options.offline ? "cli.ts fetch fast" : `-m ${name}`;
    talk.note(
      `${name} is left out, its networks are not fetched yet: ${command} fetches ` +
        `${FAST_TO_FETCH}, once`,
    );
  }
  for (const option of unusedMethodOptions(options, found.map(ownMethod))) {
    talk.note(`${option} has no effect here`);
  }
  return found;
}

/** The methods that nobody asked for and for which much would have to be fetched. */
async function methodsLeftOut({ unlessFetched }: EvaluateOptions): Promise<readonly string[]> {
  return unlessFetched.length === 0 || await isFastCached() ? [] : unlessFetched;
}

/** One clip's run. */
interface ClipRun {
  readonly clip: LabelledClip;
  readonly options: EvaluateOptions;
  /** Networks that stay open from one clip to the next. */
  readonly networks: SharedNetworks;
  readonly talk: Talk;
  readonly signal: AbortSignal;
  readonly place: string;
}

/** All methods on one clip; that one fails does not stop the others. */
async function evaluateMethods(
  found: readonly PreparedMethod[],
  run: ClipRun,
): Promise<EvaluatedClip> {
  const { clip, options, talk } = run;
  const outcomes: MethodOutcome[] = [];
  const snapshots = new Map<string, Snapshots>();
  for (const prepared of found) {
    const { name } = prepared;
    const lack = lackOf(clip, prepared, options);
    if (lack !== undefined) {
      outcomes.push({ method: name, failure: lack.failure });
      talk.note(`'${clip.name}' has no ${lack.files}: left out for ${name}`);
      continue;
    }
    const kept = new Snapshots();
    if (options.report !== undefined) snapshots.set(name, kept);
    const { error, ...outcome } = await evaluateMethod(prepared, run, kept);
    outcomes.push(outcome);
    if (outcome.failure !== undefined) talk.failure(`${clip.name}: ${outcome.failure}`, error);
  }
  const strips = options.report === undefined ? [] : await stripsOf(clip, outcomes, snapshots);
  return { name: clip.name, outcomes, strips };
}

/** What a clip may lack. */
interface Lack {
  readonly files: string;
  readonly failure: string;
}

const NO_PLATE: Lack = { files: "plate.*", failure: "needs a clean plate (plate.*)" };
const NO_DISTANCE: Lack = {
  files: "right.* or depth.*",
  failure: "needs the other eye's pictures (right.*) or depth (depth.*)",
};
const LACKS: ReadonlySet<string> = new Set([NO_PLATE.failure, NO_DISTANCE.failure]);

/** What a method needs that a clip lacks; a network of the user's may tell distance as well. */
function lackOf(
  { cleanPlate, hasDistance }: LabelledClip,
  { name, method }: PreparedMethod,
  { model, unlessDistance }: EvaluateOptions,
): Lack | undefined {
  if (method.needsPlate && cleanPlate === undefined) return NO_PLATE;
  const hasNetwork = isModelPath(model) && !unlessDistance.includes(name);
  return method.takesDistance && !hasDistance && !hasNetwork ? NO_DISTANCE : undefined;
}

async function evaluateMethod(
  prepared: PreparedMethod,
  { clip, options, networks, talk, signal, place }: ClipRun,
  kept: Snapshots,
): Promise<MeasuredMethod> {
  const { name } = prepared;
  const outcome = await measureMethod(clip, prepared, {
    edgesEvery: options.edgesEvery,
    networks,
    onNotice: (text) => talk.note(text),
    onFetch: (fetching) => talk.fetch(fetching),
    onEstimate: (number, matte) => {
      if (options.report !== undefined) kept.keep(number, matte);
    },
    onProgress: (framesRead) =>
      talk.progress(`${place}, ${clip.name}, ${name}: ${framesRead} frames`),
    signal,
  });
  const { framesLabelled = 0, summary } = outcome.result ?? {};
  const unmasked = framesLabelled - (summary?.frames ?? framesLabelled);
  if (options.cdnet !== undefined && unmasked > 0) {
    talk.note(`${name} has no mask of ${counted(unmasked, "labelled frame")} of '${clip.name}'`);
  }
  return outcome;
}

/** What is said on stderr. */
class Talk {
  readonly #options: EvaluateOptions;
  readonly #display: ProgressDisplay;

  constructor(options: EvaluateOptions, terminal: Console) {
    this.#options = options;
    this.#display = new ProgressDisplay(terminal, options.quiet);
  }

  /** Something to know, though all goes on. */
  note(text: string): void {
    if (!this.#options.quiet) this.#display.say(`note: ${printable(text)}`);
  }

  /** A method that failed. */
  failure(text: string, error: unknown): void {
    this.#display.say(`error: ${printable(text)}`);
    if (this.#options.verbose) this.#display.say(Deno.inspect(error));
  }

  /** Say how far it is. */
  progress(text: string): void {
    this.#display.show({ line: (columns) => text.slice(0, columns - 1), plain: () => text });
  }

  /** A package is on its way: on a terminal Deno draws a bar. */
  fetch(fetching: Fetching): void {
    this.#display.wipe();
    if (this.#display.isOnTerminal) fetching.letDenoDraw();
  }

  /** Wipe the line of progress. */
  end(): void {
    this.#display.wipe();
  }
}
