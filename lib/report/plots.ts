import type { Size } from "../raster/frame.ts";
import { nameInShort } from "./columns.ts";
import { escapeHtml } from "./html.ts";
import { colorClass, mark, tenth } from "./marks.ts";
import { type Labelled, type LabelPlace, placeLabels } from "./place_labels.ts";

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
  const grid = ticksY.flatMap((y) => levelLine(y, atY(y), WIDTH));
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
    const along = pointsAlong(points, i).map(([x, y]) => mark(i, atX(x), atY(y), 3.6));
    return `<polyline class="series ${colorClass(i)}" points="${path}">` +
      `<title>${escapeHtml(name)}</title></polyline>${along.join("")}`;
  });
  return svg(`${title} by frame, one line a method: ${names(lines)}`, {
    width: WIDTH,
    height: HEIGHT,
  }, [
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
  /** The method's row, which has its colour and shape. */
  readonly row: number;
  /** Milliseconds a frame. */
  readonly x: number;
  /** 0–1. */
  readonly y: number;
}

/** The scatter plot is larger: names stand in it. */
const SCATTER: Size = { width: 640, height: 340 };
/** How wide a letter is, and how high a line, of the style sheet's 13 pixels. */
const LETTER = 6.9;
const LINE_HEIGHT = 14;

/** Quality against speed, a dot a method, as SVG; the time is on a logarithmic scale. */
export function scatterPlot(dots: readonly Dot[], title: string): string {
  const { width, height } = SCATTER;
  const logs = dots.map(({ x }) => Math.log10(Math.max(x, 1e-3)));
  const first = Math.floor(Math.min(...logs) - 0.05);
  const last = Math.max(first + 1, Math.ceil(Math.max(...logs) + 0.05));
  const least = Math.max(0, Math.floor(10 * Math.min(...dots.map(({ y }) => y)) - 0.2) / 10);
  const atX = (log: number) => LEFT + (width - LEFT - RIGHT) * (log - first) / (last - first);
  const atY = (y: number) => height - BOTTOM - (height - TOP - BOTTOM) * (y - least) / (1 - least);
  const levels = ticks(least, 1).filter((y) => y >= least && y <= 1);
  const grid = levels.flatMap((y) => levelLine(y, atY(y), width));
  for (let log = first; log <= last; log++) {
    const x = tenth(atX(log));
    grid.push(
      `<line class="grid" x1="${x}" x2="${x}" y1="${TOP}" y2="${height - BOTTOM}"/>`,
      `<text x="${x}" y="${height - BOTTOM + 17}" text-anchor="middle">${10 ** log}</text>`,
    );
  }
  const labelled = dots.map(({ name, y }, i) => ({
    x: atX(logs[i]),
    y: atY(y),
    width: LETTER * nameInShort(name).length,
    height: LINE_HEIGHT,
  }));
  const within = { left: LEFT, top: 0, right: width, bottom: height - BOTTOM };
  const places = placeLabels(labelled, within);
  const drawn = dots.map(({ row }, i) => mark(row, labelled[i].x, labelled[i].y, 6));
  const named = dots.map(({ name }, i) => nameAt(nameInShort(name), labelled[i], places[i]));
  return svg(`${title} against milliseconds a frame: ${names(dots)}`, SCATTER, [
    ...grid,
    `<text x="${width - RIGHT}" y="${height - 2}" text-anchor="end">ms a frame</text>`,
    ...drawn,
    ...named,
  ]);
}

/** A dot's name at its place; a line leads to one that is not beside its dot. */
function nameAt(name: string, { x, y }: Labelled, place: LabelPlace): string {
  const { left, right, top, bottom, isFar } = place;
  const middle = (left + right) / 2;
  const nearX = Math.min(Math.max(x, left), right);
  const nearY = Math.min(Math.max(y, top), bottom);
  const lead = `<line class="lead" x1="${tenth(x)}" y1="${tenth(y)}" x2="${tenth(nearX)}" y2="${
    tenth(nearY)
  }"/>`;
  const anchor = x < left ? "start" : x > right ? "end" : "middle";
  const at = { start: left, middle, end: right }[anchor];
  return (isFar ? lead : "") +
    `<text class="name" x="${tenth(at)}" y="${tenth(bottom - 3)}" text-anchor="${anchor}">` +
    `${escapeHtml(name)}</text>`;
}

/** A few of a line's points, for its marks; other ones than its neighbours' lines have. */
function pointsAlong(points: Line["points"], index: number): Line["points"] {
  const every = Math.max(1, Math.ceil(points.length / 4));
  const start = Math.floor(every * ((index * 0.382) % 1));
  return points.filter((_, i) => i % every === start);
}

/** The line of a value of y, and the value beside it. */
function levelLine(value: number, y: number, width: number): string[] {
  const place = tenth(y);
  return [
    `<line class="grid" x1="${LEFT}" x2="${width - RIGHT}" y1="${place}" y2="${place}"/>`,
    `<text x="${LEFT - 6}" y="${tenth(y + 4)}" text-anchor="end">${label(value)}</text>`,
  ];
}

/** Which line is whose, as a list. */
export function legend(methods: readonly string[]): string {
  const items = methods.map((name, i) =>
    `<li><svg viewBox="0 0 28 12" aria-hidden="true"><line class="series ${colorClass(i)}"` +
    ` x1="0" x2="28" y1="6" y2="6"/>${mark(i, 14, 6, 4.5)}</svg>${escapeHtml(name)}</li>`
  );
  return `<ul class="legend">${items.join("")}</ul>`;
}

function svg(description: string, { width, height }: Size, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" ` +
    `aria-label="${escapeHtml(description)}">${parts.join("")}</svg>`;
}

function names(items: readonly { name: string }[]): string {
  return items.map(({ name }) => name).join(", ");
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
