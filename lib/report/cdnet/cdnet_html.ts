import { counted } from "../../counted.ts";
import { escapeHtml } from "../html.ts";
import type { CdnetTable } from "./cdnet_table.ts";
import { cdnetCells, cdnetRowName } from "./cdnet_text.ts";

/**
 * CDnet's tables as a section of the report.
 *
 * @param tables The categories, then "overall", which comes first on the page.
 */
export function cdnetSection(tables: readonly CdnetTable[]): string {
  return [
    "<section>\n<h2>CDnet 2014</h2>",
    '<p class="soft">Of each video\'s summed pixels, then means over the videos of a category, ' +
    "then over the categories. Re, Sp, F, Pr: more is better; FPR, FNR, PWC, FPR-S: less.</p>",
    ...[...tables.slice(-1), ...tables.slice(0, -1)].map(tableSection),
    "</section>",
  ].join("\n");
}

function tableSection(table: CdnetTable): string {
  const { name, videos, rows } = table;
  const { heads, cells } = cdnetCells(table);
  const lines = rows.map((row, i) => {
    const data = cells[i].map(({ text, isBest }) => (
      isBest ? `<td class="best">${text}</td>` : `<td>${text}</td>`
    ));
    return `<tr><th scope="row" title="${escapeHtml(row.method)}">` +
      `${escapeHtml(cdnetRowName(row, table))}</th>${data.join("")}</tr>`;
  });
  return [
    `<h3>${escapeHtml(name)} <span class="soft">– ${counted(videos, "video")}</span></h3>`,
    `<div class="wide" tabindex="0" role="region" aria-label="CDnet, ${escapeHtml(name)}"><table>`,
    `<thead><tr><th scope="col">method</th>`,
    ...heads.map((head) => `<th scope="col">${head}</th>`),
    `</tr></thead>\n<tbody>\n${lines.join("\n")}\n</tbody>\n</table></div>`,
  ].join("\n");
}
