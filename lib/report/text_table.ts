import { cellsOf, columns, type Row } from "./columns.ts";

/**
 * A table as text, a line a method; the best of each column has a star.
 *
 * @param rows The methods.
 * @param title What the first column is headed: the clip's name.
 * @returns Lines, the last one ended too.
 */
export function textTable(rows: readonly Row[], title: string): string {
  const lines = [
    [title, ...columns.map((column) => `${column.title} `)],
    ...cellsOf(rows).map((cells, i) => [
      rows[i].method,
      ...cells.map(({ text, isBest }) => `${text}${isBest ? "*" : " "}`),
    ]),
  ];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) =>
    line.map((cell, i) => i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))
      .join(" ").trimEnd() + "\n"
  ).join("");
}
