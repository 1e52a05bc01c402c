/** The report's style sheet: light and dark, from a phone's width on. */
export const style: string = `
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1c2126; --soft: #5b6570; --line: #d9dee3; --panel: #f4f6f8;
  --best: #d5f0dc; --best-text: #0b5a26;
  --c0: #0b6bcb; --c1: #c2410c; --c2: #15803d; --c3: #9333ea;
  --c4: #b4860b; --c5: #0e8a96; --c6: #d6247a; --c7: #5b6570;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181c; --text: #e6eaee; --soft: #9aa5b1; --line: #333b44; --panel: #1c2228;
    --best: #173d25; --best-text: #8ee0a6;
    --c0: #5aa9f8; --c1: #fb8a4e; --c2: #56c777; --c3: #c08bf7;
    --c4: #e5b93c; --c5: #3ec6d3; --c6: #f472b0; --c7: #aab4bf;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1rem; max-width: 76rem;
  background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
h1 { font-size: 1.6rem; margin: .4rem 0; }
h2 { font-size: 1.25rem; margin: 2.4rem 0 .6rem; padding-top: .6rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
p { max-width: 46rem; margin: .4rem 0; }
.soft, figcaption small { color: var(--soft); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { padding: .3rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
th:first-child {
  text-align: left; position: sticky; left: 0; background: var(--page);
  max-width: 14rem; overflow: hidden; text-overflow: ellipsis;
}
td.best { background: var(--best); color: var(--best-text); font-weight: 700; }
td.failed { text-align: left; color: var(--soft); white-space: normal; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .4rem 0; font-size: .92rem; }
dt { font-weight: 600; } dd { margin: 0; color: var(--soft); }
.plots { display: grid; gap: 1rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); }
.plots figure { margin: 0; }
svg { display: block; width: 100%; max-width: 44rem; height: auto; overflow: visible; }
svg text { fill: var(--soft); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
svg .name { fill: var(--text); }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .mark { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 4; }
svg .series { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
svg .dot { fill: currentColor; stroke: var(--page); stroke-width: 2; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; padding: 0; margin: 1rem 0 .5rem; list-style: none; font-size: .92rem; }
.legend li { display: flex; align-items: center; gap: .4rem; overflow-wrap: anywhere; }
.legend svg { width: 28px; height: 10px; flex: none; }
.pictures { display: grid; gap: .7rem; grid-template-columns: repeat(auto-fill, minmax(min(44%, 13rem), 1fr)); }
.pictures figure { margin: 0; background: var(--panel); border-radius: 6px; overflow: hidden; }
.pictures img { display: block; width: 100%; height: auto; }
.pictures figcaption { padding: .25rem .5rem; font-size: .86rem; line-height: 1.35; overflow-wrap: anywhere; }
figcaption small { white-space: nowrap; }
.chip { display: inline-block; width: .8em; height: .8em; border-radius: 2px; vertical-align: -.05em; }
${Array.from({ length: 8 }, (_, i) => `.c${i} { color: var(--c${i}); }`).join("\n")}
`.trim();
