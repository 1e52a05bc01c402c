import { type MaskCounts, scores } from "../../metrics/mask_scores.ts";
import type { ClipResult } from "../../pipeline/evaluate_clip.ts";
import { groupsOf } from "../columns.ts";
import type { EvaluatedClip, Evaluation } from "../evaluation.ts";

/**
 * The measures of CDnet 2014, by their names in JSON. `NaN` where there is none.
 *
 * @category Evaluation
 */
export interface CdnetScores {
  /** Re, TP / (TP + FN). */
  readonly recall: number;
  /** Sp, TN / (TN + FP). */
  readonly specificity: number;
  /** FPR, FP / (FP + TN). */
  readonly falsePositiveRate: number;
  /** FNR, FN / (TP + FN). */
  readonly falseNegativeRate: number;
  /** PWC, 100 (FN + FP) / all. */
  readonly pwc: number;
  /** F-measure, 2 Pr Re / (Pr + Re). */
  readonly f: number;
  /** Pr, TP / (TP + FP). */
  readonly precision: number;
  /** FPR-S, the share of the pixels of hard shadows that were taken for foreground. */
  readonly shadowFalsePositiveRate: number;
}

/**
 * A method's row in a table of CDnet's.
 *
 * @category Evaluation
 */
export interface CdnetRow {
  /** The method. */
  readonly method: string;
  /** Over how many videos it is. */
  readonly videos: number;
  /** The means. */
  readonly scores: CdnetScores;
}

/**
 * A table of CDnet's: a category, or all.
 *
 * @category Evaluation
 */
export interface CdnetTable {
  /** The category; "overall" for all. */
  readonly name: string;
  /** How many videos there are. */
  readonly videos: number;
  /** The methods, in order. */
  readonly rows: readonly CdnetRow[];
}

/** The measures, in the order of CDnet's tables. */
export const cdnetColumns: readonly {
  readonly key: keyof CdnetScores;
  readonly title: string;
  readonly better: "more" | "less";
}[] = [
  { key: "recall", title: "Re", better: "more" },
  { key: "specificity", title: "Sp", better: "more" },
  { key: "falsePositiveRate", title: "FPR", better: "less" },
  { key: "falseNegativeRate", title: "FNR", better: "less" },
  { key: "pwc", title: "PWC", better: "less" },
  { key: "f", title: "F", better: "more" },
  { key: "precision", title: "Pr", better: "more" },
  { key: "shadowFalsePositiveRate", title: "FPR-S", better: "less" },
];

/**
 * Score a video by the sums of its pixels, as CDnet does.
 *
 * Where a video has no foreground at all, nothing tells how much of it was found: Re, FNR, F and Pr
 * are `NaN`, for all methods alike; without any background, Sp and FPR are. A method that finds nothing
 * where something is has Pr and F 0.
 *
 * @example Three of four found, and one of six too many
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const counts = { truePositives: 3, falsePositives: 1, falseNegatives: 1, trueNegatives: 5 };
 * const { recall, falseNegativeRate, pwc, f } = cdnetScores(counts);
 * assertEquals([recall, falseNegativeRate, pwc, f], [0.75, 0.25, 20, 0.75]);
 * ```
 *
 * @param counts The pixels of all frames that count.
 * @param shadow Those of them that are hard shadow.
 * @returns The measures.
 * @see Wang et al., "CDnet 2014: An Expanded Change Detection Benchmark Dataset", CVPR Workshops 2014,
 * https://doi.org/10.1109/CVPRW.2014.126.
 * @category Evaluation
 */
export function cdnetScores(counts: MaskCounts, shadow?: MaskCounts): CdnetScores {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts;
  const foreground = truePositives + falseNegatives;
  const background = trueNegatives + falsePositives;
  const { pwc, precision, f } = scores(counts);
  const has = (value: number) => foreground > 0 ? value : NaN;
  return {
    // 0 / 0 is NaN.
    recall: truePositives / foreground,
    specificity: trueNegatives / background,
    falsePositiveRate: falsePositives / background,
    falseNegativeRate: falseNegatives / foreground,
    pwc,
    f: has(f),
    precision: has(precision),
    shadowFalsePositiveRate: shadow === undefined
      ? NaN
      : shadow.falsePositives / (shadow.falsePositives + shadow.trueNegatives),
  };
}

/**
 * The official tables of CDnet 2014: for each category the means over its videos, then those over the
 * categories. An evaluation's groups are the categories.
 *
 * FPR-S is of the category `shadow` alone, as on changedetection.net.
 *
 * @example Nothing measured
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cdnetTables({ methods: [], clips: [] }).map(({ name }) => name), ["overall"]);
 * ```
 *
 * @param evaluation What was found.
 * @returns A table a category, then "overall".
 * @category Evaluation
 */
export function cdnetTables(evaluation: Evaluation): CdnetTable[] {
  const { methods } = evaluation;
  const categories = groupsOf(evaluation).map(({ name, clips }): CdnetTable => ({
    name,
    videos: clips.length,
    rows: methods.map((method) => categoryRow(method, name, clips)),
  }));
  const overall = methods.map((method, i): CdnetRow => {
    const rows = categories.map(({ rows }) => rows[i]).filter(({ videos }) => videos > 0);
    const videos = rows.reduce((sum, row) => sum + row.videos, 0);
    return { method, videos, scores: meanScores(rows.map(({ scores }) => scores)) };
  });
  const videos = evaluation.clips.length;
  return [...categories, { name: "overall", videos, rows: overall }];
}

function categoryRow(
  method: string,
  category: string,
  clips: readonly EvaluatedClip[],
): CdnetRow {
  const results = clips.flatMap(({ outcomes }): ClipResult[] => {
    const result = outcomes.find((outcome) => outcome.method === method)?.result;
    return result === undefined ? [] : [result];
  });
  const all = results.map(({ summary, shadow }) =>
    cdnetScores(summary.counts, category === "shadow" ? shadow : undefined)
  );
  return { method, videos: all.length, scores: meanScores(all) };
}

/** The mean of each measure, of those videos or categories that have it. */
function meanScores(all: readonly CdnetScores[]): CdnetScores {
  const mean = (key: keyof CdnetScores) => {
    const values = all.map((each) => each[key]).filter((value) => !Number.isNaN(value));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return Object.fromEntries(
    cdnetColumns.map(({ key }) => [key, mean(key)]),
  ) as unknown as CdnetScores;
}

/** A table as JSON has it: six digits, `null` where there is no value. */
export function cdnetJson(tables: readonly CdnetTable[]): Record<string, unknown> {
  const rowJson = ({ method, videos, scores }: CdnetRow) => [
    method,
    {
      videos,
      ...Object.fromEntries(cdnetColumns.map(({ key }) => {
        const value = scores[key];
        return [key, Number.isFinite(value) ? Number(value.toPrecision(6)) : null];
      })),
    },
  ];
  return Object.fromEntries(
    tables.map(({ name, rows }) => [name, Object.fromEntries(rows.map(rowJson))]),
  );
}
