import { colorClass, dashAttribute, escapeHtml } from "./html.ts";

/** A method's line: points from left to right. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What a line plot says besides its lines. */
export interface LinePlotOptions {
  /** What the values are: "IoU". */
  readonly title: string;
  /** The largest value there can be; the plot's own if left out. */
  readonly most?: number;
  /** Frames to mark by an upright line. */
  readonly marks: readonly number[];
}

const WIDTH = 480;
const HEIGHT = 230;
const LEFT = 44;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 34;

/** Values over the frames' numbers, a line a method, as SVG. */
export function linePlot(lines: readonly Line[], options: LinePlotOptions): string {
  const { title, marks } = options;
  const all = lines.flatMap(({ points }) => points);
  const first = Math.min(...all.map(([x]) => x));
  const last = Math.max(first + 1, ...all.map(([x]) => x));
  const ticksY = ticks(0, options.most ?? Math.max(1e-6, ...all.map(([, y]) => y)));
  const most = Math.max(options.most ?? 0, ticksY[ticksY.length - 1]);
  const atX = (x: number) => LEFT + (WIDTH - LEFT - RIGHT) * (x - first) / (last - first);
  const atY = (y: number) => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * y / most;
  const grid = ticksY.flatMap((y) => levelLine(y, atY(y)));
  const below = ticks(first, last).filter((x) => x >= first && x <= last && Number.isInteger(x))
    .map((x) =>
      `<text x="${tenth(atX(x))}" y="${HEIGHT - BOTTOM + 17}" text-anchor="middle">${x}</text>`
    );
  const marked = marks.map((x) =>
    `<line class="mark" x1="${tenth(atX(x))}" x2="${tenth(atX(x))}" y1="${TOP}" y2="${
      HEIGHT - BOTTOM
    }"/>`
  );
  const drawn = lines.map(({ name, points }, i) => {
    if (points.length === 0) return "";
    const path = points.map(([x, y]) => `${tenth(atX(x))},${tenth(atY(y))}`).join(" ");
    return `<polyline class="series ${colorClass(i)}"${dashAttribute(i)} points="${path}">` +
      `<title>${escapeHtml(name)}</title></polyline>`;
  });
  return svg(`${title} by frame, one line a method: ${names(lines)}`, [
    ...grid,
    ...below,
    `<text x="${WIDTH - RIGHT}" y="${HEIGHT - 2}" text-anchor="end">frame</text>`,
    ...marked,
    ...drawn,
  ]);
}

/** A method's place: how long it takes, and how good it is. */
export interface Dot {
  readonly name: string;
  /** Milliseconds a frame. */
  readonly x: number;
  /** 0–1. */
  readonly y: number;
}

/** Quality against speed, a dot a method, as SVG; the time is on a logarithmic scale. */
export function scatterPlot(dots: readonly Dot[], title: string): string {
  const logs = dots.map(({ x }) => Math.log10(Math.max(x, 1e-3)));
  const first = Math.floor(Math.min(...logs) - 0.05);
  const last = Math.max(first + 1, Math.ceil(Math.max(...logs) + 0.05));
  const atX = (log: number) => LEFT + (WIDTH - LEFT - RIGHT) * (log - first) / (last - first);
  const atY = (y: number) => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * y;
  const grid: string[] = [0, 0.25, 0.5, 0.75, 1].flatMap((y) => levelLine(y, atY(y)));
  for (let log = first; log <= last; log++) {
    const x = tenth(atX(log));
    grid.push(
      `<line class="grid" x1="${x}" x2="${x}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/>`,
      `<text x="${x}" y="${HEIGHT - BOTTOM + 17}" text-anchor="middle">${10 ** log}</text>`,
    );
  }
  const taken: { x: number; y: number }[] = [];
  const drawn = dots.map(({ name, y }, i) => {
    const [x, top] = [atX(logs[i]), atY(y)];
    const isRight = x > WIDTH * 0.6;
    let textY = top + 4;
    // Names that would lie on each other move apart.
    while (taken.some((other) => Math.abs(other.y - textY) < 13 && Math.abs(other.x - x) < 130)) {
      textY += 13;
    }
    taken.push({ x, y: textY });
    return `<circle class="dot ${colorClass(i)}" cx="${tenth(x)}" cy="${tenth(top)}" r="6"/>` +
      `<text class="name" x="${tenth(x + (isRight ? -10 : 10))}" y="${tenth(textY)}"` +
      ` text-anchor="${isRight ? "end" : "start"}">${escapeHtml(shortened(name))}</text>`;
  });
  return svg(`${title} against milliseconds a frame: ${names(dots)}`, [
    ...grid,
    `<text x="${WIDTH - RIGHT}" y="${HEIGHT - 2}" text-anchor="end">ms a frame</text>`,
    ...drawn,
  ]);
}

/** The line of a value of y, and the value beside it. */
function levelLine(value: number, y: number): string[] {
  const place = tenth(y);
  return [
    `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${place}" y2="${place}"/>`,
    `<text x="${LEFT - 6}" y="${tenth(y + 4)}" text-anchor="end">${label(value)}</text>`,
  ];
}

/** Which line is whose, as a list. */
export function legend(methods: readonly string[]): string {
  const items = methods.map((name, i) =>
    `<li><svg viewBox="0 0 28 10" aria-hidden="true"><line class="series ${colorClass(i)}"` +
    `${dashAttribute(i)} x1="0" x2="28" y1="5" y2="5"/></svg>${escapeHtml(name)}</li>`
  );
  return `<ul class="legend">${items.join("")}</ul>`;
}

function svg(description: string, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" ` +
    `aria-label="${escapeHtml(description)}">${parts.join("")}</svg>`;
}

function names(items: readonly { name: string }[]): string {
  return items.map(({ name }) => name).join(", ");
}

function shortened(name: string): string {
  return name.length > 22 ? `…${name.slice(-21)}` : name;
}

/** Round numbers from about `low` to at least `high`, four or so of them. */
function ticks(low: number, high: number): number[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const found: number[] = [];
  for (let k = Math.floor(low / step); k * step < high + 0.999 * step; k++) {
    found.push(Number((k * step).toPrecision(6)));
  }
  return found;
}

function label(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** A coordinate to a tenth. */
function tenth(value: number): string {
  return String(Math.round(10 * value) / 10);
}
