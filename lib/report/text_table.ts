import { cellsOf, columns, nameInShort, type Row } from "./columns.ts";
import type { Evaluation } from "./evaluation.ts";

/** What stands below tables: what the columns are. */
export const tableLegend: string =
  "* best. IoU: how far mask and truth overlap, 1 is all. Worst: the same of the worst tenth.\n" +
  "Prec: how much of the mask is right. Rec: how much of the truth is found. All others: less is\n" +
  "better. Lost: % of frames without those who are there. Half: % of the inside half transparent.\n" +
  "MAD: errors of alpha. Grad: of edges. dtSSD: over time. Flick: flicker where nothing moves.\n" +
  "ms: milliseconds a frame in the method alone.\n";

/**
 * A table as text, a line a method; the best of each column has a star. It fits into 100
 * columns, with the built-in methods' names into 84: some values are on the page alone.
 *
 * @param rows The methods.
 * @param title What the first column is headed: the clip's name.
 * @param clips How many clips there are: a mean over fewer says so.
 * @returns Lines, the last one ended too.
 */
export function textTable(rows: readonly Row[], title: string, clips = 1): string {
  const isShown = (_: unknown, i: number) => !columns[i].isOnPageOnly;
  const lines = [
    [nameInShort(title), ...columns.filter(isShown).map((column) => `${column.title} `)],
    ...cellsOf(rows).map((cells, i) => [
      nameOf(rows[i], clips),
      ...cells.filter(isShown).map(({ text, isBest }) => `${text}${isBest ? "*" : " "}`),
    ]),
  ];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) =>
    line.map((cell, i) => i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))
      .join(" ").trimEnd() + "\n"
  ).join("");
}

function nameOf({ method, values, clips: done }: Row, clips: number): string {
  if (values === undefined || done >= clips) return nameInShort(method);
  return `${nameInShort(method)} (${done} of ${clips})`;
}

/**
 * What stands below a table of methods of the user's that have looked at the picture of the empty room:
 * their numbers are beside `clean-plate`'s, not beside the others'.
 *
 * @param evaluation What was found.
 * @returns A line for each such method.
 */
export function plateNotes({ methods, clips }: Evaluation): string[] {
  const outcomes = clips.flatMap((clip) => clip.outcomes);
  const those = methods.filter((name) =>
    outcomes.some(({ method, usesPlate }) => method === name && usesPlate)
  );
  return those.map((name) =>
    `${name} looked at the picture of the empty room (plate.*), as clean-plate does`
  );
}

/** Of more clips than that, those that did worst are named. */
const CLIPS_NAMED = 5;

/**
 * A method's IoU on each clip, which a mean hides.
 *
 * @param evaluation What was found.
 * @param name The method.
 * @returns A line; nothing if there is one clip alone.
 */
export function clipsLine({ clips }: Evaluation, name: string): string {
  const all = clips.flatMap((clip) => {
    const iou = clip.outcomes.find(({ method }) => method === name)?.result?.summary.iou;
    return iou === undefined ? [] : [{ clip: clip.name, iou }];
  });
  if (clips.length < 2 || all.length === 0) return "";
  const isMany = all.length > CLIPS_NAMED;
  const named = isMany ? all.sort((a, b) => a.iou - b.iou).slice(0, CLIPS_NAMED) : all;
  const words = named.map(({ clip, iou }) => `${nameInShort(clip)} ${iou.toFixed(3)}`).join(", ");
  return `IoU of ${name} by clip${isMany ? `, the worst of ${all.length}` : ""}: ${words}\n`;
}
