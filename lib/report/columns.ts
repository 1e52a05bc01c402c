import type { ClipResult } from "../pipeline/evaluate_clip.ts";
import type { EvaluatedClip, Evaluation } from "./evaluation.ts";

/** A column of the tables. */
export interface Column {
  /** The value's name in JSON. */
  readonly key: Measure;
  /** The column's head. */
  readonly title: string;
  /** Which of two values is better. */
  readonly better: "more" | "less";
  /** Digits after the point. */
  readonly digits: number;
  /** What it measures, in a few words. */
  readonly explanation: string;
  /** Whether it is in the page and in JSON alone: a terminal has no room for all. */
  readonly isOnPageOnly: boolean;
}

/**
 * The names of the values.
 *
 * @category Evaluation
 */
export type Measure =
  | "iou"
  | "worstIou"
  | "lost"
  | "translucent"
  | "f"
  | "precision"
  | "recall"
  | "pwc"
  | "mad"
  | "mse"
  | "grad"
  | "conn"
  | "dtSSD"
  | "flicker"
  | "milliseconds";

/** The values of a row; NaN where there is none. */
export type Values = Readonly<Record<Measure, number>>;

/** What other columns show nearly as well: F is that of Prec and Rec, MSE goes with MAD. */
const ON_PAGE_ONLY: readonly Measure[] = ["f", "pwc", "mse", "conn"];

/** The columns, in order. */
export const columns: readonly Column[] = [
  column("iou", "IoU", "more", 3, "intersection over union with the truth, mean over the frames"),
  column("worstIou", "Worst", "more", 3, "mean IoU of the worst tenth of the frames"),
  column("lost", "Lost", "less", 1, "percentage of the frames with somebody that lose them"),
  column(
    "translucent",
    "Half",
    "less",
    2,
    "percentage of the true inside that is half transparent",
  ),
  column("f", "F", "more", 3, "harmonic mean of precision and recall, of all pixels together"),
  column("precision", "Prec", "more", 3, "how much of what was found is foreground"),
  column("recall", "Rec", "more", 3, "how much of the foreground was found"),
  column("pwc", "PWC", "less", 2, "percentage of pixels classified wrongly"),
  column("mad", "MAD", "less", 1, "mean absolute difference of alpha, in thousandths"),
  column("mse", "MSE", "less", 1, "mean squared error of alpha, in thousandths"),
  column("grad", "Grad", "less", 2, "how much the edges differ"),
  column("conn", "Conn", "less", 2, "how much hangs loose from the main part"),
  column("dtSSD", "dtSSD", "less", 2, "how wrongly the matte changes from frame to frame"),
  column(
    "flicker",
    "Flick",
    "less",
    1,
    "how much it changes where the truth does not, in thousandths",
  ),
  column("milliseconds", "ms", "less", 1, "milliseconds a frame in the method itself"),
];

function column(
  key: Measure,
  title: string,
  better: Column["better"],
  digits: number,
  explanation: string,
): Column {
  const isOnPageOnly = ON_PAGE_ONLY.includes(key);
  return { key, title, better, digits, explanation, isOnPageOnly };
}

/** The values of one method on one clip. */
export function valuesOf({ summary, secondsPerFrame }: ClipResult): Values {
  return { ...summary, milliseconds: 1e3 * secondsPerFrame };
}

/** A method's row in a table. */
export interface Row {
  /** The method's name. */
  readonly method: string;
  /** `undefined` if the method gave no result. */
  readonly values: Values | undefined;
  /** How many clips it is the mean of. */
  readonly clips: number;
}

/** Clips that count together, as CDnet's categories do. */
export interface Group {
  /** What the group is called. */
  readonly name: string;
  /** Its clips, in order. */
  readonly clips: readonly EvaluatedClip[];
}

/** The groups in the order of their first clips; clips without a group are one of their own. */
export function groupsOf({ clips }: Evaluation): Group[] {
  const groups = new Map<string, EvaluatedClip[]>();
  for (const clip of clips) {
    const name = clip.group ?? "";
    groups.set(name, [...groups.get(name) ?? [], clip]);
  }
  return [...groups].map(([name, clips]) => ({ name, clips }));
}

/** Whether the mean over groups differs from that over clips. */
export function isGrouped(evaluation: Evaluation): boolean {
  const groups = groupsOf(evaluation);
  return groups.length > 1 && groups.some(({ clips }) => clips.length > 1);
}

/** The means over a group's clips, a row a method. A clip on which a method failed is left out of its mean. */
export function groupRows({ clips }: Group, methods: readonly string[]): Row[] {
  return methods.map((method) => {
    const all = clips.flatMap(({ outcomes }) => outcomes)
      .filter((outcome) => outcome.method === method && outcome.result !== undefined)
      .map(({ result }) => valuesOf(result as ClipResult));
    return { method, values: meanOf(all), clips: all.length };
  });
}

/**
 * The means over the groups' means, a row a method: a group counts once, however many clips
 * it has. A group in which a method gave nothing is left out of its mean.
 */
export function meanRows(evaluation: Evaluation): Row[] {
  const { methods } = evaluation;
  const groups = groupsOf(evaluation).map((group) => groupRows(group, methods));
  return methods.map((method, i) => {
    const rows = groups.map((each) => each[i]);
    const all = rows.flatMap(({ values }) => values ?? []);
    const clips = rows.reduce((sum, row) => sum + row.clips, 0);
    return { method, values: meanOf(all), clips };
  });
}

/** The mean of each value, of those that there are. */
function meanOf(all: readonly Values[]): Values | undefined {
  if (all.length === 0) return undefined;
  const mean = (key: Measure) => {
    const values = all.map((each) => each[key]).filter((value) => !Number.isNaN(value));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return Object.fromEntries(columns.map(({ key }) => [key, mean(key)])) as Values;
}

/** The rows of one clip. */
export function clipRows({ outcomes }: EvaluatedClip): Row[] {
  return outcomes.map(({ method, result }) => (
    { method, values: result && valuesOf(result), clips: 1 }
  ));
}

/** How much of a method's name has room. */
const LONGEST_NAME = 22;

/** A name's end, where a module's path is longer than tables and plots have room for. */
export function nameInShort(name: string): string {
  return name.length > LONGEST_NAME ? `…${name.slice(1 - LONGEST_NAME)}` : name;
}

/** A cell of a table. */
export interface Cell {
  /** The value as it is written; "–" if there is none. */
  readonly text: string;
  /** Whether no other row has a better one, as they are written. */
  readonly isBest: boolean;
}

/**
 * The cells of rows, with the best of each column marked, if they differ. A mean over fewer clips
 * than another's is not compared: they may be the easy ones.
 */
export function cellsOf(rows: readonly Row[]): Cell[][] {
  const mostClips = Math.max(...rows.map(({ clips }) => clips));
  const isWhole = ({ clips }: Row) => clips === mostClips;
  const best = columns.map(({ key, better, digits }) => {
    const written = rows.filter(isWhole).map(({ values }) => values?.[key] ?? NaN)
      .filter((value) => !Number.isNaN(value)).map((value) => Number(value.toFixed(digits)));
    const [least, most] = [Math.min(...written), Math.max(...written)];
    // Where all are equal, also where there is one, none is the best.
    if (least === most) return NaN;
    return better === "more" ? most : least;
  });
  return rows.map((row) =>
    columns.map(({ key, digits }, i) => {
      const value = row.values?.[key] ?? NaN;
      if (Number.isNaN(value)) return { text: "–", isBest: false };
      const text = value.toFixed(digits);
      return { text, isBest: isWhole(row) && Number(text) === best[i] };
    })
  );
}
