import type { SettingValue } from "../../methods/settings/setting.ts";
import {
  columns,
  groupRows,
  groupsOf,
  isGrouped,
  meanRows,
  type Measure,
  type Row,
  type Values,
  valuesOf,
} from "../columns.ts";
import type { Evaluation } from "../evaluation.ts";

/**
 * What ran an evaluation.
 *
 * @category Evaluation
 */
export interface EvaluationMachine {
  /** The processor's name, as the system tells it. */
  readonly cpu?: string | undefined;
  /** How many threads of it there are. */
  readonly cores: number;
  /** The operating system: "linux". */
  readonly os: string;
  /** The kind of processor: "x86_64". */
  readonly arch: string;
  /** Deno's version. */
  readonly deno: string;
  /** The version of the ffmpeg that decoded. */
  readonly ffmpeg: string;
}

/**
 * How a method was set.
 *
 * @category Evaluation
 */
export interface MethodConditions {
  /** Its settings, those that were not given with their defaults. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** What was done to its mattes, as `--refine` would say it; "none" if nothing was. */
  readonly refine: string;
  /** Whether the lengths of the refinement grow with the picture, as they do with `--refine auto`. */
  readonly refineScales: boolean;
  /** Its network, and what was said of that. */
  readonly model?: Readonly<Record<string, string>> | undefined;
  /** What tells its module from another version of it. */
  readonly moduleSha256?: string | undefined;
}

/**
 * Under which conditions an evaluation ran.
 *
 * @category Evaluation
 */
export interface EvaluationConditions {
  /** Backdrop's version. */
  readonly version: string;
  /** When it ended, as ISO 8601 has it. */
  readonly date: string;
  /** What ran it. */
  readonly machine: EvaluationMachine;
  /** What was measured, and how the methods were set. */
  readonly settings: {
    /** Frame step of Grad and Conn. */
    readonly edgesEvery: number;
    /** How each method was set, by its name. */
    readonly methods: Readonly<Record<string, MethodConditions>>;
  };
}

/**
 * Values as they are in JSON: rounded to six digits, `null` where there is none.
 *
 * @category Evaluation
 */
export type MeasuredValues = Readonly<Record<Measure, number | null>>;

/**
 * A method on a clip: values, or why there are none.
 *
 * @category Evaluation
 */
export type MethodResults =
  | { readonly error: string }
  | MeasuredValues & {
    /** How many frames the clip has. */
    readonly framesRead: number;
    /** How many of them were labelled and got a matte. */
    readonly framesMeasured: number;
  };

/**
 * A mean; without any values if no clip gave one.
 *
 * @category Evaluation
 */
export type MeanResults = Partial<MeasuredValues> & {
  /** Over how many clips it is. */
  readonly clips: number;
};

/**
 * A clip's results.
 *
 * @category Evaluation
 */
export interface ClipResults {
  /** The clip's name. */
  readonly name: string;
  /** Its group, where means are taken by group. */
  readonly group?: string;
  /** What each method reached, by its name. */
  readonly methods: Readonly<Record<string, MethodResults>>;
}

/**
 * What `evaluate --json` prints.
 *
 * @category Evaluation
 */
export interface EvaluationResults extends Partial<EvaluationConditions> {
  /** The clips, in order. */
  readonly clips: readonly ClipResults[];
  /** The groups, where means are taken by group. */
  readonly groups?: readonly {
    readonly name: string;
    readonly mean: Readonly<Record<string, MeanResults>>;
  }[];
  /** The means over all, by method. */
  readonly mean: Readonly<Record<string, MeanResults>>;
}

/**
 * An evaluation as JSON has it: what was measured, by what, and how it was set.
 *
 * @example Nothing measured yet
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(evaluationResults({ methods: ["mine"], clips: [] }), {
 *   clips: [],
 *   mean: { mine: { clips: 0 } },
 * });
 * ```
 *
 * @param evaluation What was found.
 * @param conditions By what it was measured, and how the methods were set.
 * @returns An object for `JSON.stringify`.
 * @category Evaluation
 */
export function evaluationResults(
  evaluation: Evaluation,
  conditions?: EvaluationConditions,
): EvaluationResults {
  const isByGroup = isGrouped(evaluation);
  const clips = evaluation.clips.map(({ name, group = "", outcomes }): ClipResults => ({
    name,
    ...(isByGroup && { group }),
    methods: Object.fromEntries(
      outcomes.map(({ method, result, failure = "no result" }): [string, MethodResults] => [
        method,
        result === undefined ? { error: failure } : {
          framesRead: result.framesRead,
          framesMeasured: result.summary.frames,
          ...roundedValues(valuesOf(result)),
        },
      ]),
    ),
  }));
  const groups = groupsOf(evaluation).map((group) => ({
    name: group.name,
    mean: meansOf(groupRows(group, evaluation.methods)),
  }));
  const mean = meansOf(meanRows(evaluation));
  return { ...conditions, clips, ...(isByGroup && { groups }), mean };
}

function meansOf(rows: readonly Row[]): Record<string, MeanResults> {
  return Object.fromEntries(rows.map(({ method, values, clips }) => [
    method,
    { clips, ...(values && roundedValues(values)) },
  ]));
}

/** Six digits are more than any of it is worth; NaN is null. */
function roundedValues(values: Values): MeasuredValues {
  return Object.fromEntries(columns.map(({ key }) => {
    const value = values[key];
    return [key, Number.isFinite(value) ? Number(value.toPrecision(6)) : null];
  })) as MeasuredValues;
}
