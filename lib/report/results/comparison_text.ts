import { counted } from "../../counted.ts";
import { type Column, columns, nameInShort } from "../columns.ts";
import {
  type Change,
  hasTooFew,
  type MethodComparison,
  type ResultsComparison,
  TOO_FEW,
} from "./compare_results.ts";

/**
 * A comparison as text: what was not the same, then a block a method with a line for each measure
 * that has changed. It fits into 100 columns; the measures are those of the tables.
 *
 * @example Nothing to compare with
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 *
 * const mine = { method: "mine", against: undefined, clips: 0, changes: [] };
 * const text = comparisonText({
 *   baseline: "before.json",
 *   level: 0.95,
 *   resamples: 10000,
 *   differences: [],
 *   methods: [mine],
 * });
 * assertStringIncludes(text, "mine: no such method in before.json");
 * ```
 *
 * @param comparison What has changed.
 * @returns Lines, the last one ended too.
 * @category Evaluation
 */
export function comparisonText(comparison: ResultsComparison): string {
  const { baseline, differences, methods } = comparison;
  const blocks = methods.map((method) => block(method, comparison));
  const same = methods.filter(isSame).map(({ method }) => nameInShort(method));
  return [
    `\nagainst ${baseline}, ${howSure(comparison)}\n`,
    ...differences.map((difference) => `differs: ${difference}\n`),
    ...blocks,
    ...(same.length > 0 ? [`the same in all: ${same.join(", ")}\n`] : []),
    ...(hasTooFew(comparison) ? [`${TOO_FEW}.\n`] : []),
  ].join("");
}

/** "mean changes, 95 % intervals over clips from 10000 resamples". */
export function howSure({ level, resamples }: ResultsComparison): string {
  const percent = Number((100 * level).toPrecision(4));
  return `mean changes, ${percent} % intervals over the clips from ${resamples} resamples`;
}

function isSame({ clips, changes }: MethodComparison): boolean {
  const isTimeOr = ({ key, verdict }: Change) => key === "milliseconds" || verdict === "same";
  return clips > 0 && changes.every(isTimeOr);
}

function block(method: MethodComparison, { baseline }: ResultsComparison): string {
  if (isSame(method)) return "";
  const name = nameInShort(method.method);
  if (method.clips === 0) return `${name}: ${lackOf(method, baseline)}\n`;
  const changes = method.changes.filter((change) => !columnOf(change).isOnPageOnly);
  const shown = changes.filter(({ verdict }) => verdict !== "same");
  const isOther = method.against !== method.method && method.against === baseline;
  const heads = isOther ? [nameInShort(baseline), "this"] : ["before", "now"];
  const lines = [
    [
      `${name}, ${counted(method.clips, "clip")}`,
      ...heads,
      "change",
      "interval",
      "better on",
    ],
    ...shown.map((change) => cells(change)),
  ];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const rows = lines.map((line, row) => {
    const padded = line.map((cell, i) => (
      i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])
    ));
    const verdict = row === 0 ? "" : `  ${VERDICTS[shown[row - 1].verdict]}`;
    return `${padded.join("  ")}${verdict}`.trimEnd() + "\n";
  });
  const same = changes.filter(({ verdict }) => verdict === "same").map((change) =>
    columnOf(change).title
  );
  return `${rows.join("")}${same.length > 0 ? `  the same: ${same.join(", ")}\n` : ""}`;
}

/** Why a method has nothing to be compared with. */
export function lackOf({ against }: MethodComparison, baseline: string): string {
  return against === undefined
    ? `no such method in ${baseline}`
    : `no clip on which ${baseline} has a result too`;
}

/** What stands beside a change. */
export const VERDICTS: Readonly<Record<Change["verdict"], string>> = {
  better: "* better",
  worse: "! worse",
  noise: "~ noise",
  same: "= same",
  unknown: "",
};

/** The column of a change. */
export function columnOf({ key }: Change): Column {
  return columns.find((column) => column.key === key)!;
}

function cells(change: Change): string[] {
  const { title, digits } = columnOf(change);
  const { before, now, interval, clips, betterOn } = change;
  return [
    `  ${title}`,
    before.toFixed(digits),
    now.toFixed(digits),
    signed(change.change, digits),
    interval === undefined ? "–" : intervalText(interval, digits),
    `${betterOn} of ${clips}`,
  ];
}

/** "+0.010 to +0.030". */
export function intervalText([low, high]: readonly [number, number], digits: number): string {
  return `${signed(low, digits)} to ${signed(high, digits)}`;
}

/** With its sign; one digit more than the value, since changes are small. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits + 1);
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`;
}
