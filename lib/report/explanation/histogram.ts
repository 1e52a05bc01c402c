import { escapeHtml } from "../html.ts";
import { tenth } from "../marks.ts";
import { linePlace, percentOf, placeOf } from "./histogram_scale.ts";
import { type LevelCounts, scoreOf } from "./count_levels.ts";

/** The levels that are named below. */
const TICKS = [0, 3, 10, 25, 50, 100, 150, 200, 255];

/**
 * The histogram as a slider: columns in SVG, and a line that can be dragged, by pointer or by keys.
 *
 * @param counts Pixels by level.
 * @param level The threshold.
 * @param reference Whose matte tells the person from the room, if any does.
 */
export function histogram(
  counts: LevelCounts,
  level: number,
  reference: string | undefined,
): string {
  const { person, room } = counts;
  const most = Math.max(...person.map((count, i) => count + room[i]));
  // Counts span five powers of ten.
  const heightOf = (count: number) => 100 * Math.log1p(count) / Math.log1p(most);
  const all = person.map((count, i) => heightOf(count + room[i]));
  const inside = person.map(heightOf);
  return `<div class="histogram" id="histogram" role="slider" tabindex="0" aria-label="Threshold"` +
    ` aria-valuemin="0" aria-valuemax="255" aria-valuenow="${level}">` +
    '<svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">' +
    `<path class="room" d="${columns(all)}"/>` +
    (reference === undefined ? "" : `<path class="person" d="${columns(inside)}"/>`) +
    `</svg><div class="line" id="line" style="left:${percentOf(linePlace(level))}">` +
    '<span aria-hidden="true"></span></div></div>' +
    `<div class="ticks" aria-hidden="true">${ticks()}</div>` +
    `<p class="soft">Columns: how many pixels have the level, on a logarithmic scale; low levels ` +
    `are drawn wider. ${
      reference === undefined
        ? ""
        : `<span class="chip person"></span> the person, as ${escapeHtml(reference)} finds it; ` +
          '<span class="chip room"></span> all pixels. Where both colours share a level, ' +
          "no threshold tells them apart."
    }</p>`;
}

function ticks(): string {
  return TICKS.map((tick) => `<span style="left:${percentOf(placeOf(tick))}">${tick}</span>`)
    .join("");
}

/** One shape of all columns. */
function columns(heights: readonly number[]): string {
  const parts = heights.map((height, level) => {
    const [left, right] = [placeOf(level - 0.5), placeOf(level + 0.5)].map((x) => tenth(1000 * x));
    const top = tenth(100 - height);
    return height === 0 ? "" : `M${left},100V${top}H${right}V100z`;
  });
  return parts.join("");
}

/**
 * What each threshold misses, and what it takes too much: two lines over the histogram's levels.
 *
 * @param counts Pixels by level, of the person and of the room.
 * @param level The threshold.
 */
export function tradeOff(counts: LevelCounts, level: number): string {
  const levels = Array.from({ length: 256 }, (_, i) => i);
  const line = (key: "missing" | "excess") => {
    const points = levels.flatMap((level) => {
      const score = scoreOf(counts, level);
      // Of an empty mask nothing is room, and nothing else.
      const isEmpty = key === "excess" && score.missing === 1 && score.excess === 0;
      const place = `${tenth(1000 * linePlace(level))},${tenth(100 - 100 * score[key])}`;
      return isEmpty ? [] : [place];
    });
    return points.length === 0 ? "" : `M${points.join("L")}`;
  };
  return '<div class="histogram trade" aria-hidden="true">' +
    '<svg viewBox="0 -4 1000 108" preserveAspectRatio="none">' +
    `<path class="missing" d="${line("missing")}"/><path class="excess" d="${line("excess")}"/>` +
    `</svg><div class="line" id="trade-line" style="left:${percentOf(linePlace(level))}"></div>` +
    `</div><div class="ticks" aria-hidden="true">${ticks()}</div>`;
}
