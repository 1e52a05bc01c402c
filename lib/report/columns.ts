import type { ClipResult } from "../pipeline/evaluate_clip.ts";
import type { Evaluation } from "./evaluation.ts";

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
}

/** The names of the values. */
export type Measure =
  | "iou"
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

/** The columns of every table, in order. */
export const columns: readonly Column[] = [
  column("iou", "IoU", "more", 3, "intersection over union with the truth, mean over the frames"),
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
  return { key, title, better, digits, explanation };
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

/** The means over the clips, a row a method. A clip on which a method failed is left out of its mean. */
export function meanRows({ methods, clips }: Evaluation): Row[] {
  return methods.map((method) => {
    const all = clips.flatMap(({ outcomes }) => outcomes)
      .filter((outcome) => outcome.method === method && outcome.result !== undefined)
      .map(({ result }) => valuesOf(result as ClipResult));
    const mean = (key: Measure) => {
      const values = all.map((each) => each[key]).filter((value) => !Number.isNaN(value));
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const means = Object.fromEntries(columns.map(({ key }) => [key, mean(key)]));
    return { method, values: all.length > 0 ? means as Values : undefined, clips: all.length };
  });
}

/** The rows of one clip. */
export function clipRows({ outcomes }: Evaluation["clips"][number]): Row[] {
  return outcomes.map(({ method, result }) => (
    { method, values: result && valuesOf(result), clips: 1 }
  ));
}

/** A cell of a table. */
export interface Cell {
  /** The value as it is written; "–" if there is none. */
  readonly text: string;
  /** Whether no other row has a better one, as they are written. */
  readonly isBest: boolean;
}

/** The cells of rows, with the best of each column marked, if there are several rows. */
export function cellsOf(rows: readonly Row[]): Cell[][] {
  const best = columns.map(({ key, better, digits }) => {
    const written = rows.map(({ values }) => values?.[key] ?? NaN)
      .filter((value) => !Number.isNaN(value)).map((value) => Number(value.toFixed(digits)));
    if (written.length < 2) return NaN;
    return better === "more" ? Math.max(...written) : Math.min(...written);
  });
  return rows.map(({ values }) =>
    columns.map(({ key, digits }, i) => {
      const value = values?.[key] ?? NaN;
      if (Number.isNaN(value)) return { text: "–", isBest: false };
      const text = value.toFixed(digits);
      return { text, isBest: Number(text) === best[i] };
    })
  );
}
