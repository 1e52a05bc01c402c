import { colorRules } from "./marks.ts";

/** The report's style sheet for so many methods: light and dark, from a phone's width on, and paper. */
export function style(methods: number): string {
  return `${RULES}\n${colorRules(methods)}\n${PAPER}`;
}

const RULES = `
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1c2126; --soft: #5b6570; --line: #d9dee3; --panel: #f4f6f8;
  --best: #d5f0dc; --best-text: #0b5a26; --worse: #fbdcd8; --worse-text: #8c1d10;
}
svg .dot, svg .hollow, svg .series { --mark: var(--on-light); }
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181c; --text: #e6eaee; --soft: #9aa5b1; --line: #333b44; --panel: #1c2228;
    --best: #173d25; --best-text: #8ee0a6; --worse: #4a1f1a; --worse-text: #f5a79c;
  }
  svg .dot, svg .hollow, svg .series { --mark: var(--on-dark); }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1rem; max-width: 80rem;
  background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
h1 { font-size: 1.6rem; margin: .4rem 0; }
h2 { font-size: 1.25rem; margin: 2.4rem 0 .6rem; padding-top: .6rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
p { max-width: 46rem; margin: .4rem 0; }
.soft, figcaption small { color: var(--soft); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .86rem; }
th, td { padding: .3rem .34rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
th:first-child {
  text-align: left; position: sticky; left: 0; background: var(--page);
  max-width: 14rem; overflow: hidden; text-overflow: ellipsis;
}
td.best { background: var(--best); color: var(--best-text); font-weight: 700; }
td.better { background: var(--best); color: var(--best-text); }
td.worse { background: var(--worse); color: var(--worse-text); }
td.noise { color: var(--soft); }
.verdict { font-weight: 700; }
td.failed { text-align: left; color: var(--soft); white-space: normal; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .4rem 0; font-size: .92rem; }
dt { font-weight: 600; } dd { margin: 0; color: var(--soft); }
dl.conditions { grid-template-columns: fit-content(40%) minmax(0, 1fr); overflow-wrap: anywhere; }
.plots { display: grid; gap: 1rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); }
.plots figure { margin: 0; }
svg { display: block; width: 100%; max-width: 44rem; height: auto; overflow: visible; }
svg text { fill: var(--soft); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
svg .name { fill: var(--text); }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .mark { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 4; }
svg .lead { stroke: var(--soft); stroke-width: 1; }
svg .series { fill: none; stroke: var(--mark); stroke-width: 1.8; stroke-linejoin: round; }
svg .dot, svg .hollow { stroke-width: 1.2; vector-effect: non-scaling-stroke; }
svg .dot { fill: var(--mark); stroke: var(--page); }
svg .hollow { fill: var(--page); stroke: var(--mark); stroke-width: 2; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; padding: 0; margin: 1rem 0 .5rem; list-style: none; font-size: .92rem; }
.legend li { display: flex; align-items: center; gap: .4rem; overflow-wrap: anywhere; }
.legend svg { width: 28px; height: 12px; flex: none; }
.pictures { display: grid; gap: .7rem; grid-template-columns: repeat(auto-fill, minmax(min(44%, 13rem), 1fr)); }
.pictures figure { margin: 0; background: var(--panel); border-radius: 6px; overflow: hidden; }
.pictures img { display: block; width: 100%; height: auto; }
.pictures figcaption { padding: .25rem .5rem; font-size: .86rem; line-height: 1.35; overflow-wrap: anywhere; }
figcaption small { white-space: nowrap; }
.chip { display: inline-block; width: .8em; height: .8em; border-radius: 2px; vertical-align: -.05em; }
`.trim();

/** Light, whatever the screen is; nothing cut off; and colours that mean something are printed. */
const PAPER = `
@media print {
  @page { size: A4 landscape; margin: 11mm; }
  :root {
    color-scheme: light;
    --page: #fff; --text: #000; --soft: #444c55; --line: #c4cad1; --panel: #f4f6f8;
    --best: #d5f0dc; --best-text: #0b5a26; --worse: #fbdcd8; --worse-text: #8c1d10;
  }
  svg .dot, svg .hollow, svg .series { --mark: var(--on-light); }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  .wide { overflow: visible; }
  table { font-size: 8.5pt; }
  th, td { padding: .15rem .35rem; }
  th:first-child { position: static; }
  h2, h3 { break-after: avoid; }
  table, tr, .plots figure, .pictures figure, svg { break-inside: avoid; }
  svg { max-width: 16cm; }
  .pictures { grid-template-columns: repeat(6, 1fr); }
}
`.trim();
