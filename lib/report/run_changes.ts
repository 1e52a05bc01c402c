import { columns, type Measure, type Values } from "./columns.ts";

/** A value that differs from the last run's, as a table writes both. */
export interface ValueChange {
  readonly key: Measure;
  /** The column's head. */
  readonly title: string;
  readonly before: string;
  readonly now: string;
  readonly isBetter: boolean;
}

/**
 * What differs between two runs of a method, as their tables write it, in the order of the columns.
 *
 * Time does not count: on a machine that does other things too it differs by itself.
 *
 * @param before The means of one run.
 * @param now Those of the other.
 */
export function runChanges(before: Values, now: Values): ValueChange[] {
  const judged = columns.filter(({ key }) => key !== "milliseconds");
  return judged.flatMap(({ key, title, better, digits }) => {
    const [from, to] = [before[key], now[key]];
    const texts = { before: from.toFixed(digits), now: to.toFixed(digits) };
    if (Number.isNaN(from) || Number.isNaN(to) || texts.before === texts.now) return [];
    return [{ key, title, ...texts, isBetter: better === "more" ? to > from : to < from }];
  });
}

/**
 * The same in words, a line for what is better and one for what is worse, of the values that a
 * terminal's table shows.
 *
 * @param all What differs.
 */
export function changesText(all: readonly ValueChange[]): string {
  const changes = all.filter(({ key }) => !columns.find((one) => one.key === key)?.isOnPageOnly);
  if (changes.length === 0) return "as the last run\n";
  const line = (word: string, isBetter: boolean) => {
    const those = changes.filter((change) => change.isBetter === isBetter);
    const texts = those.map(({ title, before, now }) => `${title} ${before} → ${now}`);
    return texts.length === 0 ? "" : `${word} ${texts.join(", ")}\n`;
  };
  const same = changes.some(({ key }) => key === "iou") ? "" : "as before: IoU\n";
  return line("better:", true) + line("worse: ", false) + same;
}
