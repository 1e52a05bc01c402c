import { columns, nameInShort } from "../columns.ts";
import { escapeHtml } from "../html.ts";
import {
  type Change,
  hasTooFew,
  type MethodComparison,
  type ResultsComparison,
  TOO_FEW,
} from "./compare_results.ts";
import { howSure, intervalText, lackOf, signed, VERDICTS } from "./comparison_text.ts";

/**
 * A comparison as a section of the report: a row a method, the change of each measure with its
 * interval, coloured where it is more than noise.
 *
 * @param comparison What has changed.
 */
export function comparisonSection(comparison: ResultsComparison): string {
  const { baseline, differences, methods, level } = comparison;
  const oneIn = Math.round(1 / (1 - level));
  const heads = columns.map(({ title, better }) =>
    `<th scope="col">${title} <span aria-hidden="true">${better === "more" ? "↑" : "↓"}</span></th>`
  );
  const rows = methods.map((method) => row(method, baseline));
  return [
    `<section>\n<h2>Against ${escapeHtml(baseline)}</h2>`,
    `<p class="soft">The table has ${escapeHtml(howSure(comparison))}. ` +
    '<span class="verdict">*</span> better, <span class="verdict">!</span> worse, ' +
    '<span class="verdict">~</span> noise: the interval holds 0, as it is written. ' +
    `Of ${oneIn} changes without a cause, one is marked by chance.</p>`,
    ...(hasTooFew(comparison) ? [`<p>${escapeHtml(TOO_FEW)}.</p>`] : []),
    ...(differences.length > 0
      ? [
        `<p>What differs besides:</p><ul>${
          differences.map((each) => `<li>${escapeHtml(each)}</li>`).join("")
        }</ul>`,
      ]
      : []),
    '<div class="wide" tabindex="0" role="region" aria-label="Changes"><table class="changes">',
    `<thead><tr><th scope="col">method</th>${heads.join("")}</tr></thead>`,
    `<tbody>\n${rows.join("\n")}\n</tbody>\n</table></div>\n</section>`,
  ].join("\n");
}

function row(method: MethodComparison, baseline: string): string {
  const { changes } = method;
  const byKey = new Map(changes.map((change) => [change.key, change]));
  const data = method.clips === 0
    ? `<td class="failed" colspan="${columns.length}">${escapeHtml(lackOf(method, baseline))}</td>`
    : columns.map(({ key, digits }) => cell(byKey.get(key), digits)).join("");
  return `<tr><th scope="row" title="${escapeHtml(method.method)}">` +
    `${escapeHtml(nameInShort(method.method))}</th>${data}</tr>`;
}

function cell(change: Change | undefined, digits: number): string {
  if (change === undefined) return "<td>–</td>";
  const { verdict, interval, betterOn, clips } = change;
  if (verdict === "same") return '<td class="noise">=</td>';
  const mark = VERDICTS[verdict].slice(0, 1);
  const range = interval === undefined
    ? `better on ${betterOn} of ${clips}`
    : intervalText(interval, digits);
  return `<td class="${verdict}">${signed(change.change, digits)} ` +
    `<span class="verdict">${mark}</span><br><small>${range}</small></td>`;
}
