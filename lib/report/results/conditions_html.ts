import { escapeHtml } from "../html.ts";
import type { EvaluationConditions, MethodConditions } from "./evaluation_results.ts";

/**
 * By what it was measured, and how the methods were set, as a section of the report.
 *
 * @param conditions The conditions.
 */
export function conditionsSection(conditions: EvaluationConditions): string {
  const { version, date, machine, settings: { edgesEvery, methods } } = conditions;
  const { cpu, cores, os, arch, deno, ffmpeg } = machine;
  const rows: [string, string][] = [
    ["Backdrop", version],
    ["Date", date],
    ["Machine", `${cpu ?? "unknown processor"}, ${cores} threads, ${os} ${arch}`],
    ["Programs", `Deno ${deno}, ffmpeg ${ffmpeg}`],
    ["--edges-every", `${edgesEvery}`],
    ...Object.entries(methods).map(([name, told]): [string, string] => [name, inWords(told)]),
  ];
  return [
    '<section>\n<h2>How it was measured</h2>\n<dl class="conditions">',
    ...rows.map(([name, text]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd>`),
    "</dl>\n</section>",
  ].join("\n");
}

function inWords({ settings, refine, model = {} }: MethodConditions): string {
  const told = Object.entries({ ...model, ...settings }).map(([name, value]) => `${name} ${value}`);
  return [...told, `refine ${refine}`].join(", ");
}
