/** The explanation's style sheet: light and dark, from a phone's width on, and paper. */
export const explanationStyle: string = `
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1c2126; --soft: #5b6570; --line: #d9dee3; --panel: #f4f6f8;
  --accent: #0b6bcb; --person: #c2410c; --room: #a9b3bd; --missing: #286eff; --excess: #d97706;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181c; --text: #e6eaee; --soft: #9aa5b1; --line: #333b44; --panel: #1c2228;
    --accent: #5aa9f8; --person: #fb8a4e; --room: #5b6570; --missing: #7aa7ff; --excess: #ffb347;
  }
}
* { box-sizing: border-box; }
html { scroll-padding: 1rem 0 4.5rem; }
body {
  margin: 0 auto; padding: 1rem 1rem 5rem; max-width: 76rem;
  background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: .4rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; padding-top: .7rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
p { max-width: 46rem; margin: .4rem 0; }
.soft, figcaption { color: var(--soft); }
.soft { font-size: .92rem; }
figure { margin: 0; }
.number {
  display: inline-block; min-width: 1.7em; padding: 0 .4em; border-radius: 1em; text-align: center;
  background: var(--accent); color: var(--page); font-size: .85em;
}
.step { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 1.5rem; }
.step > h2 { grid-column: 1 / -1; }
.views { display: grid; gap: .6rem; align-content: start; }
.view { display: block; width: 100%; height: auto; border-radius: 6px; cursor: crosshair; }
canvas.view { image-rendering: auto; background: repeating-conic-gradient(#777 0 25%, #999 0 50%) 0 0 / 16px 16px; }
figcaption { padding: .2rem 0; font-size: .88rem; min-height: 1.9em; font-variant-numeric: tabular-nums; }
.pixel { color: var(--text); white-space: nowrap; }
.code { margin: .6rem 0; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.code figcaption { display: flex; justify-content: space-between; align-items: center; padding: .1rem .2rem .1rem .7rem; }
.code pre { margin: 0; padding: .4rem .7rem .7rem; overflow-x: auto; font-size: .85rem; line-height: 1.45; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.code b { color: var(--accent); }
.command { display: flex; align-items: center; }
.command pre { flex: 1; min-width: 0; padding: .6rem .7rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.picture { position: relative; overflow: hidden; border-radius: 6px; }
.spot {
  display: none; position: absolute; width: 1.1rem; height: 1.1rem; margin: -.55rem; border-radius: 50%;
  border: 2px solid #fff; outline: 1px solid #000; box-shadow: inset 0 0 0 1px #000; pointer-events: none;
}
.pointed .spot { display: block; }
button {
  min-height: 2.4rem; padding: .2rem .8rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--page); color: var(--text); font: inherit; font-size: .88rem; cursor: pointer;
}
.command button { margin: .3rem; flex: none; }
.code figcaption button { min-height: 2rem; margin: .2rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.brighten { display: flex; align-items: center; gap: .5rem; min-height: 2.4rem; font-size: .92rem; }
.brighten input { width: 1.2rem; height: 1.2rem; accent-color: var(--accent); }
.histogram {
  position: relative; height: 9rem; margin: .8rem 0 0; background: var(--panel);
  border: 1px solid var(--line); border-radius: 6px; touch-action: pan-y; cursor: ew-resize; user-select: none;
}
.histogram svg { display: block; width: 100%; height: 100%; }
.histogram .room { fill: var(--room); }
.histogram .person { fill: var(--person); fill-opacity: .75; }
.trade { cursor: default; }
.trade path { fill: none; stroke-width: 2.5; vector-effect: non-scaling-stroke; }
.trade .missing { stroke: var(--missing); } .trade .excess { stroke: var(--excess); }
.line { position: absolute; top: 0; bottom: 0; width: 0; border-left: 2px solid var(--accent); }
.line span {
  position: absolute; top: 50%; left: -1px; width: 1.7rem; height: 1.7rem; margin: -.85rem;
  border: 3px solid var(--page); border-radius: 50%; background: var(--accent);
}
.ticks { position: relative; height: 1.5rem; margin-top: .3rem; font-size: .8rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.ticks span { position: absolute; transform: translateX(-50%); }
.ticks span:first-child { transform: none; } .ticks span:last-child { transform: translateX(-100%); }
.chip { display: inline-block; width: .8em; height: .8em; border-radius: 2px; vertical-align: -.05em; }
.chip.person { background: var(--person); } .chip.room { background: var(--room); }
.chip.missing { background: var(--missing); } .chip.excess { background: var(--excess); }
.cards, .programs { display: grid; gap: 1rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
.methods { display: grid; gap: .4rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); }
.card { min-width: 0; }
.pair { display: grid; gap: .4rem; grid-template-columns: 2fr 1fr; align-items: start; }
.pair img { display: block; width: 100%; height: auto; border-radius: 6px; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem .8rem; margin: .4rem 0; font-size: .92rem; }
dt { font-weight: 600; } dd { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
.controls { display: none; }
.live .controls {
  position: fixed; left: 0; right: 0; bottom: 0; z-index: 1; display: flex; flex-wrap: wrap;
  justify-content: center; align-items: center; gap: .2rem .6rem; padding: .4rem .6rem;
  background: var(--panel); border-top: 1px solid var(--line); font-variant-numeric: tabular-nums;
}
.controls output { min-width: 2ch; font-weight: 700; font-size: 1.1rem; text-align: center; }
.controls button { min-width: 2.6rem; }
.share { min-width: 9.5rem; color: var(--soft); font-size: .92rem; }
.up { color: var(--accent); font-size: .92rem; }
@media (min-width: 60rem) {
  .step { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
  #frames .views { grid-template-columns: 1fr 1fr; }
  #frames { grid-template-columns: minmax(0, 1fr); }
  #frames .words { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.5rem; }
  #frames .words > p { grid-column: 1 / -1; }
}
@media (max-width: 30rem) {
  .controls .label, .controls .up { display: none; }
  .share { min-width: 0; }
}
@media print {
  :root {
    color-scheme: light; --page: #fff; --text: #000; --soft: #444c55; --line: #c4cad1; --panel: #f4f6f8;
    --accent: #0b6bcb; --person: #c2410c; --room: #a9b3bd;
  }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .live .controls, button, .brighten { display: none; }
  .step, .card, .code { break-inside: avoid; } h2, h3 { break-after: avoid; }
}
`.trim();
