import { counted } from "../../counted.ts";
import { nameInShort } from "../columns.ts";
import { cdnetColumns, type CdnetRow, type CdnetTable } from "./cdnet_table.ts";

/** A value with the digits of CDnet's tables, and whether none of the other rows is better. */
interface CdnetCell {
  readonly text: string;
  readonly isBest: boolean;
}

/** Whether a column has any value in a table: FPR-S is of one category. */
function shownColumns({ rows }: CdnetTable) {
  return cdnetColumns.filter(({ key }) => (
    key !== "shadowFalsePositiveRate" || rows.some(({ scores }) => !Number.isNaN(scores[key]))
  ));
}

/**
 * The heads and cells of a table of CDnet's, with the best of each column marked where they differ. A
 * row over fewer videos than another's is not compared.
 *
 * @param table The table.
 */
export function cdnetCells(table: CdnetTable): { heads: string[]; cells: CdnetCell[][] } {
  const shown = shownColumns(table);
  const most = Math.max(0, ...table.rows.map(({ videos }) => videos));
  const best = shown.map(({ key, better }) => {
    const values = table.rows.filter(({ videos }) => videos === most)
      .map(({ scores }) => Number(scores[key].toFixed(4))).filter((value) => !Number.isNaN(value));
    const [least, greatest] = [Math.min(...values), Math.max(...values)];
    if (least === greatest) return NaN;
    return better === "more" ? greatest : least;
  });
  const cells = table.rows.map(({ videos, scores }) =>
    shown.map(({ key }, i): CdnetCell => {
      const value = scores[key];
      if (Number.isNaN(value)) return { text: "–", isBest: false };
      const text = value.toFixed(4);
      return { text, isBest: videos === most && Number(text) === best[i] };
    })
  );
  return { heads: shown.map(({ title }) => title), cells };
}

/** What a row is called: a method, and of how many videos it is if some have failed. */
export function cdnetRowName({ method, videos }: CdnetRow, { videos: all }: CdnetTable): string {
  const name = nameInShort(method);
  return videos === all ? name : `${name} (${videos} of ${all})`;
}

/**
 * CDnet's tables as text, within 90 columns.
 *
 * @param tables The categories, then "overall".
 * @returns Lines, the last one ended too.
 */
export function cdnetText(tables: readonly CdnetTable[]): string {
  const categories = tables.length - 1;
  return tables.map((table) => {
    const { name, videos, rows } = table;
    const { heads, cells } = cdnetCells(table);
    const title = name === "overall"
      ? `overall, ${categories === 1 ? "1 category" : `${categories} categories`}`
      : `${name}, ${counted(videos, "video")}`;
    const lines = [
      [title, ...heads.map((head) => `${head} `)],
      ...rows.map((row, i) => [
        cdnetRowName(row, table),
        ...cells[i].map(({ text, isBest }) => `${text}${isBest ? "*" : " "}`),
      ]),
    ];
    const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
    return lines.map((line) =>
      line.map((cell, i) => i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))
        .join(" ").trimEnd() + "\n"
    ).join("");
  }).join("\n") + MEANING;
}

const MEANING = "\n* best. CDnet 2014's measures: Re, Sp, F, Pr: more is better; FPR, FNR, PWC, " +
  "FPR-S: less.\nOf each video's summed pixels, then means over videos and over categories.\n";
