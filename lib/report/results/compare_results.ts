import { FEWEST_PAIRS, pairedBootstrap } from "../../metrics/paired_bootstrap.ts";
import { type Column, columns, type Measure } from "../columns.ts";
import { differencesOf } from "./condition_differences.ts";
import type { ClipResults, EvaluationResults, MeasuredValues } from "./evaluation_results.ts";

/**
 * What a change is: beyond chance for the better or the worse, within what chance does, none at all,
 * or nothing that can be judged.
 *
 * @category Evaluation
 */
export type ChangeVerdict = "better" | "worse" | "noise" | "same" | "unknown";

/**
 * How one measure of a method has changed.
 *
 * @category Evaluation
 */
export interface Change {
  /** The measure, by its name in JSON. */
  readonly key: Measure;
  /** The mean before, over the clips that both have. */
  readonly before: number;
  /** The mean now, over the same clips. */
  readonly now: number;
  /** `now − before`. */
  readonly change: number;
  /** What holds the true change, as sure as {@linkcode ResultsComparison.level}; none of too few clips. */
  readonly interval: readonly [low: number, high: number] | undefined;
  /** How many clips have a value in both. */
  readonly clips: number;
  /** On how many of them it is better now. */
  readonly betterOn: number;
  /** On how many it is worse. */
  readonly worseOn: number;
  /** What that means. */
  readonly verdict: ChangeVerdict;
}

/**
 * How a method has changed.
 *
 * @category Evaluation
 */
export interface MethodComparison {
  /** The method. */
  readonly method: string;
  /** The method of the baseline that it is compared with; `undefined` if there is none. */
  readonly against: string | undefined;
  /** On how many clips both have a result. */
  readonly clips: number;
  /** Each measure that both have. */
  readonly changes: readonly Change[];
}

/**
 * An evaluation against an earlier one, or against one of its methods.
 *
 * @category Evaluation
 */
export interface ResultsComparison {
  /** What the baseline is called: a file, or a method. */
  readonly baseline: string;
  /** How sure the intervals are, 0–1. */
  readonly level: number;
  /** How often clips were drawn anew. */
  readonly resamples: number;
  /** What was not the same besides: version, machine, settings, clips; a line each. */
  readonly differences: readonly string[];
  /** The methods, in order. */
  readonly methods: readonly MethodComparison[];
}

/**
 * Options of {@linkcode compareResults}.
 *
 * @category Evaluation
 */
export interface CompareResultsOptions {
  /**
   * What the baseline is called.
   *
   * @default {"baseline"}
   */
  name?: string;
  /**
   * Compare each method with this one of the baseline, instead of with itself.
   *
   * @default {the method of the same name, or file name}
   */
  method?: string | undefined;
  /**
   * How often clips are drawn anew.
   *
   * @default {10000}
   */
  resamples?: number;
  /**
   * How sure the intervals are, 0.5–0.999.
   *
   * @default {0.95}
   */
  level?: number;
}

/**
 * Compare an evaluation with an earlier one, clip by clip: the mean change of each measure, an
 * interval from {@linkcode pairedBootstrap} over the clips, and whether it is more than noise.
 *
 * Clips are paired by their names. A clip weighs what it does in the mean: with groups, each group
 * weighs the same. Speed is never judged between two runs: how loaded a machine was is the same for
 * all clips, which no interval over clips tells.
 *
 * @example Six clips, all a little better
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseResults } from "./read_results.ts";
 *
 * const results = (add: number) => {
 *   const clips = [1, 2, 3, 4, 5, 6].map((i) => (
 *     { name: `clip ${i}`, methods: { mine: { framesRead: 9, iou: i / 10 + add * i } } }
 *   ));
 *   return parseResults(JSON.stringify({ clips }), "results");
 * };
 * const { methods } = compareResults(results(0.01), results(0));
 * const { key, change, betterOn, verdict } = methods[0].changes[0];
 * assertEquals([key, change.toFixed(3), betterOn, verdict], ["iou", "0.035", 6, "better"]);
 * ```
 *
 * @param now The later results.
 * @param before The earlier ones; the same object to compare methods of one run.
 * @param options How sure to be.
 * @returns What has changed.
 * @category Evaluation
 */
export function compareResults(
  now: EvaluationResults,
  before: EvaluationResults,
  options: CompareResultsOptions = {},
): ResultsComparison {
  const { name = "baseline", method, resamples = 10000, level = 0.95 } = options;
  const weights = clipWeights(now.clips);
  const isOneRun = now === before;
  const others = methodNames(before);
  const methods = methodNames(now).filter((each) => !isOneRun || each !== method).map(
    (each): MethodComparison => {
      const against = method ?? counterpart(each, others);
      const pairs = against === undefined ? [] : pairsOf(now, before, each, against, weights);
      const judged = (column: Column) => changeOf(column, pairs, { resamples, level, isOneRun });
      const changes = columns.flatMap((column) => judged(column) ?? []);
      return { method: each, against, clips: pairs.length, changes };
    },
  );
  const differences = isOneRun ? [] : differencesOf(now, before, counterpart);
  return { baseline: name, level, resamples, differences, methods };
}

function methodNames({ clips }: EvaluationResults): string[] {
  return [...new Set(clips.flatMap(({ methods }) => Object.keys(methods)))];
}

/** The method of the same name; of a module that lies elsewhere now, of the same file name. */
export function counterpart(method: string, others: readonly string[]): string | undefined {
  if (others.includes(method)) return method;
  const alike = others.filter((other) => basename(other) === basename(method));
  return alike.length === 1 ? alike[0] : undefined;
}

function basename(path: string): string {
  return path.split(/[/\\]/).at(-1)!;
}

/** What each clip weighs in the mean over the groups' means. */
function clipWeights(clips: readonly ClipResults[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { group = "" } of clips) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return new Map(clips.map(({ name, group = "" }) => [name, 1 / sizes.get(group)!]));
}

/** A clip's values of both runs. */
interface Pair {
  readonly now: MeasuredValues;
  readonly before: MeasuredValues;
  readonly weight: number;
}

function pairsOf(
  now: EvaluationResults,
  before: EvaluationResults,
  method: string,
  against: string,
  weights: ReadonlyMap<string, number>,
): Pair[] {
  const earlier = new Map(before.clips.map(({ name, methods }) => [name, methods[against]]));
  return now.clips.flatMap(({ name, methods }) => {
    const [here, there] = [methods[method], earlier.get(name)];
    if (here === undefined || there === undefined) return [];
    if ("error" in here || "error" in there) return [];
    return [{ now: here, before: there, weight: weights.get(name)! }];
  });
}

function changeOf(
  { key, better, digits }: Column,
  pairs: readonly Pair[],
  { isOneRun, ...bootstrap }: { resamples: number; level: number; isOneRun: boolean },
): Change | undefined {
  const both = pairs.flatMap(({ now, before, weight }) => {
    const [here, there] = [now[key], before[key]];
    return here === null || there === null ? [] : [{ here, there, weight }];
  });
  if (both.length === 0) return undefined;
  const weights = both.map(({ weight }) => weight);
  const before = weightedMean(both.map(({ there }) => there), weights);
  const differences = both.map(({ here, there }) => here - there);
  const { mean: change, interval } = pairedBootstrap(differences, { weights, ...bootstrap });
  const sign = better === "more" ? 1 : -1;
  const isSame = differences.every((each) => each === 0);
  const isJudged = key !== "milliseconds" || isOneRun;
  return {
    key,
    before,
    now: before + change,
    change,
    interval: isJudged ? interval : undefined,
    clips: both.length,
    betterOn: differences.filter((each) => sign * each > 0).length,
    worseOn: differences.filter((each) => sign * each < 0).length,
    verdict: isSame ? "same" : isJudged ? verdictOf(interval, sign, digits + 1) : "unknown",
  };
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const sum = values.reduce((all, value, i) => all + weights[i] * value, 0);
  return sum / weights.reduce((all, weight) => all + weight, 0);
}

/**
 * An interval's verdict. A bound that tables write as 0 is 0: percentiles leave 0 out as soon as all
 * clips but one have one sign, however little they change.
 */
function verdictOf(
  interval: readonly [number, number] | undefined,
  sign: number,
  digits: number,
): ChangeVerdict {
  if (interval === undefined) return "unknown";
  const [low, high] = interval.map((bound) => Number(bound.toFixed(digits)));
  if (low <= 0 && high >= 0) return "noise";
  return sign * low > 0 ? "better" : "worse";
}

/** Whether a comparison has too few clips for intervals. */
export function hasTooFew({ methods }: ResultsComparison): boolean {
  return methods.some(({ clips, changes }) => (
    clips > 0 && changes.some(({ key, verdict, interval }) => (
      key !== "milliseconds" && verdict === "unknown" && interval === undefined
    ))
  ));
}

/** Why there are no intervals, in one sentence. */
export const TOO_FEW: string =
  `no interval from fewer than ${FEWEST_PAIRS} clips of like weight: chance alone may do all of it`;
