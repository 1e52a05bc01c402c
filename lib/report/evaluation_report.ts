import { counted } from "../counted.ts";
import {
  cellsOf,
  clipRows,
  columns,
  type Group,
  groupRows,
  groupsOf,
  isGrouped,
  meanRows,
  nameInShort,
  type Row,
} from "./columns.ts";
import type { EvaluatedClip, Evaluation, Strip } from "./evaluation.ts";
import { escapeHtml } from "./html.ts";
import { compositeFrame, dataUrl, errorFrame, grayFrame } from "./pictures.ts";
import { legend, type Line, linePlot, scatterPlot } from "./plots.ts";
import { cdnetSection } from "./cdnet/cdnet_html.ts";
import type { CdnetTable } from "./cdnet/cdnet_table.ts";
import type { ResultsComparison } from "./results/compare_results.ts";
import type { EvaluationConditions } from "./results/evaluation_results.ts";
import { comparisonSection } from "./results/comparison_html.ts";
import { conditionsSection } from "./results/conditions_html.ts";
import { style } from "./style.ts";
import { plateNotes } from "./text_table.ts";

/**
 * What else {@linkcode evaluationReport} tells.
 *
 * @category Evaluation
 */
export interface EvaluationReportOptions {
  /** By what it was measured, and how the methods were set. */
  conditions?: EvaluationConditions | undefined;
  /** What has changed against a baseline. */
  comparison?: ResultsComparison | undefined;
  /** CDnet's tables, of an evaluation on it. */
  cdnet?: readonly CdnetTable[] | undefined;
}

/**
 * An evaluation as one HTML file, which needs nothing else: tables with the best
 * of each column marked, quality against speed, quality over time, and pictures.
 *
 * @example No clip, no plot, but a page
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 *
 * const html = evaluationReport({ methods: ["<mine>"], clips: [] });
 * assertStringIncludes(html, "&lt;mine&gt;");
 * ```
 *
 * @param evaluation What was found.
 * @param options What else is told.
 * @returns The file's text.
 * @category Evaluation
 */
export function evaluationReport(
  evaluation: Evaluation,
  { conditions, comparison, cdnet }: EvaluationReportOptions = {},
): string {
  const { methods, clips } = evaluation;
  const rows = meanRows(evaluation);
  const dots = rows.flatMap(({ method, values }, row) => (
    values === undefined ? [] : [{ name: method, row, x: values.milliseconds, y: values.iou }]
  ));
  const isByGroup = isGrouped(evaluation);
  const groups = groupsOf(evaluation);
  const what = `${counted(methods.length, "method")} on ${counted(clips.length, "clip")}` +
    (isByGroup ? ` in ${counted(groups.length, "group")}` : "");
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>Backdrop: ${what}</title>\n<style>\n${
      style(methods.length)
    }\n</style>\n</head>\n<body>`,
    `<h1>${what}</h1>`,
    `<p class="soft">${
      isByGroup ? "Means over the groups, of the means over their" : "Means over the"
    }` +
    ` clips: ${clips.map(({ name }) => escapeHtml(name)).join(", ")}. ` +
    "The best of each column is marked. A frame for which a method has no mask does not count. " +
    "What the columns mean stands at the end.</p>",
    table(rows, clips.length),
    ...plateNotes(evaluation).map((note) => `<p>${escapeHtml(note)}.</p>`),
    ...(cdnet ? [cdnetSection(cdnet)] : []),
    ...(comparison ? [comparisonSection(comparison)] : []),
    ...(dots.length > 0 ? [`<h2>Quality against speed</h2>${scatterPlot(dots, "Mean IoU")}`] : []),
    ...(isByGroup
      ? ["<h2>By group</h2>", ...groups.map((group) => groupSection(group, methods))]
      : []),
    ...clips.map((clip) => clipSection(clip, methods, clips.length > 1)),
    COLUMN_MEANINGS,
    ...(conditions ? [conditionsSection(conditions)] : []),
    "</body>\n</html>\n",
  ].join("\n");
}

/** Not folded: it would be missing on paper. */
const COLUMN_MEANINGS = [
  "<section>\n<h2>What the columns mean</h2>\n<dl>",
  ...columns.map(({ title, better, explanation }) =>
    `<dt>${title} ${better === "more" ? "↑" : "↓"}</dt><dd>${explanation}; ` +
    `${better} is better</dd>`
  ),
  "</dl>\n</section>",
].join("\n");

function groupSection(group: Group, methods: readonly string[]): string {
  const { name, clips } = group;
  return `<h3>${escapeHtml(name)} <span class="soft">– ${
    counted(clips.length, "clip")
  }</span></h3>\n` +
    table(groupRows(group, methods), clips.length);
}

function clipSection(clip: EvaluatedClip, methods: readonly string[], hasTable: boolean): string {
  const { name, outcomes, strips } = clip;
  const marks = strips.map(({ number }) => number);
  const linesOf = (key: "iou" | "mad"): Line[] =>
    outcomes.map(({ method, result }) => (
      { name: method, points: result?.series.map((frame) => [frame.number, frame[key]]) ?? [] }
    ));
  // A photo has no course over time.
  const hasLines = outcomes.some(({ result }) => (result?.series.length ?? 0) > 1);
  const failures = outcomes.filter(({ failure }) => failure !== undefined).map(
    ({ method, failure }) => `<p class="soft">${escapeHtml(`${method}: ${failure}`)}</p>`,
  );
  const plots = [
    legend(methods),
    `<div class="plots"><figure><figcaption>IoU, more is better</figcaption>`,
    linePlot(linesOf("iou"), { title: `IoU on ${name}`, most: 1, marks }),
    "</figure><figure><figcaption>MAD, less is better</figcaption>",
    `${linePlot(linesOf("mad"), { title: `MAD on ${name}`, marks })}</figure></div>`,
  ];
  return [
    `<section>\n<h2>${escapeHtml(name)}</h2>`,
    ...failures,
    ...(hasTable ? [table(clipRows(clip), 1)] : []),
    ...(hasLines ? plots : []),
    ...(strips.length > 0 ? [errorColours(hasLines)] : []),
    ...strips.map((strip) => stripSection(strip, clip)),
    "</section>",
  ].join("\n");
}

function errorColours(hasLines: boolean): string {
  return '<p class="soft">Masks: white is right, ' +
    '<span class="chip" style="background:#ff8a00"></span> too much, ' +
    '<span class="chip" style="background:#286eff"></span> missing.' +
    `${hasLines ? " The frames below are dotted in the plots." : ""}</p>`;
}

function stripSection(strip: Strip, { name, outcomes }: EvaluatedClip): string {
  const { number, reason, input, truth, mattes } = strip;
  const where = `frame ${number} of ${name}`;
  const pictures = [
    figure("truth, input", "", [
      { url: dataUrl(grayFrame(truth)), alt: `True matte, ${where}` },
      { url: dataUrl(input), alt: `Input, ${where}` },
    ]),
  ];
  for (const { method, result } of outcomes) {
    const matte = mattes.get(method);
    if (matte === undefined) continue;
    const iou = result?.series.find((frame) => frame.number === number)?.iou;
    const note = iou === undefined ? "" : `IoU ${iou.toFixed(3)}`;
    pictures.push(figure(method, note, [
      {
        url: dataUrl(errorFrame(matte, truth)),
        alt: `Mask by ${method} with its errors, ${where}`,
      },
      {
        url: dataUrl(compositeFrame(input, matte)),
        alt: `Composite by ${method} over plain green, ${where}`,
      },
    ]));
  }
  return `<h3>Frame ${number} <span class="soft">– ${escapeHtml(reason)}</span></h3>\n` +
    `<div class="pictures">\n${pictures.join("\n")}\n</div>`;
}

function figure(
  caption: string,
  note: string,
  pictures: readonly { url: string; alt: string }[],
): string {
  const images = pictures.map(({ url, alt }) => (
    `<img src="${url}" alt="${escapeHtml(alt)}">`
  ));
  return `<figure>${images.join("")}` +
    `<figcaption>${escapeHtml(caption)}${note && ` <small>${escapeHtml(note)}</small>`}` +
    "</figcaption></figure>";
}

function table(rows: readonly Row[], clips: number): string {
  const heads = columns.map(({ title, better, explanation }) =>
    `<th scope="col" title="${escapeHtml(`${explanation}; ${better} is better`)}">${title} ` +
    `<span aria-hidden="true">${better === "more" ? "↑" : "↓"}</span></th>`
  );
  const cells = cellsOf(rows);
  const lines = rows.map(({ method, values, clips: done }, i) => {
    const partial = values !== undefined && done < clips ? ` (${done} of ${clips} clips)` : "";
    const data = values === undefined
      ? `<td class="failed" colspan="${columns.length}">no result</td>`
      : cells[i].map(({ text, isBest }) =>
        isBest ? `<td class="best">${text}</td>` : `<td>${text}</td>`
      ).join("");
    return `<tr><th scope="row" title="${escapeHtml(method)}">` +
      `${escapeHtml(nameInShort(method) + partial)}</th>${data}</tr>`;
  });
  return `<div class="wide" tabindex="0" role="region" aria-label="Results"><table>\n<thead><tr>` +
    `<th scope="col">method</th>${heads.join("")}</tr></thead>\n` +
    `<tbody>\n${lines.join("\n")}\n</tbody>\n</table></div>`;
}
